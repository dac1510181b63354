#include "libfuse4seg/prep/source/dicom_map.h"

#include <fnmatch.h>
#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <sstream>
#include <string_view>
#include <utility>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/delimited.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/cases/record_fields.h"
#include "libfuse4seg/prep/source/contrast_words.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {
namespace {

/// Lower-case words of a text, separated by all that is neither letter, digit, '+' nor '*'.
class WordSet {
 public:
  explicit WordSet(const std::string& text) {
    std::string spaced = LowerCase(text);
    for (char& c : spaced)
      if (!std::isalnum(static_cast<unsigned char>(c)) && c != '+' && c != '*') c = ' ';
    words_ = Words(spaced);
  }

  [[nodiscard]] bool HasAny(std::initializer_list<const char*> wanted) const {
    return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
      return std::any_of(wanted.begin(), wanted.end(), [&](const char* one) { return word == one; });
    });
  }
  /// Whether a word begins with one of these.
  [[nodiscard]] bool Begins(std::initializer_list<const char*> wanted) const {
    return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
      return std::any_of(wanted.begin(), wanted.end(),
                         [&](const char* one) { return word.starts_with(one); });
    });
  }
  /// Whether a word holds one of these.
  [[nodiscard]] bool Holds(std::initializer_list<const char*> wanted) const {
    return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
      return std::any_of(wanted.begin(), wanted.end(),
                         [&](const char* one) { return word.find(one) != std::string::npos; });
    });
  }

 private:
  std::vector<std::string> words_;
};

/// Diffusion weighting from which an image is called strongly weighted (PI-RADS: at least 1400 s/mm2), and
/// below which it is hardly one.
constexpr double kHighB = 1400, kLeastB = 400;

bool IsDiffusion(const WordSet& words, const WordSet& type, double b_value) {
  return b_value > 0 || type.HasAny({"diffusion", "tracew", "trace"}) || words.HasAny({"dwi", "resolve"}) ||
         words.Begins({"diff", "ep2ddiff"});
}

ModalityGuess Diffusion(const WordSet& words, const WordSet& type, double b_value) {
  if (words.HasAny({"exp", "eadc"})) return {"", "a map derived from diffusion"};
  if (type.HasAny({"adc"}) || words.Holds({"adc"})) return {"adc", ""};
  if (type.HasAny({"fa", "tensor"}) || words.HasAny({"fa", "colfa", "tensor"}))
    return {"", "a map derived from diffusion"};
  if (b_value >= kHighB || words.Holds({"calcbval", "highb", "hbval", "hbv"}) ||
      (words.HasAny({"bval"}) && words.Holds({"calc"})))
    return {"highb", ""};
  if (b_value >= kLeastB || type.HasAny({"tracew", "trace"})) return {"dwi", ""};
  return {"", b_value >= 0 ? "weakly diffusion-weighted" : "diffusion-weighted, how strongly is not said"};
}

/// By echo, repetition and inversion time (ms); bounds are those of common protocols at 1.5 and 3 T.
std::string WeightingByTimes(const DicomFile& file) {
  const double te = file.echo_time, tr = file.repetition_time, ti = file.inversion_time;
  const bool inversion = file.scanning_sequence.find("IR") != std::string::npos && ti > 0;
  if (te <= 0 || tr <= 0) return "";
  if (inversion && ti >= 1500 && te >= 60) return "flair";
  if (inversion && ti >= 500 && ti < 1500 && te < 30) return "t1";
  if (file.scanning_sequence.find("SE") == std::string::npos || inversion) return "";
  if (te >= 60 && tr >= 2000) return "t2";
  return te < 30 && tr < 1200 ? "t1" : "";
}

/// The protocol may be called after the whole examination: "brain without and with contrast".
ModalityGuess WithContrast(const DicomFile& file) {
  ContrastSaid said = ContrastOf(file.description);
  if (said == ContrastSaid::kBoth) return {"", "said to be without and with contrast"};
  if (said == ContrastSaid::kNothing) said = ContrastOf(file.protocol);
  const bool has_agent =
      said == ContrastSaid::kWith || (said != ContrastSaid::kWithout && IsAgent(file.contrast));
  if (said == ContrastSaid::kUnclear && !has_agent)
    return {"", "said to be post or pre something, which may be contrast agent"};
  return {has_agent ? "t1ce" : "t1", ""};
}

