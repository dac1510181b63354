#include "libfuse4seg/prep/brain/grid_filters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "libfuse4seg/image/grid_components.h"
#include "libfuse4seg/image/grid_distance.h"
#include "libfuse4seg/image/grid_gauss.h"
#include "libfuse4seg/image/resample.h"

namespace f4s::brain {
namespace {

/// Calls visit(first index, stride) for each line along `axis`.
template <class Visit>
void ForEachLine(const Size3& size, size_t axis, Visit visit) {
  const int64_t strides[3] = {1, size[0], size[0] * size[1]};
  const size_t u = axis == 0 ? 1 : 0, v = axis == 2 ? 1 : 2;
  for (int64_t j = 0; j < size[v]; ++j)
    for (int64_t i = 0; i < size[u]; ++i) visit(i * strides[u] + j * strides[v], strides[axis]);
}

/// Numbers the parts that are connected over faces.
Components Label(const Image<uint8_t>& mask) {
  Components parts = {std::vector<int32_t>(mask.samples.size())};
  const auto is_set = [&](int64_t x, int64_t y, int64_t z) {
    return mask.samples[mask.grid.Index(x, y, z)] != 0;
  };
  for (size_t i = 0; i < mask.samples.size(); ++i)
    if (mask.samples[i] != 0 && parts.of_voxel[i] == 0)
      NumberComponent<Neighbours::kFaces>(mask.grid.size, static_cast<int64_t>(i), is_set, parts);
  return parts;
}

Image<uint8_t> Chosen(const Grid& grid, const std::vector<int32_t>& labels, int32_t number) {
  auto part = ImageOn<uint8_t>(grid);
  for (size_t i = 0; i < labels.size(); ++i)
    part.samples[i] = static_cast<uint8_t>(number != 0 && labels[i] == number ? 1 : 0);
  return part;
}

/// With so many voxels more on all sides.
Grid Widened(Grid grid, int64_t margin) {
  for (int64_t& side : grid.size) side += 2 * margin;
  return grid;
}

/// A Gaussian of `sigma` samples along each axis; beyond the grid lies 0.
void Smooth(Image<float>& field, double sigma) {
  const auto reach = static_cast<int64_t>(std::ceil(3 * sigma));
  const std::vector<double> weights = GaussianTaps(sigma, reach);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> line;
  for (size_t axis = 0; axis < 3; ++axis) {
    const int64_t n = field.grid.size[axis];
    ForEachLine(field.grid.size, axis, [&](int64_t first, int64_t stride) {
      line.assign(static_cast<size_t>(n), 0);
      for (int64_t i = 0; i < n; ++i)
        for (int64_t k = std::max<int64_t>(0, i - reach); k <= std::min(n - 1, i + reach); ++k)
          line[static_cast<size_t>(i)] += weights[static_cast<size_t>(k - i + reach)] *
                                          field.samples[static_cast<size_t>(first + k * stride)];
      for (int64_t i = 0; i < n; ++i)
        field.samples[static_cast<size_t>(first + i * stride)] =
            static_cast<float>(line[static_cast<size_t>(i)] / sum);
    });
  }
}

}  // namespace

Image<float> DistanceToZero(const Image<uint8_t>& mask) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  auto distance = ImageOn<float>(mask.grid);
  for (size_t i = 0; i < mask.samples.size(); ++i)
    distance.samples[i] = mask.samples[i] == 0 ? 0.0F : kInfinity;
  LowerEnvelope envelope(
      static_cast<size_t>(*std::max_element(mask.grid.size.begin(), mask.grid.size.end())));
  for (size_t axis = 0; axis < 3; ++axis)
    ForEachLine(mask.grid.size, axis, [&](int64_t first, int64_t stride) {
      float* const line = &distance.samples[static_cast<size_t>(first)];
      envelope.Clear();
      for (int64_t i = 0; i < mask.grid.size[axis]; ++i)
        if (const float square = line[i * stride]; square < kInfinity) envelope.Add(i, square, 1);
      envelope.Sample(mask.grid.size[axis], 1, stride, line);
    });
  for (float& value : distance.samples) value = value < kInfinity ? std::sqrt(value) : kFar;
  return distance;
}

