#!/usr/bin/env python3
"""The forms of data that examples/experiments take, made from phantom studies without a skull.

    forms.py crops PHANTOMS OUT PATIENTS [DEPTH]     crops about the tumours, in z-scores, of 8 slices; the first patient has two
    forms.py volumes PHANTOMS OUT NAME...    studies by these names, of 12 slices
    forms.py slices PHANTOMS OUT PATIENTS    slices of the head with noisy air: {t1,t1ce,flair,label}/PATIENT_DATE_SLICE.png
    forms.py pairs PHANTOMS OUT FIRST SECOND COUNT     OUT/FIRST/N.png and OUT/SECOND/N.png, grey; colour=SECOND: in colour; rgb=FIRST: grey
                                                       as RGB
    forms.py prostate PHANTOMS OUT PATIENTS  T2 and its label on one grid, ADC and high-b image on a coarser one
"""

import array
import glob
import gzip
import os
import struct
import sys
import zlib

MODALITIES = ("t1", "t1ce", "t2", "flair")


class Volume:
    """Voxels of a NIfTI file as (x, y, z) lists, and its header."""

    def __init__(self, path):
        with gzip.open(path) as file:
            data = file.read()
        self.header = bytearray(data[:352])
        self.nx, self.ny, self.nz = struct.unpack("<3h", data[42:48])
        self.voxels = array.array("h" if struct.unpack("<h", data[70:72])[0] == 4 else "B")
        self.voxels.frombytes(data[352:])

    def plane(self, z):
        """The rows of a slice."""
        size = self.nx * self.ny
        return [self.voxels[z * size + y * self.nx : z * size + (y + 1) * self.nx] for y in range(self.ny)]

    def planes(self):
        return [self.plane(z) for z in range(self.nz)]


def studies(folder):
    """Of each phantom its volumes by name."""
    return [
        {name: Volume(os.path.join(one, f"{os.path.basename(one)}_{name}.nii.gz")) for name in MODALITIES + ("seg", "brainmask")}
        for one in sorted(glob.glob(os.path.join(folder, "phantom_*")))
    ]


def write_nifti(path, like, planes, kind, spacing, slope=1.0, origin=None):
    """Planes of rows of integers, kind h or B, with another volume's header but for what is said."""
    header = bytearray(like.header)
    header[42:48] = struct.pack("<3h", len(planes[0][0]), len(planes[0]), len(planes))
    header[70:74] = struct.pack("<2h", *((4, 16) if kind == "h" else (2, 8)))
    header[80:92] = struct.pack("<3f", *spacing)
    header[112:116] = struct.pack("<f", slope)
    if origin is None:
        header[252:256] = bytes(4)  # neither form: the grid is nowhere
    else:
        header[252:256] = struct.pack("<2h", 0, 1)
        for row in range(3):
            values = [0.0, 0.0, 0.0, origin[row]]
            values[row] = spacing[row]
            header[280 + 16 * row : 296 + 16 * row] = struct.pack("<4f", *values)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with gzip.open(path, "wb", 1) as file:
        file.write(bytes(header) + b"".join(array.array(kind, row).tobytes() for rows in planes for row in rows))


