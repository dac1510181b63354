// f4s: the suite's programs, what a file is, the models that there are, and what works here.

#include <optional>

#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/info/doctor.h"
#include "libfuse4seg/info/info.h"
#include "libfuse4seg/info/model_info.h"
#include "libfuse4seg/info/programs.h"
#include "libfuse4seg/tool/did_you_mean.h"
#include "libfuse4seg/tool/tool.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s",
    .synopsis =
        "list the programs of the suite; say what a file or folder is; list models; say what works here",
    .description = R"(
Without a command, f4s lists the programs of the suite in its own folder, each with its version and synopsis. f4s(7) is the
manual of the suite: records, datasets, models and metrics.

f4s info FILE... says what each file or folder is, in lines of a name and a value. Of an image (PNG, JPEG) or a
volume (NIfTI, NRRD, MetaImage): size, spacing in mm, orientation, position of the first voxel in mm (RAS), type,
range, and how often each value occurs where it may be a label map (whole numbers, no more than 64 of them).
Orientation names where the three voxel axes point to: of right and left, anterior and posterior, superior and
inferior. All voxels are read, so a damaged file is refused here as it is by the other programs. Of a folder of
DICOM files: its series, from their headers; nothing that may hold a patient's name. Of a dataset or a file of
records (.ndjson): cases, subjects, splits, what the cases hold, findings, runs with their scores. Of a model
(.safetensors): what it takes and gives, and how it was trained. Of RUN, the folder of f4s-train: how far it is, and
its best epoch. Of a run record (.json): the command, its outcome and its scores. Of a folder of raw studies: the
command that prepares them.

f4s models lists the models that --model finds by name, in the folders of F4S_MODEL_PATH and in that of the suite:
modalities, outputs, and the first line of their cards. f4s models NAME shows a model's card.

f4s doctor says what works here: the version, the processor, and each library that the programs open when they need it
(ITK, OpenCV, GDCM, DCMTK, LibTorch, CUDA), with its version, the flags that need it, and, where it is not there, why and
what brings it. It opens each as the programs do. It ends with 1 where something that was installed does not work.
f4s doctor PART... looks at these alone (digests, registration, filters, drawing, dicom, dicom-seg, networks, training,
cuda) and ends with 69 where one of them is not to be had.

Answers go to stdout, without a run record. With --format ndjson each is a JSON object in a line. A file that is
of no known kind ends with 65, one that is not there with 66; the others are answered all the same.
)",
    .examples = {{"f4s", "the programs"},
                 {"f4s info data a.png", "a dataset and a picture"},
                 {"f4s info a_t1.nii.gz --format ndjson", "a volume, for jq"},
                 {"f4s models", "the models by name"},
                 {"f4s models glioma", "the card of a model"},
                 {"f4s doctor", "what works on this machine"},
                 {"f4s doctor digests", "for scripts: whether that part is there"}},
    .see_also = {"f4s-phantom", "f4s-prep", "f4s-pretrain", "f4s-train", "f4s-fuse", "f4s-segment",
                 "f4s-metrics", "f4s-report"},
};

enum class Format { kText, kNdjson };

struct Arguments {
  std::vector<std::string> words;
  Format format = Format::kText;
};

/// What a word of the command line does with those after it.
struct Command {
  const char* name;
  const char* words;
  const char* synopsis;
  void (*Run)(const std::vector<std::string>& words, Format format, RunContext& run);
};

void Info(const std::vector<std::string>& words, Format format, RunContext& run) {
  if (words.empty()) throw Error(ErrorKind::kUsage, "usage.missing", "info: FILE... is missing; see --help");
  std::optional<int> outcome;  // that of the first file that has no answer
  bool first = true;
  for (const std::string& word : words) {
    try {
      const Json info = InfoOf(word);
      if (format == Format::kText && !first) run.Answer("\n");
      run.Answer(format == Format::kText ? InfoText(info) : ToLine(info) + "\n");
      first = false;
    } catch (const Error& error) {
      if (error.code() == "stdout") throw;
      run.Say(error.Line());
      outcome = outcome.value_or(error.exit_code());
    }
  }
  run.SetOutcome(outcome.value_or(0));
}

