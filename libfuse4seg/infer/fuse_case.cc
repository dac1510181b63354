#include "libfuse4seg/infer/fuse_case.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/cases/study.h"
#include "libfuse4seg/cases/volume_levels.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/infer/attention_maps.h"
#include "libfuse4seg/infer/keep_latent.h"

namespace f4s {
namespace {

using Modalities = std::vector<SlotMatch>;

std::vector<std::string> NamesOf(const Modalities& modalities) {
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

std::vector<Raster> ReadRasters(const Case& record, const std::vector<std::string>& modalities) {
  std::vector<Raster> rasters;
  for (const std::string& modality : modalities) {
    rasters.push_back(ReadRaster(record.image(modality)));
    const Raster &first = rasters.front(), &last = rasters.back();
    if (last.width != first.width || last.height != first.height)
      throw Error(ErrorKind::kBadInput, "image.size",
                  Cat("is ", last.width, "x", last.height, ", but ", modalities.front(), " is ", first.width,
                      "x", first.height))
          .InFile(record.image(modality));
  }
  return rasters;
}

/// Writes the fused image, with --attention the maps, with --latent what it does not say, and names all of
/// them in the record.
void WritePicture(Case& record, const Modalities& matches, const Fuser& fuser, const FuserOptions& options,
                  DatasetWriter& out) {
  const std::vector<std::string> modalities = NamesOf(matches);
  AttentionPlanes maps;
  LatentPlanes latent;
  const std::vector<Raster> sources = ReadRasters(record, modalities);
  const Raster fused = fuser.Fuse(sources, SlotsOf(matches), options.attention ? &maps : nullptr,
                                  options.latent ? &latent : nullptr);
  // First what may be refused: a case that fails leaves no fused image behind.
  if (options.latent) KeepLatent(record, fused, sources, modalities, latent, fuser, out);
  const auto path = out.PathFor("fused", record.id(), ".png");
  WritePng(path, fused);
  record.SetFile("fused", path);
  if (options.attention)
    WriteAttention(record, maps, modalities, {fused.width, fused.height, nullptr, fuser.bits()}, out);
}

/// The same of volumes.
void WriteFusedVolume(Case& record, const Modalities& matches, const Fuser& fuser,
                      const FuserOptions& options, DatasetWriter& out) {
  const std::vector<std::string> modalities = NamesOf(matches);
  Case images_only = record;  // a label or mask on another grid is no matter here
  images_only.json().erase("label");
  images_only.json().erase("mask");
  Study study = ReadStudy(images_only, modalities);
  for (size_t i = 0; i < modalities.size(); ++i) ToUnitScale(study.volumes[i], record.image(modalities[i]));
  AttentionPlanes maps;
  LatentPlanes latent;
  const Volume fused = fuser.Fuse(study.volumes, SlotsOf(matches), options.attention ? &maps : nullptr,
                                  options.latent ? &latent : nullptr);
  if (options.latent) KeepLatent(record, fused, study.volumes, modalities, latent, fuser, out);
  const auto path = out.PathFor("fused", record.id(), ".nii.gz");
  WriteVolume(path, fused);
  record.SetFile("fused", path);
  if (options.attention) WriteAttention(record, maps, modalities, {0, 0, &fused.geometry, fuser.bits()}, out);
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
  if (matches.size() < 2 || too_many)
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
  std::vector<Case> records;
  for (const Modalities& modalities : SetsToFuse(record, fuser, options)) {
    Case fused = record;
    if (!options.combinations.empty()) {
      fused.json()["case"] = record.id();
      fused.SetId(record.id() + "+" + Joined(NamesOf(modalities), "-"));
    }
    EraseFields(fused.json(), kOfFusion);
    const auto write = HasVolumes(record, NamesOf(modalities)) ? WriteFusedVolume : WritePicture;
    write(fused, modalities, fuser, options, out);
    fused.json()["fused_from"] = NamesOf(modalities);
    fused.json()["fused_by"] = fuser.name();
    if (fuser.stretches()) fused.json()["fused_stretch"] = "image";
    records.push_back(std::move(fused));
  }
  return records;
}

}  // namespace f4s
