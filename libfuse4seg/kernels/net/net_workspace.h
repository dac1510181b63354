// Memory of a thread, kept from call to call: fresh memory costs the system more than the work in it.

#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "libfuse4seg/kernels/net/aligned.h"

namespace f4s {

/// Blocks of numbers that are given back when it ends; of one thread.
template <class Real>
class WorkspaceOf {
 public:
  WorkspaceOf() : used_(Buffer().used) {}
  WorkspaceOf(const WorkspaceOf&) = delete;
  WorkspaceOf& operator=(const WorkspaceOf&) = delete;
  ~WorkspaceOf() { Buffer().used = used_; }

  /// Zeros.
  Real* Zeros(int64_t count) {
    Real* const begin = Raw(count);
    std::fill(begin, begin + count, Real{0});
    return begin;
  }

  Real* Raw(int64_t count) {
    auto& buffer = Buffer();
    if (buffer.used == buffer.blocks.size()) buffer.blocks.emplace_back();
    auto& block = buffer.blocks[buffer.used++];
    if (block.size() < static_cast<size_t>(count)) block = AlignedVector<Real>(static_cast<size_t>(count));
    return block.data();
  }

 private:
  struct Blocks {
    std::vector<AlignedVector<Real>> blocks;
    size_t used = 0;
  };
  static Blocks& Buffer();
  size_t used_;
};

template <>
WorkspaceOf<float>::Blocks& WorkspaceOf<float>::Buffer();
template <>
WorkspaceOf<double>::Blocks& WorkspaceOf<double>::Buffer();

using Workspace = WorkspaceOf<float>;

}  // namespace f4s
