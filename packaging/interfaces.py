#!/usr/bin/env python3
"""Makes what other programs know of the tools, from what the tools say of themselves (--usage-json).

    packaging/interfaces.py BIN_FOLDER OUT_FOLDER

    share/boutiques/NAME.json            Boutiques descriptors
    share/snakemake/NAME/                Snakemake wrappers
    python/fuse4seg/tools.py             the functions of the Python module
    AGENTS.md, llms.txt                  for programs that drive programs

tests/docs/regenerate.sh runs it for the repository; a test fails when what it makes is stale.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import agents  # noqa: E402
import boutiques_descriptor  # noqa: E402
import python_module  # noqa: E402
import snakemake_wrapper  # noqa: E402


def usages(folder):
    """What each program says of itself, f4s first."""
    programs = [folder / "f4s", *sorted(folder.glob("f4s-*"))]
    missing = [str(program) for program in programs[:1] if not os.access(program, os.X_OK)]
    if missing or len(programs) < 2:
        sys.exit(f"interfaces.py: {folder} holds no programs")
    return [json.loads(subprocess.run([p, "--usage-json"], check=True, capture_output=True).stdout) for p in programs]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    tools = usages(Path(sys.argv[1]))
    out = Path(sys.argv[2])
    for tool in tools:
        name = tool["tool"]
        write(out / "share/boutiques" / f"{name}.json", boutiques_descriptor.text(tool))
        if name != "f4s":
            for file, text in snakemake_wrapper.files(tool).items():
                write(out / "share/snakemake" / name / file, text)
    write(out / "python/fuse4seg/tools.py", python_module.text(tools))
    write(out / "AGENTS.md", agents.agents_text(tools))
    write(out / "llms.txt", agents.llms_text(tools))


if __name__ == "__main__":
    main()
