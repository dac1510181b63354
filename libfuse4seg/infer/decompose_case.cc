#include "libfuse4seg/infer/decompose_case.h"

#include <algorithm>
#include <optional>
#include <span>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/volume_levels.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/png_io.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/infer/latent_file.h"
#include "libfuse4seg/kernels/normal_numbers.h"

namespace f4s {
namespace {

/// A fused image as networks see it: slices [H,W], one after another.
struct FusedImage {
  int width = 0, height = 0;
  int64_t slices = 0;                ///< 0: a picture
  std::vector<float> planes;         ///< in 0..1
  std::optional<Geometry> geometry;  ///< of a volume
  std::string digest;
};

FusedImage ReadFused(const std::filesystem::path& file) {
  FusedImage image;
  if (!IsVolume(ImageFileKindOf(file))) {
    const Raster raster = ReadRaster(file);
    image.width = raster.width, image.height = raster.height;
    image.planes = PlanesOf(raster).y;
    image.digest = PixelDigest(raster);
    return image;
  }
  Volume volume = ReadVolume(file);
  image.digest = PixelDigest(volume);
  ToUnitScale(volume, file);
  const Slicing slicing = NetworkSlicing(volume.geometry);
  image.width = static_cast<int>(slicing.width), image.height = static_cast<int>(slicing.height);
  image.slices = slicing.slices;
  image.planes = PlanesOfVoxels(volume.voxels, slicing);
  image.geometry = volume.geometry;
  return image;
}

/// The record's latent file, if it is to be used.
std::optional<Latent> LatentFor(const Case& record, const FusedImage& image, const Fuser& fuser,
                                const std::string& from) {
  const auto file = record.file("latent");
  if (from == "fused" || (from == "auto" && !file)) return std::nullopt;
  if (!file)
    throw Error(ErrorKind::kBadInput, "case.latent",
                Cat("has no latent file, which --decompose-from ", from,
                    " needs: f4s-fuse --latent writes one; --decompose-from fused does without"))
        .InCase(record.id());
  const Latent latent = ReadLatent(*file);
  const auto refuse = [&](const char* code, const std::string& what) {
    throw Error(ErrorKind::kBadInput, code, Cat(what, "; --decompose-from fused does without")).InFile(*file);
  };
  if (latent.model != fuser.name() ||
      latent.modalities.size() != fuser.model()->description.modalities.size())
    refuse("latent.model", Cat("is of the model with sha256 ", latent.model, ", not of ",
                               fuser.model()->path.string(), " with ", fuser.name()));
  if (latent.fused != image.digest || latent.width != image.width || latent.height != image.height ||
      latent.slices != image.slices)
    refuse("latent.fused", Cat("was written for another fused image than ", record.file("fused")->string(),
                               ": their pixels differ"));
  return latent;
}

std::vector<std::string> NamesFor(const Case& record, const std::optional<Latent>& latent, const Fuser& fuser,
                                  const FuserOptions& options) {
  const ModelDescription& model = fuser.model()->description;
  const std::vector<std::string> known = latent ? latent->modalities : record.fused_from();
  std::vector<std::string> given = options.modalities;
  if (!given.empty() && !known.empty() &&
      !std::is_permutation(given.begin(), given.end(), known.begin(), known.end()))
    throw Error(ErrorKind::kBadInput, "model.modalities",
                Cat("--modalities ", Joined(given, ","), ": its fused image is of ", Joined(known, ",")))
        .InCase(record.id());
  if (latent) return latent->modalities;
  if (given.empty()) given = known;
  if (given.empty()) return model.SlotNames();
  std::vector<std::string> names;
  for (const SlotMatch& match : model.MatchInOrder(given)) names.push_back(match.modality);
  if (names.size() != model.modalities.size())
    throw Error(ErrorKind::kBadInput, "model.modalities",
                Cat(given.size(), " modalities named for what the model gives ", model.modalities.size(),
                    " of: ", model.SlotsText()))
        .InCase(record.id());
  return names;
}

/// Latent planes [S-1,H',W'] of slice k from the normal distribution.
std::vector<double> Drawn(const FusedImage& image, size_t channels, uint64_t seed, int64_t k) {
  const int64_t rows = image.height + image.height % 2, columns = image.width + image.width % 2;
  std::vector<double> z(channels * static_cast<size_t>(rows * columns));
  for (size_t i = 0; i < z.size(); ++i) z[i] = Normal(seed, k, i);
  return z;
}

/// The images [D,H,W] of all slots.
std::vector<std::vector<float>> TakenApart(const FusedImage& image, const std::optional<Latent>& latent,
                                           bool exact, size_t slots, const Fuser& fuser, uint64_t seed) {
  const auto pixels = static_cast<size_t>(image.width) * static_cast<size_t>(image.height);
  std::vector<std::vector<float>> images(slots);
  for (size_t k = 0; k * pixels < image.planes.size(); ++k) {
    const auto slice = static_cast<int64_t>(k);
    const std::vector<double> z = latent ? latent->SliceOfZ(slice) : Drawn(image, slots - 1, seed, slice);
    const std::vector<double> rest = exact ? latent->SliceOfRest(slice) : std::vector<double>();
    const std::vector<float> all = fuser.network().TakeApart(
        std::span(image.planes).subspan(k * pixels, pixels), image.height, image.width, z, rest);
    for (size_t s = 0; s < slots; ++s) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(s * pixels);
      images[s].insert(images[s].end(), begin, begin + static_cast<std::ptrdiff_t>(pixels));
    }
  }
  return images;
}

Raster InColour(const std::vector<float>& luma, const Chroma& chroma, const FusedImage& image, int bits) {
  Raster raster = {image.width, image.height, 3, bits, {}};
  for (size_t i = 0; i < luma.size(); ++i)
    for (const float value : RgbFromYCbCr({luma[i], chroma.cb[i], chroma.cr[i]}))
      raster.samples.push_back(Quantize(value, bits));
  return raster;
}

void Write(const std::filesystem::path& path, const std::vector<float>& planes, const Chroma* chroma,
           const FusedImage& image, int bits) {
  if (!image.geometry) {
    WritePng(path, chroma != nullptr ? InColour(planes, *chroma, image, bits)
                                     : Raster{image.width, image.height, 1, bits, Quantize(planes, bits)});
    return;
  }
  const std::vector<uint16_t> levels =
      Quantize(VoxelsOfPlanes(planes, NetworkSlicing(*image.geometry)), bits);
  WriteVolume(
      path,
      {*image.geometry, {levels.begin(), levels.end()}, bits == 8 ? VoxelType::kUint8 : VoxelType::kUint16});
}

bool HasFinding(const Case& record, const std::string& code) {
  const Json* const findings = FindPath(record.json(), "findings");
  return findings != nullptr && std::any_of(findings->begin(), findings->end(),
                                            [&](const Json& one) { return one.value("code", "") == code; });
}

}  // namespace

