#include "libfuse4seg/infer/keep_latent.h"

#include <algorithm>
#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/infer/latent_file.h"

namespace f4s {
namespace {

/// As it will be read back from a file with that many bits.
StoredImage<float> Rounded(const Image<float>& image, int bits) {
  StoredImage<float> rounded = {image, bits == 8 ? VoxelType::kUint8 : VoxelType::kUint16};
  for (float& value : rounded.samples)
    value = static_cast<float>(Quantize(value, bits)) / (bits == 8 ? 255.0F : 65535.0F);
  return rounded;
}

/// y less what the stored image says of it, [D,H',W'].
std::vector<double> RestOf(const Image<float>& stored, const LatentPlanes& planes, const Fuser& fuser) {
  std::vector<double> rest = planes.y;
  size_t place = 0;
  for (int64_t z = 0; z < stored.depth(); ++z)
    for (const float raw : fuser.network().RawOf(stored.plane(z).pixels(), stored.height(), stored.width()))
      rest[place++] -= raw;
  return rest;
}

/// Takes slice k apart again and holds that against the sources, all of them as networks see them.
void RequireExact(const std::vector<Image<float>>& sources, const Image<float>& stored, const Latent& latent,
                  int64_t k, const Fuser& fuser, const std::string& id) {
  const std::vector<float> apart = fuser.network().TakeApart(
      stored.plane(k).pixels(), stored.height(), stored.width(), latent.SliceOfZ(k), latent.SliceOfRest(k));
  const auto pixels = static_cast<size_t>(stored.num_pixels());
  double worst = 0;
  for (size_t s = 0; s < sources.size(); ++s) {
    const auto source = sources[s].plane(k).pixels();
    for (size_t i = 0; i < pixels; ++i)
      worst = std::max<double>(worst, std::abs(apart[s * pixels + i] - source[i]));
  }
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

Chroma ChromaOf(const Image<float>& image) {
  Chroma chroma;
  for (size_t pixel = 0; pixel < static_cast<size_t>(image.num_pixels()); ++pixel) {
    const YCbCr colour = ColourAt(image, pixel);
    chroma.cb.push_back(colour.cb);
    chroma.cr.push_back(colour.cr);
  }
  return chroma;
}

}  // namespace

void KeepLatent(Case& record, const Image<float>& fused, const CaseImages& sources,
                const LatentPlanes& planes, const Fuser& fuser, DatasetWriter& out) {
  const StoredImage<float> written = Rounded(fused, fuser.bits());
  const Image<float> stored = AsSeen(LumaOf(written));
  Latent latent;
  latent.model = fuser.name();
  latent.fused = PixelDigest(written);
  latent.modalities = sources.modalities;
  latent.width = stored.width(), latent.height = stored.height();
  latent.slices = fused.is_picture() ? 0 : stored.depth();
  latent.padded_width = latent.width + latent.width % 2,
  latent.padded_height = latent.height + latent.height % 2;
  latent.rest = RestOf(stored, planes, fuser);
  latent.z = ByChannel(planes.z, static_cast<size_t>(stored.depth()), sources.modalities.size() - 1);
  std::vector<Image<float>> seen;
  for (size_t i = 0; i < sources.images.size(); ++i) {
    const StoredImage<float>& source = sources.images[i];
    latent.bits.push_back(source.stored == VoxelType::kUint8 ? 8 : 16);
    seen.push_back(AsSeen(LumaOf(source)));
    if (source.channels == 3) latent.chroma[sources.modalities[i]] = ChromaOf(source);
  }
  for (int64_t k = 0; k < stored.depth(); ++k) RequireExact(seen, stored, latent, k, fuser, record.id());
  const auto path = out.PathFor("latent", record.id(), ".safetensors");
  WriteLatent(path, latent);
  record.SetFile("latent", path);
}

}  // namespace f4s
