#include "tests/unit/train/meta_kernels.h"

#include <ATen/ExpandUtils.h>
#include <gtest/gtest.h>
#include <torch/library.h>
#include <torch/torch.h>

#include <array>
#include <tuple>

namespace f4s {
namespace {

using torch::Tensor;
using OptionalTensor = std::optional<Tensor>;

std::vector<int64_t> ConvolvedSizes(const Tensor& x, const Tensor& w, at::IntArrayRef stride,
                                    at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                                    at::IntArrayRef output_padding, int64_t groups) {
  std::vector<int64_t> sizes = {x.size(0), transposed ? w.size(1) * groups : w.size(0)};
  for (size_t d = 0; d < 2; ++d) {
    const auto dim = static_cast<int64_t>(d) + 2;
    const int64_t reach = dilation[d] * (w.size(dim) - 1);
    sizes.push_back(transposed
                        ? (x.size(dim) - 1) * stride[d] - 2 * padding[d] + reach + output_padding[d] + 1
                        : (x.size(dim) + 2 * padding[d] - reach - 1) / stride[d] + 1);
  }
  return sizes;
}

Tensor Convolution(const Tensor& x, const Tensor& w, const OptionalTensor& /*bias*/, at::IntArrayRef stride,
                   at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
                   at::IntArrayRef output_padding, int64_t groups) {
  return torch::empty(ConvolvedSizes(x, w, stride, padding, dilation, transposed, output_padding, groups),
                      x.options().memory_format(x.suggest_memory_format()));
}

std::tuple<Tensor, Tensor, Tensor> ConvolutionBackward(const Tensor& dy, const Tensor& x, const Tensor& w,
                                                       at::IntArrayRef /*stride*/,
                                                       at::IntArrayRef /*padding*/,
                                                       at::IntArrayRef /*dilation*/, bool /*transposed*/,
                                                       at::IntArrayRef /*output_padding*/, int64_t /*groups*/,
                                                       std::array<bool, 3> wanted) {
  return {wanted[0] ? torch::empty_like(x) : Tensor(), wanted[1] ? torch::empty_like(w) : Tensor(),
          wanted[2] ? torch::empty({dy.size(1)}, dy.options()) : Tensor()};
}

std::tuple<Tensor, Tensor, Tensor> LayerNormShapes(const Tensor& x, at::IntArrayRef shape,
                                                   const OptionalTensor&, const OptionalTensor&, double) {
  std::vector<int64_t> sizes = x.sizes().vec();
  for (size_t i = 0; i < shape.size(); ++i) sizes[sizes.size() - 1 - i] = 1;
  return {torch::empty_like(x, torch::MemoryFormat::Contiguous), torch::empty(sizes, x.options()),
          torch::empty(sizes, x.options())};
}

std::tuple<Tensor, Tensor, Tensor> LayerNormBackwardShapes(const Tensor& /*dy*/, const Tensor& x,
                                                           at::IntArrayRef shape, const Tensor&,
                                                           const Tensor&, const OptionalTensor&,
                                                           const OptionalTensor&,
                                                           std::array<bool, 3> wanted) {
  const auto own = [&] { return torch::empty(shape, x.options()); };
  return {wanted[0] ? torch::empty_like(x) : Tensor(), wanted[1] ? own() : Tensor(),
          wanted[2] ? own() : Tensor()};
}

std::tuple<Tensor, Tensor, Tensor> GroupNormShapes(const Tensor& x, const OptionalTensor&,
                                                   const OptionalTensor&, int64_t n, int64_t /*c*/,
                                                   int64_t /*pixels*/, int64_t groups, double) {
  return {torch::empty_like(x), torch::empty({n, groups}, x.options()),
          torch::empty({n, groups}, x.options())};
}

std::tuple<Tensor, Tensor, Tensor> GroupNormBackwardShapes(const Tensor& /*dy*/, const Tensor& x,
                                                           const Tensor&, const Tensor&,
                                                           const OptionalTensor&, int64_t /*n*/, int64_t c,
                                                           int64_t /*pixels*/, int64_t /*groups*/,
                                                           std::array<bool, 3> wanted) {
  const auto own = [&] { return torch::empty({c}, x.options()); };
  return {wanted[0] ? torch::empty_like(x) : Tensor(), wanted[1] ? own() : Tensor(),
          wanted[2] ? own() : Tensor()};
}

/// The common size of the tensors among the arguments of an operator, but for the last `left_out` ones.
std::vector<int64_t> CommonSizes(const c10::OperatorHandle& called, const torch::jit::Stack& stack,
                                 size_t left_out) {
  const size_t count = called.schema().arguments().size();
  std::vector<int64_t> sizes;
  for (size_t i = stack.size() - count; i + left_out < stack.size(); ++i)
    if (stack[i].isTensor()) sizes = at::infer_size(sizes, stack[i].toTensor().sizes());
  return sizes;
}

/// Of operators that work pixel by pixel: a result of the first tensor's type.
void Pointwise(const c10::OperatorHandle& called, torch::jit::Stack* stack) {
  const auto count = static_cast<std::ptrdiff_t>(called.schema().arguments().size());
  const auto first = stack->end() - count;
  const Tensor made = torch::empty(CommonSizes(called, *stack, 0), first->toTensor().options());
  stack->erase(first, stack->end());
  stack->emplace_back(made);
}

/// Of those that have a place for their result, the last argument.
void PointwiseInto(const c10::OperatorHandle& called, torch::jit::Stack* stack) {
  Tensor out = stack->back().toTensor();
  out.resize_(CommonSizes(called, *stack, 1));
  stack->erase(stack->end() - static_cast<std::ptrdiff_t>(called.schema().arguments().size()), stack->end());
  stack->emplace_back(out);
}

Tensor IndexSelect(const Tensor& x, int64_t dim, const Tensor& index) {
  std::vector<int64_t> sizes = x.sizes().vec();
  sizes[static_cast<size_t>(dim < 0 ? dim + x.dim() : dim)] = index.numel();
  return torch::empty(sizes, x.options());
}

Tensor Where(const Tensor& condition, const Tensor& x, const Tensor& y) {
  return torch::empty(at::infer_size(at::infer_size(condition.sizes(), x.sizes()), y.sizes()), x.options());
}

Tensor UnfoldBackward(const Tensor& dy, at::IntArrayRef sizes, int64_t, int64_t, int64_t) {
  return torch::empty(sizes, dy.options());
}

Tensor& IndexPut(Tensor& self, const c10::List<OptionalTensor>&, const Tensor&, bool, bool) { return self; }

void FusedAdamW(at::TensorList, at::TensorList, at::TensorList, at::TensorList, at::TensorList,
                at::TensorList, double, double, double, double, double, bool, bool, const OptionalTensor&,
                const OptionalTensor&) {}

void FusedSgd(at::TensorList, at::TensorList, at::TensorList, double, double, double, double, bool, bool,
              bool, const OptionalTensor&, const OptionalTensor&) {}

}  // namespace

void RegisterMetaKernels() {
  static auto* const library = [] {
    auto* const made =
        new torch::Library(torch::Library::IMPL, "aten", c10::DispatchKey::Meta, __FILE__, __LINE__);
    made->impl("convolution_overrideable", TORCH_FN(Convolution));
    made->impl("convolution_backward_overrideable", TORCH_FN(ConvolutionBackward));
    made->impl("native_layer_norm", TORCH_FN(LayerNormShapes));
    made->impl("native_layer_norm_backward", TORCH_FN(LayerNormBackwardShapes));
    made->impl("native_group_norm", TORCH_FN(GroupNormShapes));
    made->impl("native_group_norm_backward", TORCH_FN(GroupNormBackwardShapes));
    made->impl("unfold_backward", TORCH_FN(UnfoldBackward));
    made->impl("_index_put_impl_", TORCH_FN(IndexPut));
    made->impl("_fused_adamw_", TORCH_FN(FusedAdamW));
    made->impl("_fused_sgd_", TORCH_FN(FusedSgd));
    made->impl("index_select", TORCH_FN(IndexSelect));
    made->impl("where.self", TORCH_FN(Where));
    for (const char* name : {"relu", "hardtanh", "hardtanh_backward", "flip", "mse_loss_backward"})
      made->impl(name, torch::CppFunction::makeFromBoxedFunction<&Pointwise>());
    for (const char* name : {"abs.out", "logical_not.out", "logical_and.out"})
      made->impl(name, torch::CppFunction::makeFromBoxedFunction<&PointwiseInto>());
    return made;
  }();
  static_cast<void>(library);
}

namespace {

TEST(MetaKernels, GiveTheShapesOfTheTrueOnes) {
  RegisterMetaKernels();
  const auto shapes = [](const torch::Device& device) {
    const Tensor x = torch::zeros({2, 4, 9, 6}, device).requires_grad_();
    const Tensor w = torch::zeros({8, 2, 3, 3}, device).requires_grad_(),
                 up = torch::zeros({8, 4, 4, 4}, device).requires_grad_(), own = torch::ones({8}, device);
    const Tensor y = torch::conv2d(x, w, {}, 2, 1, 1, 2), z = torch::conv_transpose2d(y, up, {}, 2, 1, 1, 2);
    const Tensor g = torch::group_norm(z, 2, own, own), l = torch::layer_norm(y, {3});
    (g.sum() + l.sum()).backward();
    return std::vector<std::vector<int64_t>>{
        y.sizes().vec(),        z.sizes().vec(),        g.sizes().vec(),        l.sizes().vec(),
        x.grad().sizes().vec(), w.grad().sizes().vec(), up.grad().sizes().vec()};
  };
  EXPECT_EQ(shapes(torch::kMeta), shapes(torch::kCPU));
}

}  // namespace
}  // namespace f4s
