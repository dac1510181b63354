#include "libfuse4seg/prep/brain/brain_method.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/prep/brain/brain_extraction.h"

namespace f4s {
namespace {

/// A grid of fewer mm along any axis cannot show a head.
constexpr double kHeadMm = 100;
/// Background is 0 when at least so much of the volume is.
constexpr double kLeastBackground = 0.25;

bool CanHoldHead(const Geometry& geometry) {
  const Vector3 mm = geometry.spacing_mm();
  for (size_t axis = 0; axis < 3; ++axis)
    if (static_cast<double>(geometry.size[axis]) * mm[axis] < kHeadMm) return false;
  return true;
}

double Millilitres(const Geometry& geometry, size_t voxels) {
  const Vector3 mm = geometry.spacing_mm();
  return static_cast<double>(voxels) * mm[0] * mm[1] * mm[2] / 1000;
}

std::vector<uint8_t> Inside(const LabelVolume& mask) {
  std::vector<uint8_t> inside(mask.samples.size());
  for (size_t i = 0; i < inside.size(); ++i) inside[i] = mask.samples[i] != 0;
  return inside;
}

size_t Count(const std::vector<uint8_t>& inside) {
  return static_cast<size_t>(std::count(inside.begin(), inside.end(), 1));
}

}  // namespace

size_t BrainModality(const std::vector<std::string>& modalities) {
  for (const char* wanted : {"t1", "t1ce", "t2", "flair"}) {
    const auto found = std::find(modalities.begin(), modalities.end(), wanted);
    if (found != modalities.end()) return static_cast<size_t>(found - modalities.begin());
  }
  return 0;
}

BrainMethod::BrainMethod(const std::string& text, double limit_s)
    : kind_(text == "auto"      ? Kind::kAuto
            : text == "none"    ? Kind::kNone
            : text == "builtin" ? Kind::kBuiltin
                                : Kind::kCommand) {
  if (kind_ == Kind::kCommand) command_ = std::make_shared<const BrainCommand>(text, limit_s);
}

BrainMethod::Found BrainMethod::Extracted(const Study& study) const {
  const size_t modality = BrainModality(study.modalities);
  const Volume* volume = &study.images[modality];
  Found found;
  if (kind_ == Kind::kCommand) {
    BrainCommand::Result result = command_->Run(*volume);
    found = {Inside(result.mask), std::move(result.how)};
  } else {
    found = {Inside(ExtractBrain({&volume, 1})), {{"by", "builtin"}}};
  }
  found.how["from"] = study.modalities[modality];
  return found;
}

BrainMethod::Found BrainMethod::Automatic(const Study& study, Case& record) const {
  if (study.mask) return {Inside(*study.mask), {{"by", "mask"}}};
  Found not_0 = {NonzeroMask(study), {{"by", "nonzero"}}};
  const auto voxels = static_cast<double>(not_0.inside.size());
  const size_t inside = Count(not_0.inside);
  if (voxels - static_cast<double>(inside) >= kLeastBackground * voxels) return not_0;
  if (CanHoldHead(study.grid())) try {
      Found found = Extracted(study);
      record.AddFinding("brain.builtin", "warning",
                        Cat("its background is not 0: the brain was found in ",
                            found.how["from"].get<std::string>(), " by --brain builtin"));
      return found;
    } catch (const Error& error) {
      if (error.code() != "brain.no_head") throw;
    }
  if (inside == not_0.inside.size())
    record.AddFinding("brain.no_background", "warning",
                      "no voxel is 0 in all modalities: the whole volume counts as brain");
  return not_0;
}

std::vector<uint8_t> BrainMethod::BrainOf(const Study& study, Case& record) const {
  Found found;
  if (is_none())
    found = {std::vector<uint8_t>(static_cast<size_t>(study.grid().num_voxels()), 1), {{"by", "none"}}};
  else
    found = kind_ == Kind::kAuto ? Automatic(study, record) : Extracted(study);
  const std::string by = found.how["by"];
  const size_t inside = Count(found.inside);
  if (inside == 0)
    throw Error(ErrorKind::kBadInput, "prep.empty",
                by == "mask"      ? "its mask is empty"
                : by == "nonzero" ? "all its voxels are 0"
                                  : Cat("the brain that --brain ", by, " found is empty"))
        .InCase(record.id());
  if (is_none()) return std::move(found.inside);
  const double volume_ml = Millilitres(study.grid(), inside);
  if (CanHoldHead(study.grid()) && (volume_ml < kLeastBrainMl || volume_ml > kMostBrainMl))
    record.AddFinding(
        "brain.volume", "warning",
        Cat("its brain (by ", by, ") has ", std::round(volume_ml), " ml: wanted ", kLeastBrainMl, " to ",
            kMostBrainMl,
            volume_ml > kMostBrainMl && by == "nonzero" ? "; a whole head? --brain builtin" : ""));
  found.how["volume_ml"] = std::round(volume_ml * 10) / 10;
  record.json()["brain"] = std::move(found.how);
  return std::move(found.inside);
}

}  // namespace f4s
