// Lines of case and run records, and what a case's fields are asked for.

#include "libfuse4seg/cases/record_reader.h"

#include "tests/fuzz/fuzz.h"

namespace f4s::fuzz {
namespace {

/// Whatever a program asks a case for.
void Ask(const Case& one) {
  for (const std::string& modality : one.modalities()) Require(!one.image(modality).empty(), "a path");
  for (const char* key : {"label", "mask", "fused", "latent", "prediction", "prediction_dicom"})
    static_cast<void>(one.file(key));
  static_cast<void>(one.classes());
  static_cast<void>(one.regions());
  static_cast<void>(one.ignored());
  static_cast<void>(one.fused_from());
  static_cast<void>(one.Files());
  if (const auto slice = one.slice_of_volume())
    Require(slice->slice >= 0 && slice->slice < slice->slices, "a slice of the volume");
  Json json = one.json();
  ForEachPath(json, [](const std::string& path) { return path; });
  const Case again = Case::FromRecord(json, "/");
  Require(again.id() == one.id() && again.subject() == one.subject(), "a record that comes back");
  Require(FileNameOf(one.id()).find('/') == std::string::npos, "a file name");
}

}  // namespace

void Records(std::string_view bytes) {
  OnFile(bytes, "cases.ndjson", [](const Path& path) {
    RecordReader reader(path);
    while (const auto one = reader.Next()) OnText([&] { Ask(*one); });  // the program names the case
    static_cast<void>(reader.TakeRuns());
  });
}

}  // namespace f4s::fuzz
