// The fields of a text header (NRRD, MetaImage): names, values, and the order in which they stand.

#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/image/files/byte_reader.h"
#include "libfuse4seg/image/geometry.h"

namespace f4s {

/// The errors are those of the file, whose topic is TOPIC.
class TextFields {
 public:
  explicit TextFields(const ByteReader& file) : file_(&file) {}

  /// @throws Error TOPIC.header for a field that the header has already.
  void Add(const std::string& name, const std::string& value);
  /// Another value for a field that the header has; its place stays.
  void Replace(const std::string& name, const std::string& value) { fields_.at(name).value = value; }
  [[nodiscard]] bool Has(const std::string& name) const { return fields_.count(name) > 0; }
  /// @throws Error TOPIC.header for a field that is missing.
  [[nodiscard]] const std::string& Required(const std::string& name) const;
  [[nodiscard]] std::string Optional(const std::string& name, const std::string& otherwise = "") const;
  /// @throws Error "geometry.itk" where `later` stands in the header and `first` not before it.
  void RequireOrder(const std::string& first, const std::string& later) const;

  /// The voxels of 3 dimensions or 2 (a picture).  @throws Error TOPIC.ndim, TOPIC.dim.
  [[nodiscard]] Size3 Size(const std::string& num_axes, const std::string& sizes) const;
  /// The numbers of a field, of which `separators` are taken as blanks; none without the field.
  /// @throws Error TOPIC.geometry unless there are `count`, all finite.
  [[nodiscard]] std::vector<double> Numbers(const std::string& name, size_t count,
                                            const std::string& separators = "") const;

 private:
  struct Field {
    std::string value;
    size_t place = 0;
  };
  const ByteReader* file_;
  std::map<std::string, Field> fields_;
};

/// The words of a text, where (...) and "..." are one each.
[[nodiscard]] std::vector<std::string> TokensOf(const std::string& text);
/// What stands in quotes; none where the text holds something else, too.
[[nodiscard]] std::vector<std::string> QuotedIn(const std::string& text);
/// How many mm a unit of length is, by its name or sign; nothing for another word.
[[nodiscard]] std::optional<double> MillimetresIn(const std::string& unit);

}  // namespace f4s
