#include "libfuse4seg/metric/metric_options.h"

#include "libfuse4seg/image/region.h"
#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/report/checks.h"
#include "libfuse4seg/metric/segmentation/segmentation_rules.h"

namespace f4s {

void MetricOptions::Declare(Parameters& p) {
  p.Choice("convention", convention, FusionConventionNames(), "the program that fusion metrics agree with");
  p.Choice("seg_convention", seg_convention, SegmentationConventionNames(),
           "the program that segmentation metrics agree with");
  p.Flag("extras", extras, "measure CC, PSNR, MSE, VIFF and NMI of fused images too");
  p.Flag("floors", floors, "score the average, the maximum and a copy of each source beside the fused image");
  p.Choice("by", by, {"slice", "volume"},
           "slice: each record as it is; volume: slices are stacked into their volume first");
  p.Text("regions", regions, "'WT=1,2,4 ...'",
         "which labels are scored together; default: the record's, else each value")
      .Checked([](const std::string& text) { static_cast<void>(ParseRegions(text)); });
  p.Real("nsd_tolerance", nsd_tolerance, AtLeast(0), "distance within which surfaces agree, mm");
  p.Choice("empty", empty, EmptyChoiceNames(),
           "what dice, iou and the distances are where a mask is empty; null: undefined");
  p.Integer("lesion_dilation", lesion_dilation, Between(0, 64),
            "brats2023: voxels within which pieces make one lesion (metastases, meningiomas: 1)");
  p.Real("lesion_volume", lesion_volume, AtLeast(0),
         "brats2023: reference lesions of this many mm3 or less do not count (metastases: 2)");
  p.Repeated("check", checks, "'PATH OP NUMBER'",
             "exit 1 unless it holds, as in 'segmentation.WT.dice.mean >= 0.85'")
      .Checked([](const std::string& text) { static_cast<void>(ParseCheck(text)); });
  p.Path("baseline", baseline, "FILE", "exit 1 where a figure differs from this earlier run's");
  p.Real("tolerance", tolerance, AtLeast(0), "relative difference that --baseline allows");
  p.Path("compare", compare, "FILE",
         "an earlier run's output: compare this method with that one, case by case");
}

}  // namespace f4s
