#include "libfuse4seg/cases/case.h"

#include <algorithm>
#include <set>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/cases/record_geometry.h"
#include "libfuse4seg/cases/subject_names.h"

namespace f4s {
namespace {

constexpr const char* kOfFinding[] = {"code", "severity", "text"};

Error BadRecord(const std::string& code, const std::string& message) {
  return {ErrorKind::kBadInput, "record." + code, message};
}

void RequireType(bool fits, const Json& record, const std::string& field, const char* wanted) {
  if (!fits)
    throw BadRecord("field",
                    Cat(field, " is ", ToLine(*FindPath(record, field)).substr(0, 80), ": wanted ", wanted));
}

/// Modalities become names of folders: "a/b" and "a_b" would share one.
void RequireDistinctFileNames(const Json& record) {
  std::set<std::string> names;
  if (record.contains("images"))
    for (const auto& [name, path] : record["images"].items())
      if (!names.insert(FileNameOf(name)).second)
        throw BadRecord("field", Cat("images.", name, ": its file name ", FileNameOf(name),
                                     " is that of another modality"));
}

bool AreFindings(const Json& json) {
  return json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& finding) {
           return finding.is_object() &&
                  std::all_of(std::begin(kOfFinding), std::end(kOfFinding),
                              [&](auto key) { return finding.contains(key) && finding[key].is_string(); });
         });
}

/// Checks the fields that the suite itself reads; all others may be anything.
void CheckFields(const Json& record) {
  for (const auto& [key, kind, of] : kRecordFields) {
    if (kind == FieldKind::kValue || !record.contains(key)) continue;
    const Json& value = record[key];
    if (kind != FieldKind::kFiles) {
      RequireType(value.is_string(), record, key, "text");
      continue;
    }
    RequireType(value.is_object(), record, key, "an object of names and paths");
    for (const auto& [name, path] : value.items())
      RequireType(path.is_string(), record, Cat(key, ".", name), "a path");
  }
  if (record.contains("metrics")) RequireType(record["metrics"].is_object(), record, "metrics", "an object");
  if (record.contains("findings"))
    RequireType(AreFindings(record["findings"]), record, "findings",
                "a list of objects with the texts code, severity and text");
  RequireDistinctFileNames(record);
  CheckGeometry(record);
  if (!record.contains("id") || record["id"].get<std::string>().empty())
    throw BadRecord("id", "the record has no id");
}

/// Checks what the fields, each sound by itself, mean together.
void CheckMeanings(const Case& record, const Classes& classes) {
  if (const auto problem = RegionNamedAsClass(classes, record.regions()))
    throw BadRecord("classes", *problem);
  if (classes.size() > kMostClasses)
    throw BadRecord("classes", Cat("has ", classes.size(), " classes: at most ", kMostClasses, " are read"));
  if (const auto meant = MisspeltSplit(record.split()))
    throw BadRecord("split", Cat("split is ", Quoted(record.split()), ": wanted ", *meant));
}

uint16_t LabelValue(const Json& json, const std::string& where) {
  if (!json.is_number_integer() || json.get<int64_t>() < 1 || json.get<int64_t>() > 65535)
    throw BadRecord("field", Cat(where, ": ", ToLine(json), " is not a label from 1 to 65535"));
  return json.get<uint16_t>();
}

/// A path as JSON can hold it.
std::string PathText(const std::filesystem::path& file) {
  try {
    static_cast<void>(Json(file.string()).dump());
  } catch (const Json::exception&) {
    throw Error(ErrorKind::kBadInput, "path.utf8", "its name is not UTF-8, so no record can hold it")
        .InFile(file);
  }
  return file.string();
}

}  // namespace

Case::Case(const std::string& id) { json_["id"] = id; }

