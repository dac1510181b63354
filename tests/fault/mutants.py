#!/usr/bin/env python3
"""Damaged files of every format: each is refused with a reason, or read as an independent reader reads it; none takes the
reader down, 10 s or 2 GB.

    tests/fault/mutants.py BIN_FOLDER WORK_FOLDER [COUNT]

COUNT mutants of each kind (default 2500).  Independent readers where Python has them: nibabel, SimpleITK, Pillow,
safetensors; what they cannot read, or are not there to read, is not compared.  All then go through f4s info, and images through
f4s-fuse and f4s-metrics, 500 in a process.  BIN_FOLDER also has read_files, make_model
and make_dicom, which the tests build.  F4S_SEEDS_BIN: programs that make the sound files, where those of BIN_FOLDER have no
networks, as under sanitizers.  KINDS: some of the kinds, by their first words, with commas.
"""

import collections
import glob
import gzip
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tarfile
import zlib

try:
    import numpy
except ImportError:
    numpy = None


def peer_volume(path):
    if path.endswith((".nii", ".nii.gz")):
        import nibabel
        return numpy.asarray(nibabel.load(path).dataobj, dtype="float64").ravel(order="F")
    import SimpleITK
    return SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(path)).astype("float64").ravel()


def peer_picture(path):
    import PIL.Image
    image = PIL.Image.open(path)
    image.load()
    if image.mode not in ("L", "I;16", "I", "RGB"):
        raise ValueError(image.mode)
    return numpy.asarray(image).astype("float64").ravel()


def peer_safetensors(path):
    import safetensors
    with safetensors.safe_open(path, "np") as file:
        return {"tensors": sorted([name, list(file.get_slice(name).get_shape())] for name in file.keys())}


def peer_record(path):
    return {"id": json.loads(open(path, encoding="utf-8").readline())["id"]}


def peer_dataset(folder):
    return {"name": json.load(open(os.path.join(folder, "dataset.json"), encoding="utf-8"))["name"]}


def peer_nnunet(path):
    said = json.load(open(path, encoding="utf-8"))
    return {"channels": len(said["channel_names" if "channel_names" in said else "modality"])}


def peer_training(run):
    said = json.load(open(os.path.join(run, "checkpoint/state.json"), encoding="utf-8"))
    return {"step": said["checkpoints"][0]["state"]["step"]}


def peer_tar(path):
    with tarfile.open(path, errors="replace") as archive:
        members = [[one.name, one.size] for one in archive if one.isfile()]
        with open(path, "rb") as file:
            file.seek(archive.offset)
            if any(file.read(512)):
                raise ValueError("the module stops without a word at a header with fields that are no numbers")
    return {"members": members}


LONGEST = 3600  # seconds for 500 files: under sanitizers, beside other work, DICOM files take a second each and more

PEERS = {"volume": peer_volume, "picture": peer_picture, "safetensors": peer_safetensors, "record": peer_record,
         "dataset": peer_dataset, "nnunet": peer_nnunet, "training": peer_training, "tar": peer_tar}
WORDS = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../support/hostile_words.json")))


def damaged(data, header, is_text, draw):
    """One to three changes: bits, bytes, cuts, pieces; of texts, words and lines."""
    data = bytearray(data)
    for _ in range(draw.randint(1, 3)):
        if not data:
            break
        kind = draw.randrange(7 if is_text else 5)
        near = draw.randrange(min(header, len(data)))
        if kind == 0:
            data[near] = draw.randrange(256)
        elif kind == 1:
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        elif kind == 2:
            del data[draw.randrange(len(data)):]
        elif kind == 3:
            at = draw.randrange(len(data))
            data[at:at] = bytes([draw.randrange(256)]) * draw.randint(1, 20)
        elif kind == 4:
            data[near:near + 4] = bytes([draw.choice((0, 255, 127))]) * 4
        else:
            words = [match.span() for match in re.finditer(rb"[^\s,:=()\"{}\[\]]+", bytes(data[:header]))]
            if words:
                begin, end = draw.choice(words)
                data[begin:end] = draw.choice(WORDS).encode()
    return bytes(data)


