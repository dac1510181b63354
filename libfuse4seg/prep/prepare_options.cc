#include "libfuse4seg/prep/prepare_options.h"

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

}  // namespace

void PrepareOptions::Declare(Parameters& p) {
  p.List("modalities", modalities, "A,B,...",
         "the modalities to take, in this order; default: all that some case "
         "has, from a folder t1, t1ce, t2 and flair or nnU-Net's channels");
  p.Choice("missing", missing, {"error", "skip", "zero"},
           "a case that lacks one of them: error: fails; skip: is left out; zero: gets zeros in its place");
  p.List("entities", entities, "KEY-VALUE,...",
         "BIDS: of several files that fit, those with run-1, acq-highres, "
         "space-orig, desc-tumour or such; pipeline-NAME: those of derivatives/NAME");
  p.Path("dicom_map", dicom_map, "FILE",
         "which DICOM series is which modality, a table of rows SERIES MODALITY [PART] parted "
         "by tabs, or NDJSON; SERIES is a pattern of SeriesDescription, a SeriesInstanceUID, or "
         "the short name that messages give; MODALITY - leaves it out; default: by headers alone");
  p.Choice("register", registration, {"auto", "headers", "none", "rigid"},
           "to the reference; auto: modalities on another grid are resampled as their headers "
           "say, then registered rigidly by mutual information; headers: resampled only; none: "
           "another grid is an error; rigid: modalities on the same grid are registered too");
  p.Text("reference", reference, "NAME",
         "the modality whose grid all others take; default: the first of --modalities");
  p.Choice("bias", bias, {"none", "n4"}, "n4: take a coil's shading out of each volume, within the brain");
  p.Text("brain", brain, "auto|none|builtin|hd-bet|COMMAND",
         "auto: the case's mask, else where any modality differs from 0, else (a head "
         "with noise about it) builtin; none: everything counts; builtin: found in T1, "
         "else T1ce, T2, FLAIR, without weights; or another program: HD-BET, PROGRAM "
         "(called as PROGRAM IN.nii.gz OUT.nii.gz), or a shell command with {in} and {out}")
      .Checked([](const std::string& text) { CheckBrainText(text); });
  p.Real("brain_limit", brain_limit, Between(1, 86400),
         "seconds that a program of --brain may take for a head");
  p.Text("normalize", normalize, "percentile|zscore|range=LO,HI|none",
         "per volume, within the brain, to full scale: percentiles "
         "0.5 to 99.5; -4 to 4 sd; LO to HI; or levels as they are")
      .Checked([](const std::string& text) { static_cast<void>(ParseNormalization(text)); });
  p.Text("spacing", spacing, "X,Y,Z|native",
         "resample to this voxel spacing: mm from left to right, front to back and foot to head")
      .Checked([](const std::string& text) {
        if (text != "native") ParseNumbers(text, 3);
      });
  p.Choice("plane", plane, {"axial", "coronal", "sagittal"}, "how volumes are cut");
  p.Choice("slices", slices, {"all", "brain", "label"},
           "which slices: all; at least 1 % brain; with a label");
  p.Text("size", size, "N|native", "pad or crop about the centre to N x N pixels; never resamples")
      .Checked([](const std::string& text) {
        if (text != "native") ParseSize(text);
      });
  p.Choice("bits", bits, {"8", "16"}, "bits of a pixel");
  p.Flag("volumes", volumes, "write volumes (.nii.gz) instead of slices");
  p.Real("max_memory", max_memory, Between(0, 4096),
         "GiB that the program may take: a case waits until there is room for it; 0: no limit")
      .NotInConfig();
  p.Text("subject", subject, "REGEX", "its first group, searched in the case's id, is the subject");
  p.Text("split", split, "FILE.tsv|TRAIN,VAL,TEST", "splits by subject: a table, or fractions");
  p.Text("classes", classes, "'1=NAME ...'",
         "what the labels mean; default: the record's, or BraTS's by the values met")
      .Checked([](const std::string& text) { static_cast<void>(ParseClasses(text)); });
  p.Text("regions", regions, "'WT=1,2,4 ...'", "which labels are scored together")
      .Checked([](const std::string& text) { static_cast<void>(ParseRegions(text)); });
}

PrepareRules::PrepareRules(const PrepareOptions& options)
    : modalities(options.modalities),
      memory_limit(static_cast<int64_t>(options.max_memory * (1 << 30))),
      brain(options.brain, options.brain_limit),
      alignment(ParseAlignment(options.registration)),
      reference(options.reference),
      correct_bias(options.bias == "n4"),
      normalization(ParseNormalization(options.normalize)),
      plane(ParsePlane(options.plane)),
      slices(options.slices == "all"     ? SliceChoice::kAll
             : options.slices == "brain" ? SliceChoice::kBrain
                                         : SliceChoice::kLabel),
      bits(options.bits == "8" ? 8 : 16),
      volumes(options.volumes),
      missing(options.missing == "error"  ? MissingRule::kError
              : options.missing == "skip" ? MissingRule::kSkip
                                          : MissingRule::kZero),
      scheme{ParseClasses(options.classes), ParseRegions(options.regions)} {
  if (options.spacing != "native") {
    const auto mm = ParseNumbers(options.spacing, 3);
    spacing_mm = Vector3{mm[0], mm[1], mm[2]};
  }
  if (options.size != "native") size = ParseSize(options.size);
  if (!options.subject.empty()) subject = ParseSubject(options.subject);
}

std::string PrepareRules::SubjectOf(const std::string& id, const std::string& otherwise) const {
  if (!subject) return otherwise;
  std::smatch match;
  if (!std::regex_search(id, match, *subject) || match[1].length() == 0)
    throw Error(ErrorKind::kBadInput, "prep.subject", "--subject does not fit the case's name").InCase(id);
  return match[1].str();
}

}  // namespace f4s
