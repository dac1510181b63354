// Names of files in a BIDS data set: sub-01_ses-2_acq-highres_run-1_T1w.nii.gz.
//
// Brain Imaging Data Structure 1.9, "Common principles", "Filename structure"; "Magnetic Resonance
// Imaging", "Anatomy imaging data"; "Derivatives", "Imaging".

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace f4s {

struct BidsFile {
  std::filesystem::path path;
  std::map<std::string, std::string> entities;  ///< "sub" -> "01", ...; of derivatives "pipeline" -> folder
  std::string suffix;                           ///< "T1w"

  /// The value of an entity, or nothing.
  [[nodiscard]] std::string Entity(const std::string& key) const;
};

/// Reads the name of a NIfTI file; nothing for other files, and for names that are no BIDS names.
[[nodiscard]] std::optional<BidsFile> ParseBidsName(const std::filesystem::path& path);

/// Whether a file without ce- says by acq- or desc- that there was a contrast agent: acq-gd,
/// acq-postcontrast.
[[nodiscard]] bool SaysAgent(const BidsFile& file);

/// What the suite calls an image: T1w t1, with a contrast agent (ce-) t1ce; T2w t2; FLAIR flair; any other
/// suffix its own lower case, with "ce" behind it where there was an agent.
[[nodiscard]] std::string ModalityOf(const BidsFile& file);

/// Reads "acq-highres" as {"acq", "highres"}; "run-none" chooses files without it.  @throws Error(kUsage,
/// "parameter.value").
[[nodiscard]] std::pair<std::string, std::string> ParseEntity(const std::string& text);

/// The one file that `wanted` selects among several.
/// @return nothing when there is none.
/// @throws Error(kBadInput, "bids.several") naming the files and what tells them apart.
[[nodiscard]] std::optional<BidsFile> ChooseBidsFile(
    std::vector<BidsFile> files, const std::vector<std::pair<std::string, std::string>>& wanted);

}  // namespace f4s
