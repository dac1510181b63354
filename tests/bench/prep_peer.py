"""f4s-prep's job in Python with SimpleITK, NumPy and Pillow, as a lab would write it.

Reads a BraTS folder; finds the brain where any modality differs from 0; scales each
modality between its 0.5th and 99.5th percentile within the brain to 8 bits; writes the
axial slices with at least 1 % brain as PNG, with label and mask.

    prep_peer.py BRATS OUT
"""

import pathlib
import sys

import numpy as np
import SimpleITK as sitk
from PIL import Image


def read(path):
    return sitk.GetArrayFromImage(sitk.ReadImage(str(path)))


def save(folder, name, slice_):
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(slice_).save(folder / f"{name}.png")


def prepare(study, out):
    case = study.name
    images = {m: read(study / f"{case}_{m}.nii.gz").astype(np.float32) for m in ("t1", "t1ce", "t2", "flair")}
    label = read(study / f"{case}_seg.nii.gz").astype(np.uint8)
    brain = np.any([image != 0 for image in images.values()], axis=0)
    levels = {}
    for modality, image in images.items():
        low, high = np.percentile(image[brain], [0.5, 99.5])
        scaled = np.clip((image - low) / (high - low), 0, 1) * brain
        levels[modality] = np.floor(scaled * 255 + 0.5).astype(np.uint8)
    for z in range(label.shape[0]):
        if brain[z].mean() < 0.01:
            continue
        name = f"{case}_z{z:03d}"
        for modality, image in levels.items():
            save(out / "images" / modality, name, image[z])
        save(out / "labels", name, label[z])
        save(out / "masks", name, brain[z].astype(np.uint8) * 255)


def main():
    source, out = map(pathlib.Path, sys.argv[1:])
    for study in sorted(p for p in source.iterdir() if p.is_dir()):
        prepare(study, out)


main()