def with_sums_of_png(data):
    """The PNG with the checksums of its chunks set right, so that the damage is met."""
    out, at = bytearray(data[:8]), 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at:at + 4], "big")
        if length > len(data) - at - 12:
            break
        body = data[at + 4:at + 8 + length]
        out += data[at:at + 4] + body + zlib.crc32(body).to_bytes(4, "big")
        at += 12 + length
    return bytes(out) + data[at:]


def with_sums_of_tar(data):
    """The archive with the checksums of its headers set right, as far as they follow one another."""
    out, at = bytearray(data), 0
    while at + 512 <= len(out) and any(out[at:at + 512]):
        out[at + 148:at + 156] = b" " * 8
        out[at + 148:at + 156] = b"%06o\0 " % sum(out[at:at + 512])
        digits = bytes(out[at + 124:at + 136]).strip(b" \0")
        at += 512 + (int(digits, 8) + 511) // 512 * 512 if re.fullmatch(rb"[0-7]+", digits) else 512
    return bytes(out)


def with_sums_of_checkpoint(run):
    """state.json with the sums of what stands beside it, and without one of its own."""
    path = os.path.join(run, "checkpoint/state.json")
    try:
        said = json.load(open(path, encoding="utf-8"))
        del said["digest"]
        for one in said["checkpoints"]:
            one["sha256"] = hashlib.sha256(open(os.path.join(run, "checkpoint", one["file"]), "rb").read()).hexdigest()
    except (ValueError, KeyError, TypeError, OSError):
        return
    os.remove(path)
    json.dump(said, open(path, "w"))


class Kind:
    """NAME: files SEEDS, read by READER, damaged within their first HEADER bytes or anywhere.  FOLDER: what is read is this
    folder, of which one file is damaged.  REPAIR sets sums right in most of them, so that what is behind them is met."""

    def __init__(self, name, reader, seeds, header, is_text=False, repair=None, folder=None):
        self.name, self.reader, self.seeds, self.header = name, reader, seeds, header
        self.is_text, self.repair, self.folder = is_text, repair, folder


def volume_seeds(seeds):
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import orientations
    affine = [[1, 0, 0, 5], [0, 2, 0, 6], [0, 0, 3, 7]]
    for kind in (2, 4, 16):
        for extension in (".nii", ".nrrd", ".mha"):
            orientations.write(os.path.join(seeds, f"v{kind}{extension}"), (6, 5, 4), kind, affine, [i % 100 for i in range(120)])
        with open(os.path.join(seeds, f"v{kind}.nii"), "rb") as plain:
            open(os.path.join(seeds, f"v{kind}.nii.gz"), "wb").write(plain.read())  # compressed once damaged


def nnunet_seeds(seeds):
    version2 = {"channel_names": {"0": "T1", "1": "FLAIR"}, "labels": {"background": 0, "whole": [1, 2], "core": 1, "ignore": 3},
                "regions_class_order": [2, 1], "file_ending": ".nii.gz", "numTraining": 2}
    version1 = {"modality": {"0": "MRI"}, "labels": {"0": "background", "1": "core"}, "numTraining": "1"}
    for number, said in enumerate((version1, version2)):
        json.dump(said, open(os.path.join(seeds, f"nnunet{number}.json"), "w"))


