#include "libfuse4seg/base/json.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

/// The parser's reason shows what it read last, however long that is.
Error NoJson(const Json::exception& reason) {
  constexpr size_t kLongestReason = 240;
  const std::string text = reason.what();
  return {ErrorKind::kBadInput, "json.syntax",
          Cat("is not JSON: ", text.substr(0, kLongestReason), text.size() > kLongestReason ? " ..." : "")};
}

/// Makes a value of the parser's events.
class Builder : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return Add(nullptr); }
  bool boolean(bool value) override { return Add(value); }
  bool number_integer(number_integer_t value) override { return Add(value); }
  bool number_unsigned(number_unsigned_t value) override { return Add(value); }
  bool number_float(number_float_t value, const string_t&) override { return Add(value); }
  bool string(string_t& value) override { return Add(std::move(value)); }
  bool binary(binary_t&) override { return false; }  // not of text
  bool start_object(size_t) override { return Open(Json::object()); }
  bool start_array(size_t) override { return Open(Json::array()); }
  bool end_object() override { return open_.pop_back(), true; }
  bool end_array() override { return open_.pop_back(), true; }
  bool key(string_t& key) override {
    Level& level = open_.back();
    auto& members = level.value->get_ref<Json::object_t&>();
    if (members.size() >= kMostJsonKeys)
      throw Error(ErrorKind::kBadInput, "json.keys",
                  Cat("an object of more than ", kMostJsonKeys, " keys, the next of them ", Quoted(key)));
    if (IsThere(level, key))
      throw Error(ErrorKind::kBadInput, "json.key_twice", Cat("the key ", Quoted(key), " stands twice"));
    level.key = std::move(key);
    return true;
  }
  bool parse_error(size_t, const std::string&, const Json::exception& error) override { throw NoJson(error); }

  [[nodiscard]] Json Result() { return std::move(root_); }

 private:
  struct Level {
    Json* value;
    std::string key = {};  ///< of the member that comes next
    std::unordered_set<std::string> keys = {};
  };
  static constexpr size_t kFew = 24;  // keys among which a search is quicker than in a set

  /// Whether an object has the key already; it counts as there from now on.
  static bool IsThere(Level& level, const std::string& key) {
    const auto& members = level.value->get_ref<const Json::object_t&>();
    if (members.size() < kFew)
      return std::any_of(members.begin(), members.end(), [&](const auto& one) { return one.first == key; });
    if (level.keys.empty())
      for (const auto& [name, value] : members) level.keys.insert(name);
    return !level.keys.insert(key).second;
  }

  /// @return where the value stands.  It stays there while it is open, as nothing is added beside it.
  Json& Put(Json value) {
    if (open_.empty()) return root_ = std::move(value);
    Level& level = open_.back();
    if (level.value->is_array()) return level.value->get_ref<Json::array_t&>().emplace_back(std::move(value));
    // The container below an ordered object: its own insertion looks through all keys once more.
    std::vector<Json::object_t::value_type>& members = level.value->get_ref<Json::object_t&>();
    return members.emplace_back(std::move(level.key), std::move(value)).second;
  }
  template <class Value>
  bool Add(Value&& value) {
    Put(Json(std::forward<Value>(value)));
    return true;
  }
  bool Open(Json value) {
    if (open_.size() >= kMostJsonDepth)
      throw Error(ErrorKind::kBadInput, "json.depth", Cat("more than ", kMostJsonDepth, " levels deep"));
    open_.push_back({&Put(std::move(value))});
    return true;
  }

  Json root_;
  std::vector<Level> open_;
};

}  // namespace

std::string ToLine(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json ParseJson(const std::string& text, const std::filesystem::path& where) {
  try {
    Builder builder;
    Json::sax_parse(text, &builder);
    return builder.Result();
  } catch (Error& error) {
    throw std::move(error).InFile(where);
  } catch (const Json::exception& e) {
    throw NoJson(e).InFile(where);
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

}  // namespace f4s
