#include "libfuse4seg/image/files/nrrd_header.h"

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

Grid NrrdGrid(const TextFields& fields, const Size3& size, const std::filesystem::path& path) {
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
  Grid grid;
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

namespace {

constexpr size_t kMostHeaderBytes = size_t{1} << 20;
constexpr const char* kUnknown = "?";  ///< stands for the first line that is no field of the format

const std::map<std::string, ScalarType>& NrrdTypes() {
  static const std::map<std::string, ScalarType> types = [] {
    const std::vector<std::pair<ScalarType, std::vector<std::string>>> names = {
        {ScalarType::kInt8, {"signed char", "int8", "int8_t"}},
        {ScalarType::kUint8, {"uchar", "unsigned char", "uint8", "uint8_t"}},
        {ScalarType::kInt16, {"short", "short int", "signed short", "signed short int", "int16", "int16_t"}},
        {ScalarType::kUint16, {"ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"}},
        {ScalarType::kInt32, {"int", "signed int", "int32", "int32_t"}},
        {ScalarType::kUint32, {"uint", "unsigned int", "uint32", "uint32_t"}},
        {ScalarType::kFloat32, {"float"}},
        {ScalarType::kFloat64, {"double"}}};
    std::map<std::string, ScalarType> by_name;
    for (const auto& [type, words] : names)
      for (const std::string& word : words) by_name[word] = type;
    return by_name;
  }();
  return types;
}

/// One line of the header, without its end; counts the bytes that were read.
std::string Line(ByteReader& file, uint64_t& at) {
  std::string line;
  for (char c = 0; file.Read(&c, 1) == 1;) {
    if (++at > kMostHeaderBytes) throw file.Bad("header", "the header does not end within 1 MiB");
    if (c == '\n') return Trimmed(line);
    line += c;
  }
  throw file.Bad("truncated", Cat("the file ends inside its header, after ", at, " bytes"));
}

/// A field's name as the format's definition has it, or "" where it is none: case does not matter, blanks
/// may be left out, and "centers" is another word for "centerings".
std::string FieldName(std::string text) {
  static const std::map<std::string, std::string> names = [] {
    std::map<std::string, std::string> by_word = {{"centers", "centerings"}};
    for (const std::string& name : SplitList(
             "content,number,type,block size,dimension,space,space dimension,sizes,spacings,thicknesses,"
             "axis mins,axis maxs,space directions,centerings,kinds,labels,units,min,max,old min,old max,"
             "endian,encoding,line skip,byte skip,sample units,space units,space origin,measurement frame,"
             "data file")) {
      by_word[name] = name;
      std::string joined = name;
      std::erase(joined, ' ');
      by_word[joined] = name;
    }
    return by_word;
  }();
  const auto found = names.find(LowerCase(std::move(text)));
  return found == names.end() ? "" : found->second;
}

/// The lines up to the empty one: "field: value"; "key:=value" and comments are passed over.
TextFields ReadNrrdFields(ByteReader& file, uint64_t& at) {
  char magic[8] = {};
  at = file.Read(magic, 8);
  if (std::string(magic, 7) != "NRRD000" || magic[7] < '1' || magic[7] > '5')
    throw file.Bad("magic",
                   Cat("begins with ", Quoted(std::string(magic, at)), ": wanted NRRD0001 to NRRD0005"));
  if (!Line(file, at).empty()) throw file.Bad("magic", "the first line holds more than the magic");
  TextFields fields(file);
  while (true) {
    const std::string line = Line(file, at);
    if (line.empty()) return fields;
    if (line[0] == '#') continue;
    if (line.find(':') == std::string::npos)
      throw file.Bad("header", Cat(Quoted(line), ": wanted 'field: value'"));
    const auto colon = (line + ' ').find(": ");
    const std::string name = colon == std::string::npos ? "" : FieldName(line.substr(0, colon));
    if (!name.empty())
      fields.Add(name, Trimmed(line.substr(colon + 1)));
    else if (line.find(":=") == std::string::npos && !fields.Has(kUnknown))
      fields.Add(kUnknown, line);
  }
}

void CheckKinds(const TextFields& fields, const ByteReader& file) {
  for (const std::string& kind : Words(LowerCase(fields.Optional("kinds"))))
    if (kind != "domain" && kind != "space" && kind != "none" && kind != "???")
      throw file.Bad("kind", Cat("an axis is of kind ", Quoted(kind), ": wanted one number in a voxel"));
}

/// How many strings in quotes `text` is; 0 when it is something else, too.
size_t NumQuoted(const std::string& text) {
  size_t count = 0;
  for (size_t at = text.find_first_not_of(" \t"); at != std::string::npos;
       at = text.find_first_not_of(" \t", at + 1), ++count) {
    if (text[at] != '"') return 0;
    do at = text.find('"', at + 1);
    while (at != std::string::npos && text[at - 1] == '\\');
    if (at == std::string::npos) return 0;
  }
  return count;
}

/// Fields that say nothing of voxels or grid: what is not of their form is a damaged header.
void CheckOthers(const TextFields& fields, size_t num_axes, const std::filesystem::path& path) {
  const auto check = [&](const char* name, bool sound, const char* wanted) {
    if (fields.Has(name) && !sound)
      throw BadHeader(path, Cat(name, " is ", Quoted(fields.Optional(name)), ": wanted ", wanted));
  };
  check(kUnknown, false, "'field: value' with a field of the format");
  check("block size", fields.Optional("block size") == "0", "0");
  for (const char* name : {"labels", "units", "space units"})
    check(name, NumQuoted(fields.Optional(name)) == num_axes, "a string in quotes for each axis");
  for (const char* name : {"kinds", "centerings", "thicknesses"})
    check(name, Words(fields.Optional(name)).size() == num_axes, "one for each axis");
  for (const std::string& word : Words(LowerCase(fields.Optional("centerings"))))
    check("centerings", word == "cell" || word == "node" || word == "none" || word == "???", "cell or node");
  for (const std::string& word : Words(fields.Optional("thicknesses")))
    check("thicknesses", ParseReal(word).has_value(), "numbers");
  for (const char* name : {"old min", "old max"})
    check(name, ParseReal(fields.Optional(name)).has_value(), "a number");
}

Compression EncodingOf(const TextFields& fields, const ByteReader& file) {
  const std::string encoding = LowerCase(fields.Required("encoding"));
  if (encoding == "raw") return Compression::kNone;
  if (encoding == "gzip" || encoding == "gz") return Compression::kGzip;
  throw file.Bad("encoding", Cat("encoding is ", Quoted(encoding), ": wanted raw or gzip"));
}

void RefuseDetached(const TextFields& fields, const ByteReader& file) {
  if (fields.Has("data file"))
    throw file.Bad("detached", Cat("its voxels are in ", Quoted(fields.Optional("data file")),
                                   ": wanted them in the same file"));
  for (const char* name : {"line skip", "byte skip"})
    if (fields.Optional(name, "0") != "0")
      throw file.Bad("header", Cat(name, " is ", Quoted(fields.Optional(name)), ": wanted 0"));
}

}  // namespace

VolumeFile OpenNrrd(const std::filesystem::path& path) {
  ByteReader header(path, Compression::kNone, "nrrd");
  uint64_t at = 0;
  const TextFields fields = ReadNrrdFields(header, at);
  RefuseDetached(fields, header);
  CheckKinds(fields, header);
  VolumeFile file;
  file.format = VolumeFormat::kNrrd;
  file.layout.size = fields.Size("dimension", "sizes");
  file.grid = NrrdGrid(fields, file.layout.size, path);
  const std::string type = LowerCase(fields.Required("type"));
  const auto known = NrrdTypes().find(type);
  if (known == NrrdTypes().end())
    throw header.Bad("type", Cat("type is ", Quoted(type), ": wanted 8 to 32 bit integers, float or double"));
  file.layout.type = known->second;
  if (SizeOf(file.layout.type) > 1) {
    const std::string endian = LowerCase(fields.Required("endian"));
    if (endian != "little" && endian != "big")
      throw header.Bad("endian", Cat("endian is ", Quoted(endian), ": wanted little or big"));
    file.layout.big_endian = endian == "big";
  }
  file.reader = std::make_unique<ByteReader>(path, EncodingOf(fields, header), "nrrd", at);
  RequireRoom(*file.reader, 0, file.layout);
  CheckOthers(fields, Words(fields.Required("sizes")).size(), path);
  return file;
}

}  // namespace f4s
