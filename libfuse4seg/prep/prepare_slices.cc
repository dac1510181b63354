#include <algorithm>
#include <cmath>
#include <cstdio>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/prep/canvas.h"
#include "libfuse4seg/prep/prepare_case.h"

namespace f4s {
namespace {

/// A slice of every plane of a study that is to be written.
struct ChosenSlice {
  int64_t index = 0;
  std::vector<uint8_t> brain;
};

/// The letter before the slice's number in an id: the axis that is cut.
char AxisLetter(Plane plane) { return plane == Plane::kAxial ? 'z' : plane == Plane::kCoronal ? 'y' : 'x'; }

std::string SliceId(const std::string& id, Plane plane, int64_t index) {
  char text[32];
  std::snprintf(text, sizeof text, "_%c%03d", AxisLetter(plane), static_cast<int>(index));
  return id + text;
}

bool IsWantedSlice(const PreparedStudy& prepared, const Slicing& slicing, const PrepareRules& rules,
                   const ChosenSlice& slice) {
  if (rules.slices == SliceChoice::kAll) return true;
  if (rules.slices == SliceChoice::kBrain) {
    const auto pixels = std::count(slice.brain.begin(), slice.brain.end(), 1);
    return static_cast<double>(pixels) >= kLeastBrain * static_cast<double>(slice.brain.size());
  }
  const auto labels = ExtractSlice(prepared.study.label->samples, slicing, slice.index);
  return !Without(LabelValues(labels), prepared.scheme.ignore).empty();
}

std::vector<ChosenSlice> Choose(const Case& record, const PreparedStudy& prepared, const Slicing& slicing,
                                const PrepareRules& rules) {
  if (rules.slices == SliceChoice::kLabel && !prepared.study.label)
    throw Error(ErrorKind::kBadInput, "prep.no_label", "has no label, which --slices label needs")
        .InCase(record.id());
  std::vector<ChosenSlice> chosen;
  for (int64_t k = 0; k < slicing.slices; ++k) {
    ChosenSlice slice = {k, ExtractSlice(prepared.brain, slicing, k)};
    if (IsWantedSlice(prepared, slicing, rules, slice)) chosen.push_back(std::move(slice));
  }
  return chosen;
}

/// 3x3 pixel map times the canvas's shift, then to the source's voxels: what the contract calls
/// voxel_from_pixel.
Json SourceVoxelFromPixel(const PreparedStudy& prepared, const VoxelFromPixel& voxel_from_pixel,
                          const Canvas& canvas) {
  const Affine& to_source = prepared.source_from_voxel;
  Json rows = Json::array();
  for (size_t row = 0; row < 3; ++row) {
    double out[3] = {0, 0, to_source[row][3]};
    for (size_t k = 0; k < 3; ++k) {
      const auto& v = voxel_from_pixel[k];
      out[0] += to_source[row][k] * v[0];
      out[1] += to_source[row][k] * v[1];
      out[2] += to_source[row][k] *
                (v[2] - v[0] * static_cast<double>(canvas.left) - v[1] * static_cast<double>(canvas.top));
    }
    // Inverse times forward leaves rounding where whole numbers belong.
    for (double& value : out)
      if (std::abs(value - std::round(value)) < 1e-9) value = std::round(value) + 0.0;
    rows.push_back(Json(out));
  }
  return rows;
}

Json SliceGeometry(const Case& record, const PreparedStudy& prepared, const Slicing& slicing,
                   const Canvas& canvas, int64_t index, size_t slices) {
  return {{"size", {canvas.width, canvas.height}},
          {"spacing_mm", slicing.pixel_spacing_mm},
          {"volume",
           {{"id", record.id()},
            {"axis", ToString(slicing.plane)},
            {"slice", index},
            {"slices", slices},
            {"size", prepared.source_geometry.size},
            {"voxel_from_pixel", SourceVoxelFromPixel(prepared, slicing.voxel_from_pixel(index), canvas)},
            {"world_from_voxel", AffineJson(prepared.source_geometry.world_from_voxel)}}}};
}

/// Labels that stand in no slice: the slice was not taken, or is cropped.
void FindCutLabels(const PreparedStudy& prepared, const Slicing& slicing, const Canvas& canvas,
                   const std::vector<ChosenSlice>& chosen, std::vector<Case>& records) {
  if (!prepared.study.label) return;
  const auto count = [&](const std::vector<uint16_t>& labels) {
    return std::count_if(labels.begin(), labels.end(), [&](uint16_t value) {
      return value != 0 && !HasValue(prepared.scheme.ignore, value);
    });
  };
  const auto all = count(prepared.study.label->samples);
  int64_t kept = 0;
  for (const ChosenSlice& slice : chosen)
    kept += count(canvas
                      .Place(Picture(slicing.width, slicing.height,
                                     ExtractSlice(prepared.study.label->samples, slicing, slice.index)))
                      .samples);
  if (kept == all) return;
  for (Case& one : records)
    one.AddFinding("label.cut", "warning",
                   Cat("of ", all, " labelled voxels of its volume ", kept,
                       " are in its slices: the others are cropped, or in "
                       "slices with hardly any brain, which --slices all or label takes"));
}

}  // namespace

std::vector<Case> WriteSlices(const Case& record, const PreparedStudy& prepared, const PrepareRules& rules,
                              DatasetWriter& out) {
  const Plane plane = PlaneFor(rules.plane, prepared.study.grid());
  const Slicing slicing = SlicingOf(prepared.study.grid(), plane);
  const std::vector<ChosenSlice> chosen = Choose(record, prepared, slicing, rules);
  const Canvas canvas(slicing.width, slicing.height, rules.size);
  std::vector<Case> records;
  AtomicFiles files;
  for (const ChosenSlice& slice : chosen) {
    Case one = record;
    one.SetId(SliceId(record.id(), plane, slice.index));
    one.json()["images"] = Json::object();
    if (!rules.brain.is_none()) canvas.RequireWithin(slice.brain, one.id());
    const auto placed = [&](std::vector<uint16_t> samples) {
      return canvas.Place(Picture(slicing.width, slicing.height, std::move(samples)));
    };
    const auto write = [&](const std::string& kind, const std::string& bytes) {
      const auto path = out.PathFor(kind, one.id(), ".png");
      files.Write(path, bytes);
      return path;
    };
    for (size_t i = 0; i < prepared.study.images.size(); ++i) {
      const auto values = ExtractSlice(prepared.study.images[i].samples, slicing, slice.index);
      one.SetImage(prepared.study.modalities[i],
                   write("images/" + FileNameOf(prepared.study.modalities[i]),
                         EncodePng(placed(Quantize(values, rules.bits)), rules.bits)));
    }
    if (prepared.study.label)
      one.SetFile("label", write("labels", EncodeLabelPng(placed(ExtractSlice(prepared.study.label->samples,
                                                                              slicing, slice.index)))));
    std::vector<uint16_t> mask(slice.brain.begin(), slice.brain.end());
    for (uint16_t& pixel : mask) pixel = static_cast<uint16_t>(pixel * 255);
    one.SetFile("mask", write("masks", EncodePng(placed(std::move(mask)), 8)));
    one.json()["geometry"] = SliceGeometry(record, prepared, slicing, canvas, slice.index, chosen.size());
    records.push_back(std::move(one));
  }
  FindCutLabels(prepared, slicing, canvas, chosen, records);
  files.Publish();
  return records;
}

}  // namespace f4s
