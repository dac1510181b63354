// What a model file says of itself: its `__metadata__`, read without any tensor library.
//
//     format   "f4s.model/1"
//     model    JSON text of a ModelDescription

#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/region.h"
#include "libfuse4seg/model/postprocess.h"

namespace f4s {

inline constexpr const char* kModelFormat = "f4s.model/1";
inline constexpr const char* kUnknownNormalization = "unknown";  ///< nobody said how images were normalized

/// The modality that stands in one of a model's slots.
struct SlotMatch {
  int64_t slot = 0;
  std::string modality;
  bool operator==(const SlotMatch&) const = default;
};

struct ModelDescription {
  std::string method;                                ///< fuse4seg, fusioninn, csad, unet, ...
  std::string profile;                               ///< of ProfileNames()
  Json network = Json::object();                     ///< every hyper-parameter by name
  std::vector<std::vector<std::string>> modalities;  ///< slots in order, the names that fit each
  std::vector<std::string> takes;                    ///< of images, fused
  std::vector<std::string> gives;                    ///< of fused, prediction, decomposed, latent, attention
  std::string normalization = "percentile";          ///< as f4s-prep --normalize names it, or "unknown"
  std::string plane;                                 ///< of the training images, as --plane; empty: unknown
  std::string stretch = "none";                      ///< none or image: of the fused image
  double gain = 1;                                   ///< recommended: fused images are multiplied by it
  Classes classes;                                   ///< label value -> name, in the order of the logits
  std::vector<Region> regions;
  std::vector<uint16_t> ignore;    ///< label values that training did not see: no classes, never predicted
  std::vector<double> spacing_mm;  ///< of the training images, 2 or 3; empty: unknown
  /// Sets of slots, by a name that fits, of which one must have its images; empty: two, or the only one.
  std::vector<std::vector<std::string>> needs;
  Postprocess postprocess;  ///< recommended, as validation chose it
  int64_t multiple_of = 1;  ///< images are padded to multiples of this many pixels
  Json provenance = Json::object(), metrics = Json::object();  ///< free

  bool operator==(const ModelDescription&) const = default;

  [[nodiscard]] Json ToJson() const;
  [[nodiscard]] std::map<std::string, std::string> ToMetadata() const;

  /// @throws Error(kBadInput, "model.field") naming the field, its value and the rule.  All fields
  ///         but `plane`, `ignore`, `needs`, `postprocess` and `gain` must be there; unknown ones are kept by
  ///         no one and refused.
  [[nodiscard]] static ModelDescription FromJson(const Json& json);

  /// @throws Error(kBadInput, "model.format") when it is no model of this suite, or of another
  ///         version; "model.json"; "model.field".
  [[nodiscard]] static ModelDescription FromMetadata(const std::map<std::string, std::string>& metadata);

  /// @throws Error(kMissingInput); Error(kBadInput, "safetensors....") or as FromMetadata().
  [[nodiscard]] static ModelDescription Read(const std::filesystem::path& file);

  /// Which of a case's images go into which slot, in the order of the slots.  By name, not
  /// minding upper and lower case; slots may stay empty.
  /// @throws Error(kBadInput, "model.modalities") that says what the model takes, when what
  ///         fits is none of `needs`, or, without these, fewer than two (one, of a model with one slot).
  [[nodiscard]] std::vector<SlotMatch> MatchByName(const std::vector<std::string>& names) const;

  /// Whether the model can do with images of these names: `needs`, or two (the only one) of its modalities.
  [[nodiscard]] bool CanDoWith(const std::vector<std::string>& names) const;

  /// The same for names chosen by --modalities: by name where all of them fit, else in order.
  /// @throws as MatchByName(), also when there are more names than slots.
  [[nodiscard]] std::vector<SlotMatch> MatchInOrder(const std::vector<std::string>& names) const;

  /// A name for each slot: "mri", and "ct|pet|spect" of alternatives.
  [[nodiscard]] std::vector<std::string> SlotNames() const;
  /// "t1ce or flair", "t1 and t2 or flair"; empty without needs.
  [[nodiscard]] std::string NeedsText() const;
  /// "t1ce, flair" or "mri, ct|pet|spect".
  [[nodiscard]] std::string SlotsText() const;
};

}  // namespace f4s
