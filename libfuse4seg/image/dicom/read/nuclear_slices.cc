#include "libfuse4seg/image/dicom/read/nuclear_slices.h"

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/dicom/read/elements.h"
#include "libfuse4seg/image/dicom/read/place_elements.h"

namespace f4s {
namespace {

constexpr const char* kNuclearMedicine = "1.2.840.10008.5.1.4.1.1.20";

/// What an image of nuclear medicine shows (C.8.4.9.1.1): STATIC, TOMO, RECON TOMO, ...
std::string KindOf(const gdcm::DataSet& top) {
  const std::vector<std::string> values = SplitFields(TextOf(top, {0x0008, 0x0008}), '\\');
  return values.size() > 2 ? Trimmed(values[2]) : "";
}

/// The slice of each frame, counted from that of the first.
std::vector<double> SlicesOf(const gdcm::DataSet& top, size_t num_frames, Remarks& remarks) {
  const std::vector<uint16_t> numbers = ShortsOf(top, {0x0054, 0x0080});
  if (!numbers.empty() && numbers.size() != num_frames)
    remarks.Refuse("dicom.frames", Cat("SliceVector (0054,0080) has ", numbers.size(), " numbers for ",
                                       num_frames, " frames: wanted one for each"));
  std::vector<double> slices(num_frames);
  for (size_t i = 0; i < num_frames; ++i)
    slices[i] =
        numbers.size() == num_frames ? static_cast<double>(numbers[i]) - numbers[0] : static_cast<double>(i);
  return slices;
}

/// Positive where slices follow along the normal, negative where against it (C.8.4.15).
double BetweenOf(const gdcm::DataSet& top, size_t num_frames, Remarks& remarks) {
  const std::vector<double> between = NumbersOf(top, kBetween, remarks);
  if (num_frames > 1 && (between.empty() || between.front() == 0))
    remarks.Refuse("dicom.slices",
                   Cat("SpacingBetweenSlices (0018,0088) is ", between.empty() ? "absent" : "0",
                       ": how far apart its slices lie is not known"));
  return between.empty() ? 0 : between.front();
}

}  // namespace

std::optional<NuclearSlices> NuclearSlices::Of(const gdcm::DataSet& top, size_t num_frames,
                                               Remarks& remarks) {
  if (TextOf(top, {0x0008, 0x0016}) != kNuclearMedicine) return std::nullopt;
  const std::string kind = KindOf(top);
  if (kind != "RECON TOMO" && kind != "RECON GATED TOMO") {
    if (num_frames > 1)
      remarks.Refuse("dicom.multiframe",
                     Cat("holds ", num_frames, " frames of nuclear medicine's ", Quoted(kind.substr(0, 16)),
                         " (ImageType (0008,0008)), which are no slices: wanted RECON TOMO"));
    return std::nullopt;
  }
  NuclearSlices found;
  const auto detectors = ItemsOf(top, {0x0054, 0x0022});
  for (size_t i = 1; detectors && i <= detectors->GetNumberOfItems() && found.orientation_.empty(); ++i) {
    const gdcm::DataSet& detector = detectors->GetItem(i).GetNestedDataSet();
    found.position_ = NumbersOf(detector, kPosition, remarks);
    found.orientation_ = NumbersOf(detector, kOrientation, remarks);
  }
  found.slices_ = SlicesOf(top, num_frames, remarks);
  const double between = BetweenOf(top, num_frames, remarks);
  if (found.orientation_.size() == 6) {
    const std::vector<double>& o = found.orientation_;
    found.step_ = {between * (o[1] * o[5] - o[2] * o[4]), between * (o[2] * o[3] - o[0] * o[5]),
                   between * (o[0] * o[4] - o[1] * o[3])};
  }
  return found;
}

void NuclearSlices::AddPlace(size_t frame, Json& header) const {
  if (position_.size() != 3 || orientation_.size() != 6) return;
  std::vector<double> position = position_;
  for (size_t i = 0; i < 3; ++i) position[i] += step_[i] * slices_[frame];
  header["position"] = position;
  header["orientation"] = orientation_;
}

}  // namespace f4s
