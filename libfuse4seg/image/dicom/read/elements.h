// Values of DICOM elements as text and numbers, whatever length the file claims for them.

#pragma once

#include <gdcmDataSet.h>
#include <gdcmSequenceOfItems.h>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"

namespace f4s {

// A DICOM file's header as one JSON object; see image/dicom/dicom_file.h for its fields.

/// Reads all that stands before the pixels.  A file without an image gives {"image": false}.
/// @throws Error(kBadInput): dicom.syntax.  Nothing that the file holds as text stands in a message.
[[nodiscard]] Json HeaderOfFile(const std::string& path);

/// An element's text without the padding at its ends; empty where there is none.
[[nodiscard]] std::string TextOf(const gdcm::DataSet& set, gdcm::Tag tag);
/// Numbers of 8 bytes (FD); empty where one of them is not finite.
[[nodiscard]] std::vector<double> DoublesOf(const gdcm::DataSet& set, gdcm::Tag tag);
/// A number of 2 bytes (US or SS).
[[nodiscard]] std::optional<uint16_t> ShortOf(const gdcm::DataSet& set, gdcm::Tag tag);
/// All of its numbers.
[[nodiscard]] std::vector<uint16_t> ShortsOf(const gdcm::DataSet& set, gdcm::Tag tag);
/// A number of 4 bytes (UL).
[[nodiscard]] std::optional<uint32_t> LongOf(const gdcm::DataSet& set, gdcm::Tag tag);

/// The items of a sequence, or nothing.
[[nodiscard]] gdcm::SmartPointer<gdcm::SequenceOfItems> ItemsOf(const gdcm::DataSet& set, gdcm::Tag tag);

}  // namespace f4s
