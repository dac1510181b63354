#include "libfuse4seg/data/align_study.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "libfuse4seg/image/register.h"
#include "libfuse4seg/image/resample.h"

namespace f4s {
namespace {

using Outcome = RigidRegistration::Outcome;

/// Where a modality was read, and how far its header was moved: its world -> the reference's.
struct Placement {
  Geometry read;
  Affine reference_from_world = IdentityAffine();
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
                Cat("has no modality ", Quoted(reference), ", the reference, among those taken"))
        .InCase(record.id());
  return static_cast<size_t>(found - study.modalities.begin());
}

/// 0 beyond the volume's field of view, 1 where its nearest voxel is 0, else 2.
LabelVolume SeenBy(const Volume& volume, const Geometry& target) {
  LabelVolume seen = {volume.geometry, {}};
  seen.labels.reserve(volume.voxels.size());
  for (const float value : volume.voxels) seen.labels.push_back(value != 0.0F ? 2 : 1);
  return ResampleNearest(seen, target);
}

double ShareSeen(const LabelVolume& seen) {
  const auto outside = std::count(seen.labels.begin(), seen.labels.end(), 0);
  return 1 - static_cast<double>(outside) / static_cast<double>(seen.labels.size());
}

/// The work on one study.
class Aligner {
 public:
  Aligner(Study& study, Alignment alignment, size_t reference, Case& record)
      : study_(study), alignment_(alignment), reference_(reference), record_(record) {
    for (const Volume& volume : study.volumes) placements_.push_back({volume.geometry});
    study.seen.resize(study.volumes.size());
  }

  void Run() {
    for (size_t i = 0; i < study_.volumes.size(); ++i)
      if (i != reference_) Align(i);
    if (study_.label) AlignLabels(*study_.label, "label");
    if (study_.mask) AlignLabels(*study_.mask, "mask");
    record_.json().erase("registration");
    if (!report_.empty()) record_.json()["registration"] = report_;
  }

 private:
  [[nodiscard]] const Geometry& Grid() const { return study_.volumes[reference_].geometry; }
  [[nodiscard]] const std::string& ReferenceName() const { return study_.modalities[reference_]; }
  [[nodiscard]] std::filesystem::path ReferenceFile() const { return record_.image(ReferenceName()); }

  void Align(size_t i) {
    Volume& volume = study_.volumes[i];
    const std::string& name = study_.modalities[i];
    if (alignment_ == Alignment::kNone)
      RequireSameGrid(Grid(), ReferenceFile(), volume.geometry, record_.image(name));
    const bool same = SameGrid(Grid(), volume.geometry);
    if (same && alignment_ != Alignment::kRigid) return;
    RequireOverlap(volume, record_.image(name));
    Json& report = report_[name];
    report = {{"reference", ReferenceName()},
              {"method", alignment_ == Alignment::kHeaders ? "headers" : "rigid"}};
    const bool moved = alignment_ != Alignment::kHeaders && Register(i, report);
    if (!same || moved) TakeToGrid(i, same, report);
  }

  void RequireOverlap(const Volume& volume, const std::filesystem::path& file) const {
    if (ShareSeen(SeenBy(volume, Grid())) > 0) return;
    throw Error(ErrorKind::kBadInput, "geometry.no_overlap",
                Cat("its field of view (", Describe(volume.geometry),
                    ") has no voxel in common with that of ", ReferenceFile().filename().string(), " (",
                    Describe(Grid()), "): they are of different places, or a header is wrong"))
        .InFile(file);
  }

  /// @return whether the modality was moved.
  bool Register(size_t i, Json& report) {
    Volume& volume = study_.volumes[i];
    RigidRegistration found;
    try {
      found = RegisterRigidly(study_.volumes[reference_], volume);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::kBadInput) throw;
      record_.AddFinding("registration.failed", "warning",
                         Cat(study_.modalities[i], " stays where its header puts it: ", error.message()));
      report["kept"] = "headers";
      return false;
    }
    const bool improved = found.outcome() == Outcome::kImproved;
    if (improved) {
      placements_[i].reference_from_world = Inverse(found.moving_from_fixed);
      volume.geometry.world_from_voxel =
          placements_[i].reference_from_world * volume.geometry.world_from_voxel;
    }
    report["metric"] = {{"name", "mattes_mutual_information"},
                        {"before", found.before},
                        {"after", found.after},
                        {"chance", found.chance}};
    report["rotation_degrees"] = found.rotation_degrees;
    report["translation_mm"] = found.translation_mm;
    report["kept"] = improved ? "registration" : "headers";
    report["modality_from_reference"] = AffineJson(improved ? found.moving_from_fixed : IdentityAffine());
    Tell(study_.modalities[i], found);
    return improved;
  }

