#include "libfuse4seg/cases/anonymous_name.h"

#include <algorithm>
#include <cctype>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/sha256.h"
#include "libfuse4seg/image/dicom/dicom_session.h"

namespace f4s {
namespace {

/// Letters (bytes of other alphabets among them) and digits alone, lower-case.
std::string Bare(const std::string& text) {
  std::string bare;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) || byte >= 0x80) bare += static_cast<char>(std::tolower(byte));
  }
  return bare;
}

/// The text as a whole, and its words.
std::vector<std::string> BareWords(const std::string& text) {
  std::vector<std::string> words = {Bare(text), ""};
  for (const char c : text)
    if (const std::string bare = Bare(std::string(1, c)); !bare.empty())
      words.back() += bare;
    else if (!words.back().empty())
      words.emplace_back();
  return words;
}

/// A single letter or digit of a name stands in every other one: it counts as a whole word alone.
bool Meet(const std::string& name, const std::string& word) {
  if (word.empty()) return false;
  if (name == word) return true;
  return (word.size() > 1 && name.find(word) != std::string::npos) ||
         (name.size() > 2 && word.find(name) != std::string::npos);
}

}  // namespace

bool IsAnonymous(const std::string& name, const DicomFile& file) {
  for (const std::string& text : {file.patient_name, file.patient_id})
    for (const std::string& word : BareWords(text))
      for (const std::string& part : BareWords(name))
        if (Meet(part, word)) return false;
  return !Bare(name).empty();
}

std::string StudyName(const DicomFile& file) {
  return "study-" + Sha256Of(file.study_uid.empty() ? file.series_uid : file.study_uid).substr(0, 12);
}

std::string CaseNameOf(const std::filesystem::path& folder, const std::vector<const DicomFile*>& files) {
  const std::string name = Absolute(folder / "").parent_path().filename();
  const bool anonymous = std::all_of(files.begin(), files.end(),
                                     [&](const DicomFile* file) { return IsAnonymous(name, *file); });
  return anonymous ? name : StudyName(*files.front());
}

std::string CaseNameOf(const std::filesystem::path& folder) {
  DicomSession session;
  for (const auto& path : DicomFilesIn(folder))
    if (const auto file = session.Header(path)) return CaseNameOf(folder, {&*file});
  throw Error(ErrorKind::kBadInput, "dicom.none", "holds no DICOM image").InFile(folder);
}

}  // namespace f4s
