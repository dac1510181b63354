#include "libfuse4seg/prep/brain/brain_command.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/process.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/image/orient.h"

namespace f4s {
namespace {

constexpr double kVersionLimitS = 20;

/// A folder for the command's files, removed with all that is in it.
class Scratch {
 public:
  Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "f4s-brain-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw WriteError(name, errno);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] std::string File(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

std::vector<std::string> SplitWords(const std::string& text) {
  std::vector<std::string> words;
  std::istringstream in(text);
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string Replaced(std::string text, const std::string& what, const std::string& by) {
  for (size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

/// What a program answers on one option, or "" when it ends badly or not in time.
std::string Answer(const std::vector<std::string>& words) {
  const ChildOutcome outcome = RunChild(words, kVersionLimitS);
  return outcome.ok() ? outcome.output : "";
}

Json VersionLine(const std::string& text) {
  constexpr size_t kMost = 200;
  const std::string line = FirstLine(text).substr(0, kMost);
  return Trimmed(line).empty() ? Json() : Json(line);
}

/// In the order of a study's voxels, LPS: a program may write the same lattice in another.
LabelVolume InStandardOrder(LabelVolume mask) {
  const AxisOrder order = StandardOrder(mask.grid);
  mask.samples = Reordered(mask.samples, mask.grid.size, order);
  mask.grid = Reordered(mask.grid, order);
  return mask;
}

void RequireSound(const LabelVolume& mask, const Volume& volume) {
  const auto fail = [](const char* code, const std::string& text) {
    throw Error(ErrorKind::kBadInput, code, text);
  };
  if (!SameGrid(volume.grid, mask.grid))
    fail("brain.grid",
         Cat("has the grid ", Describe(mask.grid), ": wanted its input's, ", Describe(volume.grid)));
  size_t inside = 0;
  for (const uint16_t label : mask.samples) {
    if (label > 1) fail("brain.value", Cat("holds the value ", label, ": wanted a mask of 0 and 1"));
    inside += label;
  }
  if (inside == 0) fail("brain.empty", "is empty");
  if (inside == mask.samples.size()) fail("brain.implausible", "is 1 everywhere");
}

}  // namespace

void CheckBrainText(const std::string& text) {
  const bool has_in = text.find("{in}") != std::string::npos,
             has_out = text.find("{out}") != std::string::npos;
  if (has_in != has_out || text.find_first_not_of(" \t") == std::string::npos)
    throw Error(ErrorKind::kUsage, "brain.command",
                Cat(Quoted(text),
                    ": wanted auto, none, builtin, hd-bet, a "
                    "program, or a command with both {in} and {out}"));
}

BrainCommand::BrainCommand(std::string text, double limit_s)
    : text_(std::move(text)), limit_s_(limit_s), is_hd_bet_(text_ == "hd-bet") {
  CheckBrainText(text_);
  is_template_ = text_.find("{in}") != std::string::npos;
  if (is_template_) return;
  words_ = ProgramExists(text_) ? std::vector<std::string>{text_} : SplitWords(text_);
  if (!ProgramExists(words_[0]))
    throw Error(ErrorKind::kUnavailable, "program.missing",
                Cat("--brain: no program ", Quoted(words_[0]), " is found"));
  version_ = VersionLine(Answer({words_[0], "--version"}));
  if (!is_hd_bet_) return;
  is_hd_bet_2_ = Answer({words_[0], "--help"}).find("save_bet_mask") != std::string::npos;
  if (version_.is_null()) version_ = is_hd_bet_2_ ? "2" : "1";
}

std::string BrainCommand::Name() const {
  return is_template_ ? SplitWords(text_).front() : std::filesystem::path(words_[0]).filename().string();
}

std::vector<std::string> BrainCommand::WordsFor(const std::string& in, const std::string& out) const {
  if (is_template_)
    return {"/bin/sh", "-c", Replaced(Replaced(text_, "{in}", ShellQuoted(in)), "{out}", ShellQuoted(out))};
  std::vector<std::string> words = words_;
  if (!is_hd_bet_) {
    words.insert(words.end(), {in, out});
    return words;
  }
  words.insert(words.end(), {"-i", in, "-o", out});
  if (!std::filesystem::exists("/dev/nvidia0")) words.insert(words.end(), {"-device", "cpu"});
  if (is_hd_bet_2_) words.insert(words.end(), {"--save_bet_mask", "--no_bet_image"});
  return words;
}

BrainCommand::Result BrainCommand::Run(const Volume& volume) const {
  const Scratch scratch;
  const std::string in = scratch.File("in.nii.gz"), out = scratch.File("out.nii.gz");
  Volume copy = volume;
  copy.stored = VoxelType::kFloat32;
  WriteVolume(in, copy);
  const ChildOutcome outcome = RunChild(WordsFor(in, out), limit_s_);
  const std::string name = Name();
  if (outcome.timed_out)
    throw Error(ErrorKind::kBadInput, "brain.timeout", Cat(name, " did not finish in ", limit_s_, " s"));
  if (is_template_ && (outcome.exit_code == 126 || outcome.exit_code == 127))
    throw Error(ErrorKind::kUnavailable, "program.missing", Cat("--brain: ", outcome.Describe()));
  if (!outcome.ok()) throw Error(ErrorKind::kBadInput, "brain.failed", Cat(name, " ", outcome.Describe()));
  const std::string mask_file =
      !is_hd_bet_ ? out : scratch.File(is_hd_bet_2_ ? "out_bet.nii.gz" : "out_mask.nii.gz");
  if (!std::filesystem::exists(mask_file))
    throw Error(ErrorKind::kBadInput, "brain.no_mask",
                Cat(name, " succeeded but wrote no mask",
                    outcome.last_error.empty() ? "" : "; its last message: " + outcome.last_error));
  const Context context(Cat("what ", name, " wrote"));
  Result result = {ReadLabelVolume(mask_file), {}};
  if (!SameGrid(volume.grid, result.mask.grid)) result.mask = InStandardOrder(std::move(result.mask));
  RequireSound(result.mask, volume);
  result.how = {{"by", is_hd_bet_ ? "hd-bet" : "command"},
                {"command", text_},
                {"version", version_},
                {"exit_code", outcome.exit_code}};
  return result;
}

}  // namespace f4s
