#include "libfuse4seg/image/files/png_chunks.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "libfuse4seg/image/files/deflate.h"
#include "libfuse4seg/image/files/exif.h"

namespace f4s {
namespace {

uint32_t Number32(std::string_view data, size_t at) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i) number = number << 8 | static_cast<unsigned char>(data[at + i]);
  return number;
}

/// That of sRGB and of most writers: nobody means it when he writes it.
bool IsUsualGamma(uint32_t gamma) { return gamma >= 45000 && gamma <= 46000; }

/// Takes what stands before the next zero, and the zero.
std::string_view Field(std::string_view& data) {
  const size_t end = std::min(data.find('\0'), data.size());
  const std::string_view field = data.substr(0, end);
  data.remove_prefix(std::min(end + 1, data.size()));
  return field;
}

/// A text chunk's keyword and text (PNG, third edition, 11.3.3).
struct PngText {
  std::string_view keyword;
  std::string text;
};

/// @param most    characters of a compressed text
/// @param wanted  whether a text of this keyword is looked at: others are not inflated
PngText TextOf(const std::string& name, std::string_view data, size_t most,
               bool (*wanted)(std::string_view)) {
  PngText one = {Field(data), ""};
  if (!wanted(one.keyword)) return one;
  bool is_compressed = name == "zTXt";
  if (name == "iTXt" && data.size() >= 2) {
    is_compressed = data[0] == 1;
    data.remove_prefix(1);
  }
  if (name != "tEXt" && !data.empty()) data.remove_prefix(1);  // the method, of which there is one
  if (name == "iTXt") {
    Field(data);  // language
    Field(data);  // keyword in it
  }
  one.text = is_compressed ? InflateUpTo(data, most) : std::string(data);
  return one;
}

bool HoldsPacket(std::string_view keyword) {
  return keyword == "XML:com.adobe.xmp" || keyword.starts_with("Raw profile type ");
}

/// Of a hexadecimal digit; below 0 of another character.
int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// ImageMagick's "Raw profile": a line of the profile's name, one of its length, then its bytes as
/// hexadecimal digits.
std::string RawProfile(std::string_view text) {
  size_t at = text.find_first_not_of(" \n\r");
  for (int line = 0; line < 2 && at != std::string_view::npos; ++line) {
    at = text.find('\n', at);
    if (at != std::string_view::npos) ++at;
  }
  std::string bytes;
  int high = -1;
  for (; at < text.size(); ++at) {
    const int digit = DigitOf(text[at]);
    if (digit < 0) continue;
    if (high >= 0) bytes += static_cast<char>(high << 4 | digit);
    high = high < 0 ? digit : -1;
  }
  return bytes;
}

void NoteLevels(const std::string& name, std::string_view data, int depth, HeaderNotes& notes) {
  if (name == "iCCP" || name == "cICP") notes.push_back(ProfileIgnored(Cat("a colour profile (", name, ")")));
  if (name == "gAMA" && data.size() == 4 && !IsUsualGamma(Number32(data, 0)))
    notes.push_back(ProfileIgnored(Cat("the gamma ", Number32(data, 0) / 1e5, " (gAMA)")));
  if (name == "sBIT" && std::any_of(data.begin(), data.end(), [&](char bits) { return bits < depth; }))
    notes.push_back({"png.significant_bits", "info",
                     Cat("says that of ", depth, " bits ", int{data[0]},
                         " are significant (sBIT): its levels are taken as they are stored")});
  if (name == "pCAL")
    notes.push_back({"png.calibration", "info",
                     "says what its levels measure (pCAL), which is not applied: they are taken as they are "
                     "stored"});
}

}  // namespace

std::optional<int> PngChunks::OrientationInText(const std::string& name, std::string_view data) {
  const PngText one = TextOf(name, data, texts_left_, &HoldsPacket);
  texts_left_ -= std::min(texts_left_, one.text.size());
  if (texts_left_ == 0)
    throw bad_("text", Cat("holds more than ", kMostTexts >> 20, " MiB of texts for Exif and XMP"));
  if (one.keyword == "XML:com.adobe.xmp") return XmpOrientation(one.text);
  if (one.text.empty()) return std::nullopt;
  const std::string profile = RawProfile(one.text);
  const auto exif = ExifOrientation(profile);
  return exif ? exif : XmpOrientation(profile);
}

std::optional<int> PngChunks::OrientationIn(const std::string& name, std::string_view data) {
  if (name == "eXIf") return ExifOrientation(data);
  if (name == "tEXt" || name == "zTXt" || name == "iTXt") return OrientationInText(name, data);
  return std::nullopt;
}

void PngChunks::Take(const std::string& name, std::string_view data) {
  if (name == "acTL" && data.size() == 8 && Number32(data, 0) > 1)
    throw bad_("frames", Cat("is an animation of ", Number32(data, 0), " frames: wanted one image"));
  if (const int turn = OrientationIn(name, data).value_or(1); turn != 1)
    throw bad_("orientation",
               Cat("its orientation (of ", name == "eXIf" ? "Exif" : "Exif or XMP in a text", ") is ", turn,
                   " (turned or mirrored): wanted 1, its pixels stored as they are seen"));
  if (name == "pHYs" && data.size() == 9)
    if (const auto note = PixelAspect("pHYs", Number32(data, 0), Number32(data, 4))) notes_.push_back(*note);
  if (name == "eXIf")
    if (const auto resolution = ExifResolution(data))
      if (const auto note = PixelAspect("Exif resolution", resolution->first, resolution->second))
        notes_.push_back(*note);
  NoteLevels(name, data, depth_, notes_);
  if (name == "sCAL")
    notes_.push_back({"png.scale", "info",
                      "states the size of its pixels (sCAL), which is not read: distances are in pixels"});
}

}  // namespace f4s
