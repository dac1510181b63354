// f4s-prep: raw studies in, a dataset of normalized slices out.

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/model/preparation.h"
#include "libfuse4seg/prep/check/check_run.h"
#include "libfuse4seg/prep/prepare.h"
#include "libfuse4seg/prep/subject_scale.h"
#include "libfuse4seg/tool/tool.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-prep",
    .synopsis = "turn raw studies into a dataset of normalized slices",
    .description = R"(
The modalities of each study are checked (sound headers, finite voxels), resampled to one grid,
skull-stripped, normalized and written as PNG slices with labels, masks, classes, regions and geometry.
Whatever is changed or doubtful is reported as a warning in the record.

Two grids are the same where they have the same voxels, in any order, within 0.01 voxels at every corner. A
modality on another grid is interpolated once, linearly, after smoothing where the voxels of the reference are
larger; labels take the nearest voxel. A registration is kept if it raises mutual information and runs from
different starting points agree; otherwise the alignment of the headers stays, and a warning gives the reason.
The record holds the transform (registration), the way back from levels to intensities (intensity: offset +
scale * level) and what N4 did (bias).

Each slice knows where it came from: voxel_from_pixel in its record maps [column, row, 1] to the voxel of the
source, so that label maps of slices can be put back on the grid of the source.

The fractions of --split are met exactly where all subjects are known beforehand. For records on stdin each
subject is drawn independently, and the fractions hold on average. All cases of a subject go to the same
split.
)",
    .examples = {{"f4s-prep brats -o data", "a BraTS folder"},
                 {"f4s-prep brats -o data --for-model glioma", "as this model's training images were"},
                 {"f4s-prep brats -o data --modalities t1ce,flair --normalize zscore --size 224",
                  "two modalities, for a network"},
                 {"f4s-prep t1=a_t1.nii.gz flair=a_flair.nii.gz label=a_seg.nii.gz -o data",
                  "one study by its files"},
                 {"f4s-prep t2=t2w.nii.gz adc=adc.nii.gz -o data --brain none",
                  "a prostate: the ADC map is resampled to the grid of T2 and registered to it"},
                 {"f4s-prep cases.csv -o data --split splits.csv",
                  "cases and splits by tables: id,subject,t1,flair,label and subject,split"},
                 {"f4s-prep brats -o data | f4s-fuse - --method laplacian -o fused", "and fuse its slices"},
                 {"f4s-prep --check brats", "all problems of a data set, before any work"}},
    .references = {"Guo and Su, Fuse4Seg: Image-Level Fusion Based Multi-Modality Medical "
                   "Image Segmentation, arXiv:2409.10328, stages I to III of its data pipeline",
                   "Mattes et al., PET-CT image registration in the chest "
                   "using free-form deformations, IEEE TMI 22(1), 2003",
                   "Tustison et al., N4ITK: improved N3 bias correction, IEEE TMI 29(6), 2010"},
    .see_also = {"f4s-phantom", "f4s-fuse"},
};

struct Arguments {
  CaseSelection sources;
  std::filesystem::path out_dir;
  BidsOptions bids;
  bool check = false;
  PrepareOptions prepare;
};

void Declare(CommandLine& cl, Arguments& a) {
  cl.Words(
      "SOURCE...", a.sources.words,
      std::string("a folder of studies as BraTS has it (ID/ID_t1.nii.gz ..., also with the "
                  "names of 2023; any ID_NAME.nii.gz is a modality NAME), a BIDS data set "
                  "(sub-X/[ses-Y/]anat), nnU-Net's raw format (imagesTr, dataset.json; imagesTs "
                  "alone too), the Medical Segmentation Decathlon's, a folder of DICOM series, or CASES: ") +
          kCasesHelp);
  cl.OutputFolder(a.out_dir, "folder for the dataset").Unless(a.check);
  a.bids.Declare(cl.parameters);
  cl.parameters
      .Flag("check", a.check,
            "read everything, list all problems of each case, and "
            "write nothing; exit 65 where one is an error; needs no -o")
      .NotInConfig();
  cl.Group("Preparation", a.prepare);
  a.sources.DeclareIds(cl.parameters);
  cl.settle = [&a, &p = cl.parameters] {
    const std::string& word = a.prepare.for_model;
    if (!word.empty()) PrepareFor(FindModel(word).description, word, p);
  };
  cl.parameters.ShowInHelp(
      "check for_model modalities missing dicom_map register bias brain normalize spacing plane slices "
      "size volumes split classes regions ignore");
  cl.Shared({.seed = true, .output = true, .dataset = true, .cases = true});
}

void Run(const Arguments& a, RunContext& run) {
  if (a.check) return RunCheck(a.sources, a.prepare, run);
  auto sources = WithSubjectScale(OpenSources(a.sources, a.prepare), PrepareRules(a.prepare));
  Preparer preparer(a.prepare, run, *sources);
  sources = preparer.Watched(std::move(sources));
  for (const std::string& text : {preparer.grouping(), preparer.divided_anew(), preparer.alike()})
    if (!text.empty()) run.Warn(text);
  DatasetWriter out(a.out_dir, run, preparer.modalities(), preparer.of_records());
  out.AlsoAsBids(a.bids);
  ForEachCase(*sources, run, &out, [&](const Case& raw) { return preparer.Prepare(raw, out); });
  RequireSomeCase(run);
  Json facts = {{"normalization", a.prepare.normalize}, {"bits", std::to_string(a.prepare.bits)}};
  if (!preparer.grouping().empty()) facts["subjects"] = preparer.grouping();
  for (const auto& [code, text] : preparer.lacks()) {
    run.Warn(text);
    facts["findings"].push_back({{"code", code}, {"severity", "warning"}, {"text", text}});
  }
  out.Finish(facts);
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
