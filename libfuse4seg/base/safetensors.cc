#include "libfuse4seg/base/safetensors.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/safetensors_header.h"
#include "libfuse4seg/base/signals.h"
#include "libfuse4seg/base/tar.h"

namespace f4s {
namespace {

constexpr size_t kLengthBytes = 8;

Error BadFile(const char* reason, const std::string& message) {
  return {ErrorKind::kBadInput, Cat("safetensors.", reason), message};
}

/// Opened, and its size.  O_NONBLOCK: opening a pipe must not wait for its writer.
size_t SizeOf(const Descriptor& opened, const std::filesystem::path& file) {
  struct stat status = {};
  if (!opened.ok() || ::fstat(opened.get(), &status) != 0) throw ReadError(file, errno);
  if (!S_ISREG(status.st_mode)) throw BadFile("not_a_file", "is not an ordinary file");
  const auto size = static_cast<size_t>(status.st_size);
  if (size < kLengthBytes)
    throw BadFile("truncated", Cat("has ", size, " bytes: the header's length alone takes ", kLengthBytes));
  return size;
}

/// Goes to the first byte of an archive's member.  @return its size.
size_t GoToMember(const Descriptor& archive, const std::filesystem::path& file) {
  const InputFile member(file);
  if (::lseek(archive.get(), static_cast<off_t>(member.begin()), SEEK_SET) < 0) throw ReadError(file, errno);
  if (member.bytes() < static_cast<int64_t>(kLengthBytes)) throw BadFile("truncated", "is too short");
  return static_cast<size_t>(member.bytes());
}

/// The next bytes of a file that was long enough for them when it was opened.
void ReadInto(const Descriptor& opened, std::span<std::byte> bytes, const std::filesystem::path& file) {
  while (!bytes.empty()) {
    const ssize_t count = ::read(opened.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR && !StopRequested()) continue;
    if (count < 0) throw ReadError(file, errno);
    if (count == 0) throw BadFile("truncated", "became shorter as it was read");
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
}

uint64_t HeaderLength(std::span<const std::byte, kLengthBytes> bytes, size_t file_size) {
  uint64_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) length |= static_cast<uint64_t>(bytes[i]) << (8 * i);
  if (length > kMaxHeaderBytes)
    throw BadFile("header_length", Cat("header of ", length, " bytes: must be at most ", kMaxHeaderBytes));
  if (length > file_size - kLengthBytes)
    throw BadFile("truncated", Cat("header of ", length, " bytes in a file of ", file_size));
  return length;
}

using NamedTensor = std::pair<const std::string, TensorView>;

/// Largest elements first, so that each tensor is aligned; then by name.
std::vector<const NamedTensor*> InFileOrder(const std::map<std::string, TensorView>& tensors) {
  std::vector<const NamedTensor*> order;
  for (const NamedTensor& named : tensors) order.push_back(&named);
  std::stable_sort(order.begin(), order.end(), [](const NamedTensor* a, const NamedTensor* b) {
    return SafetensorsDtypeRank(a->second.dtype) > SafetensorsDtypeRank(b->second.dtype);
  });
  return order;
}

/// Length and padded JSON.  The reader itself checks that what is about to be written is sound.
std::string HeaderBytes(const std::vector<const NamedTensor*>& order,
                        const std::map<std::string, std::string>& metadata) {
  const auto text = [](const auto& value) { return nlohmann::json(value).dump(); };
  std::string json = metadata.empty() ? "{" : "{\"__metadata__\":" + text(metadata) + ",";
  uint64_t begin = 0;
  for (const auto* named : order) {
    const TensorView& tensor = named->second;
    const uint64_t end = begin + tensor.bytes.size();
    json += Cat(text(named->first), ":{\"dtype\":", text(tensor.dtype), ",\"shape\":", text(tensor.shape),
                ",\"data_offsets\":[", begin, ",", end, "]},");
    begin = end;
  }
  if (json.ends_with(',')) json.pop_back();
  json += '}';
  json.append((kLengthBytes - json.size() % kLengthBytes) % kLengthBytes, ' ');
  static_cast<void>(ParseSafetensorsHeader(json, begin));
  std::string length;
  for (size_t i = 0; i < kLengthBytes; ++i) length += static_cast<char>(json.size() >> (8 * i));
  return length + json;
}

}  // namespace

SafetensorsFile::SafetensorsFile(const std::filesystem::path& file) : file_(file) {
  try {
    const auto in_tar = TarPathOf(file);
    const Descriptor opened(in_tar ? in_tar->archive : file, O_RDONLY | O_NONBLOCK);
    const size_t size = in_tar ? GoToMember(opened, file) : SizeOf(opened, file);
    std::array<std::byte, kLengthBytes> length_bytes{};
    ReadInto(opened, length_bytes, file);
    std::string json(HeaderLength(length_bytes, size), '\0');
    ReadInto(opened, std::as_writable_bytes(std::span(json)), file);
    const size_t data_size = size - kLengthBytes - json.size();
    SafetensorsHeader header = ParseSafetensorsHeader(json, data_size);
    const std::shared_ptr<std::byte[]> data(new std::byte[data_size]);  // not cleared first
    ReadInto(opened, {data.get(), data_size}, file);
    data_ = data;
    metadata_ = std::move(header.metadata);
    for (auto& [name, entry] : header.tensors)
      tensors_[name] = {
          entry.dtype, std::move(entry.shape), {data.get() + entry.begin, entry.end - entry.begin}};
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

const TensorView& SafetensorsFile::tensor(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) throw BadFile("no_tensor", Cat("has no tensor ", Quoted(name))).InFile(file_);
  return found->second;
}

void WriteSafetensors(const std::filesystem::path& file, const std::map<std::string, TensorView>& tensors,
                      const std::map<std::string, std::string>& metadata) {
  const auto order = InFileOrder(tensors);
  std::string header;
  try {
    if (tensors.contains("__metadata__")) throw std::invalid_argument("a tensor is called '__metadata__'");
    header = HeaderBytes(order, metadata);
  } catch (const std::exception& error) {
    throw Error(ErrorKind::kInternal, "safetensors.write", error.what()).InFile(file);
  }
  AtomicFile target(file);
  target.Write(header);
  for (const auto* named : order) {
    const auto bytes = named->second.bytes;
    target.Write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  target.Publish();
}

}  // namespace f4s
