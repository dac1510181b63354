#include "libfuse4seg/data/check/header_findings.h"

#include "libfuse4seg/data/missing.h"
#include "libfuse4seg/image/header_notes.h"
#include "libfuse4seg/image/image_file.h"
#include "libfuse4seg/image/volume_io.h"

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
