#include "libfuse4seg/cases/record_series.h"

#include "libfuse4seg/image/files/image_file.h"

namespace f4s {

void ChooseSeries(Case& record, const std::string& modality, const SeriesChoice& choice) {
  Json& series = record.json()["dicom"][modality];
  series["series"] = choice.series;
  if (!choice.part.empty()) series["part"] = choice.part;
}

Volume ReadModality(const Case& record, const std::string& modality,
                    std::map<std::string, SeriesFacts>& series) {
  const std::filesystem::path image = record.image(modality);
  if (ImageFileKindOf(image) != ImageFileKind::kDicomFolder) return ReadImage(image);
  DicomVolume read = ReadDicomVolume(image, {TextAt(record.json(), "dicom." + modality + ".series"),
                                             TextAt(record.json(), "dicom." + modality + ".part")});
  series[modality] = std::move(read.facts);
  return std::move(read.volume);
}

void KeepSeries(const std::map<std::string, SeriesFacts>& series, Case& record) {
  for (const auto& [modality, facts] : series) {
    Json kept = {{"series", facts.series}};
    if (!facts.part.empty()) kept["part"] = facts.part;
    kept["modality"] = facts.modality;
    kept["slices"] = facts.geometry.size[2];
    kept["spacing_mm"] = facts.geometry.spacing_mm();
    record.json()["dicom"][modality] = std::move(kept);
    for (const DicomFinding& finding : facts.findings)
      record.AddFinding(finding.code, finding.severity, modality + ": " + finding.text);
  }
}

}  // namespace f4s
