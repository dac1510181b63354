// --dicom-map, and the names that it is held against.

#include "libfuse4seg/prep/source/dicom_map.h"

#include "libfuse4seg/prep/source/bids_file.h"
#include "tests/fuzz/fuzz.h"

void f4s::fuzz::DicomMapping(std::string_view bytes) {
  OnFile(bytes, "map.tsv", [&](const Path& path) {
    DicomFile file;
    file.description = std::string(bytes.substr(0, 64));
    static_cast<void>(GuessModality(file, 0));
    static_cast<void>(DicomMap(path).ModalityOf(file, {}));
  });
  OnText([&] {
    if (const auto name = ParseBidsName(std::string(bytes.substr(0, 255))))
      Require(!ModalityOf(*name).empty(), "a name");
  });
}
