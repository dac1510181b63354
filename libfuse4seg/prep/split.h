// Train, validation and test: which subject belongs to which.

#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace f4s {

/// How subjects are split, from --split.
class SplitRule {
 public:
  /// @param text  a table of two columns, subject and split (CSV or TSV, with a heading that names them or
  ///              without), or fractions TRAIN,VAL,TEST that sum to 1.
  /// @throws Error(kUsage, "split.syntax"), Error(kMissingInput), or Error(kBadInput, "split.file").
  SplitRule(const std::string& text, uint64_t seed);

  /// Whether `text` can be read at all; for the command line.  Throws as the constructor does.
  static void Check(const std::string& text);

  /// Where all subjects are known beforehand, fractions are met exactly (largest remainder; no
  /// split that was asked for stays empty while there are subjects).  Without this call each
  /// subject is drawn by itself, and fractions hold on average.
  void Know(const std::vector<std::string>& subjects);

  /// @throws Error(kBadInput, "split.subject") naming the subjects that a table does not name.
  void RequireAll(const std::vector<std::string>& subjects) const;

  /// Of what is known of subjects beforehand: another one where a table says otherwise, or other subjects
  /// share the fractions.
  [[nodiscard]] std::string Digest() const;

  /// "train", "val" or "test", or the file's word.
  /// @throws Error(kBadInput, "split.subject") when a file does not name the subject.
  [[nodiscard]] std::string Of(const std::string& subject) const;

 private:
  void ReadTable(const std::filesystem::path& file);
  /// The subject's own number in [0,1), from the seed and its name.
  [[nodiscard]] double Draw(const std::string& subject) const;

  uint64_t seed_;
  std::filesystem::path file_;
  std::array<double, 3> fractions_ = {0, 0, 0};
  std::map<std::string, std::string> known_;
};

}  // namespace f4s
