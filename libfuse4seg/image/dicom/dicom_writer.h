// What is told to the program that writes DICOM objects (f4s-write-dicom-seg), and what it gives back.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/dicom/dicom_volume.h"

namespace f4s {

/// The shortest text of at most 16 characters that reads as `value`, or as what is nearest to it (DS: PS3.5, 6.2).
[[nodiscard]] std::string DicomDecimal(double value);

template <class Numbers>
[[nodiscard]] Json DicomDecimals(const Numbers& numbers) {
  Json texts = Json::array();
  for (const double number : numbers) texts.push_back(DicomDecimal(number));
  return texts;
}

/// A name as an element of 64 characters may hold it (LO): '\' would part it, what is not ASCII would need the
/// character set of the source to be another.
[[nodiscard]] std::string DicomLongText(const std::string& name);

/// Class, instance, number of the frame (0 in a file of one frame) and position of each frame of a series.
[[nodiscard]] Json SourceSlices(const FoundSeries& series);

/// @throws Error(kUnavailable, "helper.missing") in a build that cannot write DICOM.
void RequireDicomWriter();

/// The bytes that the program answers with.
/// @param source   a file of the series, whose header is taken over
/// @param payload  voxels, as the kind of request has them
/// @throws Error(kBadInput): what the program refuses; dicom.crashed, .time, .memory; Error(kUnavailable).
[[nodiscard]] std::string ExchangeWithDicomWriter(const Json& request, const std::filesystem::path& source,
                                                  const std::string& payload, uint64_t most_bytes);

}  // namespace f4s
