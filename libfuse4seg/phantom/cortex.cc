// Folded surfaces: the cortex of the hemispheres and the folia of the cerebellum.
//
// A sulcus is a sheet that stands on the surface: the zero set of noise which hardly
// changes along the depth.  |n| / |grad n| is the distance to the sheet, hence grey
// matter of even thickness follows both of its banks and its bottom.

#include "libfuse4seg/phantom/anatomy.h"

namespace f4s::phantom {
namespace {

/// Distance to the zero sheet of `noise`.
float SheetDistance(const Noise& noise, Point p) {
  Point slope;
  const float v = noise.At(p, slope);
  return std::abs(v) / std::max(Length(slope), 0.012F);
}

/// Distance to a sheet that reaches from the surface down to `reach`, `half` wide at its bottom.
float CleftDistance(float sheet, float depth, float reach, float half) {
  const float mouth = 1.1F * Step(5, 0, depth);
  const float below = std::max(0.0F, depth - reach);
  return Hypot(sheet, below) - half - mouth * half;
}

/// Distance to the lateral (Sylvian) fissure: a cleft that opens over the insula.
float LateralFissure(const Place& at) {
  const float rise = -9 - 0.52F * (at.p.y - 12) + 1.2F * at.fields.fold.z + 0.012F * Square(at.side - 44);
  const float along = std::max({0.0F, at.p.y - 26, -38 - at.p.y});
  const float up = (at.p.z - rise) * 0.88F;
  const float insula = 35.5F + 0.004F * Square(at.p.y + 4) + 0.6F * at.fields.fold.y;
  const float cleft = Hypot(up, std::max(0.0F, insula - at.side));
  const float over = Hypot(at.side - insula, std::max(0.0F, std::abs(up - 2) - 11));
  return Hypot(std::min(cleft, over), along);
}

/// Where there is no cortex: basal ganglia, brain stem, and the corpus callosum.
float BareOfCortex(const Place& at) {
  const float low = std::max(0.0F, 4 - at.p.z);  // narrows towards the base
  const Point off{at.p.x / std::max(9.0F, 31 - 1.0F * low),
                  (at.p.y + 12 - 0.3F * low) / std::max(9.0F, 37 - 1.3F * low), (at.p.z - 4) / 23};
  const float middle = Step(1.08F, 0.9F, Length(off));
  const float callosum = Step(9, 3, at.side) * Step(5, 1.5F, at.core);
  return std::max(middle, callosum);
}

/// Distance to the nearest fluid outside the ventricles.
float FluidDistance(const Subject& subject, const Place& at) {
  const Point spine{at.p.x > 0 ? 20.0F : -20.0F, std::min(30.0F, std::max(-60.0F, at.p.y)), 8};
  const Point out = at.p - spine;
  const float k = 0.75F * std::min(at.depth, 30.0F) / std::max(Length(out), 12.0F);
  const Point q = at.p + out * k + at.fields.fold;
  const float reach = std::max(5.0F, 15.5F + 20 * at.fields.depth);
  const float half = subject.sulcus_mm * std::max(0.3F, 1 + 1.8F * at.fields.patch);
  float d = CleftDistance(SheetDistance(subject.primary, q), at.depth, reach, half);
  if (at.depth < 14) {
    const float shallow = 6.5F + 9 * at.fields.shade;
    d = SoftMin(d, CleftDistance(SheetDistance(subject.secondary, q), at.depth, shallow, 0.4F * half), 1.5F);
  }
  d = SoftMin(d, LateralFissure(at) - 0.7F - half, 2);
  return d + 8 * BareOfCortex(at);
}

}  // namespace

void PaintCerebrum(const Subject& subject, Place& at, float h, Mixture& m) {
  if (at.depth < -h) {
    at.fluid = at.depth;
    return;
  }
  const float cleft = at.depth > 32 ? 10.0F : FluidDistance(subject, at);
  at.fluid = SoftMin(cleft, at.depth, 2.5F);
  // A cortex is thinner at the bottom of sulci and about the callosum.
  const float thick = subject.cortex_mm * (1 + 0.5F * at.fields.depth) + 0.5F * Step(9, 2, at.depth);
  const float bare = BareOfCortex(at);
  const float edge = std::max(h, 1.3F);
  m.Paint(kWhite, Inside(-at.fluid, edge));
  m.Paint(kGrey, Inside(-at.fluid, edge) * Inside(at.fluid - thick, 1.5F * edge) * (1 - bare));
}

void PaintCerebellum(const Subject& subject, const Place& at, float h, Mixture& m) {
  const float depth = -at.cerebellum;
  // Leaves fan out from the peduncles: sheets of equal angle about a transverse axis.
  const Point off{at.p.x, at.p.y + 44, at.p.z + 36};
  const float back = std::sqrt(off.y * off.y + 0.3F * off.x * off.x);
  const float radius = Hypot(back, off.z);
  const float turn = Angle(off.z, back) + 0.32F * subject.folia.At(at.p) + 0.0005F * Square(at.side);
  const auto sheet = [&](float per_turn) {
    const float v = turn * per_turn + 100;
    const float rest = v - static_cast<float>(static_cast<int>(v));
    return (0.5F - std::abs(rest - 0.5F)) * std::max(radius, 8.0F) / per_turn;
  };
  const float fissure = Hypot(sheet(4.2F), std::max(0.0F, depth - 13)) - 0.28F;
  const float leaf = Hypot(sheet(8.4F), std::max(0.0F, depth - 6)) - 0.12F;
  const float fluid = std::min({fissure, leaf, depth});
  const float inside = Inside(-depth, std::max(h, 1.0F));
  const float white = Step(1.3F, 2.3F, fluid);
  m.Paint(kGrey, inside);
  m.Paint(kFluid, 0.75F * inside * Inside(fluid, std::max(h, 1.2F)));
  m.Paint(kWhite, inside * white * (0.55F + 0.45F * Step(4, 12, depth)));
}

}  // namespace f4s::phantom
