#include "libfuse4seg/infer/keep_latent.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/infer/latent_file.h"

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

/// Takes slice k apart again and holds that against the sources.
void RequireExact(const std::vector<std::vector<float>>& sources, const std::vector<float>& stored,
                  const Latent& latent, int64_t k, const Fuser& fuser, const std::string& id) {
  const std::vector<float> apart =
      fuser.network().TakeApart(stored, static_cast<int>(latent.height), static_cast<int>(latent.width),
                                latent.SliceOfZ(k), latent.SliceOfRest(k));
  const size_t pixels = stored.size(), begin = static_cast<size_t>(k) * pixels;
  double worst = 0;
  for (size_t s = 0; s < sources.size(); ++s)
    for (size_t i = 0; i < pixels; ++i)
      worst = std::max<double>(worst, std::abs(apart[s * pixels + i] - sources[s][begin + i]));
  if (worst > kLatentExact)
    throw Error(ErrorKind::kInternal, "latent.inexact",
                Cat("the model reconstructs its sources to ", worst, " of full scale only: wanted ",
                    kLatentExact, "; it fuses without --latent"))
        .InCase(id);
}

/// [D,C,P] -> [C,D,P], P pixels.
std::vector<double> ByChannel(const std::vector<double>& z, size_t depth, size_t channels) {
  const size_t pixels = z.size() / (depth * channels);
  std::vector<double> result;
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
  std::vector<std::vector<float>> lumas;
  for (const Raster& source : sources) {
    latent.bits.push_back(source.bits);
    lumas.push_back(PlanesOf(source).y);
  }
  RequireExact(lumas, PlanesOf(fused).y, latent, 0, fuser, record.id());
  for (size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].channels != 3) continue;
    const YCbCrPlanes colours = PlanesOf(sources[i]);
    latent.chroma[modalities[i]] = {colours.cb, colours.cr};
  }
  Write(record, latent, out);
}

void KeepLatent(Case& record, const Volume& fused, const std::vector<Volume>& sources,
                const std::vector<std::string>& modalities, const LatentPlanes& planes, const Fuser& fuser,
                DatasetWriter& out) {
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
  std::vector<std::vector<float>> turned;
  for (const Volume& source : sources) {
    latent.bits.push_back(source.stored == VoxelType::kUint8 ? 8 : 16);
    turned.push_back(PlanesOfVoxels(source.voxels, slicing));
  }
  for (size_t k = 0; k < slices.size(); ++k)
    RequireExact(turned, slices[k], latent, static_cast<int64_t>(k), fuser, record.id());
  Write(record, latent, out);
}

}  // namespace f4s
