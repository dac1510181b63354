// f4s-segment: label each pixel of a case, and put slices together again into volumes.

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/cases/record_dicom.h"
#include "libfuse4seg/image/dicom/dicom_segmentation.h"
#include "libfuse4seg/image/files/label_tables.h"
#include "libfuse4seg/infer/fold_check.h"
#include "libfuse4seg/infer/segment_case.h"
#include "libfuse4seg/model/preparation.h"
#include "libfuse4seg/tool/tool.h"
#include "tools/raw_studies.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-segment",
    .synopsis = "label each pixel of a case; assemble slices into volumes",
    .description = R"(
The segmentation network of a model labels the fused image of a case, or its modalities, with the label values
that it was trained on: 0, 1, 2, 4 stay 0, 1, 2, 4. Images may have any size. Label maps are PNG for slices
and NIfTI for volumes, which are cut into axial slices as f4s-prep cuts them.

Studies as they came (a BraTS, BIDS, nnU-Net or DICOM folder, NAME=FILE words of raw volumes) are prepared
first, in the folder prepared below -o, as the model's training images were; their label maps are volumes on
the study's own grid. f4s-prep --for-model does the same, with more options. Images that were prepared
otherwise (normalization, pixel spacing beyond 1 %, plane) are refused; --anyway goes on with a finding.

With --volumes the slices of a volume are assembled into one NIfTI label map on the grid of the volume that
they were cut from. The records are then those of the volumes, with the label map of the source as their
label, for f4s-metrics. Resampling, turning, padding and cropping by f4s-prep are undone: each voxel of the
source takes the label of the nearest pixel of the nearest slice, and 0 where there is no slice.

Where the model needs a fused image and the case has none, or with --input images, the images of the case are
fused here, by the same model. The result differs from reading the output of f4s-fuse only by the rounding to
the 256 or 65536 levels of a file.

Where one of more than two modalities is missing, the case is segmented from the others: a model of --method
csad leaves out the encoder of that modality, any other model gets an empty image in its place. A model that was
trained to do without some says which it needs (--describe); a raw study may then lack the rest.

Small parts of regions, false alarms mostly, are taken out of volumes with --min-volume and --largest, or as the
model recommends; --min-volume none --largest none leaves all. Parts are connected by faces, edges or corners. A
voxel that is taken out of a region gets the label around it: of ET within TC that of TC without ET, of the whole
tumour none. Probabilities stay as they are. The record says what was taken out (postprocess), and the volume of
each class and region (volumes_ml).

--fold K/N takes the subjects that f4s-train --fold K/N held out on the same dataset, for cross-validation: N
models label each subject once. Score last.safetensors: the best epoch, model.safetensors, was selected on
these subjects.

--precision int8 computes the convolutions of a U-Net (of csad's network those of its branches and its decoder) in
whole numbers of 8 bits, on processors with AVX-512 VNNI: the network takes about half the time, and labels differ a
little. The model must have the ranges of what its layers read. --calibrate takes them while it segments in float32,
and writes the model with them to model.safetensors in -o; give it cases of the training data. All else in that file
is the model's own, and float32 gives what it gave. A run that was broken off and goes on calibrates on the cases
that it still has to do.

On a GPU slices of several cases are computed at once, the flips of --tta among them, in batches that take
--device-memory, while others are read and written: more cases than --threads are then in hand.

Beside the label maps stand tables of the classes, with the colours that label maps of slices (PNG with a
palette), outlines and these tables share: labels/dseg.tsv (BIDS), labels/itksnap.label (ITK-SNAP, Import Label
Descriptions) and labels/slicer.ctbl (3D Slicer, Colors).

--fused also writes the fused image, fused/ID.png (.nii.gz of volumes), with 8 bits and the same bytes as f4s-fuse
with the same model, and the record says what it is (fused, fused_from, fused_by): one run reads and prepares the
images once for both. Slices that --volumes assembles give a volume without colour. A model that does not fuse is
refused.

--overlay draws overlay/ID.png, a picture to look at: the fused image, or the first modality of a model that
sees none, enlarged, with the outlines of the label map in the colours of its classes, and dashed those of the
reference where the case has a label. Of a volume it shows six axial slices, spread over the label. What is
black is cropped.

--probabilities writes probabilities/ID_VALUE.png (.nii.gz for volumes) for each class but the background, as
16 bits with 65535 for 1; with --volumes each voxel takes those of the nearest pixel as well. --uncertainty writes
uncertainty/ID.png (.nii.gz) likewise: the entropy of the probabilities of all classes, 0 where the model is
certain of one and 65535 where all are equally probable. f4s-metrics scores probabilities (ece, brier).

--dicom-seg writes labels/ID.dcm beside the NIfTI label map of each volume that came from a DICOM series: a
DICOM Segmentation (binary, one segment for each class) on the frames of that series, with its patient and
study, for viewers and archives. A class without voxels has an empty frame. Dates are those of the source and
UIDs follow from the content, so that the same input gives the same file. Known class names (necrosis, oedema,
enhancing, ...) become codes of SNOMED CT or the NCI Thesaurus, others codes of the private scheme 99FUSE4SEG.
For slices add --volumes. A case that came from no DICOM series, or whose label map is on another grid
(f4s-prep --volumes with --spacing), is an error.
)",
    .examples = {{"f4s-segment brats -o labels --model glioma", "studies as they came, on their own grids"},
                 {"f4s-segment data -o labels --model glioma",
                  "every case of a dataset, made by f4s-prep --for-model glioma"},
                 {"f4s-segment fused -o labels --model glioma --volumes", "slices back into volumes"},
                 {"f4s-segment t1ce=a.png flair=b.png -o look --model my.safetensors --probabilities",
                  "one pair, with probabilities"},
                 {"f4s-segment data -o labels --model glioma --overlay", "with pictures to look at"},
                 {"f4s-segment brats -o out --model glioma --fused",
                  "label maps and fused images in one run"},
                 {"f4s-segment data -o labels --model fold0.safetensors --model fold1.safetensors --tta",
                  "the mean of two models and four flips"},
                 {"f4s-segment data --split train -o int8 --model glioma --calibrate",
                  "ranges for 8 bits, into int8/model.safetensors"},
                 {"f4s-segment data -o labels --model int8/model.safetensors --precision int8", "by these"},
                 {"f4s-segment data -o labels --model glioma --fold 1/2",
                  "one half of the subjects, split as in training"},
                 {"f4s-segment data -o labels --model glioma --volumes --dicom-seg", "DICOM in, DICOM out"},
                 {"f4s-fuse data -o fused --model glioma | f4s-segment "
                  "- -o labels --model glioma --volumes | f4s-metrics -",
                  "fuse, segment, score volumes"}},
    .references = {"Guo and Su, Fuse4Seg: Image-Level Fusion Based "
                   "Multi-Modality Medical Image Segmentation, arXiv:2409.10328"},
    .see_also = {"f4s-prep", "f4s-fuse", "f4s-metrics"},
};

