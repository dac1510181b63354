// Windows over a strip of 8 rows, and what VIF makes of them: the loops in which the fusion metrics spend
// most of their time, once for each kind of CPU.
//
// What comes out stands column by column: value [x][i] is that of column x, row i of the strip, so that both
// passes of a window, along columns and along rows, run over whole registers.

#pragma once

#include <cstdint>
#include <vector>

namespace f4s {

inline constexpr int kStripRows = 8;
/// Columns behind the last one that the loops read, and write, whatever is there.
inline constexpr int kStripSlack = 32;

/// A separable window over a plane, or over the product of two.
struct StripWindow {
  const double* first;             ///< the row of the plane under the upper end of the strip's first window
  const double* second = nullptr;  ///< of the other plane
  int64_t row_stride;  ///< of both; below the window's last row there are 7 more, whatever is in them
  bool ends = false;   ///< products end at `greatest`
  double greatest = 0;
  int taps;  ///< 3, 5, 9 or 17
  const double* weights;
  int step = 1;  ///< 2: every second place of every second row; of planes, and not of 17 taps
  /// The places that are wanted; the window of place x begins in column step x.
  int begin, end;
  double* scratch;  ///< kStripRows for each column of a row, and kStripSlack columns more
  double* out;      ///< place x, row i: out[kStripRows x + i]; kStripSlack columns more
};

/// The logarithm of a product of many numbers of 1e-3 to 2^14, in 8 lanes.
struct ProductLog {
  double factors[kStripRows] = {1, 1, 1, 1, 1, 1, 1, 1};  ///< 1 to 2
  int64_t exponents[kStripRows] = {};
  [[nodiscard]] double Value() const;
};

/// All take `columns` columns; what a source or a fused image has alone is computed once for all that are
/// compared with it.
struct StripKernels {
  void (*filter)(const StripWindow& window);
  /// [x][row] -> rows of a plane, whose kStripSlack columns more are written too.
  void (*to_rows)(const double* strip, int columns, double* rows, int64_t row_stride);
  /// square -> square - mean^2, where that is at least `tiny`, else 0.
  void (*variance)(const double* mean, int columns, double tiny, double* square);
  /// product -> product - a b.
  void (*covariance)(const double* a, const double* b, int columns, double* product);
  /// variance -> 1 / (variance + tiny), and 0 where it is 0.  Multiplies 1 + variance / noise into `whole`.
  void (*source)(const double* variance, int columns, double tiny, double noise, double* inverse,
                 ProductLog& whole);
  /// Multiplies the terms of a fused image's channel (kernels/metric_terms_inl.h) into `noise`, and with its
  /// signal into `received`.
  void (*channel)(const double* variance, const double* inverse, const double* fused_variance,
                  const double* covariance, int columns, double tiny, double noise_variance,
                  ProductLog& received, ProductLog& noise);
};

/// Those that this CPU can run, the best first.  With fused multiply-add, where it has that: the numbers of
/// the last kind may differ from theirs in the last digits.
[[nodiscard]] const std::vector<const StripKernels*>& StripKernelKinds();

namespace strip_any {
extern const StripKernels kKernels;
}
namespace strip_avx2 {
extern const StripKernels kKernels;
}
namespace strip_avx512 {
extern const StripKernels kKernels;
}

}  // namespace f4s
