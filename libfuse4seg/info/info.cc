#include "libfuse4seg/info/info.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/raw_study.h"
#include "libfuse4seg/image/dicom/dicom_session.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/info/image_info.h"
#include "libfuse4seg/info/model_info.h"
#include "libfuse4seg/info/record_info.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// A kind of file or of folder, by what is looked at without opening it.
struct Kind {
  const char* shape;  ///< for messages
  bool (*Is)(const fs::path& path);
  Json (*Info)(const fs::path& path);
};

template <ImageFileKind... kinds>
bool IsNamedAs(const fs::path& path) {
  const auto kind = KindByName(path);
  return ((kind == kinds) || ...);
}

Json RawStudyInfo(const fs::path& folder) {
  return {{"kind", "raw studies"}, {"first", RawStudyIn(folder).value()}, {"next", PrepareCommand(folder)}};
}

const std::vector<Kind>& FileKinds() {
  static const std::vector<Kind> kinds = {
      {"a picture (.png, .jpg, .jpeg)", &IsNamedAs<ImageFileKind::kPng, ImageFileKind::kJpeg>, &PictureInfo},
      {"a volume (.nii, .nii.gz, .nrrd, .mha, .mhd)", &IsNamedAs<ImageFileKind::kVolume>, &VolumeInfo},
      {"a model (.safetensors)", [](const fs::path& path) { return path.extension() == ".safetensors"; },
       &TensorFileInfo},
      {"records (.ndjson)",
       [](const fs::path& path) { return LowerCase(path.extension().string()) == ".ndjson"; }, &RecordsInfo},
      {"a run record or dataset.json (.json)",
       [](const fs::path& path) { return path.extension() == ".json"; }, &JsonFileInfo},
      {"a tar archive (.tar)", [](const fs::path& path) { return path.extension() == ".tar"; }, &TarInfo},
      {"a DICOM file", &IsDicomFile, &DicomFileInfo},
  };
  return kinds;
}

const std::vector<Kind>& FolderKinds() {
  static const std::vector<Kind> kinds = {
      {"a dataset (dataset.json, cases.ndjson)",
       [](const fs::path& folder) {
         return Exists(folder / "dataset.json") && Exists(folder / "cases.ndjson");
       },
       &DatasetInfo},
      {"a RUN of training (checkpoint/state.json)",
       [](const fs::path& folder) { return Exists(folder / "checkpoint" / "state.json"); }, &TrainingInfo},
      {"an unfinished dataset (.f4s)", [](const fs::path& folder) { return Exists(folder / ".f4s"); },
       &UnfinishedInfo},
      {"DICOM files", &IsDicomFolder, &DicomFolderInfo},
      {"raw studies (volumes or DICOM files in it or below it)",
       [](const fs::path& folder) { return RawStudyIn(folder).has_value(); }, &RawStudyInfo},
  };
  return kinds;
}

}  // namespace

Json InfoOf(const fs::path& path) {
  if (!Exists(path))
    throw Error(ErrorKind::kMissingInput, "input.missing", "no such file or folder").InFile(path);
  const auto& kinds = IsFolder(path) ? FolderKinds() : FileKinds();
  for (const Kind& kind : kinds) {
    if (!kind.Is(path)) continue;
    Json info = {{"schema", kInfoSchema}, {"file", Absolute(path).string()}};
    info.update(kind.Info(path));
    return info;
  }
  throw Error(ErrorKind::kBadInput, "info.kind",
              "is of no kind that the suite reads; looked for " +
                  Joined(kinds, ", ", [](const Kind& kind) { return kind.shape; }))
      .InFile(path);
}

}  // namespace f4s
