#!/usr/bin/env python3
"""Damaged files of every format: each is refused with a reason, or read as an independent reader reads it; none takes the
reader down, 10 s or 2 GB.

    tests/fault/mutants.py BIN_FOLDER WORK_FOLDER [COUNT]

COUNT mutants of each kind (default 2500).  Independent readers where Python has them: nibabel, SimpleITK, Pillow, pydicom,
safetensors; what they cannot read, or are not there to read, is not compared.  BIN_FOLDER also has read_files and make_dicom,
which the tests build.
"""

import collections
import glob
import gzip
import json
import os
import random
import re
import shutil
import subprocess
import sys
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
        return sorted([name, list(file.get_slice(name).get_shape())] for name in file.keys())


def peer_record(path):
    return json.loads(open(path, encoding="utf-8").readline())["id"]


PEERS = {"volume": peer_volume, "picture": peer_picture, "safetensors": peer_safetensors, "record": peer_record}
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


class Kind:
    def __init__(self, name, reader, seeds, header, is_text=False, repair=None):
        self.name, self.reader, self.seeds, self.header = name, reader, seeds, header
        self.is_text, self.repair = is_text, repair


def make_seeds(bin_folder, work):
    """Small files of all kinds, made by the programs and by orientations.py."""
    run = lambda tool, *words: subprocess.run([os.path.join(bin_folder, tool), *words], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(os.path.join(work, "seeds"), ignore_errors=True)
    seeds = os.path.join(work, "seeds")
    os.makedirs(seeds)
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    import orientations
    size = (6, 5, 4)
    affine = [[1, 0, 0, 5], [0, 2, 0, 6], [0, 0, 3, 7]]
    for kind in (2, 4, 16):
        for extension in (".nii", ".nrrd", ".mha"):
            orientations.write(os.path.join(seeds, f"v{kind}{extension}"), size, kind, affine, [i % 100 for i in range(120)])
        with open(os.path.join(seeds, f"v{kind}.nii"), "rb") as plain:
            open(os.path.join(seeds, f"v{kind}.nii.gz"), "wb").write(plain.read())  # compressed once damaged
    run("f4s-phantom", "-o", os.path.join(seeds, "studies"), "--cases", "1", "--size", "28,32,24", "--format", "none")
    run("f4s-prep", os.path.join(seeds, "studies"), "-o", os.path.join(seeds, "data"), "--format", "none")
    files = lambda pattern: sorted(glob.glob(os.path.join(seeds, pattern)))
    pictures = sorted(glob.glob(os.path.join(seeds, "data/images/**/*.png"), recursive=True))[:3]
    with open(os.path.join(seeds, "data/cases.ndjson")) as lines:
        open(os.path.join(seeds, "record.ndjson"), "w").write(lines.readline())
    kinds = [
        Kind("NIfTI", "volume", files("*.nii"), 352), Kind("NIfTI, compressed", "volume", files("*.nii.gz"), 352, False, gzip.compress),
        Kind("NRRD", "volume", files("*.nrrd"), 250, True), Kind("MetaImage", "volume", files("*.mha"), 300, True),
        Kind("PNG", "picture", pictures, 60, False, with_sums_of_png), Kind("case records", "record", files("record.ndjson"), 3000, True),
    ]
    try:
        import PIL.Image
        for number, picture in enumerate(pictures):
            PIL.Image.open(picture).convert(("L", "RGB")[number % 2]).save(os.path.join(seeds, f"p{number}.jpg"))
        kinds.append(Kind("JPEG", "picture", files("*.jpg"), 300))
    except ImportError:
        pass
    if os.path.exists(os.path.join(bin_folder, "make_model")):
        run("make_model", os.path.join(seeds, "m.safetensors"), '{"modalities":["t1ce","flair"],"takes":["images"],"gives":["fused"]}', "1")
        kinds.append(Kind("safetensors", "safetensors", files("m.safetensors"), 2000, True))
    if os.path.exists(os.path.join(bin_folder, "make_dicom")):
        run("make_dicom", os.path.join(seeds, "series"), "size=6,5,2")
        kinds.append(Kind("DICOM", "dicom", files("series/*"), 1200))
    return kinds


def same(kind, path, answer, values):
    """Whether the independent reader has the same; None where it has nothing to say."""
    if kind.reader not in PEERS:
        return None
    try:
        wanted = PEERS[kind.reader](path)
    except BaseException:  # whatever it raises, it did not read the file
        return None
    if kind.reader == "safetensors":
        return sorted(answer["tensors"]) == wanted
    if kind.reader == "record":
        return answer["id"] == wanted
    got = numpy.fromfile(values, dtype="float32")
    return got.size == wanted.size and bool(numpy.array_equal(got, wanted.astype("float32")))


def try_kind(kind, count, bin_folder, work, draw):
    outcomes, failures = collections.Counter(), 0
    folder = os.path.join(work, "mutants")
    for begin in range(0, count, 500):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        paths = []
        for number in range(begin, min(count, begin + 500)):
            seed = kind.seeds[number % len(kind.seeds)]
            data = damaged(open(seed, "rb").read(), kind.header, kind.is_text, draw)
            name = os.path.basename(seed)
            if kind.reader == "dicom":
                paths.append(os.path.join(folder, str(number)))
                shutil.copytree(os.path.dirname(seed), paths[-1])
                open(os.path.join(paths[-1], name), "wb").write(data)
            else:
                paths.append(os.path.join(folder, f"{number}-{name}"))
                open(paths[-1], "wb").write(kind.repair(data) if kind.repair and number % 10 else data)
        done = subprocess.run([os.path.join(bin_folder, "read_files"), kind.reader, folder], input="\n".join(paths) + "\n",
                              capture_output=True, text=True)
        lines = done.stdout.splitlines()
        if len(lines) != len(paths):
            sys.exit(f"read_files answered {len(lines)} times for {len(paths)} files: {done.stderr[-500:]}")
        for number, (path, line) in enumerate(zip(paths, lines)):
            answer = json.loads(line)
            outcome = answer["outcome"]
            if outcome == "read":
                agrees = same(kind, path, answer, os.path.join(folder, f"{number}.f32"))
                outcome = {None: "read", True: "read alike", False: "READ OTHERWISE"}[agrees]
            outcomes[outcome] += 1
            if outcome not in ("read", "read alike", "refused", "memory") or (
                    outcome == "refused" and kind.reader != "record" and not answer["names_file"]):
                failures += 1
                kept = os.path.join(work, f"failed-{kind.name.replace(' ', '_')}-{begin + number}-{os.path.basename(path)}")
                (shutil.copytree if os.path.isdir(path) else shutil.copy)(path, kept)
                print(f"FAILED {kind.name}: {line} {done.stderr[-300:]}: {kept}", file=sys.stderr)
    shown = ", ".join(f"{outcome} {n}" for outcome, n in sorted(outcomes.items()))
    print(f"| damaged files: {kind.name} | {count} | {shown} | {failures} |", flush=True)
    return failures


def main():
    bin_folder, work = os.path.realpath(sys.argv[1]), os.path.realpath(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 2500
    os.makedirs(work, exist_ok=True)
    draw = random.Random(1)
    sys.exit(1 if sum(try_kind(kind, count, bin_folder, work, draw) for kind in make_seeds(bin_folder, work)) else 0)


if __name__ == "__main__":
    main()
