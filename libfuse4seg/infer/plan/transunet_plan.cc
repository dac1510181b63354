#include "libfuse4seg/infer/plan/transunet_plan.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/infer/plan/mirrored.h"
#include "libfuse4seg/infer/plan/token_layers.h"
#include "libfuse4seg/infer/plan/unet_stages.h"
#include "libfuse4seg/kernels/net/net_kernels.h"

namespace f4s {
namespace {

constexpr int64_t kPositions = 16;  // rows and columns of learned positions

/// Tokens of patches, [h,w,stride].
struct PatchGrid {
  int64_t rows, columns, channels, stride;
  [[nodiscard]] int64_t count() const { return rows * columns; }
  [[nodiscard]] int64_t numbers() const { return count() * stride; }
  [[nodiscard]] Tokens TokensOf(const float* x) const { return {x, count(), stride}; }
};

void Add(const float* from, int64_t count, float* to) {
  for (int64_t i = 0; i < count; ++i) to[i] += from[i];
}

/// AdapterImpl, with depth-wise convolutions.
class PlannedAdapter {
 public:
  PlannedAdapter(PlanWeights& weights, const std::string& name, int64_t channels)
      : squeeze_(TakeLinear(weights, name + ".squeeze", channels, channels / 4)),
        excite_(TakeLinear(weights, name + ".excite", channels / 4, channels)),
        down_(weights.Take(name + ".down.weight", {channels, 1, 3, 3})),
        up_(weights.Take(name + ".up", {channels, 1, 4, 4})),
        norm_(weights, name + ".norm", channels) {}

  /// @param y  [h,w,stride]
  void Run(const PatchGrid& grid, const float* x, float* y) const {
    Workspace work;
    float* const gated = work.Raw(grid.numbers());
    Gate(grid, x, gated);
    const int64_t s = grid.stride, h = grid.rows / 2, w = grid.columns / 2;
    float* const low = work.Zeros(h * w * s);
    Down(grid, gated, low);
    for (int64_t i = 0; i < h * w * s; ++i) low[i] = std::max(low[i], 0.0F);
    float* const high = work.Zeros(grid.numbers());
    Up(grid, low, high);
    for (int64_t i = 0; i < grid.numbers(); ++i) high[i] = gated[i] + std::max(high[i], 0.0F);
    norm_.Run(grid.TokensOf(high), y);
  }

 private:
  /// Times the gate of each channel.
  void Gate(const PatchGrid& grid, const float* x, float* gated) const {
    Workspace work;
    const int64_t s = grid.stride;
    float *const mean = work.Zeros(s), *const narrow = work.Raw(StageStride(squeeze_.out())),
                 *const gate = work.Raw(s);
    for (int64_t t = 0; t < grid.count(); ++t) Add(x + t * s, s, mean);
    for (int64_t c = 0; c < s; ++c) mean[c] /= static_cast<float>(grid.count());
    RunLinear(squeeze_, {mean, 1, s}, narrow);
    for (int64_t c = 0; c < squeeze_.out(); ++c) narrow[c] = std::max(narrow[c], 0.0F);
    RunLinear(excite_, {narrow, 1, StageStride(squeeze_.out())}, gate);
    for (int64_t c = 0; c < s; ++c) gate[c] = 1 / (1 + std::exp(-gate[c]));
    for (int64_t t = 0; t < grid.count(); ++t)
      for (int64_t c = 0; c < s; ++c) gated[t * s + c] = x[t * s + c] * gate[c];
  }

  /// 3x3 of stride 2 between zeros, added to `to`.
  void Down(const PatchGrid& grid, const float* from, float* to) const {
    EachTap(grid, 3, [&](int64_t tap, int64_t high, int64_t low) {
      AddTap(down_, 9, tap, grid, from + high * grid.stride, to + low * grid.stride);
    });
  }

  /// Transposed 4x4 of stride 2, added to `to`.
  void Up(const PatchGrid& grid, const float* from, float* to) const {
    EachTap(grid, 4, [&](int64_t tap, int64_t high, int64_t low) {
      AddTap(up_, 16, tap, grid, from + low * grid.stride, to + high * grid.stride);
    });
  }

  /// Each tap of a kernel of side k, with the patch of the grid and that of half its size which it joins:
  /// 2 i - 1 + tap and i.
  template <class Work>
  static void EachTap(const PatchGrid& grid, int64_t k, const Work& work) {
    const int64_t h = grid.rows / 2, w = grid.columns / 2;
    for (int64_t tap = 0; tap < k * k; ++tap)
      for (int64_t i = 0; i < h; ++i)
        for (int64_t j = 0; j < w; ++j) {
          const int64_t y = 2 * i - 1 + tap / k, x = 2 * j - 1 + tap % k;
          if (y >= 0 && y < grid.rows && x >= 0 && x < grid.columns)
            work(tap, y * grid.columns + x, i * w + j);
        }
  }

