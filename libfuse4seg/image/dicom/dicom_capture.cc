#include "libfuse4seg/image/dicom/dicom_capture.h"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/image/dicom/dicom_session.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kCaptureHeaderBytes = uint64_t{1} << 20;

/// Positions are those of the first, smaller pixel's centre.
Json CaptureSlices(const FoundSeries& series, int times) {
  Json slices = SourceSlices(series);
  for (size_t i = 0; i < slices.size(); ++i) {
    const FrameRef& ref = series.stack.frames[i];
    const DicomFrame& frame = series.files[ref.file].frames[static_cast<size_t>(ref.frame)];
    Vector3 position = *frame.position;
    const double inwards = (1.0 / times - 1) / 2;
    for (size_t k = 0; k < 3; ++k)
      position[k] += inwards * ((*frame.orientation)[k] * (*frame.spacing)[1] +
                                (*frame.orientation)[3 + k] * (*frame.spacing)[0]);
    slices[i]["position"] = DicomDecimals(position);
  }
  return slices;
}

Json CaptureRequest(const FoundSeries& series, const CaptureFrames& frames, const DicomMaker& maker) {
  const FrameRef& first = series.stack.frames.front();
  const DicomFile& file = series.files[first.file];
  const DicomFrame& frame = file.frames[static_cast<size_t>(first.frame)];
  const Vector3 spacing = series.stack.geometry.spacing_mm();
  std::array<double, 2> smaller = *frame.spacing;
  for (double& mm : smaller) mm /= frames.times;
  return {{"kind", "capture"},
          {"rows", file.rows * frames.times},
          {"columns", file.columns * frames.times},
          {"samples", frames.levels.channels},
          {"source_series", file.series_uid},
          {"orientation", DicomDecimals(*frame.orientation)},
          {"spacing", DicomDecimals(smaller)},
          {"between", DicomDecimal(spacing[2])},
          {"thickness", DicomDecimal(frame.thickness > 0 ? frame.thickness : spacing[2])},
          {"slices", CaptureSlices(series, frames.times)},
          {"description", DicomPlainText(frames.description)},
          {"derivation", DicomPlainText(frames.derivation, kDicomDescription)},
          {"program", maker.program},
          {"version", maker.version},
          {"parameters", maker.parameters}};
}

void AddCaptureUids(const std::string& part, const std::string& pixels, Json& request) {
  const std::string& source = request["source_series"].get_ref<const std::string&>();
  const std::string maker = ToLine({request["program"], request["version"], request["parameters"],
                                    request["description"], request["derivation"]});
  const std::string content = Sha256Of(ToLine(request)) + Sha256Of(pixels);
  Json instances = Json::array();
  for (size_t i = 0; i < request["slices"].size(); ++i)
    instances.push_back(DerivedUid(Cat("capture\n", i, "\n", content)));
  request["uids"] = {{"series", DerivedUid(Cat("capture series\n", source, "\n", part, "\n", maker))},
                     {"instances", std::move(instances)}};
}

/// The objects come one after another, each behind a line that says how many bytes it has.
std::vector<fs::path> WriteEach(const std::string& objects, size_t count, const fs::path& folder) {
  std::vector<fs::path> files;
  size_t at = 0;
  for (size_t i = 0; i < count; ++i) {
    const size_t end = objects.find('\n', at);
    const auto bytes = end == std::string::npos ? 0 : std::strtoull(objects.c_str() + at, nullptr, 10);
    F4S_CHECK_EQ(bytes > 0 && end + 1 + bytes <= objects.size(), true);
    char name[32];
    std::snprintf(name, sizeof name, "%04zu.dcm", i + 1);
    files.push_back(folder / name);
    WriteFileAtomically(files.back(), std::string_view(objects).substr(end + 1, bytes));
    at = end + 1 + bytes;
  }
  return files;
}

}  // namespace

std::vector<fs::path> WriteDicomCapture(const fs::path& folder, const fs::path& series_folder,
                                        const SeriesChoice& choice, const Grid& grid,
                                        const FramesInOrder& frames_in, const DicomMaker& maker) {
  DicomSession session;
  const FoundSeries series = FindSeries(series_folder, choice, session);
  const auto order = OrderOnto(series.stack.geometry, grid);
  if (!order)
    throw Error(ErrorKind::kBadInput, "dicom.grid",
                Cat("the image is on another grid (", Describe(grid), ") than the series (",
                    Describe(series.stack.geometry), "): a capture lies on its source's own frames"))
        .InFile(series_folder);
  CaptureFrames frames = frames_in(*order);
  Json request = CaptureRequest(series, frames, maker);
  const std::string pixels(frames.levels.samples.begin(), frames.levels.samples.end());
  frames = {};
  AddCaptureUids(series.part.name, pixels, request);
  const size_t count = request["slices"].size();
  const std::string objects =
      ExchangeWithDicomWriter(request, series.files[series.stack.frames.front().file].path, pixels,
                              pixels.size() + count * kCaptureHeaderBytes);
  return WriteEach(objects, count, folder);
}

}  // namespace f4s
