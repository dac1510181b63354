#include "libfuse4seg/infer/fuse_case.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/drawing/case_pages.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/infer/attention_maps.h"
#include "libfuse4seg/infer/capture_frames.h"
#include "libfuse4seg/infer/latent_file.h"
#include "libfuse4seg/infer/unused_images.h"

namespace f4s {
namespace {

using Modalities = std::vector<SlotMatch>;

std::vector<std::string> ModalityNames(const Modalities& modalities) {
  std::vector<std::string> names;
  for (const SlotMatch& match : modalities) names.push_back(match.modality);
  return names;
}

std::vector<int64_t> SlotsOf(const Modalities& modalities) {
  std::vector<int64_t> slots;
  for (const SlotMatch& match : modalities) slots.push_back(match.slot);
  return slots;
}

/// The subsets of `count` modalities, in their order.
std::vector<Modalities> SubsetsOf(const Modalities& all, size_t count) {
  std::vector<Modalities> subsets;
  for (unsigned bits = 0; bits < (1U << all.size()); ++bits) {
    Modalities subset;
    for (size_t i = 0; i < all.size(); ++i)
      if ((bits >> (all.size() - 1 - i) & 1U) != 0) subset.push_back(all[i]);
    if (subset.size() == count) subsets.push_back(std::move(subset));
  }
  std::reverse(subsets.begin(), subsets.end());
  return subsets;
}

void WriteMontage(Case& record, const CaseImages& sources, const Image<float>& fused, DatasetWriter& out) {
  std::vector<NamedImage> images;
  for (size_t i = 0; i < sources.images.size(); ++i)
    images.push_back({sources.modalities[i], &sources.images[i]});
  images.push_back({"fused", &fused});
  const auto path = out.PathFor("montage", record.id(), ".png");
  WriteImage(path, Draw(MontagePage(images, sources.label)), 8);
  record.SetFile("montage", path);
}

/// In the study of the series that its modalities came from.
void WriteCaptures(Case& record, const Modalities& matches, const Fuser& fuser, const Image<float>& fused,
                   DatasetWriter& out) {
  if (fused.is_picture())
    throw Error(ErrorKind::kBadInput, "dicom.slice",
                "is a 2-D image: captures lie on the frames of a volume's series (f4s-prep --volumes)")
        .InCase(record.id());
  const std::string how =
      Cat(Joined(ModalityNames(matches), ", "), " fused by f4s-fuse ", kVersion, ", ",
          fuser.model() ? "model " + fuser.model()->NameAndHash() : "method " + fuser.name());
  const auto frames = [&](const AxisOrder& order) -> CaptureFrames {
    return {GreyBytesOf(InOrder(fused, order)), 1, "Fused image by fuse4seg", how};
  };
  WriteDicomCaptures(record, fused.grid, frames, {"f4s-fuse", kVersion, how},
                     out.PathFor("dicom-sc", record.id(), ""));
}

/// Writes the fused image, with --attention the maps, with --latent what it does not say, and names all of
/// them in the record.
void WriteFused(Case& record, const Modalities& matches, const Fuser& fuser, const FuserOptions& options,
                DatasetWriter& out) {
  const CaseImages sources = ReadCaseImages(record, ModalityNames(matches), {.label = options.montage});
  AttentionPlanes maps;
  LatentPlanes latent;
  const Image<float> fused = fuser.Fuse(sources.images, SlotsOf(matches), options.attention ? &maps : nullptr,
                                        options.latent ? &latent : nullptr);
  AddNotes(sources.notes, record);
  // First what may be refused: a case that fails leaves no fused image behind.
  if (options.dicom_sc) WriteCaptures(record, matches, fuser, fused, out);
  if (options.latent) KeepLatent(record, fused, sources, latent, fuser, out);
  const auto path = out.PathFor("fused", record.id(), ImageExtension(fused.grid));
  WriteImage(path, fused, fuser.bits());
  record.SetFile("fused", path);
  if (options.montage) WriteMontage(record, sources, fused, out);
  if (options.attention) WriteAttention(record, maps, sources.modalities, fused.grid, fuser.bits(), out);
}

/// All modalities that may be fused of a case.
Modalities ModalitiesFor(const Case& record, const Fuser& fuser, const FuserOptions& options) {
  const std::vector<std::string> names =
      options.modalities.empty() ? record.modalities() : options.modalities;
  Modalities matches;
  if (fuser.model()) {
    const ModelDescription& model = fuser.model()->description;
    matches = options.modalities.empty() ? model.MatchByName(names) : model.MatchInOrder(names);
  } else {
    for (const std::string& name : names) matches.push_back({static_cast<int64_t>(matches.size()), name});
  }
  const bool too_many = matches.size() > (options.combinations.empty() ? 4U : 16U);
  // One is enough for a model that says so.
  const size_t least = fuser.model() && !fuser.model()->description.needs.empty() ? 1 : 2;
  if (matches.size() < least || too_many)
    throw Error(ErrorKind::kBadInput, "fuse.modalities",
                Cat("has ", names.size(), " modalities (", Joined(names, ", "),
                    "): wanted 2 to 4; --modalities chooses"))
        .InCase(record.id());
  if (fuser.inverts() && matches.size() < fuser.model()->description.modalities.size())
    throw Error(ErrorKind::kBadInput, "model.modalities",
                Cat("has ", Joined(names, ", "), ", but the model takes all its ",
                    fuser.model()->description.modalities.size(),
                    " modalities at once: ", fuser.model()->description.SlotsText()))
        .InCase(record.id());
  for (const SlotMatch& match : matches) static_cast<void>(record.image(match.modality));  // all there?
  return matches;
}

}  // namespace

std::vector<Modalities> SetsToFuse(const Case& record, const Fuser& fuser, const FuserOptions& options) {
  const Modalities all = ModalitiesFor(record, fuser, options);
  if (options.combinations.empty()) return {all};
  std::vector<Modalities> sets;
  for (const std::string& count : options.combinations)
    for (auto& subset : SubsetsOf(all, static_cast<size_t>(count.front() - '0')))
      sets.push_back(std::move(subset));
  if (sets.empty())
    throw Error(
        ErrorKind::kBadInput, "fuse.modalities",
        Cat("has ", all.size(), " modalities: no combination of ", Joined(options.combinations, " or ")))
        .InCase(record.id());
  return sets;
}

std::vector<Case> FuseCase(const Case& record, const Fuser& fuser, const FuserOptions& options,
                           DatasetWriter& out) {
  RequireLosslessLabels(record);
  if (options.dicom_sc) RequireDicomSource(record);
  std::vector<Case> records;
  for (const Modalities& modalities : SetsToFuse(record, fuser, options)) {
    Case fused = record;
    if (!options.combinations.empty()) {
      fused.json()["case"] = record.id();
      fused.SetId(record.id() + "+" + Joined(ModalityNames(modalities), "-"));
    }
    EraseFields(fused.json(), kOfFusion);
    if (fuser.model() && options.modalities.empty()) FindUnused(fused, fuser.model()->description);
    WriteFused(fused, modalities, fuser, options, out);
    fused.json()["fused_from"] = ModalityNames(modalities);
    fused.json()["fused_by"] = fuser.name();
    if (fuser.stretches()) fused.json()["fused_stretch"] = "image";
    records.push_back(std::move(fused));
  }
  return records;
}

}  // namespace f4s
