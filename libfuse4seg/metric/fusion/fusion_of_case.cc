#include "libfuse4seg/metric/fusion/fusion_of_case.h"

#include <algorithm>

#include <utility>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/metric/comparable.h"
#include "libfuse4seg/metric/fusion/gradient.h"

namespace f4s {
namespace {

constexpr int kNumChannels = 3;

/// All images changed in one way.
template <class Change>
FusedLevels Changed(FusedLevels images, const Change& change) {
  images.fused = change(std::move(images.fused));
  for (auto& [name, levels] : images.sources) levels = change(std::move(levels));
  return images;
}

/// Of each slice of grey images.
std::vector<FusionScores> ScoreLevels(const FusedLevels& grey, const FusionOptions& options) {
  return ScoreSlices(grey.fused, grey.sources, options.convention, options.extras, options.kernels);
}

/// The channels of a slice beside each other.
Image<uint8_t> SideBySide(const Image<uint8_t>& rgb, int64_t z) {
  std::vector<uint8_t> wide;
  for (int64_t y = 0; y < rgb.height(); ++y)
    for (int channel = 0; channel < kNumChannels; ++channel)
      for (int64_t x = 0; x < rgb.width(); ++x) wide.push_back(rgb.plane(z, channel)(x, y));
  return Picture(kNumChannels * int64_t{rgb.width()}, rgb.height(), std::move(wide));
}

std::vector<FusionScores> ScoreSlicesByChannel(const FusedLevels& images, const FusionOptions& options) {
  std::vector<std::vector<FusionScores>> by_channel;
  for (int channel = 0; channel < kNumChannels; ++channel)
    by_channel.push_back(ScoreLevels(
        Changed(images, [&](const Image<uint8_t>& levels) { return ChannelLevels(levels, channel); }),
        options));
  std::vector<FusionScores> slices;
  for (size_t z = 0; z < by_channel.front().size(); ++z) {
    slices.push_back(MeanOverChannels({by_channel[0][z], by_channel[1][z], by_channel[2][z]}));
    const Image<uint8_t> wide = SideBySide(images.fused, static_cast<int64_t>(z));
    slices.back().sf = SpatialFrequency(wide, RulesOf(options.convention).sf_divisor);
  }
  return slices;
}

/// Of each slice, whether there is anything on one of its images.
std::vector<bool> FilledSlices(const FusedLevels& images) {
  const auto is_filled = [](const Image<uint8_t>& levels, int64_t z) {
    const auto size = levels.width() * levels.height();
    const auto begin = levels.samples.begin() + z * size;
    return std::any_of(begin, begin + size, [](uint8_t level) { return level != 0; });
  };
  std::vector<bool> filled;
  for (int64_t z = 0; z < images.fused.depth(); ++z)
    filled.push_back(is_filled(images.fused, z) ||
                     std::any_of(images.sources.begin(), images.sources.end(),
                                 [&](const FusionSource& source) { return is_filled(source.image, z); }));
  return filled;
}

/// MeanOverSlices() of those that are filled; where none is, of all.
FusionScores MeanOverFilled(const std::vector<FusionScores>& slices, const std::vector<bool>& filled) {
  std::vector<FusionScores> kept;
  for (size_t i = 0; i < slices.size(); ++i)
    if (filled[i]) kept.push_back(slices[i]);
  return MeanOverSlices(kept.empty() ? slices : kept);
}

}  // namespace

std::vector<std::string> FusedCaseScores::sources() const {
  std::vector<std::string> names;
  for (const auto& [name, part] : scores.per_source) names.push_back(name);
  return names;
}

FusedCaseScores ScoreFused(FusedLevels images, const FusionOptions& options) {
  images = Changed(std::move(images), [](Image<uint8_t> levels) {
    return levels.channels == 1 ? AsSeen(levels) : std::move(levels);
  });
  const bool by_channel = images.fused.channels == kNumChannels && RulesOf(options.convention).by_channel;
  std::vector<FusionScores> of_channels;
  if (by_channel) of_channels = ScoreSlicesByChannel(images, options);
  const FusedLevels grey = Changed(std::move(images), [&](Image<uint8_t> levels) {
    return GreyLevels(std::move(levels), options.convention);
  });
  std::vector<FloorImage> floors;
  if (options.floors) floors = FloorsOf(grey.sources);
  std::vector<const Image<uint8_t>*> candidates;
  if (!by_channel) candidates.push_back(&grey.fused);
  const size_t num_copies = floors.empty() ? 0 : grey.sources.size();
  for (size_t i = 0; i + num_copies < floors.size(); ++i) candidates.push_back(&floors[i].second);
  for (size_t i = 0; i < num_copies; ++i)
    candidates.push_back(&grey.sources[i].image);  // where they are known

  std::vector<std::vector<FusionScores>> scores;
  if (!candidates.empty())
    scores = ScoreSlicesOfAll(candidates, grey.sources, options.convention, options.extras, options.kernels);
  if (by_channel) scores.insert(scores.begin(), std::move(of_channels));
  const std::vector<bool> filled = FilledSlices(grey);
  FusedCaseScores found = {
      MeanOverFilled(scores[0], filled), {}, GatherEvidence(grey.fused, grey.sources), {}};
  for (size_t i = 0; i < floors.size(); ++i)
    found.floors.emplace_back(floors[i].first, MeanOverFilled(scores[i + 1], filled));
  found.slices = std::ssize(filled);
  found.empty_slices = std::count(filled.begin(), filled.end(), false);
  return found;
}

FusedCaseScores ScoreFusedCase(const Case& record, const FusionOptions& options) {
  std::vector<std::string> sources = record.fused_from();
  if (sources.empty()) sources = record.modalities();
  const auto fused = *record.file("fused");
  FileNotes notes;
  const auto read = [&](const std::filesystem::path& file) {
    HeaderNotes of_file;
    Image<uint8_t> levels = ReadLevels(file, &of_file);
    const bool is_prepared = record.json().contains("prepared");  // a slice may be as dark as that
    for (const HeaderNote& note : of_file)
      if (!is_prepared || note.code != std::string("image.levels")) notes.emplace_back(file, note);
    return levels;
  };
  FusedLevels images = {read(fused), {}};
  for (const std::string& source : sources) {
    const auto file = record.image(source);
    images.sources.push_back({source, read(file)});
    TakeOrderOf(images.fused.grid, fused, "the fused image", images.sources.back().image, file);
  }
  FusedCaseScores scores = ScoreFused(std::move(images), options);
  scores.notes = std::move(notes);
  return scores;
}

FusedCaseScores CombineSlices(const std::vector<FusedCaseScores>& slices) {
  FusedCaseScores whole;
  std::vector<FusionScores> column;
  std::vector<bool> filled;
  whole.slices = 0;
  for (const FusedCaseScores& slice : slices) {
    column.push_back(slice.scores);
    filled.push_back(slice.empty_slices < slice.slices);
    whole.slices += slice.slices, whole.empty_slices += slice.empty_slices;
    Add(slice.evidence, whole.evidence);
    whole.notes.insert(whole.notes.end(), slice.notes.begin(), slice.notes.end());
  }
  whole.scores = MeanOverFilled(column, filled);
  for (size_t i = 0; i < slices.front().floors.size(); ++i) {
    column.clear();
    for (const FusedCaseScores& slice : slices) column.push_back(slice.floors.at(i).second);
    whole.floors.emplace_back(slices.front().floors[i].first, MeanOverFilled(column, filled));
  }
  return whole;
}

}  // namespace f4s
