// The elements of volume files, row by row of docs/formats.md.

#include "tests/unit/image/elements.h"

namespace f4s {
namespace {

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
        {"dim[0] below 2 or above 7", {At<int16_t>(40, 1), At<int16_t>(40, 8), At<int16_t>(40, 0)}},
        {"dim[4..7] of 1", {At<int16_t>(40, 4), At<int16_t>(40, 5), At<int16_t>(40, 7)}},
        {"dim[4] above 1", {All({At<int16_t>(40, 4), At<int16_t>(44, 2), At<int16_t>(48, 2)})}},
        {"dim[5..7] above 1",
         {All({At<int16_t>(40, 5), At<int16_t>(50, 3)}), All({At<int16_t>(40, 7), At<int16_t>(54, 2)})}},
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
        {"scl_slope of 0", {At<float>(112, 0)}},
        {"scl_slope of 0 beside an scl_inter", {All({At<float>(112, 0), At<float>(116, 7)})}},
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
        {"comments, key:=value", {More("# words"), More("modality:=MR"), More("Segment_LabelValue:=x")}},
        {"SegmentN_Name, SegmentN_LabelValue",
         {More("Segment0_Name:=edema\nSegment0_LabelValue:=3"), More("Segment0_Name:=edema"),
          More("Segment7_ID:=Segment_8\nSegment7_LabelValue:=65535")}},
        {"SegmentN_LabelValue that is no label, or stands twice",
         {More("Segment0_Name:=a\nSegment0_LabelValue:=0"),
          More("Segment0_Name:=a\nSegment0_LabelValue:=1,5"),
          More("Segment0_Name:=a\nSegment0_LabelValue:=70000"), More("Segment0_LabelValue:=1"),
          More("Segment0_Name:=a\nSegment0_LabelValue:=2\nSegment1_Name:=b\nSegment1_LabelValue:=2"),
          More("Segment0_Name:=a\nSegment0_LabelValue:=2\nSegment0_LabelValue:=3"),
          More("Segment0_Name:=a\nSegment0_Name:=b\nSegment0_LabelValue:=2")}},
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
        {"no space origin", {Line("space origin: (7,8,9)\n", "")}},
        {"space units of m, cm, um, nm",
         {More("space units: \"m\" \"m\" \"m\""), More("space units: \"cm\" \"cm\" \"cm\""),
          More("space units: \"um\" \"microns\" \"micrometers\"")}},
        {"space units of mm", {More("space units: \"mm\" \"millimeter\" \"mm\"")}},
        {"space units of no length", {More("space units: \"inch\" \"mm\" \"mm\"")}},
        {"measurement frame", {More("measurement frame: (0,1,0) (1,0,0) (0,0,1)")}},
        {"no spacings, no space", {no_space}},
        {"spacings of NaN",
         {instead("spacings: nan 1 1"), instead("spacings: NaN NaN NaN"), instead("spacings: 3 NaN 2")}},
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
        {"BinaryDataByteOrderMSB beside another ElementByteOrderMSB",
         {More("BinaryDataByteOrderMSB = False\nElementByteOrderMSB = True"),
          More("ElementByteOrderMSB = False\nBinaryDataByteOrderMSB = True")}},
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
        {"TransformMatrix of axes that are not 1 long",
         {Line("1 0 0 0 1 0 0 0 1", "2 0 0 0 2 0 0 0 2"), Line("1 0 0 0 1 0 0 0 1", "1 0 0 0 0.99 0 0 0 1"),
          Line("TransformMatrix = 1 0 0 0 1 0", "Orientation = 0 0.5 0 1 0 0")}},
        {"two of TransformMatrix, Rotation, Orientation that differ",
         {More("Rotation = -1 0 0 0 1 0 0 0 1"), More("Orientation = 0 1 0 1 0 0 0 0 1")}},
        {"no Offset, Position, Origin", {Line("Offset = 7 8 9\n", "")}},
        {"two of Offset, Position, Origin that differ", {More("Origin = 7 8 10"), More("Position = 0 0 0")}},
        {"no TransformMatrix", {Line("TransformMatrix = 1 0 0 0 1 0 0 0 1\n", "")}},
        {"Offset, Position, Origin",
         {Line("7 8 9", "7 8 10"), Line("Offset = 7", "Position = 6"), Line("Offset = 7", "Origin = 6")}},
        {"CenterOfRotation", {More("CenterOfRotation = 1 0 0")}},
        {"CenterOfRotation of 0", {More("CenterOfRotation = 0 0 0")}},
        {"AnatomicalOrientation that fits, or says nothing",
         {More("AnatomicalOrientation = RAI"), More("AnatomicalOrientation = ???")}},
        {"AnatomicalOrientation that differs",
         {More("AnatomicalOrientation = LAI"), More("AnatomicalOrientation = ASR"),
          More("AnatomicalOrientation = lai"), More("AnatomicalOrientation = XYZ")}},
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
        {"a field of the format in other letters",
         {Line("Offset", "offset"), Line("ElementSpacing", "Elementspacing"), More("distanceunits = cm")}},
        {"a field twice", {More("ElementSpacing = 1 2 3")}},
        {"lines behind an ElementDataFile of another file", {data("g.raw\nElementSpacing = 9 9 9")}},
        {"bytes behind the voxels", {[](auto& b) { b += "x"; }}}}});
}

}  // namespace
}  // namespace f4s
