#include "libfuse4seg/prep/align_study.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "libfuse4seg/image/resample.h"
#include "libfuse4seg/prep/align/register.h"

namespace f4s {
namespace {

using Outcome = RigidRegistration::Outcome;

/// Where a modality was read, and how far its header was moved: its world -> the reference's.
struct Placement {
  Grid read;
  Affine reference_from_world = IdentityAffine();
  bool on_grid = true, moved = false;  ///< on the reference's grid; moved from where its header puts it
};

std::string Percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f %%", 100 * share);
  return text;
}

size_t IndexOf(const Study& study, const std::string& reference, const Case& record) {
  if (reference.empty()) return 0;
  const auto found = std::find(study.modalities.begin(), study.modalities.end(), reference);
  if (found == study.modalities.end())
    throw Error(ErrorKind::kBadInput, "prep.reference",
                Cat("has no modality ", Quoted(reference), ", the reference, among those used"))
        .InCase(record.id());
  return static_cast<size_t>(found - study.modalities.begin());
}

/// 0 beyond the volume's field of view, 1 where its nearest voxel is 0, else 2.
Image<uint16_t> FieldOfView(const Image<float>& volume, const Grid& target) {
  Image<uint16_t> field_of_view = {volume.grid, 1, {}};
  field_of_view.samples.reserve(volume.samples.size());
  for (const float value : volume.samples) field_of_view.samples.push_back(value != 0.0F ? 2 : 1);
  return ResampleNearest(field_of_view, target);
}

double ShareInView(const Image<uint16_t>& field_of_view) {
  const auto outside = std::count(field_of_view.samples.begin(), field_of_view.samples.end(), 0);
  return 1 - static_cast<double>(outside) / static_cast<double>(field_of_view.samples.size());
}

/// The work on one study.
class Aligner {
 public:
  Aligner(Study& study, Alignment alignment, size_t reference, Case& record)
      : study_(study), alignment_(alignment), reference_(reference), record_(record) {
    for (const Image<float>& volume : study.images) placements_.push_back({volume.grid});
    study.field_of_view.resize(study.images.size());
  }

  void Run() {
    std::vector<size_t> others;
    for (size_t i = 0; i < study_.images.size(); ++i)
      if (i != reference_ && IsToAlign(i)) others.push_back(i);
    if (alignment_ != Alignment::kHeaders) {
      for (const size_t i : others)
        if (!MoveWithOther(i)) Register(i);
      for (const size_t i : others)
        if (!placements_[i].moved) MoveWithOther(i);  // those before the one that was registered
    }
    for (const size_t i : others)
      if (placements_[i].moved || !placements_[i].on_grid) TakeToGrid(i);
    if (study_.label) AlignLabels(*study_.label, "label");
    if (study_.mask) AlignLabels(*study_.mask, "mask");
    record_.json().erase("registration");
    if (!report_.empty()) record_.json()["registration"] = report_;
  }

 private:
  [[nodiscard]] const Grid& ReferenceGrid() const { return study_.images[reference_].grid; }
  [[nodiscard]] const std::string& ReferenceName() const { return study_.modalities[reference_]; }
  [[nodiscard]] std::filesystem::path ReferenceFile() const { return record_.image(ReferenceName()); }

  bool IsToAlign(size_t i) {
    const Image<float>& volume = study_.images[i];
    const std::string& name = study_.modalities[i];
    if (alignment_ == Alignment::kNone)
      RequireSameGrid(ReferenceGrid(), ReferenceFile(), volume.grid, record_.image(name));
    placements_[i].on_grid = SameGrid(ReferenceGrid(), volume.grid);
    const bool is_apart = alignment_ == Alignment::kAuto && !ShareFrame(i, reference_);
    if (placements_[i].on_grid && alignment_ != Alignment::kRigid && !is_apart) return false;
    RequireOverlap(volume, record_.image(name));
    report_[name] = {{"reference", ReferenceName()},
                     {"method", alignment_ == Alignment::kHeaders ? "headers" : "rigid"},
                     {"kept", "headers"}};
    return true;
  }

  /// Whether DICOM does not say that two modalities lie in different frames of reference.
  [[nodiscard]] bool ShareFrame(size_t a, size_t b) const {
    const auto frame = [&](size_t i) -> std::string {
      const auto facts = study_.series.find(study_.modalities[i]);
      return facts == study_.series.end() ? "" : facts->second.frame;
    };
    return frame(a).empty() || frame(b).empty() || frame(a) == frame(b);
  }

  /// Under kAuto modalities that share a grid count as registered on each other: where one of them was
  /// moved, the others go along.
  bool MoveWithOther(size_t i) {
    if (alignment_ != Alignment::kAuto) return false;
    for (size_t other = 0; other < placements_.size(); ++other) {
      if (!placements_[other].moved || !SameGrid(placements_[other].read, placements_[i].read) ||
          !ShareFrame(i, other))
        continue;
      Move(i, placements_[other].reference_from_world);
      Json& report = report_[study_.modalities[i]];
      report["kept"] = "registration";
      report["moved_with"] = study_.modalities[other];
      report["modality_from_reference"] = AffineJson(Inverse(placements_[i].reference_from_world));
      return true;
    }
    return false;
  }

  void Move(size_t i, const Affine& reference_from_world) {
    placements_[i].reference_from_world = reference_from_world;
    placements_[i].moved = true;
    Affine& world_from_voxel = study_.images[i].grid.world_from_voxel;
    world_from_voxel = reference_from_world * world_from_voxel;
  }

