#include "libfuse4seg/phantom/tumour.h"

#include <queue>

namespace f4s::phantom {
namespace {

constexpr float kNever = 1e6F;

}  // namespace

Spread::Spread(const Subject& subject, const std::vector<Mass>& masses) {
  box_ = {{kNever, kNever, kNever}, {-kNever, -kNever, -kNever}};
  for (const Mass& m : masses) {
    const float r = 1.35F * m.radius + m.reach_mm + 6;
    box_.lo = {std::min(box_.lo.x, m.centre.x - r), std::min(box_.lo.y, m.centre.y - r),
               std::min(box_.lo.z, m.centre.z - r)};
    box_.hi = {std::max(box_.hi.x, m.centre.x + r), std::max(box_.hi.y, m.centre.y + r),
               std::max(box_.hi.z, m.centre.z + r)};
  }
  const Point extent = box_.hi - box_.lo;
  nodes_ = {static_cast<int>(extent.x / kCellMm) + 2, static_cast<int>(extent.y / kCellMm) + 2,
            static_cast<int>(extent.z / kCellMm) + 2};
  arrival_.assign(Index(0, 0, nodes_[2]), kNever);
  for (int z = 0; z < nodes_[2]; ++z)
    for (int y = 0; y < nodes_[1]; ++y)
      for (int x = 0; x < nodes_[0]; ++x)
        for (const Mass& m : masses)
          if (m.Distance(NodeAt(x, y, z)) <= 0)
            arrival_[Index(x, y, z)] = std::min(arrival_[Index(x, y, z)], -m.reach_mm);
  Flood(Slowness(subject));
}

size_t Spread::Index(int x, int y, int z) const {
  return (static_cast<size_t>(z) * nodes_[1] + y) * nodes_[0] + x;
}

Point Spread::NodeAt(int x, int y, int z) const {
  return box_.lo + Point{static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)} * kCellMm;
}

/// What a mm costs at each node, in mm of white matter.
std::vector<float> Spread::Slowness(const Subject& subject) const {
  std::vector<float> slowness(arrival_.size(), 1);
  size_t i = 0;
  for (int z = 0; z < nodes_[2]; ++z)
    for (int y = 0; y < nodes_[1]; ++y)
      for (int x = 0; x < nodes_[0]; ++x, ++i) {
        if (arrival_[i] < 0) continue;
        Place at = Locate(subject, NodeAt(x, y, z));
        if (at.brain > 0) {
          slowness[i] = 40;
          continue;
        }
        const Mixture m = BrainAt(subject, at, kCellMm);
        const float barred = m.part[kFluid] + m.part[kVessel] + m.part[kDura] + m.part[kPlexus];
        const float grey = m.part[kGrey] + 0.8F * (m.part[kNuclei] + m.part[kPallidum]);
        slowness[i] = 1 + 2.2F * grey + 14 * barred;
      }
  return slowness;
}

void Spread::Flood(const std::vector<float>& slowness) {
  using Entry = std::pair<float, size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
  for (size_t i = 0; i < arrival_.size(); ++i)
    if (arrival_[i] < kNever) open.emplace(arrival_[i], i);
  while (!open.empty()) {
    const auto [time, i] = open.top();
    open.pop();
    if (time > arrival_[i] || time > 12) continue;
    const int x = static_cast<int>(i % nodes_[0]), y = static_cast<int>(i / nodes_[0] % nodes_[1]),
              z = static_cast<int>(i / nodes_[0] / nodes_[1]);
    for (int step = 0; step < 27; ++step) {  // itself included, which never gets better
      const int nx = x + step % 3 - 1, ny = y + step / 3 % 3 - 1, nz = z + step / 9 - 1;
      if (nx < 0 || ny < 0 || nz < 0 || nx >= nodes_[0] || ny >= nodes_[1] || nz >= nodes_[2]) continue;
      const size_t j = Index(nx, ny, nz);
      const float far = std::sqrt(static_cast<float>(std::abs(nx - x) + std::abs(ny - y) + std::abs(nz - z)));
      const float then = time + 0.5F * kCellMm * far * (slowness[i] + slowness[j]);
      if (then >= arrival_[j]) continue;
      arrival_[j] = then;
      open.emplace(then, j);
    }
  }
}

