// f4s-metrics: how good are fused images and label maps, and are they good enough.

#include "libfuse4seg/base/tool.h"
#include "libfuse4seg/data/for_each_case.h"
#include "libfuse4seg/metric/score_case.h"
#include "libfuse4seg/metric/verdict.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-metrics",
    .synopsis = "measure fused images and label maps, and check the figures",
    .description =
        "Computes what each record allows: EN, SD, SF, AG, MI, SCD, VIF, Qabf and SSIM of a fused image "
        "against its "
        "sources; Dice, IoU, HD95, HD, ASSD, NSD, sensitivity, specificity, precision and volume similarity "
        "of a "
        "prediction against its label, region by region, in mm. The conventions say which reference program "
        "the "
        "numbers agree with.\n\n"
        "Segmentation conventions. medpy: surface voxels, HD95 over the distances of both directions "
        "together. monai: the same surface, HD95 of the worse direction, Dice undefined without reference. "
        "deepmind: the surface between the voxels, weighted by its area. brats2023: likewise, a missed or "
        "invented region counts 374 mm, and lesion_dice, lesion_hd95_mm, lesion_tp, lesion_fp and lesion_fn "
        "score lesion by lesion (--lesion-dilation, --lesion-volume). panoptica: ASSD and NSD as means of "
        "both directions, and instance_rq, instance_sq, instance_pq, instance_tp, instance_fp and "
        "instance_fn. transunet: medpy without spacing, so that distances count voxels, and 0 or 1 where a "
        "mask is empty. nnunet: overlap alone. Where HD95 differs by more than 5 % from one to another, the "
        "finding metric.convention has the numbers. --empty chooses what empty masks give: as the "
        "convention has it; undefined; or, for both, prediction and reference empty, Dice 1, 0, 0 with "
        "distances of 0, 373.13, 373.13 (brats2021) or 0, 374, 374 (brats2023), or Dice 0, 0, 1 with "
        "distances of 0 (transunet).\n\n"
        "A number that is not defined (an empty mask, a constant image) is null with its reason, is counted, "
        "and "
        "never silently leaves a mean: mean_penalised counts it as the worst value.\n\n"
        "The sums that the field reports hide copying, so each source's own part of MI, VIF, Qabf, SSIM and "
        "SCD "
        "stands beside them, and the weakest source's.\n\n"
        "With --check and --baseline the tool is a test for CI: exit 1, and a line for each figure that fell "
        "short. "
        "A PATH is one in the run record's summary, such as fusion.VIF.mean or "
        "segmentation.WT.hd95_mm.median, or "
        "cases.failed.\n\n"
        "--compare sets two methods beside each other on the same cases, paired by id: summary.compare, and "
        "tables, have both means, their mean difference (this run's less the other's) with its 95 % "
        "bootstrap "
        "interval over subjects, the two-sided p of Wilcoxon's signed-rank test, and how many cases this run "
        "wins, ties and loses; a distance is better when it is smaller, all else when it is greater. p is "
        "what "
        "scipy.stats.wilcoxon gives by default: exact for up to 50 cases (13 where differences are equal or "
        "0), else from the normal approximation. It takes cases as independent, which those of one subject "
        "are not: p_subjects tests the subjects' mean differences. No p is corrected for the number of "
        "metrics. A pair with an undefined value is counted in n_undefined and enters no mean but "
        "mean_difference_penalised. Cases that one run alone has are an error, unless --keep-going, which "
        "says how many and compares the others; with --split, --ids and --shard the other run may have more. "
        "Runs of different conventions, tolerances, regions or sources are refused. For volumes, both runs "
        "want --by volume.",
    .examples = {{"f4s-metrics fused --format table", "a table of what f4s-fuse wrote"},
                 {"f4s-metrics mri=val/mri pet=val/pet fused=mine",
                  "somebody's fused images against two folders of sources"},
                 {"f4s-metrics prediction=p.nii.gz label=r.nii.gz --regions 'WT=1,2,4 ET=4'",
                  "one label map against its reference"},
                 {"f4s-metrics fused --check 'fusion.VIF.mean >= 0.5' --check 'cases.failed == 0'",
                  "a check that can fail in CI"},
                 {"f4s-metrics fused --baseline last.ndjson --tolerance 1e-6",
                  "nothing may have changed since the last run"},
                 {"f4s-metrics fused --compare other.ndjson --format latex",
                  "a table of this method beside the one whose scores were saved in other.ndjson"}},
    .references =
        {"Xydeas and Petrovic, Objective image fusion performance measure, Electronics Letters 36(4), 2000",
         "Sheikh and Bovik, Image information and visual quality, IEEE TIP 15(2), 2006",
         "Aslantas and Bendes, A new image quality metric for image fusion, AEU 69(12), 2015",
         "Taha and Hanbury, Metrics for evaluating 3D medical image segmentation, BMC Medical Imaging 15, "
         "2015",
         "Nikolov et al., Clinically applicable segmentation of head and neck anatomy, JMIR 23(7), 2021",
         "Kirillov et al., Panoptic segmentation, CVPR 2019"},
    .see_also = {"f4s-fuse", "f4s-prep"},
};

struct Arguments {
  CaseSelection cases;
  MetricOptions metric;
};

void Declare(CommandLine& cl, Arguments& a) {
  cl.Words("CASES", a.cases.words, kCasesHelp);
  cl.Group("Metrics", a.metric);
  cl.Group("Choice of cases", a.cases);
  cl.Shared({.seed = true, .cases = true, .tables = true});
}

void Run(const Arguments& a, RunContext& run) {
  const ScoreRules rules(a.metric);
  const bool is_part = !a.cases.split.empty() || !a.cases.ids.empty() || run.options().num_shards() > 1;
  Verdict verdict(a.metric, run, is_part);  // reads baseline and comparison: fails before the first case
  const auto cases = OpenCases(a.cases);
  const Grouping grouping = a.metric.by == "volume" ? Grouping::kVolume : Grouping::kCase;
  ForEachGroup(*cases, run, nullptr, grouping, [&](const std::vector<Case>& group, int64_t place) {
    const ScoredCase scored =
        grouping == Grouping::kVolume ? ScoreSlicesAsVolume(group, rules) : ScoreCase(group.front(), rules);
    verdict.Add(place, scored);
    return std::vector<Case>{scored.record};
  });
  verdict.Pass();
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
