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

namespace {

/// Row of a rotation by small angles (radians) about x, y and z in turn.
std::array<Point, 3> Rotation(float about_x, float about_y, float about_z) {
  const float sx = Sine(about_x), sy = Sine(about_y), sz = Sine(about_z);
  const float cx = std::sqrt(1 - sx * sx), cy = std::sqrt(1 - sy * sy), cz = std::sqrt(1 - sz * sz);
  return {Point{cy * cz, cz * sx * sy - cx * sz, sx * sz + cx * cz * sy},
          Point{cy * sz, cx * cz + sx * sy * sz, cx * sy * sz - cz * sx}, Point{-sy, cy * sx, cx * cy}};
}

Point Unpush(const std::vector<Push>& pushes, Point p) {
  for (const Push& push : pushes) {
    const Point off = p - push.centre;
    const float share = Length(off) / (1.7F * push.radius);
    p = push.centre + off * (1 - push.amount * Decay(share * share));
  }
  return p;
}

/// Hemispheres, seen from the side |x|: three lobes grown together, the temporal lobe
/// joined by a narrow bridge so that the lateral fissure stays open in front.
float Lobes(Point q) {
  const float frontal = Ellipsoid(q, {20, 20, 22}, {43, 53, 47});
  const float parietal = Ellipsoid(q, {23, -34, 26}, {44, 51, 51});
  const float pole = Ellipsoid(q, {18, 40, 24}, {35, 34, 37});
  const float occipital = Ellipsoid(q, {17, -65, 13}, {38, 40, 35});
  float d = SoftMin(SoftMin(SoftMin(frontal, pole, 8), parietal, 26), occipital, 14);
  const float back = q.y + 16;  // the base of the occipital lobe rides on the tentorium
  d = SoftMax(d, -16 - (back < 0 ? 0.12F * back : 0.0F) - q.z, 18);
  const float temporal =
      SoftMin(Rod(q, {43, 8, -27}, {47, -38, -9}, 17, 17), Ellipsoid(q, {48, -14, -16}, {21, 40, 20}), 6);
  return SoftMin(d, temporal, 5);
}

float Cerebellum(Point q) {
  const float half = Ellipsoid(q, {23, -63, -37}, {32, 29, 23});
  return SoftMin(half, Ellipsoid(q, {0, -60, -33}, {14, 27, 24}), 8);
}

float Stem(Point q) {
  const float midbrain = Ellipsoid(q, {0, -21, -10}, {16, 12, 13});
  const float pons = Ellipsoid(q, {0, -24, -29}, {18, 13.5F, 15});
  const float medulla = Rod(q, {0, -30, -40}, {0, -41, -76}, 11, 7);
  return SoftMin(SoftMin(midbrain, pons, 6), medulla, 8);
}

/// Cubic centimetres of what skull stripping keeps, counted on a coarse lattice.
float BrainMillilitres(const Subject& subject) {
  constexpr float kStepMm = 7;
  int inside = 0;
  for (float z = -91; z < 112; z += kStepMm)
    for (float y = -133; y < 105; y += kStepMm)
      for (float x = -98; x < 99; x += kStepMm) inside += Locate(subject, {x, y, z}).brain <= 0 ? 1 : 0;
  return static_cast<float>(inside) * kStepMm * kStepMm * kStepMm / 1000;
}

/// Scales the head so that its brain comes near `wanted_ml`, whatever the warps did to it.
void FitVolume(Subject& subject, float wanted_ml) {
  for (int pass = 0; pass < 2; ++pass) {
    const float ratio = wanted_ml / BrainMillilitres(subject);
    float root = 1;  // Newton's cube root
    for (int i = 0; i < 6; ++i) root -= (root * root * root - ratio) / (3 * root * root);
    subject.scale = subject.scale * root;
  }
}

}  // namespace

Subject MakeSubject(uint64_t seed, int case_index, double confounders) {
  Draws d(seed, case_index, 1);
  Subject s{.rotation = {},
            .primary = Noise(d.Bits(), 11.5F),
            .secondary = Noise(d.Bits(), 7.5F),
            .vessels = Noise(d.Bits(), 8),
            .folia = Noise(d.Bits(), 13),
            .fields = FieldGrid(Draws(seed, case_index, 2)),
            .pushes = {}};
  const float all = d.Uniform(0.96F, 1.04F);
  s.scale = {all * d.Uniform(0.97F, 1.03F), all * d.Uniform(0.97F, 1.03F), all * d.Uniform(0.97F, 1.03F)};
  s.rotation = Rotation(d.Uniform(-0.1F, 0.1F), d.Uniform(-0.05F, 0.05F), d.Uniform(-0.06F, 0.06F));
  const float age = d.Uniform(0, 1);  // widens ventricles and sulci, thins cortex, brings lesions
  s.ventricle = Mix(0.8F, 1.35F, age) * d.Uniform(0.9F, 1.15F);
  s.lopsided = d.Uniform(0.85F, 1.15F);
  s.sulcus_mm = Mix(0.12F, 0.5F, age) * d.Uniform(0.85F, 1.2F);
  s.cortex_mm = Mix(3.0F, 2.5F, age) * d.Uniform(0.95F, 1.05F);
  s.gap_mm = Mix(0.5F, 1.3F, age);
  s.spots = static_cast<float>(confounders) * Mix(0.35F, 1.0F, age) * d.Uniform(0.6F, 1.0F);
  s.meninges = static_cast<float>(confounders) - 1 + d.Uniform(-0.3F, 0.3F);
  FitVolume(s, d.Uniform(1200, 1600));
  return s;
}

Place Locate(const Subject& subject, Point head) {
  Place at;
  const Point v = Unpush(subject.pushes, head);
  at.fields = subject.fields.At(v);
  const Point r{Dot(subject.rotation[0], v), Dot(subject.rotation[1], v), Dot(subject.rotation[2], v)};
  at.p = Point{r.x / subject.scale.x, r.y / subject.scale.y, r.z / subject.scale.z} + at.fields.warp;
  at.side = std::abs(at.p.x);
  const Point q{at.side, at.p.y, at.p.z};
  at.cerebellum = Cerebellum(q);
  at.stem = Stem(q);
  at.lobes = SoftMax(Lobes(q), 2.2F - at.cerebellum, 3);
  at.lobes = SoftMax(at.lobes, 2.2F - at.stem - 9 * Step(-9, 0, q.z), 2);
  at.lobes = SoftMax(at.lobes, 0.5F - Ellipsoid(q, {0, 5, -18}, {15, 12, 9}), 3);
  at.brain = SoftMin(SoftMin(at.lobes, at.cerebellum, 9), at.stem, 9) - 0.4F - 2.2F * at.fields.patch;
  const float bend = std::abs(at.p.y + 4) / 38;
  at.core = Ellipsoid({0, at.p.y, at.p.z}, {0, -4, 5 - 4 * bend * bend}, {1000, 37, 22});
  const float midline = Hypot(at.side, std::max(0.0F, -at.core)) - subject.gap_mm;
  at.depth = SoftMin(-at.lobes, midline, 4);
  return at;
}

Mixture BrainAt(const Subject& subject, Place& place, float h) {
  Mixture m;
  m.part[kFluid] = 1;
  PaintCerebrum(subject, place, h, m);
  if (place.cerebellum < h) PaintCerebellum(subject, place, h, m);
  if (place.stem < h) PaintStem(place, h, m);
  PaintDeepGrey(place, h, m);
  PaintVentricles(subject, place, h, m);
  PaintVessels(subject, place, h, m);
  return m;
}

}  // namespace f4s::phantom
