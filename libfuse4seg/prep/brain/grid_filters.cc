#include "libfuse4seg/prep/brain/grid_filters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "libfuse4seg/image/grid_components.h"
#include "libfuse4seg/image/grid_distance.h"
#include "libfuse4seg/image/grid_gauss.h"

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
Components Label(const Field<uint8_t>& mask) {
  Components parts = {std::vector<int32_t>(mask.values.size())};
  const auto is_set = [&](int64_t x, int64_t y, int64_t z) { return mask.values[mask.Index(x, y, z)] != 0; };
  for (size_t i = 0; i < mask.values.size(); ++i)
    if (mask.values[i] != 0 && parts.of_voxel[i] == 0)
      NumberComponent<Neighbours::kFaces>(mask.size, static_cast<int64_t>(i), is_set, parts);
  return parts;
}

Field<uint8_t> Chosen(const Size3& size, const std::vector<int32_t>& labels, int32_t number) {
  Field<uint8_t> part(size);
  for (size_t i = 0; i < labels.size(); ++i)
    part.values[i] = static_cast<uint8_t>(number != 0 && labels[i] == number ? 1 : 0);
  return part;
}

/// A Gaussian of `sigma` samples along each axis; beyond the grid lies 0.
void Smooth(Field<float>& field, double sigma) {
  const auto reach = static_cast<int64_t>(std::ceil(3 * sigma));
  const std::vector<double> weights = GaussianTaps(sigma, reach);
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> line;
  for (size_t axis = 0; axis < 3; ++axis) {
    const int64_t n = field.size[axis];
    ForEachLine(field.size, axis, [&](int64_t first, int64_t stride) {
      line.assign(static_cast<size_t>(n), 0);
      for (int64_t i = 0; i < n; ++i)
        for (int64_t k = std::max<int64_t>(0, i - reach); k <= std::min(n - 1, i + reach); ++k)
          line[static_cast<size_t>(i)] += weights[static_cast<size_t>(k - i + reach)] *
                                          field.values[static_cast<size_t>(first + k * stride)];
      for (int64_t i = 0; i < n; ++i)
        field.values[static_cast<size_t>(first + i * stride)] =
            static_cast<float>(line[static_cast<size_t>(i)] / sum);
    });
  }
}

}  // namespace

float At(const Field<float>& field, const Vector3& point) {
  int64_t low[3], high[3];
  double share[3];
  for (size_t a = 0; a < 3; ++a) {
    const double p = std::clamp(point[a], 0.0, static_cast<double>(field.size[a] - 1));
    low[a] = static_cast<int64_t>(p);
    high[a] = std::min(low[a] + 1, field.size[a] - 1);
    share[a] = p - static_cast<double>(low[a]);
  }
  const auto row = [&](int64_t y, int64_t z) {
    const double a = field.values[field.Index(low[0], y, z)], b = field.values[field.Index(high[0], y, z)];
    return a + (b - a) * share[0];
  };
  const auto sheet = [&](int64_t z) {
    const double a = row(low[1], z);
    return a + (row(high[1], z) - a) * share[1];
  };
  const double a = sheet(low[2]);
  return static_cast<float>(a + (sheet(high[2]) - a) * share[2]);
}

Field<float> DistanceToZero(const Field<uint8_t>& mask) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  Field<float> distance(mask.size);
  for (size_t i = 0; i < mask.values.size(); ++i) distance.values[i] = mask.values[i] == 0 ? 0.0F : kInfinity;
  LowerEnvelope envelope(static_cast<size_t>(*std::max_element(mask.size.begin(), mask.size.end())));
  for (size_t axis = 0; axis < 3; ++axis)
    ForEachLine(mask.size, axis, [&](int64_t first, int64_t stride) {
      float* const line = &distance.values[static_cast<size_t>(first)];
      envelope.Clear();
      for (int64_t i = 0; i < mask.size[axis]; ++i)
        if (const float square = line[i * stride]; square < kInfinity) envelope.Add(i, square, 1);
      envelope.Sample(mask.size[axis], 1, stride, line);
    });
  for (float& value : distance.values) value = value < kInfinity ? std::sqrt(value) : kFar;
  return distance;
}

