// dataset.json of nnU-Net.

#include "libfuse4seg/prep/source/nnunet_folder.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::Nnunet(std::string_view bytes) {
  OnFile(bytes, "dataset.json", [](const Path& path) {
    const NnunetDescription description = ReadNnunetJson(path);
    Require(!description.modalities.empty(), "a modality");
    for (const std::string& name : description.modalities) Require(!name.empty(), "a name");
  });
}
