// The head outside the brain, on request: fluid, dura, skull with its marrow, scalp, face.
#include "libfuse4seg/phantom/anatomy.h"

namespace f4s::phantom {
namespace {

/// Venous sinuses: superior sagittal, transverse, straight; and the great vein.
float Sinuses(const Place& at, Point q) {
  float d = 100;
  if (q.z > 2 || q.y < -70) d = Hypot(q.x, 0.8F * (at.lobes - 0.6F)) - Mix(1.4F, 3.2F, Step(60, -70, q.y));
  if (q.y < -30 && q.z < 14) {
    // Where the tentorium, between cerebellum and occipital lobe, meets the skull.
    const float wall = std::max(Hypot(at.cerebellum - 1.4F, 0.8F * (at.brain + 1.5F)), at.lobes - 1.2F);
    d = std::min(d, wall - 2.6F * Step(-32, -48, q.y) * Step(2, 9, q.x));
  }
  d = std::min(d, Rod(q, {0, -44, 3}, {0, -92, -9}, 1.3F, 1.8F));
  d = std::min(d, Rod(q, {1.6F, -6, 11}, {0.6F, -42, 8}, 0.8F, 1.7F));
  return std::min(d, Rod(q, {0, -42, 8}, {0, -44, 3}, 2.0F, 1.8F));
}

/// Basilar, carotid, middle and anterior cerebral arteries.
float Arteries(const Place& at, Point q) {
  float d = Rod(q, {0, -8, -19}, {0.5F, -14, -42}, 1.3F, 1.6F);
  d = std::min(d, Rod(q, {9, 3, -28}, {9, 3, -15}, 2.1F, 1.8F));
  d = std::min(d, Rod(q, {9, 3, -15}, {36, 9, -11}, 1.6F, 1.1F));
  d = std::min(d, Rod(q, {0.5F, -12, -18}, {17, -28, -11}, 1.1F, 0.9F));
  if (q.y > -25 && q.z > -12) d = std::min(d, Hypot(q.x - 1, at.core - 2.2F) - 0.9F);
  return d;
}

}  // namespace

void PaintVessels(const Subject& subject, const Place& at, float h, Mixture& m) {
  const Point q{at.side, at.p.y, at.p.z};
  const float soft = std::max(h, 1.0F);
  const float open = m.part[kFluid];
  const bool near_surface = at.lobes > -34;
  if (at.side < 4 && at.core > 1.5F && at.lobes < 1)  // falx, hardly there in front
    m.Paint(kDura, 0.8F * Inside(at.side - 0.5F, soft) * Step(8, 30, at.core + 10 * at.fields.patch));
  if (q.y < -28 && at.cerebellum > 0 && at.cerebellum < 3)
    m.Paint(kDura, 0.7F * Inside(std::abs(at.cerebellum - 1.4F) - 0.4F, soft));
  if (at.brain > -2.5F)
    m.Paint(kDura, 0.8F * Inside(-at.brain - 1.2F, soft) *
                       Step(0.02F, 0.25F, at.fields.lesion + 0.1F * subject.meninges));
  // Veins and arteries of sulci: worms of noise within their fluid.
  if (near_surface && at.cerebellum > 1 && at.ventricle > 3 && open > 0.1F) {
    const float level = subject.vessels.At(at.p);
    const float wide = subject.vessels.At(at.p * 0.37F);
    const float worm = Step(0.06F, 0.24F, level) * Step(-0.1F, 0.2F, wide + 0.2F * subject.meninges);
    m.Paint(kVessel, worm * Inside(at.brain + 0.5F, 1) * std::min(1.0F, 1.3F * open));
  }
  m.Paint(kVessel, Inside(std::min(Sinuses(at, q), Arteries(at, q)), soft));
}

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
