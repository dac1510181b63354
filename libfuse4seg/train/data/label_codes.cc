#include "libfuse4seg/train/data/label_codes.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

using Set = std::vector<int64_t>;

constexpr size_t kNumValues = 65536;

bool IsWithin(const Set& part, const Set& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

Set Without(const Set& from, const Set& what) {
  Set rest;
  std::set_difference(from.begin(), from.end(), what.begin(), what.end(), std::back_inserter(rest));
  return rest;
}

}  // namespace

bool IsPartOf(const Classes& classes, const std::vector<Region>& whole) {
  return std::all_of(classes.begin(), classes.end(), [&](const auto& one) {
    return std::any_of(whole.begin(), whole.end(),
                       [&](const Region& region) { return region.name == one.second; });
  });
}

LabelCodes::LabelCodes(Classes classes, std::vector<Region> regions, const std::vector<uint16_t>& ignore,
                       const std::vector<Part>& parts)
    : classes_(std::move(classes)), regions_(std::move(regions)) {
  if (classes_.size() >= kIgnored)
    throw Error(ErrorKind::kBadInput, "train.classes",
                Cat(classes_.size(), " classes: at most ", kIgnored - 1));
  std::vector<uint8_t>& codes = codes_[classes_];
  codes.assign(kNumValues, kNone);
  codes[0] = 0;
  uint8_t next = 1;
  for (const auto& [value, name] : classes_) codes[value] = next++;
  for (const uint16_t value : ignore) codes[value] = kIgnored;
  for (const Part& part : parts) {
    std::vector<uint8_t>& of_part = codes_.emplace(part.classes, OfPart(part.classes)).first->second;
    for (const uint16_t value : part.ignore) of_part[value] = kIgnored;
  }
}

const std::vector<uint8_t>& LabelCodes::Of(const Classes& own) const {
  const auto found = codes_.find(own);
  return found != codes_.end() ? found->second : codes_.at(classes_);
}

Set LabelCodes::ClassesOf(const std::string& name) const {
  Set classes;
  for (const Region& region : regions_)
    if (region.name == name)
      for (const uint16_t value : region.values)
        classes.push_back(std::distance(classes_.begin(), classes_.find(value)) + 1);
  return classes;
}

uint8_t LabelCodes::CodeOf(const Set& classes) {
  if (classes.size() == 1) return static_cast<uint8_t>(classes.front());
  auto place = std::find(unions_.begin(), unions_.end(), classes);
  if (place == unions_.end()) place = unions_.insert(place, classes);
  const size_t code = classes_.size() + 1 + static_cast<size_t>(place - unions_.begin());
  if (code >= kIgnored)
    throw Error(ErrorKind::kBadInput, "train.classes",
                Cat("more than ", kIgnored, " classes and unions of them"));
  return static_cast<uint8_t>(code);
}

std::vector<uint8_t> LabelCodes::OfPart(const Classes& own) {
  std::vector<uint8_t> codes(kNumValues, kNone);
  Set outside(classes_.size() + 1);
  for (size_t k = 0; k < outside.size(); ++k) outside[k] = static_cast<int64_t>(k);
  for (const auto& [value, name] : own) {
    const Set region = ClassesOf(name);
    Set left = region;
    for (const auto& [other, other_name] : own) {
      const Set smaller = ClassesOf(other_name);
      if (smaller.size() < region.size() && IsWithin(smaller, region)) left = Without(left, smaller);
    }
    outside = Without(outside, region);
    if (!left.empty()) codes[value] = CodeOf(left);
  }
  codes[0] = CodeOf(outside);
  return codes;
}

}  // namespace f4s