std::vector<Case> DecomposeCase(const Case& record, const Fuser& fuser, const FuserOptions& options,
                                uint64_t seed, DatasetWriter& out) {
  const auto file = record.file("fused");
  if (!file)
    throw Error(ErrorKind::kBadInput, "case.fused", "has no fused image to decompose").InCase(record.id());
  if (record.json().contains("fused_stretch"))
    throw Error(ErrorKind::kBadInput, "case.stretch",
                "its fused image was stretched, and is not what the model made: f4s-fuse --stretch none")
        .InCase(record.id());
  const FusedImage image = ReadFused(*file);
  const auto latent = LatentFor(record, image, fuser, options.decompose_from);
  const std::vector<std::string> names = NamesFor(record, latent, fuser, options);
  const bool exact = latent && options.decompose_from != "levels";
  const auto images = TakenApart(image, latent, exact, names.size(), fuser, SeedOf(record.id(), seed));
  Case result = record;
  result.json()["decomposed"] = Json::object();
  result.json()["decomposed_from"] = exact ? "exact" : latent ? "levels" : "fused";
  for (size_t s = 0; s < names.size(); ++s) {
    const Chroma* chroma = nullptr;
    if (latent)
      if (const auto found = latent->chroma.find(latent->modalities[s]); found != latent->chroma.end())
        chroma = &found->second;
    const auto path =
        out.PathFor("decomposed", record.id() + "_" + names[s], image.geometry ? ".nii.gz" : ".png");
    const int bits = exact ? std::max(fuser.bits(), latent->bits[s]) : fuser.bits();
    Write(path, images[s], chroma, image, bits);
    result.json()["decomposed"][names[s]] = path.string();
  }
  const Json& by = result.json().contains("fused_by") ? result.json()["fused_by"] : Json(fuser.name());
  if (by != fuser.name() && !HasFinding(result, "decompose.foreign"))
    result.AddFinding("decompose.foreign", "warning",
                      Cat("the fused image is by ", ToLine(by), ", not by the model that decomposed it"));
  return {result};
}

}  // namespace f4s
