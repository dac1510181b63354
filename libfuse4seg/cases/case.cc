#include "libfuse4seg/cases/case.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/cases/record_fields.h"

namespace f4s {
namespace {

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
  RequireDistinctFileNames(record);
  if (!record.contains("id") || record["id"].get<std::string>().empty())
    throw BadRecord("id", "the record has no id");
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

double Number(const Json& json, const char* where) {
  if (!json.is_number() || !std::isfinite(json.get<double>()))
    throw BadRecord("geometry", Cat(where, ": ", ToLine(json), " is not a number"));
  return json.get<double>();
}

constexpr int64_t kMostVoxelsOfAxis = 65535, kMostSlices = 65535;

/// A whole number in a range; 77.0 is one, 1.5 and 1e300 are none.
int64_t Whole(const Json& json, const char* where, int64_t least, int64_t most) {
  const double number = Number(json, where);
  if (!(number >= static_cast<double>(least) && number <= static_cast<double>(most)) ||
      number != std::floor(number))
    throw BadRecord("geometry",
                    Cat(where, ": ", ToLine(json), " is not a whole number from ", least, " to ", most));
  return static_cast<int64_t>(number);
}

const Json& Member(const Json& json, const char* key, const char* where) {
  if (!json.is_object() || !json.contains(key)) throw BadRecord("geometry", Cat(where, " has no ", key));
  return json[key];
}

const Json& Row(const Json& json, size_t index, size_t size, const char* where) {
  if (!json.is_array() || json.size() <= index || !json[index].is_array() || json[index].size() != size)
    throw BadRecord("geometry", Cat(where, " is no matrix of rows of ", size));
  return json[index];
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
  return result;
}

std::string Case::Text(const char* key) const {
  const auto member = json_.find(key);
  return member != json_.end() && member->is_string() ? member->get<std::string>() : "";
}

std::string Case::subject() const {
  if (const std::string subject = Text("subject"); !subject.empty()) return subject;
  const Json* volume = FindPath(json_, "geometry.volume.id");
  return volume != nullptr && volume->is_string() ? volume->get<std::string>() : id();
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
    const Json number = Json::parse(value, nullptr, false);
    classes[LabelValue(number, "classes")] = name.is_string() ? name.get<std::string>() : value;
  }
  return classes;
}

std::vector<Region> Case::regions() const {
  std::vector<Region> regions;
  if (!json_.contains("regions")) return regions;
  if (!json_["regions"].is_object()) throw BadRecord("field", "regions is no object");
  for (const auto& [name, values] : json_["regions"].items()) {
    Region region = {name, {}};
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

std::optional<SliceOfVolume> Case::slice_of_volume() const {
  const Json* volume = FindPath(json_, "geometry.volume");
  if (volume == nullptr) return std::nullopt;
  SliceOfVolume slice;
  const Json& id = Member(*volume, "id", "geometry.volume");
  slice.id = id.is_string() ? id.get<std::string>() : ToLine(id);
  slice.slice = Whole(Member(*volume, "slice", "geometry.volume"), "geometry.volume.slice", 0, kMostSlices);
  slice.slices =
      Whole(Member(*volume, "slices", "geometry.volume"), "geometry.volume.slices", 1, kMostSlices);
  const Json& size = Member(*volume, "size", "geometry.volume");
  if (!size.is_array() || size.size() != 3)
    throw BadRecord("geometry", "geometry.volume.size is not [x,y,z]");
  int64_t voxels = 1;
  for (size_t axis = 0; axis < 3; ++axis) {
    slice.geometry.size[axis] = Whole(size[axis], "geometry.volume.size", 1, kMostVoxelsOfAxis);
    voxels *= slice.geometry.size[axis];
  }
  if (voxels > (int64_t{1} << 32))
    throw BadRecord("geometry", Cat("geometry.volume.size: ", voxels, " voxels are more than 2^32"));
  slice.geometry.world_from_voxel = AffineFromJson(Member(*volume, "world_from_voxel", "geometry.volume"));
  const Json& matrix = Member(*volume, "voxel_from_pixel", "geometry.volume");
  for (size_t row = 0; row < 3; ++row)
    for (size_t column = 0; column < 3; ++column)
      slice.voxel_from_pixel[row][column] =
          Number(Row(matrix, row, 3, "voxel_from_pixel")[column], "voxel_from_pixel");
  return slice;
}

void Case::SetImage(const std::string& modality, const std::filesystem::path& file) {
  json_["images"][modality] = PathText(file);
}

void Case::SetFile(const std::string& key, const std::filesystem::path& file) { json_[key] = PathText(file); }

void Case::SetClasses(const Classes& classes, const std::vector<Region>& regions) {
  json_["classes"] = Json::object();
  for (const auto& [value, name] : classes) json_["classes"][std::to_string(value)] = name;
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

std::string FileNameOf(const std::string& id) {
  std::string name = id;
  if (name == "." || name == "..") return std::string(name.size(), '_');
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) &&
        std::string_view("._+-").find(c) == std::string_view::npos)
      c = '_';
  return name;
}

Json AffineJson(const Affine& affine) {
  Json rows = Json::array();
  for (const auto& row : affine) rows.push_back(Json(row));
  return rows;
}

Affine AffineFromJson(const Json& json) {
  Affine affine;
  for (size_t row = 0; row < 4; ++row)
    for (size_t column = 0; column < 4; ++column)
      affine[row][column] = Number(Row(json, row, 4, "world_from_voxel")[column], "world_from_voxel");
  return affine;
}

}  // namespace f4s
