#include <algorithm>
#include <cmath>
#include <limits>

#include "libfuse4seg/image/files/volume_io.h"
#include "tests/unit/image/files.h"
#include "tests/unit/image/mutant.h"

namespace f4s {
namespace {

const Size3 kSize = {5, 4, 3};
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::string Good() { return Nifti1(kSize, Oblique({1, 2, 3}, {10, -20, 30})); }
std::string GoodFloat() { return Nifti1(kSize, Scaling(1, 2, 3), true); }

/// A change to a valid file, and the code with which it is to be refused ("" = accepted).
struct Form {
  const char* name;
  const char* code;
  std::function<void(std::string&)> change;
  bool is_float = false;
};

void WithExtension(std::string& b, int32_t declared, float offset) {
  b.insert(352, std::string(16, '\0'));
  b[348] = 1;
  Poke<int32_t>(b, 352, declared);
  Poke<float>(b, 108, offset);
}

const std::vector<Form>& Forms() {
  static const std::vector<Form> forms = {
      {"empty", "nifti.truncated", [](auto& b) { b.clear(); }},
      {"one byte", "nifti.truncated", [](auto& b) { b.resize(1); }},
      {"header cut", "nifti.truncated", [](auto& b) { b.resize(347); }},
      {"header only", "nifti.truncated", [](auto& b) { b.resize(348); }},
      {"no voxels", "nifti.truncated", [](auto& b) { b.resize(352); }},
      {"last byte missing", "nifti.truncated", [](auto& b) { b.pop_back(); }},
      {"header size", "nifti.magic", [](auto& b) { Poke<int32_t>(b, 0, 349); }},
      {"magic gone", "nifti.magic", [](auto& b) { b[344] = 0; }},
      {"magic ni2", "nifti.magic", [](auto& b) { b[345] = '2'; }},
      {"Analyze", "nifti.magic", [](auto& b) { b.replace(344, 4, std::string(4, '\0')); }},
      {"pair", "nifti.pair",
       [](auto& b) {
         b[345] = 'i';
         b[344] = 'n';
       }},
      {"text", "nifti.magic", [](auto& b) { b = std::string(400, 'x'); }},
      {"ndim 0", "nifti.ndim", [](auto& b) { Poke<int16_t>(b, 40, 0); }},
      {"ndim 1", "nifti.ndim", [](auto& b) { Poke<int16_t>(b, 40, 1); }},
      {"three numbers in a voxel", "nifti.ndim",
       [](auto& b) {
         Poke<int16_t>(b, 40, 5);
         Poke<int16_t>(b, 50, 3);
       }},
      {"ndim 8", "nifti.ndim", [](auto& b) { Poke<int16_t>(b, 40, 8); }},
      {"ndim negative", "nifti.ndim", [](auto& b) { Poke<int16_t>(b, 40, -3); }},
      {"two volumes", "volume.which",
       [](auto& b) {
         Poke<int16_t>(b, 40, 4);
         Poke<int16_t>(b, 44, 2);
         Poke<int16_t>(b, 48, 2);
       }},
      {"one volume of 4-D", "", [](auto& b) { Poke<int16_t>(b, 40, 4); }},
      {"dim 0", "nifti.dim", [](auto& b) { Poke<int16_t>(b, 42, 0); }},
      {"dim negative", "nifti.dim", [](auto& b) { Poke<int16_t>(b, 46, -1); }},
      {"dim larger", "nifti.truncated", [](auto& b) { Poke<int16_t>(b, 44, 5); }},
      {"dims huge", "nifti.truncated",
       [](auto& b) {
         for (size_t i = 42; i < 48; i += 2) Poke<int16_t>(b, i, 32767);
       }},
      {"dim smaller", "nifti.trailing", [](auto& b) { Poke<int16_t>(b, 46, 2); }},
      {"datatype 0", "nifti.datatype", [](auto& b) { Poke<int16_t>(b, 70, 0); }},
      {"binary", "nifti.datatype", [](auto& b) { Poke<int16_t>(b, 70, 1); }},
      {"complex64", "nifti.datatype", [](auto& b) { Poke<int16_t>(b, 70, 32); }},
      {"rgb24", "nifti.datatype", [](auto& b) { Poke<int16_t>(b, 70, 128); }},
      {"rgba32", "nifti.datatype", [](auto& b) { Poke<int16_t>(b, 70, 2304); }},
      {"int64", "nifti.bitpix", [](auto& b) { Poke<int16_t>(b, 70, 1024); }},
      {"float128", "nifti.datatype", [](auto& b) { Poke<int16_t>(b, 70, 1536); }},
      {"bitpix 8", "nifti.bitpix", [](auto& b) { Poke<int16_t>(b, 72, 8); }},
      {"bitpix 0", "nifti.bitpix", [](auto& b) { Poke<int16_t>(b, 72, 0); }},
      {"offset 0", "nifti.vox_offset", [](auto& b) { Poke<float>(b, 108, 0); }},
      {"offset 348", "nifti.vox_offset", [](auto& b) { Poke<float>(b, 108, 348); }},
      {"offset negative", "nifti.vox_offset", [](auto& b) { Poke<float>(b, 108, -352); }},
      {"offset NaN", "nifti.vox_offset", [](auto& b) { Poke<float>(b, 108, kNan); }},
      {"offset infinite", "nifti.vox_offset", [](auto& b) { Poke<float>(b, 108, kInfinity); }},
      {"offset fraction", "nifti.vox_offset", [](auto& b) { Poke<float>(b, 108, 352.5F); }},
      {"offset beyond", "nifti.truncated", [](auto& b) { Poke<float>(b, 108, 1e6F); }},
      {"spacing 0", "", [](auto& b) { Poke<float>(b, 80, 0); }},
      {"spacing negative", "nifti.spacing", [](auto& b) { Poke<float>(b, 84, -1); }},
      {"spacing NaN", "nifti.spacing", [](auto& b) { Poke<float>(b, 88, kNan); }},
      {"spacing infinite", "nifti.spacing", [](auto& b) { Poke<float>(b, 80, kInfinity); }},
      {"metres", "", [](auto& b) { b[123] = 1; }},
      {"micrometres", "", [](auto& b) { b[123] = 3; }},
      {"hertz", "nifti.units", [](auto& b) { b[123] = 4; }},
      {"kilometres", "geometry.spacing",
       [](auto& b) {
         b[123] = 1;
         for (size_t i = 80; i < 92; i += 4) Poke<float>(b, i, 2e4F);
         b.replace(254, 2, std::string(2, '\0'));
       }},
      {"nothing of a millimetre", "geometry.spacing",
       [](auto& b) {
         for (size_t i = 80; i < 92; i += 4) Poke<float>(b, i, 1e-20F);
         b.replace(254, 2, std::string(2, '\0'));
       }},
      {"slope NaN", "", [](auto& b) { Poke<float>(b, 112, kNan); }},
      {"slope infinite", "", [](auto& b) { Poke<float>(b, 112, kInfinity); }},
      {"intercept NaN", "", [](auto& b) { Poke<float>(b, 116, kNan); }},
      {"slope 0", "", [](auto& b) { Poke<float>(b, 112, 0); }},
      {"slope overflows", "nifti.nonfinite", [](auto& b) { Poke<float>(b, 112, 3e38F); }},
      {"sform NaN", "nifti.sform", [](auto& b) { Poke<float>(b, 280, kNan); }},
      {"sform infinite", "nifti.sform", [](auto& b) { Poke<float>(b, 292, kInfinity); }},
      {"sform subnormal", "geometry.shear", [](auto& b) { Poke<float>(b, 284, 1e-40F); }},
      {"sform zero", "nifti.sform", [](auto& b) { b.replace(280, 48, std::string(48, '\0')); }},
      {"sform flat", "nifti.sform", [](auto& b) { b.replace(296, 16, b.substr(280, 16)); }},
      {"sform sheared", "geometry.shear", [](auto& b) { Poke<float>(b, 284, 1.5F); }},
      {"sform of other spacing", "nifti.forms", [](auto& b) { Poke<float>(b, 80, 1.1F); }},
      {"qform NaN", "nifti.qform",
       [](auto& b) {
         Poke<int16_t>(b, 252, 1);
         Poke<float>(b, 256, kNan);
       }},
      {"qform offset", "nifti.qform",
       [](auto& b) {
         Poke<int16_t>(b, 252, 1);
         Poke<float>(b, 272, kInfinity);
       }},
      {"quaternion long", "nifti.qform",
       [](auto& b) {
         Poke<int16_t>(b, 252, 1);
         Poke<float>(b, 256, 2);
       }},
      {"qfac NaN", "nifti.qform",
       [](auto& b) {
         Poke<int16_t>(b, 252, 1);
         Poke<float>(b, 76, kNan);
       }},
      {"qform code", "nifti.form_code", [](auto& b) { Poke<int16_t>(b, 252, 99); }},
      {"sform code", "nifti.form_code", [](auto& b) { Poke<int16_t>(b, 254, -1); }},
      {"extension", "", [](auto& b) { WithExtension(b, 16, 368); }},
      {"extension of 8", "nifti.extension", [](auto& b) { WithExtension(b, 8, 368); }},
      {"extension of 0", "nifti.extension", [](auto& b) { WithExtension(b, 0, 368); }},
      {"extension negative", "nifti.extension", [](auto& b) { WithExtension(b, -16, 368); }},
      {"extension of 17", "nifti.extension", [](auto& b) { WithExtension(b, 17, 368); }},
      {"extension too long", "nifti.extension", [](auto& b) { WithExtension(b, 32, 368); }},
      {"extension cut", "nifti.extension", [](auto& b) { WithExtension(b, 16, 357); }},
      {"padding", "", [](auto& b) { b.append(100, '\0'); }},
      {"padding long", "nifti.trailing", [](auto& b) { b.append(70000, '\0'); }},
      {"rubbish behind", "nifti.trailing", [](auto& b) { b += "x"; }},
      {"voxel NaN", "nifti.nonfinite", [](auto& b) { Poke<float>(b, 352, kNan); }, true},
      {"voxel infinite", "nifti.nonfinite", [](auto& b) { Poke<float>(b, b.size() - 4, -kInfinity); }, true},
  };
  return forms;
}

TEST(Nifti, RefusesMalformedFiles) {
  const TemporaryFolder folder;
  for (const Form& form : Forms()) {
    std::string bytes = form.is_float ? GoodFloat() : Good();
    form.change(bytes);
    const auto raw = folder.Write("f.nii", bytes);
    EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadVolume(raw)); }), form.code) << form.name;
    const auto gz = folder.Write("f.nii.gz", Compress(bytes, 31));
    EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadVolume(gz)); }), form.code) << form.name << ", gz";
  }
}

