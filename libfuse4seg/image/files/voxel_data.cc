#include "libfuse4seg/image/files/voxel_data.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace f4s {
namespace {

constexpr uint64_t kChunk = 16384;  // voxels; stored and decoded ones stay in the cache

/// Unsigned integer of T's size, for the bytes.
template <class T>
using Bits = std::conditional_t<
    sizeof(T) == 1, uint8_t,
    std::conditional_t<sizeof(T) == 2, uint16_t, std::conditional_t<sizeof(T) == 4, uint32_t, uint64_t>>>;

template <class U>
U Swapped(U bits) {
  if constexpr (sizeof(U) == 2) return __builtin_bswap16(bits);
  if constexpr (sizeof(U) == 4) return __builtin_bswap32(bits);
  if constexpr (sizeof(U) == 8) return __builtin_bswap64(bits);
  return bits;
}

template <class T, bool kSwap, class To>
void Convert(const unsigned char* __restrict bytes, size_t count, To* __restrict values) {
  for (size_t i = 0; i < count; ++i) {
    Bits<T> bits;
    std::memcpy(&bits, bytes + i * sizeof(T), sizeof(T));
    values[i] = static_cast<To>(std::bit_cast<T>(kSwap ? Swapped(bits) : bits));
  }
}

template <class To>
using Converter = void (*)(const unsigned char*, size_t, To*);

template <class T, class To>
Converter<To> ChooseConverter(bool big_endian) {
  return big_endian ? &Convert<T, true, To> : &Convert<T, false, To>;
}

template <class To>
Converter<To> ConverterOf(ScalarType type, bool big_endian) {
  switch (type) {
    case ScalarType::kUint8: return ChooseConverter<uint8_t, To>(false);
    case ScalarType::kInt8: return ChooseConverter<int8_t, To>(false);
    case ScalarType::kUint16: return ChooseConverter<uint16_t, To>(big_endian);
    case ScalarType::kInt16: return ChooseConverter<int16_t, To>(big_endian);
    case ScalarType::kUint32: return ChooseConverter<uint32_t, To>(big_endian);
    case ScalarType::kInt32: return ChooseConverter<int32_t, To>(big_endian);
    case ScalarType::kUint64: return ChooseConverter<uint64_t, To>(big_endian);
    case ScalarType::kInt64: return ChooseConverter<int64_t, To>(big_endian);
    case ScalarType::kFloat32: return ChooseConverter<float, To>(big_endian);
    case ScalarType::kFloat64: return ChooseConverter<double, To>(big_endian);
  }
  throw Error(ErrorKind::kInternal, "internal.scalar_type", "a number type that is not in the list");
}

uint64_t CountNonFinite(const double* values, size_t count) {
  uint64_t bad = 0;
  for (size_t i = 0; i < count; ++i) bad += std::isfinite(static_cast<float>(values[i])) ? 0 : 1;
  return bad;
}

/// Reads the bytes of `count` voxels to `to`.
void ReadBytes(ByteReader& reader, const VoxelLayout& layout, uint64_t done, uint64_t count, void* to) {
  const uint64_t voxel_bytes = SizeOf(layout.type);
  const size_t got = reader.Read(to, count * voxel_bytes);
  if (got < count * voxel_bytes)
    throw reader.Bad("truncated", Cat("wanted ", layout.num_bytes(), " bytes of voxels, found ",
                                      done * voxel_bytes + got));
}

/// To the first voxel of the volume that is read.
void Begin(ByteReader& reader, const VoxelLayout& layout) {
  reader.Expect(layout.bytes_of_all());
  reader.Skip(layout.num_bytes() * static_cast<uint64_t>(layout.volume));
}

/// Past the volumes behind it, to the end that is wanted there.
void End(ByteReader& reader, const VoxelLayout& layout) {
  const uint64_t behind = layout.num_bytes() * static_cast<uint64_t>(layout.volumes - layout.volume - 1);
  if (const uint64_t got = reader.Skip(behind); got < behind)
    throw reader.Bad("truncated", Cat("wanted ", layout.bytes_of_all(), " bytes of voxels, found ",
                                      layout.bytes_of_all() - behind + got));
  reader.ExpectEnd();
}

}  // namespace

static_assert(std::endian::native == std::endian::little, "voxels are swapped for a little-endian machine");

uint64_t SizeOf(ScalarType type) {
  switch (type) {
    case ScalarType::kUint8:
    case ScalarType::kInt8: return 1;
    case ScalarType::kUint16:
    case ScalarType::kInt16: return 2;
    case ScalarType::kUint32:
    case ScalarType::kInt32:
    case ScalarType::kFloat32: return 4;
    case ScalarType::kUint64:
    case ScalarType::kInt64:
    case ScalarType::kFloat64: return 8;
  }
  return 0;
}

VoxelType VoxelTypeOf(ScalarType type) {
  switch (type) {
    case ScalarType::kUint8: return VoxelType::kUint8;
    case ScalarType::kInt16: return VoxelType::kInt16;
    case ScalarType::kUint16: return VoxelType::kUint16;
    case ScalarType::kInt32: return VoxelType::kInt32;
    case ScalarType::kFloat32: return VoxelType::kFloat32;
    default: return VoxelType::kOther;
  }
}

