// What each element of a file's header leads to: what docs/formats.md says, row by row, and no row without a
// test.

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/image_file.h"
#include "tests/unit/image/png_bytes.h"

namespace f4s {
namespace {

using Change = std::function<void(std::string&)>;

/// A row of a table: the element as the first column has it, and changes to a sound file, each of which comes
/// to what the second column says first.
struct Row {
  std::string element;
  std::vector<Change> changes;
};

struct Format {
  const char* heading;
  const char* file;
  std::string good;
  std::vector<Row> rows;
};

/// "ignored", "applied", or "refused", "warning", "info" with a code.
std::string OutcomeOf(const TemporaryFolder& folder, const char* name, const std::string& bytes,
                      const std::string& good) {
  const Image<float> as_it_was = ReadImage(folder.Write(name, good));
  HeaderNotes notes;
  Image<float> image;
  try {
    image = ReadImage(folder.Write(name, bytes), nullptr, &notes);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kBadInput) << error.Line();
    return "refused " + error.code();
  }
  if (!notes.empty()) return notes.front().severity + " " + notes.front().code;
  return image == as_it_was ? "ignored" : "applied";
}

/// The rows of the table below a heading: element, outcome.
std::map<std::string, std::string> TableOf(const std::string& heading) {
  std::ifstream page("docs/formats.md");
  std::map<std::string, std::string> rows;
  bool is_here = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) is_here = line == "## " + heading;
    std::erase(line, '`');
    const std::vector<std::string> cells = SplitFields(line, '|');
    if (!is_here || cells.size() < 4 || cells[1].starts_with("--") || Trimmed(cells[2]) == "what is done")
      continue;
    rows[Trimmed(cells[1])] = Trimmed(cells[2]);
  }
  return rows;
}

void ExpectTable(const Format& format) {
  const TemporaryFolder folder;
  std::map<std::string, std::string> table = TableOf(format.heading);
  for (const Row& row : format.rows) {
    ASSERT_TRUE(table.contains(row.element)) << "docs/formats.md has no row '" << row.element << "'";
    const std::string said = table[row.element];
    table.erase(row.element);
    for (size_t i = 0; i < row.changes.size(); ++i) {
      std::string bytes = format.good;
      row.changes[i](bytes);
      const std::string found = OutcomeOf(folder, format.file, bytes, format.good);
      EXPECT_TRUE(said.starts_with(found)) << format.heading << ", " << row.element << ", change " << i
                                           << ": " << found << ", but docs/formats.md says " << said;
    }
  }
  for (const auto& [element, said] : table)
    ADD_FAILURE() << format.heading << ": no test of the row '" << element << "' of docs/formats.md";
}

template <class T>
Change At(size_t offset, T value) {
  return [=](std::string& bytes) { Poke<T>(bytes, offset, value); };
}
Change All(const std::vector<Change>& changes) {
  return [=](std::string& bytes) {
    for (const Change& change : changes) change(bytes);
  };
}
Change Text(size_t offset, const std::string& text) {
  return [=](std::string& bytes) { bytes.replace(offset, text.size(), text); };
}
const Change kNoSform = At<int16_t>(254, 0);

/// Writes a qform that says what the sform says of a grid without rotation.
const Change kQform = All({At<int16_t>(252, 1), At<float>(268, 4), At<float>(272, 5), At<float>(276, 6)});

std::string GoodNifti() {
  Affine map = Scaling(1, 2, 3);
  for (size_t i = 0; i < 3; ++i) map[i][3] = static_cast<double>(i) + 4;
  std::string bytes = Nifti1({5, 4, 3}, map);
  bytes[123] = 2;
  return bytes;
}

void Extensions(std::string& bytes, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    std::string one(16, '\0');
    Poke<int32_t>(one, 0, 16);
    Poke<int32_t>(one, 4, 6);
    all += one;
  }
  bytes.insert(352, all);
  bytes[348] = 1;
  Poke<float>(bytes, 108, 352.F + 16.F * static_cast<float>(count));
}

