#include "libfuse4seg/prep/source/nnunet_folder.h"

#include <algorithm>
#include <utility>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/subject_names.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/prep/source/contrast_words.h"
#include "libfuse4seg/prep/source/nnunet_labels.h"

namespace f4s {
namespace {

bool Holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string ModalityOfChannel(const std::string& channel) {
  const std::string name = Squeezed(channel, "+");
  const bool is_flair = Holds(name, "flair");
  if (is_flair && name.rfind("t1", 0) != 0)  // "T1 FLAIR" is T1-weighted, and stays what it is called
    return ContrastOf(channel) == ContrastSaid::kWith ? "flairce" : "flair";
  const bool is_t1 = !is_flair && name.rfind("t1", 0) == 0, is_ce_first = name == "cet1" || name == "cet1w";
  const ContrastSaid said = is_t1 ? ContrastOf(channel) : ContrastSaid::kNothing;
  if (said == ContrastSaid::kWith) return "t1ce";
  if (said == ContrastSaid::kWithout) return "t1";
  if (is_ce_first || name == "t1c" || name == "t1ce" || name == "t1wce" || name == "t1cw") return "t1ce";
  if (Holds(channel, "*")) return "t2star";
  for (const char* plain : {"t1", "t2"})
    for (const char* rest : {"", "w", "n", "weighted", "wmri", "weightedmri", "mri"})
      if (name == std::string(plain) + rest) return plain;
  std::string clean;
  for (const char c : LowerCase(channel)) {
    const bool keeps = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (keeps) clean += c;
    if (!keeps && !clean.empty() && clean.back() != '_') clean += '_';
  }
  while (!clean.empty() && clean.back() == '_') clean.pop_back();
  return clean;
}

/// A member that must be an object.
const Json& Object(const Json& json, const char* key) {
  if (!json[key].is_object() || json[key].empty())
    throw BadNnunetJson(Cat(key, " is ", ToLine(json[key]).substr(0, 80), ": wanted an object with members"));
  return json[key];
}

/// {"0": "T1", "1": "T2"} in the order of the numbers, which must be 0, 1, 2, ...
std::vector<std::string> Channels(const Json& json, const char* key) {
  std::vector<std::string> names(Object(json, key).size());
  for (const auto& [number, name] : json[key].items()) {
    const auto index = ParseWhole(number);
    if (!index || *index < 0 || *index >= static_cast<int64_t>(names.size()) || !name.is_string() ||
        Squeezed(name.get<std::string>(), "+").empty())
      throw BadNnunetJson(Cat(key, ": ", Quoted(number), ": ", ToLine(name).substr(0, 80),
                              ": wanted the numbers 0, 1, 2, ... and their names"));
    names[static_cast<size_t>(*index)] = name.get<std::string>();
  }
  return names;
}

NnunetDescription Parse(const Json& json) {
  if (!json.is_object()) throw BadNnunetJson("is no JSON object");
  const bool second = json.contains("channel_names");
  if (!second && !json.contains("modality"))
    throw BadNnunetJson("has neither channel_names (version 2) nor modality (version 1)");
  if (!json.contains("labels")) throw BadNnunetJson("has no labels");
  if (json.contains("dataset"))
    throw BadNnunetJson("lists its files under dataset: wanted them in imagesTr and labelsTr alone");
  NnunetDescription description;
  description.is_first_version = !second;
  description.modalities = ModalitiesOfChannels(Channels(json, second ? "channel_names" : "modality"));
  const Json& labels = Object(json, "labels");
  description.scheme = second ? SchemeOfNames(labels) : SchemeOfValues(labels);
  if (second && (!json.contains("file_ending") || !json["file_ending"].is_string()))
    throw BadNnunetJson("has no file_ending, as \".nii.gz\"");
  if (second) description.file_ending = json["file_ending"].get<std::string>();
  if (!KindByName("x" + description.file_ending))
    throw BadNnunetJson(Cat("file_ending is ", Quoted(description.file_ending),
                            ": wanted .nii.gz, .nii, .nrrd, .mha, .mhd, .png, .jpg or .jpeg"));
  if (json.contains("numTraining")) {
    if (!json["numTraining"].is_number_integer())
      throw BadNnunetJson(
          Cat("numTraining is ", ToLine(json["numTraining"]).substr(0, 80), ": wanted a whole number"));
    description.num_training = json["numTraining"].get<int64_t>();
  }
  return description;
}

}  // namespace

std::vector<std::string> ModalitiesOfChannels(const std::vector<std::string>& channels) {
  std::vector<std::string> names, plain;
  for (const std::string& channel : channels) plain.push_back(ModalityOfChannel(channel));
  for (size_t i = 0; i < plain.size(); ++i)
    names.push_back(std::count(plain.begin(), plain.end(), plain[i]) > 1 ? Cat(plain[i], "_", i) : plain[i]);
  return names;
}

NnunetDescription ReadNnunetJson(const std::filesystem::path& file) {
  if (!Exists(file))
    throw Error(ErrorKind::kMissingInput, "nnunet.json",
                "is not there: nnU-Net's raw format has it beside "
                "imagesTr, with channel_names, labels and file_ending")
        .InFile(file);
  const Json json = ParseJson(ReadFile(file), file);
  try {
    return Parse(json);
  } catch (Error& error) {
    throw std::move(error).InFile(file);
  }
}

namespace {

namespace fs = std::filesystem;

/// A case, by what there is of it.
struct NnunetCase {
  std::string id;
  bool is_test = false, has_label = false;
  std::vector<int> channels;  ///< ascending
};

/// The channel at the end of CASE_0000, and what stands before it; nothing where there is none.
std::optional<std::pair<std::string, int>> CaseAndChannel(const std::string& stem) {
  const size_t end = stem.size() < 6 ? 0 : stem.size() - 5;
  if (end == 0 || stem[end] != '_' || stem.find_first_not_of("0123456789", end + 1) != std::string::npos)
    return std::nullopt;
  return std::pair(stem.substr(0, end), std::stoi(stem.substr(end + 1)));
}

/// Of imagesTs without dataset.json: channels by their numbers, the ending of the first file.
NnunetDescription DescriptionByFiles(const fs::path& images) {
  NnunetDescription description;
  description.file_ending.clear();
  int channels = 0;
  for (const fs::path& path : EntriesOf(images, false)) {
    const auto name = CaseAndChannel(Stem(path));
    if (!name || !KindByName(path)) continue;
    const std::string ending = path.filename().string().substr(Stem(path).size());
    if (description.file_ending.empty()) description.file_ending = ending;
    channels = std::max(channels, name->second + 1);
  }
  for (int i = 0; i < channels; ++i) description.modalities.push_back(Cat("channel_", i));
  return description;
}

bool IsTestFolder(const fs::path& folder) { return folder.filename() == "imagesTs"; }

class NnunetDataset {
 public:
  /// @param folder  the data set's, or its imagesTs alone
  explicit NnunetDataset(const fs::path& folder)
      : root_(IsTestFolder(folder) ? folder.parent_path() : folder),
        takes_training_(!IsTestFolder(folder) && IsFolder(root_ / "imagesTr")),
        is_described_(Exists(root_ / "dataset.json") || IsFolder(root_ / "imagesTr")),
        description_(is_described_ ? ReadNnunetJson(root_ / "dataset.json")
                                   : DescriptionByFiles(root_ / "imagesTs")) {
    is_stacked_ = is_described_ && description_.is_first_version && NoneHasChannel();
    if (takes_training_) Take("Tr", false);
    Take("Ts", true);
    CheckCount();
  }