float Spread::At(Point head) const {
  const Point v = (head - box_.lo) * (1 / kCellMm);
  if (v.x < 0 || v.y < 0 || v.z < 0) return kNever;
  const int x = static_cast<int>(v.x), y = static_cast<int>(v.y), z = static_cast<int>(v.z);
  if (x + 1 >= nodes_[0] || y + 1 >= nodes_[1] || z + 1 >= nodes_[2]) return kNever;
  const float fx = v.x - static_cast<float>(x), fy = v.y - static_cast<float>(y),
              fz = v.z - static_cast<float>(z);
  const auto row = [&](int dy, int dz) {
    const float a = std::min(arrival_[Index(x, y + dy, z + dz)], 60.0F);
    return Mix(a, std::min(arrival_[Index(x + 1, y + dy, z + dz)], 60.0F), fx);
  };
  return Mix(Mix(row(0, 0), row(1, 0), fy), Mix(row(0, 1), row(1, 1), fy), fz);
}

namespace {

bool Within(const Box& box, Point p, float margin) {
  return p.x > box.lo.x + margin && p.x < box.hi.x - margin && p.y > box.lo.y + margin &&
         p.y < box.hi.y - margin && p.z > box.lo.z + margin && p.z < box.hi.z - margin;
}

/// A number that is smaller the better `head` suits a tumour of this radius; 0: well.
float Misfit(const Subject& subject, Point head, float radius, const std::vector<Mass>& others) {
  Place at = Locate(subject, head);
  const Mixture m = BrainAt(subject, at, 1);
  const float wanted = std::max(8.0F, 0.75F * radius);
  float bad = std::max(0.0F, wanted - at.depth) + std::max(0.0F, 0.55F * radius - at.ventricle);
  bad += std::max(0.0F, 10 - at.cerebellum) + std::max(0.0F, 0.9F * radius - at.stem);
  bad += std::max(0.0F, 0.3F * radius + 8 - at.side) + std::max(0.0F, 2 - m.part[kWhite] * 10);
  for (const Mass& other : others)
    bad += std::max(0.0F, radius + other.radius + 4 - Length(head - other.centre));
  return bad;
}

Point PlaceFor(const Subject& subject, const Box& view, float radius, const std::vector<Mass>& others,
               Draws& draws) {
  Point best{};
  float least = 1e9F;
  for (int i = 0; i < 300 && least > 0; ++i) {
    const Point p{draws.Uniform(-60, 60), draws.Uniform(-88, 58), draws.Uniform(-28, 62)};
    const float bad =
        Misfit(subject, p, radius, others) + (Within(view, p, std::min(radius, 15.0F)) ? 0.0F : 1000.0F);
    if (bad < least) {
      least = bad;
      best = p;
    }
  }
  return best;
}

Mass MakeMass(Point centre, float radius, const PhantomOptions& options, Draws& draws) {
  Mass m{.centre = centre,
         .radius = radius,
         .lobes = {},
         .shape = Noise(draws.Bits(), std::max(6.0F, 0.85F * radius)),
         .detail = Noise(draws.Bits(), std::max(3.5F, 0.33F * radius)),
         .inner = Noise(draws.Bits(), std::max(5.0F, 0.5F * radius))};
  const float kind = draws.Uniform(0, 1);
  m.kind = kind < 0.7F ? Mass::kRing : kind < 0.83F ? Mass::kFull : Mass::kPatchy;
  m.rim_mm = draws.Uniform(2.2F, 5.2F) * Mix(0.7F, 1.0F, Clamp01(radius / 18));
  m.reach_mm =
      static_cast<float>(options.oedema) * draws.Uniform(9, 24) * Mix(0.6F, 1.0F, Clamp01(radius / 18));
  const int lobes = 2 + static_cast<int>(draws.Uniform(0, 3.99F));
  for (int i = 0; i < lobes; ++i)
    m.lobes.push_back({centre + draws.Offset(0.52F * radius), radius * draws.Uniform(0.42F, 0.68F)});
  return m;
}

/// A small mass a little way off `parent`.
Point SatellitePlace(const Subject& subject, const Box& view, const Mass& parent, float radius,
                     Draws& draws) {
  Point best = parent.centre;
  float least = 1e9F;
  for (int i = 0; i < 60; ++i) {
    const Point off = draws.Offset(1);
    const float far = parent.radius + radius + draws.Uniform(2, 12);
    const Point p = parent.centre + off * (far / std::max(Length(off), 0.1F));
    const float bad = Misfit(subject, p, radius, {}) + (Within(view, p, radius) ? 0.0F : 1000.0F);
    if (bad < least) {
      least = bad;
      best = p;
    }
  }
  return best;
}

}  // namespace

