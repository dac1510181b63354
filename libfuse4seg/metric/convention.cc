#include "libfuse4seg/metric/convention.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// Position of `name` in `names`, which is the order of the enumerators.
template <class Convention>
Convention Parse(const std::string& name, const std::vector<std::string>& names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<Convention>(found - names.begin());
  throw Error(ErrorKind::kUsage, "convention.unknown",
              Cat(Quoted(name), " is not a convention; available: ", Joined(names, ", ")));
}

}  // namespace

const std::vector<std::string>& FusionConventionNames() {
  static const std::vector<std::string> names = {"cddfuse", "film", "vifb", "lt", "lt2022", "zoo", "strict"};
  return names;
}

const std::vector<std::string>& SegmentationConventionNames() {
  static const std::vector<std::string> names = {"medpy",     "monai",     "deepmind", "brats2023",
                                                 "panoptica", "transunet", "nnunet"};
  return names;
}

FusionConvention ParseFusionConvention(const std::string& name) {
  return Parse<FusionConvention>(name, FusionConventionNames());
}

SegmentationConvention ParseSegmentationConvention(const std::string& name) {
  return Parse<SegmentationConvention>(name, SegmentationConventionNames());
}

// What each fusion convention does: its row of differences from the others.

namespace {

/// OpenCV's conversion of float images, then rounded half to even.  Its order of single-precision
/// fused multiply-adds decides where colours that weigh exactly k + 1/2 go, and they are common.
uint8_t GreyOfOpenCv(uint8_t red, uint8_t green, uint8_t blue) {
  const float r = red, g = green, b = blue;
  return static_cast<uint8_t>(std::lrint(std::fma(b, 0.114F, std::fma(r, 0.299F, g * 0.587F))));
}

/// MATLAB's rgb2gray: the first row of the inverse of NTSC's YIQ matrix, as its manual gives it.
uint8_t GreyOfMatlab(uint8_t red, uint8_t green, uint8_t blue) {
  return static_cast<uint8_t>(
      std::lround(0.298936021293775 * red + 0.587043074451121 * green + 0.114020904255103 * blue));
}

/// Pillow's convert('L'), in fixed point.
uint8_t GreyOfPillow(uint8_t red, uint8_t green, uint8_t blue) {
  return static_cast<uint8_t>((19595U * red + 38470U * green + 7471U * blue + 0x8000U) >> 16);
}

/// BT.601's luma, exact, a half rounded up.
uint8_t GreyOfBt601(uint8_t red, uint8_t green, uint8_t blue) {
  return static_cast<uint8_t>((299U * red + 587U * green + 114U * blue + 500U) / 1000U);
}

constexpr auto kBits = std::numbers::ln2;

constexpr FusionRules kCddfuse = {.grey_of_rgb = GreyOfOpenCv,
                                  .vif = {.counts_constant = true},
                                  .ssim = {.window = SsimRule::Window::kBox7, .data_range = 2},
                                  .psnr_of_brightest = true};

constexpr FusionRules kFilm = [] {
  FusionRules rules = kCddfuse;
  rules.ssim.data_range = 255;
  return rules;
}();

constexpr FusionRules kVifb = {.grey_of_rgb = GreyOfMatlab,
                               .by_channel = true,
                               .sf_divisor = Divisor::kPixels,
                               .ag_divisor = Divisor::kInner,
                               .has_scd = false,
                               .has_vif = false,
                               .qabf = {.equal_gain = 255},
                               .mse_is_rooted = true};

constexpr FusionRules kLt = {
    .grey_of_rgb = GreyOfMatlab,
    .ag_divisor = Divisor::kInner,
    .mi_unit = kBits,
    .mi_merges_white = true,
    .vif = {.minimum_side = 17},
    .ssim = {.border = SsimRule::Border::kRepeated, .data_range = 1, .is_mean = true},
    .mse_scale = 1.0 / (255 * 255)};

constexpr FusionRules kLt2022 = [] {
  FusionRules rules = kLt;
  rules.sd_saturates = true;
  rules.sf_scale = 1.0 / 255;
  rules.vif.saturates = true;
  return rules;
}();

constexpr FusionRules kZoo = {.grey_of_rgb = GreyOfPillow,
                              .en_inside_logarithm = 1e-7F,
                              .mi_unit = kBits,
                              .vif = {.minimum_side = 1, .is_padded = true},
                              .ssim = {.border = SsimRule::Border::kInsideOrUnfiltered, .data_range = 1},
                              .mse_scale = 1.0 / (255 * 255),
                              .nmi_of_sums = true};

constexpr FusionRules kStrict = {.grey_of_rgb = GreyOfBt601,
                                 .mi_unit = kBits,
                                 .qabf = {.equal_gain = 0, .has_frame = false},
                                 .ssim = {.is_mean = true}};

}  // namespace

const FusionRules& RulesOf(FusionConvention convention) {
  switch (convention) {
    case FusionConvention::kCddfuse: return kCddfuse;
    case FusionConvention::kFilm: return kFilm;
    case FusionConvention::kVifb: return kVifb;
    case FusionConvention::kLt: return kLt;
    case FusionConvention::kLt2022: return kLt2022;
    case FusionConvention::kZoo: return kZoo;
    case FusionConvention::kStrict: return kStrict;
  }
  throw Error(ErrorKind::kInternal, "internal.convention",
              Cat("no fusion convention ", static_cast<int>(convention)));
}

}  // namespace f4s