TEST(Nifti, RefusesMalformedSecondVersion) {
  const TemporaryFolder folder;
  const std::vector<Form> forms = {
      {"good", "", [](auto&) {}},
      {"cut", "nifti.truncated", [](auto& b) { b.resize(539); }},
      {"short", "nifti.truncated", [](auto& b) { b.pop_back(); }},
      {"magic", "nifti.magic", [](auto& b) { b[8] = '\n'; }},
      {"pair", "nifti.magic", [](auto& b) { b[5] = 'i'; }},
      {"product overflows", "nifti.dim",
       [](auto& b) {
         for (size_t i = 24; i < 48; i += 8) Poke(b, i, int64_t{1} << 40);
       }},
      {"dim wraps", "nifti.dim", [](auto& b) { Poke(b, 24, std::numeric_limits<int64_t>::min()); }},
      {"offset", "nifti.vox_offset", [](auto& b) { Poke<int64_t>(b, 168, 352); }},
      {"offset huge", "nifti.truncated", [](auto& b) { Poke<int64_t>(b, 168, int64_t{1} << 50); }},
      {"ndim huge", "nifti.ndim", [](auto& b) { Poke(b, 16, int64_t{1} << 33); }},
      {"sform", "nifti.sform", [](auto& b) { Poke<double>(b, 400, NAN); }}};
  for (const Form& form : forms) {
    std::string bytes = Nifti2(kSize, Scaling(1, 2, 3));
    form.change(bytes);
    const auto path = folder.Write("f.nii", bytes);
    EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadVolume(path)); }), form.code) << form.name;
  }
}

