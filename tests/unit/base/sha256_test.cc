#include "libfuse4seg/base/sha256.h"

#include <gtest/gtest.h>

#include <fstream>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

// FIPS 180-4 examples and the short and long messages of NIST's SHAVS that are easily written.
TEST(Sha256, EqualsTheStandardsVectors) {
  EXPECT_EQ(Sha256Of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(
      Sha256Of("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
               "lmnopqrsmnopqrstnopqrstu"),
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
  EXPECT_EQ(Sha256Of(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(Sha256Of("\xbd"), "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b");
  EXPECT_EQ(Sha256Of("\xc9\x8c\x8e\x55"), "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504");
  EXPECT_EQ(Sha256Of(std::string(55, '\0')),
            "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7");
  EXPECT_EQ(Sha256Of(std::string(56, '\0')),
            "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb");
  EXPECT_EQ(Sha256Of(std::string(64, '\0')),
            "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b");
}

TEST(Sha256, DoesNotDependOnThePieces) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += static_cast<char>(i * 37 + i / 256);
  const std::string whole = Sha256Of(bytes);
  for (size_t piece : {1, 3, 55, 63, 64, 65, 127, 128, 129, 999}) {
    Sha256 digest;
    for (size_t i = 0; i < bytes.size(); i += piece) digest.Update(std::string_view(bytes).substr(i, piece));
    EXPECT_EQ(digest.HexDigest(), whole) << piece;
  }
}

TEST(Sha256, GoesOnAfterADigest) {
  Sha256 digest;
  digest.Update("a");
  EXPECT_EQ(digest.HexDigest(), Sha256Of("a"));
  digest.Update("bc");
  EXPECT_EQ(digest.HexDigest(), Sha256Of("abc"));
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const auto path = std::filesystem::path(testing::TempDir()) / "sha256_test.bin";
  const std::string bytes(700001, 'x');
  std::ofstream(path, std::ios::binary) << bytes;
  EXPECT_EQ(Sha256OfFile(path), Sha256Of(bytes));
  std::filesystem::remove(path);
  try {
    static_cast<void>(Sha256OfFile(path));
    FAIL() << "the file is gone";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::kMissingInput);
  }
}

}  // namespace
}  // namespace f4s
