#include "libfuse4seg/image/files/nrrd_grid.h"

#include <cmath>
#include <map>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/volume_file.h"

namespace f4s {
namespace {

/// What turns the axes of a space into RAS; world axes of no named space count as LPS.
constexpr Vector3 kRas = {1, 1, 1}, kLas = {-1, 1, 1}, kLps = {-1, -1, 1};

struct Header {
  const TextFields& fields;
  const std::filesystem::path& path;
  size_t num_axes = 3;
  bool has_space = false;
  Vector3 ras_from_space = kLps;
};

void ReadSpace(Header& header) {
  static const std::map<std::string, Vector3> spaces = {
      {"ras", kRas},         {"rightanteriorsuperior", kRas},
      {"las", kLas},         {"leftanteriorsuperior", kLas},
      {"lps", kLps},         {"leftposteriorsuperior", kLps},
      {"scannerxyz", kLps},  {"3drighthanded", kLps},
      {"3dlefthanded", kLps}};
  const std::string space = header.fields.Optional("space"),
                    dimension = header.fields.Optional("space dimension");
  header.has_space = header.fields.Has("space") || header.fields.Has("space dimension");
  if (!header.has_space) return;
  size_t num_axes = 3;
  if (header.fields.Has("space")) {
    std::string name;
    for (const char c : LowerCase(space))
      if (c != ' ' && c != '-') name += c;
    const auto known = spaces.find(name);
    if (known == spaces.end() || !dimension.empty())
      throw BadHeader(header.path,
                      Cat("its space is ", Quoted(space),
                          ": wanted right-, left-anterior-superior, left-posterior-superior, scanner-xyz, "
                          "3D-right- or 3D-left-handed, without a space dimension"));
    header.ras_from_space = known->second;
  } else {
    num_axes = static_cast<size_t>(ParseWhole(dimension).value_or(0));
  }
  if (num_axes != header.num_axes)
    throw BadHeader(header.path, Cat("its space ", Quoted(space + dimension), " has not the ",
                                     header.num_axes, " dimensions of its grid"));
}

void CheckOrder(const TextFields& fields) {
  for (const char* name : {"sizes", "spacings", "thicknesses", "axis mins", "axis maxs", "space directions",
                           "centerings", "kinds", "labels", "units"})
    fields.RequireOrder("dimension", name);
  for (const char* name : {"space directions", "space origin", "space units", "measurement frame"})
    fields.RequireOrder(fields.Has("space") ? "space" : "space dimension", name);
}

/// "(1,0,0) (0,2,0)" is "(n,n,n)(n,n,n)".
std::string Shape(const std::string& text) {
  std::string shape;
  for (const char c : text) {
    const bool mark = c == '(' || c == ')' || c == ',';
    if (c == ' ' || c == '\t' || (!mark && shape.ends_with('n'))) continue;
    shape += mark ? c : 'n';
  }
  return shape;
}

/// The numbers of `count` vectors of the space, one after another; none without the field.
std::vector<double> Vectors(const Header& header, const char* name, size_t count) {
  const std::vector<double> numbers = header.fields.Numbers(name, count * header.num_axes, "(),");
  if (numbers.empty()) return numbers;
  std::string wanted;
  for (size_t i = 0; i < count; ++i) wanted += header.num_axes == 3 ? "(n,n,n)" : "(n,n)";
  if (const std::string text = header.fields.Optional(name); Shape(text) != wanted)
    throw BadHeader(header.path, Cat(name, " is ", Quoted(text), ": wanted ", count, " of ",
                                     header.num_axes == 3 ? "(x,y,z)" : "(x,y)"));
  return numbers;
}

void Refuse(const Header& header, const char* name, const char* beside) {
  throw BadHeader(header.path,
                  Cat("has the field ", Quoted(name), " beside ", beside, ": wanted one of them"));
}

/// Length first, then the unit vector times it: records depend on the last bit.
void SetDirections(const Header& header, const std::vector<double>& directions, Affine& map) {
  for (size_t axis = 0; axis < header.num_axes; ++axis) {
    const double* direction = directions.data() + axis * header.num_axes;
    double squares = 0;
    for (size_t i = 0; i < header.num_axes; ++i) squares += direction[i] * direction[i];
    const double length = std::sqrt(squares);
    for (size_t i = 0; i < header.num_axes; ++i)
      map[i][axis] = header.ras_from_space[i] * (1 / length * direction[i]) * length;
  }
}

/// Where no space is named: the middle of the first voxel, half a spacing from "axis mins" where these are
/// the borders of voxels ("centerings" cell, or none).
std::vector<double> OriginOfMins(const Header& header, const std::vector<double>& spacings,
                                 const Size3& size) {
  const auto mins = header.fields.Numbers("axis mins", header.num_axes);
  const auto maxs = header.fields.Numbers("axis maxs", header.num_axes);
  if (mins.empty() || (maxs.empty() && spacings.empty())) return {};
  const std::vector<std::string> centers = Words(LowerCase(header.fields.Optional("centerings")));
  std::vector<double> origin;
  for (size_t i = 0; i < header.num_axes; ++i) {
    const bool is_node = i < centers.size() && centers[i] == "node";
    const double spacing =
        spacings.empty() ? (maxs[i] - mins[i]) / static_cast<double>(size[i]) : spacings[i];
    origin.push_back(mins[i] + (is_node ? 0 : spacing / 2));
  }
  return origin;
}

}  // namespace

Geometry NrrdGrid(const TextFields& fields, const Size3& size, const std::filesystem::path& path) {
  Header header = {fields, path, Words(fields.Required("sizes")).size()};
  CheckOrder(fields);
  static_cast<void>(fields.Numbers("space directions", header.num_axes * header.num_axes, "(),"));
  ReadSpace(header);
  const std::vector<double> directions = Vectors(header, "space directions", header.num_axes);
  std::vector<double> origin = Vectors(header, "space origin", 1);
  const std::vector<double> spacings = fields.Numbers("spacings", header.num_axes);
  if (header.has_space && !spacings.empty()) Refuse(header, "spacings", "a space");
  if (!directions.empty()) {
    for (const char* name : {"axis mins", "axis maxs"})
      if (fields.Has(name)) Refuse(header, name, "space directions");
    if (fields.Optional("units").find_first_not_of("\" \t") != std::string::npos)
      Refuse(header, "units", "space directions");
  }
  if (fields.Optional("measurement frame").find("none") == std::string::npos)
    static_cast<void>(Vectors(header, "measurement frame", header.num_axes));
  if (!header.has_space) origin = OriginOfMins(header, spacings, size);
  Geometry grid;
  grid.size = size;
  Affine& map = grid.world_from_voxel;
  for (size_t axis = 0; axis < header.num_axes; ++axis) {
    if (!spacings.empty() && spacings[axis] == 0)
      throw BadHeader(path,
                      Cat("spacings is ", Quoted(fields.Optional("spacings")), ": wanted none that is 0"));
    map[axis][axis] = kLps[axis] * (spacings.empty() ? 1 : spacings[axis]);
    if (!origin.empty()) map[axis][3] = header.ras_from_space[axis] * origin[axis];
  }
  if (!directions.empty()) SetDirections(header, directions, map);
  return grid;
}

}  // namespace f4s
