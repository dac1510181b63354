#include "libfuse4seg/phantom/phantom.h"

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/phantom/scanner.h"
#include "libfuse4seg/phantom/tumour.h"

namespace f4s {
namespace {

using phantom::Point;

constexpr Vector3 kBrainMm = {152, 190, 144};  ///< a grid that holds any subject's brain
constexpr Vector3 kHeadMm = {196, 236, 204};   ///< and the head around it
constexpr Vector3 kCentreMm = {0, -11, 4};     ///< of the brain, from the head's origin

void CheckRange(const char* name, double value, double lo, double hi) {
  if (value >= lo && value <= hi) return;  // false for NaN
  throw Error(ErrorKind::kUsage, "phantom.range",
              Cat("phantom option ", name, " is ", value, ": wanted ", lo, " to ", hi));
}

bool IsAutomatic(const Vector3& spacing_mm) { return spacing_mm == Vector3{0, 0, 0}; }

Vector3 SpacingFor(const PhantomOptions& options) {
  if (!IsAutomatic(options.spacing_mm)) return options.spacing_mm;
  double mm = 1;
  for (int i = 0; i < 3; ++i) {
    const double extent = options.skull ? kHeadMm[i] : kBrainMm[i];
    mm = std::max(mm, extent / static_cast<double>(options.size[i]));
  }
  mm = std::ceil(mm * 20) / 20;
  return {mm, mm, mm};
}

/// The grid and its way to the head's millimetres.
struct HeadGrid {
  Grid geometry;
  Vector3 spacing, first;  ///< head position of voxel 0,0,0
  explicit HeadGrid(const PhantomOptions& options) : spacing(SpacingFor(options)) {
    geometry.size = options.size;
    for (int i = 0; i < 3; ++i) {
      const double sign = i == 2 ? 1 : -1;  // x to the left, y to the back, z up
      first[i] = kCentreMm[i] - sign * spacing[i] * 0.5 * static_cast<double>(options.size[i] - 1);
      geometry.world_from_voxel[i] = {0, 0, 0, first[i]};
      geometry.world_from_voxel[i][i] = sign * spacing[i];
    }
  }
  [[nodiscard]] Point At(double x, double y, double z) const {
    return {static_cast<float>(first[0] - x * spacing[0]), static_cast<float>(first[1] - y * spacing[1]),
            static_cast<float>(first[2] + z * spacing[2])};
  }
  [[nodiscard]] phantom::Box View() const {
    const Point a = At(0, 0, 0),
                b = At(static_cast<double>(geometry.size[0] - 1), static_cast<double>(geometry.size[1] - 1),
                       static_cast<double>(geometry.size[2] - 1));
    return {{b.x, b.y, a.z}, {a.x, a.y, b.z}};
  }
};

/// Scans one case voxel by voxel, in blocks so that empty space costs little.
class Study {
 public:
  Study(const PhantomOptions& options, uint64_t seed, int case_index)
      : skull_(options.skull),
        grid_(options),
        subject_(phantom::MakeSubject(seed, case_index, options.confounders)),
        scanner_(options, phantom::Draws(seed, case_index, 4), subject_),
        tumours_(options, phantom::Draws(seed, case_index, 3), grid_.View(), subject_) {
    for (Image<float>* v : Volumes()) *v = ImageOn<float>(grid_.geometry);
    for (Image<uint16_t>* v : {&case_.label, &case_.brain}) *v = ImageOn<uint16_t>(grid_.geometry);
    for (int i = 0; i < 3; ++i) {
      samples_[i] = std::max(1, static_cast<int>(std::ceil(grid_.spacing[i] / 1.7)));
      width_ = std::max(width_, static_cast<float>(grid_.spacing[i] / samples_[i]));
    }
  }

  PhantomCase Scan() {
    const Size3& n = grid_.geometry.size;
    for (int64_t z = 0; z < n[2]; z += kBlock)
      for (int64_t y = 0; y < n[1]; y += kBlock)
        for (int64_t x = 0; x < n[0]; x += kBlock)
          if (skull_ || !IsEmpty(x, y, z)) ScanBlock({x, y, z});
    return std::move(case_);
  }

 private:
  static constexpr int64_t kBlock = 4;

  std::array<Image<float>*, phantom::kNumModalities> Volumes() {
    return {&case_.t1, &case_.t1ce, &case_.t2, &case_.flair};
  }

  /// Whether no voxel of the block that begins here can touch the brain.
  [[nodiscard]] bool IsEmpty(int64_t x, int64_t y, int64_t z) const {
    const double half = 0.5 * (kBlock - 1);
    const auto middle =
        grid_.At(static_cast<double>(x) + half, static_cast<double>(y) + half, static_cast<double>(z) + half);
    const Vector3& s = grid_.spacing;
    const double radius = 0.5 * kBlock * std::sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2]);
    return phantom::Locate(subject_, middle).brain > 1.4 * radius + 3;  // warps stretch distances
  }

