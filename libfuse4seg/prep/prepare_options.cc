#include "libfuse4seg/prep/prepare_options.h"

#include <algorithm>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

int64_t ParseSize(const std::string& text) {
  const double pixels = ParseNumbers(text, 1).front();
  if (pixels != static_cast<double>(static_cast<int64_t>(pixels)) || pixels > 8192)
    throw Error(ErrorKind::kUsage, "parameter.value",
                Cat(Quoted(text), " is not a whole number of pixels from 1 to 8192"));
  return static_cast<int64_t>(pixels);
}

/// X,Y,Z with 0 for the word "native".
Vector3 ParseSpacing(const std::string& text) {
  std::vector<std::string> axes = SplitList(text);
  std::vector<size_t> native;
  for (size_t axis = 0; axis < axes.size(); ++axis)
    if (axes[axis] == "native") {
      native.push_back(axis);
      axes[axis] = "1";
    }
  const auto mm = ParseNumbers(Joined(axes, ","), 3);
  Vector3 spacing = {mm[0], mm[1], mm[2]};
  for (const size_t axis : native) spacing[axis] = 0;
  return spacing;
}

std::regex ParseSubject(const std::string& text) {
  try {
    std::regex expression(text);
    if (expression.mark_count() < 1)
      throw Error(ErrorKind::kUsage, "prep.subject",
                  Cat(Quoted(text), " has no group: (...) around the subject"));
    return expression;
  } catch (const std::regex_error& e) {
    throw Error(ErrorKind::kUsage, "prep.subject",
                Cat(Quoted(text), " is no regular expression: ", e.what()));
  }
}

std::vector<uint16_t> IgnoredValues(const std::string& text) {
  return text.empty() ? std::vector<uint16_t>() : ParseLabelValues(text);
}

/// Ascending, each once.
std::vector<uint16_t> Distinct(std::vector<uint16_t> values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

/// @throws Error(kUsage, "regions.value") for a region with a value that --classes does not name.
void RequireClassesOfRegions(const LabelScheme& scheme) {
  if (scheme.classes.empty()) return;
  for (const Region& region : scheme.regions)
    for (const uint16_t value : region.values)
      if (!scheme.classes.contains(value))
        throw Error(
            ErrorKind::kUsage, "regions.value",
            Cat("--regions: ", region.name, " has the label ", value, ", which --classes does not name"));
}

}  // namespace

Plane PlaneFor(PlaneChoice choice, const Grid& grid) {
  if (choice == PlaneChoice::kAxial) return Plane::kAxial;
  if (choice == PlaneChoice::kCoronal) return Plane::kCoronal;
  if (choice == PlaneChoice::kSagittal) return Plane::kSagittal;
  const Vector3 mm = grid.spacing_mm();
  const auto is_through = [&](size_t axis) {
    return mm[axis] >= kThickSlices * mm[(axis + 1) % 3] && mm[axis] >= kThickSlices * mm[(axis + 2) % 3];
  };
  return is_through(0) ? Plane::kSagittal : is_through(1) ? Plane::kCoronal : Plane::kAxial;
}

