// c10d, as LibTorch has it: the only files that know it.

#pragma once

#include <torch/csrc/distributed/c10d/Store.hpp>

#include <memory>
#include <string>

#include "libfuse4seg/train/ranks/ranks.h"

namespace f4s {

using RankStore = c10::intrusive_ptr<c10d::Store>;

/// Connects all ranks with each other; all are in the store's reach by now.
/// @param address  of this machine, or the name of an interface where `is_interface`
[[nodiscard]] std::unique_ptr<RankTransport> GlooTransport(const RankStore& store, int64_t rank, int64_t size,
                                                           const std::string& address, bool is_interface,
                                                           double timeout_s);

/// Texts in the store.
[[nodiscard]] std::shared_ptr<RankNotes> NotesIn(const RankStore& store);

}  // namespace f4s