def make_seeds(bin_folder, work):
    """Small files of all kinds, made by the programs and by orientations.py."""
    has = lambda tool: os.path.exists(os.path.join(bin_folder, tool))
    run = lambda tool, *words: subprocess.run([os.path.join(bin_folder, tool), *words], check=True, stdout=subprocess.DEVNULL,
                                              stderr=subprocess.DEVNULL)
    shutil.rmtree(os.path.join(work, "seeds"), ignore_errors=True)
    seeds = os.path.join(work, "seeds")
    os.makedirs(seeds)
    at = lambda name: os.path.join(seeds, name)
    files = lambda pattern: sorted(glob.glob(at(pattern), recursive=True))
    volume_seeds(seeds)
    nnunet_seeds(seeds)
    run("f4s-phantom", "-o", at("studies"), "--cases", "3", "--size", "28,32,24", "--format", "none")
    run("f4s-prep", at("studies"), "-o", at("data"), "--split", "0.4,0.3,0.3", "--format", "none")
    run("f4s-fuse", at("data"), "-o", at("row-%03d.tar"), "--ids", "phantom_0000_z01*", "--method", "average", "--format", "none")
    pictures = files("data/images/**/*.png")[:3]
    with open(at("data/cases.ndjson")) as lines:
        open(at("record.ndjson"), "w").write(lines.readline())
    kinds = [
        Kind("NIfTI", "volume", files("*.nii"), 352), Kind("NIfTI, compressed", "volume", files("*.nii.gz"), 352, False, gzip.compress),
        Kind("NRRD", "volume", files("*.nrrd"), 250, True), Kind("MetaImage", "volume", files("*.mha"), 300, True),
        Kind("PNG", "picture", pictures, 60, False, with_sums_of_png), Kind("case records", "record", files("record.ndjson"), 3000, True),
        Kind("dataset.json", "dataset", files("data/dataset.json"), 3000, True, None, at("data")),
        Kind("dataset.json of nnU-Net", "nnunet", files("nnunet*.json"), 3000, True),
        Kind("tar", "tar", files("row-*.tar"), 2048, False, with_sums_of_tar),
    ]
    try:
        import PIL.Image
        for number, picture in enumerate(pictures):
            PIL.Image.open(picture).convert(("L", "RGB")[number % 2]).save(at(f"p{number}.jpg"))
        kinds.append(Kind("JPEG", "picture", files("*.jpg"), 300))
    except ImportError:
        pass
    if has("make_model"):
        run("make_model", at("m.safetensors"), '{"modalities":["t1ce","flair"],"takes":["images"],"gives":["fused"]}', "1")
        kinds.append(Kind("safetensors", "safetensors", files("m.safetensors"), 2000, True))
    if has("f4s-train"):
        run("f4s-train", at("data"), "-o", at("run"), "--method", "unet", "--segmentation-width", "4", "--segmentation-levels", "2",
            "--batch-size", "2", "--crop", "32", "--steps-per-epoch", "2", "--epochs", "2", "--modalities", "t1ce,flair", "--format",
            "none", "-q")
        kinds += [Kind("checkpoints, by f4s info", "training", files("run/checkpoint/state.json"), 4000, True, None, at("run")),
                  Kind("checkpoints", "checkpoint", files("run/checkpoint/*"), 4000, True, with_sums_of_checkpoint, at("run"))]
    if has("make_dicom"):
        run("make_dicom", at("series"), "size=6,5,2")
        kinds.append(Kind("DICOM", "dicom", files("series/*"), 1200, False, None, at("series")))
    return kinds


def same(kind, path, answer, values):
    """Whether the independent reader has the same; None where it has nothing to say."""
    if kind.reader not in PEERS:
        return None
    try:
        wanted = PEERS[kind.reader](path)
    except BaseException:  # whatever it raises, it did not read the file
        return None
    if isinstance(wanted, dict):
        if "tensors" in answer:
            answer["tensors"].sort()
        return all(answer[key] == value for key, value in wanted.items())
    got = numpy.fromfile(values, dtype="float32")
    return got.size == wanted.size and bool(numpy.array_equal(got, wanted.astype("float32")))


def put_mutant(kind, number, folder, draw):
    """A damaged file, or a folder with one, of which the sound files are links."""
    seed = kind.seeds[number % len(kind.seeds)]
    data = damaged(open(seed, "rb").read(), kind.header, kind.is_text, draw)
    repair = kind.repair if number % 10 else None
    if kind.folder is None:
        path = os.path.join(folder, f"{number}-{os.path.basename(seed)}")
        open(path, "wb").write(repair(data) if repair else data)
        return path
    path = os.path.join(folder, str(number))
    shutil.copytree(kind.folder, path, copy_function=os.link)
    inside = os.path.join(path, os.path.relpath(seed, kind.folder))
    os.remove(inside)
    open(inside, "wb").write(data)
    if repair:
        repair(path)
    return path


def sanitizer(folder):
    """Memory is refused, as on a machine with limits; a process that may not be looked at has no leaks to tell."""
    options = "allocator_may_return_null=1:leak_check_at_exit=0:log_path=" + os.path.join(folder, "sanitizer")
    return {**os.environ, "ASAN_OPTIONS": options, "UBSAN_OPTIONS": options + ":print_stacktrace=1"}


def read_all(kind, paths, bin_folder, folder):
    """What the programs' readers say of each."""
    done = subprocess.run([os.path.join(bin_folder, "read_files"), kind.reader, folder], input="\n".join(paths) + "\n",
                          capture_output=True, text=True, env=sanitizer(folder))
    lines = done.stdout.splitlines()
    if len(lines) != len(paths):
        sys.exit(f"read_files answered {len(lines)} times for {len(paths)} files: {done.stderr[-500:]}")
    return lines


