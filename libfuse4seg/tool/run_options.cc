#include "libfuse4seg/tool/run_options.h"

#include <sched.h>

#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {
namespace {

std::pair<int64_t, int64_t> ParseShard(const std::string& text) {
  if (const auto part = ParsePart(text)) return *part;
  throw Error(ErrorKind::kUsage, "parameter.value", Cat(Quoted(text), " is not I/N with I from 1 to N"));
}

void CheckDevice(const std::string& text) {
  const bool numbered = text.rfind("cuda:", 0) == 0 && text.size() > 5 && text.size() < 9 &&
                        text.find_first_not_of("0123456789", 5) == std::string::npos;
  if (text != "auto" && text != "cpu" && text != "cuda" && !numbered)
    throw Error(ErrorKind::kUsage, "parameter.value",
                Cat(Quoted(text), " is not one of auto cpu cuda cuda:N"));
}

}  // namespace

void RunOptions::Declare(Parameters& p, const SharedOptions& shared) {
  p.Group("Shared options");
  p.Path("config", config, "FILE.json",
         "read parameters from a JSON object, or from a run record; flags override it")
      .NotInConfig();
  if (shared.threads)
    p.Integer("threads", threads, Between(0, 4096), "cases at a time; 0: as many as there are cores")
        .Short("-j")
        .NotInConfig();
  if (shared.device)
    p.Text("device", device, "auto|cpu|cuda|cuda:N", "where to compute").Checked(CheckDevice).NotInConfig();
  if (shared.seed) p.Integer("seed", seed, Between(0, 9007199254740992.0), "seed of all random numbers");
  if (shared.output) {
    p.Flag("force", force, "overwrite existing output").NotInConfig();
    p.Flag("skip_existing", skip_existing,
           "keep output that is up to date, by the hash of inputs and configuration")
        .NotInConfig();
  }
  if (shared.cases) {
    p.Flag("keep_going", keep_going, "go on after a failed case, pass it on with its error, and exit 8")
        .NotInConfig();
    p.Text("shard", shard, "I/N", "process the I-th of N parts of the subjects, I from 1")
        .Checked([](const std::string& text) { ParseShard(text); })
        .NotInConfig();
    p.Flag("partial_input", partial_input, "accept a stream whose producer did not finish").NotInConfig();
  }
  if (shared.dataset)
    p.Integer("tar_size", tar_mib, Between(1, 1 << 20),
              "MiB of each tar file that --output 'NAME-%06d.tar' makes")
        .NotInConfig();
  p.Choice("progress", progress, {"auto", "never", "always", "ndjson"},
           "progress on stderr; auto: a bar on a terminal; always: elsewhere too, as dated lines")
      .NotInConfig();
  p.Flag("quiet", quiet, "no warnings on stderr").Short("-q").NotInConfig();
  p.Flag("verbose", verbose, "more messages on stderr").Short("-v").NotInConfig();
  p.Path("run_record", run_record, "FILE", "also write the run record to this file").NotInConfig();
  p.Flag("anonymous", anonymous, "leave host and user out of the run record; paths stay").NotInConfig();
  std::vector<std::string> formats = {"auto", "ndjson", "table", "tsv"};
  if (shared.tables) formats.insert(formats.end(), {"csv", "markdown", "latex", "svg"});
  formats.push_back("none");
  p.Choice("format", format, formats, "what goes to stdout; auto: a table on a terminal, else NDJSON")
      .NotInConfig();
}

int64_t RunOptions::shard_index() const { return ParseShard(shard).first; }
int64_t RunOptions::num_shards() const { return ParseShard(shard).second; }

int RunOptions::num_threads() const {
  if (threads > 0) return static_cast<int>(threads);
  cpu_set_t cores;
  return sched_getaffinity(0, sizeof cores, &cores) == 0 ? std::max(1, CPU_COUNT(&cores)) : 1;
}

}  // namespace f4s