Case Case::FromRecord(Json record, const std::filesystem::path& folder) {
  if (!record.is_object()) throw BadRecord("type", "is not a JSON object");
  const Json* schema = FindPath(record, "schema");
  if (schema == nullptr || *schema != kCaseSchema)
    throw BadRecord("schema", Cat("schema is ", schema == nullptr ? "missing" : ToLine(*schema), ": wanted ",
                                  kCaseSchema));
  CheckFields(record);
  ForEachPath(record, [&](const std::string& path) { return Absolute(folder / path).string(); });
  Case result;
  result.json_ = std::move(record);
  result.told_findings_ = result.findings().size();
  const Classes classes = result.classes();
  CheckMeanings(result, classes);
  if (std::any_of(classes.begin(), classes.end(), [](const auto& one) { return IsIgnore(one.second); }))
    result.SetClasses(classes, result.regions());
  return result;
}

std::string Case::Text(const char* key) const {
  const auto member = json_.find(key);
  return member != json_.end() && member->is_string() ? member->get<std::string>() : "";
}

std::string Case::subject() const {
  if (const std::string subject = Text("subject"); !subject.empty()) return subject;
  const Json* volume = FindPath(json_, "geometry.volume.id");
  return PatientOfId(volume != nullptr && volume->is_string() ? volume->get<std::string>() : id());
}

std::vector<std::string> Case::modalities() const {
  std::vector<std::string> names;
  if (json_.contains("images"))
    for (const auto& [name, path] : json_["images"].items()) names.push_back(name);
  return names;
}

std::filesystem::path Case::image(const std::string& modality) const {
  if (json_.contains("images") && json_["images"].contains(modality))
    return json_["images"][modality].get<std::string>();
  std::string known;
  for (const std::string& name : modalities()) known += " " + name;
  throw Error(ErrorKind::kBadInput, "case.modality",
              Cat("has no modality ", Quoted(modality), "; it has", known.empty() ? " none" : known))
      .InCase(id());
}

std::optional<std::filesystem::path> Case::file(const std::string& key) const {
  const auto member = json_.find(key);
  if (member == json_.end() || !member->is_string()) return std::nullopt;
  return member->get<std::string>();
}

Classes Case::classes() const {
  Classes classes;
  if (!json_.contains("classes")) return classes;
  if (!json_["classes"].is_object()) throw BadRecord("field", "classes is no object");
  for (const auto& [value, name] : json_["classes"].items()) {
    const auto number = ParseWhole(value);
    if (!number || std::to_string(*number) != value)
      throw BadRecord("field", Cat("classes: ", Quoted(value), " is not a label from 1 to 65535"));
    if (!name.is_string() || name.get<std::string>().empty())
      throw BadRecord("field", Cat("classes.", value, " is ", ToLine(name), ": wanted a name"));
    classes[LabelValue(*number, "classes")] = name.get<std::string>();
  }
  return classes;
}

std::vector<Region> Case::regions() const {
  std::vector<Region> regions;
  if (!json_.contains("regions")) return regions;
  if (!json_["regions"].is_object()) throw BadRecord("field", "regions is no object");
  for (const auto& [name, values] : json_["regions"].items()) {
    Region region = {name, {}};
    if (name.empty() || !values.is_array() || values.empty())
      throw BadRecord("field", Cat("regions.", name, " is ", ToLine(values).substr(0, 80),
                                   ": wanted a name and a list of label values"));
    for (const Json& value : values) region.values.push_back(LabelValue(value, "regions." + name));
    std::sort(region.values.begin(), region.values.end());
    regions.push_back(std::move(region));
  }
  return regions;
}

