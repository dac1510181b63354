#include "libfuse4seg/cases/label_scheme.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr size_t kMostNamed = 10;  ///< labels in a message

bool Has(const std::vector<uint16_t>& values, uint16_t value) {
  return std::binary_search(values.begin(), values.end(), value);
}

std::string ClassList(const Classes& classes) {
  return Joined(classes, ", ", [](const auto& one) { return Cat(one.first, " ", one.second); });
}

LabelScheme Choose(const LabelScheme& given, const LabelScheme& of_record,
                   const std::vector<uint16_t>& values, const std::string& label_file) {
  if (!given.classes.empty()) return given;
  if (!of_record.classes.empty())
    return {of_record.classes, given.regions.empty() ? of_record.regions : given.regions};
  const bool named_as_2023 = label_file.find("-seg.") != std::string::npos;
  LabelScheme scheme = BratsScheme(Has(values, 4) ? 4 : Has(values, 3) || named_as_2023 ? 3 : 4);
  if (!given.regions.empty()) scheme.regions = given.regions;
  return scheme;
}

}  // namespace

LabelScheme BratsScheme(uint16_t enhancing) {
  return {{{1, "necrosis"}, {2, "oedema"}, {enhancing, "enhancing"}},
          {{"WT", {1, 2, enhancing}}, {"TC", {1, enhancing}}, {"ET", {enhancing}}}};
}

LabelScheme SchemeFor(const LabelScheme& given, const LabelScheme& of_record,
                      const std::vector<uint16_t>& values, const std::string& label_file) {
  LabelScheme scheme = Choose(given, of_record, values, label_file);
  std::vector<uint16_t> outside = values;
  std::erase_if(outside, [&](uint16_t value) { return scheme.classes.contains(value); });
  const size_t count = outside.size();
  if (count > kMostNamed) outside.resize(kMostNamed);
  if (count > 0)
    throw Error(ErrorKind::kBadInput, "label.value",
                Cat("holds the label", count > 1 ? "s " : " ", Joined(outside, ", "),
                    count > kMostNamed ? " and others" : "",
                    count > 1 ? ", which are no classes (" : ", which is no class (",
                    ClassList(scheme.classes), "); give --classes and --regions"));
  return scheme;
}

std::vector<uint16_t> LabelValues(const std::vector<uint16_t>& labels) {
  std::vector<bool> met(65536, false);
  for (const uint16_t label : labels) met[label] = true;
  std::vector<uint16_t> values;
  for (int value = 1; value < 65536; ++value)
    if (met[static_cast<size_t>(value)]) values.push_back(static_cast<uint16_t>(value));
  return values;
}

}  // namespace f4s
