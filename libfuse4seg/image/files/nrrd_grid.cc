#include "libfuse4seg/image/files/nrrd_grid.h"

#include <algorithm>
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
  size_t num_world_axes = 3;  ///< numbers of a vector
  bool has_space = false;
  bool is_of_patient = false;  ///< the space: its axes are those of a patient, in mm
  Vector3 ras_from_space = kLps;

  [[nodiscard]] Error Bad(const char* code, const std::string& message) const {
    return Error(ErrorKind::kBadInput, code, message).InFile(path);
  }
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
    header.is_of_patient = known->first.find("anded") == std::string::npos && known->first != "scannerxyz";
  } else {
    num_axes = static_cast<size_t>(ParseWhole(dimension).value_or(0));
  }
  const bool is_cut_from_space = header.num_axes == 2 && num_axes == 3;
  if (num_axes != header.num_axes && !is_cut_from_space)
    throw BadHeader(header.path, Cat("its space ", Quoted(space + dimension), " has not the ",
                                     header.num_axes, " dimensions of its grid"));
  header.num_world_axes = num_axes;
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
  const bool is_3d = header.num_world_axes == 3;
  const std::vector<double> numbers = header.fields.Numbers(name, count * header.num_world_axes, "(),");
  if (numbers.empty()) return numbers;
  std::string wanted;
  for (size_t i = 0; i < count; ++i) wanted += is_3d ? "(n,n,n)" : "(n,n)";
  if (const std::string text = header.fields.Optional(name); Shape(text) != wanted)
    throw BadHeader(header.path,
                    Cat(name, " is ", Quoted(text), ": wanted ", count, " of ", is_3d ? "(x,y,z)" : "(x,y)"));
  return numbers;
}

void Refuse(const Header& header, const char* name, const char* beside) {
  throw BadHeader(header.path,
                  Cat("has the field ", Quoted(name), " beside ", beside, ": wanted one of them"));
}

/// Length first, then the unit vector times it: records depend on the last bit.
void SetDirections(const Header& header, const std::vector<double>& directions, Affine& map) {
  for (size_t axis = 0; axis < header.num_axes; ++axis) {
    const double* direction = directions.data() + axis * header.num_world_axes;
    double squares = 0;
    for (size_t i = 0; i < header.num_world_axes; ++i) squares += direction[i] * direction[i];
    const double length = std::sqrt(squares);
    if (length == 0)
      throw BadHeader(header.path,
                      Cat("space directions is ", Quoted(header.fields.Optional("space directions")),
                          ": wanted none of length 0"));
    for (size_t i = 0; i < header.num_world_axes; ++i)
      map[i][axis] = header.ras_from_space[i] * (1 / length * direction[i]) * length;
  }
}

bool IsNode(const Header& header, size_t axis) {
  const std::vector<std::string> centers = Words(LowerCase(header.fields.Optional("centerings")));
  return axis < centers.size() && centers[axis] == "node";
}

std::vector<std::string> WithOnes(std::vector<std::string> words) {
  for (std::string& word : words)
    if (word == "nan") word = "1";
  return words;
}

/// "spacings", where NaN is one that is not known; else from "axis mins" and "axis maxs", which are the
/// borders of voxels, or their middles ("centerings" node).
/// @param is_assumed  takes whether one of them is not known, and 1
std::vector<double> Spacings(const Header& header, const Size3& size, bool& is_assumed) {
  std::string text = header.fields.Optional("spacings");
  const std::vector<std::string> words = Words(LowerCase(text));
  const auto is_nan = [](const std::string& word) { return word == "nan"; };
  is_assumed = std::any_of(words.begin(), words.end(), is_nan);
  if (is_assumed && words.size() == header.num_axes && std::all_of(words.begin(), words.end(), is_nan))
    return {};
  if (is_assumed) text = Joined(WithOnes(words), " ");
  std::vector<double> spacings;
  if (header.fields.Has("spacings")) {
    const auto numbers = FiniteNumbers(text, "", header.num_axes);
    if (!numbers)
      throw header.Bad("nrrd.geometry", Cat("spacings is ", Quoted(header.fields.Optional("spacings")),
                                            ": wanted ", header.num_axes, " finite numbers, or NaN"));
    spacings = *numbers;
  }
  for (const double spacing : spacings)
    if (spacing == 0)
      throw BadHeader(header.path, Cat("spacings is ", Quoted(text), ": wanted none that is 0"));
  if (!spacings.empty()) return spacings;
  const auto mins = header.fields.Numbers("axis mins", header.num_axes);
  const auto maxs = header.fields.Numbers("axis maxs", header.num_axes);
  if (mins.empty() || maxs.empty()) return {};
  for (size_t i = 0; i < header.num_axes; ++i) {
    const auto steps = static_cast<double>(size[i] - (IsNode(header, i) ? 1 : 0));
    if (mins[i] == maxs[i] || steps == 0) return {};
    spacings.push_back((maxs[i] - mins[i]) / steps);
  }
  return spacings;
}

