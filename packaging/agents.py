"""AGENTS.md and llms.txt: the suite for programs that drive programs."""

from usage import help_text, options

SHARED_HEAD = """fuse4seg is a suite of command-line programs for multi-modality medical images: studies to datasets, fusion,
segmentation, training, scores. They read and write case records (a JSON object a line, schema f4s.case/1) on stdin and
stdout; a run record (f4s.run/1) with the outcome is the last line. Messages for people are on stderr. No program opens a
network connection, but those of a distributed training run.
"""

RULES = """## How to drive them

- `TOOL --usage-json` is the whole interface as data: options with type, default, range and choices, exit codes, examples.
- Pipe them: `f4s-prep STUDIES -o data | f4s-fuse - -o fused --method laplacian | f4s-metrics -`.
- Read the last line of stdout: `status` ("ok", "partial", "failed", "interrupted"), `exit_code`, `error`
  (`code`, `message`, `file`, `case`), `summary`.
- The same command again continues an interrupted one (exit 75). An output that exists is refused (73) unless
  `--force` or `--skip-existing` is given.
- `f4s info FILE` says what a file or folder is, `f4s models` which models there are, `f4s doctor` what works here; each
  with `--format ndjson`.
- Never guess an option: an unknown one is exit 2, and the message names the nearest.
- Results are for research, not for diagnosis.
"""


def _exit_codes(tools):
    rows = "".join(f"| {code} | {meaning} |\n" for code, meaning in tools[0]["exit_codes"].items())
    return f"## Exit codes\n\n| code | meaning |\n|---:|---|\n{rows}"


def _section(tool):
    lines = [f"### {tool['tool']}", "", tool["synopsis"] + ".", "", f"    {tool['usage']}", ""]
    for option in options(tool):
        takes = " " + option["placeholder"] if "placeholder" in option else ""
        needed = " (required)" if option["required"] else ""
        lines.append(f"- `{option['flag']}{takes}`{needed}: {help_text(option)}")
    if tool.get("examples"):
        lines += ["", "Examples:", ""]
        lines += [f"    {e['command']}    # {e['what']}" for e in tool["examples"]]
    return "\n".join(lines) + "\n"


def agents_text(tools):
    head = "# fuse4seg for programs that drive programs\n\n<!-- made by packaging/interfaces.py from --usage-json -->\n\n"
    sections = "\n".join(_section(tool) for tool in tools)
    return f"{head}{SHARED_HEAD}\n{RULES}\n{_exit_codes(tools)}\n## The programs\n\n{sections}"


def llms_text(tools):
    lines = ["# fuse4seg", "", "> " + SHARED_HEAD.split(". ")[0].replace("\n", " ") + ".", ""]
    lines += ["- [AGENTS.md](AGENTS.md): how to drive the programs, every option, exit codes"]
    lines += ["- [README.md](README.md): install, first pipe, results", "- [docs/](docs/): answers to questions", ""]
    lines += ["## Programs", ""]
    lines += [f"- `{tool['tool']}`: {tool['synopsis']}; `{tool['tool']} --usage-json`" for tool in tools]
    return "\n".join(lines) + "\n"