TEST(Elements, OfNifti) {
  std::vector<Change> vectors, scalars;
  for (const int16_t code :
       std::initializer_list<int16_t>{1004, 1005, 1006, 1007, 1008, 1009, 1010, 2003, 2004})
    vectors.push_back(At<int16_t>(68, code));
  for (const int16_t code : std::initializer_list<int16_t>{2, 24, 1001, 1002, 1003, 1011, 2001, 2005})
    scalars.push_back(At<int16_t>(68, code));
  const float nan = NAN, infinity = INFINITY;
  ExpectTable(
      {"NIfTI",
       "f.nii",
       GoodNifti(),
       {{"sizeof_hdr, magic", {At<int32_t>(0, 347), Text(344, "n+3")}},
        {"magic of a .hdr/.img pair", {Text(344, "ni1")}},
        {"data_type, db_name, extents, session_error, regular",
         {Text(4, "short"), Text(14, "name"), At<int32_t>(32, 16384), At<int16_t>(36, 1), Text(38, "r")}},
        {"dim_info", {At<char>(39, 0x1b)}},
        {"dim[0] of 2",
         {All({At<int16_t>(40, 2), At<int16_t>(42, 5), At<int16_t>(44, 12), At<int16_t>(46, 1)})}},
        {"dim[0] below 2 or above 4", {At<int16_t>(40, 1), At<int16_t>(40, 5), At<int16_t>(40, 7)}},
        {"dim[4] above 1", {All({At<int16_t>(40, 4), At<int16_t>(48, 2)})}},
        {"dim beyond dim[0]", {At<int16_t>(48, 9), At<int16_t>(54, 9)}},
        {"intent_code of more than one number", vectors},
        {"other intent_code, intent_p1 to 3, intent_name",
         {scalars[0], scalars[1], scalars[2], scalars[3], scalars[4], scalars[5], scalars[6], scalars[7],
          At<float>(56, 3), At<float>(64, 3), Text(328, "name")}},
        {"datatype of colours, complex numbers, float128, bits",
         {At<int16_t>(70, 128), At<int16_t>(70, 32), At<int16_t>(70, 1536), At<int16_t>(70, 1)}},
        {"bitpix of another type", {At<int16_t>(72, 8), At<int16_t>(72, 0)}},
        {"slice_start, slice_end, slice_code, slice_duration",
         {At<int16_t>(74, 1), At<int16_t>(120, 2), At<char>(122, 3), At<float>(132, 0.1F)}},
        {"pixdim[0] (qfac)", {All({kQform, kNoSform, At<float>(76, -1)})}},
        {"pixdim[1..3]", {All({kQform, kNoSform, At<float>(84, 2.5F)})}},
        {"pixdim[1..3] of 0, sform",
         {At<float>(80, 0), All({At<float>(80, 0), At<float>(84, 0), At<float>(88, 0)})}},
        {"pixdim[1..3] of 0, no sform",
         {All({kQform, kNoSform, At<float>(80, 0)}), All({kNoSform, At<float>(88, 0)})}},
        {"pixdim[1..3] below 0 or not finite",
         {At<float>(80, -1), At<float>(84, nan), At<float>(88, infinity)}},
        {"pixdim[4..7]", {At<float>(92, 2), At<float>(104, nan)}},
        {"vox_offset before the end of the header", {At<float>(108, 0), At<float>(108, 348)}},
        {"scl_slope, scl_inter",
         {At<float>(112, 2), At<float>(116, -3), All({At<float>(112, 0.5F), At<float>(116, 1)})}},
        {"scl_slope of 0", {All({At<float>(112, 0), At<float>(116, 7)})}},
        {"scl_slope, scl_inter not finite",
         {At<float>(112, nan), At<float>(112, infinity), At<float>(112, -infinity), At<float>(116, nan),
          At<float>(116, infinity), All({At<float>(112, nan), At<float>(116, nan)})}},
        {"cal_max, cal_min, glmax, glmin",
         {At<float>(124, 50), At<float>(128, 10), At<int32_t>(140, 50), At<int32_t>(144, 10)}},
        {"toffset", {At<float>(136, 3)}},
        {"descrip, aux_file", {Text(148, "words"), Text(228, "file")}},
        {"xyzt_units of metres, micrometres", {At<char>(123, 1), At<char>(123, 3), At<char>(123, 11)}},
        {"xyzt_units of no length", {At<char>(123, 0), At<char>(123, 8)}},
        {"xyzt_units of no known length", {At<char>(123, 4), At<char>(123, 7)}},
        {"xyzt_units, time", {At<char>(123, 10), At<char>(123, 18), At<char>(123, 26)}},
        {"qform_code, sform_code both 0", {kNoSform}},
        {"qform_code, sform_code beyond 0 to 5", {At<int16_t>(252, 6), At<int16_t>(254, -1)}},
        {"srow_x, srow_y, srow_z", {At<float>(292, 40)}},
        {"quatern, qoffset",
         {All({kQform, kNoSform, At<float>(268, 44)}), All({kQform, kNoSform, At<float>(264, 1)})}},
        {"sform and qform that differ", {All({kQform, At<float>(268, 14)})}},
        {"sform that is sheared, alone", {At<float>(284, 1.5F)}},
        {"extensions", {[](auto& b) { Extensions(b, 1); }, [](auto& b) { Extensions(b, 1000); }}},
        {"more than 1000 extensions", {[](auto& b) { Extensions(b, 1001); }}},
        {"bytes behind the voxels", {[](auto& b) { b += "x"; }}}}});
}