  void Tell(const std::string& name, const RigidRegistration& found) {
    const std::string stays = name + " stays where its header puts it: ";
    switch (found.outcome()) {
      case Outcome::kImproved: return;
      case Outcome::kNoGain:
        return record_.AddFinding("registration.no_gain", "info",
                                  Cat(stays, "registration raises mutual information from ", found.before,
                                      " to ", found.after, " only: wanted more than ", Percent(kLeastGain)));
      case Outcome::kNoRelation:
        return record_.AddFinding(
            "registration.no_relation", "warning",
            Cat(stays, "its mutual information with ", ReferenceName(), " is ", found.after,
                " at best, and chance gives ", found.chance, ": wanted ", kLeastOverChance, " times that"));
      case Outcome::kImplausible:
        return record_.AddFinding(
            "registration.implausible", "warning",
            Cat(stays, "registration would turn it by ", found.rotation_degrees, " degrees and shift it by ",
                std::hypot(found.translation_mm[0], found.translation_mm[1], found.translation_mm[2]),
                " mm: wanted at most ", kMostTurnDegrees, " degrees and ", kMostShiftMm, " mm"));
    }
  }

  /// @param same  whether it was on the reference's grid before it was moved.
  void TakeToGrid(size_t i, bool same, Json& report) {
    Volume& volume = study_.volumes[i];
    const std::string& name = study_.modalities[i];
    study_.seen[i] = SeenBy(volume, Grid());
    const double share = ShareSeen(*study_.seen[i]);
    report["overlap"] = share;
    volume = Resample(volume, Grid());
    if (!same)
      record_.AddFinding("geometry.resampled", "info",
                         Cat(name, " (", Describe(placements_[i].read), ") was resampled to the grid of ",
                             ReferenceName(), " (", Describe(Grid()), ")"));
    if (share < 1)
      record_.AddFinding("geometry.partial_overlap", "warning",
                         Cat(name, " covers ", Percent(share), " of the grid of ", ReferenceName(),
                             ": it is 0 in the rest"));
  }

  void AlignLabels(LabelVolume& labels, const std::string& what) {
    const auto file = *record_.file(what);
    if (alignment_ == Alignment::kNone) RequireSameGrid(Grid(), ReferenceFile(), labels.geometry, file);
    if (SameGrid(Grid(), labels.geometry)) return;
    const Geometry read = labels.geometry;
    const auto drawn_on = std::find_if(placements_.begin(), placements_.end(),
                                       [&](const Placement& p) { return SameGrid(p.read, read); });
    if (drawn_on != placements_.end())
      labels.geometry.world_from_voxel = drawn_on->reference_from_world * read.world_from_voxel;
    const double before = Millilitres(labels);
    labels = ResampleNearest(labels, Grid());
    const std::string where =
        drawn_on == placements_.end()
            ? ""
            : ", with " + study_.modalities[static_cast<size_t>(drawn_on - placements_.begin())];
    record_.AddFinding(what + ".resampled", "warning",
                       Cat("the ", what, " (", Describe(read), ") was taken to the grid of ", ReferenceName(),
                           " (", Describe(Grid()), ") by the nearest voxel", where, ": ", before,
                           " ml are not 0 there, ", Millilitres(labels), " ml here"));
  }

  static double Millilitres(const LabelVolume& labels) {
    const Vector3 spacing = labels.geometry.spacing_mm();
    const auto zeros = std::count(labels.labels.begin(), labels.labels.end(), 0);
    return static_cast<double>(static_cast<int64_t>(labels.labels.size()) - zeros) * spacing[0] * spacing[1] *
           spacing[2] / 1000;
  }

  Study& study_;
  Alignment alignment_;
  size_t reference_;
  Case& record_;
  std::vector<Placement> placements_;
  Json report_ = Json::object();
};

}  // namespace

Alignment ParseAlignment(const std::string& text) {
  return text == "headers" ? Alignment::kHeaders
         : text == "none"  ? Alignment::kNone
         : text == "rigid" ? Alignment::kRigid
                           : Alignment::kAuto;
}

void RequireSameGrid(const Geometry& first, const std::filesystem::path& first_file, const Geometry& other,
                     const std::filesystem::path& other_file) {
  const double displacement = CornerDisplacement(first, other);
  if (displacement <= kSameGridTolerance) return;
  const std::string how = std::isinf(displacement) ? "the sizes differ"
                                                   : Cat("corners lie up to ", displacement, " voxels apart");
  throw Error(ErrorKind::kBadInput, "geometry.grids",
              Cat("its grid (", Describe(other), ") is not that of ", first_file.filename().string(), " (",
                  Describe(first), "): ", how))
      .InFile(other_file);
}

void AlignStudy(Study& study, Alignment alignment, const std::string& reference, Case& record) {
  Aligner(study, alignment, IndexOf(study, reference, record), record).Run();
}

}  // namespace f4s
