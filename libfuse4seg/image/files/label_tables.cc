#include "libfuse4seg/image/files/label_tables.h"

#include <algorithm>
#include <cstdio>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/label_colours.h"

namespace f4s {
namespace {

/// `name` without what would end a field: control characters and those of `bad` become `by`.
std::string AsField(std::string name, const char* bad, char by) {
  std::replace_if(
      name.begin(), name.end(),
      [&](char c) {
        return static_cast<unsigned char>(c) < ' ' || std::string_view(bad).find(c) != std::string_view::npos;
      },
      by);
  return name;
}

/// "213 94 0", for printf's `format` of three numbers.
std::string ColourText(uint16_t value, const char* format) {
  const LabelRgb colour = LabelColour(value);
  char text[32];
  std::snprintf(text, sizeof text, format, colour[0], colour[1], colour[2]);
  return text;
}

}  // namespace

std::string DsegTable(const Classes& classes) {
  std::string table = "index\tname\tcolor\n";
  for (const auto& [value, name] : classes)
    table += Cat(value, "\t", AsField(name, "", ' '), "\t", ColourText(value, "#%02x%02x%02x"), "\n");
  return table;
}

std::string ItkSnapLabels(const Classes& classes) {
  std::string table = "# ITK-SnAP Label Description File\n# IDX R G B A VIS MSH \"LABEL\"\n";
  table += "0 0 0 0 0 0 0 \"Clear Label\"\n";
  for (const auto& [value, name] : classes)
    table += Cat(value, " ", ColourText(value, "%d %d %d"), " 1 1 1 \"", AsField(name, "\"", '\''), "\"\n");
  return table;
}

std::string SlicerColours(const Classes& classes) {
  std::string table = "# 3D Slicer color table: value name R G B A\n0 background 0 0 0 0\n";
  for (const auto& [value, name] : classes)
    table += Cat(value, " ", AsField(name, " ", '_'), " ", ColourText(value, "%d %d %d"), " 255\n");
  return table;
}

void WriteLabelTables(const std::filesystem::path& folder, const Classes& classes) {
  WriteFileAtomically(folder / "dseg.tsv", DsegTable(classes));
  WriteFileAtomically(folder / "itksnap.label", ItkSnapLabels(classes));
  WriteFileAtomically(folder / "slicer.ctbl", SlicerColours(classes));
}

}  // namespace f4s
