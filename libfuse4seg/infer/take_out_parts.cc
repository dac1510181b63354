#include "libfuse4seg/infer/take_out_parts.h"

#include <algorithm>
#include <array>

#include "libfuse4seg/image/grid_components.h"
#include "libfuse4seg/image/volume_ml.h"

namespace f4s {
namespace {

bool Holds(const Region& region, uint16_t value) {
  return std::binary_search(region.values.begin(), region.values.end(), value);
}

bool IsWithin(const Region& part, const Region& whole) {
  return part.values.size() < whole.values.size() &&
         std::includes(whole.values.begin(), whole.values.end(), part.values.begin(), part.values.end());
}

/// What a voxel becomes that is taken out of a region.
uint16_t ValueBeyond(const Region& region, const std::vector<Region>& regions) {
  const Region* around = nullptr;
  for (const Region& other : regions)
    if (IsWithin(region, other) && (around == nullptr || other.values.size() < around->values.size()))
      around = &other;
  if (around == nullptr) return 0;
  return *std::find_if(around->values.begin(), around->values.end(),
                       [&](uint16_t value) { return !Holds(region, value); });
}

Components PartsOf(const Region& region, const Image<uint16_t>& labels) {
  const Size3& size = labels.grid.size;
  Components parts;
  parts.of_voxel.resize(labels.samples.size());
  const auto is_set = [&](int64_t x, int64_t y, int64_t z) {
    return Holds(region, labels.samples[labels.grid.Index(x, y, z)]);
  };
  for (int64_t z = 0; z < size[2]; ++z)
    for (int64_t y = 0; y < size[1]; ++y)
      for (int64_t x = 0; x < size[0]; ++x) {
        const size_t at = labels.grid.Index(x, y, z);
        if (labels.samples[at] != 0 && parts.of_voxel[at] == 0 && is_set(x, y, z))
          NumberComponent<Neighbours::kAll>(size, static_cast<int64_t>(at), is_set, parts);
      }
  return parts;
}

/// @return  what was taken out; null for nothing
Json TakeOut(const Region& region, double least_ml, bool largest_alone, uint16_t beyond,
             Image<uint16_t>& labels) {
  const Components parts = PartsOf(region, labels);
  std::vector<int64_t> voxels(static_cast<size_t>(parts.count) + 1);
  for (const int32_t part : parts.of_voxel) ++voxels[static_cast<size_t>(part)];
  if (parts.count == 0) return nullptr;
  const auto largest = std::max_element(voxels.begin() + 1, voxels.end()) - voxels.begin();
  const double voxel_ml = VoxelMl(labels.grid.spacing_mm());
  std::vector<bool> stays(voxels.size(), true);
  int64_t taken_parts = 0, taken_voxels = 0;
  for (size_t part = 1; part < voxels.size(); ++part) {
    stays[part] = static_cast<double>(voxels[part]) * voxel_ml >= least_ml &&
                  (!largest_alone || std::cmp_equal(part, largest));
    if (!stays[part]) ++taken_parts, taken_voxels += voxels[part];
  }
  if (taken_parts == 0) return nullptr;
  for (size_t i = 0; i < labels.samples.size(); ++i)
    if (!stays[static_cast<size_t>(parts.of_voxel[i])]) labels.samples[i] = beyond;
  return {{"parts", taken_parts}, {"ml", VolumeMl(taken_voxels, voxel_ml)}};
}

}  // namespace

Json TakeOutParts(const Postprocess& rules, const std::vector<Region>& regions, Image<uint16_t>& labels) {
  std::vector<Region> by_size = regions;
  std::stable_sort(by_size.begin(), by_size.end(),
                   [](const Region& a, const Region& b) { return a.values.size() < b.values.size(); });
  Json taken = Json::object();
  for (const Region& region : by_size) {
    const auto least = rules.min_volume_ml.find(region.name);
    const bool alone =
        std::find(rules.largest.begin(), rules.largest.end(), region.name) != rules.largest.end();
    if (least == rules.min_volume_ml.end() && !alone) continue;
    const double least_ml = least == rules.min_volume_ml.end() ? 0 : least->second;
    Json one = TakeOut(region, least_ml, alone, ValueBeyond(region, regions), labels);
    if (!one.is_null()) taken[region.name] = std::move(one);
  }
  return taken;
}

Json VolumesMl(const Image<uint16_t>& labels, const Classes& classes, const std::vector<Region>& regions) {
  std::vector<int64_t> voxels(65536);
  for (const uint16_t value : labels.samples) ++voxels[value];
  const double voxel_ml = VoxelMl(labels.grid.spacing_mm());
  Json volumes = Json::object();
  for (const auto& [value, name] : classes)
    volumes[name.empty() ? std::to_string(value) : name] = VolumeMl(voxels[value], voxel_ml);
  for (const Region& region : regions) {
    int64_t sum = 0;
    for (const uint16_t value : region.values) sum += voxels[value];
    volumes[region.name] = VolumeMl(sum, voxel_ml);
  }
  return volumes;
}

}  // namespace f4s
