#include "libfuse4seg/image/files/meta_header.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/text_fields.h"

namespace f4s {
namespace {

constexpr size_t kMostMetaBytes = size_t{1} << 20;
/// ITK 5.2's MetaIO copies names and values into arrays of 255 characters, whatever their length.
constexpr size_t kMostCharacters = 250;

const std::map<std::string, ScalarType>& MetaTypes() {
  static const std::map<std::string, ScalarType> types = {
      {"MET_UCHAR", ScalarType::kUint8},       {"MET_CHAR", ScalarType::kInt8},
      {"MET_USHORT", ScalarType::kUint16},     {"MET_SHORT", ScalarType::kInt16},
      {"MET_UINT", ScalarType::kUint32},       {"MET_INT", ScalarType::kInt32},
      {"MET_ULONG", ScalarType::kUint32},      {"MET_LONG", ScalarType::kInt32},  // 4 bytes on any machine
      {"MET_ULONG_LONG", ScalarType::kUint64}, {"MET_LONG_LONG", ScalarType::kInt64},
      {"MET_FLOAT", ScalarType::kFloat32},     {"MET_DOUBLE", ScalarType::kFloat64}};
  return types;
}

/// A field that decides something is known by its letters alone: in another case it would be lost.
void RequireItsLetters(const std::string& field, const ByteReader& file) {
  static const std::map<std::string, std::string> names = [] {
    std::map<std::string, std::string> by_small;
    for (const std::string& name : SplitList(
             "ObjectType,NDims,BinaryData,BinaryDataByteOrderMSB,ElementByteOrderMSB,CompressedData,"
             "TransformMatrix,Rotation,Orientation,Offset,Position,Origin,CenterOfRotation,DistanceUnits,"
             "AnatomicalOrientation,ElementSpacing,ElementSize,DimSize,HeaderSize,ElementNumberOfChannels,"
             "ElementToIntensityFunctionSlope,ElementToIntensityFunctionOffset,ElementType,ElementDataFile"))
      by_small[LowerCase(name)] = name;
    return by_small;
  }();
  const auto known = names.find(LowerCase(field));
  if (known != names.end() && known->second != field)
    throw file.Bad("header", Cat("has the field ", Quoted(field), ": wanted ", Quoted(known->second)));
}

/// The lines "Field = value", the last of which is ElementDataFile.
TextFields ReadMetaFields(ByteReader& file, uint64_t& at) {
  TextFields fields(file);
  std::string line;
  char c = 0;
  while (true) {
    const bool ended = file.Read(&c, 1) == 0;
    if (!ended && ++at > kMostMetaBytes) throw file.Bad("header", "the header does not end within 1 MiB");
    if (!ended && c != '\n') {
      line += c;
      continue;
    }
    const auto equals = line.find('=');
    if (!Trimmed(line).empty()) {
      if (equals == std::string::npos)
        throw file.Bad("header", Cat(Quoted(line.substr(0, 40)), ": wanted 'Field = value'"));
      const auto mark = line.find_first_of("=:");  // "Field: value" is read, too, where it has a '='
      const std::string field = Trimmed(line.substr(0, mark));
      const std::string value = Trimmed(line.substr(mark + 1));
      if (field.size() > kMostCharacters || value.size() > kMostCharacters)
        throw file.Bad("header",
                       Cat("the line that begins with ", Quoted(line.substr(0, 40)), " has ", line.size(),
                           " characters: wanted at most ", kMostCharacters, " in a name and in a value"));
      RequireItsLetters(field, file);
      fields.Add(field, value);
      if (field == "ElementDataFile") return fields;
    }
    if (ended) throw file.Bad("truncated", "the header ends without ElementDataFile");
    line.clear();
  }
}

bool Truth(const TextFields& fields, const std::string& name, bool otherwise, const ByteReader& file) {
  const std::string word = LowerCase(fields.Optional(name, otherwise ? "true" : "false"));
  if (word == "true" || word == "1") return true;
  if (word == "false" || word == "0") return false;
  throw file.Bad("header", Cat(name, " is ", Quoted(word), ": wanted True or False"));
}

/// The field of several that say the same; none where none is there.
/// @param may_differ  whether those behind the first that is there may say something else
std::vector<double> OneOf(const TextFields& fields, std::initializer_list<const char*> names, size_t count,
                          const ByteReader& file, bool may_differ = false) {
  std::vector<double> first;
  const char* first_name = nullptr;
  for (const char* name : names) {
    fields.RequireOrder("NDims", name);
    const std::vector<double> numbers = fields.Numbers(name, count);
    if (first.empty()) {
      first = numbers;
      first_name = name;
    } else if (!numbers.empty() && numbers != first && !may_differ) {
      throw file.Bad("header",
                     Cat("has the ", first_name, " ", fields.Optional(first_name), " and the ", name, " ",
                         fields.Optional(name), ", which mean the same: wanted one of them"));
    }
  }
  return first;
}

/// Lengths of voxels stand in ElementSpacing alone.
void RequireUnitAxes(const std::vector<double>& axes, size_t num_axes, const ByteReader& file) {
  constexpr double kTolerance = 1e-3;
  for (size_t j = 0; j * num_axes < axes.size(); ++j) {
    double squares = 0;
    for (size_t i = 0; i < num_axes; ++i) squares += axes[j * num_axes + i] * axes[j * num_axes + i];
    if (!(std::abs(std::sqrt(squares) - 1) <= kTolerance))
      throw file.Bad("matrix", Cat("the axis ", j + 1, " of its TransformMatrix has the length ",
                                   std::sqrt(squares), ": wanted 1, spacings stand in ElementSpacing"));
  }
}

/// DistanceUnits as mm; one that is not known is noted.
double MillimetresOfUnits(const TextFields& fields, const ByteReader& file, HeaderNotes& notes) {
  const std::string unit = fields.Optional("DistanceUnits", "mm");
  if (unit == "?" || LowerCase(unit) == "unknown" || unit.empty()) {
    notes.push_back(UnitsAssumed(Cat("has the DistanceUnits ", Quoted(unit))));
    return 1;
  }
  const auto mm = MillimetresIn(unit);
  if (!mm) throw file.Bad("units", Cat("DistanceUnits is ", Quoted(unit), ": wanted mm, um or cm"));
  return *mm;
}

/// From which side of the patient each axis comes, by the greatest part of it: RAI of a grid along L, P, S.
std::string Letters(const Affine& map) {
  std::string letters;
  for (size_t j = 0; j < 3; ++j) {
    size_t i = 0;
    for (size_t k = 1; k < 3; ++k)
      if (std::abs(map[k][j]) > std::abs(map[i][j])) i = k;
    constexpr const char* kFrom[] = {"LR", "PA", "IS"};  // of a growing coordinate in RAS, of a falling one
    letters += kFrom[i][map[i][j] < 0 ? 1 : 0];
  }
  return letters;
}

/// What is said twice, or would move the image, and does not count.
void NoteOthers(const TextFields& fields, const Grid& grid, HeaderNotes& notes) {
  const std::string letters = LowerCase(fields.Optional("AnatomicalOrientation"));
  const bool has_axes = fields.Has("TransformMatrix") || fields.Has("Rotation") || fields.Has("Orientation");
  const bool says = !letters.empty() && letters.find_first_not_of('?') != std::string::npos;
  if (says && !grid.is_picture && letters != LowerCase(Letters(grid.world_from_voxel)))
    notes.push_back({"metaimage.orientation", "warning",
                     Cat("has the AnatomicalOrientation ", fields.Optional("AnatomicalOrientation"), ", but ",
                         has_axes ? "its TransformMatrix says " : "no TransformMatrix, which means ",
                         Letters(grid.world_from_voxel), ": the latter is taken")});
  const std::vector<std::string> center = Words(fields.Optional("CenterOfRotation"));
  if (std::any_of(center.begin(), center.end(), [](const auto& word) { return ParseReal(word) != 0; }))
    notes.push_back({"metaimage.center", "warning",
                     Cat("has the CenterOfRotation ", fields.Optional("CenterOfRotation"),
                         ", which is not applied: Offset is taken as the place of the first voxel")});
}

/// Axes one after another, times their spacing; LPS in the file, RAS here.
Grid GridOf(const TextFields& fields, const Size3& size, const ByteReader& file, HeaderNotes& notes) {
  const size_t num_axes = Words(fields.Required("DimSize")).size();
  fields.RequireOrder("NDims", "DimSize");
  const auto spacing = OneOf(fields, {"ElementSpacing", "ElementSize"}, num_axes, file, true);
  const auto origin = OneOf(fields, {"Origin", "Offset", "Position"}, num_axes, file);
  const auto axes = OneOf(fields, {"TransformMatrix", "Rotation", "Orientation"}, num_axes * num_axes, file);
  OneOf(fields, {"CenterOfRotation"}, num_axes, file);
  const double mm = MillimetresOfUnits(fields, file, notes);
  Grid grid = {size, IdentityAffine(), num_axes == 2, !spacing.empty(), !spacing.empty() && !axes.empty()};
  for (size_t j = 0; j < num_axes; ++j)
    for (size_t i = 0; i < num_axes; ++i) {
      const double sign = i < 2 ? -mm : mm;
      const double along = axes.empty() ? (i == j ? 1 : 0) : axes[j * num_axes + i];
      grid.world_from_voxel[i][j] = sign * along * (spacing.empty() ? 1 : spacing[j]);
      grid.world_from_voxel[i][3] = sign * (origin.empty() ? 0 : origin[i]);
    }
  if (ShearDegrees(grid.world_from_voxel) <= kMostShearDegrees)  // else that is the reason
    RequireUnitAxes(axes, num_axes, file);
  if (spacing.empty()) notes.push_back(SpacingAssumed("has neither ElementSpacing nor ElementSize"));
  if (axes.empty()) notes.push_back(OrientationAssumed("has no TransformMatrix"));
  if (grid.has_place && !grid.is_picture && origin.empty()) notes.push_back(PositionAssumed("has no Offset"));
  NoteOthers(fields, grid, notes);
  return grid;
}

/// Fields that say nothing of voxels or grid: text in their place is a damaged header.
void CheckNumbers(const TextFields& fields, const std::filesystem::path& path) {
  const auto check = [&](const char* name, size_t count) {
    const std::vector<std::string> words = Words(fields.Optional(name));
    const auto is_number = [](const std::string& word) { return FiniteNumbers(word, "", 1).has_value(); };
    if (fields.Has(name) &&
        (words.size() < count || !std::all_of(words.begin(), words.begin() + count, is_number)))
      throw BadHeader(path, Cat(name, " is ", Quoted(fields.Optional(name)), ": wanted ", count,
                                count == 1 ? " number" : " numbers"));
  };
  for (const char* name :
       {"ID", "ParentID", "ElementMin", "ElementMax", "ElementNBits", "CompressedDataSize"})
    check(name, 1);
  for (const char* name : {"Color", "SequenceID"}) check(name, 4);
}

/// What would change the meaning of the bytes and is not read.
void RefuseOddities(const TextFields& fields, const ByteReader& file) {
  const auto want = [&](const char* name, double wanted, const char* reason) {
    const std::string text = fields.Optional(name);
    if (!text.empty() && ParseReal(text) != wanted)
      throw file.Bad(reason, Cat(name, " is ", Quoted(text), ": wanted ", wanted));
  };
  want("ElementNumberOfChannels", 1, "channels");
  want("HeaderSize", 0, "header");
  want("ElementToIntensityFunctionSlope", 1, "header");
  want("ElementToIntensityFunctionOffset", 0, "header");
  if (LowerCase(fields.Optional("ObjectType", "Image")) != "image")
    throw file.Bad("header", Cat("ObjectType is ", Quoted(fields.Optional("ObjectType")), ": wanted Image"));
  if (!Truth(fields, "BinaryData", true, file))
    throw file.Bad("encoding", "its voxels are text: wanted BinaryData = True");
}

bool IsBigEndian(const TextFields& fields, const ByteReader& file) {
  const bool of_data = Truth(fields, "BinaryDataByteOrderMSB", false, file),
             of_elements = Truth(fields, "ElementByteOrderMSB", of_data, file);
  if (fields.Has("BinaryDataByteOrderMSB") && of_elements != of_data)
    throw file.Bad("header", "BinaryDataByteOrderMSB and ElementByteOrderMSB differ: wanted one byte order");
  return of_elements;
}

/// Behind the name of another file the header ends: what came there would be lost.
void RequireHeaderEnd(ByteReader& header) {
  std::string rest(256, '\0');
  rest.resize(header.Read(rest.data(), rest.size()));
  if (!Trimmed(rest).empty())
    throw header.Bad("header", Cat("goes on behind ElementDataFile with ",
                                   Quoted(Trimmed(rest).substr(0, 40)), ": wanted that field last"));
}

std::filesystem::path DataFile(const TextFields& fields, const std::filesystem::path& path,
                               const ByteReader& file) {
  const std::string name = fields.Required("ElementDataFile");
  if (LowerCase(name) == "local") return path;
  // Nothing but a neighbour: a header that nobody trusts must not name any file of the machine.
  if (name.empty() || LowerCase(name).starts_with("list") ||
      name.find_first_of("%/\\") != std::string::npos || name.find('\0') != std::string::npos ||
      name == "." || name == "..")
    throw file.Bad("detached", Cat("ElementDataFile is ", Quoted(name),
                                   ": wanted LOCAL or the name of one file in the same folder"));
  return path.parent_path() / name;
}

}  // namespace

VolumeFile OpenMetaImage(const std::filesystem::path& path) {
  ByteReader header(path, Compression::kNone, "metaimage");
  uint64_t at = 0;
  const TextFields fields = ReadMetaFields(header, at);
  RefuseOddities(fields, header);
  VolumeFile file;
  file.format = VolumeFormat::kMetaImage;
  file.layout.size = fields.Size("NDims", "DimSize");
  file.grid = GridOf(fields, file.layout.size, header, file.notes);
  const std::string type = fields.Required("ElementType");
  const auto known = MetaTypes().find(type);
  if (known == MetaTypes().end())
    throw header.Bad("type", Cat("ElementType is ", Quoted(type),
                                 ": wanted MET_(U)CHAR, MET_(U)SHORT, MET_(U)INT, MET_(U)LONG, "
                                 "MET_(U)LONG_LONG, MET_FLOAT or MET_DOUBLE"));
  file.layout.type = known->second;
  file.layout.big_endian = IsBigEndian(fields, header);
  const std::filesystem::path data = DataFile(fields, path, header);
  if (data != path) RequireHeaderEnd(header);
  const auto compression =
      Truth(fields, "CompressedData", false, header) ? Compression::kZlib : Compression::kNone;
  file.reader = std::make_unique<ByteReader>(data, compression, "metaimage", data == path ? at : 0);
  RequireRoom(*file.reader, 0, file.layout);
  CheckNumbers(fields, path);
  return file;
}

}  // namespace f4s
