// f4s-prep's parameters.

#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "libfuse4seg/cases/label_scheme.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/image/orient.h"
#include "libfuse4seg/prep/align_study.h"
#include "libfuse4seg/prep/brain/brain_method.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

enum class SliceChoice { kAll, kBrain, kLabel };
/// The orientation of slices; kAuto: PlaneFor().
enum class PlaneChoice { kAuto, kAxial, kCoronal, kSagittal };
/// Whose intensities decide the scale of 2-D images: the image's own, or those of all slices of its subject.
enum class NormalizeOver { kAuto, kImage, kSubject };
/// What becomes of a case that lacks a modality: it fails, is left out, or gets zeros for it.
enum class MissingRule { kError, kSkip, kZero, kLeave };

/// The parameters as the user writes them; Resolved() reads the texts.
struct PrepareOptions {
  std::vector<std::string> modalities;
  std::string for_model;  ///< whose training images decide: the tool lays their values under the others
  std::string brain = "auto", normalize = "percentile", spacing = "native", size = "native", reference,
              subject, split = "0.8,0.1,0.1", classes, regions, ignore;
  NormalizeOver normalize_over = NormalizeOver::kAuto;
  PlaneChoice plane = PlaneChoice::kAuto;
  SliceChoice slices = SliceChoice::kBrain;
  int bits = 8;
  Alignment registration = Alignment::kAuto;
  bool correct_bias = false;  ///< N4
  MissingRule missing = MissingRule::kError;
  std::vector<std::string> entities;
  double brain_limit = 1800;  ///< seconds, of a program that finds the brain
  double max_memory = 0;      ///< GiB; 0: no limit
  bool volumes = false;
  bool pictures_stay = false;  ///< volumes are wanted of volumes alone
  std::filesystem::path dicom_map;

  void Declare(Parameters& p);
};

/// The parameters as the work wants them.
struct PrepareRules {
  explicit PrepareRules(const PrepareOptions& options);

  std::vector<std::string> modalities;  ///< in the order wanted; empty: those of the case
  int64_t memory_limit = 0;             ///< bytes; 0: none
  BrainMethod brain;
  Alignment alignment = Alignment::kAuto;
  std::string reference;      ///< the modality whose grid all take; empty: the first
  bool correct_bias = false;  ///< N4
  Normalization normalization;
  NormalizeOver normalize_over = NormalizeOver::kAuto;
  std::optional<Vector3> spacing_mm;  ///< nothing: as the source, as is an axis where it is 0
  bool spacing_of_model = false;      ///< and so nothing that a picture could be blamed for
  PlaneChoice plane = PlaneChoice::kAuto;
  SliceChoice slices = SliceChoice::kBrain;
  std::optional<int64_t> size;  ///< pixels of a side; nothing: as the source
  int bits = 8;
  bool volumes = false;
  bool pictures_stay = false;  ///< a 2-D image is none of what `volumes` wants
  MissingRule missing = MissingRule::kError;
  std::optional<std::regex> subject;  ///< its first group is the subject
  bool subject_is_case = false;       ///< each case is a subject of its own
  LabelScheme scheme;                 ///< as given
  LabelScheme scheme_of_all;          ///< of the cases whose labels nobody names; empty: each by itself

  /// The voxel spacing on a grid in the standard order.
  [[nodiscard]] Vector3 SpacingOn(const Grid& geometry) const;

  /// @throws Error(kBadInput, "prep.subject") when the expression does not fit the id.
  [[nodiscard]] std::string SubjectOf(const std::string& id, const std::string& otherwise) const;
};

/// The plane of a volume's slices.  kAuto: that in which it was acquired, where its axis through the slices
/// is not the patient's: axial, unless the largest spacing is at least kThickSlices times each of the others
/// and lies along the axis from left to right (sagittal) or from front to back (coronal).
/// @param grid  in StandardOrder()
[[nodiscard]] Plane PlaneFor(PlaneChoice choice, const Grid& grid);
inline constexpr double kThickSlices = 1.5;

/// At least this share of a slice's pixels must be brain for --slices brain.
inline constexpr double kLeastBrain = 0.01;

}  // namespace f4s