def write_png(path, rows):
    """Rows of grey levels, or of (red, green, blue)."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    colour = isinstance(rows[0][0], tuple)
    body = b"".join(b"\0" + bytes(v for pixel in row for v in pixel) if colour else b"\0" + bytes(row) for row in rows)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2 if colour else 0, 0, 0, 0)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(body, 1)) + chunk(b"IEND", b""))


def crops(phantoms, out, patients, depth=8):
    """32x32 voxels of each slice, of 16 bits with a slope of 1/128."""
    cases, number = studies(phantoms), 0
    for patient in range(1, int(patients) + 1):
        study = cases[patient % len(cases)]
        seg, side, depth = study["seg"], 32, int(depth)
        tumour = [at for at, value in enumerate(seg.voxels) if value]
        middle = tumour[len(tumour) // 2] // (seg.nx * seg.ny)
        for lesion in range(2 if patient == 1 else 1):
            number += 1
            name = f"BraTS20_Training_{patient:03d}_lesion{number}"
            x = min(max(0, sum(at % seg.nx for at in tumour) // len(tumour) - side // 2 + patient % 3 + lesion), seg.nx - side)
            y = min(max(0, sum(at // seg.nx % seg.ny for at in tumour) // len(tumour) - side // 2 + patient % 2), seg.ny - side)
            z = min(max(0, middle - depth // 2 + lesion), seg.nz - depth)
            cut = lambda volume: [[row[x : x + side] for row in rows[y : y + side]] for rows in volume.planes()[z : z + depth]]
            for modality in MODALITIES:
                brain = [v for v, inside in zip(study[modality].voxels, study["brainmask"].voxels) if inside]
                mean = sum(brain) / len(brain)
                scale = 128 / (sum((v - mean) ** 2 for v in brain) / len(brain)) ** 0.5
                scored = [
                    [[round((v - mean) * scale) if m else 0 for v, m in zip(row, inside)] for row, inside in zip(rows, masks)]
                    for rows, masks in zip(cut(study[modality]), cut(study["brainmask"]))
                ]
                write_nifti(f"{out}/{name}/{name}_{modality}.nii.gz", seg, scored, "h", (1.875, 1.875, 1.21), 1 / 128)
            write_nifti(f"{out}/{name}/{name}_seg.nii.gz", seg, cut(seg), "B", (1.875, 1.875, 1.21))


def volumes(phantoms, out, *names):
    """Of the middle, without the mask."""
    cases = studies(phantoms)
    for number, name in enumerate(names):
        study = cases[number % len(cases)]
        seg = study["seg"]
        spacing = struct.unpack("<3f", seg.header[80:92])
        for kind in MODALITIES + ("seg",):
            planes = study[kind].planes()[seg.nz // 2 - 6 : seg.nz // 2 + 6]
            write_nifti(f"{out}/{name}/{name}_{kind}.nii.gz", seg, planes, "B" if kind == "seg" else "h", spacing, origin=(0.0, 0.0, 0.0))


def levels(volume, z, double=2):
    """A slice of a volume, 8 bits of its range, each pixel twice as wide and high."""
    top = sorted(volume.voxels)[-len(volume.voxels) // 200]
    rows = [[min(255, v * 250 // top) for v in row for _ in range(double)] for row in volume.plane(z)]
    return [row for row in rows for _ in range(double)]


def slices(phantoms, out, patients):
    """Of each patient two slices with a tumour and one without, of 96x112 pixels."""
    cases, sites = studies(phantoms), ("CS", "DU", "FG", "HT")
    air = lambda y, x: (y * 7 + x * 13) % 9  # what a scanner makes of nothing
    for patient in range(int(patients)):
        study = cases[patient % len(cases)]
        seg, step = study["seg"], 1 if patient < len(cases) else -1
        size = seg.nx * seg.ny
        tumour = sorted(range(seg.nz), key=lambda z: -sum(v > 0 for v in seg.voxels[z * size : (z + 1) * size]))
        without = [z for z in tumour if not any(seg.voxels[z * size : (z + 1) * size]) and any(study["brainmask"].voxels[z * size : (z + 1) * size])]
        for z in tumour[patient // len(cases)::2][:2] + without[len(without) // 2 :][:1]:
            name = f"TCGA_{sites[patient % 4]}_{4940 + patient}_19960909_{z:03d}.png"
            for kind in ("t1", "t1ce", "flair", "label"):
                rows = [[int(v > 0) for v in row for _ in range(2)] for row in seg.plane(z) for _ in range(2)] if kind == "label" else levels(study[kind], z)
                padded = [[0] * 96 for _ in range(112)]
                for y, row in enumerate(rows):
                    padded[8 + y][8 : 8 + len(row)] = row[::step]
                if kind != "label":
                    padded = [[max(v, air(y, x)) for x, v in enumerate(row)] for y, row in enumerate(padded)]
                write_png(f"{out}/{kind}/{name}", padded)


def pairs(phantoms, out, first, second, count):
    """T1 and FLAIR of slices through the middle."""
    cases = studies(phantoms)
    colour, second = second.startswith("colour="), second.split("=")[-1]
    rgb, first = first.startswith("rgb="), first.split("=")[-1]
    for number in range(int(count)):
        study = cases[number % len(cases)]
        z = study["seg"].nz // 2 + number // len(cases)
        other = levels(study["flair"], z)
        if colour:
            other = [[(v, max(0, 2 * v - 255), 255 - v if v else 0) for v in row] for row in other]
        one = [[(v, v, v) for v in row] for row in levels(study["t1"], z)] if rgb else levels(study["t1"], z)
        write_png(f"{out}/{first}/{25010 + number}.png", one)
        write_png(f"{out}/{second}/{25010 + number}.png", other)


def prostate(phantoms, out, patients):
    """Ten slices; the tumour's values stand for grades."""
    cases = studies(phantoms)
    for patient in range(int(patients)):
        study = cases[patient % len(cases)]
        folder, begin = f"{out}/ProstateX-{patient:04d}", study["seg"].nz // 2 - 5 + patient // len(cases)
        fine = lambda name: study[name].planes()[begin : begin + 10]
        coarse = lambda name: [[row[::2] for row in rows[::2]] for rows in fine(name)]
        like, grid, wide = study["t2"], (0.5, 0.5, 3.0), (1.0, 1.0, 3.0)
        write_nifti(f"{folder}/t2w.nii.gz", like, fine("t2"), "h", grid, origin=(-10.0, -12.0, 5.0))
        write_nifti(f"{folder}/adc.nii.gz", like, coarse("t1"), "h", wide, origin=(-9.75, -11.75, 5.0))
        write_nifti(f"{folder}/hbv.nii.gz", like, coarse("flair"), "h", wide, origin=(-9.75, -11.75, 5.0))
        write_nifti(f"{folder}/label__lesion__human_expert__original.nii.gz", like, fine("seg"), "h", grid, origin=(-10.0, -12.0, 5.0))


if __name__ == "__main__":
    {"crops": crops, "volumes": volumes, "slices": slices, "pairs": pairs, "prostate": prostate}[sys.argv[1]](*sys.argv[2:])
