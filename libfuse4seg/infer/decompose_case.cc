#include "libfuse4seg/infer/decompose_case.h"

#include <algorithm>
#include <optional>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/infer/latent_file.h"

namespace f4s {
namespace {

/// A fused image and its planes [D,H,W] as networks see them.
struct FusedImage {
  VoxelType type{};
  Image<float> image, seen;

  explicit FusedImage(const std::filesystem::path& file)
      : image(ReadUnitImage(file, &type)), seen(AsSeen(LumaOf(image))) {}
};

/// The record's latent file, if it is to be used.
std::optional<Latent> LatentFor(const Case& record, const FusedImage& image, const Fuser& fuser,
                                DecomposeFrom from) {
  const auto file = record.file("latent");
  if (from == DecomposeFrom::kFused || (from == DecomposeFrom::kAuto && !file)) return std::nullopt;
  if (!file)
    throw Error(
        ErrorKind::kBadInput, "case.latent",
        Cat("has no latent file, which --decompose-from ", from == DecomposeFrom::kExact ? "exact" : "levels",
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
  const int slices = image.image.is_picture() ? 0 : image.seen.depth();
  if (latent.fused != PixelDigest(image.image, image.type) || latent.width != image.seen.width() ||
      latent.height != image.seen.height() || latent.slices != slices)
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
std::vector<double> Drawn(const Image<float>& seen, size_t channels, uint64_t seed, int64_t k) {
  const int64_t rows = seen.height() + seen.height() % 2, columns = seen.width() + seen.width() % 2;
  std::vector<double> z(channels * static_cast<size_t>(rows * columns));
  for (size_t i = 0; i < z.size(); ++i) z[i] = Normal(seed, k, i);
  return z;
}

/// The images [D,H,W] of all slots.
std::vector<std::vector<float>> TakenApart(const Image<float>& seen, const std::optional<Latent>& latent,
                                           bool exact, size_t slots, const Fuser& fuser, uint64_t seed) {
  const auto pixels = static_cast<size_t>(seen.num_pixels());
  std::vector<std::vector<float>> images(slots);
  for (int64_t k = 0; k < seen.depth(); ++k) {
    const std::vector<double> z = latent ? latent->SliceOfZ(k) : Drawn(seen, slots - 1, seed, k);
    const std::vector<double> rest = exact ? latent->SliceOfRest(k) : std::vector<double>();
    const std::vector<float> all = fuser.network().TakeApart(seen.plane(k), z, rest);
    for (size_t s = 0; s < slots; ++s) {
      const auto begin = all.begin() + static_cast<std::ptrdiff_t>(s * pixels);
      images[s].insert(images[s].end(), begin, begin + static_cast<std::ptrdiff_t>(pixels));
    }
  }
  return images;
}

Image<float> WithChroma(const Image<float>& luma, const Chroma& chroma) {
  Image<float> image = {luma.grid, 3, {}};
  for (size_t i = 0; i < luma.samples.size(); ++i) {
    const Rgb rgb = RgbFromYCbCr({luma.samples[i], chroma.cb[i], chroma.cr[i]});
    image.samples.insert(image.samples.end(), rgb.begin(), rgb.end());
  }
  return image;
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
  const FusedImage image(*file);
  const auto latent = LatentFor(record, image, fuser, options.decompose_from);
  const std::vector<std::string> names = NamesFor(record, latent, fuser, options);
  const bool exact = latent && options.decompose_from != DecomposeFrom::kLevels;
  auto images = TakenApart(image.seen, latent, exact, names.size(), fuser, SeedOf(record.id(), seed));
  Case result = record;
  result.json()["decomposed"] = Json::object();
  result.json()["decomposed_from"] = exact ? "exact" : latent ? "levels" : "fused";
  for (size_t s = 0; s < names.size(); ++s) {
    const Chroma* chroma = nullptr;
    if (latent)
      if (const auto found = latent->chroma.find(latent->modalities[s]); found != latent->chroma.end())
        chroma = &found->second;
    const auto path =
        out.PathFor("decomposed", record.id() + "_" + names[s], ImageExtension(image.image.grid));
    const int bits = exact ? std::max(fuser.bits(), latent->bits[s]) : fuser.bits();
    const Image<float> grey = AsStored(std::move(images[s]), image.image.grid);
    WriteImage(path, chroma != nullptr ? WithChroma(grey, *chroma) : grey, bits);
    result.json()["decomposed"][names[s]] = path.string();
  }
  const Json& by = result.json().contains("fused_by") ? result.json()["fused_by"] : Json(fuser.name());
  if (by != fuser.name() && !HasFinding(result, "decompose.foreign"))
    result.AddFinding("decompose.foreign", "warning",
                      Cat("the fused image is by ", ToLine(by), ", not by the model that decomposed it"));
  return {result};
}

}  // namespace f4s
