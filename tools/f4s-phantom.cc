// f4s-phantom: make labelled multi-modality studies, BraTS-like, from a seed.

#include "libfuse4seg/cases/for_each_case.h"
#include "libfuse4seg/phantom/phantom_study.h"
#include "libfuse4seg/tool/tool.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-phantom",
    .synopsis = "make labelled multi-modality brain studies from a seed",
    .description = R"(
Writes a BraTS folder. Each study has T1, contrast-enhanced T1, T2 and FLAIR, a label map of a tumour (1
necrosis, 2 oedema, 4 enhancing) and a brain mask, all as NIfTI. Anatomy, scanner, bias field, noise and
tumour differ from case to case; the same seed gives the same bytes on every machine.

The images hold what makes real tumours hard to segment: vessels as bright as an enhancing rim, white-matter
lesions as bright as oedema, fluid as dark as necrosis. No threshold on one modality separates them.
)",
    .examples = {{"f4s-phantom -o phantom --cases 3", "three studies of usual size"},
                 {"f4s-phantom -o heads --cases 2 --skull --noise 0.05 --seed 7",
                  "with scalp and skull, and more noise"},
                 {"f4s-phantom -o phantom --size 96,112,80 | f4s-prep - -o data",
                  "small ones, and prepare them"}},
    .see_also = {"f4s-prep"},
};

struct Arguments {
  std::filesystem::path out_dir;
  PhantomStudyOptions study;
};

void Declare(CommandLine& cl, Arguments& a) {
  cl.OutputFolder(a.out_dir, "folder for the studies");
  cl.Group("Studies", a.study);
  cl.Shared({.seed = true, .output = true, .dataset = true, .cases = true});
}

void Run(const Arguments& a, RunContext& run) {
  const PhantomOptions options = a.study.Resolved();
  // More studies are the same ones and others: those that are there are kept.
  DatasetWriter out(a.out_dir, run, {},
                    {.names = {"cases"}, .renew = [](const Case&, std::vector<Case> made) { return made; }});
  const auto cases = PhantomCases(a.study);
  ForEachCase(*cases, run, &out, [&](const Case& wanted) {
    return std::vector<Case>{WritePhantomStudy(wanted, options, run.seed(), out)};
  });
  out.Finish({});
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
