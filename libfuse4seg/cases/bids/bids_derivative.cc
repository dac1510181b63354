#include "libfuse4seg/cases/bids/bids_derivative.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/image/files/label_tables.h"
#include "libfuse4seg/image/files/volume_io.h"

namespace f4s {

std::optional<BidsModality> BidsModalityOf(const std::string& modality) {
  static const std::map<std::string, BidsModality> names = {
      {"t1", {"", "T1w"}}, {"t1ce", {"ce-gadolinium", "T1w"}}, {"t2", {"", "T2w"}}, {"flair", {"", "FLAIR"}},
      {"pd", {"", "PDw"}}, {"t2star", {"", "T2starw"}}};
  const auto found = names.find(modality);
  return found == names.end() ? std::nullopt : std::optional(found->second);
}

std::string BidsLabel(const std::string& text) {
  std::string label;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) label += c;
  return label;
}

BidsPlace BidsPlaceOf(const Case& record) {
  const std::string subject = record.subject();
  const std::string id = record.json().value("case", record.id());
  const std::string label = BidsLabel(subject.starts_with("sub-") ? subject.substr(4) : subject);
  if (label.empty())
    throw Error(ErrorKind::kBadInput, "bids.label",
                Cat("subject ", Quoted(subject), " has neither letter nor digit: BIDS cannot name it"))
        .InCase(record.id());
  std::string rest = id.starts_with(subject) ? id.substr(subject.size()) : id == subject ? "" : id;
  if (rest.starts_with("_ses-")) rest = rest.substr(5);
  const std::string session = BidsLabel(rest);
  BidsPlace place = {"sub-" + label, "sub-" + label};
  if (!session.empty()) {
    place.folder += "/ses-" + session;
    place.prefix += "_ses-" + session;
  }
  place.folder += "/anat";
  return place;
}

namespace {

namespace fs = std::filesystem;

constexpr const char* kDescription = "dataset_description.json";
constexpr const char* kName = "fuse4seg";

std::string Pretty(const Json& json) { return json.dump(2) + "\n"; }

/// Whether the record's mask leaves something out: what is outside of it is 0 in the images.
bool SkullStripped(const Case& record) {
  const auto mask = record.file("mask");
  if (!mask) return false;
  const Image<uint16_t> volume = ReadLabelVolume(*mask);
  return std::any_of(volume.samples.begin(), volume.samples.end(), [](uint16_t label) { return label == 0; });
}

/// "T1ceFlair" of a combination, nothing of all modalities.
std::string CombinationLabel(const Case& record) {
  std::string text;
  if (!record.json().contains("case")) return text;
  for (std::string modality : record.fused_from()) {
    modality = BidsLabel(modality);
    if (!modality.empty())
      modality[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(modality[0])));
    text += modality;
  }
  return text;
}

/// Whether a dataset_description.json says that this suite made its folder first.
bool IsOurs(const fs::path& description) {
  if (!Exists(description, WriteError)) return false;
  try {
    const Json json = ParseJson(ReadFile(description), description);
    const Json by = json.is_object() ? json.value("GeneratedBy", Json::array()) : Json::array();
    return by.is_array() && !by.empty() && by[0].is_object() && TextAt(by[0], "Name") == kName;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::kBadInput) throw;
    return false;
  }
}

}  // namespace

void BidsOptions::Declare(Parameters& p) {
  p.Path("bids", folder, "DIR",
         "also write the volumes as a BIDS derivative to this folder; needs volumes, not slices")
      .NotInConfig();
}

struct BidsDerivative::Names {
  BidsPlace place;
  std::string combination;

  [[nodiscard]] std::string Of(const std::string& entity, const std::string& desc,
                               const std::string& suffix) const {
    return Cat(place.folder, "/", place.prefix, "_", entity, entity.empty() ? "" : "_", "desc-", desc, "_",
               suffix);
  }
};

BidsDerivative::BidsDerivative(fs::path folder, fs::path made_in, RunContext& run)
    : folder_(Absolute(std::move(folder))), made_in_(std::move(made_in)), run_(run) {
  if (!Exists(folder_, WriteError)) return;
  if (IsFolder(folder_, WriteError) && EntriesOf(folder_, WriteError).empty()) return;
  if (IsOurs(folder_ / kDescription)) return;
  throw Error(ErrorKind::kCannotCreate, "output.exists", "exists, and is no BIDS derivative of fuse4seg")
      .InFile(folder_);
}

bool BidsDerivative::IsMine(const fs::path& file) const {
  return file.string().starts_with(made_in_.string() + "/");
}

