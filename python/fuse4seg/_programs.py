"""Where the programs are."""

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn


def program(name: str) -> str:
    """The program beside this module, or that on PATH.  Raises FileNotFoundError where there is neither."""
    own = Path(__file__).parent / "bin" / name
    found = str(own) if os.access(own, os.X_OK) else shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is neither in {own.parent} nor on PATH")
    return found


def main() -> NoReturn:
    """A console command: this process becomes the program of its name."""
    path = program(Path(sys.argv[0]).name)
    os.execv(path, [path, *sys.argv[1:]])
