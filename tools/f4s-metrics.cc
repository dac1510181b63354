// f4s-metrics: how good are fused images and label maps, and are they good enough.

#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/metric/report/run_report.h"
#include "libfuse4seg/metric/score_case.h"
#include "libfuse4seg/tool/tool.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-metrics",
    .synopsis = "score fused images and label maps, and check the scores",
    .description = R"(
Computes what each record allows: EN, SD, SF, AG, MI, SCD, VIF, Qabf and SSIM of a fused image against its
sources; PSNR and SSIM of images reconstructed from a fused one; Dice, IoU, HD95, HD, ASSD, NSD, sensitivity,
specificity, precision and volume similarity of a prediction against its label, for each region, with
distances in mm, or in pixels where nothing says how large they are (hd95_px). The conventions say which
reference program the numbers agree with.

Segmentation conventions. medpy: surface voxels, HD95 over the distances of both directions together. monai:
the same surface, HD95 of the worse direction, Dice undefined without reference. deepmind: the surface between
the voxels, weighted by its area. brats2023: likewise, a missed or false region counts 374 mm, and
lesion_dice, lesion_hd95_mm, lesion_tp, lesion_fp and lesion_fn score lesion by lesion (--lesion-dilation,
--lesion-volume). panoptica: ASSD and NSD as means of both directions, and instance_rq, instance_sq,
instance_pq, instance_tp, instance_fp and instance_fn. transunet: medpy without spacing, so that distances are
in voxels (hd95_px), and 0 or 1 where a mask is empty. nnunet: overlap alone. Where HD95 differs by more than 5 %
between conventions, the warning metric.convention gives the numbers.

--empty chooses the values for empty masks: those of the convention; undefined; or fixed values where both
masks are empty, only the prediction, or only the reference. These are Dice 1, 0, 0 with distances of 0,
373.13, 373.13 (brats2021) or 0, 374, 374 (brats2023), and Dice 0, 0, 1 with distances of 0 (transunet).

A number that is not defined (an empty mask, a constant image) is null, with its reason, and is counted. mean
leaves it out; mean_penalised counts it as the worst value, if there is one. What the convention does not define enters neither.

Regions are those of --regions, else the record's own, else its classes by their names, else every label value
that occurs in any map of the run. A mean thus goes over the same cases with and without --regions. Beside the
mean of the convention, to which a case without the region may add 1, 0 or nothing, stands mean_reference: the
mean over the cases whose reference has the region, n_reference of them whatever is predicted, an undefined
value counted as the worst. Report it where many cases lack a region, as slices do. summary.segmentation.REGION
also has cases.reference_empty, cases.prediction_empty and cases.both_empty.

Voxels whose reference is ignored (--ignore, else the record's own) count in no segmentation metric: they are
taken out of both maps before anything is counted, so that no surface runs through them, and specificity lacks
them. Where a structure ends at such voxels, its surface there is that of what is left.

--by subject scores patients: overlap metrics count the pixels of all images of a subject together, as f4s-train
validates, and fusion metrics are the mean over the images. Distances and lesions are those of the stacked volume
where the images are the slices of one volume; otherwise they are undefined (no_volume), for distances within
single slices are not those of the patient. --by volume stacks the slices of a volume on the source's own grid,
and refuses images that are no slices of a volume.

The usual sums over the sources hide a fused image that copies one of them. MI, VIF, Qabf, SSIM and SCD are
therefore given for each source as well, and for the weakest source.

Fusion metrics. F is the fused image, A and B are its sources, with M rows, N columns and levels from 0 to
255; with more than two sources a metric is the mean over all pairs. "Higher" and "lower" say which values
count as better; noise, too, raises EN, SD, SF and AG.

EN: entropy -sum p log2 p of F's histogram, 0 to 8 bits, higher (Roberts et al. 2008).

SD: standard deviation of F's levels, 0 to 127.5, higher.

SF: spatial frequency, root of the mean squared difference of horizontal neighbours plus that of vertical
ones, from 0, higher (Eskicioglu and Fisher 1995).

AG: average gradient, mean of sqrt((gx^2 + gy^2) / 2), from 0, higher (Cui et al. 2015).

MI: mutual information I(F;A) + I(F;B), 0 to 11.09 nats or 16 bits, higher (Qu et al. 2002).

SCD: sum of the correlations of differences, r(F - B, A) + r(F - A, B), -2 to 2, higher (Aslantas and Bendes
2015).

VIF: visual information fidelity in the pixel domain, of F against A plus against B, 0 to about 2, higher
(Sheikh and Bovik 2006). Many papers call it VIFF, which is another metric.

Qabf: share of the sources' edges that F preserves, weighted by their strength, 0 to 0.987, higher (Xydeas and
Petrovic 2000).

