#include "libfuse4seg/cases/record_fields.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "libfuse4seg/base/text.h"

namespace f4s {

void EraseFields(Json& record, FieldOf of) {
  for (const RecordField& field : kRecordFields)
    if ((field.of & of) != 0) record.erase(field.key);
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
                                           "tumour_seg",   "tumour_segmentation"};
  const std::string small = LowerCase(name);
  return std::any_of(std::begin(kNames), std::end(kNames), [&](const char* one) { return small == one; });
}

std::optional<std::string> MisspeltSplit(const std::string& name) {
  static const std::map<std::string, std::string> words = {
      {"train", "train"},    {"training", "train"}, {"tr", "train"},  {"val", "val"},      {"valid", "val"},
      {"validation", "val"}, {"dev", "val"},        {"test", "test"}, {"testing", "test"}, {"ts", "test"}};
  const auto known = words.find(LowerCase(name));
  return known == words.end() || known->second == name ? std::nullopt : std::optional(known->second);
}

}  // namespace f4s
