#include "libfuse4seg/infer/attention_maps.h"

#include <algorithm>

#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

using Values = std::vector<float>;

struct Extremes {
  float low = 0, high = 0;
};

Extremes ExtremesOf(const std::vector<Values>& maps) {
  Extremes range = {maps.at(0).at(0), maps[0][0]};
  for (const Values& map : maps) {
    const auto [least, greatest] = std::minmax_element(map.begin(), map.end());
    range = {std::min(range.low, *least), std::max(range.high, *greatest)};
  }
  return range;
}

/// Levels of 0..1 over the range; of a range of one value all 0.
Values Stretched(const Values& map, const Extremes& range) {
  Values levels(map.size());
  const float span = range.high - range.low;
  if (span > 0)
    std::transform(map.begin(), map.end(), levels.begin(),
                   [&](float value) { return (value - range.low) / span; });
  return levels;
}

void Append(Values& all, const Values& more) { all.insert(all.end(), more.begin(), more.end()); }

/// Writes one map under its name.
class MapWriter {
 public:
  MapWriter(Case& record, const Grid& grid, int bits, DatasetWriter& out)
      : record_(record), grid_(grid), bits_(bits), out_(out) {
    record.json()["attention"] = Json::object();
    record.json()["attention_range"] = Json::object();
  }

  void Write(const std::string& name, const Values& map, const Extremes& range) {
    const auto path = out_.PathFor("attention", record_.id() + "_" + name, ImageExtension(grid_));
    WriteImage(path, AsStored(Stretched(map, range), grid_), bits_);
    record_.json()["attention"][name] = path.string();
    record_.json()["attention_range"][name] = {range.low, range.high};
  }

 private:
  Case& record_;
  const Grid& grid_;
  int bits_;
  DatasetWriter& out_;
};

}  // namespace

void Append(AttentionPlanes& maps, const AttentionPlanes& slice) {
  if (maps.keys.empty()) {
    maps = slice;
    return;
  }
  for (size_t i = 0; i < maps.received.size(); ++i) Append(maps.received[i], slice.received.at(i));
  Append(maps.entropy, slice.entropy);
  Append(maps.base_contribution, slice.base_contribution);
  Append(maps.detail_contribution, slice.detail_contribution);
}

void WriteAttention(Case& record, const AttentionPlanes& maps, const std::vector<std::string>& modalities,
                    const Grid& grid, int bits, DatasetWriter& out) {
  MapWriter writer(record, grid, bits, out);
  const Extremes received = ExtremesOf(maps.received);
  for (size_t i = 0; i < maps.received.size(); ++i) {
    const std::string& asked = modalities.at(static_cast<size_t>(maps.keys.at(i)));
    writer.Write(maps.received.size() == 1 ? "received" : "received_" + asked, maps.received[i], received);
  }
  writer.Write("entropy", maps.entropy, ExtremesOf({maps.entropy}));
  writer.Write("base_contribution", maps.base_contribution, ExtremesOf({maps.base_contribution}));
  writer.Write("detail_contribution", maps.detail_contribution, ExtremesOf({maps.detail_contribution}));
}

}  // namespace f4s
