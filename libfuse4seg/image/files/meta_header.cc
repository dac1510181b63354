#include "libfuse4seg/image/files/meta_header.h"

#include <map>

#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr size_t kMostHeaderBytes = size_t{1} << 20;
/// ITK 5.2's MetaIO copies names and values into arrays of 255 characters, whatever their length.
constexpr size_t kMostCharacters = 250;
using Fields = std::map<std::string, std::string>;

const std::map<std::string, ScalarType>& Types() {
  static const std::map<std::string, ScalarType> types = {
      {"MET_UCHAR", ScalarType::kUint8},   {"MET_CHAR", ScalarType::kInt8},
      {"MET_USHORT", ScalarType::kUint16}, {"MET_SHORT", ScalarType::kInt16},
      {"MET_UINT", ScalarType::kUint32},   {"MET_INT", ScalarType::kInt32},
      {"MET_FLOAT", ScalarType::kFloat32}, {"MET_DOUBLE", ScalarType::kFloat64}};
  return types;
}

/// The lines "Field = value", the last of which is ElementDataFile.
Fields ReadFields(ByteReader& file, uint64_t& at) {
  Fields fields;
  std::string line;
  char c = 0;
  while (true) {
    const bool ended = file.Read(&c, 1) == 0;
    if (!ended && ++at > kMostHeaderBytes) throw file.Bad("header", "the header does not end within 1 MiB");
    if (!ended && c != '\n') {
      line += c;
      continue;
    }
    const auto equals = line.find('=');
    if (!Trimmed(line).empty()) {
      if (equals == std::string::npos)
        throw file.Bad("header", Cat(Quoted(line.substr(0, 40)), ": wanted 'Field = value'"));
      const std::string field = Trimmed(line.substr(0, equals));
      const std::string value = Trimmed(line.substr(equals + 1));
      if (field.size() > kMostCharacters || value.size() > kMostCharacters)
        throw file.Bad("header",
                       Cat("the line that begins with ", Quoted(line.substr(0, 40)), " has ", line.size(),
                           " characters: wanted at most ", kMostCharacters, " in a name and in a value"));
      if (!fields.emplace(field, value).second)
        throw file.Bad("header", Cat("the field ", Quoted(field), " occurs twice"));
      if (field == "ElementDataFile") return fields;
    }
    if (ended) throw file.Bad("truncated", "the header ends without ElementDataFile");
    line.clear();
  }
}

std::string Required(const Fields& fields, const std::string& name, const ByteReader& file) {
  const auto found = fields.find(name);
  if (found == fields.end()) throw file.Bad("header", Cat("has no field ", name));
  return found->second;
}

std::string Optional(const Fields& fields, const std::string& name, const std::string& otherwise) {
  const auto found = fields.find(name);
  return found == fields.end() ? otherwise : found->second;
}

bool Truth(const Fields& fields, const std::string& name, bool otherwise, const ByteReader& file) {
  const std::string word = LowerCase(Optional(fields, name, otherwise ? "true" : "false"));
  if (word == "true" || word == "1") return true;
  if (word == "false" || word == "0") return false;
  throw file.Bad("header", Cat(name, " is ", Quoted(word), ": wanted True or False"));
}

Size3 SizeOfVolume(const Fields& fields, const ByteReader& file) {
  const auto ndim = ParseWhole(Required(fields, "NDims", file));
  if (!ndim || *ndim < 2 || *ndim > 3)
    throw file.Bad("ndim", Cat("NDims is ", Quoted(fields.at("NDims")), ": wanted 3 or 2"));
  const std::vector<std::string> words = Words(Required(fields, "DimSize", file));
  if (words.size() != static_cast<size_t>(*ndim))
    throw file.Bad("dim", Cat("DimSize has ", words.size(), " numbers for ", *ndim, " dimensions"));
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

void CheckGeometry(const Fields& fields, const ByteReader& file) {
  const size_t ndim = Words(fields.at("DimSize")).size();
  const auto check = [&](const char* name, size_t count) {
    const auto found = fields.find(name);
    if (found != fields.end() && !AreFinite(found->second, "", count))
      throw file.Bad("geometry",
                     Cat(name, " is ", Quoted(found->second), ": wanted ", count, " finite numbers"));
  };
  for (const char* name :
       {"ElementSpacing", "ElementSize", "Offset", "Position", "Origin", "CenterOfRotation"})
    check(name, ndim);
  for (const char* name : {"TransformMatrix", "Rotation", "Orientation"}) check(name, ndim * ndim);
}

/// What would change the meaning of the bytes and is not read.
void RefuseOddities(const Fields& fields, const ByteReader& file) {
  const auto want = [&](const char* name, double wanted, const char* reason) {
    const std::string text = Optional(fields, name, "");
    if (!text.empty() && ParseReal(text) != wanted)
      throw file.Bad(reason, Cat(name, " is ", Quoted(text), ": wanted ", wanted));
  };
  want("ElementNumberOfChannels", 1, "channels");
  want("HeaderSize", 0, "header");
  want("ElementToIntensityFunctionSlope", 1, "header");
  want("ElementToIntensityFunctionOffset", 0, "header");
  if (LowerCase(Optional(fields, "ObjectType", "Image")) != "image")
    throw file.Bad("header", Cat("ObjectType is ", Quoted(fields.at("ObjectType")), ": wanted Image"));
  if (!Truth(fields, "BinaryData", true, file))
    throw file.Bad("encoding", "its voxels are text: wanted BinaryData = True");
}

std::filesystem::path DataFile(const Fields& fields, const std::filesystem::path& path,
                               const ByteReader& file) {
  const std::string name = fields.at("ElementDataFile");
  if (LowerCase(name) == "local") return path;
  if (name.empty() || LowerCase(name).starts_with("list") || name.find('%') != std::string::npos)
    throw file.Bad("detached", Cat("ElementDataFile is ", Quoted(name), ": wanted LOCAL or one file"));
  return path.parent_path() / name;
}

}  // namespace

VolumeFile OpenMetaImage(const std::filesystem::path& path) {
  ByteReader header(path, Compression::kNone, "metaimage");
  uint64_t at = 0;
  const Fields fields = ReadFields(header, at);
  RefuseOddities(fields, header);
  VolumeFile file;
  file.format = VolumeFormat::kMetaImage;
  file.layout.size = SizeOfVolume(fields, header);
  CheckGeometry(fields, header);
  const std::string type = Required(fields, "ElementType", header);
  const auto known = Types().find(type);
  if (known == Types().end())
    throw header.Bad("type", Cat("ElementType is ", Quoted(type),
                                 ": wanted MET_UCHAR, MET_CHAR, MET_USHORT, MET_SHORT, "
                                 "MET_UINT, MET_INT, MET_FLOAT or MET_DOUBLE"));
  file.layout.type = known->second;
  file.layout.big_endian =
      Truth(fields, "BinaryDataByteOrderMSB", Truth(fields, "ElementByteOrderMSB", false, header), header);
  const std::filesystem::path data = DataFile(fields, path, header);
  const auto compression =
      Truth(fields, "CompressedData", false, header) ? Compression::kZlib : Compression::kNone;
  file.reader = std::make_unique<ByteReader>(data, compression, "metaimage", data == path ? at : 0);
  RequireRoom(*file.reader, 0, file.layout);
  return file;
}

}  // namespace f4s