  void ScanBlock(const Size3& from) {
    const Size3& n = grid_.geometry.size;
    for (int64_t z = from[2]; z < std::min(n[2], from[2] + kBlock); ++z)
      for (int64_t y = from[1]; y < std::min(n[1], from[1] + kBlock); ++y)
        for (int64_t x = from[0]; x < std::min(n[0], from[0] + kBlock); ++x) ScanVoxel({x, y, z});
  }

  /// What the samples of a voxel add up to.
  struct Sum {
    phantom::Signals signals{};
    phantom::LabelParts parts;
    float counted = 0, brain = 0;
  };

  void AddSample(Point head, Sum& sum) const {
    phantom::Place at = phantom::Locate(subject_, head);
    const bool inside = at.brain <= 0;
    if (!inside && !skull_) return;
    phantom::Mixture mixture;
    if (inside) {
      mixture = phantom::BrainAt(subject_, at, width_);
      const auto parts = tumours_.Paint(at, head, width_, mixture);
      sum.parts.necrosis += parts.necrosis;
      sum.parts.oedema += parts.oedema;
      sum.parts.enhancing += parts.enhancing;
      sum.brain += 1;
    } else {
      mixture = phantom::HeadAt(subject_, at, width_);
    }
    const auto signals = scanner_.Ideal(mixture, head);
    for (int m = 0; m < phantom::kNumModalities; ++m) sum.signals[m] += signals[m];
    sum.counted += 1;
  }

  void ScanVoxel(const Size3& voxel) {
    Sum sum;
    const auto place = [&](int axis, int i) {
      return static_cast<double>(voxel[axis]) + (i + 0.5) / samples_[axis] - 0.5;
    };
    for (int k = 0; k < samples_[2]; ++k)
      for (int j = 0; j < samples_[1]; ++j)
        for (int i = 0; i < samples_[0]; ++i) AddSample(grid_.At(place(0, i), place(1, j), place(2, k)), sum);
    const auto all = static_cast<float>(samples_[0] * samples_[1] * samples_[2]);
    const bool brain = sum.brain >= 0.5F * all;
    if (brain || skull_) Store(voxel, sum, brain);
  }

  void Store(const Size3& voxel, Sum& sum, bool brain) {
    const Size3& n = grid_.geometry.size;
    const auto index = static_cast<size_t>((voxel[2] * n[1] + voxel[1]) * n[0] + voxel[0]);
    for (float& s : sum.signals) s /= sum.counted;
    const Point head =
        grid_.At(static_cast<double>(voxel[0]), static_cast<double>(voxel[1]), static_cast<double>(voxel[2]));
    const auto levels = scanner_.Measured(sum.signals, head, index);
    const auto volumes = Volumes();
    for (int m = 0; m < phantom::kNumModalities; ++m)
      volumes[m]->samples[index] = skull_ ? levels[m] : std::max(1.0F, levels[m]);
    if (!brain) return;
    case_.brain.samples[index] = 1;
    const auto& p = sum.parts;
    if (p.necrosis + p.oedema + p.enhancing < 0.5F * sum.brain) return;
    const bool core = p.necrosis + p.enhancing >= p.oedema;
    case_.label.samples[index] = !core ? 2 : p.enhancing >= p.necrosis ? 4 : 1;
  }

  bool skull_;
  HeadGrid grid_;
  phantom::Subject subject_;
  phantom::Scanner scanner_;
  phantom::Tumours tumours_;
  std::array<int, 3> samples_{};  ///< of a voxel along each axis
  float width_ = 0;               ///< mm between samples
  PhantomCase case_;
};

}  // namespace

void CheckPhantomOptions(const PhantomOptions& options) {
  const char* const axes[] = {"x", "y", "z"};
  for (int i = 0; i < 3; ++i)
    CheckRange(Cat("size.", axes[i]).c_str(), static_cast<double>(options.size[i]), 16, 512);
  if (!IsAutomatic(options.spacing_mm)) {
    for (int i = 0; i < 3; ++i) {
      CheckRange(Cat("spacing_mm.", axes[i]).c_str(), options.spacing_mm[i], 0.4, 10);
      CheckRange(Cat("size times spacing_mm.", axes[i]).c_str(),
                 options.spacing_mm[i] * static_cast<double>(options.size[i]), 100, 1000);
    }
  }
  CheckRange("noise", options.noise, 0, 0.3);
  CheckRange("bias", options.bias, 0, 0.6);
  CheckRange("tumours", options.tumours, 0, 3);
  CheckRange("satellite", options.satellite, 0, 1);
  CheckRange("tumour_size", options.tumour_size, 0.4, 1.5);
  CheckRange("oedema", options.oedema, 0, 2);
  CheckRange("mass_effect", options.mass_effect, 0, 2);
  CheckRange("confounders", options.confounders, 0, 2);
}

PhantomCase MakePhantom(const PhantomOptions& options, uint64_t seed, int case_index) {
  CheckPhantomOptions(options);
  CheckRange("case_index", case_index, 0, 2147483647);
  return Study(options, seed, case_index).Scan();
}

}  // namespace f4s
