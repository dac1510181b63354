// The elements of PNG and JPEG files, row by row of docs/formats.md.

#include "tests/unit/image/elements.h"

namespace f4s {
namespace {

/// @param type  of TIFF 6.0: 3 is SHORT
std::string Tiff(int orientation, bool big, uint16_t type = 3) {
  std::string tiff = std::string(big ? "MM" : "II") + std::string(24, '\0');
  Poke<uint16_t>(tiff, 2, 42, big);
  Poke<uint32_t>(tiff, 4, 8, big);
  Poke<uint16_t>(tiff, 8, 1, big);
  Poke<uint16_t>(tiff, 10, 0x0112, big);
  Poke<uint16_t>(tiff, 12, type, big);
  Poke<uint32_t>(tiff, 14, 1, big);
  if (type == 1) tiff[18] = static_cast<char>(orientation);
  if (type == 3) Poke<uint16_t>(tiff, 18, static_cast<uint16_t>(orientation), big);
  if (type == 4) Poke<uint32_t>(tiff, 18, static_cast<uint32_t>(orientation), big);
  return tiff;
}

/// Exif data of a resolution of x and y dots.
std::string Resolution(uint32_t x, uint32_t y) {
  std::string tiff = "II" + std::string(60, '\0');
  Poke<uint16_t>(tiff, 2, 42);
  Poke<uint32_t>(tiff, 4, 8);
  Poke<uint16_t>(tiff, 8, 2);
  for (const size_t i : {size_t{0}, size_t{1}}) {
    const size_t entry = 10 + 12 * i, place = 40 + 8 * i;
    Poke<uint16_t>(tiff, entry, static_cast<uint16_t>(0x011a + i));
    Poke<uint16_t>(tiff, entry + 2, 5);
    Poke<uint32_t>(tiff, entry + 4, 1);
    Poke<uint32_t>(tiff, entry + 8, static_cast<uint32_t>(place));
    Poke<uint32_t>(tiff, place, i == 0 ? x : y);
    Poke<uint32_t>(tiff, place + 4, 1);
  }
  return tiff;
}

const std::string kExifStart("Exif\0\0", 6);

/// An XMP packet, the orientation as an attribute or as an element.
std::string Xmp(int orientation, bool attribute) {
  const std::string number = std::to_string(orientation);
  return "<x:xmpmeta><rdf:Description" +
         std::string(attribute ? " tiff:Orientation=\"" + number + "\"/>" : "") +
         (attribute ? "" : "><tiff:Orientation>" + number + "</tiff:Orientation></rdf:Description>") +
         "</x:xmpmeta>";
}

/// As ImageMagick keeps a profile in a text.
std::string RawProfileText(const std::string& profile) {
  std::string text = "\nexif\n      " + std::to_string(profile.size()) + "\n";
  for (size_t i = 0; i < profile.size(); ++i) {
    constexpr const char* kDigits = "0123456789abcdef";
    text += kDigits[static_cast<unsigned char>(profile[i]) >> 4];
    text += kDigits[static_cast<unsigned char>(profile[i]) & 15];
    if (i % 36 == 35) text += '\n';
  }
  return text + "\n";
}

TEST(Elements, OfPng) {
  const std::string rows("\0\x0a\x14\0\x1e\x28", 6);
  const auto chunk = [&](const std::string& name, const std::string& data) {
    return [=](std::string& bytes) { bytes = Png(Ihdr(2, 2, 8, 0), rows, Chunk(name, data)); };
  };
  const auto physical = [&](uint32_t x, uint32_t y) {
    std::string data(9, '\1');
    Poke(data, 0, x, true);
    Poke(data, 4, y, true);
    return chunk("pHYs", data);
  };
  const auto frames = [&](uint32_t count) {
    std::string data(8, '\0');
    Poke(data, 0, count, true);
    return chunk("acTL", data);
  };
  ExpectTable(
      {"PNG",
       "f.png",
       Png(Ihdr(2, 2, 8, 0), rows),
       {{"IHDR: alpha, of all pixels opaque", {[](auto& b) {
           b = Png(Ihdr(2, 2, 8, 4), std::string("\0\x0a\xff\x14\xff\0\x1e\xff\x28\xff", 10));
         }}},
        {"IHDR: alpha, of a transparent pixel",
         {[](auto& b) { b = Png(Ihdr(2, 2, 8, 4), std::string("\0\x0a\xff\x14\xff\0\x1e\xff\x28\xfe", 10)); },
          [](auto& b) { b = Png(Ihdr(1, 1, 16, 4), std::string("\0\1\2\xff\xfe", 5)); }}},
        {"IHDR: grey of 1, 2 or 4 bits", {[&](auto& b) { b = Png(Ihdr(2, 2, 4, 0), rows); }}},
        {"IHDR: interlace",
         {[](auto& b) { b = Png(Ihdr(2, 2, 8, 0, 1), std::string("\0\x0a\0\x15\0\x1e\x28", 7)); }}},
        {"PLTE", {[](auto& b) {
           b = Png(Ihdr(2, 2, 8, 3), std::string("\0\0\1\0\1\0", 6), Chunk("PLTE", "abcdef"));
         }}},
        {"tRNS", {chunk("tRNS", std::string(2, '\0'))}},
        {"gAMA of 1/2.2, cHRM, sRGB",
         {chunk("gAMA", std::string("\0\0\xb1\x8f", 4)), chunk("cHRM", std::string(32, '\1')),
          chunk("sRGB", std::string(1, '\0'))}},
        {"another gAMA, iCCP, cICP",
         {chunk("gAMA", std::string("\0\1\x86\xa0", 4)), chunk("gAMA", std::string("\0\0\xc3\x50", 4)),
          chunk("iCCP", std::string("p\0\0", 3) + Compress("profile", 15)),
          chunk("cICP", std::string("\1\15\0\1", 4))}},
        {"sBIT of fewer bits", {chunk("sBIT", "\5"), chunk("sBIT", "\1")}},
        {"sBIT of all bits, bKGD, hIST, sPLT, tIME, oFFs",
         {chunk("sBIT", std::string(1, '\10')), chunk("bKGD", std::string(2, '\1')),
          chunk("tIME", std::string("\7\xe4\1\1\1\1\1", 7)), chunk("oFFs", std::string(9, '\1'))}},
        {"tEXt, zTXt, iTXt: orientation of 2 to 8 in Exif or XMP",
         {chunk("tEXt",
                std::string("Raw profile type exif\0", 22) + RawProfileText(kExifStart + Tiff(6, true))),
          chunk("zTXt", std::string("Raw profile type APP1\0\0", 23) +
                            Compress(RawProfileText(kExifStart + Tiff(8, false, 4)), 15)),
          chunk("iTXt", std::string("XML:com.adobe.xmp\0\0\0\0\0", 22) + Xmp(6, true)),
          chunk("iTXt", std::string("XML:com.adobe.xmp\0\1\0\0\0", 22) + Compress(Xmp(3, false), 15)),
          chunk("tEXt", std::string("Raw profile type xmp\0", 21) + RawProfileText(Xmp(2, true)))}},
        {"tEXt, zTXt, iTXt: more than 4 MiB for Exif and XMP",
         {chunk("zTXt", std::string("Raw profile type exif\0\0", 23) +
                            Compress(std::string(size_t{5} << 20, '0'), 15))}},
        {"tEXt, zTXt, iTXt: other text",
         {chunk("tEXt", std::string("Comment\0words", 13)),
          chunk("iTXt", std::string("XML:com.adobe.xmp\0\0\0\0\0", 22) + Xmp(1, true)),
          chunk("zTXt", std::string("Raw profile type exif\0\0", 23) + "no zlib stream"),
          chunk("zTXt", std::string("Raw profile type exif\0\0", 23) +
                            Compress(RawProfileText(kExifStart + Tiff(1, true)), 15)),
          chunk("iTXt", "no zero"), chunk("tEXt", "Raw profile type exif"),
          chunk("iTXt", std::string("Comment\0\0\0\0\0words", 17))}},
        {"pHYs, square", {physical(2835, 2835), physical(0, 0)}},
        {"pHYs, not square", {physical(2835, 1000), physical(1, 2)}},
        {"sCAL",
         {chunk("sCAL", std::string("\1"
                                    "0.001\0"
                                    "0.001",
                                    12))}},
        {"pCAL", {chunk("pCAL", std::string("c\0\0\0\0\0\0\0\0\xff\0\2mm\0000\0001", 18))}},
        {"mDCV, cLLI", {chunk("mDCV", std::string(24, '\0')), chunk("cLLI", std::string(8, '\0'))}},
        {"eXIf: resolution, not square", {chunk("eXIf", Resolution(72, 36))}},
        {"eXIf: orientation of 1, or none",
         {chunk("eXIf", Tiff(1, true)), chunk("eXIf", "II*"), chunk("eXIf", Tiff(0, true)),
          chunk("eXIf", Tiff(9, true, 4)), chunk("eXIf", Tiff(6, true, 2)),
          chunk("eXIf", Resolution(72, 72))}},
        {"eXIf: orientation of 2 to 8",
         {chunk("eXIf", Tiff(6, true)), chunk("eXIf", Tiff(3, false)), chunk("eXIf", Tiff(2, true)),
          chunk("eXIf", Tiff(6, true, 4)), chunk("eXIf", Tiff(6, false, 1)),
          chunk("eXIf", kExifStart + Tiff(5, false))}},
        {"acTL of one frame", {frames(1)}},
        {"acTL of several frames", {frames(2), frames(100)}},
        {"a critical chunk of no name in the format", {chunk("CgBI", "1234")}},
        {"an ancillary chunk of no name in the format", {chunk("prVt", "1234")}},
        {"bytes behind the end", {[](auto& b) { b += std::string(4, '\0'); }}}}});
}

TEST(Elements, OfJpeg) {
  const std::string good = ReadFile("tests/unit/image/jpeg/grey.jpg");
  const auto segment = [&](char marker, const std::string& data) {
    return [=](std::string& bytes) {
      std::string head = {'\xff', marker, '\0', '\0'};
      Poke(head, 2, static_cast<uint16_t>(data.size() + 2), true);
      bytes = good.substr(0, 2) + head + data + good.substr(2);
    };
  };
  const auto exif = [&](int orientation, bool big) {
    return segment('\xe1', std::string("Exif\0\0", 6) + Tiff(orientation, big));
  };
  const std::string xap("http://ns.adobe.com/xap/1.0/\0", 29);
  const auto density = [&](uint16_t x, uint16_t y) {
    return [=](std::string& bytes) {
      const size_t jfif = bytes.find(std::string("JFIF\0", 5));
      ASSERT_NE(jfif, std::string::npos);
      Poke(bytes, jfif + 8, x, true);
      Poke(bytes, jfif + 10, y, true);
    };
  };
  const auto frame = [](size_t offset, char value) {
    return [=](std::string& bytes) { bytes[bytes.find("\xff\xc0") + offset] = value; };
  };
  ExpectTable(
      {"JPEG",
       "f.jpg",
       good,
       {{"SOF: 12 bits, lossless", {frame(4, 12), frame(1, '\xc3')}},
        {"four components (CMYK)", {[](auto& b) { b = ReadFile("tests/unit/image/jpeg/cmyk.jpg"); }}},
        {"APP0: JFIF density, square", {density(72, 72), density(0, 0)}},
        {"APP0: JFIF density, not square", {density(72, 36), density(1, 2)}},
        {"APP1: Exif or XMP orientation of 1, or none",
         {exif(1, true), exif(0, true), exif(9, false), segment('\xe1', xap),
          segment('\xe1', xap + Xmp(1, true))}},
        {"APP1: Exif or XMP orientation of 2 to 8",
         {exif(6, true), exif(8, false), exif(3, true), segment('\xe1', kExifStart + Tiff(6, true, 4)),
          segment('\xe1', xap + Xmp(6, true)), segment('\xe1', xap + Xmp(8, false)),
          [&](auto& b) {  // behind another packet
            exif(6, true)(b);
            const std::string second = b.substr(2, b.size() - good.size());
            exif(1, true)(b);
            b.insert(2 + b.size() - good.size(), second);
          }}},
        {"APP1: Exif resolution, not square", {segment('\xe1', kExifStart + Resolution(300, 150))}},
        {"APP2: ICC profile", {segment('\xe2', std::string("ICC_PROFILE\0\1\1", 14) + "profile")}},
        {"APP2: others; APP13; comments",
         {segment('\xe2', std::string("MPF\0", 4)), segment('\xed', "Photoshop 3.0"),
          segment('\xfe', "words")}},
        {"bytes behind the end",
         {[&](auto& b) { b += good; }, [](auto& b) { b += "x"; },
          [](auto& b) { b += std::string(70000, '\0'); }}},
        {"at most 64 KiB of zeros behind the end", {[](auto& b) { b += std::string(512, '\0'); }}}}});
}

TEST(Elements, OpaqueAlphaLeavesColoursAsTheyAre) {
  const TemporaryFolder folder;
  const std::string with("\0\1\2\3\xff\4\5\6\xff", 9), without("\0\1\2\3\4\5\6", 7);
  const auto path = folder.Write("a.png", Png(Ihdr(2, 1, 8, 6), with));
  EXPECT_TRUE(ReadImage(path) == ReadImage(folder.Write("b.png", Png(Ihdr(2, 1, 8, 2), without))));
  EXPECT_EQ(ReadImage(path).channels, 3);
}

/// Adobe's segment says whether three components are RGB: the same data are another colour by it.
TEST(Elements, AdobesTransformCounts) {
  const TemporaryFolder folder;
  const std::string good = ReadFile("tests/unit/image/jpeg/colour.jpg");
  const std::string adobe(
      "\xff\xee\0\x0e"
      "Adobe\0\x64\0\0\0\0\0",
      16);
  const size_t after_jfif = 4 + static_cast<size_t>(good[5]);
  const std::string as_rgb = good.substr(0, 2) + adobe + good.substr(after_jfif);
  EXPECT_FALSE(ReadImage(folder.Write("a.jpg", as_rgb)) == ReadImage(folder.Write("b.jpg", good)));
}

}  // namespace
}  // namespace f4s
