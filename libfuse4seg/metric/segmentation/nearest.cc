#include "libfuse4seg/metric/segmentation/nearest.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "libfuse4seg/kernels/metric_kernels.h"
#include "libfuse4seg/metric/segmentation/block_search.h"
#include "libfuse4seg/metric/segmentation/plane_distances.h"
#include "libfuse4seg/metric/segmentation/row_search.h"

namespace f4s {
namespace {

/// A voxel of `from` that is left to do, and its place among the distances.
struct Query {
  int64_t x, y, z;
  size_t place;
};

/// What costs as much as one voxel of the transform, about: so many rows looked at, so many voxels
/// of `to` in blocks that a query passes by.
constexpr int64_t kRowsPerVoxel = 16, kPassedPerVoxel = 512;

int64_t NumVoxels(const Size3& size) { return size[0] * size[1] * size[2]; }

/// Near ones are done in place, squared; far ones come back.  When `most_looks` are spent, all that
/// follow count as far.
std::vector<Query> SearchNear(const BitVolume& from, const BitVolume& to, RowSearch& search,
                              int64_t most_looks, std::vector<double>& squares) {
  std::vector<Query> far;
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) {
    double square = 0;
    if (!to.At(x, y, z)) {
      const bool is_paid = search.looks() < most_looks;
      square = is_paid ? search.Near(x, y, z) : std::numeric_limits<double>::infinity();
      if (square > search.reach() || !is_paid) far.push_back({x, y, z, squares.size()});
    }
    squares.push_back(square);
  });
  return far;
}

void TakeRoots(std::vector<double>& squares) {
  for (double& square : squares) square = std::sqrt(square);
}

}  // namespace

std::vector<double> DistancesTo(const BitVolume& from, const BitVolume& to, const Vector3& spacing_mm) {
  const int64_t num_voxels = NumVoxels(to.size());
  RowSearch search(to, spacing_mm);
  std::vector<double> squares;
  squares.reserve(static_cast<size_t>(from.Count()));
  const std::vector<Query> far = SearchNear(from, to, search, kRowsPerVoxel * num_voxels, squares);
  if (far.empty()) {
  } else if (static_cast<int64_t>(far.size()) * (to.Count() + kPassedPerVoxel) <=
             kPassedPerVoxel * num_voxels) {
    BlockSearch blocks(to, spacing_mm);
    for (const Query& query : far) squares[query.place] = blocks.SquareFrom(query.x, query.y, query.z);
  } else {
    const PlaneDistances distances(to, spacing_mm);
    for (const Query& query : far) squares[query.place] = distances.SquareAt(query.x, query.y, query.z);
  }
  TakeRoots(squares);
  return squares;
}

std::vector<double> DistancesByBlocks(const BitVolume& from, const BitVolume& to, const Vector3& spacing_mm) {
  BlockSearch blocks(to, spacing_mm);
  std::vector<double> squares;
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) { squares.push_back(blocks.SquareFrom(x, y, z)); });
  TakeRoots(squares);
  return squares;
}

std::vector<double> DistancesByTransform(const BitVolume& from, const BitVolume& to,
                                         const Vector3& spacing_mm) {
  const PlaneDistances distances(to, spacing_mm);
  std::vector<double> squares;
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) { squares.push_back(distances.SquareAt(x, y, z)); });
  TakeRoots(squares);
  return squares;
}

std::vector<double> DistancesOnDevice(const BitVolume& from, const BitVolume& to, const Vector3& spacing_mm,
                                      const MetricKernels& kernels) {
  const auto& [width, height, depth] = to.size();
  NearestWork work = {{width, height, depth}, spacing_mm, to.row(0, 0), {}};
  work.from.reserve(static_cast<size_t>(from.Count()));
  VisitSet(from, [&](int64_t x, int64_t y, int64_t z) { work.from.push_back((z * height + y) * width + x); });
  if (work.from.empty()) return {};
  std::vector<double> squares = kernels.NearestSquares(work);
  TakeRoots(squares);
  return squares;
}

}  // namespace f4s