void BidsDerivative::Describe() {
  if (Exists(folder_ / kDescription, WriteError)) return;
  const Json description = {{"Name", kName},
                            {"BIDSVersion", "1.10.0"},
                            {"DatasetType", "derivative"},
                            {"GeneratedBy", {{{"Name", kName}, {"Version", kVersion}}}}};
  WriteFileAtomically(folder_ / "README",
                      "Volumes prepared, fused or labelled by the programs of fuse4seg.\n"
                      "desc-preproc images hold levels from 0 to full scale; label maps keep their source's "
                      "values, which\nthe .tsv beside each names.\n");
  WriteFileAtomically(folder_ / kDescription, Pretty(description));
}

void BidsDerivative::Add(const Case& record) {
  if (record.slice_of_volume() || !record.json().contains("geometry") ||
      !record.json()["geometry"].contains("world_from_voxel"))
    throw Error(ErrorKind::kBadInput, "bids.slices",
                "is no volume: BIDS has no slices (f4s-prep --volumes makes volumes)")
        .InCase(record.id());
  Describe();
  const Names names = {BidsPlaceOf(record), CombinationLabel(record)};
  const std::string id = record.json().value("case", record.id());
  if (const auto [had, is_new] = case_of_.emplace(names.place.prefix, id); !is_new && had->second != id)
    throw Error(ErrorKind::kBadInput, "bids.collision",
                Cat("its BIDS name ", names.place.prefix, " is that of ", had->second))
        .InCase(record.id());
  AddImages(record, names);
  if (const auto mask = record.file("mask"); mask && IsMine(*mask))
    AddFile(*mask, names.Of("", "brain", "mask"), {{"Type", "Brain"}, {"SpatialReference", "orig"}});
  AddLabels(record, names, "label", "reference");
  AddLabels(record, names, "prediction", "predicted" + names.combination);
}

void BidsDerivative::AddImages(const Case& record, const Names& names) {
  const auto fused = record.file("fused");
  const bool has_fused = fused && IsMine(*fused);
  std::optional<bool> stripped;
  const auto sidecar = [&](const char* description) {
    if (!stripped) stripped = SkullStripped(record);
    return Json{{"Description", description}, {"SkullStripped", *stripped}, {"SpatialReference", "orig"}};
  };
  for (const std::string& modality : record.modalities()) {
    if (!IsMine(record.image(modality))) continue;
    const auto bids = BidsModalityOf(modality);
    if (bids)
      AddFile(record.image(modality), names.Of(bids->entity, "preproc", bids->suffix),
              sidecar("levels from 0 to full scale, normalized within the brain"));
    else if (left_out_.insert(modality).second)
      run_.Warn(Cat("--bids: BIDS has no anatomical image named ", Quoted(modality), ": it is left out"));
  }
  if (!has_fused) return;
  const auto sources = record.fused_from();
  const auto first = sources.empty() ? std::nullopt : BidsModalityOf(sources.front());
  if (!first) {
    if (left_out_.insert("fused").second)
      run_.Warn("--bids: what was fused has no name in BIDS: it is left out");
    return;
  }
  Json what = sidecar("one image fused from several");
  what["FusedFrom"] = sources;
  what["FusedBy"] = record.json().value("fused_by", "");
  AddFile(*fused, names.Of(first->entity, "fused" + names.combination, first->suffix), what);
}

void BidsDerivative::AddLabels(const Case& record, const Names& names, const std::string& key,
                               const std::string& desc) {
  const auto file = record.file(key);
  if (!file || !IsMine(*file)) return;
  const std::string name = names.Of("", desc, "dseg");
  AddFile(*file, name,
          {{"SpatialReference", "orig"},
           {"Description", key == "label" ? "label map of the source" : "label map by f4s-segment"}});
  WriteFileAtomically(folder_ / (name + ".tsv"), DsegTable(record.classes()));
}

void BidsDerivative::AddFile(const fs::path& from, const std::string& to, const Json& sidecar) {
  const fs::path target = folder_ / (to + ".nii.gz");
  std::error_code error;
  if (Exists(target)) {
    if (fs::equivalent(from, target, error) || Sha256OfFile(from) == Sha256OfFile(target)) return;
    if (!run_.options().force && !run_.options().skip_existing)
      throw Error(ErrorKind::kCannotCreate, "output.exists", "exists and differs: --force replaces it")
          .InFile(target);
  }
  MakeFolders(target.parent_path());
  AtomicFile file(target);
  fs::create_hard_link(from, file.temporary(), error);
  if (error) file.Write(ReadFile(from));
  file.Publish();
  WriteFileAtomically(folder_ / (to + ".json"), Pretty(sidecar));
}

}  // namespace f4s