Image<uint8_t> LargestComponent(const Image<uint8_t>& mask) {
  const Components parts = Label(mask);
  std::vector<size_t> sizes(static_cast<size_t>(parts.count) + 1);
  for (const int32_t part : parts.of_voxel) ++sizes[static_cast<size_t>(part)];
  sizes[0] = 0;  // what is outside
  return Chosen(mask.grid, parts.of_voxel,
                static_cast<int32_t>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin()));
}

Image<uint8_t> ComponentOf(const Image<uint8_t>& mask, size_t seed) {
  const Components parts = Label(mask);
  return Chosen(mask.grid, parts.of_voxel, parts.of_voxel[seed]);
}

Image<uint8_t> Padded(const Image<uint8_t>& mask, int64_t margin) {
  auto out = ImageOn<uint8_t>(Widened(mask.grid, margin));
  for (int64_t z = 0; z < mask.grid.size[2]; ++z)
    for (int64_t y = 0; y < mask.grid.size[1]; ++y)
      std::copy_n(&mask.samples[mask.grid.Index(0, y, z)], mask.grid.size[0],
                  &out.samples[out.grid.Index(margin, y + margin, z + margin)]);
  return out;
}

Image<uint8_t> Unpadded(const Image<uint8_t>& mask, int64_t margin) {
  auto out = ImageOn<uint8_t>(Widened(mask.grid, -margin));
  for (int64_t z = 0; z < out.grid.size[2]; ++z)
    for (int64_t y = 0; y < out.grid.size[1]; ++y)
      std::copy_n(&mask.samples[mask.grid.Index(margin, y + margin, z + margin)], out.grid.size[0],
                  &out.samples[out.grid.Index(0, y, z)]);
  return out;
}

Image<float> MaskedMean(const Image<float>& values, const Image<uint8_t>& mask, double sigma,
                        float otherwise) {
  constexpr int64_t kBlock = 4;
  const Size3& n = values.grid.size;
  auto sum = ImageOn<float>(
      {{(n[0] + kBlock - 1) / kBlock, (n[1] + kBlock - 1) / kBlock, (n[2] + kBlock - 1) / kBlock}});
  Image<float> count = sum;
  size_t i = 0;
  for (int64_t z = 0; z < n[2]; ++z)
    for (int64_t y = 0; y < n[1]; ++y)
      for (int64_t x = 0; x < n[0]; ++x, ++i) {
        if (mask.samples[i] == 0) continue;
        const size_t block = sum.grid.Index(x / kBlock, y / kBlock, z / kBlock);
        sum.samples[block] += values.samples[i];
        count.samples[block] += 1;
      }
  constexpr float kVoxels = kBlock * kBlock * kBlock, kLittle = 0.02F;  // of the neighbourhood in the mask
  for (float& value : count.samples) value /= kVoxels;
  for (float& value : sum.samples) value /= kVoxels;
  Smooth(sum, sigma / kBlock);
  Smooth(count, sigma / kBlock);
  for (size_t k = 0; k < sum.samples.size(); ++k)
    sum.samples[k] = (sum.samples[k] + kLittle * otherwise) / (count.samples[k] + kLittle);
  auto mean = ImageOn<float>(values.grid);
  i = 0;
  const auto in_blocks = [](int64_t v) { return (static_cast<double>(v) + 0.5) / kBlock - 0.5; };
  for (int64_t z = 0; z < n[2]; ++z)
    for (int64_t y = 0; y < n[1]; ++y)
      for (int64_t x = 0; x < n[0]; ++x, ++i)
        mean.samples[i] = Interpolate(sum, {in_blocks(x), in_blocks(y), in_blocks(z)});
  return mean;
}

}  // namespace f4s::brain
