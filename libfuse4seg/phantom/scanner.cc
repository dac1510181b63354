#include "libfuse4seg/phantom/scanner.h"

namespace f4s::phantom {
namespace {

/// Mean signals: T1, T1ce and FLAIR over white matter on T1; T2 over fluid.  The
/// last number is how much a case may depart from them.
struct TissueContrast {
  HeadTissue tissue;
  Signals mean;
  float spread;
};
constexpr TissueContrast kContrasts[] = {
    {kFluid, {0.30F, 0.27F, 1.00F, 0.17F}, 0.06F},     {kGrey, {0.70F, 0.68F, 0.41F, 0.80F}, 0.03F},
    {kWhite, {1.00F, 0.98F, 0.28F, 0.66F}, 0.03F},     {kNuclei, {0.80F, 0.78F, 0.35F, 0.76F}, 0.03F},
    {kPallidum, {0.92F, 0.90F, 0.25F, 0.62F}, 0.03F},  {kVessel, {0.48F, 2.00F, 0.34F, 0.36F}, 0.18F},
    {kPlexus, {0.58F, 1.70F, 0.62F, 0.78F}, 0.12F},    {kDura, {0.58F, 1.50F, 0.36F, 0.62F}, 0.12F},
    {kSpots, {0.90F, 0.90F, 0.46F, 1.12F}, 0.05F},     {kNecrosis, {0.40F, 0.42F, 0.80F, 0.74F}, 0.14F},
    {kEnhancing, {0.66F, 1.60F, 0.50F, 0.98F}, 0.14F}, {kSolid, {0.66F, 0.70F, 0.55F, 1.02F}, 0.08F},
    {kOedema, {0.62F, 0.61F, 0.58F, 1.14F}, 0.07F},    {kBone, {0.10F, 0.10F, 0.06F, 0.08F}, 0.1F},
    {kMarrow, {0.85F, 0.95F, 0.26F, 0.55F}, 0.1F},     {kFat, {1.45F, 1.45F, 0.50F, 0.95F}, 0.08F},
    {kMuscle, {0.55F, 0.72F, 0.16F, 0.45F}, 0.08F},    {kHumour, {0.26F, 0.26F, 1.05F, 0.18F}, 0.05F},
    {kAir, {0.005F, 0.005F, 0.004F, 0.005F}, 0.1F}};

}  // namespace

Scanner::Scanner(const PhantomOptions& options, Draws draws, const Subject& subject)
    : grain_(draws.Bits(), 2.6F), mottle_(draws.Bits(), 5.5F), noise_key_(draws.Bits()) {
  for (const TissueContrast& c : kContrasts)
    for (int m = 0; m < kNumModalities; ++m)
      contrast_[c.tissue][m] = c.mean[m] * (1 + draws.Uniform(-c.spread, c.spread));
  const auto bias = static_cast<float>(options.bias), noise = static_cast<float>(options.noise);
  for (int m = 0; m < kNumModalities; ++m) {
    for (float& k : shading_[m]) k = bias * draws.Uniform(-0.5F, 0.5F);
    const float low = draws.Uniform(0, 1);  // levels of white matter from about 250 to 2000
    scale_[m] = 250 * (1 + 7 * low * low);
    noise_sd_[m] = noise * draws.Uniform(0.75F, 1.25F) * contrast_[kWhite][m];
  }
  const int glows = static_cast<int>(draws.Uniform(4, 7) * static_cast<float>(options.confounders));
  for (int tries = 0; tries < 400 && static_cast<int>(glows_.size()) < glows; ++tries) {
    const Point p{draws.Uniform(-65, 65), draws.Uniform(-95, 65), draws.Uniform(-35, 70)};
    const float depth = Locate(subject, p).depth;
    if (depth > 3 && depth < 22) glows_.push_back({p, draws.Uniform(11, 23), draws.Uniform(0.4F, 0.7F)});
  }
}

Signals Scanner::Ideal(const Mixture& mixture, Point head) const {
  Signals s{};
  for (int t = 0; t < kNumTissues; ++t)
    for (int m = 0; m < kNumModalities; ++m) s[m] += mixture.part[t] * contrast_[t][m];
  const float grain = grain_.At(head);
  const float sick = mixture.part[kNecrosis] + mixture.part[kEnhancing] + mixture.part[kSolid] +
                     0.6F * mixture.part[kOedema];
  const float mottle = mottle_.At(head) * (0.04F + 0.22F * sick);
  s[0] *= 1 + 0.045F * grain - 0.4F * mottle;
  s[1] *= 1 + 0.045F * grain + 0.8F * mottle;
  s[2] *= 1 - 0.06F * grain + 0.5F * mottle;
  s[3] *= 1 - 0.05F * grain + 1.0F * mottle;
  // Mostly of white matter, which T1ce shows to be sound; cortex glows less.
  const float solid = 1.2F * mixture.part[kWhite] + 0.4F * (mixture.part[kGrey] + mixture.part[kNuclei]);
  for (const Glow& glow : glows_) {
    const Point off = head - glow.centre;
    const float share = Dot(off, off) / Square(glow.radius);
    if (share < 4) s[3] *= 1 + glow.gain * solid * Decay(1.5F * share);
  }
  return s;
}

Signals Scanner::Measured(const Signals& ideal, Point head, uint64_t index) const {
  const Point p = head * (1.0F / 90);
  Signals s{};
  for (int m = 0; m < kNumModalities; ++m) {
    const auto& k = shading_[m];
    const float shade = k[0] * p.x + k[1] * p.y + k[2] * p.z + k[3] * (p.x * p.x - 0.3F) +
                        k[4] * (p.y * p.y - 0.3F) + k[5] * (p.z * p.z - 0.3F);
    const uint64_t key = noise_key_ + (index * kNumModalities + static_cast<uint64_t>(m)) * 2;
    const float real = ideal[m] * std::max(0.2F, 1 + shade) + noise_sd_[m] * Normal(Scramble(key));
    const float level = scale_[m] * Hypot(real, noise_sd_[m] * Normal(Scramble(key + 1)));
    s[m] = std::min(32767.0F, static_cast<float>(static_cast<int>(level + 0.5F)));
  }
  return s;
}

}  // namespace f4s::phantom