std::vector<uint16_t> Case::ignored() const {
  std::vector<uint16_t> values;
  if (!json_.contains("ignore")) return values;
  if (!json_["ignore"].is_array()) throw BadRecord("field", "ignore is no list of label values");
  for (const Json& value : json_["ignore"]) values.push_back(LabelValue(value, "ignore"));
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<std::string> Case::fused_from() const {
  std::vector<std::string> names;
  if (const Json* from = FindPath(json_, "fused_from"); from != nullptr && from->is_array())
    for (const Json& name : *from)
      if (name.is_string()) names.push_back(name.get<std::string>());
  return names;
}

std::optional<SliceOfVolume> Case::slice_of_volume() const { return SliceIn(json_); }

void Case::SetImage(const std::string& modality, const std::filesystem::path& file) {
  json_["images"][modality] = PathText(file);
}

void Case::SetFile(const std::string& key, const std::filesystem::path& file) { json_[key] = PathText(file); }

void Case::SetClasses(const Classes& classes, const std::vector<Region>& regions) {
  if (const auto problem = RegionNamedAsClass(classes, regions))
    throw Error(ErrorKind::kBadInput, "label.names", *problem).InCase(id());
  std::vector<uint16_t> ignored = this->ignored();
  json_["classes"] = Json::object();
  for (const auto& [value, name] : classes)
    if (IsIgnore(name))
      ignored.push_back(value);
    else
      json_["classes"][std::to_string(value)] = name;
  std::sort(ignored.begin(), ignored.end());
  ignored.erase(std::unique(ignored.begin(), ignored.end()), ignored.end());
  SetIgnored(ignored);
  json_["regions"] = Json::object();
  for (const Region& region : regions) json_["regions"][region.name] = region.values;
}

void Case::SetIgnored(const std::vector<uint16_t>& values) {
  if (values.empty())
    json_.erase("ignore");
  else
    json_["ignore"] = values;
}

void Case::AddFinding(const std::string& code, const std::string& severity, const std::string& text) {
  json_["findings"].push_back({{"code", code}, {"severity", severity}, {"text", text}});
}

const Json& Case::findings() const {
  static const Json kNone = Json::array();
  const auto found = json_.find("findings");
  return found == json_.end() ? kNone : *found;
}

std::vector<std::filesystem::path> Case::Files() const {
  std::vector<std::filesystem::path> files;
  if (json_.contains("images"))
    for (const auto& [name, path] : json_["images"].items()) files.emplace_back(path.get<std::string>());
  for (const RecordField& field : kRecordFields)
    if (field.kind == FieldKind::kFile)
      if (const auto path = file(field.key)) files.push_back(*path);
  return files;
}

void ForEachPath(Json& record, const std::function<std::string(const std::string&)>& change) {
  const auto change_text = [&](Json& path) {
    if (path.is_string()) path = change(path.get<std::string>());
  };
  for (const auto& [key, kind, of] : kRecordFields) {
    if (kind == FieldKind::kText || kind == FieldKind::kValue || !record.contains(key)) continue;
    Json& value = record[key];
    if (kind != FieldKind::kFiles)
      change_text(value);
    else if (value.is_object())
      for (auto& [name, path] : value.items()) change_text(path);
  }
}

namespace {

/// Bytes of the letter beyond ASCII that begins at `at`; 0 where none does: what is no UTF-8, controls, and
/// marks that no one sees.
size_t LetterAt(const std::string& text, size_t at) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const uint32_t first = byte(at);
  const size_t length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (first < 0xc2 || first >= 0xf5) return 0;
  uint32_t code = first & (0x7fU >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0U) != 0x80) return 0;
    code = code << 6U | (byte(at + i) & 0x3fU);
  }
  static constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_mark = code <= 0xa0 || (code >= 0x2000 && code < 0x2070) || code == 0xfeff ||
                       (code >= 0xd800 && code < 0xe000) || (code >= 0xfff0 && code < 0x10000) ||
                       code > 0x10ffff;
  return is_mark || code < kLeast[length] ? 0 : length;
}

}  // namespace

std::string FileNameOf(const std::string& id) {
  if (id == "." || id == "..") return std::string(id.size(), '_');
  std::string name;
  for (size_t i = 0; i < id.size();) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(id[i])) != 0 ||
                          std::string_view("._+-").find(id[i]) != std::string_view::npos;
    const size_t letter = LetterAt(id, i);
    name += letter > 0 ? id.substr(i, letter) : std::string(1, is_plain ? id[i] : '_');
    i += std::max<size_t>(1, letter);
  }
  return name;
}

}  // namespace f4s
