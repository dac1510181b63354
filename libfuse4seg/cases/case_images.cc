#include "libfuse4seg/cases/case_images.h"

#include "libfuse4seg/cases/volume_levels.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_io.h"

namespace f4s {
namespace {

using Path = std::filesystem::path;

/// Reads one image after another and holds each against the first.
class Reader {
 public:
  explicit Reader(CaseImages& images) : images_(images) {}

  std::vector<float> Read(const Path& file) {
    return IsVolume(ImageFileKindOf(file)) ? ReadOneVolume(file) : ReadPicture(file);
  }

 private:
  std::vector<float> ReadPicture(const Path& file) {
    const Raster raster = ReadRaster(file);
    if (IsFirst(file)) {
      images_.width = raster.width;
      images_.height = raster.height;
      images_.slices = 1;
    } else {
      RequireKind(file, false);
      if (raster.width != images_.width || raster.height != images_.height)
        throw Error(ErrorKind::kBadInput, "image.size",
                    Cat("is ", raster.width, "x", raster.height, ", but ", first_.filename().string(), " is ",
                        images_.width, "x", images_.height))
            .InFile(file);
    }
    return PlanesOf(raster).y;
  }

  std::vector<float> ReadOneVolume(const Path& file) {
    Volume volume = ReadVolume(file);
    if (IsFirst(file)) {
      slicing_ = NetworkSlicing(volume.geometry);
      images_.geometry = volume.geometry;
      images_.width = static_cast<int>(slicing_.width);
      images_.height = static_cast<int>(slicing_.height);
      images_.slices = static_cast<int>(slicing_.slices);
    } else {
      RequireKind(file, true);
      if (!SameGrid(*images_.geometry, volume.geometry))
        throw Error(
            ErrorKind::kBadInput, "geometry.grids",
            Cat("its grid (", Describe(volume.geometry), ") is not that of ", first_.filename().string(),
                " (", Describe(*images_.geometry), "): corners lie up to ",
                CornerDisplacement(*images_.geometry, volume.geometry), " voxels apart"))
            .InFile(file);
    }
    ToUnitScale(volume, file);
    return PlanesOfVoxels(volume.voxels, slicing_);
  }

  bool IsFirst(const Path& file) {
    if (!first_.empty()) return false;
    first_ = file;
    return true;
  }

  void RequireKind(const Path& file, bool volume) const {
    if (images_.geometry.has_value() != volume)
      throw Error(ErrorKind::kBadInput, "case.kinds",
                  Cat("is a ", volume ? "volume" : "2-D image", ", but ", first_.filename().string(),
                      " is not: wanted one kind"))
          .InFile(file);
  }

  CaseImages& images_;
  Path first_;
  Slicing slicing_;
};

}  // namespace

std::span<const float> CaseImages::Slice(const std::vector<float>& image, int z) const {
  if (image.empty()) return {};
  return std::span(image).subspan(static_cast<size_t>(z) * num_pixels(), num_pixels());
}

CaseImages ReadCaseImages(const Case& record, const std::vector<std::string>& modalities, bool fused) {
  CaseImages images;
  Reader reader(images);
  for (const std::string& modality : modalities)
    images.modalities.push_back(reader.Read(record.image(modality)));
  if (fused) {
    const auto file = record.file("fused");
    if (!file) throw Error(ErrorKind::kBadInput, "case.fused", "has no fused image").InCase(record.id());
    images.fused = reader.Read(*file);
  }
  return images;
}

}  // namespace f4s
