// LibTorch links and loads, on a machine without a GPU too.

#include <torch/torch.h>
#include <torch/version.h>

#include <iostream>

static_assert(_GLIBCXX_USE_CXX11_ABI == 1, "LibTorch and the suite must agree on std::string");

int main() {
  const torch::Tensor sum = torch::full({2}, 2.0) + torch::full({2}, 3.0);
  std::cout << "LibTorch " << TORCH_VERSION << ": 2 + 3 = " << sum[0].item<float>() << '\n'
            << torch::show_config();  // a std::string from the library: the same ABI on both sides
  return torch::equal(sum, torch::full({2}, 5.0)) ? 0 : 1;
}
