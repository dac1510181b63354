// What was fused and kept is had back: grey and colour, 8 and 16 bits; what does not belong together is
// refused.

#include "libfuse4seg/infer/decompose_case.h"

#include <gtest/gtest.h>

#include <cmath>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/infer/fuse_case.h"
#include "libfuse4seg/infer/latent_file.h"
#include "tests/support/expect_error.h"
#include "tests/support/random_model.h"
#include "tests/support/scratch.h"

namespace f4s {
namespace {

constexpr const char* kInn = R"({"method": "fusioninn", "network": {"fuser": "inn", "inn_width": 8},
  "modalities": [["mri"], ["ct", "pet"], ["t2"]], "takes": ["images"], "gives": ["fused", "latent", "decomposed"],
  "classes": {}, "regions": {}})";

Image<uint16_t> Noise(int channels, int bits, uint64_t seed) {
  Image<uint16_t> image = {PictureGrid(13, 10), channels, {}};
  for (int i = 0; i < 13 * 10 * channels; ++i) {
    const bool black = i / channels % 13 < 4;  // a background
    const uint64_t levels = uint64_t{1} << bits;
    image.samples.push_back(black ? 0 : static_cast<uint16_t>(UniformBelow(levels, seed, i)));
  }
  return image;
}

class DecomposeTest : public testing::Test {
 protected:
  DecomposeTest() { WriteRandomModel(model_, Json::parse(kInn)); }

  /// A case with these images.
  Case Record(const std::string& id, const std::vector<Image<uint16_t>>& images, int bits = 8) {
    Case record(id);
    const std::vector<std::string> names = {"mri", "pet", "t2"};
    for (size_t i = 0; i < images.size(); ++i) {
      const auto file = scratch_ / (id + "_" + names[i] + ".png");
      WriteImage(file, images[i], bits);
      record.SetImage(names[i], file);
    }
    return record;
  }
  FuserOptions Options(bool decompose, DecomposeFrom from = DecomposeFrom::kAuto, int bits = 8) const {
    FuserOptions options;
    options.model = model_.string();
    options.latent = !decompose;
    options.decompose = decompose;
    options.decompose_from = from;
    options.bits = bits;
    return options;
  }
  Case Fused(const Case& record, int bits = 8) {
    const FuserOptions options = Options(false, DecomposeFrom::kAuto, bits);
    return FuseCase(record, Fuser::Load(options, "cpu"), options, out_).front();
  }
  Case Apart(const Case& record, DecomposeFrom from = DecomposeFrom::kAuto, uint64_t seed = 0, int bits = 8) {
    const FuserOptions options = Options(true, from, bits);
    return DecomposeCase(record, Fuser::Load(options, "cpu"), options, seed, out_).front();
  }
  static Image<uint16_t> Part(const Case& record, const std::string& name, VoxelType* type = nullptr) {
    return ReadPicture(record.json().at("decomposed").at(name).get<std::string>(), type);
  }

  Scratch scratch_;
  std::filesystem::path model_ = scratch_ / "m.safetensors";
  RunContext run_{{"test", {}, Json::object()}, {}};
  DatasetWriter out_{scratch_ / "out", run_};
};

TEST_F(DecomposeTest, KeepsNothingThatDoesNotLeadBack) {
  ModelFile file = FindModel(model_.string());
  Network network = BuildNetwork(file.description);
  NamedTensors weights = ReadTensors(model_);
  weights.at("fusion.norm.bias").fill_(1e15);  // beside which a double cannot tell levels apart
  static_cast<void>(SetMatchingWeights(*network, weights));
  SaveModel(model_, file.description, *network);
  const Case record = Record("a", {Noise(1, 8, 1), Noise(1, 8, 2), Noise(1, 8, 3)});
  EXPECT_F4S_ERROR(Fused(record), ErrorKind::kInternal, "latent.inexact");
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "out" / "fused" / "a.png"));
  EXPECT_FALSE(std::filesystem::exists(scratch_ / "out" / "latent" / "a.safetensors"));
}

TEST_F(DecomposeTest, GivesGreyAndColourBackBitForBit) {
  const std::vector<Image<uint16_t>> images = {Noise(1, 8, 1), Noise(3, 8, 2), Noise(1, 8, 3)};
  const Case fused = Fused(Record("a", images));
  EXPECT_EQ(ReadPicture(*fused.file("fused")).channels, 3);
  const Case apart = Apart(fused);
  EXPECT_EQ(apart.json()["decomposed_from"], "exact");
  size_t i = 0;
  for (const char* name : {"mri", "pet", "t2"}) {
    EXPECT_EQ(Part(apart, name).channels, images[i].channels);
    EXPECT_EQ(Part(apart, name).samples, images[i++].samples) << name;
  }
  EXPECT_NE(Part(Apart(fused, DecomposeFrom::kLevels), "mri").samples, images[0].samples)
      << "levels have lost something";
}

TEST_F(DecomposeTest, GivesSixteenBitsBackAsPromised) {
  const std::vector<Image<uint16_t>> images = {Noise(1, 16, 1), Noise(1, 16, 2), Noise(1, 16, 3)};
  const Case apart = Apart(Fused(Record("a", images, 16), 16), DecomposeFrom::kExact, 0, 16);
  size_t i = 0;
  for (const char* name : {"mri", "pet", "t2"}) {
    VoxelType type{};
    const Image<uint16_t> part = Part(apart, name, &type);
    ASSERT_EQ(type, VoxelType::kUint16);
    for (size_t k = 0; k < part.samples.size(); ++k)
      ASSERT_NEAR(part.samples[k], images[i].samples[k], 1e-4 * 65535) << name;
    ++i;
  }
}

