#!/usr/bin/env python3
"""One study in the 48 orders in which a file can keep its voxels, as NIfTI, NRRD and MetaImage, through every program
that reads volumes: what comes out must be the same bytes at the same places in the world.

    tests/fault/orientations.py BIN_FOLDER WORK_FOLDER [EVERY [MODEL]]

EVERY: only each so many-th order (default 1).  MODEL: for f4s-segment, on the study as it is and after preparation that
crops.  SHARD=I/N (from 1): a part of the orders, and the first, which the others must be like.  Needs nothing but Python's own
library.
"""

import gzip
import itertools
import json
import os
import struct
import subprocess
import sys

ORDERS = [(axes, flips) for axes in itertools.permutations(range(3)) for flips in itertools.product((1, -1), repeat=3)]
TYPES = {2: ("B", "uint8", "MET_UCHAR"), 4: ("h", "int16", "MET_SHORT"), 512: ("H", "uint16", "MET_USHORT"),
         16: ("f", "float", "MET_FLOAT")}


def read_nifti(path):
    """Size, NIfTI's type, affine (rows) and voxels as bytes a voxel, x fastest."""
    raw = gzip.open(path).read() if path.endswith(".gz") else open(path, "rb").read()
    size = struct.unpack_from("<8h", raw, 40)[1:4]
    kind, = struct.unpack_from("<h", raw, 70)
    offset = int(struct.unpack_from("<f", raw, 108)[0])
    affine = [struct.unpack_from("<4f", raw, 280 + 16 * row) for row in range(3)]
    count = size[0] * size[1] * size[2]
    return size, kind, affine, struct.unpack_from(f"<{count}{TYPES[kind][0]}", raw, offset)


def reordered(size, affine, voxels, axes, flips):
    """The same voxels with new axis i along old axis axes[i], backwards where flips[i] is -1."""
    steps = (1, size[0], size[0] * size[1])
    new_size = [size[a] for a in axes]
    lines = [range(size[a]) if f > 0 else range(size[a] - 1, -1, -1) for a, f in zip(axes, flips)]
    at = [[i * steps[a] for i in line] for a, line in zip(axes, lines)]
    new_voxels = [voxels[x + y + z] for z in at[2] for y in at[1] for x in at[0]]
    new_affine = []
    for row in affine:
        origin = row[3] + sum(row[a] * (size[a] - 1) for a, f in zip(axes, flips) if f < 0)
        new_affine.append([row[a] * f for a, f in zip(axes, flips)] + [origin])
    return new_size, new_affine, new_voxels


def canonical(path):
    """Voxels and affine of a NIfTI file in the order that runs right, anterior and superior."""
    size, _, affine, voxels = read_nifti(path)
    axes = [max(range(3), key=lambda column: abs(affine[row][column])) for row in range(3)]
    flips = [1 if affine[row][axes[row]] > 0 else -1 for row in range(3)]
    size, affine, voxels = reordered(size, affine, voxels, axes, flips)
    return size, [[round(value, 3) + 0.0 for value in row] for row in affine], voxels


def with_margin(size, kind, affine, voxels):
    """The volume within air, of another width on each side, which a canvas may crop."""
    before, after = (6, 5, 2), (4, 3, 1)
    new_size = [b + n + a for b, n, a in zip(before, size, after)]
    new_voxels = [0] * (new_size[0] * new_size[1] * new_size[2])
    for z in range(size[2]):
        for y in range(size[1]):
            at = before[0] + new_size[0] * (before[1] + y + new_size[1] * (before[2] + z))
            row = size[0] * (y + size[1] * z)
            new_voxels[at:at + size[0]] = voxels[row:row + size[0]]
    origin = [row[3] - sum(row[a] * before[a] for a in range(3)) for row in affine]
    return new_size, kind, [list(row[:3]) + [o] for row, o in zip(affine, origin)], new_voxels


