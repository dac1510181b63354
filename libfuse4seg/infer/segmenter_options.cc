#include "libfuse4seg/infer/segmenter_options.h"

#include "libfuse4seg/infer/fuser_options.h"
#include "libfuse4seg/model/preparation.h"

namespace f4s {

void SegmenterOptions::Declare(Parameters& p) {
  p.Repeated("model", models, "FILE|NAME",
             std::string(kModelHelp) + "; given several times: the mean of their probabilities is used");
  p.Choice("input", input,
           {{"auto", SegmenterInput::kAuto},
            {"fused", SegmenterInput::kFused},
            {"images", SegmenterInput::kImages}},
           "input of the segmentation: the fused image of the case; or its images, fused here where "
           "the model needs that; auto: the fused image where there is one and the model takes it");
  p.List("modalities", modalities, "A,B[,C[,D]]",
         "the images for the inputs of the model, in this order; default: by name");
  DeclareEngine(p, engine);
  p.Choice(
      "precision", int8, {{"float32", false}, {"int8", true}},
      "of the U-Net's convolutions; int8: 8 bits, for processors with AVX-512 VNNI and models that --calibrate "
      "wrote; labels then differ a little");
  p.Flag(
      "calibrate", calibrate,
      "also write the model, calibrated on these cases for --precision int8, as model.safetensors; give it "
      "training cases, of which a hundred are enough");
  DeclareDeviceMemory(p, device_memory);
  p.Flag("volumes", volumes, "assemble slices into volumes (.nii.gz) on the grid of the source");
  p.Flag("probabilities", probabilities,
         "also write the probability of each class, as images of 16 bits with 65535 for 1");
  p.Flag("uncertainty", uncertainty,
         "also write how undecided the probabilities are, 0 to 1: their entropy, as an image of 16 bits");
  p.Flag(
      "dicom_seg", dicom_seg,
      "also write the label map as a DICOM Segmentation, on the frames "
      "of the DICOM series of the volume, and a report of its volumes (TID 1500); for slices add --volumes");
  p.Flag(
      "dicom_sc", dicom_sc,
      "also write the image with the outlines of the label map burned in, as DICOM secondary captures in the "
      "study of the DICOM series (dicom-sc/ID/0001.dcm ...); for slices add --volumes");
  p.Flag(
      "fused", fused,
      "also write the fused image that the model makes of the images, as fused/ID.png (.nii.gz of volumes); of "
      "a model that fuses");
  p.Flag("overlay", overlay,
         "also draw the outlines of the label map on the image, as overlay/ID.png; of a volume on "
         "six slices");
  p.Flag("tta", tta,
         "test-time augmentation: the mean over the four flips of the image, at four times the cost");
  p.List("min_volume", min_volume, "REGION=ML,...",
         "take parts of a region out of a volume that are smaller than this; none: do not; default: what the "
         "model recommends");
  p.List("largest", largest, "REGION,...",
         "leave only the largest part of these regions in a volume; none: all; default: what the model "
         "recommends");
  p.Flag("anyway", anyway, kAnywayHelp);
  p.Flag("describe", describe, "print the descriptions of the models as JSON, and do nothing else")
      .NotInConfig();
}

}  // namespace f4s
