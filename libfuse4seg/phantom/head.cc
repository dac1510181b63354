// The head outside the brain, on request: fluid, dura, skull with its marrow, scalp, face.

#include "libfuse4seg/phantom/anatomy.h"

namespace f4s::phantom {
namespace {

/// Distance to the skin, without scalp thickness: the vault, the face and the neck.
float Vault(const Place& at, Point q) {
  const float vault = Ellipsoid(q, {0, -16, 8}, {74, 95, 79});
  return SoftMin(at.brain - 7, vault, 14);
}

float Face(Point q) {
  const float jaw = Ellipsoid(q, {0, 45, -55}, {56, 44, 52});
  const float nose = Rod(q, {0, 84, -32}, {0, 100, -62}, 6, 11);
  const float neck = Rod(q, {0, -26, -60}, {0, -40, -180}, 56, 58);
  return SoftMin(SoftMin(jaw, nose, 10), neck, 26);
}

/// Sinuses of the face and the airway.
float Hollows(Point q) {
  const float frontal = Ellipsoid(q, {8, 76, -8}, {9, 5, 8});
  const float maxillary = Ellipsoid(q, {26, 58, -60}, {12, 14, 15});
  const float nasal = Ellipsoid(q, {5, 62, -48}, {5, 26, 20});
  const float sphenoid = Ellipsoid(q, {7, 22, -36}, {8, 10, 7});
  const float throat = Rod(q, {0, 22, -60}, {0, 8, -160}, 8, 8);
  return std::min({frontal, maxillary, nasal, sphenoid, throat});
}

void PaintEyes(Point q, float h, Mixture& m) {
  const Point centre{33, 66, -30};
  const float orbit = Ellipsoid(q, {29, 54, -30}, {18, 26, 16});
  const float globe = Length(q - centre) - 12;
  m.Paint(kFat, Inside(orbit, 2 * h));
  m.Paint(kMuscle, Inside(Rod(q, {33, 54, -30}, {14, 30, -30}, 2, 2), h));
  m.Paint(kMuscle, Inside(std::abs(Length({(q.x - 27) * 1.2F, 0, q.z + 30}) - 12) - 1.5F, h) *
                       Inside(orbit + 2, h) * Inside(q.y - 64, 4));
  m.Paint(kHumour, Inside(globe, h));
  m.Paint(kMuscle, Inside(Ellipsoid(q, {33, 75, -30}, {5, 2.5F, 5}), h));  // the lens
}

}  // namespace

Mixture HeadAt(const Subject& subject, const Place& at, float h) {
  const Point q{at.side, at.p.y, at.p.z};
  const float soft = std::max(h, 1.0F);
  const float vault = Vault(at, q);
  const float skin = SoftMin(vault - 5, Face(q), 12);
  Mixture m;
  m.part[kAir] = 1;
  m.Paint(kMuscle, Inside(skin, soft));
  // Fat under a thin skin; over the vault, muscle only at the temples.
  const float temple = Step(30, 52, at.side) * Step(18, -12, q.z) * Step(-50, -10, q.y);
  const float fat = Inside(skin + 1.6F, soft) * Inside(-skin - 6 + 2.5F * temple, soft);
  m.Paint(kFat, fat * (0.75F + 0.5F * subject.folia.At(at.p)));
  m.Paint(kFat, 0.6F * Inside(skin + 5, 2) * Step(0.05F, 0.25F, subject.folia.At(at.p * 0.8F)));
  const float marrow_mm = 2.4F + 3 * at.fields.depth;
  m.Paint(kBone, Inside(vault, soft));
  m.Paint(kMarrow, Inside(std::abs(vault + 4.2F) - std::max(0.2F, 0.5F * marrow_mm), soft));
  const float hollow = Hollows(q);
  m.Paint(kBone, Inside(hollow - 1.5F, soft));
  m.Paint(kAir, Inside(hollow, soft) * (q.y > -10 ? 1.0F : 0.0F));
  PaintEyes(q, soft, m);
  m.Paint(kDura, 0.8F * Inside(at.brain - 2.6F, soft));
  m.Paint(kFluid, Inside(at.brain - 1.4F, soft));
  return m;
}

}  // namespace f4s::phantom
