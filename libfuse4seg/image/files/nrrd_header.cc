#include "libfuse4seg/image/files/nrrd_header.h"

#include <map>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/nrrd_grid.h"
#include "libfuse4seg/image/files/nrrd_segments.h"

namespace f4s {
namespace {

constexpr size_t kMostNrrdBytes = size_t{1} << 20;
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
        {ScalarType::kInt64,
         {"longlong", "long long", "long long int", "signed long long", "signed long long int", "int64",
          "int64_t"}},
        {ScalarType::kUint64,
         {"ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"}},
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
    if (++at > kMostNrrdBytes) throw file.Bad("header", "the header does not end within 1 MiB");
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

/// The lines up to the empty one: "field: value"; "key:=value" go to `keys`, comments are passed over.
TextFields ReadNrrdFields(ByteReader& file, uint64_t& at, NrrdKeys& keys) {
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
    else if (const auto equals = line.find(":="); equals != std::string::npos)
      keys.emplace_back(line.substr(0, equals), line.substr(equals + 2));
    else if (!fields.Has(kUnknown))
      fields.Add(kUnknown, line);
  }
}

/// Whether an axis of this kind runs through space, as far as is said.
bool IsOfSpace(const std::string& kind) {
  return kind == "domain" || kind == "space" || kind == "none" || kind == "???";
}

void CheckKinds(const TextFields& fields, const ByteReader& file) {
  for (const std::string& kind : Words(LowerCase(fields.Optional("kinds"))))
    if (!IsOfSpace(kind))
      throw file.Bad("kind", Cat("an axis is of kind ", Quoted(kind), ": wanted one number in a voxel"));
}

/// Takes an axis that counts layers or channels (one of kind list, or without direction) out of the fields
/// where it counts one, as older segmentations of 3D Slicer have it.
void DropListAxis(TextFields& fields, const ByteReader& file) {
  const std::string num_axes = fields.Optional("dimension");
  if (num_axes != "3" && num_axes != "4") return;
  const std::vector<std::string> sizes = Words(fields.Optional("sizes"));
  const std::vector<std::string> kinds = Words(LowerCase(fields.Optional("kinds")));
  const std::vector<std::string> directions = TokensOf(LowerCase(fields.Optional("space directions")));
  const auto counts = [&](size_t axis) {
    return (axis < directions.size() && directions[axis] == "none") ||
           (axis < kinds.size() && !IsOfSpace(kinds[axis]));
  };
  size_t axis = 0;
  while (axis < sizes.size() && !counts(axis)) ++axis;
  if (axis == sizes.size() || sizes.size() != (num_axes == "3" ? 3U : 4U)) return;
  if (sizes[axis] != "1" && num_axes == "3") return;  // refused by its kind
  if (sizes[axis] != "1")
    throw file.Bad("layers", Cat("holds ", sizes[axis],
                                 " layers or channels: wanted one; a segmentation with segments "
                                 "that overlap has a layer for each: export it as a label map"));
  for (const char* name : {"sizes", "spacings", "thicknesses", "axis mins", "axis maxs", "space directions",
                           "centerings", "kinds", "labels", "units"}) {
    std::vector<std::string> tokens = TokensOf(fields.Optional(name));
    if (tokens.size() != sizes.size()) continue;
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(axis));
    fields.Replace(name, Joined(tokens, " "));
  }
  fields.Replace("dimension", num_axes == "3" ? "2" : "3");
}

/// Fields that say nothing of voxels or grid: what is not of their form is a damaged header.
void CheckOthers(const TextFields& fields, size_t num_axes, const std::filesystem::path& path) {
  const auto check = [&](const char* name, bool sound, const char* wanted) {
    if (fields.Has(name) && !sound)
      throw BadHeader(path, Cat(name, " is ", Quoted(fields.Optional(name)), ": wanted ", wanted));
  };
  if (fields.Has(kUnknown))
    throw BadHeader(path, Cat("has the line ", Quoted(fields.Optional(kUnknown)),
                              ": wanted 'field: value' with a field of the format, or 'key:=value'"));
  check("block size", fields.Optional("block size") == "0", "0");
  for (const char* name : {"labels", "units"})
    check(name, QuotedIn(fields.Optional(name)).size() == num_axes, "a string in quotes for each axis");
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
  NrrdKeys keys;
  TextFields fields = ReadNrrdFields(header, at, keys);
  RefuseDetached(fields, header);
  DropListAxis(fields, header);
  CheckKinds(fields, header);
  VolumeFile file;
  file.format = VolumeFormat::kNrrd;
  file.layout.size = fields.Size("dimension", "sizes");
  file.grid = NrrdGrid(fields, file.layout.size, path, file.notes);
  if (fields.Has("old min") || fields.Has("old max"))
    file.notes.push_back(
        {"nrrd.quantized", "warning",
         Cat("says that its values stood for others before (old min ", fields.Optional("old min", "none"),
             ", old max ", fields.Optional("old max", "none"), "): they are taken as they are")});
  file.segments = SegmentsIn(keys, file.notes);
  const std::string type = LowerCase(fields.Required("type"));
  const auto known = NrrdTypes().find(type);
  if (known == NrrdTypes().end())
    throw header.Bad("type",
                     Cat("type is ", Quoted(type), ": wanted integers of 8 to 64 bits, float or double"));
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
