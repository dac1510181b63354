#include "libfuse4seg/infer/unused_images.h"

#include <algorithm>

#include "libfuse4seg/base/text.h"

namespace f4s {

void FindUnused(Case& record, const ModelDescription& model) {
  const auto matches = model.MatchByName(record.modalities());
  if (matches.size() >= model.modalities.size()) return;
  std::vector<std::string> unused = record.modalities();
  std::erase_if(unused, [&](const std::string& name) {
    return std::any_of(matches.begin(), matches.end(),
                       [&](const SlotMatch& one) { return one.modality == name; });
  });
  if (unused.empty()) return;
  record.AddFinding(
      "model.unused", "warning",
      Cat(Joined(unused, ", "), unused.size() == 1 ? " is no input" : " are no inputs", " of the model (",
          model.SlotsText(), "), and not all of its inputs are there: it goes without"));
}

}  // namespace f4s
