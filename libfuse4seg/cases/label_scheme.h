// Which label values mean what in a data set.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

struct LabelScheme {
  Classes classes;
  std::vector<Region> regions;
  bool is_unnamed = false;  ///< nobody says what the values mean: classes are "label 1", ...

  bool operator==(const LabelScheme&) const = default;
};

/// BraTS's classes: necrosis 1, oedema 2, enhancing tumour 4 (years 2018 to 2021) or 3 (2023),
/// with the regions WT, TC and ET.
[[nodiscard]] LabelScheme BratsScheme(uint16_t enhancing);

/// "label 1", "label 2", ... of these values, without regions.
[[nodiscard]] LabelScheme UnnamedScheme(const std::vector<uint16_t>& values);

/// Whether the values of one volume are BraTS's: 1, 2 and 4, or 1, 2 and 3.
[[nodiscard]] bool AreBratsValues(const std::vector<uint16_t>& values);

/// Whether a record says that its study is one of BraTS: `collection` is "BraTS".
[[nodiscard]] bool IsOfBrats(const Case& record);
void SetOfBrats(Case& record);

/// The scheme of a case: the user's where there is one, else the record's own, else that of all cases of the
/// source (prep/label_survey.h), else BraTS's where the study or its values are BraTS's, else
/// UnnamedScheme().
/// @param values  the values in the case's label map, ascending, without 0.
/// @throws Error(kBadInput, "label.value") naming the values that are in no class, and the flags to give.
[[nodiscard]] LabelScheme SchemeFor(const LabelScheme& given, const LabelScheme& of_all, const Case& record,
                                    const std::vector<uint16_t>& values);

/// Gives a record its classes and regions; unnamed ones are a finding, label.meaning.
void SetScheme(Case& record, const LabelScheme& scheme);

/// An Error "label.value" for values that are in no class of `scheme`; `values` of them at least one.
[[nodiscard]] Error NoClassError(const std::vector<uint16_t>& values, const LabelScheme& scheme);

/// The flags that make one data set of cases of two schemes: "--classes '...' --regions '...'".
[[nodiscard]] std::string FlagsToUnite(const LabelScheme& a, const LabelScheme& b);

/// The values of a label map, ascending, without 0.
[[nodiscard]] std::vector<uint16_t> LabelValues(const std::vector<uint16_t>& labels);

}  // namespace f4s