Change Line(const std::string& from, const std::string& to) {
  return [=](std::string& text) {
    ASSERT_NE(text.find(from), std::string::npos) << from;
    text.replace(text.find(from), from.size(), to);
  };
}
/// A line more in the header, before the one that ends it.
Change More(const std::string& line) {
  return [=](std::string& text) {
    const size_t end = std::min(text.find("encoding: raw"), text.find("ElementDataFile"));
    ASSERT_NE(end, std::string::npos);
    text.insert(end, line + "\n");
  };
}

std::string GoodNrrd() {
  std::string voxels;
  for (char i = 0; i < 60; ++i) voxels += i;
  return "NRRD0004\ntype: uchar\ndimension: 3\nspace: left-posterior-superior\nsizes: 5 4 3\n"
         "space directions: (1,0,0) (0,2,0) (0,0,3)\nspace origin: (7,8,9)\nencoding: raw\n\n" +
         voxels;
}

TEST(Elements, OfNrrd) {
  const Change no_space =
      All({Line("space: left-posterior-superior\n", ""),
           Line("space directions: (1,0,0) (0,2,0) (0,0,3)\nspace origin: (7,8,9)\n", "")});
  const auto instead = [&](const std::string& lines) { return All({no_space, More(lines)}); };
  const auto space = [](const std::string& name) { return Line("left-posterior-superior", name); };
  ExpectTable(
      {"NRRD",
       "f.nrrd",
       GoodNrrd(),
       {{"magic other than NRRD0001 to 5", {Line("NRRD0004", "NRRD0006"), Line("NRRD0004", "NRRX0004")}},
        {"comments, key:=value", {More("# words"), More("modality:=MR"), More("Segment0_LabelValue:=3")}},
        {"content, sample units", {More("content: words"), More("sample units: HU")}},
        {"number, min, max", {More("number: 3"), More("min: 0"), More("max: 9")}},
        {"old min, old max", {More("old min: 0"), More("old min: -1\nold max: 2.5")}},
        {"block size other than 0", {More("block size: 2")}},
        {"dimension of 2",
         {All({Line("dimension: 3", "dimension: 2"), Line("5 4 3", "5 12"),
               Line("(1,0,0) (0,2,0) (0,0,3)", "(1,0,0) (0,2,0)")})}},
        {"dimension below 2 or above 4",
         {Line("dimension: 3", "dimension: 1"), Line("dimension: 3", "dimension: 5")}},
        {"an axis of one layer or channel",
         {All({Line("dimension: 3", "dimension: 4"), Line("5 4 3", "1 5 4 3"),
               Line("(1,0,0)", "none (1,0,0)"), More("kinds: list domain domain domain")}),
          All({Line("dimension: 3", "dimension: 4"), Line("5 4 3", "5 4 3 1"),
               Line("(0,0,3)", "(0,0,3) none")})}},
        {"an axis of several layers or channels",
         {All({Line("dimension: 3", "dimension: 4"), Line("5 4 3", "3 5 4 1"),
               Line("(1,0,0)", "none (1,0,0)"), More("kinds: list domain domain domain")})}},
        {"kinds of more than one number",
         {More("kinds: RGB-color domain domain"), More("kinds: domain domain vector")}},
        {"kinds domain, space, none", {More("kinds: domain space none")}},
        {"space of a patient", {space("right-anterior-superior"), space("LAS"), space("RAS")}},
        {"space of a scanner, or unnamed",
         {space("scanner-xyz"), space("3D-right-handed"), space("3D-left-handed"),
          Line("space: left-posterior-superior", "space dimension: 3")}},
        {"other space", {space("inferior-left-posterior"), space("left-posterior-superior-time")}},
        {"space directions", {Line("(0,2,0)", "(0,-2,0)"), Line("(1,0,0) (0,2,0)", "(0,1,0) (2,0,0)")}},
        {"space origin", {Line("(7,8,9)", "(7,8,10)")}},
        {"space units of m, cm, um, nm",
         {More("space units: \"m\" \"m\" \"m\""), More("space units: \"cm\" \"cm\" \"cm\""),
          More("space units: \"um\" \"microns\" \"micrometers\"")}},
        {"space units of mm", {More("space units: \"mm\" \"millimeter\" \"mm\"")}},
        {"space units of no length", {More("space units: \"inch\" \"mm\" \"mm\"")}},
        {"measurement frame", {More("measurement frame: (0,1,0) (1,0,0) (0,0,1)")}},
        {"no spacings, no space", {no_space, instead("spacings: nan 1 1"), instead("spacings: NaN NaN NaN")}},
        {"spacings, no space", {instead("spacings: 1 2 3\nunits: \"mm\" \"mm\" \"mm\"")}},
        {"spacings beside a space", {More("spacings: 1 2 3")}},
        {"axis mins, axis maxs, no space",
         {instead("axis mins: 0 0 0\naxis maxs: 5 8 9\nunits: \"um\" \"um\" \"um\"")}},
        {"thicknesses, labels, centerings",
         {More("thicknesses: 1 2 3"), More("labels: \"x\" \"y\" \"z\""), More("centerings: cell node none")}},
        {"type block", {Line("type: uchar", "type: block")}},
        {"endian that is missing where it counts",
         {All({Line("type: uchar", "type: short"), Line("5 4 3", "5 2 3")})}},
        {"encoding other than raw, gzip",
         {Line("encoding: raw", "encoding: ascii"), Line("encoding: raw", "encoding: bzip2")}},
        {"line skip, byte skip", {More("line skip: 1"), More("byte skip: 10"), More("byte skip: -1")}},
        {"data file", {More("data file: f.raw"), More("datafile: LIST")}},
        {"field of no name in the format", {More("spacing: 1 1 1")}},
        {"bytes behind the voxels", {[](auto& b) { b += "x"; }}}}});
}

