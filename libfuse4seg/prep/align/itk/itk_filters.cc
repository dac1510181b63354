#include "libfuse4seg/prep/align/itk/itk_filters.h"

namespace f4s {

itk::Image<float, 3>::Pointer ItkView(const Image<float>& volume) {
  using FloatImage = itk::Image<float, 3>;
  const Grid& geometry = volume.grid;
  const Vector3 spacing = geometry.spacing_mm();
  FloatImage::SizeType size;
  FloatImage::PointType origin;
  FloatImage::SpacingType step;
  FloatImage::DirectionType direction;
  for (unsigned i = 0; i < 3; ++i) {
    size[i] = static_cast<itk::SizeValueType>(geometry.size[i]);
    origin[i] = geometry.world_from_voxel[i][3];
    step[i] = spacing[i];
    for (unsigned j = 0; j < 3; ++j) direction(i, j) = geometry.world_from_voxel[i][j] / spacing[j];
  }
  const auto image = FloatImage::New();
  image->SetRegions(size);
  image->SetOrigin(origin);
  image->SetSpacing(step);
  image->SetDirection(direction);
  // ITK only reads it, but has no type that says so.
  image->GetPixelContainer()->SetImportPointer(const_cast<float*>(volume.samples.data()),
                                               volume.samples.size(), false);
  return image;
}

std::string ItkReason(const itk::ExceptionObject& error) {
  std::string text = error.GetDescription();
  for (char& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  return text;
}

}  // namespace f4s
