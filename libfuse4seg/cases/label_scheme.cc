#include "libfuse4seg/cases/label_scheme.h"

#include <algorithm>
#include <cstring>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/brats_labels.h"

namespace f4s {
namespace {

constexpr size_t kMostNamed = 10;  ///< labels in a message

std::string ClassList(const Classes& classes) {
  return Joined(classes, ", ", [](const auto& one) { return Cat(one.first, " ", one.second); });
}

/// A name as --classes and --regions take it: one word.
std::string AsWord(std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '\t' || c == '=' || c == '\''; }, '_');
  return name;
}

std::string ClassesFlag(const Classes& classes) {
  return Cat("--classes '",
             Joined(classes, " ", [](const auto& one) { return Cat(one.first, "=", AsWord(one.second)); }),
             "'");
}

/// By what the case alone shows.
LabelScheme OwnScheme(const Case& record, const std::vector<uint16_t>& values) {
  const std::string collection = BratsCollectionOf(record);
  if (collection.empty() && !AreBratsValues(values)) return UnnamedScheme(values);
  return BratsScheme(collection, values, HasValue(values, 3) && HasValue(values, 4));
}

LabelScheme Choose(const LabelScheme& given, const LabelScheme& of_all, const Case& record,
                   const std::vector<uint16_t>& values) {
  const std::vector<uint16_t> ignore = !given.ignore.empty()       ? given.ignore
                                       : !record.ignored().empty() ? record.ignored()
                                                                   : of_all.ignore;
  if (!given.classes.empty()) return WithIgnored(given, ignore);
  LabelScheme scheme = {record.classes(), record.regions()};
  if (scheme.classes.empty())
    scheme = of_all.classes.empty() ? OwnScheme(record, Without(values, ignore)) : of_all;
  if (!given.regions.empty()) scheme.regions = given.regions;
  return WithIgnored(std::move(scheme), ignore);
}

/// Regions of another scheme than the classes (BraTS's enhancing tumour is 4, or 3) name a label that is
/// none, and leave one out that is there.
void RequireRegionsOfClasses(const LabelScheme& scheme) {
  std::vector<uint16_t> named, unknown, left_out;
  for (const Region& region : scheme.regions)
    named.insert(named.end(), region.values.begin(), region.values.end());
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());
  for (const uint16_t value : named)
    if (!scheme.classes.contains(value)) unknown.push_back(value);
  for (const auto& [value, name] : scheme.classes)
    if (!HasValue(named, value)) left_out.push_back(value);
  if (unknown.empty() || left_out.empty()) return;
  throw Error(ErrorKind::kBadInput, "label.region",
              Cat("--regions names the label ", Joined(unknown, ", "), ", which is no class (",
                  ClassList(scheme.classes), "), and no region has ", Joined(left_out, ", "),
                  ": wanted regions of these classes, or --classes"));
}

}  // namespace

LabelScheme UnnamedScheme(const std::vector<uint16_t>& values) {
  LabelScheme scheme;
  scheme.is_unnamed = !values.empty();
  for (const uint16_t value : values) scheme.classes[value] = Cat("label ", value);
  return scheme;
}

std::vector<uint16_t> Without(std::vector<uint16_t> values, const std::vector<uint16_t>& ignore) {
  std::erase_if(values, [&](uint16_t value) { return HasValue(ignore, value); });
  return values;
}

LabelScheme WithIgnored(LabelScheme scheme, const std::vector<uint16_t>& ignore) {
  scheme.ignore = ignore;
  for (const uint16_t value : ignore) scheme.classes.erase(value);
  for (Region& region : scheme.regions) region.values = Without(std::move(region.values), ignore);
  std::erase_if(scheme.regions, [](const Region& region) { return region.values.empty(); });
  return scheme;
}

void RequireIgnoredAlone(const LabelScheme& scheme) {
  for (const uint16_t value : scheme.ignore) {
    const bool in_region = std::any_of(scheme.regions.begin(), scheme.regions.end(),
                                       [&](const Region& region) { return HasValue(region.values, value); });
    if (in_region || scheme.classes.contains(value))
      throw Error(ErrorKind::kUsage, "ignore.value",
                  Cat("--ignore: ", in_region ? "--regions" : "--classes", " names the label ", value,
                      " too: what is ignored is no class"));
  }
}

std::optional<std::string> NamesDiffer(const Classes& here, const std::string& of_here, const Classes& there,
                                       const std::string& of_there) {
  const auto is_called = [&](uint16_t value, const std::string& name) {
    const auto found = there.find(value);
    return found != there.end() && LowerCase(found->second) == LowerCase(name);
  };
  for (const auto& [value, name] : here)
    for (const auto& [other, same] : there)
      if (value != other && !name.empty() && LowerCase(name) == LowerCase(same) && !is_called(value, name))
        return Cat(Quoted(name), " is ", value, " in ", of_here, " and ", other, " in ", of_there);
  return std::nullopt;
}

