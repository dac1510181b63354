#include "libfuse4seg/cases/volume_record.h"

#include <algorithm>

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

Case VolumeRecordOf(const std::vector<Case>& slices) {
  const SliceOfVolume place = *slices.front().slice_of_volume();
  Case volume = slices.front();
  const std::string combination = CombinationOf(volume);
  volume.SetId(place.id + combination);
  if (!combination.empty()) volume.json()["case"] = place.id;
  for (const char* key :
       {"images", "label", "mask", "fused", "latent", "decomposed", "attention", "attention_range",
        "prediction", "prediction_dicom", "probabilities", "metrics", "findings"})
    volume.json().erase(key);
  if (const Json* label = FindPath(volume.json(), "source.label"); label != nullptr && label->is_string())
    volume.SetFile("label", label->get<std::string>());
  volume.json()["geometry"] = {{"size", place.geometry.size},
                               {"spacing_mm", place.geometry.spacing_mm()},
                               {"world_from_voxel", AffineJson(place.geometry.world_from_voxel)}};
  if (Json findings = FindingsOf(slices); !findings.empty()) volume.json()["findings"] = std::move(findings);
  if (static_cast<int64_t>(slices.size()) < place.slices)
    volume.AddFinding(
        "volume.incomplete", "warning",
        Cat("only ", slices.size(), " of its ", place.slices, " slices came: the others are 0"));
  return volume;
}

}  // namespace f4s
