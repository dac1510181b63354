#include "libfuse4seg/image/dicom/slice_stack.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/dicom/slice_kinds.h"

namespace f4s {
namespace {

/// Distances of slices that are this much longer than most are gaps.
constexpr double kGap = 1.5;
constexpr double kUnitTolerance = 1e-3;
/// By which share SpacingBetweenSlices may differ from the distance of the slices.
constexpr double kSameDistance = 0.01;
/// Slices may lie this share of a pixel beside the first: headers are rounded.
constexpr double kTolerableShift = 0.1;

class Stacker {
 public:
  Stacker(const std::vector<DicomFile>& files, const SeriesPart& part) : files_(files), part_(part) {}

  SliceStack Stack() {
    stack_.frames = part_.frames;
    CheckFiles();
    for (const FrameRef& ref : stack_.frames) CheckFrame(ref);
    for (DicomFinding& finding : CheckOfOneKind(files_, part_)) stack_.findings.push_back(std::move(finding));
    CheckDirections();
    Sort();
    CheckRepeats();
    Vector3 step = Step();
    CheckLine(step);
    stack_.geometry = StackGrid(step);
    if (File(stack_.frames.front()).photometric == "MONOCHROME1")
      Find("dicom.monochrome1", "info",
           "small numbers are bright in it (MONOCHROME1): its values are inverted");
    if (part_.copies > 0)
      Find("dicom.copies", "warning", Cat(part_.copies, " images are in several files: each is used once"));
    if (part_.other_copies > 0)
      Find("dicom.copies", "warning",
           Cat(part_.other_copies,
               " of them are not the same in each file: that of the file whose name comes first is used"));
    if (part_.clashes > 0)
      Find("dicom.uid", "warning",
           Cat(part_.clashes,
               " images have the SOPInstanceUID (0008,0018) of another one that lies elsewhere, "
               "which DICOM does not allow: each is used"));
    return std::move(stack_);
  }

 private:
  [[nodiscard]] const DicomFile& File(const FrameRef& ref) const { return files_[ref.file]; }
  [[nodiscard]] const DicomFrame& Frame(const FrameRef& ref) const {
    return File(ref).frames[static_cast<size_t>(ref.frame)];
  }
  [[nodiscard]] const Vector3& Position(size_t i) const { return *Frame(stack_.frames[i]).position; }
  [[nodiscard]] size_t num_slices() const { return stack_.frames.size(); }

  [[nodiscard]] Error Bad(const char* code, const std::string& message) const {
    return Error(ErrorKind::kBadInput, code, message).InFile(File(part_.frames.front()).path.parent_path());
  }
  void Find(const char* code, const char* severity, const std::string& text) {
    stack_.findings.push_back({code, severity, text});
  }

  /// What reading the files brought to light; equal words of several files are said once.
  void CheckFiles() {
    std::map<DicomFinding, size_t> counts;
    std::set<size_t> files;
    for (const FrameRef& ref : stack_.frames) files.insert(ref.file);
    for (const size_t i : files) {
      if (files_[i].refusal)
        throw Error(ErrorKind::kBadInput, files_[i].refusal->code, files_[i].refusal->message)
            .InFile(files_[i].path);
      for (const DicomFinding& finding : files_[i].findings) ++counts[finding];
    }
    for (auto& [finding, count] : counts)
      Find(
          finding.code.c_str(), finding.severity.c_str(),
          files.size() == 1 ? finding.text : Cat(finding.text, " (", count, " of ", files.size(), " files)"));
  }

  static void CheckColour(const DicomFile& file) {
    const auto bad = [&](const char* code, const std::string& message) {
      return Error(ErrorKind::kBadInput, code, message).InFile(file.path);
    };
    if (file.photometric.empty())
      throw bad("dicom.element",
                "has no PhotometricInterpretation (0028,0004): wanted MONOCHROME1 or MONOCHROME2");
    if (file.photometric != "MONOCHROME1" && file.photometric != "MONOCHROME2")
      throw bad("dicom.colour", Cat("PhotometricInterpretation (0028,0004) is ", ShownWord(file.photometric),
                                    ": wanted grey values (MONOCHROME1 or MONOCHROME2)"));
    if (file.samples != 1)
      throw bad("dicom.colour",
                Cat("SamplesPerPixel (0028,0002) is ", file.samples, ": wanted 1, grey values"));
  }

