// What the chunks of a PNG say of its pixels besides their levels.

#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/image/files/header_notes.h"

namespace f4s {

/// An Error of the file: "png." and a reason, and a message.
using BadPng = std::function<Error(const char* reason, const std::string& message)>;

/// Goes through a file's chunks.
class PngChunks {
 public:
  /// @param depth  bits of a sample, of a palette's colours 8
  PngChunks(int depth, BadPng bad) : depth_(depth), bad_(std::move(bad)) {}

  /// Notes what a chunk leaves open, or throws where it would move, turn or multiply the pixels: "frames" or
  /// "orientation" (of Exif data, of an XMP packet, or of a text that holds one of them); "text" where such
  /// texts are more than any program writes.
  void Take(const std::string& name, std::string_view data);

  [[nodiscard]] const HeaderNotes& notes() const { return notes_; }

 private:
  std::optional<int> OrientationIn(const std::string& name, std::string_view data);
  std::optional<int> OrientationInText(const std::string& name, std::string_view data);

  static constexpr size_t kMostTexts = size_t{4} << 20;
  int depth_;
  BadPng bad_;
  HeaderNotes notes_;
  size_t texts_left_ = kMostTexts;
};

}  // namespace f4s
