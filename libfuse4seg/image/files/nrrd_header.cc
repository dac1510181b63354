#include "libfuse4seg/image/files/nrrd_header.h"

#include <map>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr size_t kMostHeaderBytes = size_t{1} << 20;
using Fields = std::map<std::string, std::string>;

const std::map<std::string, ScalarType>& Types() {
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

/// The lines up to the empty one: "field: value"; "key:=value" and comments are passed over.
Fields ReadFields(ByteReader& file, uint64_t& at) {
  char magic[8] = {};
  at = file.Read(magic, 8);
  if (std::string(magic, 7) != "NRRD000" || magic[7] < '1' || magic[7] > '5')
    throw file.Bad("magic",
                   Cat("begins with ", Quoted(std::string(magic, at)), ": wanted NRRD0001 to NRRD0005"));
  if (!Line(file, at).empty()) throw file.Bad("magic", "the first line holds more than the magic");
  Fields fields;
  while (true) {
    const std::string line = Line(file, at);
    if (line.empty()) return fields;
    const auto colon = line.find(':');
    if (line[0] == '#' || line.find(":=") != std::string::npos) continue;
    if (colon == std::string::npos) throw file.Bad("header", Cat(Quoted(line), ": wanted 'field: value'"));
    const std::string field = LowerCase(Trimmed(line.substr(0, colon)));
    if (!fields.emplace(field, Trimmed(line.substr(colon + 1))).second)
      throw file.Bad("header", Cat("the field ", Quoted(field), " occurs twice"));
  }
}

std::string Required(const Fields& fields, const std::string& name, const ByteReader& file) {
  const auto found = fields.find(name);
  if (found == fields.end()) throw file.Bad("header", Cat("has no field ", Quoted(name)));
  return found->second;
}

void CheckKinds(const Fields& fields, const ByteReader& file) {
  const auto kinds = fields.find("kinds");
  if (kinds == fields.end()) return;
  for (const std::string& kind : Words(LowerCase(kinds->second)))
    if (kind != "domain" && kind != "space" && kind != "none" && kind != "???")
      throw file.Bad("kind", Cat("an axis is of kind ", Quoted(kind), ": wanted one number in a voxel"));
}

Size3 SizeOfVolume(const Fields& fields, const ByteReader& file) {
  const auto ndim = ParseWhole(Required(fields, "dimension", file));
  if (!ndim || *ndim < 2 || *ndim > 3)
    throw file.Bad("ndim",
                   Cat("dimension is ", Quoted(Required(fields, "dimension", file)), ": wanted 3 or 2"));
  const std::vector<std::string> words = Words(Required(fields, "sizes", file));
  if (words.size() != static_cast<size_t>(*ndim))
    throw file.Bad("dim", Cat("has ", words.size(), " sizes for ", *ndim, " dimensions"));
  Size3 size = {1, 1, 1};
  for (size_t i = 0; i < words.size(); ++i) {
    const auto value = ParseWhole(words[i]);
    if (!value || *value <= 0) throw file.Bad("dim", Cat("the size ", Quoted(words[i]), " is not above 0"));
    size[i] = *value;
  }
  if (CheckedProduct({size[0], size[1], size[2], 64}) == 0)
    throw file.Bad("dim", Cat(size[0], "x", size[1], "x", size[2], " voxels are more than any file holds"));
  return size;
}

/// Only that the numbers are finite: what they mean is ITK's business.
void CheckGeometry(const Fields& fields, const ByteReader& file) {
  const size_t ndim = Words(fields.at("sizes")).size();
  const auto check = [&](const char* name, size_t count) {
    const auto found = fields.find(name);
    if (found != fields.end() && !AreFinite(found->second, "(),", count))
      throw file.Bad("geometry",
                     Cat(name, ": ", Quoted(found->second), ": wanted ", count, " finite numbers"));
  };
  check("spacings", ndim);
  check("space directions", ndim * ndim);
  check("space origin", ndim);
}

Compression EncodingOf(const Fields& fields, const ByteReader& file) {
  const std::string encoding = LowerCase(Required(fields, "encoding", file));
  if (encoding == "raw") return Compression::kNone;
  if (encoding == "gzip" || encoding == "gz") return Compression::kGzip;
  throw file.Bad("encoding", Cat("encoding is ", Quoted(encoding), ": wanted raw or gzip"));
}

void RefuseDetached(const Fields& fields, const ByteReader& file) {
  for (const char* name : {"data file", "datafile"})
    if (fields.count(name) > 0)
      throw file.Bad("detached",
                     Cat("its voxels are in ", Quoted(fields.at(name)), ": wanted them in the same file"));
  for (const char* name : {"line skip", "lineskip", "byte skip", "byteskip"})
    if (fields.count(name) > 0 && fields.at(name) != "0")
      throw file.Bad("header", Cat(name, " is ", Quoted(fields.at(name)), ": wanted 0"));
}

}  // namespace

VolumeFile OpenNrrd(const std::filesystem::path& path) {
  ByteReader header(path, Compression::kNone, "nrrd");
  uint64_t at = 0;
  const Fields fields = ReadFields(header, at);
  RefuseDetached(fields, header);
  CheckKinds(fields, header);
  VolumeFile file;
  file.format = VolumeFormat::kNrrd;
  file.layout.size = SizeOfVolume(fields, header);
  CheckGeometry(fields, header);
  const std::string type = LowerCase(Required(fields, "type", header));
  const auto known = Types().find(type);
  if (known == Types().end())
    throw header.Bad("type", Cat("type is ", Quoted(type), ": wanted 8 to 32 bit integers, float or double"));
  file.layout.type = known->second;
  if (SizeOf(file.layout.type) > 1) {
    const std::string endian = LowerCase(Required(fields, "endian", header));
    if (endian != "little" && endian != "big")
      throw header.Bad("endian", Cat("endian is ", Quoted(endian), ": wanted little or big"));
    file.layout.big_endian = endian == "big";
  }
  file.reader = std::make_unique<ByteReader>(path, EncodingOf(fields, header), "nrrd", at);
  RequireRoom(*file.reader, 0, file.layout);
  return file;
}

}  // namespace f4s