  void CheckFrame(const FrameRef& ref) const {
    const DicomFile& file = File(ref);
    const auto bad = [&](const char* code, const std::string& message) {
      return Error(ErrorKind::kBadInput, code, message).InFile(file.path);
    };
    CheckColour(file);
    if (!file.enhanced && file.num_frames > 1)
      throw bad("dicom.multiframe",
                Cat("holds ", file.num_frames, " frames and no place for each: where they lie is not known"));
    for (const char* tiles : {"MOSAIC", "VFRAME"})
      if (file.image_type.find(tiles) != std::string::npos)
        throw bad("dicom.mosaic",
                  Cat("holds its slices as tiles of one image (", tiles, "): wanted one slice per file"));
    const DicomFrame& frame = Frame(ref);
    if (!frame.position || !frame.orientation || !frame.spacing)
      throw bad("dicom.position", Cat("has no ",
                                      !frame.position      ? "ImagePositionPatient (0020,0032)"
                                      : !frame.orientation ? "ImageOrientationPatient (0020,0037)"
                                                           : "PixelSpacing (0028,0030)",
                                      ": where it lies in the patient is not known"));
    if (!((*frame.spacing)[0] > 0 && (*frame.spacing)[1] > 0))
      throw bad("dicom.position", Cat("its pixels lie ", (*frame.spacing)[0], " and ", (*frame.spacing)[1],
                                      " mm apart: wanted more than 0"));
  }

  void CheckDirections() {
    const auto& [a, b, c, d, e, f] = *Frame(part_.frames.front()).orientation;
    row_ = {a, b, c};
    column_ = {d, e, f};
    if (std::abs(Length(row_) - 1) > kUnitTolerance || std::abs(Length(column_) - 1) > kUnitTolerance ||
        std::abs(Dot(row_, column_)) > kUnitTolerance)
      throw Bad("dicom.orientation", "its ImageOrientationPatient is not two directions at right angles");
    normal_ = NormalOf(Frame(part_.frames.front()));
    const double length = Length(normal_);
    for (double& part : normal_) part /= length;
  }

  /// Equal places keep the order of the files, so that what is refused is refused the same way each time.
  void Sort() {
    std::stable_sort(stack_.frames.begin(), stack_.frames.end(), [&](const FrameRef& a, const FrameRef& b) {
      return Dot(*Frame(a).position, normal_) < Dot(*Frame(b).position, normal_);
    });
  }

  void CheckRepeats() const {
    size_t repeated = 0;
    for (size_t i = 1; i < num_slices(); ++i) repeated += AtOnePlace(Position(i - 1), Position(i)) ? 1 : 0;
    if (repeated > 0)
      throw Bad("dicom.repeats", Cat(repeated, " of its ", num_slices(),
                                     " slices share their position with another one, and "
                                     "no header field separates them into whole volumes"));
  }

  /// From a slice to the next, LPS mm.
  Vector3 Step() {
    const DicomFrame& first = Frame(stack_.frames.front());
    const double said = first.between > 0 ? first.between : first.thickness;
    if (num_slices() < 3) CheckFew(said);
    if (num_slices() == 1) return {normal_[0] * said, normal_[1] * said, normal_[2] * said};
    std::vector<double> distances;
    for (size_t i = 1; i < num_slices(); ++i)
      distances.push_back(Dot(Minus(Position(i), Position(i - 1)), normal_));
    CheckDistances(distances, first);
    Vector3 step = Minus(Position(num_slices() - 1), Position(0));
    for (double& part : step) part /= static_cast<double>(num_slices() - 1);
    return step;
  }

  /// Nothing but the header can tell that one or two slices are all that there were.
  void CheckFew(double said) const {
    if (said <= 0)
      throw Bad("dicom.slices", Cat("has ", num_slices(), num_slices() == 1 ? " slice" : " slices",
                                    ", and neither SpacingBetweenSlices nor SliceThickness "
                                    "says how far apart slices are: some may be missing"));
  }

  void CheckDistances(const std::vector<double>& distances, const DicomFrame& first) {
    std::vector<double> sorted = distances;
    std::nth_element(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2),
                     sorted.end());
    const double usual = sorted[sorted.size() / 2];
    const auto longest = std::max_element(distances.begin(), distances.end());
    if (*longest > kGap * usual)
      throw Bad("dicom.gap", Cat("slices are missing: between slice ", longest - distances.begin() + 1,
                                 " and ", longest - distances.begin() + 2, " of ", num_slices(), " lie ",
                                 *longest, " mm, elsewhere ", usual, " mm"));
    const double said = std::max(first.between, first.thickness);
    if (said > 0 && usual > kGap * said && num_slices() < 3)
      throw Bad("dicom.gap",
                Cat("slices are missing: two lie ", usual, " mm apart, where its header says ", said, " mm"));
    if (said > 0 && usual > kGap * said)
      Find("dicom.gap", "warning",
           Cat("slices lie ", usual, " mm apart, where the header says ", said,
               " mm: there are gaps between them, or every second one is missing"));
    else if (first.between > 0 && std::abs(usual - first.between) > kSameDistance * first.between)
      Find("dicom.spacing", "info",
           Cat("SpacingBetweenSlices (0018,0088) is ", first.between, " mm, but its slices lie ", usual,
               " mm apart: the latter is taken"));
    CheckCount();
  }

