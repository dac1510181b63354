// The invertible fusion network (nn/fusion/fusion_inn.h) as a plan, forward and back, in float or double.
//
// Shapes:  S images [H,W] of any size, mirrored to even H', W' inside.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/infer/plan/plan_weights.h"
#include "libfuse4seg/kernels/net/conv_double.h"
#include "libfuse4seg/kernels/net/net_kernels.h"
#include "libfuse4seg/model/network_options.h"

namespace f4s {

class InnPlan {
 public:
  /// @param options  resolved
  InnPlan(const FusionNetOptions& options, int64_t slots, PlanWeights& weights);
  InnPlan(const InnPlan&) = delete;
  InnPlan& operator=(const InnPlan&) = delete;

  /// As LoadedNetwork's, but that nothing is cut to 0..1 yet.
  [[nodiscard]] std::vector<float> Fuse(const Views<const float>& images,
                                        const std::vector<int64_t>& slots) const;
  [[nodiscard]] LatentPlanes Latent(const Views<const float>& images,
                                    const std::vector<int64_t>& slots) const;
  [[nodiscard]] std::vector<float> RawOf(const View<const float>& fused) const;
  [[nodiscard]] std::vector<float> TakeApart(const View<const float>& fused, std::span<const double> z,
                                             std::span<const double> rest) const;

 private:
  /// One of a coupling's 3x3 convolutions, in both precisions.
  struct Conv {
    std::vector<float> weight, bias;
    ConvView view;
    DoubleConv exact;

    void Run(const float* x, int64_t rows, int64_t columns, bool relu, float* y) const;
    void Run(const double* x, int64_t rows, int64_t columns, bool relu, double* y) const;
  };
  /// GlowCoupling of nn/blocks/invertible.h.
  struct Coupling {
    int64_t channels = 0, hidden = 0;
    bool relu = false;
    Conv first_in, first_out, second_in, second_out;
  };
  struct Planes {
    int64_t rows, columns;
  };

  [[nodiscard]] static Conv TakeConvolution(PlanWeights& weights, const std::string& name, int64_t in,
                                            int64_t out);
  [[nodiscard]] Coupling TakeCoupling(PlanWeights& weights, const std::string& name, int64_t channels,
                                      int64_t hidden) const;
  /// An order of channels.  @throws Error(kBadInput, "model.weights") where it is none.
  [[nodiscard]] static std::vector<int64_t> TakeOrder(PlanWeights& weights, const std::string& name,
                                                      int64_t channels);

  [[nodiscard]] std::vector<const float*> InSlotOrder(const Views<const float>& images,
                                                      const std::vector<int64_t>& slots) const;
  /// x [rows,columns,S] to [y, z] in place, and back.
  template <class Real>
  void Forward(const Planes& planes, std::vector<Real>& x) const;
  template <class Real>
  void Inverse(const Planes& planes, std::vector<Real>& x) const;
  template <class Real>
  void MixSlots(bool back, std::vector<Real>& x) const;
  template <class Real>
  void Normalise(bool back, std::vector<Real>& x) const;
  template <class Real>
  static void Couple(const Coupling& coupling, const Planes& planes, bool back, std::vector<Real>& x);
  /// The images as networks see them, [H',W',S].
  template <class Real>
  [[nodiscard]] std::vector<Real> Pixels(const std::vector<const float*>& images, int64_t rows,
                                         int64_t columns, const Planes& planes) const;
  template <class Real>
  [[nodiscard]] std::vector<float> TakenApart(const View<const float>& fused, std::span<const double> z,
                                              std::span<const double> rest) const;

  int64_t slots_;
  bool from_mean_, sigmoid_, relu_;
  std::vector<float> log_scale_, bias_;
  Coupling first_, last_;
  std::vector<int64_t> order_;  ///< of the S channels, where they are not mixed
  std::vector<Coupling> couplings_;
  std::vector<std::vector<int64_t>> orders_;  ///< at half resolution
};

}  // namespace f4s
