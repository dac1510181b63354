#include "libfuse4seg/train/loop/weakest_slices.h"

#include <torch/torch.h>

#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/image/files/image_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// @param plane  [H,W], values in 0..1
Image<float> PictureOf(const torch::Tensor& plane) {
  const torch::Tensor values = plane.to(torch::kCPU, torch::kFloat32).clamp(0, 1).contiguous();
  const auto* const first = values.const_data_ptr<float>();
  return Picture<float>(values.size(1), values.size(0), {first, first + values.numel()});
}

/// @param plane  [H,W], class numbers
Image<uint16_t> LabelMapOf(const torch::Tensor& plane, const Classes& classes) {
  std::vector<uint16_t> value_of = {0};
  for (const auto& [value, name] : classes) value_of.push_back(value);
  const torch::Tensor numbers = plane.to(torch::kCPU, torch::kInt64).contiguous();
  Image<uint16_t> labels = Picture<uint16_t>(numbers.size(1), numbers.size(0), {});
  const auto* const first = numbers.const_data_ptr<int64_t>();
  for (const auto* at = first; at != first + numbers.numel(); ++at)
    labels.samples.push_back(value_of.at(static_cast<size_t>(*at)));
  return labels;
}

}  // namespace

void WriteWeakestSlices(const fs::path& folder, const SliceDataset& slices,
                        const std::vector<WeakSlice>& weakest, int64_t epoch, const Classes& classes,
                        Objective& objective) {
  Remove(folder / "cases.ndjson");
  RemoveTree(folder);
  std::string lines;
  std::set<std::string> ids;
  for (const WeakSlice& one : weakest) {
    const SliceBatch batch = WholeSlices(slices, {one.index});
    const PredictedSlices predicted = objective.Predict(batch.images);
    Case record = slices.of(one.index).record;
    if (!ids.insert(record.id()).second) continue;  // with other modalities in its slots
    for (const FieldOf of : {kOfFusion, kOfScored}) EraseFields(record.json(), of);
    const std::string name = Cat(ids.size(), ".png");
    if (predicted.fused.defined()) {
      WriteImage(folder / "fused" / name, PictureOf(predicted.fused[0][0]), 8);
      record.json()["fused"] = "fused/" + name;
      record.json()["fused_from"] = slices.of(one.index).modalities;
    }
    if (predicted.classes.defined()) {
      WriteLabels(folder / "labels" / name, LabelMapOf(predicted.classes[0], classes));
      record.json()["prediction"] = "labels/" + name;
    }
    record.json()["validation"] = {{"epoch", epoch}, {"subject", one.subject}};
    lines += ToLine(record.json()) + "\n";
  }
  if (!lines.empty()) WriteFileAtomically(folder / "cases.ndjson", lines);
}

}  // namespace f4s
