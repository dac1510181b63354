#include "libfuse4seg/prep/check/header_findings.h"

#include "libfuse4seg/image/files/header_notes.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/prep/missing.h"

namespace f4s {

void AddHeaderFindings(Case& record, const std::vector<std::string>& wanted) {
  std::vector<std::filesystem::path> files;
  for (const std::string& modality : PresentOf(record, wanted)) files.push_back(record.image(modality));
  for (const char* key : {"label", "mask"})
    if (const auto file = record.file(key)) files.push_back(*file);
  for (const auto& file : files)
    if (KindByName(file) == ImageFileKind::kVolume && !std::filesystem::is_directory(file))
      for (const HeaderNote& note : HeaderNotesOf(file, ReadGeometry(file)))
        record.AddFinding(note.code, note.severity, Cat(file.filename().string(), " ", note.text));
}

}  // namespace f4s
