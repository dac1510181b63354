"""Dice, IoU, HD95, ASSD and NSD (1 mm) of a pair of label maps in Python, one library after another.

Prints "LIBRARY metrics SECONDS" for each of medpy, MONAI and surface-distance that can be
imported, and "nibabel read SECONDS", of the processor.  Masks are made beforehand and not counted.

    metrics_segmentation_peer.py LABEL PREDICTION REGIONS [LIBRARY,...]
"""

import sys
import time
import warnings

import nibabel
import numpy as np

warnings.filterwarnings("ignore")


def with_medpy(pairs, spacing):
    from medpy.metric import binary

    for reference, prediction in pairs:
        binary.dc(prediction, reference)
        binary.jc(prediction, reference)
        binary.hd95(prediction, reference, voxelspacing=spacing)
        binary.assd(prediction, reference, voxelspacing=spacing)


def with_surface_distance(pairs, spacing):
    import surface_distance as sd

    for reference, prediction in pairs:
        both = np.count_nonzero(reference & prediction)
        either = np.count_nonzero(reference | prediction)
        sd.compute_dice_coefficient(reference, prediction)
        both / either
        distances = sd.compute_surface_distances(reference, prediction, spacing)
        sd.compute_robust_hausdorff(distances, 95)
        sd.compute_average_surface_distance(distances)
        sd.compute_surface_dice_at_tolerance(distances, 1)


def with_monai(pairs, spacing):
    import torch
    from monai import metrics

    torch.set_num_threads(1)
    for pair in pairs:
        reference, prediction = (torch.from_numpy(mask)[None, None].float() for mask in pair)
        metrics.compute_dice(prediction, reference)
        metrics.compute_iou(prediction, reference)
        options = {"include_background": True, "spacing": spacing}
        metrics.compute_hausdorff_distance(prediction, reference, percentile=95, **options)
        metrics.compute_average_surface_distance(prediction, reference, symmetric=True, **options)
        metrics.compute_surface_dice(prediction, reference, class_thresholds=[1.0], **options)


def load(name):
    """Old releases of surface-distance use names that NumPy 2 and SciPy 1.15 have dropped."""
    if not hasattr(np, "Inf"):
        np.Inf = np.inf
    try:
        from scipy import ndimage

        for old in ("filters", "morphology"):
            if not hasattr(ndimage, old):
                setattr(ndimage, old, ndimage)
        __import__(name)
        return True
    except ImportError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return False


def main():
    begin = time.process_time()
    images = [nibabel.load(path) for path in sys.argv[1:3]]
    reference, prediction = (np.asanyarray(image.dataobj) for image in images)
    print(f"nibabel read {time.process_time() - begin:.4f}")
    spacing = [float(s) for s in images[0].header.get_zooms()]
    if sys.argv[3]:
        regions = [[int(v) for v in word.split("=")[1].split(",")] for word in sys.argv[3].split()]
    else:
        regions = [[int(v)] for v in np.union1d(reference, prediction) if v]
    pairs = [(np.isin(reference, values), np.isin(prediction, values)) for values in regions]
    peers = {"medpy": with_medpy, "monai": with_monai, "surface_distance": with_surface_distance}
    wanted = sys.argv[4].split(",") if len(sys.argv) > 4 else peers
    for name, work in peers.items():
        if name not in wanted or not load(name):
            continue
        begin = time.process_time()
        work(pairs, spacing)
        print(f"{name} metrics {time.process_time() - begin:.4f}")


main()