uint64_t VoxelLayout::num_voxels() const {
  return static_cast<uint64_t>(size[0]) * static_cast<uint64_t>(size[1]) * static_cast<uint64_t>(size[2]);
}

uint64_t CheckedProduct(const std::vector<int64_t>& factors) {
  int64_t product = 1;
  for (const int64_t factor : factors)
    if (__builtin_mul_overflow(product, factor, &product) || product > (int64_t{1} << 62)) return 0;
  return static_cast<uint64_t>(product);
}

void RequireRoom(const ByteReader& reader, uint64_t skip, const VoxelLayout& layout) {
  const uint64_t wanted = skip + layout.bytes_of_all();
  if (wanted > reader.most_bytes())
    throw reader.Bad("truncated", Cat("the header declares ", wanted, " bytes, and a file of ",
                                      reader.file_bytes(), " bytes holds at most ", reader.most_bytes()));
}

void ReadVoxels(ByteReader& reader, const VoxelLayout& layout, const VoxelSink& sink) {
  Begin(reader, layout);
  const auto convert = ConverterOf<double>(layout.type, layout.big_endian);
  const uint64_t voxel_bytes = SizeOf(layout.type), num_voxels = layout.num_voxels();
  const bool scaled = layout.slope != 1 || layout.intercept != 0;
  const bool may_be_bad =
      scaled || layout.type == ScalarType::kFloat32 || layout.type == ScalarType::kFloat64;
  std::vector<unsigned char> bytes(kChunk * voxel_bytes);
  std::vector<double> values(kChunk);
  uint64_t non_finite = 0;
  for (uint64_t done = 0; done < num_voxels;) {
    const size_t count = static_cast<size_t>(std::min(kChunk, num_voxels - done));
    ReadBytes(reader, layout, done, count, bytes.data());
    convert(bytes.data(), count, values.data());
    if (scaled)
      for (size_t i = 0; i < count; ++i) values[i] = layout.slope * values[i] + layout.intercept;
    if (may_be_bad) non_finite += CountNonFinite(values.data(), count);
    if (non_finite == 0) sink(values.data(), count);
    done += count;
  }
  End(reader, layout);
  if (non_finite > 0)
    throw reader.Bad("nonfinite", Cat(non_finite, " of ", num_voxels,
                                      " voxels are NaN or infinite: wanted finite numbers"));
}

void PrecisionLoss::Add(const double* values, size_t count) {
  constexpr double kExact = 0x1p53;  // from here on integers were rounded as they became doubles
  constexpr double kNoise = 1e-12;   // of what was computed: no difference that anybody meant
  for (size_t i = 0; i < count; ++i) {
    const double value = values[i];
    rounding_.Add(value, is_whole_);
    if (is_whole_ && std::abs(value) > kExact && value == static_cast<double>(static_cast<float>(value)))
      ++rounding_.num_changed;
    if (std::abs(value - last_) > kNoise * std::abs(value)) {
      ++steps_;
      if (static_cast<float>(value) == static_cast<float>(last_)) ++lost_;
    }
    last_ = value;
  }
}

std::optional<HeaderNote> PrecisionLoss::Note() const {
  constexpr double kLostSteps = 1e-3;
  const bool loses_steps = static_cast<double>(lost_) > kLostSteps * static_cast<double>(steps_);
  const std::string what = WhatIsLost(rounding_, loses_steps);
  if (what.empty()) return std::nullopt;
  return HeaderNote{"volume.precision", "warning", what};
}

bool ReadSmallNumbers(ByteReader& reader, const VoxelLayout& layout, float* out) {
  const uint64_t voxel_bytes = SizeOf(layout.type), num_voxels = layout.num_voxels();
  if (layout.slope != 1 || layout.intercept != 0 || voxel_bytes > 2) return false;
  Begin(reader, layout);
  const auto convert = ConverterOf<float>(layout.type, layout.big_endian);
  std::vector<unsigned char> bytes(kChunk * voxel_bytes);
  for (uint64_t done = 0; done < num_voxels; done += kChunk) {
    const uint64_t count = std::min(kChunk, num_voxels - done);
    ReadBytes(reader, layout, done, count, bytes.data());
    convert(bytes.data(), count, out + done);
  }
  End(reader, layout);
  return true;
}

bool ReadSmallIntegers(ByteReader& reader, const VoxelLayout& layout, uint16_t* out) {
  const bool is_byte = layout.type == ScalarType::kUint8;
  if (layout.slope != 1 || layout.intercept != 0 || !(is_byte || layout.type == ScalarType::kUint16))
    return false;
  Begin(reader, layout);
  const uint64_t num_voxels = layout.num_voxels();
  std::vector<uint8_t> bytes(is_byte ? kChunk : 0);
  for (uint64_t done = 0; done < num_voxels; done += kChunk) {
    const uint64_t count = std::min(kChunk, num_voxels - done);
    if (is_byte) {
      ReadBytes(reader, layout, done, count, bytes.data());
      std::copy_n(bytes.data(), count, out + done);
    } else {
      ReadBytes(reader, layout, done, count, out + done);
      if (layout.big_endian) std::transform(out + done, out + done + count, out + done, Swapped<uint16_t>);
    }
  }
  End(reader, layout);
  return true;
}

}  // namespace f4s