float Mass::Distance(Point head) const {
  const float ball = Length(head - centre) - 1.35F * radius;
  if (ball > 12) return ball;
  float d = 1e9F;
  for (const Lobe& lobe : lobes) d = SoftMin(d, Length(head - lobe.centre) - lobe.radius, 0.5F * radius);
  return d + 0.42F * radius * shape.At(head) + 0.2F * radius * detail.At(head);
}

Tumours::Tumours(const PhantomOptions& options, Draws draws, const Box& view, Subject& subject)
    : fingers_(draws.Bits(), 15), fade_(draws.Bits(), 7) {
  const auto size = static_cast<float>(options.tumour_size);
  for (int i = 0; i < options.tumours; ++i) {
    const float radius = size * draws.Uniform(12, 25) * (i == 0 ? 1.0F : 0.65F);
    masses_.push_back(MakeMass(PlaceFor(subject, view, radius, masses_, draws), radius, options, draws));
    if (!draws.Chance(options.satellite)) continue;
    const float small = size * draws.Uniform(4.5F, 8);
    const Mass parent = masses_.back();
    masses_.push_back(MakeMass(SatellitePlace(subject, view, parent, small, draws), small, options, draws));
  }
  for (const Mass& m : masses_)
    subject.pushes.push_back(
        {m.centre, m.radius, static_cast<float>(options.mass_effect) * draws.Uniform(0.14F, 0.3F)});
  if (!masses_.empty()) spread_.emplace_back(subject, masses_);
}

LabelParts Tumours::Paint(const Place& at, Point head, float h, Mixture& m) const {
  LabelParts parts;
  if (masses_.empty()) return parts;
  const float soft = std::max(h, 1.2F);
  const float white = m.part[kWhite] + m.part[kSpots],
              grey = m.part[kGrey] + m.part[kNuclei] + m.part[kPallidum];
  const float front = spread_[0].At(head);
  if (front < 6 && at.cerebellum > 0 && at.stem > -4) {
    const float beyond = front + 17 * fingers_.At(head);
    const float extent = white * Inside(beyond, soft) + grey * Inside(beyond + 5.5F, soft);
    // Faint at its border, as water thins out.
    const float strength = (0.5F + 0.5F * Step(0, -9, beyond)) * (1 + 0.45F * fade_.At(head));
    m.Paint(kOedema, Clamp01(extent * strength));
    parts.oedema = extent;
  }
  for (const Mass& mass : masses_) {
    const float d = mass.Distance(head);
    if (d > h) continue;
    const float room = Step(0.6F, 2.2F, at.depth) * Inside(-at.ventricle - 0.5F, soft) *
                       Inside(-at.stem, soft) * Inside(-at.cerebellum, soft);
    const float core = Inside(d, soft) * room;
    const float level = mass.inner.At(head);
    const float rim = std::max(0.0F, mass.rim_mm * (1 + 1.7F * level));
    float lit = Inside(-d - rim, soft);
    if (mass.kind == Mass::kRing) lit = std::max(lit, Step(0.3F, 0.36F, level));
    if (mass.kind == Mass::kFull) lit = Step(-0.42F, -0.36F, level);
    if (mass.kind == Mass::kPatchy) lit = Step(0.1F, 0.16F, level);
    m.Paint(mass.kind == Mass::kRing ? kNecrosis : kSolid, core);
    m.Paint(kEnhancing, core * lit * (0.8F + 0.5F * fade_.At(head)));
    parts.oedema *= 1 - core;
    parts.necrosis = parts.necrosis * (1 - core) + core * (1 - lit);
    parts.enhancing = parts.enhancing * (1 - core) + core * lit;
  }
  return parts;
}

}  // namespace f4s::phantom
