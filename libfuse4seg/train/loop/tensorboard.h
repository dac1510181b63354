// Scalars in the file format that TensorBoard reads.
//
//     file    records, one after the other
//     record  length (8 bytes), mask(CRC-32C of those), data, mask(CRC-32C of the data); little-endian
//     data    a protocol-buffer message Event: wall_time = 1 (double), step = 2 (varint), and either
//             file_version = 3 (string; in the first record) or summary = 5, of any number of
//             value = 1: tag = 1 (string), simple_value = 2 (float)
//
// TensorFlow, tensorflow/core/lib/io/record_writer.h, core/util/event.proto and
// core/framework/summary.proto.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

/// CRC-32C (Castagnoli), as RFC 3720, appendix B.4, tests it.
[[nodiscard]] uint32_t Crc32c(std::string_view bytes);

struct Scalar {
  std::string tag;
  float value = 0;
};

/// All numbers in a line of events.ndjson, but its epoch, step and time.  "losses.total" of an epoch has the
/// tag "losses/total", of a step "step_losses/total": the first part names TensorBoard's section.
[[nodiscard]] std::vector<Scalar> ScalarsOf(const Json& event);

/// A framed record.
[[nodiscard]] std::string FramedRecord(std::string_view data);
/// The record that a file begins with, and one with the scalars of a step.  @param time  seconds since 1970
[[nodiscard]] std::string FirstRecord(double time);
[[nodiscard]] std::string ScalarRecord(double time, int64_t step, const std::vector<Scalar>& scalars);

/// RUN/tensorboard/events.out.tfevents.0.fuse4seg: what RUN/events.ndjson says, line for line.
class TensorBoardFile {
 public:
  /// Writes the file anew from the lines of `events_file`: after a resumption no step is there twice, and
  /// a record that was torn off is whole.  @throws Error(kCannotCreate) or Error(kIo).
  TensorBoardFile(const std::filesystem::path& run_folder, const std::filesystem::path& events_file);

  /// Adds a line's scalars, if it has any.  @throws Error(kIo).
  void Add(const Json& event);

 private:
  std::filesystem::path file_;
};

}  // namespace f4s