  void CheckCount() {
    const auto said = static_cast<int64_t>(File(stack_.frames.front()).images_in_acquisition);
    if (said > static_cast<int64_t>(num_slices()) && !File(stack_.frames.front()).enhanced)
      Find("dicom.count", "warning",
           Cat("has ", num_slices(), " slices, where the header says that ", said, " images were taken"));
    const auto slices = static_cast<int64_t>(File(stack_.frames.front()).number_of_slices);
    std::set<size_t> files;
    for (const FrameRef& ref : stack_.frames) files.insert(ref.file);
    const auto parts = static_cast<int64_t>(File(stack_.frames.front()).concatenation_parts);
    if (parts > std::ssize(files))
      Find("dicom.count", "warning",
           Cat("is of ", files.size(), files.size() == 1 ? " file" : " files",
               ", where InConcatenationTotalNumber (0020,9163) is ", parts));
    if (slices > static_cast<int64_t>(num_slices()))
      Find("dicom.count", "warning",
           Cat("has ", num_slices(), " slices, where NumberOfSlices (0054,0081) is ", slices));
  }

  /// Slices at equal distances, above one another: what rounding in the headers moves sideways is taken out
  /// of `step`.
  void CheckLine(Vector3& step) {
    const double distance = Dot(step, normal_);
    double off_along = 0, off_across = 0;
    const auto& spacing = *Frame(stack_.frames.front()).spacing;
    for (size_t i = 0; i < num_slices(); ++i) {
      const Vector3 off = Minus(Position(i), Position(0));
      off_along = std::max(off_along, std::abs(Dot(off, normal_) / distance - static_cast<double>(i)));
      off_across = std::max(
          {off_across, std::abs(Dot(off, row_)) / spacing[1], std::abs(Dot(off, column_)) / spacing[0]});
    }
    if (off_along > kTolerableSlices)
      throw Bad("dicom.spacing",
                Cat("its slices lie up to ", off_along,
                    " of their distance off equal distances: wanted at most ", kTolerableSlices));
    const double angle = std::acos(std::clamp(distance / Length(step), -1.0, 1.0)) * 180 / std::acos(-1.0);
    if (off_across > kTolerableShift && angle > kMostShearDegrees)
      throw Bad("dicom.tilt",
                Cat("its slices are shifted against one another by up to ", off_across, " pixels, ", angle,
                    " degrees off their normal (tilted gantry): wanted at most ", kTolerableShift,
                    " pixels or ", kMostShearDegrees, " degrees"));
    if (angle > kMostShearDegrees)
      step = {normal_[0] * distance, normal_[1] * distance, normal_[2] * distance};
    if (off_along > kRegularSlices)
      Find("dicom.spacing", "warning",
           Cat("its slices lie up to ", off_along, " of their distance off equal distances"));
  }

  /// LPS ends here: the first two world axes change sign.
  [[nodiscard]] Grid StackGrid(const Vector3& step) const {
    const DicomFile& file = File(stack_.frames.front());
    const auto& spacing = *Frame(stack_.frames.front()).spacing;
    Grid geometry;
    geometry.size = {file.columns, file.rows, static_cast<int64_t>(num_slices())};
    for (size_t axis = 0; axis < 3; ++axis) {
      const double sign = axis < 2 ? -1 : 1;
      auto& to = geometry.world_from_voxel[axis];
      to = {sign * row_[axis] * spacing[1], sign * column_[axis] * spacing[0], sign * step[axis],
            sign * Position(0)[axis]};
      for (double& value : to) value += 0.0;  // -0 becomes 0
    }
    return geometry;
  }

  const std::vector<DicomFile>& files_;
  const SeriesPart& part_;
  SliceStack stack_;
  Vector3 row_{}, column_{}, normal_{};
};

}  // namespace

SliceStack StackOf(const std::vector<DicomFile>& files, const SeriesPart& part) {
  return Stacker(files, part).Stack();
}

}  // namespace f4s
