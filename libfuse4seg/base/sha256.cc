#include "libfuse4seg/base/sha256.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/tar.h"

namespace f4s {

Sha256::Sha256() : state_(OpenedObject<Sha256Maker>("sha256", "digests of files (SHA-256)").Begin()) {}

std::string Sha256::HexDigest() const {
  std::string digits;
  for (const unsigned char byte : state_->Digest()) {
    digits += "0123456789abcdef"[byte >> 4];
    digits += "0123456789abcdef"[byte & 15];
  }
  return digits;
}

std::string Sha256Of(std::string_view bytes) {
  Sha256 digest;
  digest.Update(bytes);
  return digest.HexDigest();
}

std::string Sha256OfFile(const std::filesystem::path& file) {
  const InputFile opened(file);
  std::string buffer(1 << 18, '\0');
  Sha256 digest;
  int64_t offset = 0;
  while (const size_t count = opened.ReadAt(offset, buffer.data(), buffer.size())) {
    digest.Update({buffer.data(), count});
    offset += static_cast<int64_t>(count);
  }
  return digest.HexDigest();
}

}  // namespace f4s
