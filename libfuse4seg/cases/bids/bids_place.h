// Names of files in a BIDS dataset: subject, session, and what an image is.

#pragma once

#include <optional>
#include <string>

#include "libfuse4seg/cases/case.h"

namespace f4s {

/// The modality as BIDS names it: the entity that comes first, if any, and the suffix.
struct BidsModality {
  std::string entity;  ///< "ce-gadolinium", or nothing
  std::string suffix;  ///< "T1w"
};

/// t1, t1ce, t2, flair, pd and t2star have a name in BIDS's folder anat; nothing for others.
[[nodiscard]] std::optional<BidsModality> BidsModalityOf(const std::string& modality);

/// Letters and digits alone, as BIDS's labels are.
[[nodiscard]] std::string BidsLabel(const std::string& text);

/// Where a case's files begin.
struct BidsPlace {
  std::string folder;  ///< "sub-01/ses-2/anat"
  std::string prefix;  ///< "sub-01_ses-2"
};

/// The subject is the record's, without a "sub-" before it; what its case (`case`, else `id`) has beyond
/// the subject is the session.
/// @throws Error(kBadInput, "bids.label") when the subject has neither letter nor digit.
[[nodiscard]] BidsPlace BidsPlaceOf(const Case& record);

}  // namespace f4s
