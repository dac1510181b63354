#include "libfuse4seg/cases/record_fields.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "libfuse4seg/base/text.h"

namespace f4s {

namespace {

/// Of what was scored, or of the labels that were predicted.
constexpr const char* kFindingsOfResults[] = {
    "fusion.copy",         "fusion.light", "metric.convention", "label.masks_differ",
    "label.values_differ", "label.region", "prediction.empty",  "probability.levels"};

void EraseFindingsOfResults(Json& record) {
  const auto findings = record.find("findings");
  if (findings == record.end() || !findings->is_array()) return;
  Json kept = Json::array();
  for (const Json& finding : *findings)
    if (std::find(std::begin(kFindingsOfResults), std::end(kFindingsOfResults), TextAt(finding, "code")) ==
        std::end(kFindingsOfResults))
      kept.push_back(finding);
  *findings = std::move(kept);
  if (findings->empty()) record.erase("findings");
}

}  // namespace

void EraseFields(Json& record, FieldOf of) {
  for (const RecordField& field : kRecordFields)
    if ((field.of & of) != 0) record.erase(field.key);
  if (of == kOfFusion || of == kOfPrediction) EraseFindingsOfResults(record);
}

void EraseMade(Json& record) {
  for (const FieldOf of : {kOfFusion, kOfPrediction}) EraseFields(record, of);
  for (const char* made : {"fused", "prediction"}) record.erase(made);
}

bool IsRole(const std::string& name) {
  return std::any_of(std::begin(kRecordFields), std::end(kRecordFields), [&](const RecordField& field) {
    return field.kind == FieldKind::kFile && field.key == name;
  });
}

bool IsNameOfLabel(const std::string& name) {
  static constexpr const char* kNames[] = {"seg",          "segm",
                                           "segmentation", "dseg",
                                           "labels",       "labelmap",
                                           "gt",           "groundtruth",
                                           "ground_truth", "annotation",
                                           "tumor_seg",    "tumor_segmentation",
                                           "tumour_seg",   "tumour_segmentation",
                                           "msk",          "truth",
                                           "manual",       "consensus",
                                           "tumor",        "tumour"};
  const std::string small = LowerCase(name);
  return std::any_of(std::begin(kNames), std::end(kNames), [&](const char* one) { return small == one; });
}

const std::vector<std::string>& UsualModalities() {
  static const std::vector<std::string> names = {"t1", "t1ce", "t2", "flair"};
  return names;
}

std::vector<std::string> UnknownImages(std::vector<std::string> names,
                                       const std::vector<std::string>& wanted) {
  std::erase_if(names, [&](const std::string& name) {
    const auto is_of = [&](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), name) != list.end();
    };
    return IsRole(name) || is_of(wanted) || is_of(UsualModalities());
  });
  return names;
}

std::optional<std::string> MisspeltSplit(const std::string& name) {
  static const std::map<std::string, std::string> words = {
      {"train", "train"},    {"training", "train"}, {"tr", "train"},  {"val", "val"},      {"valid", "val"},
      {"validation", "val"}, {"dev", "val"},        {"test", "test"}, {"testing", "test"}, {"ts", "test"}};
  const auto known = words.find(LowerCase(Trimmed(name)));
  return known == words.end() || known->second == name ? std::nullopt : std::optional(known->second);
}

}  // namespace f4s
