// What takes up contrast agent in a healthy head: sinuses, arteries, cortical veins, dura.

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

}  // namespace f4s::phantom
