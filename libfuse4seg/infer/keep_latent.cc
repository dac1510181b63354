#include "libfuse4seg/infer/keep_latent.h"

#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/infer/latent_file.h"
#include "libfuse4seg/infer/volume_planes.h"

namespace f4s {
namespace {

/// All but colours; `slices` are of the fused image as it is stored, in 0..1, each width x height.
Latent LatentOf(const std::vector<std::vector<float>>& slices, int width, int height,
                const LatentPlanes& planes, const Fuser& fuser) {
  Latent latent;
  latent.model = fuser.name();
  latent.width = width, latent.height = height;
  latent.padded_width = width + width % 2, latent.padded_height = height + height % 2;
  latent.rest = planes.y;
  size_t place = 0;
  for (const std::vector<float>& slice : slices)
    for (const float raw : fuser.network().RawOf(slice, height, width)) latent.rest[place++] -= raw;
  return latent;
}

/// [D,C,P] -> [C,D,P], P pixels.
std::vector<float> ByChannel(const std::vector<float>& z, size_t depth, size_t channels) {
  const size_t pixels = z.size() / (depth * channels);
  std::vector<float> result;
  result.reserve(z.size());
  for (size_t c = 0; c < channels; ++c)
    for (size_t k = 0; k < depth; ++k) {
      const auto begin = z.begin() + static_cast<std::ptrdiff_t>((k * channels + c) * pixels);
      result.insert(result.end(), begin, begin + static_cast<std::ptrdiff_t>(pixels));
    }
  return result;
}

void Write(Case& record, const Latent& latent, DatasetWriter& out) {
  const auto path = out.PathFor("latent", record.id(), ".safetensors");
  WriteLatent(path, latent);
  record.SetFile("latent", path);
}

}  // namespace

void KeepLatent(Case& record, const Raster& fused, const std::vector<Raster>& sources,
                const std::vector<std::string>& modalities, const LatentPlanes& planes, const Fuser& fuser,
                DatasetWriter& out) {
  Latent latent = LatentOf({PlanesOf(fused).y}, fused.width, fused.height, planes, fuser);
  latent.fused = PixelDigest(fused);
  latent.modalities = modalities;
  latent.z = planes.z;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].channels != 3) continue;
    const YCbCrPlanes colours = PlanesOf(sources[i]);
    latent.chroma[modalities[i]] = {colours.cb, colours.cr};
  }
  Write(record, latent, out);
}

void KeepLatent(Case& record, const Volume& fused, const std::vector<std::string>& modalities,
                const LatentPlanes& planes, const Fuser& fuser, DatasetWriter& out) {
  const Slicing slicing = NetworkSlicing(fused.geometry);
  const auto pixels = static_cast<size_t>(slicing.width * slicing.height);
  const float scale = fused.stored == VoxelType::kUint8 ? 255 : 65535;
  std::vector<float> stored = PlanesOfVoxels(fused.voxels, slicing);
  for (float& level : stored) level /= scale;
  std::vector<std::vector<float>> slices;
  for (auto begin = stored.begin(); begin != stored.end(); begin += static_cast<std::ptrdiff_t>(pixels))
    slices.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(pixels));
  Latent latent =
      LatentOf(slices, static_cast<int>(slicing.width), static_cast<int>(slicing.height), planes, fuser);
  latent.slices = slicing.slices;
  latent.fused = PixelDigest(fused);
  latent.modalities = modalities;
  latent.z = ByChannel(planes.z, slices.size(), modalities.size() - 1);
  Write(record, latent, out);
}

}  // namespace f4s
