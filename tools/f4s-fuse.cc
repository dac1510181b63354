// f4s-fuse: fuse the co-registered modalities of each case into one image.

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/infer/decompose_case.h"
#include "libfuse4seg/infer/fold_check.h"
#include "libfuse4seg/infer/fuse_case.h"
#include "libfuse4seg/model/preparation.h"
#include "libfuse4seg/tool/tool.h"
#include "tools/raw_studies.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-fuse",
    .synopsis = "fuse the co-registered modalities of each case into one image",
    .description = R"(
Two, three or four images on the same grid are fused into one, as a PNG slice or a NIfTI volume, whatever
their size. A model (--model) fuses by a network; its inputs are matched to the modalities by name, or by the
order of --modalities. A rule (--method) needs no training. average and maximum work pixel by pixel. laplacian
takes, at each position and level of detail, the strongest coefficient; wavelet the one with most energy
around it, checked against its neighbours. guided-filter weights base and detail by local saliency, with
weights smoothed along edges. pca weights whole images by their first principal component, gradient each pixel
by the gradients around it.

With --attention a model with cross-attention writes its attention maps: attention/ID_received.png (how much
attention each position of the other modality received), _entropy (how widely each position of the querying
modality spread its attention), _base_contribution and _detail_contribution (how much of the fused features
comes from attention). They have the size of the fused image, and each is stretched to full scale;
attention_range in the record gives the values of black and white. The fused image is the same, byte for byte,
with and without --attention.

With --montage each case also gets montage/ID.png, a picture to look at: its modalities and the fused image
beside each other under their names, enlarged; of a volume the axial slice in the middle of the label, or without
one of the fused image.

A model trained with --method fusioninn is invertible, and takes all its modalities at once. --latent writes,
beside each fused image, the information about the sources that it does not hold, to latent/ID.safetensors:
the latent planes z, the residual of clipping and rounding, and the chroma of colour modalities. --decompose
reconstructs the modalities from the fused image of each record, as decomposed/ID_MODALITY.png. With `latent`
in the record the sources are reconstructed exactly, at --bits 8 bit for bit. --decompose-from levels leaves
out the residual; --decompose-from fused uses the fused image alone and draws the latent planes from --seed
and the case's id. Images from the fused image alone are samples of the model, not measurements.

Studies as they came (a BraTS, BIDS, nnU-Net or DICOM folder, NAME=FILE words of raw volumes) are prepared
first, in the folder prepared below -o: as the model's training images were, for a rule as f4s-prep does by
default. They are fused as volumes. A model refuses images that were prepared otherwise than its training
images (normalization, pixel spacing beyond 1 %, plane); --anyway goes on with a finding.

Where there is nothing to fuse a model that fuses alone gives back what it got, within a level: of a slice of which
all modalities but one are 0 everywhere that one, and of a case with one modality that one, where one is enough
(--describe: needs). Other fused images are multiplied by the gain that the model recommends, or by --gain.

On a GPU a model computes slices of several cases at once, in batches that take --device-memory, while others are
read and written: more cases than --threads are then in hand. An image does not depend on what else is in its
batch, but its last digits on the size of batches, which is one for each size of images.

