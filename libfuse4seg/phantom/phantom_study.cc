#include "libfuse4seg/phantom/phantom_study.h"

#include <charconv>
#include <cstdio>

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/assemble.h"
#include "libfuse4seg/cases/brats_labels.h"
#include "libfuse4seg/image/files/volume_io.h"

namespace f4s {
namespace {

constexpr const char* kIdPrefix = "phantom_";

}  // namespace

void PhantomStudyOptions::Declare(Parameters& p) {
  p.Integer("cases", cases, Between(1, 100000), "how many studies to make");
  p.Text("size", size, "X,Y,Z", "voxels, 16 to 512 each").Checked([](const std::string& text) {
    ParseNumbers(text, 3);
  });
  p.Text("spacing", spacing, "X,Y,Z|fit",
         "voxel spacing in mm, 0.4 to 10 each; fit: isotropic, chosen so that the head fits")
      .Checked([](const std::string& text) {
        if (text != "fit") ParseNumbers(text, 3);
      });
  p.Flag("skull", phantom.skull,
         "add scalp, skull, eyes and noisy air; without it all is 0 outside the brain");
  p.Real("noise", phantom.noise, Between(0, 0.3),
         "sd of the Rician noise, relative to the signal of white matter");
  p.Real("bias", phantom.bias, Between(0, 0.6), "largest relative deviation of the bias field");
  p.Integer("tumours", tumours, Between(0, 3), "tumours per study");
  p.Real("satellite", phantom.satellite, Between(0, 1), "probability of a satellite lesion beside a tumour");
  p.Real("tumour_size", phantom.tumour_size, Between(0.4, 1.5), "factor on the diameters of tumours");
  p.Real("oedema", phantom.oedema, Between(0, 2), "factor on the extent of oedema");
  p.Real("mass_effect", phantom.mass_effect, Between(0, 2), "how far a tumour displaces its surroundings");
  p.Real("confounders", phantom.confounders, Between(0, 2),
         "amount of tumour-like structures that are not tumour");
}

PhantomOptions PhantomStudyOptions::Resolved() const {
  PhantomOptions resolved = phantom;
  const auto voxels = ParseNumbers(size, 3);
  for (size_t axis = 0; axis < 3; ++axis) resolved.size[axis] = static_cast<int64_t>(voxels[axis]);
  if (spacing != "fit") {
    const auto mm = ParseNumbers(spacing, 3);
    resolved.spacing_mm = {mm[0], mm[1], mm[2]};
  }
  resolved.tumours = static_cast<int>(tumours);
  CheckPhantomOptions(resolved);
  return resolved;
}

std::unique_ptr<CaseSource> PhantomCases(const PhantomStudyOptions& options) {
  std::vector<SourcedCase> cases;
  for (int64_t i = 0; i < options.cases; ++i) {
    char id[32];
    std::snprintf(id, sizeof id, "%s%04d", kIdPrefix, static_cast<int>(i));
    cases.push_back({Case(id), std::nullopt});
  }
  return ListOfCases(std::move(cases));
}

Case WritePhantomStudy(const Case& wanted, const PhantomOptions& options, uint64_t seed, DatasetWriter& out) {
  const std::string id = wanted.id();
  const int index = std::atoi(id.c_str() + std::char_traits<char>::length(kIdPrefix));
  const PhantomCase study = MakePhantom(options, seed, index);
  const auto path = [&](const std::string& end) { return out.PathFor(id, id + end, ".nii.gz"); };
  Case record = wanted;
  record.json()["subject"] = id;
  const std::pair<const char*, const Image<float>*> modalities[] = {
      {"t1", &study.t1}, {"t1ce", &study.t1ce}, {"t2", &study.t2}, {"flair", &study.flair}};
  for (const auto& [name, volume] : modalities) {
    WriteVolume(path(std::string("_") + name), *volume, VoxelType::kInt16);
    record.SetImage(name, path(std::string("_") + name));
  }
  WriteLabelVolume(path("_seg"), study.label);
  WriteLabelVolume(path("_brainmask"), study.brain);
  record.SetFile("label", path("_seg"));
  record.SetFile("mask", path("_brainmask"));
  const LabelScheme scheme = BratsScheme(4);
  record.SetClasses(scheme.classes, scheme.regions);
  record.json()["geometry"] = GeometryJson(study.t1.grid);
  return record;
}

}  // namespace f4s
