"""Where the programs are."""

import os
import shutil
from pathlib import Path


def program(name: str) -> str:
    """The program beside this module, or that on PATH.  Raises FileNotFoundError where there is neither."""
    own = Path(__file__).parent / "bin" / name
    found = str(own) if os.access(own, os.X_OK) else shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is neither in {own.parent} nor on PATH")
    return found
