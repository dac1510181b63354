#include "libfuse4seg/image/region.h"

#include <algorithm>
#include <cctype>
#include <sstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

/// A label value, 1 to 65535.
uint16_t ParseLabel(const std::string& text, const std::string& word, const char* code) {
  const auto value = NumberIn<uint16_t>(text);
  if (!value || *value == 0)
    throw Error(ErrorKind::kUsage, code,
                Cat(Quoted(word), ": ", Quoted(text), " is not a label from 1 to 65535"));
  return *value;
}

/// '1=a, 2=b,4=c' -> '1=a  2=b 4=c': a comma or semicolon before the next VALUE=, or at the end, parts too.
std::string WithoutCommas(std::string text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != ',' && text[i] != ';') continue;
    size_t next = i + 1;
    while (next < text.size() && (text[next] == ' ' || text[next] == '\t')) ++next;
    const size_t digits = next;
    while (next < text.size() && std::isdigit(static_cast<unsigned char>(text[next])) != 0) ++next;
    if (digits == text.size() || (next > digits && next < text.size() && text[next] == '=')) text[i] = ' ';
  }
  return text;
}

}  // namespace

std::vector<Region> ParseRegions(const std::string& text) {
  std::vector<Region> regions;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    if (equals == 0 || equals == std::string::npos)
      throw Error(ErrorKind::kUsage, "regions.syntax", Cat(Quoted(word), ": wanted NAME=VALUE[,VALUE...]"));
    Region region = {word.substr(0, equals), {}};
    std::istringstream values(word.substr(equals + 1));
    for (std::string value; std::getline(values, value, ',');)
      region.values.push_back(ParseLabel(value, word, "regions.syntax"));
    std::sort(region.values.begin(), region.values.end());
    const auto same_name = [&](const Region& other) { return other.name == region.name; };
    if (region.values.empty())
      throw Error(ErrorKind::kUsage, "regions.syntax", Cat(Quoted(word), ": wanted NAME=VALUE[,VALUE...]"));
    if (std::any_of(regions.begin(), regions.end(), same_name) ||
        std::adjacent_find(region.values.begin(), region.values.end()) != region.values.end())
      throw Error(ErrorKind::kUsage, "regions.syntax",
                  Cat(Quoted(word), ": names and values may occur only once"));
    regions.push_back(std::move(region));
  }
  return regions;
}

std::vector<uint16_t> ParseLabelValues(const std::string& text) {
  std::vector<uint16_t> values;
  for (const std::string& value : SplitFields(text, ','))
    values.push_back(ParseLabel(Trimmed(value), text, "ignore.syntax"));
  std::sort(values.begin(), values.end());
  if (std::adjacent_find(values.begin(), values.end()) != values.end())
    throw Error(ErrorKind::kUsage, "ignore.syntax", Cat(Quoted(text), ": a value occurs twice"));
  return values;
}

Classes ParseClasses(const std::string& text) {
  Classes classes;
  std::istringstream words(WithoutCommas(text));
  for (std::string word; words >> word;) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals + 1 == word.size())
      throw Error(ErrorKind::kUsage, "classes.syntax", Cat(Quoted(word), ": wanted VALUE=NAME"));
    const uint16_t value = ParseLabel(word.substr(0, equals), word, "classes.syntax");
    if (!classes.emplace(value, word.substr(equals + 1)).second)
      throw Error(ErrorKind::kUsage, "classes.syntax", Cat(Quoted(word), ": the value occurs twice"));
  }
  return classes;
}

bool IsIgnore(const std::string& name) { return LowerCase(Trimmed(name)) == "ignore"; }

std::optional<std::string> RegionNamedAsClass(const Classes& classes, const std::vector<Region>& regions) {
  std::map<std::string, std::vector<uint16_t>> values;
  for (const auto& [value, name] : classes) values[name].push_back(value);
  for (const Region& region : regions)
    if (const auto same = values.find(region.name); same != values.end() && region.values != same->second)
      return Cat("the region ", Quoted(region.name), " = ", Joined(region.values, ","),
                 " is called as the class ", Joined(same->second, ","), ": wanted another name");
  return std::nullopt;
}

}  // namespace f4s