SSIM: structural similarity of F with A plus with B, -2 to 2, higher; in lt, lt2022 and strict their mean, -1
to 1 (Wang et al. 2004).

With --extras also CC: mean correlation of F with A and B, -1 to 1, higher. PSNR: 10 log10(peak^2 / MSE) in
dB, higher; the peak is 255, in cddfuse and film the maximum of F. MSE: mean squared difference from the
sources, in squared levels, in lt, lt2022 and zoo of images in 0 to 1, lower. VIFF: visual information
fidelity for fusion, 0 to about 1, higher (Han et al. 2013). NMI: 2 I(F;A) / (H(F) + H(A)) plus the same for
B, 0 to 2, higher (Hossny et al. 2008); in zoo 2 MI / (H(A) + H(B)).

Fusion conventions. cddfuse: the evaluator of MMIF-CDDFuse, with MI in nats and SSIM over 7x7 boxes with a
data range of 2. film: IF-FILM's, SSIM with a data range of 255. vifb: VIFB's, colour channel by channel, SF
over M N, AG over (M-1)(N-1), SSIM over Gaussian windows; it has neither SCD nor VIF. lt: Linfeng Tang's, MI
in bits with levels 254 and 255 as one, AG over (M-1)(N-1), SSIM with a data range of 1. lt2022: the same as
of 2022, with SD and VIF in bytes that end at 255 and SF on 0 to 1; EN, AG, MI, SCD, SD and VIF are as it
published them, Qabf is computed as in lt, and the published values are up to 0.8 % lower. zoo: IVIF_ZOO's, MI
in bits, VIF of images padded with zeros, SSIM with a data range of 1. strict: as the papers define them, MI
in bits, SSIM with a data range of 255, Qabf without the image's border and with full strength where strengths
are equal.

With --floors the average, the maximum and a copy of each source, in grey levels, are scored as well, as
records with the id ID+floor-NAME (average, maximum, copy-MODALITY) and in the run record as
summary.floors.NAME: a method that does not exceed them gains nothing by fusing. Warnings name a fused image
that is nearly a copy of one source, and one that is bright where all sources are 0.

Decomposition metrics, of the images that f4s-fuse --decompose reconstructed, against those that were fused;
for each modality, and over all samples together. PSNR: 10 log10(1 / mean squared difference), relative to
full scale, dB, higher. SSIM: as in strict, -1 to 1, higher; of a volume the mean over its slices. equal:
share of identical samples, 0 to 1, higher. Where only one of the two images is in colour, their grey levels
are compared.

Segmentation metrics, for each region. P is the prediction, R the reference; TP, FP, FN and TN count voxels in
both, in P alone, in R alone and in neither. Overlap metrics have no unit, higher is better. Distances run
from the elements of each surface to the nearest of the other, in mm of the label's spacing, lower is better;
without a spacing in pixels, and the names end in _px.

dice: 2 TP / (2 TP + FP + FN), 0 to 1, higher (Taha and Hanbury 2015, as the next five).

iou: TP / (TP + FP + FN), 0 to 1, higher; dice is 2 iou / (1 + iou).

sensitivity: TP / (TP + FN), 0 to 1, higher.

specificity: TN / (TN + FP), 0 to 1, higher; near 1 wherever the background is large.

precision: TP / (TP + FP), 0 to 1, higher.

volume_similarity: 1 - |FN - FP| / (2 TP + FP + FN), 0 to 1, higher; it ignores where the volume lies.

hd_mm: Hausdorff distance, the greatest distance of either direction, from 0, lower (Taha and Hanbury 2015).

hd95_mm: the 95th percentile of those distances, over both directions together or in the worse direction, as
the convention has it, from 0, lower.

assd_mm: mean distance of both directions, from 0, lower.

nsd: normalised surface Dice, the share of both surfaces within --nsd-tolerance of the other, 0 to 1, higher
(Nikolov et al. 2021).

lesion_dice, lesion_hd95_mm: means over the lesions of the reference (components of 26 neighbours, joined
where their dilations touch) and over each false lesion, which counts Dice 0 and 374 mm; 0 to 1, higher, and
mm, lower. lesion_tp, lesion_fp, lesion_fn count the lesions.

