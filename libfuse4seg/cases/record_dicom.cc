#include "libfuse4seg/cases/record_dicom.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/image/dicom/dicom_session.h"
#include "libfuse4seg/image/dicom/series_parts.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"

namespace f4s {

void ChooseSeries(Case& record, const std::string& modality, const SeriesChoice& choice) {
  Json& series = record.json()["dicom"][modality];
  series["series"] = choice.series;
  if (!choice.part.empty()) series["part"] = choice.part;
  if (!choice.also.empty()) series["also"] = choice.also;
}

namespace {

/// What `dicom.MODALITY` says of which volume is meant.
SeriesChoice ChosenSeries(const Case& record, const std::string& modality) {
  const std::string at = "dicom." + modality;
  SeriesChoice choice = {TextAt(record.json(), at + ".series"), TextAt(record.json(), at + ".part")};
  const Json* also = FindPath(record.json(), at + ".also");
  if (also == nullptr) return choice;
  if (!also->is_array() ||
      !std::all_of(also->begin(), also->end(), [](const Json& each) { return each.is_string(); }))
    throw Error(ErrorKind::kBadInput, "record.type", Cat(at, ".also is no list of folders"))
        .InCase(record.id());
  for (const Json& each : *also) choice.also.push_back(each.get<std::string>());
  return choice;
}

/// Which volume of its file a modality is, where the record says it.
std::optional<int64_t> VolumeOf(const Case& record, const std::string& modality) {
  const Json* which = FindPath(record.json(), "image_volume." + modality);
  if (which == nullptr) return std::nullopt;
  if (!which->is_number_integer())
    throw Error(
        ErrorKind::kBadInput, "record.type",
        Cat("image_volume.", modality, " is ", ToLine(*which).substr(0, 80), ": wanted a whole number"))
        .InCase(record.id());
  return which->get<int64_t>();
}

}  // namespace

std::vector<std::filesystem::path> OtherFoldersOfSeries(const Case& record) {
  std::vector<std::filesystem::path> folders;
  for (const std::string& modality : record.modalities())
    if (const std::filesystem::path folder = record.image(modality); ReadableFolder(folder))
      for (const std::string& other : ChosenSeries(record, modality).also)
        folders.push_back((folder / other).lexically_normal());
  return folders;
}

Image<float> ReadModality(const Case& record, const std::string& modality,
                          std::map<std::string, SeriesFacts>& series, VoxelType* type, HeaderNotes* notes) {
  const std::filesystem::path image = record.image(modality);
  if (const auto which = VolumeOf(record, modality)) return ReadVolume(image, type, notes, *which);
  if (ImageFileKindOf(image) != ImageFileKind::kDicomFolder) return ReadImage(image, type, notes);
  DicomVolume read = ReadDicomVolume(image, ChosenSeries(record, modality), type);
  if (notes != nullptr)
    for (const DicomFinding& finding : read.facts.findings)
      notes->push_back({finding.code, finding.severity, Cat("(", modality, ") ", finding.text)});
  series[modality] = std::move(read.facts);
  return std::move(read.volume);
}

namespace {

/// The series of one case should be of one patient, who may have another number in another hospital, and in
/// one space.
void FindApart(const std::map<std::string, SeriesFacts>& series, Case& record) {
  if (series.empty()) return;
  const auto& [name, first] = *series.begin();
  for (const auto& [modality, facts] : series) {
    if (facts.patient.size() > 1 && first.patient.size() > 1 && facts.patient != first.patient)
      record.AddFinding(
          "dicom.patients", "warning",
          Cat(modality, " and ", name, " have different PatientID or PatientName: are they of one patient?"));
    if (!facts.frame.empty() && !first.frame.empty() && facts.frame != first.frame)
      record.AddFinding("dicom.frame", "warning",
                        Cat(modality, " and ", name,
                            " have different FrameOfReferenceUIDs, so where they lie says nothing of each "
                            "other: --register auto registers them"));
  }
}

}  // namespace

void KeepSeries(const std::map<std::string, SeriesFacts>& series, Case& record) {
  FindApart(series, record);
  for (const auto& [modality, facts] : series) {
    Json kept = {{"series", facts.series}};
    if (!facts.part.empty()) kept["part"] = facts.part;
    if (const Json* also = FindPath(record.json(), "dicom." + modality + ".also")) kept["also"] = *also;
    kept["modality"] = facts.modality;
    kept["slices"] = facts.geometry.size[2];
    kept["spacing_mm"] = facts.geometry.spacing_mm();
    record.json()["dicom"][modality] = std::move(kept);
  }
}

namespace {

namespace fs = std::filesystem;

struct Series {
  fs::path folder;
  SeriesChoice choice;
};

/// The series of the record's images, and of what they were made from, in the order of modalities.  What
/// `dicom` tells of is a series even where its folder is gone: that is to be said then.
std::vector<Series> SeriesOf(const Case& record) {
  std::vector<Series> found;
  for (const char* map : {"images", "source"}) {
    const Json* files = FindPath(record.json(), map);
    if (files == nullptr) continue;
    for (const auto& [modality, file] : files->items()) {
      const fs::path folder = file.get<std::string>();
      SeriesChoice choice = ChosenSeries(record, modality);
      const bool is_file = ReadableFile(folder);
      const bool is_folder = ReadableFolder(folder);
      if (is_file ||
          (is_folder ? ImageFileKindOf(folder) != ImageFileKind::kDicomFolder : choice.series.empty()))
        continue;
      found.push_back({folder, std::move(choice)});
    }
  }
  return found;
}

/// By the first file of the series; one that is not there is said when it is read.
bool HasFrameOfReference(const Series& series) {
  if (!ReadableFolder(series.folder)) return true;
  DicomSession session;
  for (const fs::path& file : FilesOfSeries(series.folder, series.choice)) {
    const auto header = session.Header(file);
    if (header && (series.choice.series.empty() || SeriesId(header->series_uid) == series.choice.series))
      return !header->frame_of_reference.empty();
  }
  return true;
}

}  // namespace

void RequireDicomSource(const Case& record) {
  if (record.slice_of_volume())
    throw Error(ErrorKind::kBadInput, "dicom.slice",
                "is a slice of a volume: DICOM is written of whole volumes (--volumes)")
        .InCase(record.id());
  const std::vector<Series> all = SeriesOf(record);
  if (all.empty())
    throw Error(ErrorKind::kBadInput, "dicom.source",
                "came from no DICOM series: there is no study that DICOM could be written into")
        .InCase(record.id());
  if (std::none_of(all.begin(), all.end(), HasFrameOfReference))
    throw Error(
        ErrorKind::kBadInput, "dicom.reference",
        "has no FrameOfReferenceUID, by which DICOM says where it lies: leave --dicom-seg and --dicom-sc out")
        .InFile(all.front().folder)
        .InCase(record.id());
}

namespace {

/// Calls write(series) for the record's series, one after another, until one has the grid.
template <class Write>
void OnItsSeries(const Case& record, const Write& write) {
  RequireDicomSource(record);
  std::optional<Error> refused;
  for (const Series& series : SeriesOf(record)) {
    if (!ReadableFolder(series.folder))
      throw Error(ErrorKind::kMissingInput, "dicom.source",
                  "is not there any more: the DICOM series that the case came from")
          .InFile(series.folder)
          .InCase(record.id());
    try {
      return write(series);
    } catch (const Error& error) {
      const std::string code = error.code();
      if (code != "dicom.grid" && code != "dicom.reference") throw;
      if (!refused || code == "dicom.reference") refused = error;
    }
  }
  throw Error(*refused);
}

}  // namespace

void WriteDicomPrediction(Case& record, const Image<uint16_t>& labels, const DicomMaker& maker,
                          const fs::path& path, const fs::path& measurements) {
  OnItsSeries(record, [&](const Series& series) {
    WriteDicomSegmentation(path, series.folder, series.choice, labels, record.classes(), maker, measurements);
  });
  record.SetFile("prediction_dicom", path);
  record.SetFile("measurements_dicom", measurements);
}

void WriteDicomCaptures(Case& record, const Grid& grid, const FramesInOrder& frames, const DicomMaker& maker,
                        const fs::path& folder) {
  std::vector<fs::path> files;
  OnItsSeries(record, [&](const Series& series) {
    files = WriteDicomCapture(folder, series.folder, series.choice, grid, frames, maker);
  });
  Json& named = record.json()["capture_dicom"] = Json::object();
  for (size_t i = 0; i < files.size(); ++i) named[std::to_string(i + 1)] = files[i].string();
}

}  // namespace f4s
