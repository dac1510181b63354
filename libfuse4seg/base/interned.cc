#include "libfuse4seg/base/interned.h"

#include <mutex>
#include <unordered_set>

namespace f4s {

Interned::Interned(const std::string& text) {
  static std::mutex mutex;
  static std::unordered_set<std::string> texts;
  const std::lock_guard lock(mutex);
  text_ = &*texts.insert(text).first;
}

}  // namespace f4s
