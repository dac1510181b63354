// Golden values of the reference programs, kept beside the repository, and plain readers of
// their inputs: just enough PNG and NIfTI.

#pragma once

#include <zlib.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "libfuse4seg/image/image.h"

namespace f4s {

inline const std::filesystem::path kGolden = "../shared/golden";

inline bool HasGolden() { return std::filesystem::exists(kGolden / "README.md"); }

inline std::string Bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot open " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

inline nlohmann::ordered_json GoldenJson(const std::string& name) {
  return nlohmann::ordered_json::parse(Bytes(kGolden / name));
}

/// Inflates zlib or gzip data.
inline std::vector<uint8_t> Inflate(const std::string& packed) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK) throw std::runtime_error("inflateInit2");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::vector<uint8_t> out;
  std::vector<uint8_t> chunk(1 << 20);
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = chunk.data();
    stream.avail_out = static_cast<uInt>(chunk.size());
    state = inflate(&stream, Z_NO_FLUSH);
    out.insert(out.end(), chunk.begin(),
               chunk.begin() + static_cast<int64_t>(chunk.size() - stream.avail_out));
  }
  inflateEnd(&stream);
  if (state != Z_STREAM_END) throw std::runtime_error("inflate stopped early");
  return out;
}

inline int Paeth(int left, int up, int corner) {
  const int p = left + up - corner;
  const int to_left = std::abs(p - left), to_up = std::abs(p - up), to_corner = std::abs(p - corner);
  return to_left <= to_up && to_left <= to_corner ? left : to_up <= to_corner ? up : corner;
}

/// Undoes the filter of one PNG row in place; `up` is the row above or zeros.
inline void Unfilter(int filter, uint8_t* row, const uint8_t* up, int size, int pixel) {
  for (int i = 0; i < size; ++i) {
    const int left = i < pixel ? 0 : row[i - pixel], corner = i < pixel ? 0 : up[i - pixel];
    const int predicted[] = {0, left, up[i], (left + up[i]) / 2, Paeth(left, up[i], corner)};
    row[i] = static_cast<uint8_t>(row[i] + predicted[filter]);
  }
}

/// 8-bit grey or RGB, not interlaced.
inline Image<uint8_t> ReadGoldenPng(const std::filesystem::path& path) {
  const std::string file = Bytes(path);
  const auto big_endian = [&](size_t at) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<uint8_t>(file.at(at + i));
    return value;
  };
  Image<uint8_t> image = {PictureGrid(big_endian(16), big_endian(20)), file.at(25) == 2 ? 3 : 1, {}};
  if (file[24] != 8 || (file[25] != 0 && file[25] != 2) || file[28] != 0)
    throw std::runtime_error(path.string() + " is of another kind");
  std::string packed;
  for (size_t at = 8; at + 12 <= file.size(); at += 12 + big_endian(at))
    if (file.compare(at + 4, 4, "IDAT") == 0) packed += file.substr(at + 8, big_endian(at));
  std::vector<uint8_t> data = Inflate(packed);
  const int size = image.width() * image.channels;
  std::vector<uint8_t> up(static_cast<size_t>(size));
  for (int y = 0; y < image.height(); ++y) {
    uint8_t* row = data.data() + int64_t{y} * (size + 1);
    Unfilter(row[0], row + 1, up.data(), size, image.channels);
    up.assign(row + 1, row + 1 + size);
    image.samples.insert(image.samples.end(), up.begin(), up.end());
  }
  return image;
}

struct GoldenLabels {
  Size3 size{1, 1, 1};
  Vector3 spacing_mm{1, 1, 1};
  int dimensions = 3;
  std::vector<uint16_t> labels;
};

/// uint8 labels of a little-endian NIfTI-1 file, 2-D or 3-D.
inline GoldenLabels ReadGoldenNifti(const std::filesystem::path& path) {
  const std::vector<uint8_t> data = Inflate(Bytes(path));
  int16_t dim[8], type;
  float pixdim[8], offset;
  std::memcpy(dim, &data.at(40), sizeof dim);
  std::memcpy(&type, &data.at(70), sizeof type);
  std::memcpy(pixdim, &data.at(76), sizeof pixdim);
  std::memcpy(&offset, &data.at(108), sizeof offset);
  if (type != 2) throw std::runtime_error(path.string() + ": wanted uint8");
  GoldenLabels out;
  out.dimensions = dim[0];
  for (size_t axis = 0; axis < static_cast<size_t>(dim[0]); ++axis) {
    out.size[axis] = dim[axis + 1];
    out.spacing_mm[axis] = static_cast<double>(pixdim[axis + 1]);
  }
  out.labels.assign(data.begin() + static_cast<int64_t>(offset), data.end());
  return out;
}

/// The number in a golden file: null (the reference raised) and "nan" have none.
inline bool IsNumber(const nlohmann::ordered_json& value) { return value.is_number(); }

/// |value - golden| relative to the golden value, as the golden set's own comparison has it.
inline double RelativeError(double value, double golden) {
  return value == golden ? 0 : std::abs(value - golden) / std::max(std::abs(golden), 1e-12);
}

}  // namespace f4s
