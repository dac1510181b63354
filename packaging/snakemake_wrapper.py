"""A tool as a Snakemake wrapper: wrapper.py and its kin in a folder that `wrapper: "file:FOLDER"` names."""

import json

from usage import identifier, is_flag, options

# What the rule says in other ways: output, threads.
OWN = {"output", "threads", "format"}

WRAPPER = '''"""{tool}: {synopsis}

Made from `{tool} --usage-json`; `{tool} --help` says what each option does.

input: the words of the command line, in order ({placeholder}); none where nothing is named
output: the folder (directory()) or file of --output first; `records=FILE` takes what the tool writes to stdout
params: options by name, `method="laplacian"`; a list repeats an option that can be; `extra` is put in as it is
"""

import shlex

from snakemake.shell import shell

TOOL = "{tool}"
HAS_OUTPUT = {has_output}
HAS_THREADS = {has_threads}
HAS_FORMAT = {has_format}
# The options by name: the flag, and whether it takes no value, a value, or several.
OPTIONS = {options}


def words_of(name, value):
    if name not in OPTIONS:
        raise ValueError(f"{{TOOL}} has no option {{name!r}}: wanted {{', '.join(OPTIONS)}}, or extra")
    flag, takes = OPTIONS[name]
    if takes == "nothing":
        if value not in (True, False):
            raise ValueError(f"{{TOOL}}: {{name}} is True or False, not {{value!r}}")
        return [flag] if value else []
    values = value if takes == "several" and not isinstance(value, str) else [value]
    return [word for one in values for word in (flag, ",".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one))]


words = [TOOL, *map(str, snakemake.input)]
outputs = dict(snakemake.output.items())
records = outputs.get("records")
if HAS_OUTPUT:
    folders = [path for path in snakemake.output if path != records]
    if len(folders) != 1:
        raise ValueError(f"{{TOOL}}: one output beside records is wanted, for --output; there are {{len(folders)}}")
    words += ["--output", str(folders[0])]
for name, value in snakemake.params.items():
    if name != "extra":
        words += words_of(name, value)
if HAS_THREADS:
    words += ["--threads", str(snakemake.threads)]
if HAS_FORMAT:
    words += ["--format", "ndjson" if records else "none"]
command = " ".join(map(shlex.quote, words)) + " " + snakemake.params.get("extra", "")
if records:
    command += " >" + shlex.quote(str(records))
log = snakemake.log_fmt_shell(stdout=not records, stderr=True)
shell("{{command}} {{log}}")
'''


# Snakemake wants the file; there is no conda package.
ENVIRONMENT = "# The programs are those on PATH: see docs/install.md.\nchannels: []\ndependencies: []\n"


def _takes(option):
    if is_flag(option):
        return "nothing"
    return "several" if option["repeatable"] else "one"


def files(tool):
    every = options(tool)
    names = {o["name"] for o in every}
    table = {identifier(o): (o["flag"], _takes(o)) for o in every if o["name"] not in OWN}
    rows = "".join(f"    {json.dumps(name)}: {json.dumps(list(row))},\n" for name, row in table.items())
    wrapper = WRAPPER.format(
        tool=tool["tool"],
        synopsis=tool["synopsis"],
        placeholder=tool.get("words", {}).get("placeholder", "none"),
        has_output="output" in names,
        has_threads="threads" in names,
        has_format=any(o["name"] == "format" and "none" in o.get("choices", []) for o in every),
        options="{\n" + rows + "}",
    )
    meta = (
        f"name: {tool['tool']}\n"
        f"description: {json.dumps(tool['synopsis'])}\n"
        "authors:\n  - The fuse4seg contributors\n"
        "input:\n  - the words of the command line, in order\n"
        "output:\n  - the folder or file of --output; records=FILE for what goes to stdout\n"
        "params:\n" + "".join(f"  {name}: {json.dumps(o['help'])}\n" for o in every if (name := identifier(o)) in table)
    )
    return {"wrapper.py": wrapper, "meta.yaml": meta, "environment.yaml": ENVIRONMENT}
