// Elements that decide what an image is, read by rule: what breaks one is said, with the element and its
// text.

#pragma once

#include <gdcmDataSet.h>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"

namespace f4s {

/// What reading a file's elements brought to light: the first reason to refuse its image, and findings, each
/// text once.
class Remarks {
 public:
  void Refuse(const char* code, const std::string& message);
  void Find(const char* code, const char* severity, const std::string& text);

  [[nodiscard]] bool refused() const { return refusal_.has_value(); }
  /// @throws Error(kBadInput) where there is a reason to.
  void ThrowIfRefused() const;
  /// As `refusal` ({code, message}) and `findings`, each where there are any.
  void AddTo(Json& header) const;

 private:
  std::optional<Error> refusal_;
  Json findings_ = Json::array();
};

/// What numbers must be, beside finite.
enum class NumberRule { kAny, kPositive, kNotNegative, kNotZero };
/// What it means that an element is there and holds nothing: DICOM allows it of types 2 and 3 alone.
enum class Emptiness { kAllowed, kFinding, kRefused };

/// An element of numbers that are written as text: DS, or IS where `whole`.
struct NumberElement {
  gdcm::Tag tag;
  const char* keyword;
  size_t count = 1;
  NumberRule rule = NumberRule::kAny;
  bool whole = false;
  Emptiness empty = Emptiness::kAllowed;
  bool decides = true;  ///< what breaks its rule is refused, else it counts as absent, with a finding
};

/// The numbers of an element; none where it is absent, empty or refused.
/// Codes: dicom.element (breaks its rule), dicom.empty, dicom.length (more characters than DICOM allows).
[[nodiscard]] std::vector<double> NumbersOf(const gdcm::DataSet& set, const NumberElement& element,
                                            Remarks& remarks);

/// The strict reading of DS, or IS where `whole`: digits with a sign, a point and an exponent, separated by
/// '\', blanks at the ends of each; nothing where one is anything else.
[[nodiscard]] std::optional<std::vector<double>> NumbersIn(const std::string& text, bool whole = false);

/// "RescaleSlope (0028,1053)".
[[nodiscard]] std::string NameOf(const char* keyword, gdcm::Tag tag);

/// How the pixels of a file are kept (PS3.3, C.7.6.3).
struct PixelModule {
  uint16_t samples = 0, rows = 0, columns = 0;
  uint16_t bits_allocated = 0, bits_stored = 0, high_bit = 0, representation = 0;
  std::optional<uint16_t> padding, padding_limit;

  [[nodiscard]] uint16_t low_bit() const { return static_cast<uint16_t>(high_bit + 1 - bits_stored); }
};

/// Reads it, and looks at what else decides the meaning of stored numbers: tables, doses, tiles and indices
/// of colours (refused), lossy compression.  Codes: dicom.element, dicom.bits, dicom.lut, dicom.dose,
/// dicom.mosaic, dicom.segmentation, dicom.colour; dicom.lossy, dicom.presentation, dicom.palette and
/// dicom.padding are findings.
[[nodiscard]] PixelModule PixelModuleOf(const gdcm::DataSet& set, Remarks& remarks);

/// Refuses values that go through a table (PS3.3, C.11.1), dicom.lut; a functional group may have one, too.
void RefuseTable(const gdcm::DataSet& set, Remarks& remarks);

/// Refuses numbers that are partly indices of colours: dicom.colour.  A frame's type may say so, too.
void RefuseColours(const gdcm::DataSet& set, Remarks& remarks);

/// Whether a data set claims to hold an image: any of the elements that count its pixels.
[[nodiscard]] bool HasPixelModule(const gdcm::DataSet& set);

}  // namespace f4s