def write(path, size, kind, affine, voxels):
    letter, nrrd_type, meta_type = TYPES[kind]
    data = struct.pack(f"<{len(voxels)}{letter}", *voxels)
    columns = [[affine[row][column] for row in range(3)] for column in range(4)]
    if path.endswith(".nii"):
        head = bytearray(352)
        struct.pack_into("<i", head, 0, 348)
        struct.pack_into("<8h", head, 40, 3, *size, 1, 1, 1, 1)
        struct.pack_into("<hh", head, 70, kind, 8 * struct.calcsize(letter))
        struct.pack_into("<4f", head, 76, 1, *(sum(v * v for v in column) ** 0.5 for column in columns[:3]))
        struct.pack_into("<fff", head, 108, 352, 1, 0)
        head[123] = 2
        struct.pack_into("<hh", head, 252, 0, 1)
        for row in range(3):
            struct.pack_into("<4f", head, 280 + 16 * row, *affine[row])
        head[344:348] = b"n+1\0"
        data = bytes(head) + data
    elif path.endswith(".nrrd"):
        vectors = ["(" + ",".join(repr(value) for value in column) + ")" for column in columns]
        data = (f"NRRD0004\ntype: {nrrd_type}\ndimension: 3\nsizes: {size[0]} {size[1]} {size[2]}\nendian: little\n"
                f"encoding: raw\nspace: right-anterior-superior\nspace directions: {' '.join(vectors[:3])}\n"
                f"space origin: {vectors[3]}\n\n").encode() + data
    else:
        lps = [[-column[0], -column[1], column[2]] for column in columns]
        spacing = [sum(v * v for v in column) ** 0.5 for column in lps[:3]]
        matrix = " ".join(repr(v / mm) for column, mm in zip(lps, spacing) for v in column)
        data = (f"ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
                f"CompressedData = False\nTransformMatrix = {matrix}\nOffset = {' '.join(map(repr, lps[3]))}\n"
                f"ElementSpacing = {' '.join(map(repr, spacing))}\nDimSize = {size[0]} {size[1]} {size[2]}\n"
                f"ElementType = {meta_type}\nElementDataFile = LOCAL\n").encode() + data
    with open(path, "wb") as file:
        file.write(data)


