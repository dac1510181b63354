#include "libfuse4seg/model/model_file.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/safetensors.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/model/second_set.h"
#include "libfuse4seg/tool/did_you_mean.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExtension = ".safetensors";

bool Contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// share/fuse4seg/models beside the folder of the libraries, which is lib in the build tree, lib/fuse4seg or
/// lib/x86_64-linux-gnu/fuse4seg where it is installed.
fs::path OwnFolder() {
  const fs::path libraries = Absolute(ModuleFolder());
  fs::path root = libraries;
  for (int level = 0; level < 3; ++level) {
    root = root.parent_path();
    if (fs::path models = root / "share/fuse4seg/models"; ReadableFolder(models)) return models;
  }
  return libraries.parent_path() / "share/fuse4seg/models";
}

/// With why nothing in it can be seen, where that is so.
std::string ShownFolder(const fs::path& folder) {
  const bool is_open = ::access(folder.c_str(), R_OK | X_OK) == 0;
  return is_open ? folder.string() : Cat(folder.string(), " (", std::strerror(errno), ")");
}

fs::path PlaceOf(const std::string& word) {
  if (word.find('/') != std::string::npos || word.ends_with(kExtension)) {
    if (Exists(word)) return word;
    throw Error(ErrorKind::kUnavailable, "model.missing", "there is no such model").InFile(word);
  }
  const auto models = NamedModels();
  if (const auto found = models.find(word); found != models.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [name, file] : models) names.push_back(name);
  throw Error(ErrorKind::kUnavailable, "model.missing",
              Cat("no model ", Quoted(word), ": there is no ", word, kExtension, " in ",
                  Joined(ModelFolders(), ", ", &ShownFolder),
                  "; folders in F4S_MODEL_PATH are looked in first, a FILE ends in ", kExtension,
                  DidYouMean(word, names)));
}

std::string DescriptionOf(const std::string& word) {
  const ModelFile model = FindModel(word);
  Json json = model.ForRecord();
  json["format"] = kModelFormat;
  json["weights"] = NumWeights(model.path);
  json["model"] = model.description.ToJson();
  return json.dump(2) + "\n";
}

}  // namespace

bool ModelFile::Takes(const std::string& what) const { return Contains(description.takes, what); }
bool ModelFile::Gives(const std::string& what) const { return Contains(description.gives, what); }
std::string ModelFile::TakesText() const { return Joined(description.takes, " or "); }
std::string ModelFile::GivesText() const { return Joined(description.gives, " and "); }
std::string ModelFile::NameAndHash() const { return Cat(path.stem().string(), " (sha256 ", sha256, ")"); }

Json ModelFile::ForRecord() const { return {{"path", path.string()}, {"sha256", sha256}}; }

std::vector<fs::path> ModelFolders() {
  std::vector<fs::path> folders;
  const char* path = std::getenv("F4S_MODEL_PATH");
  for (const std::string& folder : SplitList(path == nullptr ? "" : path, ':')) folders.emplace_back(folder);
  folders.push_back(OwnFolder());
  return folders;
}

std::map<std::string, fs::path> NamedModels() {
  std::map<std::string, fs::path> models;
  for (const fs::path& folder : ModelFolders())
    for (const fs::path& file : ReadableEntriesOf(folder))
      if (file.extension() == kExtension && ReadableFile(file)) models.emplace(file.stem().string(), file);
  return models;
}

int64_t NumWeights(const fs::path& file) {
  const SafetensorsFile opened(file);
  int64_t count = 0;
  for (const auto& [name, tensor] : opened.tensors())
    if (!name.starts_with(kInt8Prefix))
      count += static_cast<int64_t>(tensor.bytes.size() / SafetensorsDtypeBytes(tensor.dtype));
  return count;
}

ModelFile FindModel(const std::string& word) {
  ModelFile model;
  model.word = word;
  model.path = Absolute(PlaceOf(word));
  model.description = ModelDescription::Read(model.path);
  model.sha256 = Sha256OfFile(model.path);
  return model;
}

std::string DescribeModels(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    if (!word.empty()) text += DescriptionOf(word);
  if (text.empty())
    throw Error(ErrorKind::kUsage, "usage.missing", "--describe shows a model: give --model FILE|NAME");
  return text;
}

}  // namespace f4s
