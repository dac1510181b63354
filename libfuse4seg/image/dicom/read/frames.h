// What a DICOM file says of each of its frames: where it lies, how it is scaled, what sets it apart.

#pragma once

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/dicom/read/checked_elements.h"
#include "libfuse4seg/image/dicom/read/elements.h"
#include "libfuse4seg/image/dicom/read/nuclear_slices.h"

namespace f4s {

/// Of all frames of a file, in order: the functional groups of an enhanced image, the slices of nuclear
/// medicine, or the top level of a classic one.
class FrameGroups {
 public:
  /// `top` must live longer.  What of it breaks a rule goes to `remarks`, here and below.
  FrameGroups(const gdcm::DataSet& top, Remarks& remarks);

  [[nodiscard]] size_t num_frames() const { return num_frames_; }
  /// Whether each frame has a place of its own: an enhanced image, whose frames have functional groups, or
  /// slices of nuclear medicine.
  [[nodiscard]] bool tells_each() const { return static_cast<bool>(own_) || slices_.has_value(); }

  /// The frame's values as `position`, `orientation`, `spacing`, `thickness`, `between`, and `facts`, what
  /// may set apart frames at one place; those that the file has.
  [[nodiscard]] Json Header(size_t frame, Remarks& remarks) const;

  /// value = slope * stored + intercept; 1 and 0 where the file says nothing.
  struct Scale {
    double slope = 1, intercept = 0;
  };
  [[nodiscard]] Scale ScaleOf(size_t frame, Remarks& remarks) const;

 private:
  using Items = gdcm::SmartPointer<gdcm::SequenceOfItems>;
  /// A file's top level, or the first item of a frame's functional group, which `items` keeps alive.
  struct Group {
    const gdcm::DataSet* set = nullptr;
    Items items;
  };
  [[nodiscard]] Group GroupOf(size_t frame, gdcm::Tag sequence) const;
  /// Scales in the functional groups of a frame that are not applied.
  void FindScales(size_t frame, Remarks& remarks) const;
  void AddFacts(size_t frame, Json& facts) const;
  void AddEnhancedFacts(size_t frame, Json& facts) const;

  const gdcm::DataSet& top_;
  Items shared_, own_;
  std::optional<NuclearSlices> slices_;
  size_t num_frames_ = 1;
};

}  // namespace f4s
