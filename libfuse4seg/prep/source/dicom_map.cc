#include "libfuse4seg/prep/source/dicom_map.h"

#include <fnmatch.h>

#include <cctype>
#include <fstream>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {
namespace {

bool Fits(const std::string& pattern, const std::string& text) {
  return ::fnmatch(LowerCase(pattern).c_str(), LowerCase(text).c_str(), 0) == 0;
}

Error BadLine(const std::filesystem::path& file, size_t number, const std::string& message) {
  return Error(ErrorKind::kBadInput, "dicom.map", Cat("line ", number, ": ", message)).InFile(file);
}

}  // namespace

DicomMap::DicomMap(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw ReadError(file, errno);
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    const std::string text = Trimmed(line);
    if (!text.empty() && text.front() != '#') rows_.push_back(ParseRow(text, file, number));
  }
}

DicomMap::Row DicomMap::ParseRow(const std::string& line, const std::filesystem::path& file, size_t number) {
  Row row;
  if (line.front() == '{') {
    const Json json = Json::parse(line, nullptr, false);
    if (json.is_discarded()) throw BadLine(file, number, "is no JSON object");
    for (const auto& [key, value] : json.items()) {
      std::string* to = key == "series"     ? &row.series
                        : key == "modality" ? &row.modality
                        : key == "part"     ? &row.part
                                            : nullptr;
      if (to == nullptr || !value.is_string())
        throw BadLine(file, number, Cat(Quoted(key), ": wanted series, modality or part, and text"));
      *to = value.get<std::string>();
    }
  } else {
    const std::vector<std::string> words = SplitList(line, '\t');
    if (words.size() < 2 || words.size() > 3)
      throw BadLine(
          file, number,
          Cat("has ", words.size(), " columns: wanted SERIES, MODALITY and perhaps PART, separated by tabs"));
    row = {Trimmed(words[0]), Trimmed(words[1]), words.size() > 2 ? Trimmed(words[2]) : ""};
  }
  if (row.series.empty() || row.modality.empty())
    throw BadLine(file, number, "names no series, or no modality (- to leave it out)");
  if (IsRole(row.modality))
    throw BadLine(file, number,
                  Cat(row.modality, " is no modality, and cannot come from a series of images"));
  return row;
}

std::optional<std::string> DicomMap::ModalityOf(const DicomFile& file, const SeriesPart& part) const {
  for (const Row& row : rows_) {
    const bool series =
        row.series == file.series_uid || row.series == part.series || Fits(row.series, file.description);
    if (series && (row.part.empty() || Fits(row.part, part.name))) return row.modality;
  }
  return std::nullopt;
}

}  // namespace f4s
