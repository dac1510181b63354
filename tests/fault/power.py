#!/usr/bin/env python3
"""What a power cut leaves, from what tests/fault/record.cc wrote down of a job.

    power.py check LOG ROOT                prints what the job promised to last and does not: a file under its own name
                                           whose bytes were not on the disk, and, at the end, whatever is not
    power.py points LOG                    prints how many points there are at which power may go
    power.py make LOG ROOT POINT KIND TO   makes TO what is left of ROOT after POINT calls.  KIND least: only what was
                                           made to last; names: every name as it was, each file as it was made to last

A file's bytes last once it was synced (fsync, syncfs), a name once its folder was.
"""

import json
import os
import shutil
import sys

MARK = ".f4s-tmp."  # temporaries go unless they were renamed: nobody counts on them


class Disk:
    """Names and bytes as the programs see them, and those that last."""

    def __init__(self, log):
        self.log, self.next = log, 0
        self.names, self.lasting = {}, {}   # path -> inode
        self.bytes = {}                     # inode -> N that lasts; None: nothing of it
        self.folders = set()                # inodes
        self.faults = []

    def new(self, path, is_folder=False):
        self.next += 1
        self.names[path] = self.next
        self.bytes[self.next] = None
        if is_folder:
            self.folders.add(self.next)

    def held(self, number):
        return b"" if number in (None, "-") else open(f"{self.log}.{number}", "rb").read()

    def keep_folder(self, folder):
        within = lambda path: os.path.dirname(path) == folder
        self.lasting = {path: node for path, node in self.lasting.items() if not within(path)}
        self.lasting.update({path: node for path, node in self.names.items() if within(path)})

    def take(self, words):
        call, path = words[0], words[1] if len(words) > 1 else None
        if call == "create" or call == "mkdir":
            self.new(path, call == "mkdir")
        elif call == "unlink":
            self.names.pop(path, None)
        elif call == "sync":
            if path not in self.names:
                self.new(path)
            self.bytes[self.names[path]] = words[2]
        elif call == "folder":
            self.keep_folder(path)
        elif call == "all":
            self.lasting = dict(self.names)
        elif call == "rename":
            if path in self.names:
                self.names[words[2]] = self.names.pop(path)
                if MARK not in words[2] and self.held(self.bytes[self.names[words[2]]]) != self.held(words[3]):
                    self.faults.append(f"{words[2]} has its name before its bytes are on the disk")
            for old in [one for one in self.names if one.startswith(path + "/")]:
                self.names[words[2] + old[len(path):]] = self.names.pop(old)

    def reachable(self, names):
        """Names whose folders are there too."""
        made = set(self.names_of_folders_made(names))
        return {path: node for path, node in names.items()
                if all(above in names for above in self.above(path) if above in made)}

    def above(self, path):
        while path not in ("/", ""):
            path = os.path.dirname(path)
            yield path

    def names_of_folders_made(self, _):
        return [path for path, node in list(self.names.items()) + list(self.lasting.items()) if node in self.folders]


def replay(log, upto=None):
    disk = Disk(log)
    for line in open(log).read().splitlines()[:upto]:
        disk.take(line.split("\t"))
    return disk


def check(log, root):
    disk = replay(log)
    faults = list(disk.faults)
    lasting = disk.reachable(disk.lasting)
    for base, _, files in os.walk(root):
        for name in files:
            path = os.path.join(base, name)
            if MARK in name:
                continue
            if path not in lasting:
                faults.append(f"{path}: its name was not made to last (fsync of its folder)")
            elif disk.held(disk.bytes[lasting[path]]) != open(path, "rb").read():
                faults.append(f"{path}: its bytes were not made to last (fsync)")
    print("\n".join(faults))
    return 1 if faults else 0


def make(log, root, point, kind, to):
    disk = replay(log, point)
    names = disk.reachable(disk.lasting if kind == "least" else disk.names)
    shutil.rmtree(to, ignore_errors=True)
    os.makedirs(to)
    for path in sorted(names):
        inside = os.path.relpath(path, root)
        target = os.path.normpath(os.path.join(to, inside))
        if inside.startswith(".."):
            continue
        if names[path] in disk.folders:
            os.makedirs(target, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            open(target, "wb").write(disk.held(disk.bytes[names[path]]))
    return events_as_said(to)


def events_as_said(run):
    """Of a training: events.ndjson is as long as the last checkpoint says."""
    state = os.path.join(run, "checkpoint", "state.json")
    if not os.path.exists(state):
        return 0
    said = json.load(open(state))["checkpoints"][0]["state"]["events_bytes"]
    events = os.path.join(run, "events.ndjson")
    there = os.path.getsize(events) if os.path.exists(events) else 0
    if there < said:
        print(f"events.ndjson has {there} bytes, its last checkpoint says {said}")
        return 1
    lines = open(events, "rb").read()[:said]
    for line in lines.splitlines():
        json.loads(line)
    return 0


def main():
    words = sys.argv[1:]
    if words[0] == "check":
        sys.exit(check(*words[1:]))
    if words[0] == "points":
        print(len(open(words[1]).read().splitlines()))
    elif words[0] == "make":
        sys.exit(make(words[1], words[2], int(words[3]), *words[4:]))


if __name__ == "__main__":
    main()
