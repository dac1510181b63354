#include "libfuse4seg/infer/latent_file.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/cases/volume_planes.h"
#include "libfuse4seg/image/colour.h"
#include "libfuse4seg/image/intensity.h"

namespace f4s {
namespace {

/// As it will be read back from a file with that many bits.
Image<float> Rounded(Image<float> rounded, int bits) {
  for (float& value : rounded.samples)
    value = static_cast<float>(Quantize(value, bits)) / (bits == 8 ? 255.0F : 65535.0F);
  return rounded;
}

/// y less what the stored image says of it, [D,H',W'].
std::vector<double> RestOf(const Image<float>& stored, const LatentPlanes& planes, const Fuser& fuser) {
  std::vector<double> rest = planes.y;
  size_t place = 0;
  for (int64_t z = 0; z < stored.depth(); ++z)
    for (const float raw : fuser.network().RawOf(stored.plane(z))) rest[place++] -= raw;
  return rest;
}

/// Takes slice k apart again and holds that against the sources, all of them as networks see them.
void RequireExact(const std::vector<Image<float>>& sources, const Image<float>& stored, const Latent& latent,
                  int64_t k, const Fuser& fuser, const std::string& id) {
  const std::vector<float> apart =
      fuser.network().TakeApart(stored.plane(k), latent.SliceOfZ(k), latent.SliceOfRest(k));
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
  const Image<float> written = Rounded(fused, fuser.bits());
  const Image<float> stored = AsSeen(LumaOf(written));
  Latent latent;
  latent.model = fuser.name();
  latent.fused = PixelDigest(written, TypeOfLevels(fuser.bits()));
  latent.modalities = sources.modalities;
  latent.width = stored.width(), latent.height = stored.height();
  latent.slices = fused.is_picture() ? 0 : stored.depth();
  latent.padded_width = latent.width + latent.width % 2,
  latent.padded_height = latent.height + latent.height % 2;
  latent.rest = RestOf(stored, planes, fuser);
  latent.z = ByChannel(planes.z, static_cast<size_t>(stored.depth()), sources.modalities.size() - 1);
  std::vector<Image<float>> seen;
  for (size_t i = 0; i < sources.images.size(); ++i) {
    const Image<float>& source = sources.images[i];
    latent.bits.push_back(LevelBits(sources.types[i]));
    seen.push_back(AsSeen(LumaOf(source)));
    if (source.channels == 3) latent.chroma[sources.modalities[i]] = ChromaOf(source);
  }
  for (int64_t k = 0; k < stored.depth(); ++k) RequireExact(seen, stored, latent, k, fuser, record.id());
  const auto path = out.PathFor("latent", record.id(), ".safetensors");
  WriteLatent(path, latent);
  record.SetFile("latent", path);
}

namespace {

constexpr const char* kFormat = "f4s.latent/1";
constexpr const char* kChroma = "chroma.";
constexpr int64_t kLongestSide = int64_t{1} << 20;

template <class T>
std::string_view BytesOf(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

template <class T>
constexpr const char* kType = sizeof(T) == 8 ? "F64" : "F32";

template <class T>
TensorView ViewOf(const std::vector<T>& values, std::vector<int64_t> shape) {
  return {kType<T>, std::move(shape), std::as_bytes(std::span(values))};
}

Error Bad(const std::string& code, const std::string& message) {
  return {ErrorKind::kBadInput, "latent." + code, message};
}

/// The numbers of a tensor, which must be of that shape.
template <class T>
std::vector<T> Numbers(const SafetensorsFile& file, const std::string& name,
                       const std::vector<int64_t>& shape) {
  const TensorView& view = file.tensor(name);
  if (view.dtype != kType<T> || view.shape != shape)
    throw Bad("shape", Cat("tensor ", Quoted(name), " is ", view.dtype, " of ", view.shape.size(),
                           " dimensions that do not fit the size in the metadata: wanted ", kType<T>,
                           " planes of it"));
  std::vector<T> values(view.bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), view.bytes.data(), view.bytes.size());
  for (const T value : values)
    if (!std::isfinite(value))
      throw Bad("shape", Cat("tensor ", Quoted(name), " holds a value that is not finite"));
  return values;
}

const Json& Field(const Json& json, const char* key, bool fits_if_array) {
  const Json* const found = json.is_object() && json.contains(key) ? &json[key] : nullptr;
  if (found == nullptr || (fits_if_array ? !found->is_array() : !found->is_string()))
    throw Bad("field", Cat(key, ": wanted ", fits_if_array ? "a list" : "text"));
  return *found;
}

std::vector<int64_t> SizeOf(const Json& json) {
  std::vector<int64_t> size;
  for (const Json& side : Field(json, "size", true)) {
    if (!side.is_number_integer() || side < 1 || side > kLongestSide)
      throw Bad("field", Cat("size: ", ToLine(side), " is not from 1 to ", kLongestSide));
    size.push_back(side.get<int64_t>());
  }
  if (size.size() != 2 && size.size() != 3) throw Bad("field", "size: wanted [W,H] or [W,H,D]");
  return size;
}

std::vector<std::string> NamesOf(const Json& json) {
  std::vector<std::string> names;
  for (const Json& name : Field(json, "modalities", true)) {
    if (!name.is_string()) throw Bad("field", Cat("modalities: ", ToLine(name), " is no name"));
    names.push_back(name.get<std::string>());
  }
  if (names.size() < 2 || names.size() > 4 || std::set(names.begin(), names.end()).size() != names.size())
    throw Bad("field", Cat("modalities: ", ToLine(json["modalities"]), ": wanted 2 to 4 that differ"));
  return names;
}

std::vector<int> BitsOf(const Json& json, size_t count) {
  std::vector<int> bits;
  for (const Json& one : Field(json, "bits", true))
    if (one == 8 || one == 16) bits.push_back(one.get<int>());
  if (bits.size() != count) throw Bad("field", "bits: wanted 8 or 16 for each modality");
  return bits;
}

std::string TensorDigest(const Latent& latent) {
  Sha256 digest;
  digest.Update(BytesOf(latent.z));
  digest.Update(BytesOf(latent.rest));
  for (const auto& [name, chroma] : latent.chroma) {
    digest.Update(name + '\n');
    digest.Update(BytesOf(chroma.cb));
    digest.Update(BytesOf(chroma.cr));
  }
  return digest.HexDigest();
}

/// [first...,(D,)height,width]
std::vector<int64_t> Shape(std::vector<int64_t> first, const Latent& latent) {
  if (latent.slices > 0) first.push_back(latent.slices);
  first.push_back(latent.padded_height);
  first.push_back(latent.padded_width);
  return first;
}

Latent Parsed(const SafetensorsFile& file) {
  const auto& metadata = file.metadata();
  const auto format = metadata.find("format"), text = metadata.find("latent");
  if (format == metadata.end() || format->second != kFormat || text == metadata.end())
    throw Bad("format", Cat("is no latent file: its metadata do not say format ", kFormat));
  const Json json = ParseJson(text->second, {});
  Latent latent;
  latent.model = Field(json, "model", false).get<std::string>();
  latent.fused = Field(json, "fused", false).get<std::string>();
  latent.modalities = NamesOf(json);
  latent.bits = BitsOf(json, latent.modalities.size());
  const std::vector<int64_t> size = SizeOf(json);
  latent.width = size[0], latent.height = size[1], latent.slices = size.size() == 3 ? size[2] : 0;
  latent.padded_width = size[0] + size[0] % 2, latent.padded_height = size[1] + size[1] % 2;
  latent.z = Numbers<double>(file, "z", Shape({std::ssize(latent.modalities) - 1}, latent));
  latent.rest = Numbers<double>(file, "rest", Shape({}, latent));
  const int64_t pixels = latent.width * latent.height;
  for (const std::string& name : latent.modalities) {
    if (!file.tensors().contains(kChroma + name)) continue;
    const std::vector<float> both = Numbers<float>(file, kChroma + name, {2, latent.height, latent.width});
    latent.chroma[name] = {{both.begin(), both.begin() + pixels}, {both.begin() + pixels, both.end()}};
  }
  if (Field(json, "tensors", false) != TensorDigest(latent))
    throw Bad("damaged", "its numbers are not those that f4s-fuse --latent wrote");
  return latent;
}

}  // namespace

std::vector<double> Latent::SliceOfZ(int64_t k) const {
  const int64_t pixels = padded_width * padded_height, depth = std::max<int64_t>(1, slices);
  std::vector<double> slice;
  for (int64_t c = 0; c + 1 < std::ssize(modalities); ++c) {
    const auto begin = z.begin() + (c * depth + k) * pixels;
    slice.insert(slice.end(), begin, begin + pixels);
  }
  return slice;
}

std::vector<double> Latent::SliceOfRest(int64_t k) const {
  const auto begin = rest.begin() + k * padded_width * padded_height;
  return {begin, begin + padded_width * padded_height};
}

std::string PixelDigest(const Image<float>& image, VoxelType type) {
  const int bits = type == VoxelType::kUint8 ? 8 : type == VoxelType::kUint16 ? 16 : 0;
  const std::vector<uint16_t> levels = bits > 0 ? Quantize(image.samples, bits) : std::vector<uint16_t>();
  Sha256 digest;
  if (image.is_picture()) {
    digest.Update(Cat("picture ", image.width(), ' ', image.height(), ' ', image.channels, ' ', bits, '\n'));
    digest.Update(BytesOf(levels));
    return digest.HexDigest();
  }
  digest.Update("volume");
  for (const int64_t side : image.grid.size) digest.Update(Cat(' ', side));
  digest.Update(Cat(' ', static_cast<int>(type), '\n'));
  digest.Update(BytesOf(bits > 0 ? std::vector<float>(levels.begin(), levels.end()) : image.samples));
  return digest.HexDigest();
}

void WriteLatent(const std::filesystem::path& file, const Latent& latent) {
  Json size = {latent.width, latent.height};
  if (latent.slices > 0) size.push_back(latent.slices);
  const Json json = {
      {"model", latent.model},           {"fused", latent.fused}, {"tensors", TensorDigest(latent)},
      {"modalities", latent.modalities}, {"bits", latent.bits},   {"size", size}};
  std::map<std::string, TensorView> tensors = {
      {"z", ViewOf(latent.z, Shape({std::ssize(latent.modalities) - 1}, latent))},
      {"rest", ViewOf(latent.rest, Shape({}, latent))}};
  std::map<std::string, std::vector<float>> both;
  for (const auto& [name, chroma] : latent.chroma) {
    std::vector<float>& planes = both[name] = chroma.cb;
    planes.insert(planes.end(), chroma.cr.begin(), chroma.cr.end());
    tensors[kChroma + name] = ViewOf(planes, {2, latent.height, latent.width});
  }
  WriteSafetensors(file, tensors, {{"format", kFormat}, {"latent", ToLine(json)}});
}

Latent ReadLatent(const std::filesystem::path& file) {
  const SafetensorsFile opened(file);
  try {
    return Parsed(opened);
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

}  // namespace f4s
