#include "libfuse4seg/infer/plan/unet_stages.h"

#include <algorithm>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/infer/plan/mirrored.h"

namespace f4s {
namespace {

constexpr int64_t kMostLevelWidth = 512;  // channels, as in nn/segmentation/unet.cc
constexpr int64_t kChannelsPerGroup = 8;  // as in nn/blocks/layers.cc
constexpr StageStyle kUNetStage = {};

int64_t TotalOf(const std::vector<int64_t>& channels) {
  int64_t total = 0;
  for (const int64_t count : channels) total += count;
  return total;
}

/// H' or W', as PaddedForUNet().
int64_t PaddedSide(int64_t side, const SegmentationNetOptions& options) {
  const int64_t multiple = options.patch << options.levels;
  return PaddedSize(side, multiple, 2 * multiple);
}

}  // namespace

DenseConv TakeConv(PlanWeights& weights, const std::string& name, std::vector<int64_t> channels, int64_t out,
                   int64_t kernel, bool bias, int64_t step) {
  const auto weight = weights.Take(name + ".weight", {out, TotalOf(channels), kernel, kernel});
  const auto start = bias ? weights.Take(name + ".bias", {out}) : std::vector<float>();
  if (weight.empty()) return {};
  return {weight, start, std::move(channels), out, kernel, step};
}

DenseConv TakeHead(PlanWeights& weights, const std::string& name, int64_t in, int64_t classes, int64_t cell) {
  const int64_t within = cell * cell, out = classes * within;
  const auto weight = weights.Take(name + ".weight", {out, in, 1, 1});
  const auto start = weights.Take(name + ".bias", {out});
  if (weight.empty() || start.empty()) return {};
  std::vector<float> by_pixel(weight.size()), starts(start.size());
  for (int64_t o = 0; o < out; ++o) {
    const int64_t to = o % within * classes + o / within;
    std::copy_n(weight.begin() + o * in, in, by_pixel.begin() + to * in);
    starts[static_cast<size_t>(to)] = start[static_cast<size_t>(o)];
  }
  return {by_pixel, starts, {in}, out, 1};
}

int64_t StageStyle::GroupOf(int64_t channels) const {
  return in_groups ? channels / std::max<int64_t>(1, channels / kChannelsPerGroup) : 1;
}

PlannedConv::PlannedConv(PlanWeights& weights, std::string layer, DenseConv taken, float slope_of_read,
                         bool reads_pixels)
    : conv(std::move(taken)), name(std::move(layer)), slope(slope_of_read) {
  if (reads_pixels) return;
  calibration = weights.use().calibration;
  if (!weights.use().int8) {
    conv.UseMinimalFiltering();
    return;
  }
  const ChannelRanges ranges = weights.TakeRanges(name, conv.in());
  if (conv.out() > 0 && ranges.least.size() == ranges.greatest.size() && !ranges.least.empty())
    conv.Quantize(ranges);  // what is not there RequireAllTaken() says
}

void PlannedConv::Run(std::span<const FeatureView> from, int64_t rows, int64_t columns, float* y,
                      const NormView& norm, float* line) const {
  if (calibration) calibration->Add(name, from, rows, columns, slope);
  conv.Run(from, rows, columns, slope, y, norm, line);
}

LevelFeatures::LevelFeatures(Workspace& work, int64_t height, int64_t width, int64_t num_channels)
    : rows(height), columns(width), channels(num_channels) {
  const int64_t stride = StageStride(channels);
  x = work.Raw(rows * columns * stride);
  line = work.Raw(3 * stride);
}

FeatureView LevelFeatures::view() const {
  return {x, channels, StageStride(channels), normalised ? line : nullptr};
}

PlannedStage::Layer PlannedStage::TakeLayer(PlanWeights& weights, const std::string& name, int index,
                                            std::vector<int64_t> channels, int64_t out, int64_t step,
                                            const StageStyle& style, bool reads_pixels) {
  Layer layer;
  const std::string conv = Cat(name, ".conv", index);
  layer.conv = {weights, conv, TakeConv(weights, conv, std::move(channels), out, 3, style.bias, step),
                style.slope, reads_pixels};
  layer.group = style.GroupOf(out);
  layer.weight = weights.Take(Cat(name, ".norm", index, ".weight"), {out});
  layer.bias = weights.Take(Cat(name, ".norm", index, ".bias"), {out});
  return layer;
}

PlannedStage::PlannedStage(PlanWeights& weights, const std::string& name, std::vector<int64_t> channels,
                           int64_t out, int64_t step, const StageStyle& style, bool reads_pixels)
    : first_(TakeLayer(weights, name, 1, std::move(channels), out, step, style, reads_pixels)),
      second_(TakeLayer(weights, name, 2, {out}, out, 1, style)) {}

void PlannedStage::Run(std::span<const FeatureView> from, int64_t rows, int64_t columns,
                       LevelFeatures& between, LevelFeatures& to) const {
  first_.conv.Run(from, rows, columns, between.x, first_.norm(), between.line);
  between.normalised = true;
  const FeatureView middle = between.view();
  second_.conv.Run({&middle, 1}, between.rows, between.columns, to.x, second_.norm(), to.line);
  to.normalised = true;
}

PlannedEncoder::PlannedEncoder(PlanWeights& weights, const std::string& name, int64_t channels,
                               const SegmentationNetOptions& options)
    : channels_(channels * options.patch * options.patch) {
  for (int64_t level = 0; level <= options.levels; ++level) {
    const int64_t in = level == 0 ? channels_ : LevelWidth(options, level - 1);
    down_.emplace_back(weights, Cat(name, level), std::vector<int64_t>{in}, LevelWidth(options, level),
                       level == 0 ? 1 : 2, kUNetStage, level == 0);
  }
}

void PlannedEncoder::Run(const float* input, std::vector<LevelFeatures>& between,
                         std::vector<LevelFeatures>& levels) const {
  FeatureView from = {input, channels_, channels_, nullptr};
  for (size_t level = 0; level < down_.size(); ++level) {
    const LevelFeatures& above = levels[level == 0 ? 0 : level - 1];
    down_[level].Run({&from, 1}, above.rows, above.columns, between[level], levels[level]);
    from = levels[level].view();
  }
}

PlannedDecoder::PlannedDecoder(PlanWeights& weights, const std::string& name,
                               const SegmentationNetOptions& options, int64_t classes)
    : patch_(options.patch) {
  int64_t heads = 0;
  // Those of other levels and larger cells are for training, and only have to be there.
  for (int64_t cells = patch_; cells > 1; cells /= 2, ++heads) {
    DenseConv head = TakeHead(weights, Cat(name, "head.", heads), LevelWidth(options, 0), classes, cells);
    if (heads == 0) head_ = std::move(head);
  }
  for (int64_t level = 0; level < options.levels; ++level) {
    const int64_t width = LevelWidth(options, level), below = LevelWidth(options, level + 1);
    const auto up = weights.Take(Cat(name, "up.", level, ".weight"), {below, width, 2, 2});
    const auto bias = weights.Take(Cat(name, "up.", level, ".bias"), {width});
    up_.emplace_back(weights, Cat(name, "up.", level),
                     up.empty() ? DenseConv() : DenseConv::Doubling(up, bias, below, width),
                     kUNetStage.slope);
    merge_.emplace_back(weights, Cat(name, "merge.", level), std::vector<int64_t>{width, width}, width, 1);
    if (level > 0 && level + 1 == options.levels) continue;
    DenseConv head = TakeHead(weights, Cat(name, "head.", heads++), width, classes, 1);
    if (level == 0 && patch_ == 1) head_ = std::move(head);
  }
}

void PlannedDecoder::Run(const std::vector<LevelFeatures>& levels, std::vector<LevelFeatures>& between,
                         std::vector<LevelFeatures>& places, int64_t kept_rows, int64_t kept_columns,
                         float* probabilities) const {
  LevelFeatures x = levels.back();
  for (size_t level = up_.size(); level-- > 0;) {
    LevelFeatures& place = places[level];
    const FeatureView below = x.view();
    up_[level].Run({&below, 1}, x.rows, x.columns, place.x);
    place.normalised = false;
    const FeatureView joined[] = {place.view(), levels[level].view()};
    merge_[level].Run(joined, place.rows, place.columns, between[level], place);
    x = place;
  }
  head_.RunSoftmax(x.view(), x.columns, kUNetStage.slope, kept_rows, kept_columns, probabilities, patch_);
}

int64_t LevelWidth(const SegmentationNetOptions& options, int64_t level) {
  return std::min<int64_t>(options.width << level, kMostLevelWidth);
}

const float* PixelsOf(Workspace& work, const std::vector<const float*>& planes, PlaneSize size,
                      PlaneSize padded, int64_t patch) {
  const int64_t channels = std::ssize(planes), within = patch * patch;
  float* const pixels = work.Raw(padded.rows * padded.columns * channels);
  for (int64_t c = 0; c < channels; ++c) {
    const float* const plane = planes[static_cast<size_t>(c)];
    for (int64_t y = 0; y < padded.rows; ++y) {
      // As pixel_unshuffle: a plane's patch side by side, row by row.
      float* to = pixels + y / patch * patch * padded.columns * channels + c * within + y % patch * patch;
      const float* const from =
          plane == nullptr ? nullptr : plane + MirroredPlace(y, size.rows) * size.columns;
      for (int64_t x = 0; x < padded.columns; x += patch, to += channels * within)
        for (int64_t i = 0; i < patch; ++i)
          to[i] =
              from == nullptr ? 0 : from[x + i < size.columns ? x + i : MirroredPlace(x + i, size.columns)];
    }
  }
  return pixels;
}

const float* PaddedPixels(Workspace& work, const std::vector<const float*>& planes, int64_t rows,
                          int64_t columns, const SegmentationNetOptions& options) {
  return PixelsOf(work, planes, {rows, columns}, {PaddedSide(rows, options), PaddedSide(columns, options)},
                  options.patch);
}

std::vector<LevelFeatures> PlacesFor(Workspace& work, const SegmentationNetOptions& options, int64_t rows,
                                     int64_t columns) {
  const int64_t height = PaddedSide(rows, options) / options.patch,
                width = PaddedSide(columns, options) / options.patch;
  std::vector<LevelFeatures> places;
  for (int64_t level = 0; level <= options.levels; ++level)
    places.emplace_back(work, height >> level, width >> level, LevelWidth(options, level));
  return places;
}

}  // namespace f4s
