// The case record: one examination as a slice, an image pair or a volume, as JSON.
//
// A Case keeps the whole record, so that fields that no tool knows pass through untouched.
// The record's form is the suite's contract; see f4s(7).

#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/image/geometry.h"
#include "libfuse4seg/image/region.h"

namespace f4s {

inline constexpr const char* kCaseSchema = "f4s.case/1";
inline constexpr const char* kDatasetSchema = "f4s.dataset/1";  ///< of dataset.json

/// `geometry.volume` of a slice: where it lies in the volume that it was cut from.
struct SliceOfVolume {
  std::string id;
  int64_t slice = 0, slices = 0;       ///< which of how many that were made
  Grid geometry;                       ///< the volume's own
  double voxel_from_pixel[3][3] = {};  ///< [column, row, 1] -> voxel index
};

/// Which cases of a stream go together.
enum class Grouping {
  kCase,    ///< each by itself
  kVolume,  ///< the slices of one volume that follow one another; a case that is no slice by itself
  kSubject  ///< the cases of one subject that follow one another
};

class Case {
 public:
  Case() = default;
  explicit Case(const std::string& id);

  /// Takes a record; its relative paths are made absolute from `folder`.
  /// @throws Error(kBadInput, "record.…") naming field and rule when it is not a case record.
  static Case FromRecord(Json record, const std::filesystem::path& folder);

  [[nodiscard]] const Json& json() const { return json_; }
  [[nodiscard]] Json& json() { return json_; }

  [[nodiscard]] std::string id() const { return Text("id"); }
  /// `subject`, else the volume's id, else the id.
  [[nodiscard]] std::string subject() const;
  [[nodiscard]] std::string split() const { return Text("split"); }
  [[nodiscard]] bool has_error() const { return json_.contains("error"); }

  /// Names of `images`, in order.
  [[nodiscard]] std::vector<std::string> modalities() const;
  /// The file of a modality.  @throws Error(kBadInput, "case.modality") naming those that there are.
  [[nodiscard]] std::filesystem::path image(const std::string& modality) const;
  /// The file under "label", "mask", "fused", "latent", "prediction" or "prediction_dicom".
  [[nodiscard]] std::optional<std::filesystem::path> file(const std::string& key) const;

  [[nodiscard]] Classes classes() const;
  [[nodiscard]] std::vector<Region> regions() const;
  /// Values of the label map that count nowhere, ascending: nobody says what is there.
  [[nodiscard]] std::vector<uint16_t> ignored() const;
  [[nodiscard]] std::vector<std::string> fused_from() const;
  /// Nothing when the case is not a slice of a volume.
  [[nodiscard]] std::optional<SliceOfVolume> slice_of_volume() const;

  void SetId(const std::string& id) { json_["id"] = id; }
  /// @throws Error(kBadInput, "path.utf8") for a name that JSON cannot hold; SetFile() likewise.
  void SetImage(const std::string& modality, const std::filesystem::path& file);
  void SetFile(const std::string& key, const std::filesystem::path& file);
  /// A class that is called ignore is ignored, not a class.
  /// @throws Error(kBadInput, "label.names") where a name stands for two of them.
  void SetClasses(const Classes& classes, const std::vector<Region>& regions);
  /// No values: the record says nothing of it.
  void SetIgnored(const std::vector<uint16_t>& values);
  /// @param severity  "info", "warning" or "error".
  void AddFinding(const std::string& code, const std::string& severity, const std::string& text);
  /// A list of {code, severity, text}; empty where nothing was found.
  [[nodiscard]] const Json& findings() const;
  /// How many of them it was read with: whoever found them has told them.
  [[nodiscard]] size_t told_findings() const { return told_findings_; }

  /// Every file that the record names as an input to work on.
  [[nodiscard]] std::vector<std::filesystem::path> Files() const;

 private:
  [[nodiscard]] std::string Text(const char* key) const;
  Json json_ = {{"schema", kCaseSchema}};
  size_t told_findings_ = 0;
};

/// Applies `change` to every path in a case record.
void ForEachPath(Json& record, const std::function<std::string(const std::string&)>& change);

/// Characters outside [A-Za-z0-9._+-] become '_'.
[[nodiscard]] std::string FileNameOf(const std::string& id);

/// Rows of a matrix as JSON and back.  @throws Error(kBadInput, "record.geometry").
[[nodiscard]] Json AffineJson(const Affine& affine);
[[nodiscard]] Affine AffineFromJson(const Json& json);

}  // namespace f4s
