// Several processes that train one network: each computes its share of every batch, and all take the step of
// the whole batch.  Weights, optimisers and decisions are the same on all of them; what is written is rank
// 0's.
//
// All functions with "all ranks" in their contract are to be called by each of them, in the same order.
// Alone, a rank of one, nothing here does anything: not a bit changes, and no library is asked. Errors of
// all:  Error(kInterrupted, "ranks.lost") when another rank is gone or silent for too long, or what that rank
// said before it went, with its kind and code.

#pragma once

#include <torch/types.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/tool/rank_place.h"

namespace f4s {

/// What ranks send each other, by whichever library.  All may throw anything.
class RankTransport {
 public:
  virtual ~RankTransport() = default;
  /// The sum over all ranks, in place: the same bits on each.
  virtual void Sum(torch::Tensor& tensor) = 0;
  /// Rank 0's, in place.
  virtual void Spread(torch::Tensor& tensor) = 0;
  /// Each rank's, of one shape.
  [[nodiscard]] virtual std::vector<torch::Tensor> Gather(const torch::Tensor& tensor) = 0;
};

/// A few texts that outlive the rank that left them: rank 0's or the launcher's store.
class RankNotes {
 public:
  virtual ~RankNotes() = default;
  virtual void Put(const std::string& key, const std::string& text) = 0;
  /// "" where there is none.
  [[nodiscard]] virtual std::string Get(const std::string& key) = 0;
};

/// Connects the GPUs of all ranks, called by all of them with a GPU of their own.
using DeviceJoin = std::function<std::unique_ptr<RankTransport>(const torch::Device&)>;

/// Where a rank that fails says why.
inline constexpr const char* kFailureNote = "failure";

class Ranks {
 public:
  /// Alone.
  Ranks() = default;
  /// @param open  the library that connects GPUs; throws an Error where there is none
  Ranks(int64_t rank, int64_t size, std::unique_ptr<RankTransport> host, std::shared_ptr<RankNotes> notes,
        std::function<DeviceJoin()> open = {});
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;

  /// Those of this thread: alone where none have been set.
  [[nodiscard]] static const Ranks& Here();
  /// While it lives, `ranks` are here.
  class Scope {
   public:
    explicit Scope(const Ranks& ranks);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    const Ranks* before_;
  };

  [[nodiscard]] int64_t rank() const { return rank_; }
  [[nodiscard]] int64_t size() const { return size_; }
  [[nodiscard]] bool alone() const { return size_ == 1; }
  [[nodiscard]] bool first() const { return rank_ == 0; }

  /// From now on tensors of GPUs go by the library for that, if all ranks have it; else by the host's memory.
  /// @return why they go by the host, as the first rank that lacks the library says; or ""
  [[nodiscard]] std::string JoinDevices(const torch::Device& device) const;

  /// The sums over all ranks of tensors of one device, as one message.
  [[nodiscard]] std::vector<torch::Tensor> Sums(const std::vector<torch::Tensor>& tensors) const;
  /// Vectors of gradients (objective/gradients.h), undefined ones left out, and scalars beside them become
  /// their sums over all ranks, in place.
  void SumGradients(const std::vector<torch::Tensor>& gradients,
                    std::vector<std::pair<std::string, torch::Tensor>>& scalars) const;
  /// Rows that lie on all ranks by turns, row i on rank (i + turn) mod size: all of them, in order.
  /// @param count  of all
  [[nodiscard]] torch::Tensor Rows(const torch::Tensor& own, int64_t count, int64_t turn = 0) const;
  /// Of numbers on the host, in the order of the ranks.
  [[nodiscard]] std::vector<double> Sums(std::vector<double> numbers) const;
  /// Tensors by name, rank 0's: on the other ranks what `tensors` holds is replaced.
  void Spread(std::map<std::string, torch::Tensor>& tensors) const;
  [[nodiscard]] Json Spread(const Json& json) const;
  /// The least of what the ranks say.
  [[nodiscard]] int64_t Least(int64_t mine) const;
  /// Whether any rank says so.
  [[nodiscard]] bool Any(bool mine) const;
  /// What each rank says.
  [[nodiscard]] std::vector<std::string> Exchange(const std::string& mine) const;

  /// Calls `work`; when it throws an Error on any rank, all throw: their own, or that of the first that did.
  void Together(const std::function<void()>& work) const;
  /// What all must have in common before the first step: an object whose members are compared in their order.
  /// @throws Error, on all ranks, naming the first difference: Error(kUnavailable) of "version" and "device",
  ///         Error(kBadInput) of all else; of code "ranks.MEMBER".
  void Agree(const Json& facts) const;
  /// @param gpu  of this rank, empty for the CPU
  /// @throws Error(kUnavailable, "ranks.gpu"), on all ranks, when two have the same.
  void RequireOwnGpus(const std::string& gpu) const;
  /// The run of this rank ends by an error: the others are told, in time for what they wait for.
  void Fail(const Error& error) const;

 private:
  [[nodiscard]] Error Lost(const std::exception& thrown) const;
  template <class Work>
  auto Asking(const Work& work) const;
  [[nodiscard]] RankTransport& TransportFor(const torch::Tensor& tensor) const;
  void SumInPlace(torch::Tensor& flat) const;

  int64_t rank_ = 0, size_ = 1;
  mutable std::unique_ptr<RankTransport> device_, host_;
  std::shared_ptr<RankNotes> notes_;
  std::function<DeviceJoin()> open_;
  mutable bool agreed_ = false;  ///< the others wait for no facts of this rank any more
  mutable bool told_ = false;    ///< all know how this rank ends
};

}  // namespace f4s
