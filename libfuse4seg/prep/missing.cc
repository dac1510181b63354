#include "libfuse4seg/prep/missing.h"

#include <algorithm>

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/cases/record_fields.h"
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

std::vector<std::string> ApplyMissingRule(Case& record, const std::vector<std::string>& wanted,
                                          MissingRule rule) {
  const bool leaves = rule == MissingRule::kLeave;
  const std::vector<std::string> present = PresentOf(record, wanted);
  if (present.size() < wanted.size()) FindUntaken(record, UnknownImages(record.modalities(), wanted), wanted);
  for (const std::string& modality : wanted) {
    if (Has(present, modality)) continue;
    if (rule == MissingRule::kError || (leaves && present.empty()))
      static_cast<void>(record.image(modality));  // says what there is instead
    if (rule == MissingRule::kSkip) throw SkippedCase{Cat("it has no ", modality)};
    record.AddFinding("modality.missing", "warning",
                      Cat("has no ", modality, leaves ? "" : ": zeros in its place"));
  }
  return leaves ? present : wanted;
}

void FillMissing(CaseImages& read, const std::vector<std::string>& wanted) {
  if (read.modalities == wanted) return;
  const Image<float> zeros = ImageOn<float>(read.grid());
  std::vector<Image<float>> images;
  std::vector<VoxelType> types;
  for (const std::string& modality : wanted) {
    const auto place = std::find(read.modalities.begin(), read.modalities.end(), modality);
    const auto index = static_cast<size_t>(place - read.modalities.begin());
    const bool is_missing = place == read.modalities.end();
    images.push_back(is_missing ? zeros : std::move(read.images[index]));
    types.push_back(read.types[is_missing ? 0 : index]);
  }
  read.images = std::move(images);
  read.types = std::move(types);
  read.modalities = wanted;
}

}  // namespace f4s