instance_rq: TP / (TP + FP / 2 + FN / 2) of components matched by an IoU of at least 0.5; instance_sq: the
mean IoU of those matched; instance_pq: their product; all 0 to 1, higher (Kirillov et al. 2019).

brier, ece: of records with probabilities (f4s-segment --probabilities), over the voxels of the mask, where there
is one, else over all: brier is the mean of (p - g)^2, p the probability of the region and g 1 within it, else 0;
ece the mean over voxels of |mean p - mean g| of their bin of 15 bins of p; 0 to 1, lower (Brier 1950; Naeini et
al. 2015). With --by volume and --by subject all slices count together. They are small where most voxels are
beyond doubt, so they compare models on one set of cases.

The constants of the fusion metrics. VIF: noise variance 2 on levels 0 to 255; four scales with Gaussian windows of
17, 9, 5 and 3 pixels, sigma a fifth of the width, of which from the second on the images are smoothed by the
window and halved; variances under 1e-10 count as 0; sums over all scales; a side under 41 pixels (lt and lt2022:
17) is undefined. Qabf: Sobel filters; strength 0.9994 / (1 + exp(-15 (G - 0.5))), orientation 0.9879 / (1 +
exp(-22 (A - 0.8))), weights the edge strengths to the power of 1. SSIM: C1 = (0.01 L)^2 and C2 = (0.03 L)^2 with
the data range L; cddfuse and film: boxes of 7x7, sample variances, the border of 3 pixels left out; the others:
Gaussian windows of 11x11, sigma 1.5. VIFF: noise variance 0.005 255^2.

With --device cuda a GPU computes the fusion metrics other than --extras to 1e-8 of the CPU's values, and the
distances of the segmentation metrics to 1e-12: of the slices of a volume and of several cases at once, while
others are read, so that more cases than --threads are in hand. Overlap, and images with a side under 41 pixels,
are always computed on the CPU. auto is the CPU.

--table shows runs that are scored already, each as NAME=RUN, a row each: the output of f4s-metrics, a dataset
folder whose records have metrics, a run record or a summary. NAME=figures.json, a flat JSON object of numbers
such as {"VIF":0.61,"dice.WT":0.9}, is a row of published figures, shown as they were published. --columns
chooses metrics by short names: VIF, dice.WT, hd95.WT, VIF.t1 (against one source), VIF.weakest, each also with a
statistic as in dice.WT.mean_reference (default: mean). The best value of each column is in bold (on a terminal
with a star), arrows say whether higher or lower is better. Runs with different conventions are refused, and a
warning says where methods were not scored on the same number of cases. An id that occurs twice in one run, as
when two methods are given as CASES, is an error.

--format csv and tsv have a row a case, for statistics programs: id, subject, split, and a column a metric by its
path; --long a row for each case and metric; --rows summary the statistics of the summary. What is undefined is
an empty cell; DICOM cases also have the name of their folder. --rows cases shows cases in the other formats too.
svg is a picture of the tables.

With --check and --baseline the tool is a test for CI: exit 1, and a line for each value that falls short. A
PATH is one in the run record's summary, such as fusion.VIF.mean or segmentation.WT.hd95_mm.median, or
cases.failed.

