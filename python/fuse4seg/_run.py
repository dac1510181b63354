"""A run of a program, as an iterable of its case records."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from typing import Any, Iterable, Iterator, Mapping, Optional, Sequence

from ._programs import program

_RUN_SCHEMA = "f4s.run/1"


class ToolError(RuntimeError):
    """A program that did not end with 0: `exit_code`, and `run`, its run record, where it wrote one."""

    def __init__(self, tool: str, exit_code: int, run: Optional[dict[str, Any]]):
        error = (run or {}).get("error") or {}
        text = error.get("message") or "see its message on stderr"
        where = f"{error['file']}: " if error.get("file") else ""
        super().__init__(f"{tool} exited with {exit_code}: {where}{text}")
        self.tool, self.exit_code, self.run = tool, exit_code, run


def joined(value: Any) -> Any:
    """A sequence as one word, its parts parted by commas; all else as it is."""
    if isinstance(value, (str, os.PathLike)) or not isinstance(value, Sequence):
        return value
    return ",".join(os.fspath(one) if isinstance(one, os.PathLike) else str(one) for one in value)


def _words(flag: str, value: Any) -> list[str]:
    if value is None or value is False:
        return []
    if value is True:
        return [flag]
    if isinstance(value, (str, os.PathLike)) or not isinstance(value, Sequence):
        return [f"{flag}={os.fspath(value) if isinstance(value, os.PathLike) else value}"]
    return [f"{flag}={os.fspath(one) if isinstance(one, os.PathLike) else one}" for one in value]


def _is_word(case: Any) -> bool:
    return isinstance(case, (str, os.PathLike))


class Run:
    """Iterate over it for the case records; it can be given to the next tool as its cases.

    Once, for the program runs once.  When all records have come, `record` is the run record (`summary`, `cases`,
    `seconds`), and ToolError is raised where the program did not end with 0.  What people read is on stderr.
    """

    def __init__(self, tool: str, cases: Iterable[Any], options: Iterable[tuple[str, Any]]):
        words = [os.fspath(case) for case in cases if _is_word(case)]
        streams = [case for case in cases if not _is_word(case)]
        if len(streams) > 1 or (streams and words):
            raise TypeError(f"{tool}: cases are words (a folder, NAME=FILE), or one iterable of records")
        self.tool = tool
        self.record: Optional[dict[str, Any]] = None
        self._records: Optional[Iterable[Mapping[str, Any]]] = streams[0] if streams else None
        form = "--format=ndjson"
        quiet = [] if tool == "f4s" else ["--progress=never"]
        given = [word for flag, value in options for word in _words(flag, value)]
        self.command = [tool, *(["-"] if streams else words), *given, form, *quiet]
        self._begun = False

    def _feed(self, stdin: Any) -> None:
        """Records, and the run record that their reader wants, go to the program as they come."""
        source = self._records
        failure: Optional[BaseException] = None
        try:
            with stdin:
                try:
                    for case in source or ():
                        stdin.write(json.dumps(case) + "\n")
                except ToolError as error:  # its run record says it to the reader
                    failure = error
                last = source.record if isinstance(source, Run) else {
                    "schema": _RUN_SCHEMA, "tool": "python", "version": "0", "status": "ok", "exit_code": 0}
                if last is not None:
                    stdin.write(json.dumps(last) + "\n")
        except BrokenPipeError:  # the program ended before: its own outcome says why
            pass
        except BaseException as error:  # of the caller's iterable: raised again where the records are read
            failure = error
        self._failure = failure

    def __iter__(self) -> Iterator[dict[str, Any]]:
        if self._begun:
            raise RuntimeError(f"{self.tool} has run: call the function again")
        self._begun = True
        self._failure: Optional[BaseException] = None
        has_stream = self._records is not None
        child = subprocess.Popen(
            [program(self.tool), *self.command[1:]],
            stdin=subprocess.PIPE if has_stream else subprocess.DEVNULL,
            stdout=subprocess.PIPE, text=True, encoding="utf-8")
        feeder = threading.Thread(target=self._feed, args=(child.stdin,), daemon=True)
        if has_stream:
            feeder.start()
        try:
            assert child.stdout is not None
            for line in child.stdout:
                record = json.loads(line)
                if record.get("schema") == _RUN_SCHEMA:
                    self.record = record
                else:
                    yield record
        finally:
            if child.stdout is not None:
                child.stdout.close()  # a caller that goes away ends the program as a closed pipe does
            code = child.wait()
            if has_stream:
                feeder.join()
        if self._failure is not None:
            raise self._failure
        if code != 0:
            raise ToolError(self.tool, code, self.record)

    def run(self) -> dict[str, Any]:
        """Runs to the end, the case records unread.  Returns the run record."""
        for _ in self:
            pass
        return self.record or {}
