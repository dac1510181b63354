#include "libfuse4seg/cases/volume_record.h"

#include <algorithm>

#include "libfuse4seg/cases/record_fields.h"

namespace f4s {
namespace {

/// "+t1ce-flair" of a case ID+t1ce-flair that keeps ID under `case`; else nothing.
std::string CombinationOf(const Case& record) {
  const auto original = record.json().find("case");
  if (original == record.json().end() || !original->is_string()) return "";
  const std::string id = record.id(), whole = original->get<std::string>();
  return id.starts_with(whole + "+") ? id.substr(whole.size()) : "";
}

Json FindingsOf(const std::vector<Case>& slices) {
  Json findings = Json::array();
  for (const Case& slice : slices) {
    const Json* const own = FindPath(slice.json(), "findings");
    if (own == nullptr || !own->is_array()) continue;
    for (const Json& finding : *own)
      if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
  }
  return findings;
}

}  // namespace

std::vector<std::vector<Case>> ByCombination(const std::vector<Case>& slices) {
  std::vector<std::vector<Case>> parts;
  for (const Case& slice : slices) {
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const std::vector<Case>& other) {
      return CombinationOf(other.front()) == CombinationOf(slice);
    });
    if (part == parts.end())
      parts.push_back({slice});
    else
      part->push_back(slice);
  }
  return parts;
}

Json GeometryJson(const Geometry& geometry) {
  return {{"size", geometry.size},
          {"spacing_mm", geometry.spacing_mm()},
          {"world_from_voxel", AffineJson(geometry.world_from_voxel)}};
}

Case BareVolumeRecord(const std::vector<Case>& slices) {
  const SliceOfVolume place = *slices.front().slice_of_volume();
  Case volume = slices.front();
  volume.SetId(place.id);
  EraseFields(volume.json(), kOfSlice);
  volume.json()["geometry"] = GeometryJson(place.geometry);
  return volume;
}

void NoteMissingSlices(Case& volume, const std::vector<Case>& slices, const std::string& are) {
  const int64_t wanted = slices.front().slice_of_volume()->slices;
  if (static_cast<int64_t>(slices.size()) < wanted)
    volume.AddFinding(
        "volume.incomplete", "warning",
        Cat("only ", slices.size(), " of its ", wanted, " slices are present: the others ", are));
}

Case VolumeRecordOf(const std::vector<Case>& slices) {
  Case volume = BareVolumeRecord(slices);
  if (const std::string combination = CombinationOf(slices.front()); !combination.empty()) {
    volume.json()["case"] = volume.id();
    volume.SetId(volume.id() + combination);
  }
  if (const Json* label = FindPath(volume.json(), "source.label"); label != nullptr && label->is_string())
    volume.SetFile("label", label->get<std::string>());
  if (Json findings = FindingsOf(slices); !findings.empty()) volume.json()["findings"] = std::move(findings);
  NoteMissingSlices(volume, slices, "are 0");
  return volume;
}

}  // namespace f4s
