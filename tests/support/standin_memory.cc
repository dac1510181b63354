// What stands in for a GPU whose memory runs out, in the tests of the programs: LD_PRELOADed, it takes the
// place of LibTorch's allocator on the CPU, and throws what LibTorch's on a GPU throws as soon as tensors
// want more than F4S_STANDIN_BYTES together.

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>

#include <cstdlib>
#include <mutex>
#include <unordered_map>

namespace {

c10::Allocator* own = nullptr;  ///< LibTorch's
std::mutex mutex;
int64_t limit = 0, used = 0;  ///< bytes

/// Where memory is, and how much.
std::unordered_map<void*, int64_t>& Held() {
  static auto* const held = new std::unordered_map<void*, int64_t>;  // it outlives all tensors
  return *held;
}

void Release(void* memory) {
  if (memory == nullptr) return;
  {
    const std::lock_guard lock(mutex);
    const auto found = Held().find(memory);
    used -= found->second;
    Held().erase(found);
  }
  own->raw_deallocate(memory);
}

class SmallMemory : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) override {
    const auto wanted = static_cast<int64_t>(bytes);
    const std::lock_guard lock(mutex);
    TORCH_CHECK_WITH(OutOfMemoryError, used + wanted <= limit, "CUDA out of memory. Tried to allocate ",
                     bytes, " bytes. GPU 0 has a total capacity of ", limit,
                     " bytes\nof which little is free.");
    void* const memory = own->raw_allocate(bytes);
    if (memory != nullptr) used += Held()[memory] = wanted;
    return {memory, memory, &Release, c10::Device(c10::DeviceType::CPU)};
  }
  [[nodiscard]] c10::DeleterFnPtr raw_deleter() const override { return &Release; }
  void copy_data(void* to, const void* from, size_t bytes) const override {
    default_copy_data(to, from, bytes);
  }
};

const bool installed = [] {
  constexpr uint8_t kPriority = 200;
  const char* const bytes = std::getenv("F4S_STANDIN_BYTES");
  if (bytes == nullptr) return false;
  limit = std::atoll(bytes);
  own = c10::GetCPUAllocator();
  c10::SetCPUAllocator(new SmallMemory, kPriority);
  return true;
}();

}  // namespace