std::string GoodMeta() {
  std::string voxels;
  for (char i = 0; i < 60; ++i) voxels += i;
  return "ObjectType = Image\nNDims = 3\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 7 8 9\n"
         "ElementSpacing = 1 2 3\nDimSize = 5 4 3\nElementType = MET_UCHAR\nElementDataFile = LOCAL\n" +
         voxels;
}

TEST(Elements, OfMetaImage) {
  const auto data = [](const std::string& name) { return Line("LOCAL", name); };
  ExpectTable(
      {"MetaImage",
       "f.mha",
       GoodMeta(),
       {{"ObjectType other than Image", {Line("= Image", "= Mesh")}},
        {"Comment, Name, ObjectSubType, ID, ParentID, Color, Modality, AcquisitionDate",
         {More("Comment = words = more: words"), More("Comment: " + std::string(200, 'A') + " = B"),
          More("Name = n"), More("ObjectSubType = s"), More("ID = 3"), More("ParentID = 2"),
          More("Color = 1 0 0 1"), More("Modality = MET_MOD_CT"), More("AcquisitionDate = 20200101")}},
        {"a name or value above 250 characters",
         {More("Comment = " + std::string(251, 'A')),
          More("Comment: " + std::string(200, 'A') + " = " + std::string(60, 'B')),
          More(std::string(251, 'A') + " = 1")}},
        {"NDims of 2",
         {All({Line("NDims = 3", "NDims = 2"), Line("5 4 3", "5 12"), Line("1 0 0 0 1 0 0 0 1", "1 0 0 1"),
               Line("7 8 9", "7 8"), Line("1 2 3", "1 2")})}},
        {"NDims of 1 or above 3", {Line("NDims = 3", "NDims = 1"), Line("NDims = 3", "NDims = 4")}},
        {"BinaryData False", {More("BinaryData = False")}},
        {"BinaryDataByteOrderMSB, ElementByteOrderMSB",
         {All({Line("UCHAR", "USHORT"), Line("5 4 3", "5 2 3"), More("BinaryDataByteOrderMSB = True")}),
          All({Line("UCHAR", "USHORT"), Line("5 4 3", "5 2 3"), More("ElementByteOrderMSB = True")})}},
        {"CompressedData where the data are not", {More("CompressedData = True")}},
        {"CompressedDataSize, CompressionLevel",
         {More("CompressedDataSize = 5"), More("CompressionLevel = 2")}},
        {"TransformMatrix, Rotation, Orientation",
         {Line("1 0 0 0 1 0 0 0 1", "0 1 0 1 0 0 0 0 1"),
          Line("TransformMatrix = 1 0 0", "Rotation = -1 0 0"),
          Line("TransformMatrix = 1 0 0", "Orientation = -1 0 0")}},
        {"no TransformMatrix", {Line("TransformMatrix = 1 0 0 0 1 0 0 0 1\n", "")}},
        {"Offset, Position, Origin",
         {Line("7 8 9", "7 8 10"), Line("Offset = 7", "Position = 6"), Line("Offset = 7", "Origin = 6")}},
        {"CenterOfRotation", {More("CenterOfRotation = 1 0 0")}},
        {"CenterOfRotation of 0", {More("CenterOfRotation = 0 0 0")}},
        {"AnatomicalOrientation that fits, or says nothing",
         {More("AnatomicalOrientation = RAI"), More("AnatomicalOrientation = ???")}},
        {"AnatomicalOrientation that differs",
         {More("AnatomicalOrientation = LAI"), More("AnatomicalOrientation = ASR")}},
        {"DistanceUnits of um, cm", {More("DistanceUnits = um"), More("DistanceUnits = cm")}},
        {"DistanceUnits of mm", {More("DistanceUnits = mm")}},
        {"DistanceUnits unknown", {More("DistanceUnits = ?"), More("DistanceUnits = unknown")}},
        {"DistanceUnits of no length", {More("DistanceUnits = inch")}},
        {"ElementSpacing, ElementSize",
         {Line("1 2 3", "1 2 4"), Line("ElementSpacing = 1 2 3", "ElementSize = 1 2 4")}},
        {"ElementSize beside ElementSpacing", {More("ElementSize = 2 2 2")}},
        {"neither ElementSpacing nor ElementSize", {Line("ElementSpacing = 1 2 3\n", "")}},
        {"HeaderSize", {More("HeaderSize = -1"), More("HeaderSize = 10")}},
        {"SequenceID, ElementMin, ElementMax, ElementNBits",
         {More("SequenceID = 1 2 3 4"), More("ElementMin = 0"), More("ElementMax = 9"),
          More("ElementNBits = 8")}},
        {"ElementNumberOfChannels above 1", {More("ElementNumberOfChannels = 3")}},
        {"ElementToIntensityFunctionSlope, Offset",
         {More("ElementToIntensityFunctionSlope = 2"), More("ElementToIntensityFunctionOffset = -3")}},
        {"ElementType of an array", {Line("MET_UCHAR", "MET_UCHAR_ARRAY")}},
        {"ElementDataFile other than a name in the folder",
         {data("/etc/hostname"), data("../f.raw"), data("a/f.raw"), data(".."), data("LIST"),
          data("f%03d.raw 1 3 1"), data("a\\f.raw")}},
        {"a field twice", {More("ElementSpacing = 1 2 3")}},
        {"bytes behind the voxels", {[](auto& b) { b += "x"; }}}}});
}

