"""The fusion metrics of the CDDFuse evaluator in NumPy, SciPy, scikit-learn and scikit-image.

Written from the formulae, with the same library calls at the heart of each metric as a Python
evaluation script uses: a 2-D convolution for VIF and the Sobel gradients, mutual_info_score for MI,
structural_similarity for SSIM.  Double precision throughout.

    metrics_fusion_peer.py FOLDER_A FOLDER_B FOLDER_FUSED

Prints a line of JSON for each name that the three folders share, and at last one with the processor's
seconds for each group of metrics, for reading the pictures, and for all.
"""

import json
import math
import pathlib
import sys
import time

import cv2
import numpy as np
from scipy.signal import convolve2d
from skimage.metrics import structural_similarity
from sklearn.metrics import mutual_info_score

cv2.setNumThreads(1)

SOBEL_X = np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], dtype=float)
SOBEL_Y = np.array([[1, 2, 1], [0, 0, 0], [-1, -2, -1]], dtype=float)


def read(path):
    bgr = cv2.imread(str(path)).astype(np.float32)
    return np.round(cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)).astype(np.float64)


def entropy(fused):
    share = np.bincount(fused.astype(np.uint8).ravel(), minlength=256) / fused.size
    share = share[share > 0]
    return float(-(share * np.log2(share)).sum())


def alone(fused):
    """EN, SD, SF and AG."""
    rows, columns = np.diff(fused, axis=0), np.diff(fused, axis=1)
    gy, gx = np.gradient(fused)
    return {
        "EN": entropy(fused),
        "SD": float(np.sqrt(((fused - fused.mean()) ** 2).mean())),
        "SF": math.sqrt((rows**2).mean() + (columns**2).mean()),
        "AG": float(np.sqrt((gx**2 + gy**2) / 2).mean()),
    }


def mutual_information(fused, a, b):
    return {"MI": sum(float(mutual_info_score(fused.ravel(), s.ravel())) for s in (a, b))}


def correlation(x, y):
    x, y = x - x.mean(), y - y.mean()
    return float((x * y).sum() / math.sqrt((x**2).sum() * (y**2).sum()))


def scd(fused, a, b):
    return {"SCD": correlation(fused - b, a) + correlation(fused - a, b)}


def gaussian(taps):
    at = np.arange(taps) - (taps - 1) / 2
    window = np.exp(-(at[:, None] ** 2 + at[None, :] ** 2) / (2 * (taps / 5) ** 2))
    window[window < np.finfo(float).eps * window.max()] = 0
    return window / window.sum()


def vif_of(reference, distorted):
    """VIFp of Sheikh and Bovik, four scales."""
    kept, there = 0.0, 0.0
    for scale in range(1, 5):
        window = gaussian(2 ** (5 - scale) + 1)

        def smooth(image):
            return convolve2d(image, np.rot90(window, 2), mode="valid")

        if scale > 1:
            reference, distorted = smooth(reference)[::2, ::2], smooth(distorted)[::2, ::2]
        m1, m2 = smooth(reference), smooth(distorted)
        v1 = np.maximum(smooth(reference**2) - m1 * m1, 0)
        v2 = np.maximum(smooth(distorted**2) - m2 * m2, 0)
        covariance = smooth(reference * distorted) - m1 * m2
        gain = covariance / (v1 + 1e-10)
        noise = v2 - gain * covariance
        flat = v1 < 1e-10
        gain[flat], noise[flat], v1[flat] = 0, v2[flat], 0
        flat = v2 < 1e-10
        gain[flat], noise[flat] = 0, 0
        negative = gain < 0
        noise[negative], gain[negative] = v2[negative], 0
        noise[noise <= 1e-10] = 1e-10
        kept += np.log10(1 + gain**2 * v1 / (noise + 2)).sum()
        there += np.log10(1 + v1 / 2).sum()
    return float(kept / there) if there else 1.0


def vif(fused, a, b):
    return {"VIF": vif_of(a, fused) + vif_of(b, fused)}


def edges(image):
    x = convolve2d(image, SOBEL_X, mode="same")
    y = convolve2d(image, SOBEL_Y, mode="same")
    angle = np.full_like(x, math.pi / 2)
    sloped = x != 0
    angle[sloped] = np.arctan(y[sloped] / x[sloped])
    return np.sqrt(x**2 + y**2), angle


def preserved(source, fused):
    (g, a), (h, b) = source, fused
    least, most = np.minimum(g, h), np.maximum(g, h)
    strength = np.where(g == h, h, least / np.where(most == 0, 1, most))
    orientation = 1 - np.abs(a - b) / (math.pi / 2)
    return (0.9994 / (1 + np.exp(-15 * (strength - 0.5)))) * (0.9879 / (1 + np.exp(-22 * (orientation - 0.8))))


def qabf(fused, a, b):
    of_fused, of_a, of_b = edges(fused), edges(a), edges(b)
    kept = preserved(of_a, of_fused) * of_a[0] + preserved(of_b, of_fused) * of_b[0]
    return {"Qabf": float(kept.sum() / (of_a[0] + of_b[0]).sum())}


def ssim(fused, a, b):
    return {"SSIM": sum(float(structural_similarity(fused, s, data_range=2)) for s in (a, b))}


GROUPS = {
    "EN SD SF AG": lambda fused, a, b: alone(fused),
    "MI": mutual_information,
    "SCD": scd,
    "VIF": vif,
    "Qabf": qabf,
    "SSIM": ssim,
}


def main():
    folders = [pathlib.Path(word) for word in sys.argv[1:4]]
    names = sorted(set.intersection(*({p.stem for p in f.glob("*.png")} for f in folders)))
    seconds = dict.fromkeys(["reading", *GROUPS], 0.0)
    for name in names:
        begin = time.process_time()
        a, b, fused = (read(f / f"{name}.png") for f in folders)
        seconds["reading"] += time.process_time() - begin
        scores = {}
        for group, function in GROUPS.items():
            begin = time.process_time()
            scores |= function(fused, a, b)
            seconds[group] += time.process_time() - begin
        print(json.dumps({"id": name, "metrics": scores}))
    print(json.dumps({"cases": len(names), "seconds": seconds | {"all": sum(seconds.values())}}))


main()
