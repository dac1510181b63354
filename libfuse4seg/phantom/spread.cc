// The front of oedema: shortest paths (Dijkstra, 1959) over a coarse lattice about the tumours.

#include <queue>

#include "libfuse4seg/phantom/tumour.h"

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

}  // namespace f4s::phantom