A colour modality keeps its chroma (YCbCr), so PET and SPECT come out in colour. Volumes must hold levels, as
f4s-prep --volumes writes them. They are fused in axial slices as f4s-prep cuts them, whatever the order of their
voxels.
)",
    .examples =
        {{"f4s-fuse brats -o fused --model glioma", "studies as they came"},
         {"f4s-fuse data -o fused --model glioma",
          "every case of a dataset, made by f4s-prep --for-model glioma"},
         {"f4s-fuse --model glioma --describe", "what a model takes and gives"},
         {"f4s-fuse data -o fused --model run/model.safetensors --attention", "with its attention maps"},
         {"f4s-fuse data -o fused --model glioma --montage", "with pictures to look at"},
         {"f4s-fuse data -o fused --model inn.safetensors --latent >fused.ndjson",
          "with what --decompose needs"},
         {"f4s-fuse - -o apart --model inn.safetensors --decompose <fused.ndjson",
          "reconstruct the sources (takes long)"},
         {"f4s-fuse t1=a.png flair=b.png -o look --method maximum", "one pair"},
         {"f4s-fuse mri=val/mri pet=val/pet -o fused --method laplacian", "two folders, paired by file name"},
         {"f4s-fuse data -o fused --method average --combinations 2,3",
          "every pair and triple of modalities"},
         {"f4s-fuse data -o fused --method laplacian | f4s-metrics -", "fuse, then measure what was fused"}},
    .references =
        {"Guo and Su, Fuse4Seg: Image-Level Fusion Based "
         "Multi-Modality Medical Image Segmentation, arXiv:2409.10328",
         "Burt and Adelson, The Laplacian Pyramid as a Compact Image Code, IEEE Trans. Commun. 31(4), 1983",
         "Toet, Image fusion by a ratio of low-pass pyramid, Pattern Recognition Letters 9(4), 1989",
         "Nunez, Otazu, Fors, Prades, Pala and Arbiol, Multiresolution-Based Image Fusion with "
         "Additive Wavelet Decomposition, IEEE Trans. Geosci. Remote Sens. 37(3), 1999 (wavelet)",
         "Li, Manjunath and Mitra, Multisensor Image Fusion Using the Wavelet "
         "Transform, Graphical Models and Image Processing 57(3), 1995 (wavelet)",
         "Li, Kang and Hu, Image Fusion With Guided Filtering, "
         "IEEE Trans. Image Process. 22(7), 2013 (guided-filter)",
         "Naidu and Raol, Pixel-level Image Fusion using Wavelets and Principal "
         "Component Analysis, Defence Science Journal 58(3), 2008 (pca)",
         "Krotkov, Focusing, Int. J. Comput. Vision 1(3), 1988; Mertens, Kautz "
         "and van Reeth, Exposure Fusion, Pacific Graphics 2007 (gradient)",
         "Kumar et al., FusionINN: Decomposable Image Fusion for "
         "Brain Tumor Monitoring, arXiv:2403.15769 (--decompose)"},
    .see_also = {"f4s-prep", "f4s-segment", "f4s-metrics"},
};

struct Arguments {
  HeldOutSelection cases;
  std::filesystem::path out_dir;
  BidsOptions bids;
  FuserOptions fuser;
};

void Declare(CommandLine& cl, Arguments& a) {
  cl.Words("CASES", a.cases.words, CasesOrStudiesHelp());
  cl.OutputFolder(a.out_dir, "folder for the fused images; becomes a dataset");
  a.bids.Declare(cl.parameters);
  cl.Group("Fusion", a.fuser);
  cl.Group("Choice of cases", a.cases);
  cl.Shared({.device = true, .seed = true, .output = true, .dataset = true, .cases = true});
  cl.question = [&a] { return a.fuser.describe ? DescribeModels({a.fuser.model}) : ""; };
}

void Run(const Arguments& a, RunContext& run) {
  if (a.fuser.decompose && !a.bids.folder.empty())
    throw Error(ErrorKind::kUsage, "usage.conflict",
                "--decompose and --bids: a derivative is of fused images, which are not made here");
  const Fuser fuser = Fuser::Load(a.fuser, run.options().device);  // fails before the first case
  run.Set("device", fuser.device());
  if (!fuser.device_warning().empty()) run.Warn(fuser.device_warning());
  if (!fuser.engine().empty()) run.Set("engine", fuser.engine());
  if (fuser.model()) run.Set("model", fuser.model()->ForRecord());
  std::vector<ModelFile> models;
  if (fuser.model() && !a.fuser.decompose) models.push_back(*fuser.model());
  const auto raw =
      a.fuser.decompose ? nullptr : RawStudies::Among(a.cases, {models, a.fuser.modalities, true}, run);
  const auto cases = raw ? nullptr : HeldAgainst(OpenCases(a.cases), a.cases.words, models, a.fuser.anyway);
  RequireHeldOut(models, a.cases.fold, raw ? raw->cases() : *cases, run);
  DatasetWriter out(a.out_dir, run, fuser.model() ? Json(fuser.name()) : Json());
  out.AlsoAsBids(a.bids);
  const bool apart = a.fuser.decompose;
  const auto work = [&](const Case& record) {
    if (apart) return DecomposeCase(record, fuser, a.fuser, run.seed(), out);
    if (!raw) return FuseCase(record, fuser, a.fuser, out);
    std::vector<Case> fused;
    for (const Case& prepared : raw->Prepare(record, out))
      for (Case& one : FuseCase(prepared, fuser, a.fuser, out)) fused.push_back(std::move(one));
    return fused;
  };
  ForEachCase(raw ? raw->cases() : *cases, run, &out, work, {.pictures = fuser.pictures_at_once()});
  out.Finish({{apart ? "decomposed_by" : "fused_by", fuser.name()}});
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