  [[nodiscard]] size_t size() const { return cases_.size(); }

  [[nodiscard]] CaseName NameOf(size_t i) const {
    const NnunetCase& one = cases_[i];
    // dataset.json's list for all: what a case lacks is missing, not unheard of.
    CaseName name = {one.id, PatientOfId(one.id), one.is_test ? "test" : "", description_.modalities,
                     FileOf(one, 0)};
    if (one.has_label) name.label = LabelOf(one);
    name.has_classes = !description_.scheme.classes.empty();
    name.ignore = description_.scheme.ignore;
    return name;
  }

  [[nodiscard]] SourcedCase Record(size_t i, SourceOptions options) const {
    const NnunetCase& one = cases_[i];
    SourcedCase sourced = {Case(one.id), Fault(one)};
    if (one.is_test) sourced.record.json()["split"] = "test";
    if (!is_described_)
      sourced.record.AddFinding("nnunet.channels", "info", "no dataset.json names its channels");
    if (i == 0 && !others_.empty())
      sourced.record.AddFinding(
          "nnunet.ending", "warning",
          Cat(Listed(others_, 4, ", "), others_.size() == 1 ? " is" : " are",
              " not read: dataset.json has the file_ending ", Quoted(description_.file_ending)));
    std::map<std::string, fs::path> files;
    for (const int channel : one.channels)
      if (Knows(channel)) files[ModalityOf(channel)] = FileOf(one, channel);
    if (options.modalities.empty()) options.modalities = description_.modalities;
    TakeModalities(sourced, files, options, root_ / (one.is_test ? "imagesTs" : "imagesTr"));
    if (is_stacked_ && num_channels() > 1)
      for (const int channel : one.channels)
        if (sourced.record.json()["images"].contains(ModalityOf(channel)))
          sourced.record.json()["image_volume"][ModalityOf(channel)] = channel;
    if (!one.has_label) return sourced;
    sourced.record.SetFile("label", LabelOf(one));
    if (!is_described_) return sourced;
    sourced.record.SetClasses(description_.scheme.classes, description_.scheme.regions);
    sourced.record.SetIgnored(description_.scheme.ignore);
    return sourced;
  }