  void RequireOverlap(const Image<float>& volume, const std::filesystem::path& file) const {
    if (ShareInView(FieldOfView(volume, ReferenceGrid())) > 0) return;
    throw Error(ErrorKind::kBadInput, "geometry.no_overlap",
                Cat("its field of view (", Describe(volume.grid), ") has no voxel in common with that of ",
                    ReferenceFile().filename().string(), " (", Describe(ReferenceGrid()),
                    "): they show different regions, or a header is wrong"))
        .InFile(file);
  }

  void Register(size_t i) {
    Json& report = report_[study_.modalities[i]];
    RigidRegistration found;
    try {
      found = RegisterRigidly(study_.images[reference_], study_.images[i]);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kBadInput) throw;
      record_.AddFinding("registration.failed", "warning",
                         Cat("cannot register ", study_.modalities[i], ": ", error.message()));
      return;
    }
    const bool improved = found.outcome() == Outcome::kImproved;
    if (improved) Move(i, Inverse(found.moving_from_fixed));
    report["metric"] = {{"name", "mattes_mutual_information"},
                        {"before", found.before},
                        {"after", found.after},
                        {"chance", found.chance}};
    report["spread_mm"] = found.spread_mm;
    report["rotation_degrees"] = found.rotation_degrees;
    report["translation_mm"] = found.translation_mm;
    report["kept"] = improved ? "registration" : "headers";
    report["modality_from_reference"] = AffineJson(improved ? found.moving_from_fixed : IdentityAffine());
    Tell(study_.modalities[i], found);
  }

  void Tell(const std::string& name, const RigidRegistration& found) {
    const std::string stays = "the registration of " + name + " is not used: ";
    switch (found.outcome()) {
      case Outcome::kImproved: return;
      case Outcome::kNoGain:
        return record_.AddFinding("registration.no_gain", "info",
                                  Cat(stays, "it raises mutual information from ", found.before, " to ",
                                      found.after, " only: wanted more than ", Percent(kLeastGain)));
      case Outcome::kNoRelation:
        return record_.AddFinding(
            "registration.no_relation", "warning",
            Cat(stays, "mutual information with ", ReferenceName(), " is ", found.after,
                " at best, and chance gives ", found.chance, ": wanted ", kLeastOverChance, " times that"));
      case Outcome::kImplausible:
        return record_.AddFinding(
            "registration.implausible", "warning",
            Cat(stays, "it would rotate it by ", found.rotation_degrees, " degrees and shift it by ",
                std::hypot(found.translation_mm[0], found.translation_mm[1], found.translation_mm[2]),
                " mm: wanted at most ", kMostTurnDegrees, " degrees and ", kMostShiftMm, " mm"));
      case Outcome::kUnstable:
        return record_.AddFinding("registration.unstable", "warning",
                                  Cat(stays, "runs from different starts end up to ", found.spread_mm,
                                      " mm apart: wanted at most ", found.most_spread_mm));
    }
  }

  void TakeToGrid(size_t i) {
    Image<float>& volume = study_.images[i];
    const std::string& name = study_.modalities[i];
    study_.field_of_view[i] = FieldOfView(volume, ReferenceGrid());
    const double share = ShareInView(*study_.field_of_view[i]);
    report_[name]["overlap"] = share;
    volume = Resample(volume, ReferenceGrid());
    if (!placements_[i].on_grid)
      record_.AddFinding("geometry.resampled", "info",
                         Cat(name, " (", Describe(placements_[i].read), ") was resampled to the grid of ",
                             ReferenceName(), " (", Describe(ReferenceGrid()), ")"));
    if (share < 1)
      record_.AddFinding("geometry.partial_overlap", "warning",
                         Cat(name, " covers ", Percent(share), " of the grid of ", ReferenceName(),
                             ": it is 0 in the rest"));
  }

  void AlignLabels(Image<uint16_t>& labels, const std::string& what) {
    const auto file = *record_.file(what);
    if (alignment_ == Alignment::kNone) RequireSameGrid(ReferenceGrid(), ReferenceFile(), labels.grid, file);
    if (SameGrid(ReferenceGrid(), labels.grid)) return;
    const Grid read = labels.grid;
    const auto drawn_on = std::find_if(placements_.begin(), placements_.end(),
                                       [&](const Placement& p) { return SameGrid(p.read, read); });
    if (drawn_on != placements_.end())
      labels.grid.world_from_voxel = drawn_on->reference_from_world * read.world_from_voxel;
    const double before = Millilitres(labels);
    labels = ResampleNearest(labels, ReferenceGrid());
    const std::string where =
        drawn_on == placements_.end()
            ? ""
            : ", with " + study_.modalities[static_cast<size_t>(drawn_on - placements_.begin())];
    record_.AddFinding(what + ".resampled", "warning",
                       Cat("the ", what, " (", Describe(read), ") was resampled to the grid of ",
                           ReferenceName(), " (", Describe(ReferenceGrid()), ") by the nearest voxel", where,
                           ": ", before, " ml are not 0 there, ", Millilitres(labels), " ml here"));
  }

  static double Millilitres(const Image<uint16_t>& labels) {
    const Vector3 spacing = labels.grid.spacing_mm();
    const auto zeros = std::count(labels.samples.begin(), labels.samples.end(), 0);
    return static_cast<double>(static_cast<int64_t>(labels.samples.size()) - zeros) * spacing[0] *
           spacing[1] * spacing[2] / 1000;
  }

  Study& study_;
  Alignment alignment_;
  size_t reference_;
  Case& record_;
  std::vector<Placement> placements_;
  Json report_ = Json::object();
};

}  // namespace

void AlignStudy(Study& study, Alignment alignment, const std::string& reference, Case& record) {
  Aligner(study, alignment, IndexOf(study, reference, record), record).Run();
}

}  // namespace f4s
