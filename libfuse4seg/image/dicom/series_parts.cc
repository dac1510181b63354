#include "libfuse4seg/image/dicom/series_parts.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/sha256.h"

namespace f4s {
namespace {

constexpr double kSamePlaceMm = 1e-3, kSameDirection = 1e-3;
/// Of a spacing: files of one series may be rounded differently (0.48828125 and 0.488281).
constexpr double kSameSpacing = 1e-5;

using Spacing = std::optional<std::array<double, 2>>;

bool SameSpacing(const Spacing& a, const Spacing& b) {
  if (!a || !b) return a == b;
  const auto near = [](double x, double y) { return std::abs(x - y) <= kSameSpacing * std::max(x, y); };
  return near((*a)[0], (*b)[0]) && near((*a)[1], (*b)[1]);
}

/// What repetitions are told apart by, tried in this order; see read/frames.cc.
const char* const kRepetitionFacts[] = {
    "StackID",           "ImageType",        "ComplexImageComponent", "EchoNumbers",
    "EchoTime",          "InversionTime",    "DiffusionBValue",       "DiffusionDirectionality",
    "DiffusionGradient", "TemporalPosition", "FrameReferenceTime",    "TriggerTime",
    "AcquisitionNumber", "AcquisitionTime"};

/// A value as a message may show it: numbers as they are, text (which may name a person) as a hash.
std::string Disclosed(const std::string& value) {
  const bool number =
      !value.empty() && value.size() <= 24 && value.find_first_not_of("0123456789.+-eE") == std::string::npos;
  return number ? value : "#" + Sha256Of(value).substr(0, 6);
}

/// Frames of one series, with what is asked of each.
class Splitter {
 public:
  explicit Splitter(const std::vector<DicomFile>& files) : files_(files) {}

  /// Parts of `frames` by orientation, size and spacing.
  std::vector<std::vector<FrameRef>> ByShape(const std::vector<FrameRef>& frames) const {
    std::vector<std::vector<FrameRef>> shapes;
    for (const FrameRef& ref : frames) {
      const auto same = std::find_if(shapes.begin(), shapes.end(),
                                     [&](const auto& shape) { return SameShape(shape.front(), ref); });
      if (same == shapes.end())
        shapes.push_back({ref});
      else
        same->push_back(ref);
    }
    return shapes;
  }

  /// Appends the repetitions in `frames`, named after `name`.
  void ByRepetition(std::vector<FrameRef> frames, const std::string& name,
                    std::vector<SeriesPart>& parts) const {
    const std::vector<size_t> places = PlacesOf(frames);
    if (!Repeats(places)) return parts.push_back({"", name, std::move(frames)});
    for (const char* fact : kRepetitionFacts) {
      const auto groups = GroupsBy(fact, frames);
      if (groups.size() < 2 || !AreEven(groups, frames, places)) continue;
      for (const auto& [value, group] : groups)
        ByRepetition(group, Cat(name, name.empty() ? "" : ",", fact, "=", Disclosed(value)), parts);
      return;
    }
    parts.push_back({"", name, std::move(frames)});
  }

 private:
  [[nodiscard]] const DicomFrame& Frame(const FrameRef& ref) const {
    return files_[ref.file].frames[static_cast<size_t>(ref.frame)];
  }

  [[nodiscard]] bool SameShape(const FrameRef& a, const FrameRef& b) const {
    const DicomFile &file_a = files_[a.file], &file_b = files_[b.file];
    const DicomFrame &frame_a = Frame(a), &frame_b = Frame(b);
    if (file_a.rows != file_b.rows || file_a.columns != file_b.columns ||
        file_a.sop_class != file_b.sop_class || !SameSpacing(frame_a.spacing, frame_b.spacing) ||
        frame_a.orientation.has_value() != frame_b.orientation.has_value() ||
        frame_a.position.has_value() != frame_b.position.has_value())
      return false;
    for (size_t i = 0; frame_a.orientation && i < 6; ++i)
      if (std::abs((*frame_a.orientation)[i] - (*frame_b.orientation)[i]) > kSameDirection) return false;
    return true;
  }

  /// For each frame the number of its place.
  [[nodiscard]] std::vector<size_t> PlacesOf(const std::vector<FrameRef>& frames) const {
    std::vector<size_t> order(frames.size()), place(frames.size(), 0);
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto at = [&](size_t i) { return Frame(frames[i]).position.value_or(Vector3{}); };
    const Vector3 normal = NormalOf(Frame(frames.front()));
    std::vector<double> along(frames.size());
    for (size_t i = 0; i < frames.size(); ++i)
      along[i] = at(i)[0] * normal[0] + at(i)[1] * normal[1] + at(i)[2] * normal[2];
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return along[a] < along[b]; });
    for (size_t i = 1; i < order.size(); ++i)
      place[order[i]] = place[order[i - 1]] + (AtOnePlace(at(order[i]), at(order[i - 1])) ? 0 : 1);
    return place;
  }

  static bool Repeats(std::vector<size_t> places) {
    std::sort(places.begin(), places.end());
    return std::adjacent_find(places.begin(), places.end()) != places.end();
  }

