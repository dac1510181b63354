// The reference label map of a case whose prediction has other classes: BraTS of 2023 calls 3 what a model of
// 2021 calls 4.
//
//     "classes":{"1":"necrosis","2":"oedema","4":"enhancing"},"regions":{"WT":[1,2,4],"TC":[1,4],"ET":[4]},
//     "label_scheme":{"classes":{"1":"necrosis","2":"oedema","3":"enhancing"},
//                     "regions":{"WT":[1,2,3],"TC":[1,3],"ET":[3]}}

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

/// Gives a record the classes and regions of its prediction.  Where it had others, those are its reference's,
/// and stay as `label_scheme`, with the finding segment.classes.
void TakeClassesOfPrediction(Case& record, const Classes& classes, const std::vector<Region>& regions);

/// The other way round, for who works with the reference alone: the record has its classes again.
void TakeClassesOfReference(Case& record);

/// Value of the reference -> value of the record's classes that is in the same ones of RegionsOfBoth(); 0 for
/// what is in none of them.  Empty where the reference has the record's classes.
using LabelTranslation = std::map<uint16_t, uint16_t>;
/// @throws Error(kBadInput, "label.scheme") where no region has a name in both, or a class of the reference
///         is in regions in which none of the record's is.
[[nodiscard]] LabelTranslation TranslationOf(const Case& record);

/// Regions of the record's classes that the reference has too, whatever the letters of their names; where
/// neither has any, or one has not, BraTS's three of classes that are called as its, or the classes
/// themselves.  Where each has one class alone these are one.
[[nodiscard]] std::vector<Region> RegionsOfBoth(const Case& record);

/// The reference in the values of the record's classes.
/// @throws Error as ReadLabels() and TranslationOf(); Error(kBadInput, "label.value") for a value that is
///         none of label_scheme's classes.
[[nodiscard]] Image<uint16_t> ReadReference(const Case& record, HeaderNotes* notes = nullptr);

}  // namespace f4s
