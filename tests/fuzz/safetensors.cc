// safetensors: header and data as a file has them.

#include "libfuse4seg/base/safetensors.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::Safetensors(std::string_view bytes) {
  OnFile(bytes, "t.safetensors", [&](const Path& path) {
    const SafetensorsFile file(path);
    unsigned sum = 0;
    for (const auto& [name, tensor] : file.tensors()) {
      size_t count = SafetensorsDtypeBytes(tensor.dtype);
      for (const int64_t extent : tensor.shape) count *= static_cast<size_t>(extent);
      Require(tensor.bytes.size() == count, "as many bytes as shape and dtype say");
      for (const std::byte one : tensor.bytes) sum += static_cast<unsigned>(one);
    }
    Require(sum <= 255 * bytes.size(), "bytes of the file");
  });
}