  [[nodiscard]] std::map<std::string, std::vector<FrameRef>> GroupsBy(
      const char* fact, const std::vector<FrameRef>& frames) const {
    std::map<std::string, std::vector<FrameRef>> groups;
    for (const FrameRef& ref : frames) {
      const auto found = Frame(ref).facts.find(fact);
      groups[found == Frame(ref).facts.end() ? "" : found->second].push_back(ref);
    }
    return groups;
  }

  /// Whether each group has every place, and equally often.
  static bool AreEven(const std::map<std::string, std::vector<FrameRef>>& groups,
                      const std::vector<FrameRef>& frames, const std::vector<size_t>& places) {
    std::map<FrameRef, size_t> place_of;
    for (size_t i = 0; i < frames.size(); ++i) place_of[frames[i]] = places[i];
    const size_t num_places = *std::max_element(places.begin(), places.end()) + 1;
    for (const auto& [value, group] : groups) {
      std::vector<size_t> count(num_places, 0);
      for (const FrameRef& ref : group) ++count[place_of[ref]];
      if (count.front() == 0 ||
          std::any_of(count.begin(), count.end(), [&](size_t number) { return number != count.front(); }))
        return false;
    }
    return true;
  }

  const std::vector<DicomFile>& files_;
};

/// A series' frames without those that stand in several files.
struct Series {
  std::vector<FrameRef> frames;
  std::multimap<std::pair<std::string, int64_t>, FrameRef> instances;
  int64_t copies = 0, other_copies = 0, clashes = 0;
};

bool AreSameFiles(const DicomFile& a, const DicomFile& b) {
  return a.path == b.path || Sha256OfFile(a.path) == Sha256OfFile(b.path);
}

/// Whether two frames lie at one place of one image, as copies do.
bool AreCopies(const DicomFrame& a, const DicomFrame& b) {
  return a.position == b.position && a.orientation == b.orientation && a.spacing == b.spacing &&
         a.facts == b.facts;
}

/// A UID names one image in the world, but some programs that take names away give all images one.
void AddFrame(const std::vector<DicomFile>& files, const FrameRef& ref, Series& series) {
  const auto frame_of = [&](const FrameRef& at) -> const DicomFrame& {
    return files[at.file].frames[static_cast<size_t>(at.frame)];
  };
  const std::pair key(files[ref.file].instance_uid, ref.frame);
  const auto [begin, end] = series.instances.equal_range(key);
  const bool is_named = !key.first.empty() && begin != end;
  const auto copy = std::find_if(begin, end, [&](const auto& known) {
    return is_named && AreCopies(frame_of(known.second), frame_of(ref));
  });
  if (copy != end) {
    ++series.copies;
    series.other_copies += ref.frame == 0 && !AreSameFiles(files[copy->second.file], files[ref.file]) ? 1 : 0;
    return;
  }
  series.clashes += is_named ? 1 : 0;
  series.instances.emplace(key, ref);
  series.frames.push_back(ref);
}

std::map<std::string, Series> SeriesOf(const std::vector<DicomFile>& files) {
  std::map<std::string, Series> all;
  for (size_t i = 0; i < files.size(); ++i) {
    Series& series = all[SeriesId(files[i].series_uid)];
    for (int64_t frame = 0; frame < static_cast<int64_t>(files[i].frames.size()); ++frame)
      AddFrame(files, {i, frame}, series);
  }
  return all;
}

bool AnyRefused(const std::vector<DicomFile>& files, const std::vector<FrameRef>& frames) {
  return std::any_of(frames.begin(), frames.end(),
                     [&](const FrameRef& ref) { return files[ref.file].refusal.has_value(); });
}

}  // namespace

std::string SeriesId(const std::string& series_uid) { return Sha256Of(series_uid).substr(0, 12); }

Vector3 NormalOf(const DicomFrame& frame) {
  if (!frame.orientation) return {1, 1, 1};
  const auto& [a, b, c, d, e, f] = *frame.orientation;
  return {b * f - c * e, c * d - a * f, a * e - b * d};
}

bool AtOnePlace(const Vector3& a, const Vector3& b) {
  return std::abs(a[0] - b[0]) <= kSamePlaceMm && std::abs(a[1] - b[1]) <= kSamePlaceMm &&
         std::abs(a[2] - b[2]) <= kSamePlaceMm;
}

std::vector<SeriesPart> PartsOf(const std::vector<DicomFile>& files) {
  std::vector<SeriesPart> parts;
  const Splitter splitter(files);
  for (const auto& [id, series] : SeriesOf(files)) {
    const size_t first = parts.size();
    if (AnyRefused(files, series.frames)) {  // what it says may be wrong: nothing is told apart by it
      parts.push_back({id, "", series.frames, series.copies, series.other_copies, series.clashes});
      continue;
    }
    const auto shapes = splitter.ByShape(series.frames);
    for (size_t i = 0; i < shapes.size(); ++i)
      splitter.ByRepetition(shapes[i], shapes.size() > 1 ? Cat("group=", i + 1) : "", parts);
    for (size_t i = first; i < parts.size(); ++i) {
      parts[i].series = id;
      parts[i].copies = series.copies;
      parts[i].other_copies = series.other_copies;
      parts[i].clashes = series.clashes;
    }
  }
  return parts;
}

}  // namespace f4s