TEST(Nifti, ReadsTheVolumeThatIsAskedFor) {
  const TemporaryFolder folder;
  std::string bytes = GoodFloat();
  Poke<int16_t>(bytes, 40, 4);
  Poke<int16_t>(bytes, 44, 2);
  Poke<int16_t>(bytes, 48, 2);
  std::vector<float> all;
  for (const int64_t which : {0, 1})
    for (const char* name : {"f.nii", "f.nii.gz"}) {
      const auto path = folder.Write(name, std::string(name).ends_with("gz") ? Compress(bytes, 31) : bytes);
      const Image<float> read = ReadVolume(path, nullptr, nullptr, which);
      EXPECT_EQ(read.grid.size, (Size3{kSize[0], 2, kSize[2]}));
      if (std::string(name) == "f.nii") all.insert(all.end(), read.samples.begin(), read.samples.end());
      EXPECT_TRUE(std::equal(read.samples.begin(), read.samples.end(), all.end() - read.samples.size()));
      EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadVolume(path, nullptr, nullptr, 2)); }), "volume.which");
    }
  EXPECT_EQ(all, ReadVolume(folder.Write("g.nii", GoodFloat())).samples);
}

TEST(Nifti, ReadsBothVersionsAndByteOrders) {
  const TemporaryFolder folder;
  const Affine affine = Oblique({1, 2, 3}, {10, -20, 30});
  const std::vector<std::string> files = {Nifti1(kSize, affine), Nifti1(kSize, affine, false, true),
                                          Nifti2(kSize, affine), Nifti2(kSize, affine, true)};
  for (const std::string& bytes : files) {
    VoxelType type{};
    const Image<float> volume = ReadVolume(folder.Write("f.nii", bytes), &type);
    EXPECT_EQ(type, VoxelType::kInt16);
    EXPECT_LT(CornerDisplacement({kSize, affine}, volume.grid), 1e-5);
    for (size_t i = 0; i < volume.samples.size(); ++i) ASSERT_EQ(volume.samples[i], static_cast<float>(i));
  }
}

