#include "libfuse4seg/metric/comparable.h"

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

std::string SizeText(const Grid& grid) {
  const auto [x, y, z] = grid.size;
  return grid.is_picture ? Cat(x, "x", y) : Cat(x, "x", y, "x", z);
}

}  // namespace

void RequireSameSize(const Grid& first, const char* what, const Grid& other,
                     const std::filesystem::path& file) {
  if (first.size == other.size && first.is_picture == other.is_picture) return;
  throw Error(ErrorKind::kBadInput, "metric.size",
              Cat("is ", SizeText(other), ", ", what, " ", SizeText(first)))
      .InFile(file);
}

}  // namespace f4s