def through_programs(kind, paths, bin_folder, folder):
    """All of them through whole programs, in one process each: f4s info; those of images as a table of cases beside sound ones.
    What ends one otherwise than by refusing cases, as a line each."""
    table = os.path.join(folder, "cases.csv")
    commands = {"f4s info": (["f4s", "info", *paths, "--format", "ndjson"], "id", (0, 65, 66))}
    if kind.reader in ("volume", "picture"):
        more = ["--keep-going", "--format", "ndjson"]
        commands["f4s-fuse"] = (["f4s-fuse", table, "-o", os.path.join(folder, "fused"), "--method", "average", *more],
                                "id,t1,flair", (0, 8))
        commands["f4s-metrics"] = (["f4s-metrics", table, *more], "id,prediction,label", (0, 8))
    wrong = []
    for name, (words, columns, codes) in commands.items():
        if not os.path.exists(os.path.join(bin_folder, words[0])):
            continue
        with open(table, "w") as file:
            file.write(columns + "\n")
            file.writelines(f"m{n},{path},{kind.seeds[0]}\n" for n, path in enumerate(paths))
        done = subprocess.run([os.path.join(bin_folder, words[0]), *words[1:]], capture_output=True, text=True,
                              env=sanitizer(folder), timeout=LONGEST)
        records = done.stdout.count('"schema":"f4s.case/1"')
        if done.returncode not in codes or (columns != "id" and records != len(paths)):
            wrong.append(f"{name} ended with {done.returncode} after {records} of {len(paths)} cases: {done.stderr[-300:]}")
    return wrong


def try_kind(kind, count, bin_folder, work, draw):
    outcomes, failures = collections.Counter(), 0
    folder = os.path.join(work, "mutants")
    for begin in range(0, count, 500):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        paths = [put_mutant(kind, number, folder, draw) for number in range(begin, min(count, begin + 500))]
        lines = read_all(kind, paths, bin_folder, folder)
        for number, (path, line) in enumerate(zip(paths, lines)):
            answer = json.loads(line)
            outcome = answer["outcome"]
            if outcome == "read":
                agrees = same(kind, path, answer, os.path.join(folder, f"{number}.f32"))
                outcome = {None: "read", True: "read alike", False: "READ OTHERWISE"}[agrees]
            outcomes[outcome] += 1
            if outcome not in ("read", "read alike", "refused") or (
                    outcome == "refused" and kind.reader != "record" and not answer["names_file"]):
                failures += 1
                kept = os.path.join(work, f"failed-{kind.name.replace(' ', '_')}-{begin + number}-{os.path.basename(path)}")
                (shutil.copytree if os.path.isdir(path) else shutil.copy)(path, kept)
                print(f"FAILED {kind.name}: {line}: {kept}", file=sys.stderr)
        for line in through_programs(kind, paths, bin_folder, folder):
            failures += 1
            print(f"FAILED {kind.name}: {line}", file=sys.stderr)
        for report in glob.glob(os.path.join(folder, "sanitizer.*")):
            shutil.copy(report, work)
            print(open(report).read()[:3000], file=sys.stderr)
    shown = ", ".join(f"{outcome} {n}" for outcome, n in sorted(outcomes.items()))
    print(f"| damaged files: {kind.name} | {count} | {shown} | {failures} |", flush=True)
    return failures


def main():
    bin_folder, work = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2500
    os.makedirs(work, exist_ok=True)
    reads = lambda kind: subprocess.run([os.path.join(bin_folder, "read_files"), kind.reader, work],
                                        stdin=subprocess.DEVNULL).returncode == 0
    wanted = tuple(filter(None, os.environ.get("KINDS", "").split(","))) or ("",)
    kinds = [kind for kind in make_seeds(os.path.realpath(os.environ.get("F4S_SEEDS_BIN", bin_folder)), work)
             if kind.name.startswith(wanted) and reads(kind)]  # checkpoints only with networks
    sys.exit(1 if sum(try_kind(kind, count, bin_folder, work, random.Random(1)) for kind in kinds) else 0)


if __name__ == "__main__":
    main()