std::string Tiff(int orientation, bool big) {
  std::string tiff = std::string(big ? "MM" : "II") + std::string(24, '\0');
  Poke<uint16_t>(tiff, 2, 42, big);
  Poke<uint32_t>(tiff, 4, 8, big);
  Poke<uint16_t>(tiff, 8, 1, big);
  Poke<uint16_t>(tiff, 10, 0x0112, big);
  Poke<uint16_t>(tiff, 12, 3, big);
  Poke<uint32_t>(tiff, 14, 1, big);
  Poke<uint16_t>(tiff, 18, static_cast<uint16_t>(orientation), big);
  return tiff;
}

TEST(Elements, OfPng) {
  const std::string rows("\0\x0a\x14\0\x1e\x28", 6);
  const auto chunk = [&](const std::string& name, const std::string& data) {
    return [=](std::string& bytes) { bytes = Png(Ihdr(2, 2, 8, 0), rows, Chunk(name, data)); };
  };
  const auto physical = [&](uint32_t x, uint32_t y) {
    std::string data(9, '\1');
    Poke(data, 0, x, true);
    Poke(data, 4, y, true);
    return chunk("pHYs", data);
  };
  const auto frames = [&](uint32_t count) {
    std::string data(8, '\0');
    Poke(data, 0, count, true);
    return chunk("acTL", data);
  };
  ExpectTable({"PNG",
               "f.png",
               Png(Ihdr(2, 2, 8, 0), rows),
               {{"IHDR: alpha; grey of 1, 2 or 4 bits",
                 {[&](auto& b) { b = Png(Ihdr(2, 2, 8, 4), rows); },
                  [&](auto& b) { b = Png(Ihdr(2, 2, 4, 0), rows); }}},
                {"IHDR: interlace",
                 {[](auto& b) { b = Png(Ihdr(2, 2, 8, 0, 1), std::string("\0\x0a\0\x15\0\x1e\x28", 7)); }}},
                {"PLTE", {[](auto& b) {
                   b = Png(Ihdr(2, 2, 8, 3), std::string("\0\0\1\0\1\0", 6), Chunk("PLTE", "abcdef"));
                 }}},
                {"tRNS", {chunk("tRNS", std::string(2, '\0'))}},
                {"gAMA, cHRM, sRGB, iCCP, cICP",
                 {chunk("gAMA", std::string("\0\0\xb1\x8f", 4)), chunk("cHRM", std::string(32, '\1')),
                  chunk("sRGB", std::string(1, '\0')),
                  chunk("iCCP", std::string("p\0\0", 3) + Compress("profile", 15)),
                  chunk("cICP", std::string("\1\15\0\1", 4))}},
                {"sBIT, bKGD, hIST, sPLT, tIME, oFFs",
                 {chunk("sBIT", "\5"), chunk("bKGD", std::string(2, '\1')),
                  chunk("tIME", std::string("\7\xe4\1\1\1\1\1", 7)), chunk("oFFs", std::string(9, '\1'))}},
                {"tEXt, zTXt, iTXt",
                 {chunk("tEXt", std::string("Comment\0words", 13)),
                  chunk("iTXt", std::string("Comment\0\0\0\0\0words", 17))}},
                {"pHYs, square", {physical(2835, 2835), physical(0, 0)}},
                {"pHYs, not square", {physical(2835, 1000), physical(1, 2)}},
                {"sCAL",
                 {chunk("sCAL", std::string("\1"
                                            "0.001\0"
                                            "0.001",
                                            12))}},
                {"eXIf: orientation of 1, or none", {chunk("eXIf", Tiff(1, true)), chunk("eXIf", "II*")}},
                {"eXIf: orientation of 2 to 8",
                 {chunk("eXIf", Tiff(6, true)), chunk("eXIf", Tiff(3, false)), chunk("eXIf", Tiff(2, true))}},
                {"acTL of one frame", {frames(1)}},
                {"acTL of several frames", {frames(2), frames(100)}},
                {"a critical chunk of no name in the format", {chunk("CgBI", "1234")}},
                {"an ancillary chunk of no name in the format", {chunk("prVt", "1234")}},
                {"bytes behind the end", {[](auto& b) { b += std::string(4, '\0'); }}}}});
}

