#include "libfuse4seg/infer/fold_check.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/folds.h"

namespace f4s {

void RequireHeldOut(const std::vector<ModelFile>& models, const std::string& fold, const CaseSource& cases,
                    RunContext& run) {
  if (fold.empty()) return;
  const auto names = cases.NamesOfAll();
  const std::string held_out = names ? DigestOf(HeldOutOf(*names, ParseFold(fold))) : "";
  for (const ModelFile& model : models) {
    const Json& provenance = model.description.provenance;
    const std::string learned = TextAt(provenance, "config.fold"), then = TextAt(provenance, "data.held_out");
    if (learned != fold)
      run.Warn(Cat(model.path.string(), " learned with ", learned.empty() ? "no --fold" : "--fold " + learned,
                   ", not ", fold, ": subjects that are taken here may be among those that it learned from"));
    else if (!then.empty() && !held_out.empty() && then != held_out)
      throw Error(
          ErrorKind::kBadInput, "cases.fold",
          Cat("--fold ", fold,
              " holds out other subjects of these cases than when this model learned, which "
              "may have learned from them: wanted all cases that f4s-train was given, prepared (a part of "
              "them, more than them, or raw studies, which do not say their split, are divided otherwise)"))
          .InFile(model.path);
  }
}

}  // namespace f4s
