// The fields of a text header (NRRD, MetaImage): names, values, and the order in which they stand.

#pragma once

#include <map>
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
  [[nodiscard]] bool Has(const std::string& name) const { return fields_.count(name) > 0; }
  /// @throws Error TOPIC.header for a field that is missing.
  [[nodiscard]] const std::string& Required(const std::string& name) const;
  [[nodiscard]] std::string Optional(const std::string& name, const std::string& otherwise = "") const;
  /// @throws Error "geometry.itk" where `later` stands in the header and `first` not before it.
  void RequireOrder(const std::string& first, const std::string& later) const;

  /// The voxels of 3 dimensions or 2 (one slice).  @throws Error TOPIC.ndim, TOPIC.dim.
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

}  // namespace f4s
