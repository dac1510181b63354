#include "libfuse4seg/model/preparation.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/image_file.h"
#include "libfuse4seg/image/files/volume_file.h"
#include "libfuse4seg/image/intensity.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

constexpr double kSameSpacing = 0.01;  // relative

bool IsNear(double a, double b) { return std::abs(a - b) <= kSameSpacing * b; }

std::string PixelText(const std::array<double, 2>& mm) { return Cat(mm[0], " x ", mm[1], " mm"); }

/// Two or three numbers greater than 0, or nothing.
std::vector<double> SpacingAt(const Json& json) {
  std::vector<double> mm;
  if (const Json* const found = FindPath(json, "geometry.spacing_mm"); found != nullptr && found->is_array())
    for (const Json& value : *found)
      if (value.is_number() && value.get<double>() > 0) mm.push_back(value);
  return mm;
}

/// Whether two texts mean one normalization.
bool IsSameNormalization(const std::string& a, const std::string& b) {
  try {
    return a == b || ParseNormalization(a) == ParseNormalization(b);
  } catch (const Error&) {
    return false;
  }
}

Error Conflict(const std::string& flag, const std::string& value, const std::string& word,
               const std::string& wants) {
  return {ErrorKind::kUsage, "usage.conflict",
          Cat(flag, " ", value, " and --for-model ", word, ", which was trained with ", wants, ": leave ",
              flag, " out, or --for-model")};
}

/// The parts of X,Y,Z for the pixels' spacing of a model.
std::vector<std::string> AxesOf(const Preparation& model) {
  const auto number = [](double value) {  // the shortest text that is this number
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
  };
  const std::string columns = number((*model.pixel_mm)[0]), rows = number((*model.pixel_mm)[1]);
  if (model.plane == "coronal") return {columns, "native", rows};
  if (model.plane == "sagittal") return {"native", columns, rows};
  return {columns, rows, "native"};
}

/// Whether a spacing X,Y,Z has what the model's has where that is no "native".
bool HasSpacing(const std::string& given, const std::vector<std::string>& wanted) {
  const std::vector<std::string> axes = SplitList(given);
  if (axes.size() != wanted.size()) return false;
  for (size_t i = 0; i < axes.size(); ++i) {
    if (wanted[i] == "native") continue;
    const auto mm = NumberIn<double>(axes[i]);
    if (!mm || !IsNear(*mm, *NumberIn<double>(wanted[i]))) return false;
  }
  return true;
}

/// Whether each slot has one of the modalities, or those have that the model needs.
bool HasSlots(const ModelDescription& model, const std::vector<std::string>& names) {
  if (!model.needs.empty()) return model.CanDoWith(names);
  return std::all_of(model.modalities.begin(), model.modalities.end(), [&](const auto& slot) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return std::any_of(slot.begin(), slot.end(),
                         [&](const std::string& fits) { return LowerCase(fits) == LowerCase(name); });
    });
  });
}

/// Whether a value that the user gave is one that the model's allows.
bool Agrees(const ModelDescription& model, const Parameter& given, const Json& wanted) {
  if (given.name == "normalize") return IsSameNormalization(given.text(), wanted);
  if (given.name == "spacing") return HasSpacing(given.text(), SplitList(wanted.get<std::string>()));
  if (given.name == "missing") return true;
  if (given.name == "modalities") return HasSlots(model, SplitList(given.text()));
  return given.value() == wanted;
}

/// Of a case whose record has no geometry: what its first image's own header says, if it is a volume's.
Preparation PreparationOfHeader(const Case& record) {
  const std::filesystem::path file = record.image(record.modalities().front());
  if (KindByName(file) != ImageFileKind::kVolume || IsFolder(file)) return {};
  try {
    const Grid grid = OpenVolumeFile(file).grid;
    if (grid.is_picture || !grid.has_spacing) return {};
    return {"", "axial", SlicingOf(grid, Plane::kAxial).pixel_spacing_mm};
  } catch (const Error& error) {
    LeaveToItsTurn(error);
    return {};
  }
}

class HeldCases : public CaseSource {
 public:
  HeldCases(std::unique_ptr<CaseSource> source, const std::vector<std::string>& cases,
            const std::vector<ModelFile>& models, bool anyway)
      : source_(std::move(source)), anyway_(anyway), of_dataset_(NormalizationOf(cases)) {
    for (const ModelFile& model : models) models_.emplace_back(model.word, PreparationOf(model.description));
  }

  std::optional<SourcedCase> Next(RunContext& run) override {
    auto sourced = source_->Next(run);
    if (!sourced || sourced->error || sourced->record.has_error()) return sourced;
    const bool is_first = std::exchange(is_first_, false);
    Preparation images = PreparationOf(sourced->record);
    if (images.normalize.empty()) images.normalize = of_dataset_;
    if (!images.pixel_mm && !sourced->record.modalities().empty()) {
      const Preparation header = PreparationOfHeader(sourced->record);
      images.pixel_mm = header.pixel_mm;
      if (images.plane.empty()) images.plane = header.plane;
    }
    for (const auto& [word, model] : models_) {
      const std::vector<std::string> differences = DifferencesOf(images, model);
      if (differences.empty()) continue;
      const std::string what =
          Cat("prepared otherwise than for model ", word, ": ", Joined(differences, "; "));
      if (anyway_) {
        Note(sourced->record, what);
        continue;
      }
      sourced->error = Error(ErrorKind::kBadInput, "model.preparation",
                             Cat(what, ": f4s-prep --for-model ", word,
                                 " prepares as the model wants, --anyway goes on as it is"))
                           .InCase(sourced->record.id());
      if (is_first) throw *sourced->error;
      break;
    }
    return sourced;
  }
  std::optional<int64_t> Count() const override { return source_->Count(); }
  std::optional<std::vector<CaseName>> Names() const override { return source_->Names(); }
  std::optional<std::vector<CaseName>> NamesOfAll() const override { return source_->NamesOfAll(); }

