#!/usr/bin/env python3
"""One study of four NIfTI files to a label map on its own grid, by what users would pick, on one thread.  Weights are random:
what a network takes does not depend on them.

    beside_peer.py nnunet-2d|nnunet-3d STUDY OUT        of nnU-Net's plans for dataset 1
    beside_peer.py monai STUDY OUT                      the network, sliding window and transforms of the BraTS bundle
    beside_peer.py totalsegmentator STUDY OUT           its way to 1.5 mm, back, and to a file a class; without a network

Prints a row: what, seconds of CPU time to start, to read, of the network, to export, in all, seconds on the wall, peak in MB.
With MIRROR=1 nnU-Net mirrors, as it does by default.
"""

import glob
import json
import os
import resource
import sys
import time

MODALITIES = ("t1", "t1ce", "t2", "flair")
EXPORTED = 3  # classes


class Stages:
    """CPU time between marks; the first stage began with the process."""

    def __init__(self):
        self.began = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME) + self._started_after_boot()
        self.last, self.seconds = 0.0, []

    @staticmethod
    def _started_after_boot():
        ticks = open("/proc/self/stat", encoding="ascii").read().rpartition(")")[2].split()[19]
        return int(ticks) / os.sysconf("SC_CLK_TCK")

    def mark(self):
        now = time.process_time()
        self.seconds.append(now - self.last)
        self.last = now

    def row(self, what):
        self.mark()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        cells = self.seconds[:-2] + [self.seconds[-2] + self.seconds[-1], self.last, time.time() - self.began]
        return f"| {what} | " + " | ".join(f"{one:.1f}" for one in cells) + f" | {peak:.0f} |"


def files_of(study):
    return [glob.glob(os.path.join(study, f"*_{one}.nii.gz"))[0] for one in MODALITIES]


def nnunet(configuration, study, out, stages):
    import torch
    from nnunetv2.inference.export_prediction import export_prediction_from_logits
    from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
    from nnunetv2.utilities.get_network_from_plans import get_network_from_plans
    from nnunetv2.utilities.plans_handling.plans_handler import PlansManager
    torch.set_num_threads(1)
    folder = os.path.join(os.environ["nnUNet_preprocessed"], "Dataset001_Brats")
    dataset = json.load(open(os.path.join(os.environ["nnUNet_raw"], "Dataset001_Brats/dataset.json"), encoding="utf-8"))
    plans = PlansManager(os.path.join(folder, "nnUNetPlans.json"))
    config = plans.get_configuration(configuration)
    network = get_network_from_plans(config.network_arch_class_name, config.network_arch_init_kwargs,
                                     config.network_arch_init_kwargs_req_import, len(MODALITIES), EXPORTED + 1,
                                     allow_init=True, deep_supervision=False)
    mirrors = os.environ.get("MIRROR") == "1"
    predictor = nnUNetPredictor(use_mirroring=mirrors, perform_everything_on_device=False, device=torch.device("cpu"),
                                allow_tqdm=False)
    axes = tuple(range(len(config.patch_size))) if mirrors else None
    predictor.manual_initialization(network, plans, config, [network.state_dict()], dataset, "nnUNetTrainer", axes)
    stages.mark()
    data, _, properties = config.preprocessor_class(verbose=False).run_case(files_of(study), None, plans, config, dataset)
    stages.mark()
    logits = predictor.predict_logits_from_preprocessed_data(torch.as_tensor(data))
    stages.mark()
    export_prediction_from_logits(logits, properties, config, plans, dataset, out)
    stages.mark()


def monai(study, out, stages):
    import torch
    from monai import transforms
    from monai.data import decollate_batch, list_data_collate
    from monai.inferers import SlidingWindowInferer
    from monai.networks.nets import SegResNet
    torch.set_num_threads(1)
    network = SegResNet(blocks_down=[1, 2, 2, 4], blocks_up=[1, 1, 1], init_filters=16, in_channels=4, out_channels=3,
                        dropout_prob=0.2).eval()
    before = transforms.Compose([
        transforms.LoadImaged(keys="image", ensure_channel_first=True),
        transforms.NormalizeIntensityd(keys="image", nonzero=True, channel_wise=True)])
    after = transforms.Compose([
        transforms.Activationsd(keys="pred", sigmoid=True),
        transforms.Invertd(keys="pred", transform=before, orig_keys="image", nearest_interp=False, to_tensor=True),
        transforms.AsDiscreted(keys="pred", threshold=0.5),
        transforms.SaveImaged(keys="pred", meta_keys="pred_meta_dict", output_dir=out, print_log=False)])
    stages.mark()
    batch = list_data_collate([before({"image": files_of(study)})])
    stages.mark()
    with torch.no_grad():
        batch["pred"] = SlidingWindowInferer(roi_size=[240, 240, 160], sw_batch_size=1, overlap=0.5)(batch["image"], network)
    stages.mark()
    for one in decollate_batch(batch):
        after(one)
    stages.mark()


def totalsegmentator(study, out, stages):
    import nibabel
    import numpy
    from totalsegmentator.resampling import change_spacing
    stages.mark()
    image = nibabel.load(files_of(study)[0])
    small = change_spacing(image, 1.5, order=3, dtype=numpy.int32, nr_cpus=1)
    stages.mark()
    labels = nibabel.Nifti1Image((numpy.asanyarray(small.dataobj) > 500).astype(numpy.uint8), small.affine)
    stages.mark()
    back = numpy.asanyarray(change_spacing(labels, image.header.get_zooms()[:3], image.shape, order=0, dtype=numpy.uint8,
                                           nr_cpus=1).dataobj)
    os.makedirs(out)
    nibabel.save(nibabel.Nifti1Image(back, image.affine), os.path.join(out, "all.nii.gz"))
    for one in range(1, EXPORTED + 1):
        nibabel.save(nibabel.Nifti1Image((back == one).astype(numpy.uint8), image.affine),
                     os.path.join(out, f"{one}.nii.gz"))
    stages.mark()


def main(what, study, out):
    stages = Stages()
    if what == "monai":
        monai(study, out, stages)
    elif what == "totalsegmentator":
        totalsegmentator(study, out, stages)
    else:
        nnunet({"nnunet-2d": "2d", "nnunet-3d": "3d_fullres"}[what], study, out, stages)
    print(stages.row(what + (", mirrored" if os.environ.get("MIRROR") == "1" and what.startswith("nnunet") else "")))


if __name__ == "__main__":
    main(*sys.argv[1:])
