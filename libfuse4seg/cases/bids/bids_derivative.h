// A dataset's volumes as a BIDS derivative as well: dataset_description.json, sub-X/[ses-Y/]anat/...
//
//   images      [ce-gadolinium_]desc-preproc_{T1w,T2w,FLAIR,...}.nii.gz   with SkullStripped beside it
//   fused       [ce-..._]desc-fused_SUFFIX, where SUFFIX is that of the first source; the sidecar has all
//   mask        desc-brain_mask
//   label       desc-reference_dseg      with the classes as dseg.tsv
//   prediction  desc-predicted_dseg      likewise
//
// Each combination of modalities has its own name: desc-fusedT1ceFlair.
// BIDS 1.10, "Imaging data derivatives".

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/tool/parameters.h"
#include "libfuse4seg/tool/run.h"

namespace f4s {

// Names of files in a BIDS dataset: subject, session, and what an image is.

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

struct BidsOptions {
  std::filesystem::path folder;  ///< empty: none is wanted

  void Declare(Parameters& p);
};

class BidsDerivative {
 public:
  /// @param made_in  the dataset folder: files below it are taken, what came from elsewhere is not.
  /// @throws Error(kCannotCreate, "output.exists") when `folder` holds something that is not of this
  ///         suite, or another file stands in the place of one, without --force.
  BidsDerivative(std::filesystem::path folder, std::filesystem::path made_in, RunContext& run);

  /// Takes a finished case's files.  The same file is there twice by a hard link where the disk allows it.
  /// @throws Error(kBadInput, "bids.slices") for a slice, "bids.collision" for two cases of one name.
  void Add(const Case& record);

 private:
  struct Names;
  void AddImages(const Case& record, const Names& names);
  void AddLabels(const Case& record, const Names& names, const std::string& key, const std::string& desc);
  void AddFile(const std::filesystem::path& from, const std::string& to, const Json& sidecar);
  void Describe();
  [[nodiscard]] bool IsMine(const std::filesystem::path& file) const;

  std::filesystem::path folder_, made_in_;
  RunContext& run_;
  std::map<std::string, std::string> case_of_;  ///< prefix -> the case that has it
  std::set<std::string> left_out_;              ///< modalities that BIDS has no name for
};

}  // namespace f4s
