#include "libfuse4seg/infer/segmenter_options.h"

#include "libfuse4seg/infer/fuser_options.h"

namespace f4s {

void SegmenterOptions::Declare(Parameters& p) {
  p.Repeated("model", models, "FILE|NAME",
             std::string(kModelHelp) + "; given several times, the mean of their probabilities decides");
  p.Choice("input", input, {"auto", "fused", "images"},
           "what is segmented: the case's fused image; its images, fused here where the "
           "model wants that; auto: the fused image where there is one and the model takes it");
  p.List("modalities", modalities, "A,B[,C[,D]]",
         "which images go into the model's slots, in this order; default: by name");
  p.Flag("volumes", volumes, "put slices together again into volumes (.nii.gz) on the source's own grid");
  p.Flag("probabilities", probabilities,
         "write the probability of each class too, as images of 16 bits with 65535 for 1");
  p.Flag("dicom-seg", dicom_seg,
         "write the label map as a DICOM Segmentation too, on the frames of the "
         "DICOM series that the volume came from; slices want --volumes with it");
  p.Flag("tta", tta, "segment the image mirrored, too: the mean over its four flips, at four times the cost");
  p.Flag("describe", describe, "show what the models say of themselves as JSON, and do nothing else")
      .NotInConfig();
}

}  // namespace f4s