Field<uint8_t> LargestComponent(const Field<uint8_t>& mask) {
  const Components parts = Label(mask);
  std::vector<size_t> sizes(static_cast<size_t>(parts.count) + 1);
  for (const int32_t part : parts.of_voxel) ++sizes[static_cast<size_t>(part)];
  sizes[0] = 0;  // what is outside
  return Chosen(mask.size, parts.of_voxel,
                static_cast<int32_t>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin()));
}

Field<uint8_t> ComponentOf(const Field<uint8_t>& mask, size_t seed) {
  const Components parts = Label(mask);
  return Chosen(mask.size, parts.of_voxel, parts.of_voxel[seed]);
}

Field<uint8_t> Padded(const Field<uint8_t>& mask, int64_t margin) {
  Field<uint8_t> out({mask.size[0] + 2 * margin, mask.size[1] + 2 * margin, mask.size[2] + 2 * margin});
  for (int64_t z = 0; z < mask.size[2]; ++z)
    for (int64_t y = 0; y < mask.size[1]; ++y)
      std::copy_n(&mask.values[mask.Index(0, y, z)], mask.size[0],
                  &out.values[out.Index(margin, y + margin, z + margin)]);
  return out;
}

Field<uint8_t> Unpadded(const Field<uint8_t>& mask, int64_t margin) {
  Field<uint8_t> out({mask.size[0] - 2 * margin, mask.size[1] - 2 * margin, mask.size[2] - 2 * margin});
  for (int64_t z = 0; z < out.size[2]; ++z)
    for (int64_t y = 0; y < out.size[1]; ++y)
      std::copy_n(&mask.values[mask.Index(margin, y + margin, z + margin)], out.size[0],
                  &out.values[out.Index(0, y, z)]);
  return out;
}

Field<float> MaskedMean(const Field<float>& values, const Field<uint8_t>& mask, double sigma,
                        float otherwise) {
  constexpr int64_t kBlock = 4;
  const Size3& n = values.size;
  Field<float> sum(
      {(n[0] + kBlock - 1) / kBlock, (n[1] + kBlock - 1) / kBlock, (n[2] + kBlock - 1) / kBlock});
  Field<float> count(sum.size);
  size_t i = 0;
  for (int64_t z = 0; z < n[2]; ++z)
    for (int64_t y = 0; y < n[1]; ++y)
      for (int64_t x = 0; x < n[0]; ++x, ++i) {
        if (mask.values[i] == 0) continue;
        const size_t block = sum.Index(x / kBlock, y / kBlock, z / kBlock);
        sum.values[block] += values.values[i];
        count.values[block] += 1;
      }
  constexpr float kVoxels = kBlock * kBlock * kBlock, kLittle = 0.02F;  // of the neighbourhood in the mask
  for (float& value : count.values) value /= kVoxels;
  for (float& value : sum.values) value /= kVoxels;
  Smooth(sum, sigma / kBlock);
  Smooth(count, sigma / kBlock);
  for (size_t k = 0; k < sum.values.size(); ++k)
    sum.values[k] = (sum.values[k] + kLittle * otherwise) / (count.values[k] + kLittle);
  Field<float> mean(n);
  i = 0;
  const auto in_blocks = [](int64_t v) { return (static_cast<double>(v) + 0.5) / kBlock - 0.5; };
  for (int64_t z = 0; z < n[2]; ++z)
    for (int64_t y = 0; y < n[1]; ++y)
      for (int64_t x = 0; x < n[0]; ++x, ++i)
        mean.values[i] = At(sum, {in_blocks(x), in_blocks(y), in_blocks(z)});
  return mean;
}

}  // namespace f4s::brain