void PrepareOptions::Declare(Parameters& p) {
  p.Text("for_model", for_model, "FILE|NAME",
         "prepare as this model's training images were: normalization, spacing, plane and modalities, as far "
         "as it knows them; a flag that contradicts is an error");
  p.List("modalities", modalities, "A,B,...",
         "the modalities to use, in this order; default: all that any case "
         "has, from a BIDS data set t1, t1ce, t2 and flair");
  p.Choice(
      "missing", missing,
      {{"error", MissingRule::kError},
       {"skip", MissingRule::kSkip},
       {"zero", MissingRule::kZero},
       {"leave", MissingRule::kLeave}},
      "a case without one of them; error: fails; skip: is "
      "left out; zero: gets an image of zeros in its place; leave: goes on with those that it has, for a "
      "model that can do without the others");
  p.List("entities", entities, "KEY-VALUE,...",
         "BIDS: where several files match, take those with these entities, such as run-1, "
         "acq-highres, space-orig or desc-tumour; pipeline-NAME: those of derivatives/NAME");
  p.Path("dicom_map", dicom_map, "FILE",
         "which DICOM series is which modality: a tab-separated table with rows SERIES MODALITY "
         "[PART], or NDJSON; SERIES is a pattern of SeriesDescription, a SeriesInstanceUID, or the "
         "short name given in messages; MODALITY - leaves a series out; default: by the headers alone");
  p.Choice("register", registration,
           {{"auto", Alignment::kAuto},
            {"headers", Alignment::kHeaders},
            {"none", Alignment::kNone},
            {"rigid", Alignment::kRigid}},
           "how modalities are aligned to the reference; auto: those on another grid are resampled "
           "according to their headers, then registered rigidly by mutual information; headers: resampled "
           "only; none: another grid is an error; rigid: modalities on the same grid are registered as well");
  p.Text("reference", reference, "NAME",
         "the modality to whose grid all others are resampled; default: the first of --modalities");
  p.Choice("bias", correct_bias, {{"none", false}, {"n4", true}},
           "n4: correct the bias field of each volume by N4, within the brain");
  p.Text("brain", brain, "auto|none|builtin|hd-bet|COMMAND",
         "skull stripping; auto: by the case's mask, else by where any modality differs from 0, "
         "else (a head with noise around it) builtin; none: all voxels count; builtin: from T1, "
         "else T1ce, T2, FLAIR, without network weights; or another program: hd-bet, PROGRAM "
         "(called as PROGRAM IN.nii.gz OUT.nii.gz), or a shell command with {in} and {out}")
      .Checked([](const std::string& text) { CheckBrainText(text); });
  p.Real("brain_limit", brain_limit, Between(1, 86400),
         "time limit of a program of --brain for one head, in seconds");
  p.Text("normalize", normalize, "percentile|zscore|range=LO,HI|none",
         "what is mapped to full scale, per volume, within the brain; percentile: percentiles 0.5 to "
         "99.5; zscore: -4 to 4 sd around the mean; range: LO to HI; none: levels stay as they are")
      .Checked([](const std::string& text) { static_cast<void>(ParseNormalization(text)); });
  p.Choice(
      "normalize_over", normalize_over,
      {{"auto", NormalizeOver::kAuto},
       {"image", NormalizeOver::kImage},
       {"subject", NormalizeOver::kSubject}},
      "2-D images: whose percentiles (mean, sd) count; image: each image's own; subject: one scale for all "
      "slices of a subject, which follow one another; auto: subject where they do");
  p.Text("spacing", spacing, "X,Y,Z|native",
         "resample to this voxel spacing: mm from left to right, front to back and foot to head; native, "
         "also of one axis (1,1,native): as it is")
      .Checked([](const std::string& text) {
        if (text != "native") ParseSpacing(text);
      });
  p.Choice("plane", plane,
           {{"auto", PlaneChoice::kAuto},
            {"axial", PlaneChoice::kAxial},
            {"coronal", PlaneChoice::kCoronal},
            {"sagittal", PlaneChoice::kSagittal}},
           "orientation of the slices; auto: as the series was acquired where its voxels are at least 1.5 "
           "times as long from left to right (sagittal) or from front to back (coronal) as otherwise, else "
           "axial");
  p.Choice("slices", slices,
           {{"all", SliceChoice::kAll}, {"brain", SliceChoice::kBrain}, {"label", SliceChoice::kLabel}},
           "slices to write; brain: those with at least 1 % brain; label: those with a label");
  p.Text("size", size, "N|native", "pad or crop around the centre to N x N pixels; never resamples")
      .Checked([](const std::string& text) {
        if (text != "native") ParseSize(text);
      });
  p.Choice("bits", bits, {{"8", 8}, {"16", 16}}, "bits per pixel");
  p.Flag("volumes", volumes, "write volumes (.nii.gz) instead of slices");
  p.Real("max_memory", max_memory, Between(0, 4096),
         "memory that the program may use, in GiB: a case waits until there is room for it; 0: no limit")
      .NotInConfig();
  p.Text("subject", subject, "REGEX|none",
         "regular expression searched in the case's id; its first group is the subject; none: each case is a "
         "subject of its own; default: the record's; of images in folders whose names end in a slice number "
         "(p3_012, p3-z07, p3_slice7) what stands before it");
  p.Text("split", split, "FILE|TRAIN,VAL,TEST",
         "split by subject: a table of two columns, subject and split (CSV or TSV), or fractions");
  p.Text("classes", classes, "'1=NAME ...'",
         "names of the label values; default: the record's; BraTS's where the study is one of BraTS's or the "
         "values of a volume are 1, 2 and 4 or 1, 2 and 3; else label 1, label 2 and so on")
      .Checked([](const std::string& text) { static_cast<void>(ParseClasses(text)); });
  p.Text("regions", regions, "'WT=1,2,4 ...'", "regions of label values that are scored together")
      .Checked([](const std::string& text) { static_cast<void>(ParseRegions(text)); });
  p.Text(
       "ignore", ignore, "V[,V...]",
       "label values that neither training nor scores see; default: the record's, or nnU-Net's label ignore")
      .Checked([](const std::string& text) { static_cast<void>(IgnoredValues(text)); });
}

