// The slices of one split: read from PNG, kept in memory where they fit.

#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "libfuse4seg/image/image.h"
#include "libfuse4seg/model/loss_options.h"
#include "libfuse4seg/train/data/label_codes.h"
#include "libfuse4seg/train/data/training_cases.h"

namespace f4s {

/// A slice as training sees it: pictures of one size, in as few bytes as hold them.
struct SlicePixels {
  std::vector<std::variant<Image<uint8_t>, Image<uint16_t>>> planes;  ///< levels, one a slot
  std::vector<uint8_t> classes;  ///< codes (train/data/label_codes.h); empty: no label
  int width = 0, height = 0;

  static constexpr uint8_t kIgnoredClass = LabelCodes::kIgnored;
  /// Whether a pixel is of something that is learned.
  [[nodiscard]] static bool IsForeground(uint8_t one) { return one != 0 && one != kIgnoredClass; }
  /// As losses want it.
  [[nodiscard]] static int64_t LabelOf(uint8_t one) { return one == kIgnoredClass ? kIgnoreLabel : one; }

  /// The levels of a plane in 0..1.
  [[nodiscard]] Image<float> Levels(size_t plane) const;
};

/// Whose a slice is: the subject together with the modalities that fill the slots, as a case with several
/// for a slot counts once for each.
struct SlicePlace {
  std::string id, subject;
};

class SliceDataset {
 public:
  /// Reads every slice once: all faults of the data show before training begins.
  /// @param codes         of the data set's classes; a label beyond them is an error.
  /// @param needs_labels  a slice without label is an error.
  /// @param budget_bytes  slices stay in memory when all of them take no more.
  /// @throws Error(kBadInput) naming the case: as ReadCaseImages(); "train.no_label", "label.value",
  ///         "train.volume" (not a slice); Error(kInterrupted) when a stop was asked for.
  SliceDataset(std::vector<TrainingCase> cases, const LabelCodes& codes, bool needs_labels,
               int64_t budget_bytes);

  [[nodiscard]] int64_t size() const { return static_cast<int64_t>(cases_.size()); }
  [[nodiscard]] const SlicePlace& place(int64_t index) const {
    return places_.at(static_cast<size_t>(index));
  }
  [[nodiscard]] const TrainingCase& of(int64_t index) const { return cases_.at(static_cast<size_t>(index)); }
  /// Width and height.
  [[nodiscard]] std::pair<int, int> size_of(int64_t index) const {
    return sizes_.at(static_cast<size_t>(index));
  }
  [[nodiscard]] bool in_memory() const { return in_memory_; }
  [[nodiscard]] int64_t bytes_in_memory() const { return in_memory_ ? bytes_ : 0; }
  [[nodiscard]] int largest_side() const { return largest_side_; }

  /// The slices that have a labelled pixel, ascending.
  [[nodiscard]] const std::vector<int64_t>& with_foreground() const { return with_foreground_; }

  /// How many slices have a pixel of each code, the classes first, and of them the background.
  [[nodiscard]] const std::vector<int64_t>& slices_of_class() const { return slices_of_class_; }

  /// From memory or, if they do not fit there, from the disk.  Thread-safe.
  [[nodiscard]] std::shared_ptr<const SlicePixels> Read(int64_t index) const;

  /// SHA-256 of all pixels and labels in order: the same data give the same training.
  [[nodiscard]] const std::string& digest() const { return digest_; }

 private:
  void CountClasses(size_t index, const std::vector<uint8_t>& classes);
  [[nodiscard]] SlicePixels Load(size_t index) const;

  std::vector<TrainingCase> cases_;
  std::vector<SlicePlace> places_;
  std::vector<std::pair<int, int>> sizes_;
  LabelCodes codes_;
  bool needs_labels_, in_memory_ = true;
  int largest_side_ = 0;
  int64_t bytes_ = 0;
  std::vector<std::shared_ptr<const SlicePixels>> kept_;
  std::vector<int64_t> with_foreground_, slices_of_class_;
  std::string digest_;
};

}  // namespace f4s
