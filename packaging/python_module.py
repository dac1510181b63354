"""The functions of the Python module fuse4seg, one a tool: python/fuse4seg/tools.py."""

import textwrap

from usage import help_text, identifier, is_flag, is_list, number_type, options

# The module's own business: records come as NDJSON, nobody looks at a bar; and what answers without records.
OWN = {"format", "progress", "quiet", "verbose", "describe"}

HEAD = '''"""The tools as functions: made from their --usage-json by packaging/interfaces.py, not to be edited.

Each starts its program when it is first iterated over and yields its case records; see Run.
"""

from __future__ import annotations

from os import PathLike
from typing import Any, Iterable, Literal, Mapping, Optional, Sequence, Union

from ._run import Run, joined

Word = Union[str, "PathLike[str]"]
Cases = Union[Word, Run, Iterable[Mapping[str, Any]]]

'''


def _type(option):
    if is_flag(option):
        return "bool"
    if option["repeatable"] or is_list(option):
        return "Union[Word, Sequence[Word]]"
    if option.get("choices"):
        return "Literal[" + ", ".join(repr(choice) for choice in option["choices"]) + "]"
    number = number_type(option)
    return {int: "int", float: "float", None: "Word"}[number]


def _parameter(option):
    name = identifier(option)
    if is_flag(option):
        return f"{name}: bool = False"
    return f"{name}: {_type(option)}" if option["required"] else f"{name}: Optional[{_type(option)}] = None"


def _value(option):
    """A list is one word, its parts parted by commas, or the option repeated."""
    one_word = is_list(option) and not option["repeatable"]
    return f"joined({identifier(option)})" if one_word else identifier(option)


def _doc(tool, every):
    lines = [tool["synopsis"][0].upper() + tool["synopsis"][1:] + ".", ""]
    if "words" in tool:
        lines += textwrap.wrap(f"cases: {tool['words']['help']}", 104, subsequent_indent="    ") + [""]
    for option in every:
        about = f"{identifier(option)}: {help_text(option)}"
        lines += textwrap.wrap(about, 104, subsequent_indent="    ")
    return "\n".join("    " + line if line else "" for line in lines).replace("\\", "\\\\")


def _function(tool):
    every = options(tool, without=OWN)
    name = tool["tool"].removeprefix("f4s-").replace("-", "_")
    required = [o for o in every if o["required"]]
    parameters = ["*cases: Cases"] if "words" in tool else ["*"]
    parameters += [_parameter(o) for o in required + [o for o in every if not o["required"]]]
    words = "cases" if "words" in tool else "()"
    given = ", ".join(f"({o['flag']!r}, {_value(o)})" for o in every)
    return (
        f"def {name}(\n    "
        + ",\n    ".join(parameters)
        + f',\n) -> Run:\n    r"""{_doc(tool, every).strip()}\n    """\n'
        + f"    return Run({tool['tool']!r}, {words}, [{given}])\n"
    )


def text(tools):
    functions = [_function(tool) for tool in tools]
    names = [tool["tool"].removeprefix("f4s-").replace("-", "_") for tool in tools]
    table = f"PROGRAMS = {[tool['tool'] for tool in tools]!r}\n__all__ = {names!r}\n"
    return HEAD + table + "\n\n" + "\n\n".join(functions)
