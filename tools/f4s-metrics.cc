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
        "cases.failed.",
    .examples = {{"f4s-metrics fused --format table", "a table of what f4s-fuse wrote"},
                 {"f4s-metrics mri=val/mri pet=val/pet fused=mine",
                  "somebody's fused images against two folders of sources"},
                 {"f4s-metrics prediction=p.nii.gz label=r.nii.gz --regions 'WT=1,2,4 ET=4'",
                  "one label map against its reference"},
                 {"f4s-metrics fused --check 'fusion.VIF.mean >= 0.5' --check 'cases.failed == 0'",
                  "a check that can fail in CI"},
                 {"f4s-metrics fused --baseline last.ndjson --tolerance 1e-6",
                  "nothing may have changed since the last run"}},
    .references =
        {"Xydeas and Petrovic, Objective image fusion performance measure, Electronics Letters 36(4), 2000",
         "Sheikh and Bovik, Image information and visual quality, IEEE TIP 15(2), 2006",
         "Aslantas and Bendes, A new image quality metric for image fusion, AEU 69(12), 2015",
         "Taha and Hanbury, Metrics for evaluating 3D medical image segmentation, BMC Medical Imaging 15, "
         "2015",
         "Nikolov et al., Clinically applicable segmentation of head and neck anatomy, JMIR 23(7), 2021"},
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
  Verdict verdict(a.metric, run);  // reads the baseline: fails before the first case
  const auto cases = OpenCases(a.cases);
  const Grouping grouping = a.metric.by == "volume" ? Grouping::kVolume : Grouping::kCase;
  ForEachGroup(*cases, run, nullptr, grouping, [&](const std::vector<Case>& group, int64_t place) {
    const ScoredCase scored =
        grouping == Grouping::kVolume ? ScoreSlicesAsVolume(group, rules) : ScoreCase(group.front(), rules);
    verdict.Add(place, scored);
    std::vector<Case> records = {scored.record};
    for (const auto& [name, floor] : scored.floors) records.push_back(floor);
    return records;
  });
  verdict.Pass();
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