/// Whether it is a map of what relaxes how fast, an inversion of several, or shows blood.
bool IsNoWeighting(const WordSet& words) {
  return words.HasAny({"map",          "maps",  "mapping", "t1map", "t2map",  "t1rho", "rho",       "inv1",
                       "inv2",         "blood", "molli",   "quant", "ktrans", "mtr",   "qmap",      "seg",
                       "segmentation", "mask",  "images",  "delta", "dyn",    "twist", "synthetic", "symri",
                       "magic",        "wash",  "washout", "ratio", "fit"}) ||
         words.Begins({"subtr"});
}

ModalityGuess Weighting(const DicomFile& file, const WordSet& words) {
  const bool flair = words.Holds({"flair"}) || words.HasAny({"dark"}) ||
                     (words.HasAny({"fluid"}) && words.Begins({"attenuat"}));
  const bool t1 = words.Begins({"t1"}) || words.Holds({"mprage", "mp2rage", "bravo", "spgr"});
  const bool t2 = words.Begins({"t2"});
  const bool is_gradient_echo = file.scanning_sequence.find("GR") != std::string::npos &&
                                file.scanning_sequence.find("SE") == std::string::npos;
  if (words.HasAny({"t2*", "t2star"}) ||
      (t2 && (is_gradient_echo || words.HasAny({"star", "gre", "ffe", "hemo", "haemo", "swan", "medic"}))))
    return {"", "weighted by T2*"};
  if (t2 && words.HasAny({"pd", "pdw"})) return {"", "said to be PD and T2"};
  if (t1 && t2) return {"", "said to be T1 and T2"};
  // "T1 FLAIR" is a T1-weighted sequence that nulls fluid: its times tell.
  if (t1 && flair && WeightingByTimes(file) != "t1") return {"", "said to be T1 and FLAIR"};
  if (IsNoWeighting(words)) return {"", "of an unknown kind"};
  if (t2 && !flair &&
      (words.HasAny({"tirm", "stir", "ciss", "merge", "fgre", "epi", "dir", "b0"}) ||
       words.Begins({"swi", "ep2d", "fl2d", "fl3d", "ci3d", "me2d", "me3d"})))
    return {"", "of an unknown kind"};
  if (words.HasAny({"dixon"}) && words.HasAny({"fat", "f", "opp", "in"}) &&
      !words.HasAny({"water", "sat", "w"}))
    return {"", "an image of fat"};
  std::string name = flair && !t1 ? "flair" : t1 ? "t1" : t2 ? "t2" : WeightingByTimes(file);
  if (name.empty()) return {"", "neither its words nor its times say how it is weighted"};
  return name == "t1" ? WithContrast(file) : ModalityGuess{name, ""};
}

}  // namespace

ModalityGuess GuessModality(const DicomFile& file, double b_value) {
  const WordSet type(file.image_type), words(file.description + " " + file.protocol);
  if (type.HasAny({"localizer"}) || words.HasAny({"localizer", "localiser", "loc", "scout", "survey"}))
    return {"", "a localizer"};
  if (file.modality == "CT" && (words.HasAny({"perf", "perfusion", "cbv", "cbf", "mtt", "tmax", "ttp", "rcbv",
                                              "rcbf", "dose", "report", "topogram"}) ||
                                type.HasAny({"perfusion"})))
    return {"", "of an unknown kind"};
  if (file.modality == "PT" && words.HasAny({"nac", "nonac", "uncorrected"}))
    return {"", "not corrected for attenuation"};
  if (file.modality == "CT") return {"ct", ""};
  if (file.modality == "PT") return {"pet", ""};
  if (file.modality == "NM") return {"spect", ""};
  if (file.modality != "MR") return {"", "neither MR, CT, PET nor SPECT"};
  if (words.HasAny({"swi", "phase",    "pha",  "mip",  "minip", "perf",       "perfusion",
                    "dsc", "dce",      "asl",  "rcbv", "rcbf",  "mtt",        "ttp",
                    "tof", "fieldmap", "bold", "fmri", "sub",   "subtraction"}) ||
      type.HasAny({"phase", "p", "mip", "subtract", "perfusion", "r", "i", "real", "imaginary"}) ||
      (!file.complex_component.empty() && file.complex_component != "MAGNITUDE" &&
       file.complex_component != "MIXED"))
    return {"", "of an unknown kind"};
  if (IsDiffusion(words, type, b_value) || type.HasAny({"adc"}) || words.HasAny({"adc"}))
    return Diffusion(words, type, b_value);
  return Weighting(file, words);
}

