// Voxels as a file stores them: which number type, in which byte order, scaled how.

#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/files/byte_reader.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/rounding.h"

namespace f4s {

/// The number types that are read.
enum class ScalarType {
  kUint8,
  kInt8,
  kUint16,
  kInt16,
  kUint32,
  kInt32,
  kUint64,
  kInt64,
  kFloat32,
  kFloat64
};

[[nodiscard]] uint64_t SizeOf(ScalarType type);  ///< bytes of one voxel
[[nodiscard]] constexpr bool IsWhole(ScalarType type) { return type < ScalarType::kFloat32; }
/// kOther for the types that VoxelType has no word for.
[[nodiscard]] VoxelType VoxelTypeOf(ScalarType type);

struct VoxelLayout {
  Size3 size = {0, 0, 0};  ///< voxels in x, y, z, each at least 1
  ScalarType type = ScalarType::kUint8;
  bool big_endian = false;
  double slope = 1, intercept = 0;  ///< value = slope * stored + intercept
  int64_t volumes = 1;              ///< that follow one another, each of this size
  int64_t volume = 0;               ///< of them the one that is read

  [[nodiscard]] uint64_t num_voxels() const;  ///< of one volume
  [[nodiscard]] uint64_t num_bytes() const { return num_voxels() * SizeOf(type); }
  [[nodiscard]] uint64_t bytes_of_all() const { return num_bytes() * static_cast<uint64_t>(volumes); }
};

/// Product of `factors`, each above 0.  @return 0 when it does not fit into 62 bits.
[[nodiscard]] uint64_t CheckedProduct(const std::vector<int64_t>& factors);

/// Called with the values of consecutive voxels, a few thousand at a time.
using VoxelSink = std::function<void(const double* values, size_t count)>;

/// Refuses a layout whose bytes, after `skip` others, the file cannot hold, before
/// anything is allocated.  @throws Error TOPIC.truncated with wanted and found bytes.
void RequireRoom(const ByteReader& reader, uint64_t skip, const VoxelLayout& layout);

/// Counts what single precision loses of values that are read one after another.
class PrecisionLoss {
 public:
  /// @param is_whole  the values are integers
  explicit PrecisionLoss(bool is_whole) : is_whole_(is_whole) {}
  void Add(const double* values, size_t count);
  /// Nothing where what is lost is no more than the noise of a computation in double precision.
  [[nodiscard]] std::optional<HeaderNote> Note() const;

 private:
  bool is_whole_;
  Rounding rounding_;
  uint64_t steps_ = 0, lost_ = 0;  ///< neighbours that differ, and those that no longer do
  double last_ = NAN;
};

/// Gives all voxels of `layout` to `sink`, in order, in bounded memory.
/// @throws Error TOPIC.truncated with wanted and found bytes, TOPIC.nonfinite with the
///         number of voxels that are NaN or infinite (or become so when scaled, as
///         float32), TOPIC.trailing as ByteReader::ExpectEnd().
void ReadVoxels(ByteReader& reader, const VoxelLayout& layout, const VoxelSink& sink);

/// The same for whole numbers of one or two bytes without scale, which a float holds as they are: puts them
/// at `out`, which has room for all.
/// @return false, having read nothing, for any other layout.
bool ReadSmallNumbers(ByteReader& reader, const VoxelLayout& layout, float* out);

/// The same for whole numbers that are stored as such, without scale, in one or two bytes (uint8,
/// uint16): puts them at `out`, which has room for all, and is done in a fraction of the time.
/// @return false, having read nothing, for any other layout.
bool ReadSmallIntegers(ByteReader& reader, const VoxelLayout& layout, uint16_t* out);

}  // namespace f4s
