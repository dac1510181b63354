#include "libfuse4seg/base/sha256.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/signals.h"

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
  const Descriptor opened(file, O_RDONLY | O_NONBLOCK);
  RequireRegular(opened, file);
  std::string buffer(1 << 18, '\0');
  Sha256 digest;
  while (true) {
    const ssize_t count = ::read(opened.get(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR && !StopRequested()) continue;
    if (count < 0) throw ReadError(file, errno);
    if (count == 0) return digest.HexDigest();
    digest.Update({buffer.data(), static_cast<size_t>(count)});
  }
}

}  // namespace f4s