const std::vector<std::string>& KnownModalities() {
  static const std::vector<std::string> names = {"t1",  "t1ce",  "t2", "flair", "adc",
                                                 "dwi", "highb", "ct", "pet",   "spect"};
  return names;
}

namespace {

bool Fits(const std::string& pattern, const std::string& text) {
  return ::fnmatch(LowerCase(pattern).c_str(), LowerCase(text).c_str(), 0) == 0;
}

Error BadLine(const std::filesystem::path& file, size_t number, const std::string& message) {
  return Error(ErrorKind::kBadInput, "dicom.map", Cat("line ", number, ": ", message)).InFile(file);
}

Json JsonOfLine(const std::string& line, const std::filesystem::path& file, size_t number) {
  try {
    return ParseJson(line, file);
  } catch (const Error& error) {
    throw BadLine(file, number, error.message());
  }
}

/// Without empty ones at the end, which spreadsheets add.
std::vector<std::string> ColumnsOf(const std::string& line, const std::filesystem::path& file,
                                   size_t number) {
  try {
    const auto rows = DelimitedRows(line, '\t');
    if (rows.empty()) return {};  // "sep=;" alone names a separator and is no row
    std::vector<std::string> columns = rows.front().fields;
    while (!columns.empty() && columns.back().empty()) columns.pop_back();
    return columns;
  } catch (const Error& error) {
    throw BadLine(file, number, error.reason());
  }
}

}  // namespace

DicomMap::DicomMap(const std::filesystem::path& file) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  std::string whole = ReadFile(file);
  if (whole.starts_with(kByteOrderMark)) whole.erase(0, kByteOrderMark.size());
  std::istringstream in(std::move(whole));
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    const std::string text = Trimmed(line);
    if (!text.empty() && text.front() != '#') rows_.push_back(ParseRow(text, file, number));
  }
}

DicomMap::Row DicomMap::ParseRow(const std::string& line, const std::filesystem::path& file, size_t number) {
  Row row;
  if (line.front() == '{') {
    const Json json = JsonOfLine(line, file, number);
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
    const std::vector<std::string> words = ColumnsOf(line, file, number);
    if (words.size() < 2 || words.size() > 3)
      throw BadLine(
          file, number,
          Cat("has ", words.size(), " columns: wanted SERIES, MODALITY and perhaps PART, separated by tabs"));
    row = {words[0], words[1], words.size() > 2 ? words[2] : ""};
  }
  row.line = number;
  if (row.series.empty() || row.modality.empty())
    throw BadLine(file, number, "names no series, or no modality (- to leave it out)");
  if (IsRole(row.modality))
    throw BadLine(file, number,
                  Cat(row.modality, " is no modality, and cannot come from a series of images"));
  return row;
}

std::optional<std::string> DicomMap::ModalityOf(const DicomFile& file, const SeriesPart& part) {
  for (Row& row : rows_) {
    const bool series =
        row.series == file.series_uid || row.series == part.series || Fits(row.series, file.description);
    if (!series || (!row.part.empty() && !Fits(row.part, part.name))) continue;
    row.is_used = true;
    return row.modality;
  }
  return std::nullopt;
}

std::vector<std::string> DicomMap::Unused() const {
  std::vector<std::string> unused;
  for (const Row& row : rows_)
    if (!row.is_used) unused.push_back(Cat("line ", row.line, " (", row.series, ")"));
  return unused;
}

}  // namespace f4s
