// Named tensors in a file: the safetensors format, without any tensor library.
//
//     8 bytes   length N of the header, little-endian
//     N bytes   JSON: {"__metadata__": {"k": "text", ...},
//                      "name": {"dtype": "F32", "shape": [2,3], "data_offsets": [0,24]}, ...}
//     the rest  the tensors' bytes, row by row, little-endian, without gap or overlap
//
// Nothing in such a file can run code, and nothing that it declares is believed: what does
// not add up exactly is refused before any of it is used.  Memory is taken for the header's
// entries only, never for what a shape promises.

#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace f4s {

struct TensorView {
  std::string dtype;           ///< "F32", "I64", ...: see SafetensorsDtypeBytes()
  std::vector<int64_t> shape;  ///< each >= 0; empty for a scalar
  /// product(shape) elements.  Their place in a file may be odd: copy, do not cast.
  std::span<const std::byte> bytes;
};

/// Bytes of one element: 1 of BOOL U8 I8 F8_E5M2 F8_E4M3 F8_E8M0, 2 of I16 U16 F16 BF16,
/// 4 of I32 U32 F32, 8 of C64 F64 I64 U64; 0 of anything else.
[[nodiscard]] size_t SafetensorsDtypeBytes(const std::string& dtype);

/// A file of tensors, read into memory; the views live as long as this or a copy of it.  Nothing that happens
/// to the file afterwards reaches them.
class SafetensorsFile {
 public:
  /// Reads and checks the header.
  /// @throws Error(kMissingInput), Error(kIo), or Error(kBadInput, "safetensors.REASON") naming
  ///         file, tensor and value, where REASON is: not_a_file, truncated, header_length,
  ///         header_start, json, utf8, structure, duplicate, metadata, dtype, shape, offsets,
  ///         overflow, size, hole, overlap, trailing, too_many.
  explicit SafetensorsFile(const std::filesystem::path& file);

  [[nodiscard]] const std::map<std::string, TensorView>& tensors() const { return tensors_; }
  [[nodiscard]] const std::map<std::string, std::string>& metadata() const { return metadata_; }

  /// @throws Error(kBadInput, "safetensors.no_tensor") naming file and tensor.
  [[nodiscard]] const TensorView& tensor(const std::string& name) const;

 private:
  std::filesystem::path file_;
  std::shared_ptr<const std::byte[]> data_;
  std::map<std::string, TensorView> tensors_;
  std::map<std::string, std::string> metadata_;
};

/// Writes the tensors through an AtomicFile.  The same arguments give the same bytes, those of
/// the reference implementation: tensors by size of element, largest first, then by name; the
/// header padded with spaces so that the data begin at a multiple of 8; metadata by key.
/// @throws Error(kCannotCreate) or Error(kIo); Error(kInternal, "safetensors.write") when a
///         tensor's bytes do not fit its shape and dtype, or a name or text is not UTF-8.
void WriteSafetensors(const std::filesystem::path& file, const std::map<std::string, TensorView>& tensors,
                      const std::map<std::string, std::string>& metadata = {});

}  // namespace f4s
