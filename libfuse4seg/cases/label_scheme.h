// Which label values mean what in a data set.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

struct LabelScheme {
  Classes classes;
  std::vector<Region> regions;
  bool is_unnamed = false;            ///< nobody says what the values mean: classes are "label 1", ...
  std::vector<uint16_t> ignore = {};  ///< values that neither loss nor score sees: no classes, in no region
  std::string assumed = {};           ///< why the meaning is a guess, for a finding; empty: it is said
  bool is_doubtful = false;           ///< the guess goes by values that other data sets have too

  /// Whether values mean the same, however that is known.
  bool operator==(const LabelScheme& other) const {
    return classes == other.classes && regions == other.regions && is_unnamed == other.is_unnamed &&
           ignore == other.ignore;
  }
};

/// "label 1", "label 2", ... of these values, without regions.
[[nodiscard]] LabelScheme UnnamedScheme(const std::vector<uint16_t>& values);

/// The scheme without the values that it ignores, which are no classes; a region of nothing else is gone.
[[nodiscard]] LabelScheme WithIgnored(LabelScheme scheme, const std::vector<uint16_t>& ignore);

/// Of what flags say. @throws Error(kUsage, "ignore.value") for a value that is a class or in a region too.
void RequireIgnoredAlone(const LabelScheme& scheme);

/// Those that are not in `ignore`, which is ascending too.
[[nodiscard]] std::vector<uint16_t> Without(std::vector<uint16_t> values,
                                            const std::vector<uint16_t>& ignore);

/// What two tables of classes, each named by its own words, cannot both be right of: a name that stands for
/// other values, in a sentence; nothing: there is none.
[[nodiscard]] std::optional<std::string> NamesDiffer(const Classes& here, const std::string& of_here,
                                                     const Classes& there, const std::string& of_there);

/// The scheme of a case: the user's where there is one, else the record's own, else that of all cases of the
/// source (prep/label_survey.h), else BraTS's where the study or its values are BraTS's, else
/// UnnamedScheme().
/// @param values  the values in the case's label map, ascending, without 0.
/// @throws Error(kBadInput, "label.segments") where given classes give another value to the name of a segment
///         of the label map's file; Error(kBadInput, "label.value") naming the values that are in no class,
///         and the flags to give; "label.region" where given regions name a label that is no class, and leave
///         a class out.
[[nodiscard]] LabelScheme SchemeFor(const LabelScheme& given, const LabelScheme& of_all, const Case& record,
                                    const std::vector<uint16_t>& values);

/// Gives a record its classes, regions and ignored values; unnamed and assumed ones are a finding,
/// label.meaning: a warning where the guess is doubtful.
void SetScheme(Case& record, const LabelScheme& scheme);

/// The finding label.empty of a record whose label map holds none of `values` but what is ignored.
void FindEmptyLabel(Case& record, const std::vector<uint16_t>& values, const LabelScheme& scheme);

/// An Error "label.value" for values that are in no class of `scheme`; `values` of them at least one.
[[nodiscard]] Error NoClassError(const std::vector<uint16_t>& values, const LabelScheme& scheme);

/// The flags that make one data set of cases of two schemes: "--classes '...' --regions '...'".
[[nodiscard]] std::string FlagsToUnite(const LabelScheme& a, const LabelScheme& b);

/// Whether `value` is one of `values`, which are ascending.
[[nodiscard]] bool HasValue(const std::vector<uint16_t>& values, uint16_t value);

/// The values of a label map, ascending, without 0.
[[nodiscard]] std::vector<uint16_t> LabelValues(const std::vector<uint16_t>& labels);

}  // namespace f4s
