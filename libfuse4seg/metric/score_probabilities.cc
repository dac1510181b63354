#include "libfuse4seg/metric/score_probabilities.h"

#include <algorithm>
#include <map>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/reference_labels.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/metric/comparable.h"
#include "libfuse4seg/metric/segmentation/calibration.h"

namespace f4s {
namespace {

/// The probability of each label value, and what is there, of the voxels that count.
struct CountedVoxels {
  std::vector<uint16_t> labels;
  std::map<uint16_t, std::vector<double>> probabilities;
};

std::map<uint16_t, std::filesystem::path> FilesOf(const Case& record) {
  std::map<uint16_t, std::filesystem::path> files;
  for (const auto& [value, path] : record.json().at("probabilities").items())
    files[ParseLabelValues(value).front()] = path.get<std::string>();
  return files;
}

/// 1 for each voxel that counts.
std::vector<bool> Counted(const Case& record, const Image<uint16_t>& label,
                          const std::vector<uint16_t>& ignore) {
  std::vector<bool> counted(label.samples.size(), true);
  if (const auto file = record.file("mask")) {
    Image<uint16_t> mask = ReadLabels(*file);
    TakeOrderOf(label.grid, *record.file("label"), "its reference", mask, *file);
    for (size_t i = 0; i < counted.size(); ++i) counted[i] = mask.samples[i] != 0;
  }
  for (size_t i = 0; i < counted.size(); ++i)
    if (std::find(ignore.begin(), ignore.end(), label.samples[i]) != ignore.end()) counted[i] = false;
  return counted;
}

/// Levels of 8 or 16 bits are parts of their greatest; other values are as they are.  In a slice of 16 bits 1
/// may be the greatest that there is; elsewhere that is hardly a probability.
/// @throws Error(kBadInput, "probability.range") for what is not in 0..1.
Image<float> ReadProbabilities(const std::filesystem::path& file, Case& whole) {
  VoxelType type{};
  Image<float> image = ReadImage(file, &type);
  const bool is_level = type == VoxelType::kUint8 || type == VoxelType::kUint16;
  if (is_level && !(image.is_picture() && type == VoxelType::kUint16) &&
      *std::max_element(image.samples.begin(), image.samples.end()) == 1)
    whole.AddFinding("probability.levels", "warning",
                     Cat(file.string(), " holds 0 and 1 of ", (1 << LevelBits(type)) - 1,
                         " levels, so all is improbable: a map of 0 and 1 would be one of floats"));
  const auto top = static_cast<float>(is_level ? (1 << LevelBits(type)) - 1 : 1);
  for (float& value : image.samples) {
    value /= top;
    if (!(value >= 0 && value <= 1))
      throw Error(ErrorKind::kBadInput, "probability.range",
                  Cat("has the probability ", value, ": must be 0 to 1"))
          .InFile(file);
  }
  return image;
}

CountedVoxels Read(const Case& record, bool as_it_is, const std::vector<uint16_t>& ignore, Case& whole) {
  CountedVoxels voxels;
  const std::filesystem::path reference = *record.file("label");
  const Image<uint16_t> label = as_it_is ? ReadLabels(reference) : ReadReference(record);
  const std::vector<bool> counted = Counted(record, label, ignore);
  for (size_t i = 0; i < counted.size(); ++i)
    if (counted[i]) voxels.labels.push_back(label.samples[i]);
  for (const auto& [value, file] : FilesOf(record)) {
    Image<float> read = ReadProbabilities(file, whole);
    TakeOrderOf(label.grid, reference, "its reference", read, file);
    std::vector<double>& all = voxels.probabilities[value];
    for (size_t i = 0; i < counted.size(); ++i)
      if (counted[i]) all.push_back(read.samples[i]);
  }
  return voxels;
}

/// @param ignore  values that are in no region
void AddVoxels(const CountedVoxels& voxels, const Region& region, const std::vector<uint16_t>& ignore,
               Calibration& calibration) {
  std::vector<double> p(voxels.labels.size());
  std::vector<uint8_t> g(voxels.labels.size());
  for (const uint16_t value : region.values) {
    if (std::find(ignore.begin(), ignore.end(), value) != ignore.end()) continue;
    for (size_t i = 0; i < g.size(); ++i)
      if (voxels.labels[i] == value) g[i] = 1;
    if (const auto found = voxels.probabilities.find(value); found != voxels.probabilities.end())
      for (size_t i = 0; i < p.size(); ++i) p[i] = std::min(1.0, p[i] + found->second[i]);
  }
  calibration.Add(p, g);
}

/// Whether each of the region's values has probabilities, or cannot be predicted: it is none of the classes.
bool IsCovered(const Region& region, const CountedVoxels& voxels, const Classes& classes) {
  return std::all_of(region.values.begin(), region.values.end(), [&](uint16_t value) {
    return voxels.probabilities.contains(value) || !classes.contains(value);
  });
}

}  // namespace

bool HaveProbabilities(const std::vector<Case>& cases) {
  return std::all_of(cases.begin(), cases.end(), [](const Case& one) {
    return one.json().contains("probabilities") && one.file("label").has_value();
  });
}

void AddCalibration(const std::vector<Case>& cases, const std::vector<Region>& regions, bool as_they_are,
                    const std::vector<uint16_t>& ignore, Case& whole, std::vector<RegionScores>& scores) {
  std::vector<Calibration> sums(regions.size());
  std::vector<bool> are_covered(regions.size(), true);
  for (const Case& one : cases) {
    const std::vector<uint16_t>& ignored = ignore.empty() ? one.ignored() : ignore;
    const CountedVoxels voxels = Read(one, as_they_are, ignored, whole);
    for (size_t i = 0; i < regions.size(); ++i) {
      are_covered[i] = are_covered[i] && IsCovered(regions[i], voxels, one.classes());
      if (are_covered[i]) AddVoxels(voxels, regions[i], ignored, sums[i]);
    }
  }
  for (size_t i = 0; i < regions.size(); ++i) {
    const Score none = Undefined::kNoProbabilities;
    scores[i].further.push_back({"ece", are_covered[i] ? sums[i].ece() : none});
    scores[i].further.push_back({"brier", are_covered[i] ? sums[i].brier() : none});
  }
}

}  // namespace f4s
