#include "libfuse4seg/prep/brain/brain_method.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/base/process.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/files/volume_io.h"
#include "libfuse4seg/image/orient.h"
#include "libfuse4seg/prep/brain/brain_extraction.h"

namespace f4s {
namespace {

constexpr double kVersionLimitS = 20;

/// A folder for the command's files, removed with all that is in it.
class Scratch {
 public:
  Scratch() {
    const char* const folder = std::getenv("TMPDIR");
    std::string name = Cat(folder == nullptr || *folder == 0 ? "/tmp" : folder, "/f4s-brain-XXXXXX");
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
Image<uint16_t> InStandardOrder(Image<uint16_t> mask) {
  const AxisOrder order = StandardOrder(mask.grid);
  mask.samples = Reordered(mask.samples, mask.grid.size, order);
  mask.grid = Reordered(mask.grid, order);
  return mask;
}

void RequireSound(const Image<uint16_t>& mask, const Image<float>& volume) {
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
  if (!Exists("/dev/nvidia0")) words.insert(words.end(), {"-device", "cpu"});
  if (is_hd_bet_2_) words.insert(words.end(), {"--save_bet_mask", "--no_bet_image"});
  return words;
}

BrainCommand::Result BrainCommand::Run(const Image<float>& volume) const {
  const Scratch scratch;
  const std::string in = scratch.File("in.nii.gz"), out = scratch.File("out.nii.gz");
  WriteVolume(in, volume);
  const ChildOutcome outcome = RunChild(WordsFor(in, out), limit_s_);
  const std::string name = Name();
  if (outcome.timed_out)
    throw Error(ErrorKind::kBadInput, "brain.timeout", Cat(name, " did not finish in ", limit_s_, " s"));
  if (is_template_ && (outcome.exit_code == 126 || outcome.exit_code == 127))
    throw Error(ErrorKind::kUnavailable, "program.missing", Cat("--brain: ", outcome.Describe()));
  if (!outcome.ok()) throw Error(ErrorKind::kBadInput, "brain.failed", Cat(name, " ", outcome.Describe()));
  const std::string mask_file =
      !is_hd_bet_ ? out : scratch.File(is_hd_bet_2_ ? "out_bet.nii.gz" : "out_mask.nii.gz");
  if (!Exists(mask_file))
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

namespace {

/// A grid of fewer mm along any axis cannot show a head.
constexpr double kHeadMm = 100;
/// Background is 0 when at least so much of the volume is.
constexpr double kLeastBackground = 0.25;

bool CanHoldHead(const Grid& geometry) {
  const Vector3 mm = geometry.spacing_mm();
  for (size_t axis = 0; axis < 3; ++axis)
    if (static_cast<double>(geometry.size[axis]) * mm[axis] < kHeadMm) return false;
  return true;
}

double Millilitres(const Grid& geometry, size_t voxels) {
  const Vector3 mm = geometry.spacing_mm();
  return static_cast<double>(voxels) * mm[0] * mm[1] * mm[2] / 1000;
}

std::vector<uint8_t> Inside(const Image<uint16_t>& mask) {
  std::vector<uint8_t> inside(mask.samples.size());
  for (size_t i = 0; i < inside.size(); ++i) inside[i] = mask.samples[i] != 0;
  return inside;
}

size_t Count(const std::vector<uint8_t>& inside) {
  return static_cast<size_t>(std::count(inside.begin(), inside.end(), 1));
}

}  // namespace

size_t BrainModality(const std::vector<std::string>& modalities) {
  for (const char* wanted : {"t1", "t1ce", "t2", "flair"}) {
    const auto found = std::find(modalities.begin(), modalities.end(), wanted);
    if (found != modalities.end()) return static_cast<size_t>(found - modalities.begin());
  }
  return 0;
}

BrainMethod::BrainMethod(const std::string& text, double limit_s)
    : kind_(text == "auto"      ? Kind::kAuto
            : text == "none"    ? Kind::kNone
            : text == "builtin" ? Kind::kBuiltin
                                : Kind::kCommand) {
  if (kind_ == Kind::kCommand) command_ = std::make_shared<const BrainCommand>(text, limit_s);
}

BrainMethod::Found BrainMethod::Extracted(const Study& study) const {
  const size_t modality = BrainModality(study.modalities);
  const Image<float>* volume = &study.images[modality];
  Found found;
  if (kind_ == Kind::kCommand) {
    BrainCommand::Result result = command_->Run(*volume);
    found = {Inside(result.mask), std::move(result.how)};
  } else {
    found = {Inside(ExtractBrain({&volume, 1})), {{"by", "builtin"}}};
  }
  found.how["from"] = study.modalities[modality];
  return found;
}

BrainMethod::Found BrainMethod::Automatic(const Study& study, Case& record) const {
  if (study.mask) return {Inside(*study.mask), {{"by", "mask"}}};
  Found not_0 = {NonzeroMask(study), {{"by", "nonzero"}}};
  const auto voxels = static_cast<double>(not_0.inside.size());
  const size_t inside = Count(not_0.inside);
  if (voxels - static_cast<double>(inside) >= kLeastBackground * voxels) return not_0;
  if (CanHoldHead(study.grid())) try {
      Found found = Extracted(study);
      record.AddFinding("brain.builtin", "warning",
                        Cat("its background is not 0: the brain was found in ",
                            found.how["from"].get<std::string>(), " by --brain builtin"));
      return found;
    } catch (const Error& error) {
      if (error.code() != "brain.no_head") throw;
    }
  if (inside == not_0.inside.size())
    record.AddFinding("brain.no_background", "warning",
                      "no voxel is 0 in all modalities: the whole volume counts as brain");
  return not_0;
}

std::vector<uint8_t> BrainMethod::BrainOf(const Study& study, Case& record) const {
  Found found;
  if (is_none())
    found = {std::vector<uint8_t>(static_cast<size_t>(study.grid().num_voxels()), 1), {{"by", "none"}}};
  else
    found = kind_ == Kind::kAuto ? Automatic(study, record) : Extracted(study);
  const std::string by = found.how["by"];
  const size_t inside = Count(found.inside);
  if (inside == 0)
    throw Error(ErrorKind::kBadInput, "prep.empty",
                by == "mask"      ? "its mask is empty"
                : by == "nonzero" ? "all its voxels are 0"
                                  : Cat("the brain that --brain ", by, " found is empty"))
        .InCase(record.id());
  if (is_none()) return std::move(found.inside);
  const double volume_ml = Millilitres(study.grid(), inside);
  if (CanHoldHead(study.grid()) && (volume_ml < kLeastBrainMl || volume_ml > kMostBrainMl))
    record.AddFinding(
        "brain.volume", "warning",
        Cat("its brain (by ", by, ") has ", std::round(volume_ml), " ml: wanted ", kLeastBrainMl, " to ",
            kMostBrainMl,
            volume_ml > kMostBrainMl && by == "nonzero" ? "; a whole head? --brain builtin" : ""));
  found.how["volume_ml"] = std::round(volume_ml * 10) / 10;
  record.json()["brain"] = std::move(found.how);
  return std::move(found.inside);
}

}  // namespace f4s