TEST(Nifti, AppliesSlopeAndIntercept) {
  const TemporaryFolder folder;
  std::string bytes = Good();
  Poke<float>(bytes, 112, 0.5F);
  Poke<float>(bytes, 116, -7);
  VoxelType type{};
  const Image<float> volume = ReadVolume(folder.Write("f.nii", bytes), &type);
  EXPECT_EQ(volume.samples[9], 9 * 0.5F - 7);
  EXPECT_EQ(type, VoxelType::kFloat32);
}

TEST(Nifti, ReadsOneSlice) {
  const TemporaryFolder folder;
  std::string bytes = Nifti1({5, 4, 1}, Scaling(1, 2, 3));
  Poke<int16_t>(bytes, 40, 2);
  const Image<float> volume = ReadVolume(folder.Write("f.nii", bytes));
  EXPECT_EQ(volume.grid.size, (Size3{5, 4, 1}));
  EXPECT_TRUE(volume.is_picture());
  EXPECT_FALSE(ReadVolume(folder.Write("v.nii", Nifti1({5, 4, 1}, Scaling(1, 2, 3)))).is_picture());
  EXPECT_EQ(volume.samples[19], 19);
}

TEST(Nifti, CountsNonFiniteVoxels) {
  const TemporaryFolder folder;
  std::string bytes = GoodFloat();
  for (const size_t i : {0, 7, 59}) Poke<float>(bytes, 352 + 4 * i, kNan);
  try {
    static_cast<void>(ReadVolume(folder.Write("f.nii", bytes)));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("3 of 60 voxels"), std::string::npos) << error.Line();
  }
}

