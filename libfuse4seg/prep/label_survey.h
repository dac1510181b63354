// What the label maps of all cases hold, looked at before the first case is prepared: one meaning for all,
// and what does not fit is said before any work is done.

#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/cases/label_scheme.h"

namespace f4s {

struct LabelSurvey {
  LabelScheme scheme;              ///< of the cases whose labels nobody names; empty: each by itself
  std::optional<Error> mixed;      ///< "dataset.classes": values that mean different things
  std::optional<Error> of_a_case;  ///< "label.value": the first case with a value that is no class
  /// What each case's label map holds, without what is ignored: those of `names` that were read.
  std::map<std::string, std::vector<uint16_t>> values;
};

/// What the training split lacks: any labelled voxel, or a class.
class TrainingLacks {
 public:
  /// The values of a case's label map, without what is ignored.
  void Take(const std::string& split, const std::vector<uint16_t>& values);
  /// Sentences, of these classes.
  [[nodiscard]] std::vector<std::string> Of(const Classes& classes) const;

 private:
  std::set<uint16_t> trained_, all_;
  bool any_in_training_ = false;
};

/// Reads the label maps that `names` name (of those whose record names classes, volumes alone), on several
/// threads; one that cannot be read is passed over, since its case fails in its turn.
///
/// With classes given, their values alone may occur.  Else, among the cases whose record names no classes:
/// BraTS's scheme where a study is of BraTS by its names (cases/brats_labels.h), or where the values of one
/// volume (or of one subject's slices) are {1,2,4} or {1,2,3}; else "label N" for all values met.
[[nodiscard]] LabelSurvey SurveyLabels(const std::vector<CaseName>& names, const LabelScheme& given,
                                       int num_threads);

}  // namespace f4s
