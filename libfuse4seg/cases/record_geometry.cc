// What a case record says of size and place.

#include "libfuse4seg/cases/record_geometry.h"

#include <cmath>

#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {
namespace {

Error BadGeometry(const std::string& message) { return {ErrorKind::kBadInput, "record.geometry", message}; }

double Number(const Json& json, const char* where) {
  if (!json.is_number() || !std::isfinite(json.get<double>()))
    throw BadGeometry(Cat(where, ": ", ToLine(json).substr(0, 80), " is not a number"));
  return json.get<double>();
}

constexpr int64_t kMostVoxelsOfAxis = 65535, kMostSlices = 65535;

/// A whole number in a range; 77.0 is one, 1.5 and 1e300 are none.
int64_t Whole(const Json& json, const char* where, int64_t least, int64_t most) {
  const double number = Number(json, where);
  if (!(number >= static_cast<double>(least) && number <= static_cast<double>(most)) ||
      number != std::floor(number))
    throw BadGeometry(Cat(where, ": ", ToLine(json), " is not a whole number from ", least, " to ", most));
  return static_cast<int64_t>(number);
}

const Json& Member(const Json& json, const char* key, const char* where) {
  if (!json.is_object() || !json.contains(key)) throw BadGeometry(Cat(where, " has no ", key));
  return json[key];
}

const Json& Row(const Json& json, size_t index, size_t size, const char* where) {
  if (!json.is_array() || json.size() <= index || !json[index].is_array() || json[index].size() != size)
    throw BadGeometry(Cat(where, " is no matrix of rows of ", size));
  return json[index];
}

/// A list of 2 or 3.
const Json& NumberList(const Json& geometry, const char* key) {
  const Json& list = geometry[key];
  if (!list.is_array() || list.size() < 2 || list.size() > 3)
    throw BadGeometry(Cat("geometry.", key, " is ", ToLine(list).substr(0, 80), ": wanted 2 or 3 numbers"));
  return list;
}

/// A map from voxels to the patient, as one of a file's header.
void CheckMap(const Affine& map) {
  if (map[3] != Affine::value_type{0, 0, 0, 1})
    throw BadGeometry(Cat("world_from_voxel ends with the row ", ToLine(Json(map[3])), ": wanted [0,0,0,1]"));
  CheckGrid({{1, 1, 1}, map}, {});
}

/// Pixels lie as far apart in the patient as voxels may.
void CheckPixels(const SliceOfVolume& slice) {
  for (size_t column = 0; column < 2; ++column) {
    Vector3 step = {};
    for (size_t row = 0; row < 3; ++row)
      for (size_t i = 0; i < 3; ++i)
        step[row] += slice.geometry.world_from_voxel[row][i] * slice.voxel_from_pixel[i][column];
    if (const double mm = Length(step); !(mm >= kLeastSpacing_mm && mm <= kMostSpacing_mm))
      throw BadGeometry(Cat("voxel_from_pixel puts pixels ", mm, " mm apart: wanted ", kLeastSpacing_mm,
                            " to ", kMostSpacing_mm));
  }
}

}  // namespace

void CheckGeometry(const Json& record) {
  if (!record.contains("geometry")) return;
  const Json& geometry = record["geometry"];
  if (!geometry.is_object())
    throw BadGeometry(Cat("geometry is ", ToLine(geometry).substr(0, 80), ": wanted an object"));
  if (geometry.contains("size"))
    for (const Json& number : NumberList(geometry, "size"))
      static_cast<void>(Whole(number, "geometry.size", 1, INT32_MAX));
  if (geometry.contains("spacing_mm"))
    for (const Json& number : NumberList(geometry, "spacing_mm"))
      if (const double mm = Number(number, "geometry.spacing_mm");
          !(mm >= kLeastSpacing_mm && mm <= kMostSpacing_mm))
        throw BadGeometry(Cat("geometry.spacing_mm: ", mm, " is not a number from ", kLeastSpacing_mm, " to ",
                              kMostSpacing_mm));
  if (geometry.contains("size") && geometry.contains("spacing_mm") &&
      geometry["size"].size() != geometry["spacing_mm"].size())
    throw BadGeometry(Cat("geometry.spacing_mm has ", geometry["spacing_mm"].size(), " numbers and size ",
                          geometry["size"].size(), ": wanted as many"));
  if (geometry.contains("world_from_voxel")) CheckMap(AffineFromJson(geometry["world_from_voxel"]));
}

std::optional<SliceOfVolume> SliceIn(const Json& record) {
  const Json* volume = FindPath(record, "geometry.volume");
  if (volume == nullptr) return std::nullopt;
  SliceOfVolume slice;
  const Json& id = Member(*volume, "id", "geometry.volume");
  if (!id.is_string() && !id.is_number())
    throw BadGeometry(Cat("geometry.volume.id is ", ToLine(id).substr(0, 80), ": wanted text"));
  slice.id = id.is_string() ? id.get<std::string>() : ToLine(id);
  slice.slice = Whole(Member(*volume, "slice", "geometry.volume"), "geometry.volume.slice", 0, kMostSlices);
  slice.slices =
      Whole(Member(*volume, "slices", "geometry.volume"), "geometry.volume.slices", 1, kMostSlices);
  const Json& size = Member(*volume, "size", "geometry.volume");
  if (!size.is_array() || size.size() != 3) throw BadGeometry("geometry.volume.size is not [x,y,z]");
  int64_t voxels = 1;
  for (size_t axis = 0; axis < 3; ++axis) {
    slice.geometry.size[axis] = Whole(size[axis], "geometry.volume.size", 1, kMostVoxelsOfAxis);
    voxels *= slice.geometry.size[axis];
  }
  if (voxels > (int64_t{1} << 32))
    throw BadGeometry(Cat("geometry.volume.size: ", voxels, " voxels are more than 2^32"));
  slice.geometry.world_from_voxel = AffineFromJson(Member(*volume, "world_from_voxel", "geometry.volume"));
  const Json& matrix = Member(*volume, "voxel_from_pixel", "geometry.volume");
  for (size_t row = 0; row < 3; ++row)
    for (size_t column = 0; column < 3; ++column)
      slice.voxel_from_pixel[row][column] =
          Number(Row(matrix, row, 3, "voxel_from_pixel")[column], "voxel_from_pixel");
  CheckMap(slice.geometry.world_from_voxel);
  CheckPixels(slice);
  return slice;
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
