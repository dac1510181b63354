#include "libfuse4seg/base/safetensors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <nlohmann/json.hpp>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/safetensors_header.h"

namespace f4s {
namespace {

constexpr size_t kLengthBytes = 8;

Error BadFile(const char* reason, const std::string& message) {
  return {ErrorKind::kBadInput, Cat("safetensors.", reason), message};
}

/// The whole file, read-only.  O_NONBLOCK: opening a pipe must not wait for its writer.
std::shared_ptr<const void> Map(const std::filesystem::path& file, size_t& size) {
  const Descriptor opened(file, O_RDONLY | O_NONBLOCK);
  struct stat status = {};
  if (!opened.ok() || ::fstat(opened.get(), &status) != 0) throw ReadError(file, errno);
  if (!S_ISREG(status.st_mode)) throw BadFile("not_a_file", "is not an ordinary file");
  size = static_cast<size_t>(status.st_size);
  if (size < kLengthBytes)
    throw BadFile("truncated", Cat("has ", size, " bytes: the header's length alone takes ", kLengthBytes));
  void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, opened.get(), 0);
  if (address == MAP_FAILED) throw ReadError(file, errno);
  return {address, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); }};
}

uint64_t HeaderLength(std::span<const std::byte> file) {
  uint64_t length = 0;
  for (size_t i = 0; i < kLengthBytes; ++i) length |= static_cast<uint64_t>(file[i]) << (8 * i);
  if (length > kMaxHeaderBytes)
    throw BadFile("header_length", Cat("header of ", length, " bytes: must be at most ", kMaxHeaderBytes));
  if (length > file.size() - kLengthBytes)
    throw BadFile("truncated", Cat("header of ", length, " bytes in a file of ", file.size()));
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
    size_t size = 0;
    mapping_ = Map(file, size);
    const std::span bytes(static_cast<const std::byte*>(mapping_.get()), size);
    const uint64_t length = HeaderLength(bytes);
    const auto data = bytes.subspan(kLengthBytes + length);
    const std::string_view json(reinterpret_cast<const char*>(bytes.data()) + kLengthBytes, length);
    SafetensorsHeader header = ParseSafetensorsHeader(json, data.size());
    metadata_ = std::move(header.metadata);
    for (auto& [name, entry] : header.tensors)
      tensors_[name] = {entry.dtype, std::move(entry.shape),
                        data.subspan(entry.begin, entry.end - entry.begin)};
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