  static void AddTap(const std::vector<float>& kernel, int64_t taps, int64_t tap, const PatchGrid& grid,
                     const float* from, float* to) {
    for (int64_t c = 0; c < grid.channels; ++c)
      to[c] += from[c] * kernel[static_cast<size_t>(c * taps + tap)];
  }

  DenseConv squeeze_, excite_;
  std::vector<float> down_, up_;
  TokenNorm norm_;
};

/// AdapterBlockImpl.
class PlannedBlock {
 public:
  PlannedBlock(PlanWeights& weights, const std::string& name, const SegmentationNetOptions& options)
      : heads_(options.heads),
        norm1_(weights, name + ".norm1", options.dim),
        norm2_(weights, name + ".norm2", options.dim),
        qkv_(TakeLinear(weights, name + ".qkv", options.dim, 3 * options.dim)),
        project_(TakeLinear(weights, name + ".project", options.dim, options.dim)),
        expand_(TakeLinear(weights, name + ".expand", options.dim, 4 * options.dim)),
        contract_(TakeLinear(weights, name + ".contract", 4 * options.dim, options.dim)) {
    if (options.adapter != AdapterConv::kNone) adapter_.emplace(weights, name + ".adapter", options.dim);
  }

  void Run(const PatchGrid& grid, float* x) const {
    Workspace work;
    float *const normal = work.Raw(grid.numbers()), *const added = work.Raw(grid.numbers());
    norm1_.Run(grid.TokensOf(x), normal);
    Attend(grid, normal, added);
    Add(added, grid.numbers(), x);
    norm2_.Run(grid.TokensOf(x), normal);
    const int64_t wide = StageStride(4 * grid.channels);
    float* const hidden = work.Raw(grid.count() * wide);
    RunLinear(expand_, grid.TokensOf(normal), hidden);
    Gelu(hidden, grid.count() * wide);
    RunLinear(contract_, {hidden, grid.count(), wide}, added);
    Add(added, grid.numbers(), x);
    if (!adapter_) return;
    adapter_->Run(grid, normal, added);
    Add(added, grid.numbers(), x);
  }

 private:
  void Attend(const PatchGrid& grid, const float* normal, float* added) const {
    Workspace work;
    const int64_t c = grid.channels, n = grid.count(), stride = StageStride(3 * c);
    float *const qkv = work.Raw(n * stride), *const mixed = work.Zeros(grid.numbers());
    RunLinear(qkv_, grid.TokensOf(normal), qkv);
    AttendTokens({qkv, n, stride}, {qkv + c, n, stride}, {qkv + 2 * c, n, stride}, c, heads_, mixed,
                 grid.stride);
    RunLinear(project_, grid.TokensOf(mixed), added);
  }

  int64_t heads_;
  TokenNorm norm1_, norm2_;
  DenseConv qkv_, project_, expand_, contract_;
  std::optional<PlannedAdapter> adapter_;
};

class TransUNetPlan final : public SegmentationPlan {
 public:
  TransUNetPlan(const SegmentationNetOptions& options, int64_t channels, int64_t classes,
                PlanWeights& weights)
      : options_(options), channels_(channels) {
    const std::string name = "segmentation.";
    for (int64_t level = 0; level <= options.levels; ++level)
      down_.emplace_back(weights, Cat(name, "down.", level),
                         std::vector<int64_t>{level == 0 ? channels : Width(level - 1)}, Width(level),
                         level == 0 ? 1 : 2, kGroupedStage, level == 0);
    embed_ = TakeConv(weights, name + "embed", {Width(options.levels)}, options.dim, 1, true);
    TakePositions(weights.Take(name + "positions.grid", {options.dim, kPositions, kPositions}));
    for (int64_t i = 0; i < options.blocks; ++i)
      block_.emplace_back(weights, Cat(name, "block.", i), options);
    norm_ = {weights, name + "norm", options.dim};
    unembed_ = TakeConv(weights, name + "unembed", {options.dim.value}, Width(options.levels), 3, false);
    unembed_weight_ = weights.Take(name + "unembed_norm.weight", {Width(options.levels)});
    unembed_bias_ = weights.Take(name + "unembed_norm.bias", {Width(options.levels)});
    for (int64_t i = 0; i < options.levels; ++i) {
      const int64_t level = options.levels - 1 - i;
      up_.emplace_back(weights, Cat(name, "up.", i), std::vector<int64_t>{Width(level + 1), Width(level)},
                       Width(level), 1, kGroupedStage);
    }
    head_ = TakeHead(weights, name + "head", Width(0), classes);
  }