struct Arguments {
  HeldOutSelection cases;
  std::filesystem::path out_dir;
  BidsOptions bids;
  SegmenterOptions segmenter;
};

void Declare(CommandLine& cl, Arguments& a) {
  cl.Words("CASES", a.cases.words, CasesOrStudiesHelp());
  cl.OutputFolder(a.out_dir, "folder for the label maps; becomes a dataset");
  a.bids.Declare(cl.parameters);
  cl.Group("Segmentation", a.segmenter);
  cl.Group("Choice of cases", a.cases);
  cl.Shared({.device = true, .output = true, .dataset = true, .cases = true});
  cl.question = [&a] { return a.segmenter.describe ? DescribeModels(a.segmenter.models) : ""; };
}

void Run(const Arguments& a, RunContext& run) {
  if (a.segmenter.wants_dicom()) RequireDicomWriter();
  if (a.segmenter.calibrate && run.options().num_shards() > 1)
    throw Error(
        ErrorKind::kUsage, "usage.conflict",
        "--calibrate takes the ranges of all cases: --shard would leave those of the last shard alone");
  const Segmenter segmenter =
      Segmenter::Load(a.segmenter, run.options().device);  // fails before the first case
  run.Set("device", segmenter.device());
  if (!segmenter.device_warning().empty()) run.Warn(segmenter.device_warning());
  run.Set("engine", segmenter.EngineRecord());
  run.Set("model", segmenter.ModelRecord());
  const auto raw = RawStudies::Among(a.cases, {segmenter.models(), a.segmenter.modalities, false}, run);
  const auto cases =
      raw ? nullptr : HeldAgainst(OpenCases(a.cases), a.cases.words, segmenter.models(), a.segmenter.anyway);
  RequireHeldOut(segmenter.models(), a.cases.fold, raw ? raw->cases() : *cases, run);
  DatasetWriter out(a.out_dir, run, segmenter.Digests());
  out.AlsoAsBids(a.bids);
  const Grouping grouping = a.segmenter.volumes && !raw ? Grouping::kVolume : Grouping::kCase;
  const auto work = [&](const std::vector<Case>& group, int64_t) -> std::vector<Case> {
    if (raw && a.segmenter.wants_dicom()) RequireDicomSource(group.front());
    if (raw) return SegmentVolume(raw->Prepare(group.front(), out), segmenter, out);
    if (a.segmenter.volumes) return SegmentVolume(group, segmenter, out);
    return {SegmentCase(group.front(), segmenter, out)};
  };
  ForEachGroup(raw ? raw->cases() : *cases, run, &out, grouping, work,
               {.pictures = segmenter.pictures_at_once()});
  if (a.segmenter.calibrate) segmenter.WriteCalibrated(a.out_dir / "model.safetensors");
  WriteLabelTables(out.Beside("labels"), segmenter.classes());
  out.Finish({{"predicted_by", segmenter.Digests()}});
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