PrepareRules::PrepareRules(const PrepareOptions& options)
    : modalities(options.modalities),
      memory_limit(static_cast<int64_t>(options.max_memory * (1 << 30))),
      brain(options.brain, options.brain_limit),
      alignment(options.registration),
      reference(options.reference),
      correct_bias(options.correct_bias),
      normalization(ParseNormalization(options.normalize)),
      normalize_over(options.normalize_over),
      spacing_of_model(!options.for_model.empty()),
      plane(options.plane),
      slices(options.slices),
      bits(options.bits),
      volumes(options.volumes),
      pictures_stay(options.pictures_stay),
      missing(options.missing),
      scheme{ParseClasses(options.classes), ParseRegions(options.regions), false,
             IgnoredValues(options.ignore)} {
  if (options.spacing != "native") spacing_mm = ParseSpacing(options.spacing);
  if (options.size != "native") size = ParseSize(options.size);
  subject_is_case = options.subject == "none";
  if (!options.subject.empty() && !subject_is_case) subject = ParseSubject(options.subject);
  std::vector<uint16_t> named;
  for (const auto& [value, name] : scheme.classes)
    if (IsIgnore(name)) named.push_back(value);
  named.insert(named.end(), scheme.ignore.begin(), scheme.ignore.end());
  if (named.size() > scheme.ignore.size()) scheme = WithIgnored(scheme, Distinct(std::move(named)));
  RequireIgnoredAlone(scheme);
  RequireClassesOfRegions(scheme);
}

Vector3 PrepareRules::SpacingOn(const Grid& geometry) const {
  Vector3 spacing = geometry.spacing_mm();
  for (size_t axis = 0; axis < 3 && spacing_mm; ++axis)
    if ((*spacing_mm)[axis] > 0) spacing[axis] = (*spacing_mm)[axis];
  return spacing;
}

std::string PrepareRules::SubjectOf(const std::string& id, const std::string& otherwise) const {
  if (subject_is_case) return id;
  if (!subject) return otherwise;
  constexpr size_t kMostCharacters = 1000;  // std::regex recurses
  if (id.size() > kMostCharacters)
    throw Error(ErrorKind::kBadInput, "prep.subject",
                Cat("the case's name has ", id.size(), " characters: --subject looks at ", kMostCharacters,
                    " at most"));
  std::smatch match;
  if (!std::regex_search(id, match, *subject) || match[1].length() == 0)
    throw Error(ErrorKind::kBadInput, "prep.subject", "--subject does not fit the case's name").InCase(id);
  return match[1].str();
}

}  // namespace f4s
