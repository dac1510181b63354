// What the label values of cases say of a model's classes, where some cases say less than others: a label map
// of the whole tumour alone, beside maps of its parts.
//
// A pixel has a code.  0 to K-1 are the classes, with the background 0; each code from K on is a union of
// classes, one of which the pixel has, and nobody says which.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/image/region.h"

namespace f4s {

/// Whether a case of these classes says only which regions of `whole` a pixel is in: each class has the name
/// of one.
[[nodiscard]] bool IsPartOf(const Classes& classes, const std::vector<Region>& whole);

class LabelCodes {
 public:
  static constexpr uint8_t kNone = 255;     ///< of a value that is in no class
  static constexpr uint8_t kIgnored = 254;  ///< of a value that counts nowhere

  /// Cases that tell less.
  struct Part {
    Classes classes;
    std::vector<uint16_t> ignore = {};
  };

  LabelCodes() = default;
  /// @param classes  label value -> name, those of most cases; `regions` of them
  /// @param ignore   values that count nowhere
  /// @param parts    of the other cases: their classes, each IsPartOf() the regions, and what they ignore
  /// @throws Error(kBadInput, "train.classes") for more classes and unions than there are codes.
  LabelCodes(Classes classes, std::vector<Region> regions = {}, const std::vector<uint16_t>& ignore = {},
             const std::vector<Part>& parts = {});

  /// Value -> code, 65536 of them, for the label map of a case with classes `own`.  Where these are among the
  /// parts, a value means the region that its class is named after, without the smaller regions that other
  /// classes of the case are named after, and 0 what is in none of these regions.
  [[nodiscard]] const std::vector<uint8_t>& Of(const Classes& own) const;

  /// Of the classes, the background among them, and the unions.
  [[nodiscard]] int64_t count() const { return static_cast<int64_t>(classes_.size() + 1 + unions_.size()); }
  /// The classes of code K + i, ascending.
  [[nodiscard]] const std::vector<std::vector<int64_t>>& unions() const { return unions_; }

 private:
  [[nodiscard]] std::vector<int64_t> ClassesOf(const std::string& region) const;
  [[nodiscard]] uint8_t CodeOf(const std::vector<int64_t>& classes);
  [[nodiscard]] std::vector<uint8_t> OfPart(const Classes& own);

  Classes classes_;
  std::vector<Region> regions_;
  std::vector<std::vector<int64_t>> unions_;
  std::map<Classes, std::vector<uint8_t>> codes_;
};

}  // namespace f4s
