"""fuse4seg: fusion and segmentation of multi-modality medical images, from Python.

Each function runs a program of the suite and yields its case records as dicts, as they come:

    import fuse4seg

    run = fuse4seg.metrics(fuse4seg.fuse("data", output="fused", method="laplacian"))
    for case in run:
        print(case["id"], case["metrics"]["fusion"]["VIF"])
    print(run.record["summary"]["fusion"]["VIF"]["mean"])
"""

from ._run import Run, ToolError
from .tools import *  # noqa: F403
from .tools import __all__ as _functions

__all__ = ["Run", "ToolError", *_functions]