TEST_F(DecomposeTest, DrawsFromSeedAndCase) {
  const Case fused = Fused(Record("a", {Noise(1, 8, 1), Noise(1, 8, 2), Noise(1, 8, 3)}));
  const Image<uint16_t> one = Part(Apart(fused, DecomposeFrom::kFused, 1), "mri");
  EXPECT_EQ(one.samples, Part(Apart(fused, DecomposeFrom::kFused, 1), "mri").samples);
  EXPECT_NE(one.samples, Part(Apart(fused, DecomposeFrom::kFused, 2), "mri").samples);
  Case renamed = fused;
  renamed.SetId("b");
  EXPECT_NE(one.samples, Part(Apart(renamed, DecomposeFrom::kFused, 1), "mri").samples);
  for (int row = 0; row < 10; ++row) EXPECT_EQ(one.samples[static_cast<size_t>(row * 13)], 0) << "background";
}

TEST_F(DecomposeTest, NamesWhatComesOut) {
  Case fused = Fused(Record("a", {Noise(1, 8, 1), Noise(1, 8, 2), Noise(1, 8, 3)}));
  const auto names = [&](const Case& record) {
    std::string text;
    const Case apart = Apart(record, DecomposeFrom::kFused);
    for (const auto& [name, path] : apart.json().at("decomposed").items()) text += name + " ";
    return text;
  };
  EXPECT_EQ(names(fused), "mri pet t2 ");
  fused.json().erase("fused_from");
  EXPECT_EQ(names(fused), "mri ct|pet t2 ");
  fused.json()["fused_from"] = {"mri", "pet"};
  EXPECT_F4S_ERROR(Apart(fused, DecomposeFrom::kFused), ErrorKind::kBadInput, "model.modalities");
  fused.json()["fused_by"] = "laplacian";
  fused.json().erase("fused_from");
  EXPECT_EQ(Apart(fused, DecomposeFrom::kFused).json()["findings"][0]["code"], "decompose.foreign");
}

TEST_F(DecomposeTest, RefusesWhatDoesNotBelongTogether) {
  const Case a = Fused(Record("a", {Noise(1, 8, 1), Noise(1, 8, 2), Noise(1, 8, 3)}));
  Case b = Fused(Record("b", {Noise(1, 8, 4), Noise(1, 8, 5), Noise(1, 8, 6)}));
  b.SetFile("latent", *a.file("latent"));
  EXPECT_F4S_ERROR(Apart(b), ErrorKind::kBadInput, "latent.fused");
  EXPECT_EQ(Apart(b, DecomposeFrom::kFused).json()["decomposed_from"], "fused");
  Case none = a;
  none.json().erase("latent");
  EXPECT_F4S_ERROR(Apart(none, DecomposeFrom::kExact), ErrorKind::kBadInput, "case.latent");
  EXPECT_EQ(Apart(none).json()["decomposed_from"], "fused");
  none.json().erase("fused");
  EXPECT_F4S_ERROR(Apart(none), ErrorKind::kBadInput, "case.fused");
  Case wrong = a;
  wrong.SetFile("latent", model_);
  EXPECT_F4S_ERROR(Apart(wrong), ErrorKind::kBadInput, "latent.format");
  WriteRandomModel(model_, Json::parse(kInn), 7);
  EXPECT_F4S_ERROR(Apart(a), ErrorKind::kBadInput, "latent.model");
}

TEST_F(DecomposeTest, TakesAllModalitiesAlone) {
  Case two = Record("a", {Noise(1, 8, 1), Noise(1, 8, 2)});
  EXPECT_F4S_ERROR(Fused(two), ErrorKind::kBadInput, "model.modalities");
  FuserOptions options = Options(false);
  options.latent = false;
  options.combinations = {"2"};
  EXPECT_F4S_ERROR(static_cast<void>(Fuser::Load(options, "cpu")), ErrorKind::kUsage, "usage.conflict");
}

TEST(LatentFile, GoesThroughAFile) {
  const Scratch scratch;
  Latent latent;
  latent.model = "m", latent.fused = "f", latent.modalities = {"a", "b", "c"}, latent.bits = {8, 16, 8};
  latent.width = 3, latent.height = 2, latent.slices = 2, latent.padded_width = 4, latent.padded_height = 2;
  for (int i = 0; i < 32; ++i) latent.z.push_back(i);
  for (int i = 0; i < 16; ++i) latent.rest.push_back(-i);
  latent.chroma["b"] = {{1, 2, 3, 4, 5, 6}, {6, 5, 4, 3, 2, 1}};
  WriteLatent(scratch / "l.safetensors", latent);
  const Latent read = ReadLatent(scratch / "l.safetensors");
  EXPECT_EQ(read.z, latent.z);
  EXPECT_EQ(read.rest, latent.rest);
  EXPECT_EQ(read.chroma.at("b").cr, latent.chroma.at("b").cr);
  EXPECT_EQ(read.modalities, latent.modalities);
  EXPECT_EQ(read.bits, latent.bits);
  EXPECT_EQ(read.slices, 2);
  const std::vector<double> second = read.SliceOfZ(1);  // planes 0 and 1 of slice 1
  ASSERT_EQ(second.size(), 16U);
  EXPECT_EQ(second[0], 8);
  EXPECT_EQ(second[8], 24);
  EXPECT_EQ(read.SliceOfRest(1)[0], -8);
  latent.padded_width = 2;  // not what its size says
  latent.z.resize(16), latent.rest.resize(8);
  WriteLatent(scratch / "l.safetensors", latent);
  EXPECT_F4S_ERROR(static_cast<void>(ReadLatent(scratch / "l.safetensors")), ErrorKind::kBadInput,
                   "latent.shape");
}

}  // namespace
}  // namespace f4s
