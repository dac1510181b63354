#include "libfuse4seg/info/model_info.h"

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/info/info.h"
#include "libfuse4seg/model/model_file.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// The card beside a model, or nothing.
fs::path CardOf(const fs::path& model) {
  const fs::path card = fs::path(model).replace_extension(".md");
  return Exists(card) ? card : fs::path();
}

/// The first line of a card without the model's name: "# glioma: fuses ..." says "fuses ...".
std::string AboutOf(const fs::path& model) {
  const fs::path card = CardOf(model);
  if (card.empty()) return "";
  std::string line = FirstLine(ReadFile(card));
  for (const std::string& prefix : {std::string("# "), model.stem().string() + ": "})
    if (line.starts_with(prefix)) line.erase(0, prefix.size());
  return line;
}

Json ModelInfo(const fs::path& path) {
  const ModelFile model = FindModel(path.string());
  Json info = {{"kind", "model"}, {"sha256", model.sha256}, {"weights", NumWeights(path)}};
  if (const std::string about = AboutOf(path); !about.empty()) info["about"] = about;
  Json said = model.description.ToJson();
  info["trained_by"] = Trimmed(TextAt(said, "provenance.tool") + " " + TextAt(said, "provenance.version"));
  said["modalities"] = model.description.SlotNames();
  for (const char* long_one : {"network", "provenance"}) said.erase(long_one);
  info.update(said);
  if (const fs::path card = CardOf(path); !card.empty()) info["card"] = Absolute(card).string();
  return info;
}

Json InfoOfNamed(const std::string& name, const fs::path& path) {
  Json info = {{"name", name}};
  try {
    const ModelDescription description = ModelDescription::Read(path);
    info["modalities"] = description.SlotNames();
    info["gives"] = description.gives;
    info["about"] = AboutOf(path);
  } catch (const Error& error) {
    info["error"] = error.message();
  }
  info["file"] = Absolute(path).string();
  return info;
}

}  // namespace

Json TensorFileInfo(const fs::path& path) {
  const SafetensorsFile file(path);
  const auto format = file.metadata().find("format");
  if (format != file.metadata().end() && format->second == kModelFormat) return ModelInfo(Absolute(path));
  Json info = {{"kind", "tensors, but no model of the suite"}};
  if (format != file.metadata().end()) info["format"] = format->second;
  info["tensors"] = file.tensors().size();
  info["weights"] = NumWeights(path);
  return info;
}

std::vector<Json> ModelsInfo() {
  std::vector<Json> models;
  for (const auto& [name, path] : NamedModels()) models.push_back(InfoOfNamed(name, path));
  return models;
}

std::string ModelsText(const std::vector<Json>& models) {
  const auto word = [](const Json& json) { return json.get<std::string>(); };
  std::vector<std::vector<std::string>> rows;
  for (const Json& model : models) {
    std::vector<std::string> row = {TextAt(model, "name")};
    if (model.contains("error"))
      row.push_back("cannot be read: " + TextAt(model, "error"));
    else
      row.insert(row.end(),
                 {Joined(model["modalities"], ", ", word) + " -> " + Joined(model["gives"], " and ", word),
                  TextAt(model, "about")});
    rows.push_back(std::move(row));
  }
  return Aligned(rows);
}

std::string ModelCard(const std::string& name) {
  const fs::path path = FindModel(name).path;
  const fs::path card = CardOf(path);
  return card.empty() ? InfoText(InfoOf(path)) : ReadFile(card);
}

}  // namespace f4s