 private:
  bool Knows(int channel) const { return channel < static_cast<int>(description_.modalities.size()); }
  const std::string& ModalityOf(int channel) const {
    return description_.modalities[static_cast<size_t>(channel)];
  }
  fs::path FileOf(const NnunetCase& one, int channel) const {
    const std::string number = std::to_string(channel);
    return FileIn(root_ / (one.is_test ? "imagesTs" : "imagesTr"),
                  is_stacked_ ? one.id : one.id + "_" + std::string(4 - number.size(), '0') + number);
  }
  fs::path LabelOf(const NnunetCase& one) const {
    return FileIn(root_ / (one.is_test ? "labelsTs" : "labelsTr"), one.id);
  }

  [[nodiscard]] bool HasEnding(const std::string& name) const {
    return LowerCase(name).ends_with(LowerCase(description_.file_ending));
  }
  /// A name with the data set's ending, whose case does not matter.
  [[nodiscard]] fs::path FileIn(const fs::path& folder, const std::string& name) const {
    const fs::path usual = folder / (name + description_.file_ending);
    std::error_code ignored;
    if (fs::exists(usual, ignored) || !fs::is_directory(folder, ignored)) return usual;
    for (const fs::path& path : EntriesOf(folder, false)) {
      const std::string file = path.filename().string();
      if (file.starts_with(name) && HasEnding(file) && file.size() == usual.filename().string().size())
        return path;
    }
    return usual;
  }

  /// Files with the data set's ending, without it; images of other endings are kept for a finding.
  std::vector<std::string> NamesIn(const fs::path& folder) {
    std::vector<std::string> names;
    if (!IsFolder(folder)) return names;
    for (const fs::path& path : EntriesOf(folder, false)) {
      const std::string name = path.filename().string();
      if (HasEnding(name))
        names.push_back(name.substr(0, name.size() - description_.file_ending.size()));
      else if (KindByName(path))
        others_.push_back((folder.filename() / name).string());
    }
    return names;
  }

  [[nodiscard]] int num_channels() const { return static_cast<int>(description_.modalities.size()); }

  /// The Medical Segmentation Decathlon keeps all modalities of a case one after another in one file, which
  /// has the case's name alone.
  void TakeStacked(const std::vector<std::string>& names, std::map<std::string, NnunetCase>& cases) const {
    for (const std::string& name : names)
      for (int channel = 0; channel < num_channels(); ++channel) cases[name].channels.push_back(channel);
  }