 private:
  /// Once, also where f4s-fuse noted it before f4s-segment.
  static void Note(Case& record, const std::string& what) {
    if (const Json* const findings = FindPath(record.json(), "findings"))
      for (const Json& finding : *findings)
        if (TextAt(finding, "text") == what) return;
    record.AddFinding("model.preparation", "warning", what);
  }

  std::unique_ptr<CaseSource> source_;
  bool anyway_, is_first_ = true;
  std::string of_dataset_;
  std::vector<std::pair<std::string, Preparation>> models_;
};

}  // namespace

Preparation PreparationOf(const Case& record) {
  Preparation images;
  images.normalize = TextAt(record.json(), "prepared.normalize");
  images.plane = TextAt(record.json(), "geometry.volume.axis");
  const std::vector<double> mm = SpacingAt(record.json());
  if (mm.size() == 2) images.pixel_mm = {mm[0], mm[1]};
  const Json* const world = FindPath(record.json(), "geometry.world_from_voxel");
  if (mm.size() != 3 || world == nullptr) return images;
  images.plane = "axial";
  images.pixel_mm = SlicingOf({{1, 1, 1}, AffineFromJson(*world)}, Plane::kAxial).pixel_spacing_mm;
  return images;
}

Preparation PreparationOf(const ModelDescription& model) {
  Preparation learned_from = {model.normalization, model.plane, std::nullopt};
  if (learned_from.normalize == kUnknownNormalization) learned_from.normalize.clear();
  if (model.spacing_mm.size() >= 2) learned_from.pixel_mm = {model.spacing_mm[0], model.spacing_mm[1]};
  return learned_from;
}

std::string NormalizationOf(const std::vector<std::string>& words) {
  std::set<std::string> found;
  for (const std::string& word : words) {
    const std::filesystem::path file = std::filesystem::path(word) / "dataset.json";
    if (!Exists(file)) continue;
    found.insert(TextAt(ParseJson(ReadFile(file), file), "made_by.config.normalize"));
  }
  return found.size() == 1 ? *found.begin() : "";
}

std::vector<std::string> DifferencesOf(const Preparation& images, const Preparation& model,
                                       const std::string& whose) {
  std::vector<std::string> differences;
  const auto add = [&](const std::string& what, const std::string& is, const std::string& models) {
    differences.push_back(Cat(what, " ", is, " (", whose, ": ", models, ")"));
  };
  if (!images.normalize.empty() && !model.normalize.empty() && model.normalize != "none" &&
      !IsSameNormalization(images.normalize, model.normalize))
    add("normalization", images.normalize, model.normalize);
  if (images.pixel_mm && model.pixel_mm &&
      !(IsNear((*images.pixel_mm)[0], (*model.pixel_mm)[0]) &&
        IsNear((*images.pixel_mm)[1], (*model.pixel_mm)[1])))
    add("pixels of", PixelText(*images.pixel_mm), PixelText(*model.pixel_mm));
  if (!images.plane.empty() && !model.plane.empty() && images.plane != model.plane)
    add("slices", images.plane, model.plane);
  return differences;
}

Json ParametersFor(const ModelDescription& model) {
  const Preparation learned_from = PreparationOf(model);
  Json wanted = Json::object();
  if (!learned_from.normalize.empty()) wanted["normalize"] = learned_from.normalize;
  if (!learned_from.plane.empty()) wanted["plane"] = learned_from.plane;
  if (learned_from.pixel_mm) wanted["spacing"] = Joined(AxesOf(learned_from), ",");
  const bool one_each = std::all_of(model.modalities.begin(), model.modalities.end(),
                                    [](const auto& slot) { return slot.size() == 1; });
  if (one_each) wanted["modalities"] = model.SlotNames();
  if (!model.needs.empty()) wanted["missing"] = "leave";
  return wanted;
}

void PrepareFor(const ModelDescription& model, const std::string& word, Parameters& p) {
  const Json wanted = ParametersFor(model);
  for (const auto& [name, value] : wanted.items()) {
    Parameter* const parameter = p.Find(name);
    if (!parameter->given) {
      parameter->SetFromJson(value);
      continue;
    }
    if (!Agrees(model, *parameter, value))
      throw Conflict(parameter->flag(), parameter->text(), word,
                     value.is_string() ? value.get<std::string>() : model.SlotsText());
  }
}

std::unique_ptr<CaseSource> HeldAgainst(std::unique_ptr<CaseSource> source,
                                        const std::vector<std::string>& cases,
                                        const std::vector<ModelFile>& models, bool anyway) {
  if (models.empty()) return source;
  return std::make_unique<HeldCases>(std::move(source), cases, models, anyway);
}

}  // namespace f4s