/// Where no space is named: the middle of the first voxel.
std::vector<double> OriginOfMins(const Header& header, const std::vector<double>& spacings) {
  const auto mins = header.fields.Numbers("axis mins", header.num_axes);
  static_cast<void>(header.fields.Numbers("axis maxs", header.num_axes));
  if (mins.empty() || spacings.empty()) return {};
  std::vector<double> origin;
  for (size_t i = 0; i < header.num_axes; ++i)
    origin.push_back(mins[i] + (IsNode(header, i) ? 0 : spacings[i] / 2));
  return origin;
}

/// What the lengths along the world's axes are to be multiplied with to be mm.
Vector3 Millimetres(const Header& header, HeaderNotes& notes) {
  const char* const name = header.has_space ? "space units" : "units";
  const size_t count = header.has_space ? header.num_world_axes : header.num_axes;
  const std::vector<std::string> units = QuotedIn(header.fields.Optional(name));
  Vector3 mm = {1, 1, 1};
  if (header.fields.Has(name) && units.size() != count)
    throw BadHeader(header.path, Cat(name, " is ", Quoted(header.fields.Optional(name)),
                                     ": wanted a string in quotes for each axis"));
  bool all_known = !units.empty();
  for (size_t i = 0; i < units.size(); ++i) {
    all_known = all_known && !Trimmed(units[i]).empty();
    if (Trimmed(units[i]).empty()) continue;
    const auto factor = MillimetresIn(units[i]);
    if (!factor)
      throw header.Bad("nrrd.units", Cat(name, " has ", Quoted(units[i]), ": wanted m, cm, mm, um or nm"));
    mm[i] = *factor;
  }
  if (!all_known && !header.is_of_patient) notes.push_back(UnitsAssumed(Cat("has no ", name)));
  return mm;
}

/// What excludes one another.
void RefuseBoth(const Header& header, bool has_directions) {
  if (header.has_space && header.fields.Has("spacings")) Refuse(header, "spacings", "a space");
  if (!has_directions) return;
  for (const char* name : {"axis mins", "axis maxs"})
    if (header.fields.Has(name)) Refuse(header, name, "space directions");
  if (header.fields.Optional("units").find_first_not_of("\" \t") != std::string::npos)
    Refuse(header, "units", "space directions");
}

}  // namespace

Grid NrrdGrid(const TextFields& fields, const Size3& size, const std::filesystem::path& path,
              HeaderNotes& notes) {
  Header header = {fields, path, Words(fields.Required("sizes")).size()};
  CheckOrder(fields);
  header.num_world_axes = header.num_axes;
  ReadSpace(header);
  static_cast<void>(fields.Numbers("space directions", header.num_axes * header.num_world_axes, "(),"));
  const std::vector<double> directions = Vectors(header, "space directions", header.num_axes);
  std::vector<double> origin = Vectors(header, "space origin", 1);
  bool is_assumed = false;
  const std::vector<double> spacings = Spacings(header, size, is_assumed);
  RefuseBoth(header, !directions.empty());
  if (fields.Optional("measurement frame").find("none") == std::string::npos)
    static_cast<void>(Vectors(header, "measurement frame", header.num_world_axes));
  if (!header.has_space) origin = OriginOfMins(header, spacings);
  Grid grid = {size, IdentityAffine(), header.num_axes == 2, false, false};
  grid.has_spacing = !directions.empty() || (!spacings.empty() && !is_assumed);
  grid.has_place = !directions.empty() && (header.is_of_patient || grid.is_picture);
  Affine& map = grid.world_from_voxel;
  for (size_t axis = 0; axis < 3; ++axis) {
    const bool is_given = axis < header.num_axes && !spacings.empty();
    map[axis][axis] = kLps[axis] * (is_given ? spacings[axis] : 1);
    if (axis < origin.size()) map[axis][3] = header.ras_from_space[axis] * origin[axis];
  }
  if (!directions.empty()) SetDirections(header, directions, map);
  if (!grid.has_spacing)
    notes.push_back(SpacingAssumed(is_assumed ? "has a spacing that is NaN, not known"
                                              : "has no space directions or spacings"));
  if (!grid.has_place) notes.push_back(OrientationAssumed("has no space directions in a patient's space"));
  const Vector3 mm = grid.has_spacing || !spacings.empty() ? Millimetres(header, notes) : Vector3{1, 1, 1};
  for (size_t i = 0; i < 3; ++i)
    for (double& value : map[i]) value *= mm[i];
  if (grid.has_place && !grid.is_picture && origin.empty())
    notes.push_back(PositionAssumed("has no space origin"));
  if (grid.is_picture) SetNormal(map);
  return grid;
}

}  // namespace f4s
