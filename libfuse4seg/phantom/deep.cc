// The inside of the brain: brain stem, nuclei, ventricles and what lines them.

#include "libfuse4seg/phantom/anatomy.h"

namespace f4s::phantom {
namespace {

/// A lateral ventricle as rods from horn to horn, in (|x|, y, z).
float LateralVentricle(Point q, float k) {
  const float front = Rod(q, {13, 30, 2}, {8, 10, 15}, 3.0F * k, 4.3F * k);
  const float body = Rod(q, {8, 10, 15}, {13, -26, 19}, 4.3F * k, 4.6F * k);
  const float atrium = Rod(q, {13, -26, 19}, {25, -44, 8}, 4.6F * k, 5.5F * k);
  const float back = Rod(q, {25, -44, 8}, {24, -74, 7}, 5.2F * k, 1.3F * k);
  const float down = Rod(q, {25, -44, 8}, {34, -28, -11}, 5.2F * k, 2.2F * k);
  const float tip = Rod(q, {34, -28, -11}, {31, -6, -21}, 2.2F * k, 1.8F * k);
  return std::min(SoftMin(SoftMin(front, body, 4), SoftMin(atrium, back, 4), 4), SoftMin(down, tip, 3));
}

float Caudate(Point q) {
  const float head = Ellipsoid(q, {14.5F, 15, 6}, {6, 12, 9});
  return SoftMin(head, Rod(q, {15, 5, 13}, {18, -24, 21}, 3.6F, 2), 3);
}

}  // namespace

void PaintStem(const Place& at, float h, Mixture& m) {
  const float inside = Inside(at.stem, std::max(h, 1.0F));
  m.Paint(kWhite, inside);
  m.Paint(kGrey, inside * 0.3F * Step(-22, -12, at.p.z) + inside * 0.22F * Step(8, 2, -at.stem));
  const Point q{at.side, at.p.y, at.p.z};
  m.Paint(kPallidum, 0.7F * Inside(Ellipsoid(q, {6, -20, -9}, {3.5F, 4, 5}), 2));
  m.Paint(kPallidum, 0.6F * Inside(Ellipsoid(q, {10, -14, -11}, {5, 2.2F, 5}), 2));
}

void PaintDeepGrey(const Place& at, float h, Mixture& m) {
  if (at.side > 42 || at.p.y < -50 || at.p.y > 34 || at.p.z < -28 || at.p.z > 30) return;
  const Point q{at.side, at.p.y, at.p.z};
  const float soft = std::max(h, 1.4F);
  m.Paint(kNuclei, Inside(Caudate(q), soft));
  const Point tilted{q.x + 0.28F * (q.y + 2), q.y, q.z};
  m.Paint(kNuclei, Inside(Ellipsoid(tilted, {26, 1, 3}, {5.2F, 17, 10.5F}), soft));
  m.Paint(kPallidum, 0.85F * Inside(Ellipsoid(tilted, {19.5F, -3, 1}, {4.2F, 9.5F, 7}), soft));
  const Point thalamus{q.x + 0.35F * (q.y + 18), q.y, q.z};
  m.Paint(kNuclei, 0.85F * Inside(Ellipsoid(thalamus, {11.5F, -18, 7}, {8.5F, 15, 8.5F}), 2 * soft));
  m.Paint(kGrey, Inside(Rod(q, {25, -10, -19}, {29, -34, -3}, 5, 3.2F), soft));    // hippocampus
  m.Paint(kGrey, Inside(Ellipsoid(q, {23, -3, -18}, {7, 7, 7}), soft));            // amygdala
  m.Paint(kGrey, 0.6F * Inside(Ellipsoid(q, {0, -4, -11}, {7, 9, 6}), 2 * soft));  // hypothalamus
  const float claustrum = std::abs(tilted.x - 33.2F + 0.012F * Square(q.y));
  const float fit = Step(16, 10, std::abs(q.y)) * Step(13, 8, std::abs(q.z - 3));
  m.Paint(kGrey, 0.6F * fit * Inside(claustrum - 0.5F, std::max(h, 1.0F)));
}

void PaintVentricles(const Subject& subject, Place& at, float h, Mixture& m) {
  at.ventricle = 100;
  if (at.side > 46 || at.p.y < -84 || at.p.y > 42 || at.p.z > 38) return;
  const Point q{at.side, at.p.y, at.p.z};
  const float k = subject.ventricle * (at.p.x > 0 ? subject.lopsided : 2 - subject.lopsided);
  float lateral = SoftMax(LateralVentricle(q, k), -Caudate(q), 2);
  lateral = SoftMax(lateral, 1.1F - at.side, 1);  // the septum
  const float third = Ellipsoid(q, {0, -9, -1}, {1.9F * k, 14, 9});
  const float aqueduct = Rod(q, {0, -24, -4}, {0, -37, -30}, 0.9F, 1.0F);
  const float fourth = Ellipsoid(q, {0, -41, -35}, {7.5F, 5 * k, 10});
  at.ventricle = std::min({lateral, third, aqueduct, fourth});
  // Fluid that crossed the ependyma: caps at the horns, a band along the body; and lesions
  // of small vessels, mostly near by.  As bright as oedema on FLAIR.
  const float horn = std::max(Step(18, 30, at.p.y), Step(-38, -50, at.p.y));
  const float band = 1 + (1.5F + 4.5F * horn) * subject.spots * (1 + 1.2F * at.fields.lesion);
  const float cap = subject.spots > 0 ? Step(band + 1.2F, band - 1.2F, lateral) : 0;
  const float near = 0.21F + 0.011F * lateral - 0.22F * (subject.spots - 0.5F);
  const float spot = Step(near, near + 0.1F, at.fields.lesion) * (subject.spots > 0 ? 1.0F : 0.0F);
  const float white = m.part[kWhite];
  if (at.p.z > -6 && white > 0.5F) m.Paint(kSpots, std::max(cap, spot) * (2 * white - 1) * 0.9F);
  m.Paint(kFluid, Inside(at.ventricle, std::max(h, 1.0F)));
  const float plexus = std::min(Rod(q, {16, -28, 16}, {25, -43, 6}, 0.8F, 2.4F),
                                Rod(q, {25, -43, 6}, {32, -30, -9}, 1.7F, 0.7F));
  const float thick = 1.5F * subject.vessels.At(at.p * 2.0F);
  m.Paint(kPlexus, Inside(std::max(plexus + thick, lateral + 1.2F), std::max(h, 1.0F)));
  m.Paint(kPlexus, 0.8F * Inside(Rod(q, {1.5F, 0, 9}, {2, -20, 12}, 0.9F, 1.1F), std::max(h, 1.2F)));
}

}  // namespace f4s::phantom
