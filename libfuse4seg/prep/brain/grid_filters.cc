#include "libfuse4seg/prep/brain/grid_filters.h"

#include <algorithm>
#include <cmath>

namespace f4s::brain {
namespace {

/// Squared distances along one line: the lower envelope of parabolas.  `line` has `n` values.
class LineDistance {
 public:
  explicit LineDistance(int64_t longest)
      : from_(static_cast<size_t>(longest)), at_(from_.size()), begins_(from_.size() + 1) {}

  void Apply(float* values, int64_t n, int64_t stride) {
    for (int64_t i = 0; i < n; ++i) from_[static_cast<size_t>(i)] = values[i * stride];
    size_t k = 0;
    at_[0] = 0;
    begins_[0] = -kFar * kFar;
    begins_[1] = kFar * kFar;
    for (int64_t q = 1; q < n; ++q) {
      double s = Meet(q, at_[k]);
      while (s <= begins_[k]) s = Meet(q, at_[--k]);
      at_[++k] = q;
      begins_[k] = s;
      begins_[k + 1] = kFar * kFar;
    }
    k = 0;
    for (int64_t q = 0; q < n; ++q) {
      while (begins_[k + 1] < static_cast<double>(q)) ++k;
      const auto d = static_cast<double>(q - at_[k]);
      values[q * stride] = static_cast<float>(
          std::min(d * d + from_[static_cast<size_t>(at_[k])], static_cast<double>(kFar) * kFar));
    }
  }

 private:
  [[nodiscard]] double Meet(int64_t q, int64_t p) const {
    const auto a = static_cast<double>(q), b = static_cast<double>(p);
    return ((from_[static_cast<size_t>(q)] + a * a) - (from_[static_cast<size_t>(p)] + b * b)) /
           (2 * (a - b));
  }
  std::vector<double> from_;
  std::vector<int64_t> at_;
  std::vector<double> begins_;
};

/// Calls visit(first index, stride) for each line along `axis`.
template <class Visit>
void ForEachLine(const Size3& size, size_t axis, Visit visit) {
  const int64_t strides[3] = {1, size[0], size[0] * size[1]};
  const size_t u = axis == 0 ? 1 : 0, v = axis == 2 ? 1 : 2;
  for (int64_t j = 0; j < size[v]; ++j)
    for (int64_t i = 0; i < size[u]; ++i) visit(i * strides[u] + j * strides[v], strides[axis]);
}

/// Numbers the face-connected parts from 1; 0 outside.  @return their sizes, [0] unused.
std::vector<size_t> Label(const Field<uint8_t>& mask, std::vector<int32_t>& labels) {
  labels.assign(mask.values.size(), 0);
  std::vector<size_t> sizes = {0}, open;
  const int64_t nx = mask.size[0], ny = mask.size[1], nz = mask.size[2];
  for (size_t first = 0; first < labels.size(); ++first) {
    if (mask.values[first] == 0 || labels[first] != 0) continue;
    const auto number = static_cast<int32_t>(sizes.size());
    sizes.push_back(0);
    const auto visit = [&](bool there, int64_t i) {
      const auto k = static_cast<size_t>(i);
      if (!there || mask.values[k] == 0 || labels[k] != 0) return;
      labels[k] = number;
      open.push_back(k);
    };
    visit(true, static_cast<int64_t>(first));
    while (!open.empty()) {
      const auto i = static_cast<int64_t>(open.back());
      open.pop_back();
      ++sizes.back();
      const int64_t x = i % nx, y = i / nx % ny, z = i / (nx * ny);
      visit(x > 0, i - 1);
      visit(x + 1 < nx, i + 1);
      visit(y > 0, i - nx);
      visit(y + 1 < ny, i + nx);
      visit(z > 0, i - nx * ny);
      visit(z + 1 < nz, i + nx * ny);
    }
  }
  return sizes;
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
  std::vector<double> weights;
  double sum = 0;
  for (int64_t i = -reach; i <= reach; ++i) {
    weights.push_back(std::exp(-0.5 * static_cast<double>(i * i) / (sigma * sigma)));
    sum += weights.back();
  }
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
  Field<float> distance(mask.size);
  for (size_t i = 0; i < mask.values.size(); ++i)
    distance.values[i] = mask.values[i] == 0 ? 0.0F : kFar * kFar;
  LineDistance line(*std::max_element(mask.size.begin(), mask.size.end()));
  for (size_t axis = 0; axis < 3; ++axis)
    ForEachLine(mask.size, axis, [&](int64_t first, int64_t stride) {
      line.Apply(&distance.values[static_cast<size_t>(first)], mask.size[axis], stride);
    });
  for (float& value : distance.values) value = std::sqrt(value);
  return distance;
}

Field<uint8_t> LargestComponent(const Field<uint8_t>& mask) {
  std::vector<int32_t> labels;
  const auto sizes = Label(mask, labels);
  return Chosen(mask.size, labels,
                static_cast<int32_t>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin()));
}

Field<uint8_t> ComponentOf(const Field<uint8_t>& mask, size_t seed) {
  std::vector<int32_t> labels;
  Label(mask, labels);
  return Chosen(mask.size, labels, labels[seed]);
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
