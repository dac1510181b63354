#include "libfuse4seg/prep/missing.h"

#include <algorithm>

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/prep/source/study_list.h"

namespace f4s {
namespace {

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::vector<std::string> WantedModalities(const std::vector<std::string>& asked_for,
                                          const std::optional<std::vector<CaseName>>& names) {
  if (!asked_for.empty() || !names) return asked_for;
  std::vector<std::string> met, wanted;
  for (const CaseName& name : *names)
    for (const std::string& modality : name.modalities)
      if (!Has(met, modality)) met.push_back(modality);
  for (const std::string& modality : UsualModalities())
    if (Has(met, modality)) wanted.push_back(modality);
  for (const std::string& modality : met)
    if (!Has(wanted, modality)) wanted.push_back(modality);
  return wanted;
}

std::vector<std::string> PresentOf(const Case& record, const std::vector<std::string>& wanted) {
  const std::vector<std::string> own = record.modalities();
  std::vector<std::string> present;
  for (const std::string& modality : wanted)
    if (Has(own, modality)) present.push_back(modality);
  return present;
}

void ApplyMissingRule(Case& record, const std::vector<std::string>& wanted, MissingRule rule) {
  const std::vector<std::string> present = PresentOf(record, wanted);
  for (const std::string& modality : wanted) {
    if (Has(present, modality)) continue;
    if (rule == MissingRule::kError) static_cast<void>(record.image(modality));  // says what there is instead
    if (rule == MissingRule::kSkip) throw SkippedCase{Cat("it has no ", modality)};
    record.AddFinding("modality.missing", "warning", Cat("has no ", modality, ": zeros in its place"));
  }
}

void FillMissing(Study& study, const std::vector<std::string>& wanted) {
  if (study.modalities == wanted) return;
  const Volume zeros = {study.geometry(), std::vector<float>(study.volumes.front().voxels.size(), 0.0F),
                        VoxelType::kUint8};
  std::vector<Volume> volumes;
  for (const std::string& modality : wanted) {
    const auto place = std::find(study.modalities.begin(), study.modalities.end(), modality);
    const auto index = static_cast<size_t>(place - study.modalities.begin());
    volumes.push_back(place == study.modalities.end() ? zeros : std::move(study.volumes[index]));
  }
  study.volumes = std::move(volumes);
  study.modalities = wanted;
}

void FillMissing(std::vector<Raster>& images, const Case& record, const std::vector<std::string>& wanted) {
  const std::vector<std::string> present = PresentOf(record, wanted);
  Raster zeros = images.front();
  zeros.channels = 1;
  zeros.samples.assign(static_cast<size_t>(zeros.num_pixels()), 0);
  for (size_t i = 0; i < wanted.size(); ++i)
    if (!Has(present, wanted[i])) images.insert(images.begin() + static_cast<std::ptrdiff_t>(i), zeros);
}

}  // namespace f4s