void Models(const std::vector<std::string>& words, Format format, RunContext& run) {
  for (const std::string& name : words) run.Answer(ModelCard(name));
  if (!words.empty()) return;
  const std::vector<Json> models = ModelsInfo();
  if (format == Format::kText) return run.Answer(ModelsText(models));
  for (const Json& model : models) run.Answer(ToLine(model) + "\n");
}

void Doctor(const std::vector<std::string>& words, Format format, RunContext& run) {
  const std::vector<std::string> names = words.empty() ? DoctorParts() : words;
  for (const std::string& name : words) CheckDoctorPart(name);
  const Json machine = ExamineMachine();
  if (format == Format::kNdjson) run.Answer(ToLine(machine) + "\n");
  std::vector<Json> parts;
  int outcome = 0;
  for (const std::string& name : names) {
    parts.push_back(ExaminePart(name));
    if (format == Format::kNdjson) run.Answer(ToLine(parts.back()) + "\n");
    const std::string status = TextAt(parts.back(), "status");
    if (!words.empty() && status != "ok") outcome = static_cast<int>(ErrorKind::kUnavailable);
    if (words.empty() && status == "broken") outcome = 1;
  }
  if (format == Format::kText) run.Answer(DoctorText(machine, parts));
  run.SetOutcome(outcome);
}

const std::vector<Command>& Commands() {
  static const std::vector<Command> commands = {
      {"info", "FILE...", "what a file or folder is", &Info},
      {"models", "[NAME]", "the models that --model finds by name; the card of one", &Models},
      {"doctor", "[PART...]", "what works here, and what brings the rest", &Doctor},
  };
  return commands;
}

void ListPrograms(Format format, RunContext& run) {
  std::vector<std::vector<std::string>> rows;
  for (const Program& program : ProgramsIn(FolderOfThisProgram()))
    rows.push_back({program.name, program.version, program.synopsis});
  for (const Command& command : Commands())
    rows.push_back({Cat("f4s ", command.name, " ", command.words), kVersion, command.synopsis});
  if (format == Format::kText) return run.Answer(Aligned(rows));
  for (const auto& row : rows)
    run.Answer(ToLine({{"name", row[0]}, {"version", row[1]}, {"synopsis", row[2]}}) + "\n");
}

[[noreturn]] void RefuseUnknown(const std::string& word) {
  std::vector<std::string> known;
  for (const Command& command : Commands()) known.emplace_back(command.name);
  std::string hint = DidYouMean(word, known);
  const std::filesystem::path program = FolderOfThisProgram() / ("f4s-" + word);
  if (Exists(program)) hint = "; the program is f4s-" + word;
  if (hint.empty() && Exists(word)) hint = "; what it is says: f4s info " + word;
  throw Error(ErrorKind::kUsage, "usage.command",
              Cat("no command ", Quoted(word), ": wanted ", Joined(known, " or "), hint));
}

void Declare(CommandLine& cl, Arguments& a) {
  cl.Words("COMMAND [WORD...]", a.words,
           "info FILE..., models [NAME], doctor [PART...]; nothing: the list of programs", false);
  for (const Command& command : Commands()) cl.commands.emplace_back(command.name);
  cl.parameters.Group("Output");
  cl.parameters.Choice("format", a.format, {{"text", Format::kText}, {"ndjson", Format::kNdjson}},
                       "text for people, or a JSON object in a line for each answer");
  cl.run.format = "none";  // answers are no records, and there is no run record
}

void Run(const Arguments& a, RunContext& run) {
  if (a.words.empty()) return ListPrograms(a.format, run);
  for (const Command& command : Commands())
    if (a.words.front() == command.name)
      return command.Run({a.words.begin() + 1, a.words.end()}, a.format, run);
  RefuseUnknown(a.words.front());
}

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
