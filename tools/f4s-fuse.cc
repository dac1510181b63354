// f4s-fuse: fuse the co-registered modalities of each case into one image.

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/infer/decompose_case.h"
#include "libfuse4seg/infer/fuse_case.h"
#include "libfuse4seg/tool/tool.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-fuse",
    .synopsis = "fuse the co-registered modalities of each case into one image",
    .description = R"(
Two, three or four images of one grid become one, as a PNG slice or a NIfTI volume, whatever their size. A
model (--model) does it by a network, which is matched to the modalities by name, or by the order of
--modalities. A rule (--method) needs none: average and maximum work pixel by pixel; laplacian takes at each
place of each level of detail the strongest of the sources, wavelet the most active, verified by its
neighbours; guided-filter weighs base and detail by where detail is strong, smoothed along edges; pca weighs
whole images by their principal component, gradient each pixel by the gradients around it.

With --attention a model with cross-attention shows where it looked: attention/ID_received.png (what each
place of the other modality received), _entropy (how widely each place of the asking one spread its
attention), _base_contribution and _detail_contribution (how much of what is fused comes from it), at the
fused image's size, each stretched to full scale over the values in the record's attention_range; volumes
likewise. The fused image is the same bytes with it and without.

A model trained with --method fusioninn can be run backwards, and takes all its modalities at once. With
--latent it writes beside the fused image what that does not say of them, latent/ID.safetensors: its latent
planes z, the rest that its range and levels took, and the chroma of modalities in colour. --decompose takes
the fused image of each record apart into decomposed/ID_MODALITY.png: of a record with `latent` into the very
images that were fused, at --bits 8 bit for bit; --decompose-from levels shows what is left without the rest,
and --decompose-from fused what the fused image says alone, the latent planes being drawn from --seed and the
case's id. Such images are likely ones, not measured ones.

A colour modality keeps its chroma (YCbCr), so PET and SPECT come out in colour. Volumes must hold levels, as
f4s-prep --volumes writes them. They are fused slice by slice: along their third axis by a rule, in axial
slices, as f4s-prep cuts them, by a model.
)",
    .examples =
        {{"f4s-fuse data -o fused --model glioma", "every case of a dataset"},
         {"f4s-fuse --model glioma --describe", "what a model takes and gives"},
         {"f4s-fuse data -o fused --model run/model.safetensors --attention", "and where it looked"},
         {"f4s-fuse data -o fused --model inn.safetensors --latent >fused.ndjson",
          "with all it needs to go back"},
         {"f4s-fuse - -o apart --model inn.safetensors --decompose <fused.ndjson", "and back (takes long)"},
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
  cl.Words("CASES", a.cases.words, kCasesHelp);
  cl.OutputFolder(a.out_dir, "folder for the fused images; becomes a dataset");
  a.bids.Declare(cl.parameters);
  cl.Group("Fusion", a.fuser);
  cl.Group("Choice of cases", a.cases);
  cl.Shared({.device = true, .seed = true, .output = true, .cases = true});
  cl.question = [&a] { return a.fuser.describe ? DescribeModels({a.fuser.model}) : ""; };
}

void Run(const Arguments& a, RunContext& run) {
  if (a.fuser.decompose && !a.bids.folder.empty())
    throw Error(ErrorKind::kUsage, "usage.conflict",
                "--decompose and --bids: a derivative is of fused images, which are not made here");
  const Fuser fuser = Fuser::Load(a.fuser, run.options().device);  // fails before the first case
  run.Set("device", fuser.device());
  if (fuser.model()) run.Set("model", fuser.model()->ForRecord());
  const auto cases = OpenCases(a.cases);
  DatasetWriter out(a.out_dir, run, fuser.model() ? Json(fuser.name()) : Json());
  out.AlsoAsBids(a.bids);
  const bool apart = a.fuser.decompose;
  ForEachCase(*cases, run, &out, [&](const Case& record) {
    return apart ? DecomposeCase(record, fuser, a.fuser, run.seed(), out)
                 : FuseCase(record, fuser, a.fuser, out);
  });
  out.Finish({{apart ? "decomposed_by" : "fused_by", fuser.name()}});
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
