// Files made byte by byte, and the errors that they should raise.

#pragma once

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// A folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "f4s-image-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  std::filesystem::path Write(const std::string& name, const std::string& bytes) const {
    std::filesystem::remove(path_ / name);  // some file systems flush what is overwritten
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

/// The code of the Error that `action` throws; "" when it throws none.
inline std::string CodeOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_FALSE(error.file().empty() && error.kind() == ErrorKind::kBadInput) << error.Line();
    return error.code();
  }
  return "";
}

template <class T>
void Poke(std::string& bytes, size_t offset, T value, bool big_endian = false) {
  char raw[sizeof(T)];
  std::memcpy(raw, &value, sizeof(T));
  if (big_endian) std::reverse(raw, raw + sizeof(T));
  bytes.replace(offset, sizeof(T), raw, sizeof(T));
}

/// zlib at its plainest; window_bits 15 zlib, 31 gzip.
inline std::string Compress(const std::string& bytes, int window_bits) {
  z_stream stream = {};
  deflateInit2(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, bytes.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// A valid NIfTI-1 file of int16 voxels 0, 1, 2, ..., or float32 ones, with an sform.
inline std::string Nifti1(const Size3& size, const Affine& affine, bool is_float = false, bool big = false) {
  std::string h(352, '\0');
  Poke<int32_t>(h, 0, 348, big);
  const int16_t dim[8] = {
      3, static_cast<int16_t>(size[0]), static_cast<int16_t>(size[1]), static_cast<int16_t>(size[2]), 1, 1, 1,
      1};
  for (size_t i = 0; i < 8; ++i) Poke(h, 40 + 2 * i, dim[i], big);
  Poke<int16_t>(h, 70, is_float ? 16 : 4, big);
  Poke<int16_t>(h, 72, is_float ? 32 : 16, big);
  const Vector3 spacing = Grid{size, affine}.spacing_mm();
  Poke<float>(h, 76, 1, big);
  for (size_t i = 0; i < 3; ++i) Poke(h, 80 + 4 * i, static_cast<float>(spacing[i]), big);
  Poke<float>(h, 108, 352, big);
  Poke<float>(h, 112, 1, big);
  Poke<int16_t>(h, 254, 1, big);
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 4; ++j) Poke(h, 280 + 16 * i + 4 * j, static_cast<float>(affine[i][j]), big);
  std::memcpy(h.data() + 344, "n+1", 4);
  const auto count = static_cast<size_t>(size[0] * size[1] * size[2]);
  const size_t bytes = is_float ? 4 : 2;
  h.resize(352 + count * bytes);
  for (size_t i = 0; i < count; ++i) {
    if (is_float) Poke(h, 352 + 4 * i, static_cast<float>(i) + 0.5F, big);
    if (!is_float) Poke(h, 352 + 2 * i, static_cast<int16_t>(i), big);
  }
  return h;
}

/// The same as NIfTI-2.
inline std::string Nifti2(const Size3& size, const Affine& affine, bool big = false) {
  std::string h(544, '\0');
  Poke<int32_t>(h, 0, 540, big);
  h.replace(4, 8, std::string("n+2\0\r\n\032\n", 8));
  Poke<int16_t>(h, 12, 4, big);
  Poke<int16_t>(h, 14, 16, big);
  const int64_t dim[8] = {3, size[0], size[1], size[2], 1, 1, 1, 1};
  for (size_t i = 0; i < 8; ++i) Poke(h, 16 + 8 * i, dim[i], big);
  const Vector3 spacing = Grid{size, affine}.spacing_mm();
  Poke<double>(h, 104, 1, big);
  for (size_t i = 0; i < 3; ++i) Poke(h, 112 + 8 * i, spacing[i], big);
  Poke<int64_t>(h, 168, 544, big);
  Poke<double>(h, 176, 1, big);
  Poke<int32_t>(h, 348, 1, big);
  for (size_t i = 0; i < 3; ++i)
    for (size_t j = 0; j < 4; ++j) Poke(h, 400 + 32 * i + 8 * j, affine[i][j], big);
  const auto count = static_cast<size_t>(size[0] * size[1] * size[2]);
  h.resize(544 + 2 * count);
  for (size_t i = 0; i < count; ++i) Poke(h, 544 + 2 * i, static_cast<int16_t>(i), big);
  return h;
}

inline Affine Scaling(double x, double y, double z) {
  Affine a = IdentityAffine();
  a[0][0] = x;
  a[1][1] = y;
  a[2][2] = z;
  return a;
}

/// Rotation by three angles (radians) times `spacing`, with an origin; every number arbitrary.
inline Affine Oblique(const Vector3& spacing, const Vector3& origin) {
  const double a = 0.3, b = -0.2, c = 0.45;
  Affine x = IdentityAffine(), y = IdentityAffine(), z = IdentityAffine();
  x[1] = {0, std::cos(a), -std::sin(a), 0};
  x[2] = {0, std::sin(a), std::cos(a), 0};
  y[0] = {std::cos(b), 0, std::sin(b), 0};
  y[2] = {-std::sin(b), 0, std::cos(b), 0};
  z[0] = {std::cos(c), -std::sin(c), 0, 0};
  z[1] = {std::sin(c), std::cos(c), 0, 0};
  Affine result = x * y * z * Scaling(spacing[0], spacing[1], spacing[2]);
  for (size_t i = 0; i < 3; ++i) result[i][3] = origin[i];
  return result;
}

}  // namespace f4s