  void Take(const std::string& part, bool is_test) {
    std::map<std::string, NnunetCase> cases;
    const std::vector<std::string> names = NamesIn(root_ / ("images" + part));
    if (is_stacked_) TakeStacked(names, cases);
    for (const std::string& name : is_stacked_ ? std::vector<std::string>() : names) {
      const auto parts = CaseAndChannel(name);
      if (!parts)
        throw Error(
            ErrorKind::kBadInput, "nnunet.name",
            "has no channel at its end, as in CASE_0000, which nnU-Net's raw format has (in the Medical "
            "Segmentation Decathlon's no file has)")
            .InFile(root_ / ("images" + part) / (name + description_.file_ending));
      cases[parts->first].channels.push_back(parts->second);
    }
    for (const std::string& name : NamesIn(root_ / ("labels" + part))) cases[name].has_label = true;
    for (auto& [id, one] : cases) {
      one.id = id;
      one.is_test = is_test;
      cases_.push_back(std::move(one));
    }
  }

  [[nodiscard]] bool NoneHasChannel() {
    bool none = true;
    for (const char* part : {"imagesTr", "imagesTs"})
      for (const std::string& name : NamesIn(root_ / part)) none = none && !CaseAndChannel(name);
    others_.clear();  // Take() finds them again
    return none;
  }

  /// What is wrong with a case, whatever is wanted of it.
  std::optional<Error> Fault(const NnunetCase& one) const {
    const auto error = [&](ErrorKind kind, const char* code, const std::string& text, const fs::path& file) {
      return Error(kind, code, text).InFile(file).InCase(one.id);
    };
    if (one.channels.empty())
      return error(ErrorKind::kMissingInput, "nnunet.images",
                   Cat("has no images: wanted ", FileOf(one, 0).filename().string(), " and its like in ",
                       FileOf(one, 0).parent_path().filename().string()),
                   LabelOf(one));
    if (!Knows(one.channels.back()))
      return error(ErrorKind::kBadInput, "nnunet.channel",
                   Cat("is channel ", one.channels.back(), ", and dataset.json names channels 0 to ",
                       description_.modalities.size() - 1),
                   FileOf(one, one.channels.back()));
    if (!one.has_label && !one.is_test)
      return error(ErrorKind::kMissingInput, "nnunet.label", "is not there: a training case has a label",
                   LabelOf(one));
    return std::nullopt;
  }

  void CheckCount() const {
    const auto training = std::count_if(cases_.begin(), cases_.end(), [](const NnunetCase& one) {
      return !one.is_test && !one.channels.empty();
    });
    if (cases_.empty())
      throw Error(ErrorKind::kBadInput, "nnunet.none",
                  is_described_ ? Cat("holds no image that ends in ", description_.file_ending,
                                      ", as dataset.json has it")
                                : "its imagesTs holds no image named as CASE_0000.nii.gz")
          .InFile(root_);
    if (description_.num_training && takes_training_ && *description_.num_training != training)
      throw Error(
          ErrorKind::kBadInput, "nnunet.count",
          Cat("numTraining is ", *description_.num_training, ", and imagesTr holds ", training, " cases"))
          .InFile(root_ / "dataset.json");
  }

  fs::path root_;
  bool takes_training_;  ///< imagesTr is there and asked for
  bool is_described_;    ///< by a dataset.json
  NnunetDescription description_;
  bool is_stacked_ = false;  ///< files of the Decathlon's kind
  std::vector<NnunetCase> cases_;
  std::vector<std::string> others_;  ///< images of another ending, which are not read
};

}  // namespace

bool IsNnunetFolder(const fs::path& folder) {
  if (IsFolder(folder / "imagesTr") || IsFolder(folder / "imagesTs")) return true;
  const fs::path whole = Absolute(folder / "").parent_path();
  return IsTestFolder(whole) && !DescriptionByFiles(whole).modalities.empty();
}

std::unique_ptr<CaseSource> NnunetStudies(const fs::path& folder, const SourceOptions& options) {
  const auto dataset = std::make_shared<NnunetDataset>(Absolute(folder / "").parent_path());
  std::vector<CaseName> names;
  for (size_t i = 0; i < dataset->size(); ++i) names.push_back(dataset->NameOf(i));
  return StudyList(std::move(names), [dataset, options](size_t i) { return dataset->Record(i, options); });
}

}  // namespace f4s