class Campaign:
    def __init__(self, bin_folder, work, model):
        self.bin, self.work, self.model = os.path.realpath(bin_folder), work, model
        self.reference, self.tries, self.failures = {}, {}, {}

    def run(self, tool, *words):
        done = subprocess.run([os.path.join(self.bin, tool), *words], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            raise RuntimeError(f"exit code {done.returncode}: {done.stderr.strip()} (of {tool} {' '.join(words)})")
        return done.stdout

    def judge(self, what, where, result):
        """The first result of a kind is what the others must be."""
        self.tries[what] = self.tries.get(what, 0) + 1
        if self.reference.setdefault(what, result) != result:
            self.failures[what] = self.failures.get(what, 0) + 1
            print(f"FAILED {what}: {where}: differs from the first order", file=sys.stderr)

    def pictures(self, folder):
        found = {}
        for base, _, names in os.walk(folder):
            for name in names:
                if name.endswith(".png"):
                    found[os.path.relpath(os.path.join(base, name), folder)] = open(os.path.join(base, name), "rb").read()
        return found

    def volume(self, folder, kind):
        names = sorted(os.listdir(os.path.join(folder, kind)))
        return canonical(os.path.join(folder, kind, [name for name in names if name.endswith(".nii.gz")][0]))

    def try_order(self, files, base_label, where, slow):
        images = [f"{name}={files[name]}" for name in ("t1", "t1ce", "t2", "flair")]
        out = os.path.join(self.work, "out")

        def fresh(kind):
            subprocess.run(["rm", "-rf", f"{out}-{kind}"], check=True)
            return f"{out}-{kind}"

        checks = {
            "f4s-prep, slices": lambda o: (self.run("f4s-prep", *images, f"label={files['label']}", "-o", o, "--format", "none"),
                                           self.pictures(o))[1],
            "f4s-fuse": lambda o: (self.run("f4s-fuse", *images[:2], "-o", o, "--method", "laplacian", "--format", "none"),
                                   self.volume(o, "fused"))[1],
            "f4s-metrics": lambda _: json.dumps(json.loads(self.run(
                "f4s-metrics", f"prediction={files['label']}", f"label={base_label}").splitlines()[0])["metrics"]),
        }
        if self.model:
            checks["f4s-segment"] = lambda o: (self.run("f4s-segment", *images, "-o", o, "--model", self.model, "--format", "none"),
                                               self.volume(o, "labels"))[1]
            checks["f4s-segment, put back from cropped slices"] = lambda o: (
                self.run("f4s-prep", *images, "-o", fresh("cropped"), "--size", "32", "--format", "none"),
                self.run("f4s-segment", f"{out}-cropped", "-o", o, "--model", self.model, "--volumes", "--anyway", "--format",
                         "none"),
                self.volume(o, "labels"))[2]
        if slow:
            checks["f4s-prep, N4, registration, cropped slices"] = lambda o: (
                self.run("f4s-prep", *images, f"label={files['label']}", "-o", o, "--bias", "n4", "--register", "rigid", "--size",
                         "32", "--format", "none"), self.pictures(o))[1]
        for number, (what, check) in enumerate(checks.items()):
            try:
                self.judge(what, where, check(fresh(str(number))))
            except (RuntimeError, IndexError, KeyError, ValueError) as error:
                self.tries[what] = self.tries.get(what, 0) + 1
                self.failures[what] = self.failures.get(what, 0) + 1
                print(f"FAILED {what}: {where}: {error}", file=sys.stderr)


def main():
    bin_folder, work = sys.argv[1:3]
    every = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    campaign = Campaign(bin_folder, os.path.realpath(work), sys.argv[4] if len(sys.argv) > 4 else None)
    os.makedirs(work, exist_ok=True)
    study = os.path.join(campaign.work, "study")
    if not os.path.exists(study):
        campaign.run("f4s-phantom", "-o", study, "--cases", "1", "--size", "26,30,22", "--spacing", "5,5.5,6", "--seed", "5",
                     "--format", "none")
    volumes = {}
    for base, _, names in os.walk(study):
        for name in names:
            if name.endswith(".nii.gz"):
                kind = name[:-7].rsplit("_", 1)[1]
                volumes["label" if kind == "seg" else kind] = with_margin(*read_nifti(os.path.join(base, name)))
    base_label = os.path.join(campaign.work, "base.nii")
    write(base_label, *volumes["label"])
    part, parts = map(int, os.environ.get("SHARD", "1/1").split("/"))
    orders = [(turn, extension, number, axes, flips) for turn, extension in enumerate((".nii", ".nrrd", ".mha"))
              for number, (axes, flips) in enumerate(ORDERS[::every])]
    for at, (turn, extension, number, axes, flips) in enumerate(orders):
        if at > 0 and at % parts != part - 1:
            continue
        files = {}
        for kind, (size, dtype, affine, voxels) in volumes.items():
            files[kind] = os.path.join(campaign.work, kind + extension)
            new_size, new_affine, new_voxels = reordered(size, affine, voxels, axes, flips)
            write(files[kind], new_size, dtype, new_affine, new_voxels)
        campaign.try_order(files, base_label, f"{extension}, axes {axes}, flips {flips}", slow=number % 3 == turn)
    for what, tries in campaign.tries.items():
        print(f"| {what}: {len(ORDERS[::every])} orders of voxels, three formats | {tries} | {campaign.failures.get(what, 0)} |")
    sys.exit(1 if campaign.failures else 0)


if __name__ == "__main__":
    main()
