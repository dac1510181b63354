#include "libfuse4seg/image/files/text_fields.h"

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {

void TextFields::Add(const std::string& name, const std::string& value) {
  if (!fields_.emplace(name, Field{value, fields_.size()}).second)
    throw file_->Bad("header", Cat("the field ", Quoted(name), " occurs twice"));
}

const std::string& TextFields::Required(const std::string& name) const {
  const auto found = fields_.find(name);
  if (found == fields_.end()) throw file_->Bad("header", Cat("has no field ", Quoted(name)));
  return found->second.value;
}

std::string TextFields::Optional(const std::string& name, const std::string& otherwise) const {
  const auto found = fields_.find(name);
  return found == fields_.end() ? otherwise : found->second.value;
}

void TextFields::RequireOrder(const std::string& first, const std::string& later) const {
  const auto before = fields_.find(first), after = fields_.find(later);
  if (after != fields_.end() && (before == fields_.end() || before->second.place > after->second.place))
    throw BadHeader(file_->path(), Cat("the field ", Quoted(later), " stands without, or before, ",
                                       Quoted(first), ", which it counts on"));
}

Size3 TextFields::Size(const std::string& num_axes, const std::string& sizes) const {
  const auto ndim = ParseWhole(Required(num_axes));
  if (!ndim || *ndim < 2 || *ndim > 3)
    throw file_->Bad("ndim", Cat(num_axes, " is ", Quoted(Required(num_axes)), ": wanted 3 or 2"));
  const std::vector<std::string> words = Words(Required(sizes));
  if (words.size() != static_cast<size_t>(*ndim))
    throw file_->Bad("dim", Cat(sizes, " has ", words.size(), " numbers for ", *ndim, " dimensions"));
  Size3 size = {1, 1, 1};
  for (size_t i = 0; i < words.size(); ++i) {
    const auto value = ParseWhole(words[i]);
    if (!value || *value <= 0)
      throw file_->Bad("dim", Cat(sizes, " is ", Quoted(Required(sizes)), ": wanted whole numbers above 0"));
    size[i] = *value;
  }
  if (CheckedProduct({size[0], size[1], size[2], 64}) == 0)
    throw file_->Bad("dim", Cat(size[0], "x", size[1], "x", size[2], " voxels are more than any file holds"));
  return size;
}

std::vector<double> TextFields::Numbers(const std::string& name, size_t count,
                                        const std::string& separators) const {
  const auto found = fields_.find(name);
  if (found == fields_.end()) return {};
  const auto numbers = FiniteNumbers(found->second.value, separators, count);
  if (!numbers)
    throw file_->Bad("geometry",
                     Cat(name, " is ", Quoted(found->second.value), ": wanted ", count, " finite numbers"));
  return *numbers;
}

std::vector<std::string> TokensOf(const std::string& text) {
  constexpr const char* kBlanks = " \t";
  std::vector<std::string> tokens;
  size_t at = text.find_first_not_of(kBlanks);
  while (at != std::string::npos) {
    size_t end = text.find_first_of(" \t(\"", at + 1);
    if (text[at] == '(') end = text.find(')', at);
    if (text[at] == '"')
      for (end = text.find('"', at + 1); end != std::string::npos && text[end - 1] == '\\';)
        end = text.find('"', end + 1);
    if ((text[at] == '(' || text[at] == '"') && end != std::string::npos) ++end;
    tokens.push_back(text.substr(at, end == std::string::npos ? end : end - at));
    at = end == std::string::npos ? end : text.find_first_not_of(kBlanks, end);
  }
  return tokens;
}

std::vector<std::string> QuotedIn(const std::string& text) {
  std::vector<std::string> tokens = TokensOf(text);
  for (std::string& token : tokens) {
    if (token.size() < 2 || token.front() != '"' || token.back() != '"') return {};
    token = token.substr(1, token.size() - 2);
  }
  return tokens;
}

std::optional<double> MillimetresIn(const std::string& unit) {
  static const std::map<std::string, double> units = [] {
    std::map<std::string, double> by_name = {{"micron", 1e-3}, {"\u00b5m", 1e-3}, {"\u03bcm", 1e-3}};
    const auto add = [&](const std::string& sign, const std::string& prefix, double mm) {
      by_name[sign] = mm;
      for (const char* metre : {"metre", "meter"}) by_name[prefix + metre] = mm;
    };
    add("m", "", 1e3);
    add("cm", "centi", 10);
    add("mm", "milli", 1);
    add("um", "micro", 1e-3);
    add("nm", "nano", 1e-6);
    return by_name;
  }();
  std::string name = LowerCase(Trimmed(unit));
  if (name.size() > 3 && name.back() == 's') name.pop_back();
  const auto found = units.find(name);
  return found == units.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace f4s
