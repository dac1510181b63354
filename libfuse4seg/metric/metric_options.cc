#include "libfuse4seg/metric/metric_options.h"

#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/report/checks.h"

namespace f4s {

void MetricOptions::Declare(Parameters& p) {
  p.Choice("convention", convention, FusionConventionNames(),
           "reference program whose values the fusion metrics reproduce");
  p.Choice("seg_convention", seg_convention, SegmentationConventionNames(),
           "reference program whose values the segmentation metrics reproduce");
  p.Flag("extras", extras, "also compute CC, PSNR, MSE, VIFF and NMI of fused images");
  p.Flag("floors", floors,
         "also score the average, the maximum and a copy of each source, as baselines for the fused image");
  p.Choice("by", by,
           {{"slice", Grouping::kCase}, {"volume", Grouping::kVolume}, {"subject", Grouping::kSubject}},
           "slice: score each record as it is; volume: stack the slices of a volume first; subject: pool all "
           "images of a subject");
  p.Text("regions", regions, "'WT=1,2,4 ...'",
         "regions of label values that are scored together; default: the record's, else each class or value")
      .Checked([](const std::string& text) { static_cast<void>(ParseRegions(text)); });
  p.Text("ignore", ignore, "V[,V...]",
         "values of the reference whose voxels count in no segmentation metric; default: the record's")
      .Checked([](const std::string& text) {
        if (!text.empty()) static_cast<void>(ParseLabelValues(text));
      });
  p.Real("nsd_tolerance", nsd_tolerance, AtLeast(0),
         "distance up to which surfaces agree, in mm; in pixels where nothing says how large they are");
  p.Choice("empty", empty, EmptyChoiceNames(),
           "values of dice, iou and the distances where a mask is empty; null: undefined");
  p.Integer("lesion_dilation", lesion_dilation, Between(0, 64),
            "brats2023: pieces that touch when dilated by this many "
            "voxels count as one lesion (metastases, meningiomas: 1)");
  p.Real("lesion_volume", lesion_volume, AtLeast(0),
         "brats2023: reference lesions up to this volume in mm3 are ignored (metastases: 2)");
  p.Repeated("check", checks, "'PATH OP NUMBER'",
             "exit 1 unless this holds, as in 'segmentation.WT.dice.mean >= 0.85'")
      .Checked([](const std::string& text) { static_cast<void>(ParseCheck(text)); });
  p.Path("baseline", baseline, "FILE", "exit 1 if a value differs from that of this earlier run");
  p.Real("tolerance", tolerance, AtLeast(0), "relative difference that --baseline allows");
  p.Path("compare", compare, "FILE",
         "an earlier run's output: compare this method with that one, case by case");
  p.Flag("table", table,
         "CASES are NAME=RUN, runs that are scored already: a table with a row for each, the best in bold");
  p.List("columns", columns, "A,B,...",
         "metrics that --table and --rows cases show, such as VIF,Qabf,dice.WT,hd95.WT");
  p.Choice("rows", rows,
           {{"auto", TableRows::kAuto}, {"cases", TableRows::kCases}, {"summary", TableRows::kSummary}},
           "rows of a table; auto: cases in csv and tsv, else the summary");
  p.Flag("long", is_long, "a row for each case and metric");
}

}  // namespace f4s
