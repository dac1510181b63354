#include "libfuse4seg/train/data/modality_dropout.h"

#include <algorithm>

#include "libfuse4seg/base/random.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

constexpr int kWhether = 0, kWhich = 1;  // what each draw is for

bool Has(uint32_t set, size_t slot) { return (set >> slot & 1U) != 0; }

}  // namespace

std::vector<std::vector<size_t>> SetsOfSlots(const std::vector<std::string>& words,
                                             const ModalitySlots& slots) {
  std::vector<std::vector<size_t>> sets;
  for (const std::string& word : words) {
    sets.emplace_back();
    for (const std::string& name : SplitList(word, '+')) {
      const auto slot = std::find_if(slots.begin(), slots.end(), [&](const auto& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
      });
      if (slot == slots.end())
        throw Error(ErrorKind::kUsage, "train.needs",
                    Cat("--needs ", word, ": ", Quoted(name), " is not among the modalities ",
                        Joined(slots, ", ", [](const auto& names) { return Joined(names, "|"); })));
      sets.back().push_back(static_cast<size_t>(slot - slots.begin()));
    }
  }
  return sets;
}

bool ModalityDropout::IsEnough(uint32_t kept) const {
  return needs_.empty() || std::any_of(needs_.begin(), needs_.end(), [&](const auto& set) {
           return std::all_of(set.begin(), set.end(), [&](size_t slot) { return Has(kept, slot); });
         });
}

void ModalityDropout::Apply(uint64_t seed, int64_t pixels, std::span<float> planes) const {
  if (!(Uniform(seed, kWhether) < probability_)) return;
  const auto size = static_cast<size_t>(pixels);
  const size_t slots = planes.size() / size;
  uint32_t there = 0;
  for (size_t i = 0; i < slots; ++i) {
    const auto plane = planes.subspan(i * size, size);
    if (std::any_of(plane.begin(), plane.end(), [](float level) { return level > 0; })) there |= 1U << i;
  }
  std::vector<uint32_t> enough;
  for (uint32_t kept = 1; kept < there; ++kept)
    if ((kept & ~there) == 0 && IsEnough(kept)) enough.push_back(kept);
  if (enough.empty()) return;
  const uint32_t kept = enough[UniformBelow(enough.size(), seed, kWhich)];
  for (size_t i = 0; i < slots; ++i)
    if (!Has(kept, i)) std::ranges::fill(planes.subspan(i * size, size), 0.0F);
}

}  // namespace f4s
