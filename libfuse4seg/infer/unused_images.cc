#include "libfuse4seg/infer/unused_images.h"

#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_fields.h"

namespace f4s {

void FindUnused(Case& record, const ModelDescription& model) {
  const std::vector<std::string> names = record.modalities();
  if (names.empty()) return;  // of a volume that was put together
  const auto matches = model.MatchByName(names);
  if (matches.size() >= model.modalities.size()) return;
  std::vector<std::string> taken;
  for (const SlotMatch& match : matches) taken.push_back(match.modality);
  const std::vector<std::string> unused = UnknownImages(names, taken);
  if (unused.empty()) return;
  record.AddFinding(
      "model.unused", "warning",
      Cat(Joined(unused, ", "), unused.size() == 1 ? " is no input" : " are no inputs", " of the model (",
          model.SlotsText(), "), and not all of its inputs are there: it goes without"));
}

}  // namespace f4s