TEST(Elements, OfJpeg) {
  const std::string good = ReadFile("tests/unit/image/jpeg/grey.jpg");
  const auto segment = [&](char marker, const std::string& data) {
    return [=](std::string& bytes) {
      std::string head = {'\xff', marker, '\0', '\0'};
      Poke(head, 2, static_cast<uint16_t>(data.size() + 2), true);
      bytes = good.substr(0, 2) + head + data + good.substr(2);
    };
  };
  const auto exif = [&](int orientation, bool big) {
    return segment('\xe1', std::string("Exif\0\0", 6) + Tiff(orientation, big));
  };
  const auto density = [&](uint16_t x, uint16_t y) {
    return [=](std::string& bytes) {
      const size_t jfif = bytes.find(std::string("JFIF\0", 5));
      ASSERT_NE(jfif, std::string::npos);
      Poke(bytes, jfif + 8, x, true);
      Poke(bytes, jfif + 10, y, true);
    };
  };
  const auto frame = [](size_t offset, char value) {
    return [=](std::string& bytes) { bytes[bytes.find("\xff\xc0") + offset] = value; };
  };
  ExpectTable({"JPEG",
               "f.jpg",
               good,
               {{"SOF: 12 bits, lossless", {frame(4, 12), frame(1, '\xc3')}},
                {"four components (CMYK)", {[](auto& b) { b = ReadFile("tests/unit/image/jpeg/cmyk.jpg"); }}},
                {"APP0: JFIF density, square", {density(72, 72), density(0, 0)}},
                {"APP0: JFIF density, not square", {density(72, 36), density(1, 2)}},
                {"APP1: Exif orientation of 1, or none",
                 {exif(1, true), segment('\xe1', "http://ns.adobe.com/xap/1.0/")}},
                {"APP1: Exif orientation of 2 to 8", {exif(6, true), exif(8, false), exif(3, true)}},
                {"APP2: ICC profile; APP13; comments",
                 {segment('\xe2', std::string("ICC_PROFILE\0\1\1", 14) + "profile"),
                  segment('\xed', "Photoshop 3.0"), segment('\xfe', "words")}},
                {"bytes behind the end",
                 {[&](auto& b) { b += good; }, [](auto& b) { b += "x"; },
                  [](auto& b) { b += std::string(70000, '\0'); }}},
                {"at most 64 KiB of zeros behind the end", {[](auto& b) { b += std::string(512, '\0'); }}}}});
}

/// Adobe's segment says whether three components are RGB: the same data are another colour by it.
TEST(Elements, AdobesTransformCounts) {
  const TemporaryFolder folder;
  const std::string good = ReadFile("tests/unit/image/jpeg/colour.jpg");
  const std::string adobe(
      "\xff\xee\0\x0e"
      "Adobe\0\x64\0\0\0\0\0",
      16);
  const size_t after_jfif = 4 + static_cast<size_t>(good[5]);
  const std::string as_rgb = good.substr(0, 2) + adobe + good.substr(after_jfif);
  EXPECT_FALSE(ReadImage(folder.Write("a.jpg", as_rgb)) == ReadImage(folder.Write("b.jpg", good)));
}

}  // namespace
}  // namespace f4s