LabelScheme SchemeFor(const LabelScheme& given, const LabelScheme& of_all, const Case& record,
                      const std::vector<uint16_t>& values) {
  const auto label = record.file("label");
  if (label &&
      LowerCase(label->filename().string()).ends_with(".nrrd"))  // its classes are the file's segments
    if (const auto different = NamesDiffer(given.classes, "--classes", record.classes(), "its segments"))
      throw Error(
          ErrorKind::kBadInput, "label.segments",
          Cat(*different, ": number its segments alike in all files, or give --classes for each file apart"))
          .InFile(*label);
  LabelScheme scheme = Choose(given, of_all, record, values);
  if (!given.regions.empty() && !scheme.classes.empty()) RequireRegionsOfClasses(scheme);
  std::vector<uint16_t> outside = Without(values, scheme.ignore);
  std::erase_if(outside, [&](uint16_t value) { return scheme.classes.contains(value); });
  if (!outside.empty()) throw NoClassError(outside, scheme);
  return scheme;
}

void SetScheme(Case& record, const LabelScheme& scheme) {
  record.SetIgnored(scheme.ignore);
  if (scheme.classes.empty()) return;  // nothing is labelled, and nobody says what would be
  record.SetClasses(scheme.classes, scheme.regions);
  if (!scheme.assumed.empty())
    record.AddFinding("label.meaning", scheme.is_doubtful ? "warning" : "info",
                      Cat("its label values are taken to mean ", ClassList(scheme.classes), ": ",
                          scheme.assumed, "; --classes and --regions say otherwise"));
  if (!scheme.is_unnamed) return;
  Classes wanted = scheme.classes;
  for (auto& [value, name] : wanted) name = "NAME";
  record.AddFinding("label.meaning", "info",
                    Cat("nobody says what its label values mean: give ", ClassesFlag(wanted)));
}

void FindEmptyLabel(Case& record, const std::vector<uint16_t>& values, const LabelScheme& scheme) {
  const auto file = record.file("label");
  if (file && Without(values, scheme.ignore).empty())
    record.AddFinding(
        "label.empty", "warning",
        Cat(file->filename().string(), values.empty() ? " is 0 everywhere" : " holds what is ignored alone",
            ": nothing is labelled"));
}

Error NoClassError(const std::vector<uint16_t>& values, const LabelScheme& scheme) {
  const bool several = values.size() > 1;
  std::vector<uint16_t> named = values;
  if (values.size() > kMostNamed) named.resize(kMostNamed);
  Classes wanted = scheme.classes;
  for (const uint16_t value : named) wanted[value] = "NAME";
  return {ErrorKind::kBadInput, "label.value",
          Cat("holds the label", several ? "s " : " ", Joined(named, ", "),
              values.size() > kMostNamed ? " and others" : "",
              several ? ", which are no classes (" : ", which is no class (", ClassList(scheme.classes),
              "); give ", ClassesFlag(wanted))};
}

std::string FlagsToUnite(const LabelScheme& a, const LabelScheme& b) {
  Classes classes = a.classes;
  classes.insert(b.classes.begin(), b.classes.end());
  std::vector<Region> regions = a.regions;
  for (const Region& region : b.regions) {
    const auto same = std::find_if(regions.begin(), regions.end(),
                                   [&](const Region& one) { return one.name == region.name; });
    if (same == regions.end()) {
      regions.push_back(region);
      continue;
    }
    for (const uint16_t value : region.values)
      if (!HasValue(same->values, value))
        same->values.insert(std::lower_bound(same->values.begin(), same->values.end(), value), value);
  }
  const std::string flag = ClassesFlag(classes);
  if (regions.empty()) return flag;
  return Cat(flag, " --regions '",
             Joined(regions, " ",
                    [](const Region& one) { return Cat(AsWord(one.name), "=", Joined(one.values, ",")); }),
             "'");
}

bool HasValue(const std::vector<uint16_t>& values, uint16_t value) {
  return std::binary_search(values.begin(), values.end(), value);
}

std::vector<uint16_t> LabelValues(const std::vector<uint16_t>& labels) {
  constexpr size_t kTogether = 4;  // most of a label map is 0
  std::vector<uint8_t> met(65536);
  size_t i = 0;
  for (; i + kTogether <= labels.size(); i += kTogether) {
    uint64_t together;
    std::memcpy(&together, labels.data() + i, sizeof together);
    for (size_t k = i; together != 0 && k < i + kTogether; ++k) met[labels[k]] = 1;
  }
  for (; i < labels.size(); ++i) met[labels[i]] = 1;
  std::vector<uint16_t> values;
  for (int value = 1; value < 65536; ++value)
    if (met[static_cast<size_t>(value)] != 0) values.push_back(static_cast<uint16_t>(value));
  return values;
}

}  // namespace f4s