TEST(Nifti, RefusesDamagedCompression) {
  const TemporaryFolder folder;
  const std::string good = Good(), gz = Compress(good, 31);
  const auto code = [&](const std::string& bytes, const char* name = "f.nii.gz") {
    const auto path = folder.Write(name, bytes);
    return CodeOf([&] { static_cast<void>(ReadVolume(path)); });
  };
  const auto changed = [&](size_t from_end) {
    std::string bytes = gz;
    bytes[bytes.size() - from_end] = static_cast<char>(bytes[bytes.size() - from_end] ^ 1);
    return bytes;
  };
  EXPECT_EQ(code(gz), "");
  EXPECT_EQ(code(changed(8)), "nifti.compression") << "CRC";
  EXPECT_EQ(code(changed(1)), "nifti.compression") << "ISIZE";
  EXPECT_EQ(code(gz.substr(0, gz.size() - 1)), "nifti.truncated") << "ISIZE cut";
  EXPECT_EQ(code(gz.substr(0, gz.size() - 8)), "nifti.truncated") << "no trailer";
  EXPECT_EQ(code(gz.substr(0, gz.size() / 2)), "nifti.truncated");
  EXPECT_EQ(code(gz.substr(0, 10)), "nifti.truncated");
  EXPECT_EQ(code(gz + "rubbish"), "nifti.trailing");
  EXPECT_EQ(code(gz + std::string(512, '\0')), "") << "padding";
  EXPECT_EQ(code(gz + gz), "nifti.trailing") << "a second file in a second member";
  EXPECT_EQ(code(Compress(good.substr(0, 400), 31) + Compress(good.substr(400), 31)), "") << "two members";
  EXPECT_EQ(code(Compress(good.substr(0, 400), 31)), "nifti.truncated") << "the first of two members";
  EXPECT_EQ(code(good), "nifti.gzip") << "not compressed";
  EXPECT_EQ(code(gz, "f.nii"), "nifti.gzip") << "compressed without the name";
}

TEST(Nifti, RefusesBombsBeforeAllocating) {
  const TemporaryFolder folder;
  std::string bytes = Good();
  for (size_t i = 42; i < 48; i += 2) Poke<int16_t>(bytes, i, 32767);  // 70 TB
  const auto gz = folder.Write("f.nii.gz", Compress(bytes, 31));
  EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadVolume(gz)); }), "nifti.truncated");
}

TEST(Nifti, NamesTheLabelThatIsNone) {
  const TemporaryFolder folder;
  std::string bytes = Good();
  Poke<int16_t>(bytes, 352 + 2 * 7, -3);
  const auto negative = folder.Write("f.nii", bytes);
  EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadLabelVolume(negative)); }), "label.value");
  const auto fraction = folder.Write("g.nii", GoodFloat());
  EXPECT_EQ(CodeOf([&] { static_cast<void>(ReadLabelVolume(fraction)); }), "label.value");
  EXPECT_EQ(ReadLabelVolume(folder.Write("h.nii", Good())).samples[59], 59);
}

TEST(Nifti, MissingIsNotMalformed) {
  EXPECT_EQ(CodeOf([] { static_cast<void>(ReadVolume("/nonexistent/f.nii")); }), "input.missing");
  EXPECT_EQ(CodeOf([] { static_cast<void>(ReadVolume("f.img")); }), "volume.extension");
}

TEST(Nifti, SurvivesMutants) {
  const TemporaryFolder folder;
  std::mt19937_64 random(20240916);
  const std::string raw = GoodFloat(), gz = Compress(raw, 31), second = Nifti2(kSize, Scaling(1, 1, 1));
  int accepted = 0, refused = 0;
  for (int i = 0; i < 4000; ++i) {
    const bool compressed = i % 4 == 1, inside = i % 4 == 2;
    const std::string bytes = compressed ? Mutant(gz, 352, random)
                              : inside   ? Compress(Mutant(raw, 352, random), 31)
                                         : Mutant(i % 4 == 3 ? second : raw, 352, random);
    const auto path = folder.Write(compressed || inside ? "m.nii.gz" : "m.nii", bytes);
    try {
      const Image<float> volume = ReadVolume(path);
      ++accepted;
      ASSERT_EQ(static_cast<int64_t>(volume.samples.size()), volume.grid.num_voxels());
      ASSERT_TRUE(std::all_of(volume.samples.begin(), volume.samples.end(),
                              [](float v) { return std::isfinite(v); }));
    } catch (const Error& error) {
      ++refused;
      ASSERT_EQ(error.kind(), ErrorKind::kBadInput) << error.Line();
      ASSERT_FALSE(error.file().empty());
    }
  }
  EXPECT_GT(accepted, 100);
  EXPECT_GT(refused, 1000);
  RecordProperty("accepted", accepted);
  RecordProperty("refused", refused);
}

}  // namespace
}  // namespace f4s