--compare compares two methods on the same cases, paired by id. summary.compare, and tables, have both means,
their mean difference (this run - the other) with its 95 % bootstrap interval over subjects, the two-sided p
of Wilcoxon's signed-rank test, and how many cases this run wins, ties and loses; for a distance, MSE and counts
of errors smaller is better, for all else greater. p is what scipy.stats.wilcoxon gives by default: exact for up to 50 cases (13
where differences are equal or 0), otherwise by the normal approximation. It treats cases as independent,
which those of one subject are not: p_subjects tests the subjects' mean differences. p is not corrected for
the number of metrics. A pair with an undefined value is counted in n_undefined, and enters only
mean_difference_penalised. A case that is in one run alone is an error; with --keep-going a warning counts
such cases and the others are compared; with --split, --ids and --shard the other run may have more cases.
Runs with different conventions, tolerances, regions or sources are refused. For volumes, both runs need --by
volume.
)",
    .examples =
        {{"f4s-metrics fused --format table", "a table of what f4s-fuse wrote"},
         {"f4s-metrics mri=val/mri pet=val/pet fused=mine",
          "somebody's fused images against two folders of sources"},
         {"f4s-metrics fused --floors --format table", "is the method better than averaging"},
         {"f4s-metrics fused --convention strict --extras", "the papers' definitions, and more metrics"},
         {"f4s-metrics prediction=p.nii.gz label=r.nii.gz --regions 'WT=1,2,4 ET=4'",
          "one label map against its reference"},
         {"f4s-metrics fused --check 'fusion.VIF.mean >= 0.5' --check 'cases.failed == 0'",
          "a check that can fail in CI"},
         {"f4s-metrics fused --baseline last.ndjson --tolerance 1e-6",
          "nothing may have changed since the last run"},
         {"f4s-metrics --table ours=ours.ndjson mean=mean.ndjson theirs=published.json --columns VIF,Qabf",
          "three methods as a paper's table, one by its published figures"},
         {"f4s-metrics fused --by subject --format csv", "a row a patient, for a statistics program"},
         {"f4s-metrics fused --compare other.ndjson --format latex",
          "a table of this method beside the one whose scores were saved in other.ndjson"}},
    .references =
        {"Roberts, van Aardt and Ahmed, Assessment of image fusion procedures, J. Appl. Remote Sens. 2, 2008",
         "Eskicioglu and Fisher, Image quality measures and "
         "their performance, IEEE Trans. Commun. 43(12), 1995",
         "Cui, Feng, Xu, Li and Chen, Detail preserved fusion "
         "of visible and infrared images, Opt. Commun. 341, 2015",
         "Qu, Zhang and Yan, Information measure for performance "
         "of image fusion, Electronics Letters 38(7), 2002",
         "Wang, Bovik, Sheikh and Simoncelli, Image quality assessment, IEEE TIP 13(4), 2004",
         "Han, Cai, Cao and Xu, A new image fusion performance "
         "metric based on VIF, Information Fusion 14(2), 2013",
         "Hossny, Nahavandi and Creighton, Comments on information measure "
         "for performance of image fusion, Electronics Letters 44(18), 2008",
         "Xydeas and Petrovic, Objective image fusion performance measure, Electronics Letters 36(4), 2000",
         "Sheikh and Bovik, Image information and visual quality, IEEE TIP 15(2), 2006",
         "Aslantas and Bendes, A new image quality metric for image fusion, AEU 69(12), 2015",
         "Taha and Hanbury, Metrics for evaluating 3D medical "
         "image segmentation, BMC Medical Imaging 15, 2015",
         "Nikolov et al., Clinically applicable segmentation of head and neck anatomy, JMIR 23(7), 2021",
         "Kirillov et al., Panoptic segmentation, CVPR 2019"},
    .see_also = {"f4s-fuse", "f4s-prep"},
};

constexpr int64_t kCasesForGpu = 64;  // that are read while others are computed

struct Arguments {
  CaseSelection cases;
  MetricOptions metric;
};

void Declare(CommandLine& cl, Arguments& a) {
  cl.Words("CASES", a.cases.words, std::string(kCasesHelp) + "; with --table NAME=RUN words");
  cl.Group("Metrics", a.metric);
  cl.Group("Choice of cases", a.cases);
  cl.Shared({.device = true, .seed = true, .cases = true, .tables = true});
}

void Run(const Arguments& a, RunContext& run) {
  if (a.metric.table) return TabulateMethods(a.cases.words, a.metric, run);
  const std::string device = run.options().device == "auto" ? "cpu" : run.options().device;
  const ScoreRules rules(a.metric, device);  // fails before the first case
  run.Set("device", device);
  const bool is_part = !a.cases.split.empty() || !a.cases.ids.empty() || run.options().num_shards() > 1;
  RunReport report(a.metric, run, is_part);  // reads baseline and comparison: fails before the first case
  const auto cases = EachOnce(OpenCases(a.cases),
                              "two methods are compared by --compare, or shown together by --table NAME=RUN "
                              "NAME=RUN, each scored by itself");
  const auto work = [&](const std::vector<Case>& group, int64_t position) {
    std::vector<Case> records;
    for (const std::vector<Case>& part : ByCombination(group)) {
      const ScoredCase scored = a.metric.by == Grouping::kVolume    ? ScoreSlicesAsVolume(part, rules)
                                : a.metric.by == Grouping::kSubject ? ScoreSubject(part, rules)
                                                                    : ScoreCase(part.front(), rules);
      report.Add(position, scored);
      records.push_back(scored.record);
      for (const auto& [name, floor] : scored.floors) records.push_back(floor);
    }
    return records;
  };
  ForEachGroup(*cases, run, nullptr, a.metric.by, work,
               {.pictures = rules.fusion.kernels == nullptr ? 0 : kCasesForGpu});
  report.Finish();
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
