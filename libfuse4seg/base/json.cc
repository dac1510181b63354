#include "libfuse4seg/base/json.h"

#include <algorithm>
#include <numeric>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

size_t EditDistance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({substituted, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string ToLine(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json ParseJson(const std::string& text, const std::filesystem::path& where) {
  try {
    return Json::parse(text);
  } catch (const Json::exception& e) {
    throw Error(ErrorKind::kBadInput, "json.syntax", Cat("is not JSON: ", e.what())).InFile(where);
  }
}

const Json* FindPath(const Json& json, const std::string& path) {
  if (path.empty()) return &json;
  if (!json.is_object()) return nullptr;
  for (size_t end = path.size(); end != std::string::npos && end > 0; end = path.rfind('.', end - 1)) {
    const auto member = json.find(path.substr(0, end));
    if (member == json.end()) continue;
    if (const Json* found = FindPath(*member, end == path.size() ? "" : path.substr(end + 1))) return found;
  }
  return nullptr;
}

std::string TextAt(const Json& json, const std::string& path) {
  const Json* found = FindPath(json, path);
  return found != nullptr && found->is_string() ? found->get<std::string>() : "";
}

std::string DidYouMean(const std::string& word, const std::vector<std::string>& candidates) {
  const auto distance = [lower = LowerCase(word)](const std::string& candidate) {
    return EditDistance(lower, LowerCase(candidate));
  };
  const auto nearest =
      std::min_element(candidates.begin(), candidates.end(),
                       [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
  if (nearest == candidates.end() || distance(*nearest) > 1 + word.size() / 4) return "";
  return "; did you mean " + Quoted(*nearest) + "?";
}

}  // namespace f4s
