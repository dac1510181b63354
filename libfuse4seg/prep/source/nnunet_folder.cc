#include "libfuse4seg/prep/source/nnunet_folder.h"

#include <algorithm>

#include "libfuse4seg/prep/source/nnunet_json.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

/// A case, by what there is of it.
struct NnunetCase {
  std::string id;
  bool is_test = false, has_label = false;
  std::vector<int> channels;  ///< ascending
};

class NnunetDataset {
 public:
  explicit NnunetDataset(const fs::path& root)
      : root_(root), description_(ReadNnunetJson(root / "dataset.json")) {
    Take("Tr", false);
    Take("Ts", true);
    CheckCount();
  }

  [[nodiscard]] size_t size() const { return cases_.size(); }

  [[nodiscard]] CaseName NameOf(size_t i) const {
    const NnunetCase& one = cases_[i];
    // dataset.json's list for all: what a case lacks is missing, not unheard of.
    return {one.id, one.id, one.is_test ? "test" : "", description_.modalities, FileOf(one, 0)};
  }

  [[nodiscard]] SourcedCase Record(size_t i, SourceOptions options) const {
    const NnunetCase& one = cases_[i];
    SourcedCase sourced = {Case(one.id), Fault(one)};
    if (one.is_test) sourced.record.json()["split"] = "test";
    std::map<std::string, fs::path> files;
    for (const int channel : one.channels)
      if (Knows(channel)) files[ModalityOf(channel)] = FileOf(one, channel);
    if (options.modalities.empty()) options.modalities = description_.modalities;
    TakeModalities(sourced, files, options, root_ / (one.is_test ? "imagesTs" : "imagesTr"));
    if (!one.has_label) return sourced;
    sourced.record.SetFile("label", LabelOf(one));
    sourced.record.SetClasses(description_.scheme.classes, description_.scheme.regions);
    return sourced;
  }

 private:
  bool Knows(int channel) const { return channel < static_cast<int>(description_.modalities.size()); }
  const std::string& ModalityOf(int channel) const {
    return description_.modalities[static_cast<size_t>(channel)];
  }
  fs::path FileOf(const NnunetCase& one, int channel) const {
    const std::string number = std::to_string(channel);
    return root_ / (one.is_test ? "imagesTs" : "imagesTr") /
           (one.id + "_" + std::string(4 - number.size(), '0') + number + description_.file_ending);
  }
  fs::path LabelOf(const NnunetCase& one) const {
    return root_ / (one.is_test ? "labelsTs" : "labelsTr") / (one.id + description_.file_ending);
  }

  /// Files with the data set's ending, without it.
  std::vector<std::string> NamesIn(const fs::path& folder) const {
    std::vector<std::string> names;
    if (!fs::is_directory(folder)) return names;
    for (const fs::path& path : EntriesOf(folder, false)) {
      const std::string name = path.filename().string();
      if (name.ends_with(description_.file_ending))
        names.push_back(name.substr(0, name.size() - description_.file_ending.size()));
    }
    return names;
  }

  void Take(const std::string& part, bool is_test) {
    std::map<std::string, NnunetCase> cases;
    for (const std::string& name : NamesIn(root_ / ("images" + part))) {
      const size_t end = name.size() < 6 ? 0 : name.size() - 5;
      if (end == 0 || name[end] != '_' || name.find_first_not_of("0123456789", end + 1) != std::string::npos)
        throw Error(ErrorKind::kBadInput, "nnunet.name",
                    "has no channel at its end, as in CASE_0000: nnU-Net's raw format has a file a "
                    "channel, and 4-D files of the Medical Segmentation Decathlon must be split first")
            .InFile(root_ / ("images" + part) / (name + description_.file_ending));
      NnunetCase& one = cases[name.substr(0, end)];
      one.channels.push_back(std::stoi(name.substr(end + 1)));
    }
    for (const std::string& name : NamesIn(root_ / ("labels" + part))) cases[name].has_label = true;
    for (auto& [id, one] : cases) {
      one.id = id;
      one.is_test = is_test;
      cases_.push_back(std::move(one));
    }
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
                  Cat("holds no image that ends in ", description_.file_ending, ", as dataset.json has it"))
          .InFile(root_);
    if (description_.num_training && *description_.num_training != training)
      throw Error(
          ErrorKind::kBadInput, "nnunet.count",
          Cat("numTraining is ", *description_.num_training, ", and imagesTr holds ", training, " cases"))
          .InFile(root_ / "dataset.json");
  }

  fs::path root_;
  NnunetDescription description_;
  std::vector<NnunetCase> cases_;
};

}  // namespace

bool IsNnunetFolder(const fs::path& folder) {
  return fs::is_directory(folder / "imagesTr") || fs::is_directory(folder / "imagesTs");
}

std::unique_ptr<CaseSource> NnunetStudies(const fs::path& folder, const SourceOptions& options) {
  const auto dataset =
      std::make_shared<NnunetDataset>(fs::absolute(folder / "").lexically_normal().parent_path());
  std::vector<CaseName> names;
  for (size_t i = 0; i < dataset->size(); ++i) names.push_back(dataset->NameOf(i));
  return StudyList(std::move(names), [dataset, options](size_t i) { return dataset->Record(i, options); });
}

}  // namespace f4s
