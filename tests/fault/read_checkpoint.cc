#include <torch/torch.h>

#include "libfuse4seg/train/loop/checkpoint.h"
#include "tests/fault/read_files.h"

namespace f4s {

Json ReadCheckpoint(const std::string& run, const std::string&) {
  const CheckpointFolder folder(std::filesystem::path(run) / "checkpoint");
  if (!folder.has_checkpoint()) return {{"step", nullptr}};
  std::vector<std::string> warnings;
  NamedTensors wanted, all;
  const CheckpointEntry entry = folder.Load(wanted, warnings, &all);
  return {{"step", entry.step}, {"tensors", all.size()}};
}

}  // namespace f4s
