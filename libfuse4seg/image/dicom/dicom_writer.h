// DICOM objects that are made by f4s-write-dicom-seg, a process of its own: who made them, their UIDs and
// texts, what it is told and what it gives back.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"

namespace f4s {

/// Who made an object: what it says of its algorithm.
struct DicomMaker {
  std::string program;     ///< "f4s-segment"
  std::string version;     ///< of the suite
  std::string parameters;  ///< what decided besides: the models' names and digests
};

/// @throws Error(kUnavailable, "helper.missing") in a build that cannot write DICOM.
void RequireDicomWriter();

/// A UID that follows from what it names, so that the same work gives the same file: "2.25." and the decimal
/// number of a UUID (PS3.5 B.2) made from the first 128 bits of the SHA-256 of `content`, with version 8
/// (RFC 9562, 5.8: a UUID of one's own making).
[[nodiscard]] std::string DerivedUid(std::string_view content);

/// The shortest text of at most 16 characters that reads as `value`, or as what is nearest to it (DS: PS3.5,
/// 6.2).
[[nodiscard]] std::string DicomDecimal(double value);

template <class Numbers>
[[nodiscard]] Json DicomDecimals(const Numbers& numbers) {
  Json texts = Json::array();
  for (const double number : numbers) texts.push_back(DicomDecimal(number));
  return texts;
}

/// Characters of a name (LO) and of a description (ST).
inline constexpr size_t kDicomName = 64, kDicomDescription = 1024;
/// What of `text` an element may hold, at most so many characters: '\' would part it, what is not ASCII would
/// need the character set of the source to be another; '_' stands for them.
[[nodiscard]] std::string DicomPlainText(const std::string& text, size_t most = kDicomName);

/// Class, instance, number of the frame (0 in a file of one frame) and position of each frame of a series.
[[nodiscard]] Json SourceSlices(const FoundSeries& series);

/// The bytes that the program answers with.
/// @param source   a file of the series, whose header is taken over
/// @param payload  voxels, as the kind of request has them
/// @throws Error(kBadInput): what the program refuses; dicom.crashed, .time, .memory; Error(kUnavailable).
[[nodiscard]] std::string ExchangeWithDicomWriter(const Json& request, const std::filesystem::path& source,
                                                  const std::string& payload, uint64_t most_bytes);

}  // namespace f4s
