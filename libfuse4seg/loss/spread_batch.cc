#include "libfuse4seg/loss/spread_batch.h"

#include <torch/torch.h>

#include <utility>

namespace f4s {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

thread_local const BatchPlaces* g_places = nullptr;

double OwnShare(const BatchPlaces& places) {
  return static_cast<double>(places.own) / static_cast<double>(places.count);
}

struct SumsFunction : torch::autograd::Function<SumsFunction> {
  /// @param sums  a TensorList, since a vector of tensors is no argument with a gradient
  static variable_list forward(AutogradContext* context, at::TensorList sums) {
    context->saved_data["share"] = OwnShare(*g_places);
    return g_places->sums(sums.vec());
  }
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const double share = context->saved_data["share"].toDouble();
    for (Tensor& gradient : gradients)
      if (gradient.defined()) gradient = gradient / share;
    return gradients;
  }
};

struct RowsFunction : torch::autograd::Function<RowsFunction> {
  static Tensor forward(AutogradContext* context, const Tensor& rows) {
    context->saved_data["share"] = OwnShare(*g_places);
    context->saved_data["first"] = g_places->first;
    context->saved_data["stride"] = g_places->stride;
    return g_places->rows(rows, g_places->count);
  }
  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto& saved = context->saved_data;
    return {
        gradients[0].slice(0, saved.at("first").toInt(), gradients[0].size(0), saved.at("stride").toInt()) /
        saved.at("share").toDouble()};
  }
};

}  // namespace

SpreadBatch::SpreadBatch(BatchPlaces places) : places_(std::move(places)), before_(g_places) {
  g_places = &places_;
}

SpreadBatch::~SpreadBatch() { g_places = before_; }

std::vector<Tensor> SumsOverBatch(std::vector<Tensor> sums) {
  return g_places == nullptr || sums.empty() ? sums : SumsFunction::apply(at::TensorList(sums));
}

std::vector<Tensor> MeansOverBatch(std::vector<Tensor> means) {
  if (g_places == nullptr) return means;
  for (Tensor& mean : means) mean = mean * OwnShare(*g_places);
  return SumsOverBatch(std::move(means));
}

Tensor RowsOfBatch(const Tensor& rows) { return g_places == nullptr ? rows : RowsFunction::apply(rows); }

}  // namespace f4s
