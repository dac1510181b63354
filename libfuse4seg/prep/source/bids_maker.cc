#include "libfuse4seg/prep/source/bids_maker.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/json.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

bool HoldsOneOf(const std::string& text, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* word) { return text.find(word) != std::string::npos; });
}

/// People, and what people draw with.
bool IsByHand(const std::string& maker) {
  return HoldsOneOf(maker, {"manual", "expert", "rater", "reader", "annotat", "human", "itk-snap", "itksnap",
                            "slicer", "mricron", "mricrogl", "radiolog"});
}

/// What gives a data set its form, and draws nothing.
bool IsConverter(const std::string& maker) {
  return HoldsOneOf(maker, {"bids", "heudiconv", "dcm2niix", "dicom"});
}

/// The makers that a dataset_description.json names, in small letters.
std::vector<std::string> MakersIn(const Json& description, bool is_below_derivatives) {
  std::vector<std::string> makers;
  const auto add = [&](const Json& one) {
    const std::string name = one.is_object() ? LowerCase(TextAt(one, "Name")) : "";
    if (!name.empty() && !IsConverter(name)) makers.push_back(name);
  };
  if (description.contains("PipelineDescription")) add(description["PipelineDescription"]);
  const bool is_derivative = LowerCase(TextAt(description, "DatasetType")) == "derivative";
  if ((is_derivative || is_below_derivatives) && description.contains("GeneratedBy") &&
      description["GeneratedBy"].is_array())
    for (const Json& one : description["GeneratedBy"]) add(one);
  return makers;
}

}  // namespace

std::string ProgramOf(const fs::path& data_set) {
  const bool is_below_derivatives = data_set.parent_path().filename() == "derivatives";
  const fs::path file = data_set / "dataset_description.json";
  try {
    const Json description = IsFile(file) ? ParseJson(ReadFile(file), file) : Json();
    if (description.is_object())
      if (const auto makers = MakersIn(description, is_below_derivatives); !makers.empty())
        return std::any_of(makers.begin(), makers.end(), &IsByHand) ? "" : makers.front();
  } catch (const Error& error) {  // no description: the name alone tells
    if (error.kind() != ErrorKind::kBadInput) throw;
  }
  const std::string folder = LowerCase(data_set.filename().string());
  const bool is_program = is_below_derivatives && (IsTissueProgram(folder) || folder.starts_with("nnunet") ||
                                                   folder.starts_with("fuse4seg"));
  return is_program ? folder : "";
}

bool IsTissueProgram(const std::string& program) {
  static constexpr const char* kPrograms[] = {
      "aslprep",  "ants",     "brainsuite", "cat12",    "fastsurfer", "fmriprep", "freesurfer",
      "fsl",      "micapipe", "mriqc",      "nibabies", "petprep",    "qsiprep",  "samseg",
      "smriprep", "spm",      "synthseg",   "tedana",   "xcp_d"};
  return std::any_of(std::begin(kPrograms), std::end(kPrograms),
                     [&](const char* one) { return program.starts_with(one); });
}

}  // namespace f4s
