#include "libfuse4seg/kernels/net/conv_double.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "libfuse4seg/kernels/net/net_kernels.h"

namespace f4s {
namespace {

struct Size {
  int64_t in, out, rows, columns;
};

double WeightOf(int64_t i) {
  return static_cast<double>(static_cast<float>(std::sin(1.3 * static_cast<double>(i))));
}

/// The definition.
double Expected(const Size& s, const std::vector<double>& x, int64_t row, int64_t column, int64_t o) {
  double sum = WeightOf(7 + o);
  for (int64_t c = 0; c < s.in; ++c)
    for (int64_t t = 0; t < 9; ++t) {
      const int64_t y = row + t / 3 - 1, at = column + t % 3 - 1;
      if (y < 0 || y >= s.rows || at < 0 || at >= s.columns) continue;
      sum += WeightOf((o * s.in + c) * 9 + t) * x[static_cast<size_t>((y * s.columns + at) * s.in + c)];
    }
  return sum;
}

TEST(DoubleConv, ConvolvesOnEachKindOfProcessor) {
  for (const std::string& kind : NetKernelKinds()) {
    UseNetKernels(kind);
    for (const Size& s : {Size{1, 1, 1, 1}, {1, 32, 6, 9}, {32, 4, 7, 20}, {6, 40, 3, 31}, {40, 12, 2, 2}}) {
      std::vector<float> weight, bias;
      for (int64_t i = 0; i < s.out * s.in * 9; ++i) weight.push_back(static_cast<float>(WeightOf(i)));
      for (int64_t o = 0; o < s.out; ++o) bias.push_back(static_cast<float>(WeightOf(7 + o)));
      std::vector<double> x(static_cast<size_t>(s.in * s.rows * s.columns)),
          y(static_cast<size_t>(s.out * s.rows * s.columns), NAN);
      for (size_t i = 0; i < x.size(); ++i) x[i] = std::cos(0.7 * static_cast<double>(i));
      for (const bool relu : {false, true}) {
        DoubleConv(weight, bias, s.in, s.out).Run(x.data(), s.rows, s.columns, relu, y.data());
        for (size_t i = 0; i < y.size(); ++i) {
          const auto pixel = static_cast<int64_t>(i) / s.out, o = static_cast<int64_t>(i) % s.out;
          const double wanted = Expected(s, x, pixel / s.columns, pixel % s.columns, o);
          ASSERT_NEAR(y[i], relu ? std::max(0.0, wanted) : wanted, 1e-12)
              << kind << " " << s.in << " to " << s.out;
        }
      }
    }
  }
  UseNetKernels(NetKernelKinds().front());
}

}  // namespace
}  // namespace f4s
