#include "libfuse4seg/metric/score_volumes.h"

#include <algorithm>

#include "libfuse4seg/image/volume_ml.h"

namespace f4s {
namespace {

std::vector<int64_t> VoxelsOfValues(std::span<const uint16_t> labels) {
  std::vector<int64_t> voxels(65536);
  for (const uint16_t value : labels) ++voxels[value];
  return voxels;
}

}  // namespace

std::vector<RegionVolume> VolumesOfRegions(std::span<const uint16_t> reference,
                                           std::span<const uint16_t> prediction, const Vector3& spacing_mm,
                                           const std::vector<Region>& regions, const Classes& classes) {
  const std::vector<int64_t> in_reference = VoxelsOfValues(reference),
                             in_prediction = VoxelsOfValues(prediction);
  const double voxel_ml = VoxelMl(spacing_mm);
  std::vector<Region> wanted = regions;
  for (const auto& [value, name] : classes) {
    const std::string shown = name.empty() ? std::to_string(value) : name;
    const auto is_it = [&](const Region& one) { return one.name == shown; };
    const auto begin_of_classes = wanted.begin() + std::ssize(regions);
    const auto same = std::find_if(begin_of_classes, wanted.end(), is_it);
    if (same != wanted.end())
      same->values.push_back(value);  // two classes of one name are one
    else if (std::none_of(wanted.begin(), begin_of_classes, is_it))
      wanted.push_back({shown, {value}});
  }
  if (regions.empty() && classes.empty())
    for (uint32_t value = 1; value < 65536; ++value)
      if (in_reference[value] + in_prediction[value] > 0)
        wanted.push_back({std::to_string(value), {static_cast<uint16_t>(value)}});
  std::vector<RegionVolume> volumes;
  for (const Region& region : wanted) {
    int64_t of_reference = 0, of_prediction = 0;
    for (const uint16_t value : region.values)
      of_reference += in_reference[value], of_prediction += in_prediction[value];
    volumes.push_back({region.name, VolumeMl(of_reference, voxel_ml), VolumeMl(of_prediction, voxel_ml)});
    if (of_reference > 0)
      volumes.back().difference_relative =
          static_cast<double>(of_prediction - of_reference) / static_cast<double>(of_reference);
  }
  return volumes;
}

Json VolumesJson(const std::vector<RegionVolume>& volumes, Json& reasons) {
  Json family = Json::object();
  for (const RegionVolume& one : volumes) {
    const double difference = ToMicrolitres(one.prediction_ml - one.reference_ml);
    Json& json = family[one.name] = {{"reference_ml", one.reference_ml},
                                     {"prediction_ml", one.prediction_ml},
                                     {"difference_ml", difference},
                                     {"difference_relative", nullptr}};
    if (one.difference_relative)
      json["difference_relative"] = *one.difference_relative;
    else
      reasons["volumes." + one.name + ".difference_relative"] = "reference_empty";
  }
  return family;
}

}  // namespace f4s