  void Run(const std::vector<const float*>& planes, const std::vector<int64_t>&, int64_t rows,
           int64_t columns, float* probabilities) const override {
    Workspace work;
    const int64_t multiple = int64_t{2} << options_.levels;
    const PlaneSize padded = {PaddedSize(rows, multiple), PaddedSize(columns, multiple)};
    auto levels = Places(work, padded), between = Places(work, padded);
    FeatureView from = {PixelsOf(work, planes, {rows, columns}, padded), channels_, channels_, nullptr};
    for (size_t level = 0; level < down_.size(); ++level) {
      const LevelFeatures& above = levels[level == 0 ? 0 : level - 1];
      down_[level].Run({&from, 1}, above.rows, above.columns, between[level], levels[level]);
      from = levels[level].view();
    }
    Transform(levels.back());
    LevelFeatures x = levels.back();
    for (size_t i = 0; i < up_.size(); ++i) {
      const size_t level = up_.size() - 1 - i;
      x = Up(up_[i], x, levels[level], between[level]);
    }
    head_.RunSoftmax(x.view(), x.columns, kGroupedStage.slope, rows, columns, probabilities);
  }

 private:
  [[nodiscard]] int64_t Width(int64_t level) const { return options_.width << level; }

  /// [C,16,16] -> [16,16,C].
  void TakePositions(const std::vector<float>& grid) {
    positions_.resize(grid.size());
    const int64_t cells = kPositions * kPositions, c = options_.dim;
    for (int64_t i = 0; i < std::ssize(grid); ++i)
      positions_[static_cast<size_t>(i % cells * c + i / cells)] = grid[static_cast<size_t>(i)];
  }

  [[nodiscard]] std::vector<LevelFeatures> Places(Workspace& work, const PlaneSize& padded) const {
    std::vector<LevelFeatures> places;
    for (int64_t level = 0; level <= options_.levels; ++level)
      places.emplace_back(work, padded.rows >> level, padded.columns >> level, Width(level));
    return places;
  }

  /// The coarsest features, through the transformer, in their place.
  void Transform(LevelFeatures& coarsest) const {
    Workspace work;
    const int64_t h = coarsest.rows, w = coarsest.columns, c = options_.dim;
    const PatchGrid grid = {h, w, c, StageStride(c)};
    float *const x = work.Raw(grid.numbers()), *const positions = work.Raw(h * w * c);
    const FeatureView read = coarsest.view();
    embed_.Run({&read, 1}, h, w, kGroupedStage.slope, x);
    Resize(positions_.data(), kPositions, kPositions, c, {h, w, h, w}, positions);
    for (int64_t t = 0; t < grid.count(); ++t) Add(positions + t * c, c, x + t * grid.stride);
    for (const PlannedBlock& block : block_) block.Run(grid, x);
    float* const normal = work.Raw(grid.numbers());
    norm_.Run(grid.TokensOf(x), normal);
    const FeatureView tokens = {normal, c, grid.stride, nullptr};
    unembed_.Run({&tokens, 1}, h, w, kGroupedStage.slope, coarsest.x,
                 {unembed_weight_.data(), unembed_bias_.data(), kGroupedStage.GroupOf(coarsest.channels)},
                 coarsest.line);
  }

  /// x doubled beside the features of that level, which become what is made of both.
  static LevelFeatures Up(const PlannedStage& stage, const LevelFeatures& x, LevelFeatures& level,
                          LevelFeatures& between) {
    Workspace work;
    const int64_t stride = StageStride(x.channels);
    float* const doubled = work.Raw(level.rows * level.columns * stride);
    DoubleSize(x.view(), x.rows, x.columns, kGroupedStage.slope, doubled);
    const FeatureView joined[] = {{doubled, x.channels, stride, nullptr}, level.view()};
    stage.Run(joined, level.rows, level.columns, between, level);
    return level;
  }

  SegmentationNetOptions options_;
  int64_t channels_;
  std::vector<PlannedStage> down_, up_;
  DenseConv embed_, unembed_, head_;
  std::vector<float> positions_, unembed_weight_, unembed_bias_;
  std::vector<PlannedBlock> block_;
  TokenNorm norm_;
};

}  // namespace

std::string WhyNoTransUNetPlan(const SegmentationNetOptions& options) {
  if (options.stem == StemKind::kResnet) return "segmentation_stem = resnet";
  if (options.adapter == AdapterConv::kDense) return "segmentation_adapter = dense";
  return "";
}

std::unique_ptr<SegmentationPlan> PlanTransUNet(const SegmentationNetOptions& options, int64_t channels,
                                                int64_t classes, PlanWeights& weights) {
  return std::make_unique<TransUNetPlan>(options, channels, classes, weights);
}

}  // namespace f4s
