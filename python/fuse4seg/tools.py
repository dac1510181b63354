"""The tools as functions: made from their --usage-json by packaging/interfaces.py, not to be edited.

Each starts its program when it is first iterated over and yields its case records; see Run.
"""

from __future__ import annotations

from os import PathLike
from typing import Any, Iterable, Literal, Mapping, Optional, Sequence, Union

from ._run import Run, joined

Word = Union[str, "PathLike[str]"]
Cases = Union[Word, Run, Iterable[Mapping[str, Any]]]

PROGRAMS = ['f4s', 'f4s-fuse', 'f4s-metrics', 'f4s-phantom', 'f4s-prep', 'f4s-pretrain', 'f4s-report', 'f4s-segment', 'f4s-train']
__all__ = ['f4s', 'fuse', 'metrics', 'phantom', 'prep', 'pretrain', 'report', 'segment', 'train']


def f4s(
    *cases: Cases,
) -> Run:
    r"""List the programs of the suite; say what a file or folder is; list models; say what works here.

    cases: info FILE..., models [NAME], doctor [PART...]; nothing: the list of programs
    """
    return Run('f4s', cases, [])


def fuse(
    *cases: Cases,
    output: Word,
    bids: Optional[Word] = None,
    model: Optional[Word] = None,
    method: Optional[Literal['average', 'maximum', 'laplacian', 'wavelet', 'guided-filter', 'pca', 'gradient']] = None,
    modalities: Optional[Union[Word, Sequence[Word]]] = None,
    combinations: Optional[Union[Word, Sequence[Word]]] = None,
    levels: Optional[int] = None,
    base: Optional[Literal['average', 'maximum']] = None,
    stretch: Optional[Literal['model', 'none', 'image']] = None,
    gain: Optional[float] = None,
    engine: Optional[Literal['auto', 'plan', 'torch']] = None,
    device_memory: Optional[float] = None,
    bits: Optional[Literal['8', '16']] = None,
    attention: bool = False,
    dicom_sc: bool = False,
    montage: bool = False,
    latent: bool = False,
    decompose: bool = False,
    decompose_from: Optional[Literal['auto', 'exact', 'levels', 'fused']] = None,
    anyway: bool = False,
    split: Optional[Word] = None,
    ids: Optional[Word] = None,
    suffix: Optional[Union[Word, Sequence[Word]]] = None,
    fold: Optional[Word] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    device: Optional[Word] = None,
    seed: Optional[int] = None,
    force: bool = False,
    skip_existing: bool = False,
    keep_going: bool = False,
    shard: Optional[Word] = None,
    partial_input: bool = False,
    tar_size: Optional[int] = None,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Fuse the co-registered modalities of each case into one image.

    cases: a dataset folder; a file of case records (.ndjson); tar files (out-%06d.tar); a table of cases
        (.csv, .tsv: id, subject, split, label, mask, and a column a modality); - (records on stdin);
        NAME=FILE words that make up one case (t1=a.png flair=b.png label=s.png); or NAME=FOLDER words whose
        files are paired by name without extension (NAME='FOLDER/*_t1.png': by what * stands for). label,
        mask, fused, latent and prediction are reserved names, every other name is a modality. Or raw
        studies, which are prepared here: a BraTS, BIDS, nnU-Net or DICOM folder, or NAME=FILE words of
        volumes that hold no levels

    output: folder for the fused images; becomes a dataset
    bids: also write the volumes as a BIDS derivative to this folder; needs volumes, not slices
    model: a model: a .safetensors file, or the name of one in a folder of F4S_MODEL_PATH or of the suite
    method: fuse by this rule instead of a model
    modalities: the modalities to fuse, in this order; default: all of a case
    combinations: fuse each combination of 2, 3 or 4 modalities; one record each (id ID+t1ce-flair)
    levels: laplacian: number of pyramid levels; a small image has fewer [default: 4]
    base: laplacian: rule for the coarsest level [default: average]
    stretch: image: map the smallest value of each fused image to 0, the largest to full scale; model: as
        the model was trained; with a rule: none [default: model]
    gain: multiply fused images by this, and cut them at full scale; -1: as the model recommends; with a
        rule: 1 [default: -1.0]
    engine: what computes networks: plan, the suite's own code for the CPU, without LibTorch; torch,
        LibTorch; auto: plan on the CPU where the network of the model has one, else torch [default: auto]
    device_memory: bytes that the pictures which a GPU computes at once may take of its memory; 0: 4 GiB
        [default: 0.0]
    bits: bits per pixel [default: 8]
    attention: write the model's attention maps as images
    dicom_sc: also write fused volumes as DICOM secondary captures in the study of the DICOM series that
        they came from (dicom-sc/ID/0001.dcm ...)
    montage: also draw the modalities and the fused image beside each other, as montage/ID.png; of a volume
        one slice
    latent: write the information about the sources that the fused image does not hold, for --decompose
    decompose: reconstruct the modalities from the `fused` image of each record, by the model that fused it
    decompose_from: exact: from the fused image and all that --latent wrote; levels: without the residual of
        clipping and rounding; fused: from the fused image alone, with latent planes drawn from --seed;
        auto: exact where the record has `latent`, else fused [default: auto]
    anyway: go on with images that were not prepared as the model's training images (normalization, pixel
        spacing, plane): a finding of each case, else an error
    split: take only the cases of this split
    ids: take only the cases whose id matches this shell pattern
    suffix: in the folder of NAME=FOLDER, take only the files whose names end in this text, and pair them by
        what stands before it (--suffix fused=_fused)
    fold: take only the cases of the subjects that f4s-train --fold K/N held out for validation on the same
        dataset
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    device: where to compute [default: auto]
    seed: seed of all random numbers [default: 0]
    force: overwrite existing output
    skip_existing: keep output that is up to date, by the hash of inputs and configuration
    keep_going: go on after a failed case, pass it on with its error, and exit 8
    shard: process the I-th of N parts of the subjects, I from 1 [default: 1/1]
    partial_input: accept a stream whose producer did not finish
    tar_size: MiB of each tar file that --output 'NAME-%06d.tar' makes [default: 1024]
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-fuse', cases, [('--output', output), ('--bids', bids), ('--model', model), ('--method', method), ('--modalities', joined(modalities)), ('--combinations', joined(combinations)), ('--levels', levels), ('--base', base), ('--stretch', stretch), ('--gain', gain), ('--engine', engine), ('--device-memory', device_memory), ('--bits', bits), ('--attention', attention), ('--dicom-sc', dicom_sc), ('--montage', montage), ('--latent', latent), ('--decompose', decompose), ('--decompose-from', decompose_from), ('--anyway', anyway), ('--split', split), ('--ids', ids), ('--suffix', suffix), ('--fold', fold), ('--config', config), ('--threads', threads), ('--device', device), ('--seed', seed), ('--force', force), ('--skip-existing', skip_existing), ('--keep-going', keep_going), ('--shard', shard), ('--partial-input', partial_input), ('--tar-size', tar_size), ('--run-record', run_record), ('--anonymous', anonymous)])


def metrics(
    *cases: Cases,
    convention: Optional[Literal['cddfuse', 'film', 'vifb', 'lt', 'lt2022', 'zoo', 'strict']] = None,
    seg_convention: Optional[Literal['medpy', 'monai', 'deepmind', 'brats2023', 'panoptica', 'transunet', 'nnunet']] = None,
    extras: bool = False,
    floors: bool = False,
    by: Optional[Literal['slice', 'volume', 'subject']] = None,
    regions: Optional[Word] = None,
    ignore: Optional[Word] = None,
    nsd_tolerance: Optional[float] = None,
    empty: Optional[Literal['convention', 'null', 'brats2021', 'brats2023', 'transunet']] = None,
    lesion_dilation: Optional[int] = None,
    lesion_volume: Optional[float] = None,
    check: Optional[Union[Word, Sequence[Word]]] = None,
    baseline: Optional[Word] = None,
    tolerance: Optional[float] = None,
    compare: Optional[Word] = None,
    table: bool = False,
    columns: Optional[Union[Word, Sequence[Word]]] = None,
    rows: Optional[Literal['auto', 'cases', 'summary']] = None,
    long: bool = False,
    split: Optional[Word] = None,
    ids: Optional[Word] = None,
    suffix: Optional[Union[Word, Sequence[Word]]] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    device: Optional[Word] = None,
    seed: Optional[int] = None,
    keep_going: bool = False,
    shard: Optional[Word] = None,
    partial_input: bool = False,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Score fused images and label maps, and check the scores.

    cases: a dataset folder; a file of case records (.ndjson); tar files (out-%06d.tar); a table of cases
        (.csv, .tsv: id, subject, split, label, mask, and a column a modality); - (records on stdin);
        NAME=FILE words that make up one case (t1=a.png flair=b.png label=s.png); or NAME=FOLDER words whose
        files are paired by name without extension (NAME='FOLDER/*_t1.png': by what * stands for). label,
        mask, fused, latent and prediction are reserved names, every other name is a modality; with --table
        NAME=RUN words

    convention: reference program whose values the fusion metrics reproduce [default: cddfuse]
    seg_convention: reference program whose values the segmentation metrics reproduce [default: medpy]
    extras: also compute CC, PSNR, MSE, VIFF and NMI of fused images
    floors: also score the average, the maximum and a copy of each source, as baselines for the fused image
    by: slice: score each record as it is; volume: stack the slices of a volume first; subject: pool all
        images of a subject [default: slice]
    regions: regions of label values that are scored together; default: the record's, else each class or
        value
    ignore: values of the reference whose voxels count in no segmentation metric; default: the record's
    nsd_tolerance: distance up to which surfaces agree, in mm; in pixels where nothing says how large they
        are [default: 1.0]
    empty: values of dice, iou and the distances where a mask is empty; null: undefined [default:
        convention]
    lesion_dilation: brats2023: pieces that touch when dilated by this many voxels count as one lesion
        (metastases, meningiomas: 1) [default: 3]
    lesion_volume: brats2023: reference lesions up to this volume in mm3 are ignored (metastases: 2)
        [default: 50.0]
    check: exit 1 unless this holds, as in 'segmentation.WT.dice.mean >= 0.85'
    baseline: exit 1 if a value differs from that of this earlier run
    tolerance: relative difference that --baseline allows [default: 1e-06]
    compare: an earlier run's output: compare this method with that one, case by case
    table: CASES are NAME=RUN, runs that are scored already: a table with a row for each, the best in bold
    columns: metrics that --table and --rows cases show, such as VIF,Qabf,dice.WT,hd95.WT
    rows: rows of a table; auto: cases in csv and tsv, else the summary [default: auto]
    long: a row for each case and metric
    split: take only the cases of this split
    ids: take only the cases whose id matches this shell pattern
    suffix: in the folder of NAME=FOLDER, take only the files whose names end in this text, and pair them by
        what stands before it (--suffix fused=_fused)
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    device: where to compute [default: auto]
    seed: seed of all random numbers [default: 0]
    keep_going: go on after a failed case, pass it on with its error, and exit 8
    shard: process the I-th of N parts of the subjects, I from 1 [default: 1/1]
    partial_input: accept a stream whose producer did not finish
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-metrics', cases, [('--convention', convention), ('--seg-convention', seg_convention), ('--extras', extras), ('--floors', floors), ('--by', by), ('--regions', regions), ('--ignore', ignore), ('--nsd-tolerance', nsd_tolerance), ('--empty', empty), ('--lesion-dilation', lesion_dilation), ('--lesion-volume', lesion_volume), ('--check', check), ('--baseline', baseline), ('--tolerance', tolerance), ('--compare', compare), ('--table', table), ('--columns', joined(columns)), ('--rows', rows), ('--long', long), ('--split', split), ('--ids', ids), ('--suffix', suffix), ('--config', config), ('--threads', threads), ('--device', device), ('--seed', seed), ('--keep-going', keep_going), ('--shard', shard), ('--partial-input', partial_input), ('--run-record', run_record), ('--anonymous', anonymous)])


def phantom(
    *,
    output: Word,
    cases: Optional[int] = None,
    size: Optional[Word] = None,
    spacing: Optional[Word] = None,
    skull: bool = False,
    noise: Optional[float] = None,
    bias: Optional[float] = None,
    tumours: Optional[int] = None,
    satellite: Optional[float] = None,
    tumour_size: Optional[float] = None,
    oedema: Optional[float] = None,
    mass_effect: Optional[float] = None,
    confounders: Optional[float] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    seed: Optional[int] = None,
    force: bool = False,
    skip_existing: bool = False,
    keep_going: bool = False,
    shard: Optional[Word] = None,
    partial_input: bool = False,
    tar_size: Optional[int] = None,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Make labelled multi-modality brain studies from a seed.

    output: folder for the studies
    cases: how many studies to make [default: 4]
    size: voxels, 16 to 512 each [default: 160,192,144]
    spacing: voxel spacing in mm, 0.4 to 10 each; fit: isotropic, chosen so that the head fits [default:
        fit]
    skull: add scalp, skull, eyes and noisy air; without it all is 0 outside the brain
    noise: sd of the Rician noise, relative to the signal of white matter [default: 0.03]
    bias: largest relative deviation of the bias field [default: 0.12]
    tumours: tumours per study [default: 1]
    satellite: probability of a satellite lesion beside a tumour [default: 0.25]
    tumour_size: factor on the diameters of tumours [default: 1.0]
    oedema: factor on the extent of oedema [default: 1.0]
    mass_effect: how far a tumour displaces its surroundings [default: 1.0]
    confounders: amount of tumour-like structures that are not tumour [default: 1.0]
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    seed: seed of all random numbers [default: 0]
    force: overwrite existing output
    skip_existing: keep output that is up to date, by the hash of inputs and configuration
    keep_going: go on after a failed case, pass it on with its error, and exit 8
    shard: process the I-th of N parts of the subjects, I from 1 [default: 1/1]
    partial_input: accept a stream whose producer did not finish
    tar_size: MiB of each tar file that --output 'NAME-%06d.tar' makes [default: 1024]
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-phantom', (), [('--output', output), ('--cases', cases), ('--size', size), ('--spacing', spacing), ('--skull', skull), ('--noise', noise), ('--bias', bias), ('--tumours', tumours), ('--satellite', satellite), ('--tumour-size', tumour_size), ('--oedema', oedema), ('--mass-effect', mass_effect), ('--confounders', confounders), ('--config', config), ('--threads', threads), ('--seed', seed), ('--force', force), ('--skip-existing', skip_existing), ('--keep-going', keep_going), ('--shard', shard), ('--partial-input', partial_input), ('--tar-size', tar_size), ('--run-record', run_record), ('--anonymous', anonymous)])


def prep(
    *cases: Cases,
    output: Word,
    bids: Optional[Word] = None,
    check: bool = False,
    for_model: Optional[Word] = None,
    modalities: Optional[Union[Word, Sequence[Word]]] = None,
    missing: Optional[Literal['error', 'skip', 'zero', 'leave']] = None,
    entities: Optional[Union[Word, Sequence[Word]]] = None,
    dicom_map: Optional[Word] = None,
    register: Optional[Literal['auto', 'headers', 'none', 'rigid']] = None,
    reference: Optional[Word] = None,
    bias: Optional[Literal['none', 'n4']] = None,
    brain: Optional[Word] = None,
    brain_limit: Optional[float] = None,
    normalize: Optional[Word] = None,
    normalize_over: Optional[Literal['auto', 'image', 'subject']] = None,
    spacing: Optional[Word] = None,
    plane: Optional[Literal['auto', 'axial', 'coronal', 'sagittal']] = None,
    slices: Optional[Literal['all', 'brain', 'label']] = None,
    size: Optional[Word] = None,
    bits: Optional[Literal['8', '16']] = None,
    volumes: bool = False,
    max_memory: Optional[float] = None,
    subject: Optional[Word] = None,
    split: Optional[Word] = None,
    classes: Optional[Word] = None,
    regions: Optional[Word] = None,
    ignore: Optional[Word] = None,
    ids: Optional[Word] = None,
    suffix: Optional[Union[Word, Sequence[Word]]] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    seed: Optional[int] = None,
    force: bool = False,
    skip_existing: bool = False,
    keep_going: bool = False,
    shard: Optional[Word] = None,
    partial_input: bool = False,
    tar_size: Optional[int] = None,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Turn raw studies into a dataset of normalized slices.

    cases: a folder of studies as BraTS has it (ID/ID_t1.nii.gz ..., also with the names of 2023; any
        ID_NAME.nii.gz is a modality NAME), a BIDS data set (sub-X/[ses-Y/]anat), nnU-Net's raw format
        (imagesTr, dataset.json; imagesTs alone too), the Medical Segmentation Decathlon's, a folder of
        DICOM series, or CASES: a dataset folder; a file of case records (.ndjson); tar files
        (out-%06d.tar); a table of cases (.csv, .tsv: id, subject, split, label, mask, and a column a
        modality); - (records on stdin); NAME=FILE words that make up one case (t1=a.png flair=b.png
        label=s.png); or NAME=FOLDER words whose files are paired by name without extension
        (NAME='FOLDER/*_t1.png': by what * stands for). label, mask, fused, latent and prediction are
        reserved names, every other name is a modality

    output: folder for the dataset
    bids: also write the volumes as a BIDS derivative to this folder; needs volumes, not slices
    check: read everything, list all problems of each case, and write nothing; exit 65 where one is an
        error; needs no -o
    for_model: prepare as this model's training images were: normalization, spacing, plane and modalities,
        as far as it knows them; a flag that contradicts is an error
    modalities: the modalities to use, in this order; default: all that any case has, from a BIDS data set
        t1, t1ce, t2 and flair
    missing: a case without one of them; error: fails; skip: is left out; zero: gets an image of zeros in
        its place; leave: goes on with those that it has, for a model that can do without the others
        [default: error]
    entities: BIDS: where several files match, take those with these entities, such as run-1, acq-highres,
        space-orig or desc-tumour; pipeline-NAME: those of derivatives/NAME
    dicom_map: which DICOM series is which modality: a tab-separated table with rows SERIES MODALITY [PART],
        or NDJSON; SERIES is a pattern of SeriesDescription, a SeriesInstanceUID, or the short name given in
        messages; MODALITY - leaves a series out; default: by the headers alone
    register: how modalities are aligned to the reference; auto: those on another grid are resampled
        according to their headers, then registered rigidly by mutual information; headers: resampled only;
        none: another grid is an error; rigid: modalities on the same grid are registered as well [default:
        auto]
    reference: the modality to whose grid all others are resampled; default: the first of --modalities
    bias: n4: correct the bias field of each volume by N4, within the brain [default: none]
    brain: skull stripping; auto: by the case's mask, else by where any modality differs from 0, else (a
        head with noise around it) builtin; none: all voxels count; builtin: from T1, else T1ce, T2, FLAIR,
        without network weights; or another program: hd-bet, PROGRAM (called as PROGRAM IN.nii.gz
        OUT.nii.gz), or a shell command with {in} and {out} [default: auto]
    brain_limit: time limit of a program of --brain for one head, in seconds [default: 1800.0]
    normalize: what is mapped to full scale, per volume, within the brain; percentile: percentiles 0.5 to
        99.5; zscore: -4 to 4 sd around the mean; range: LO to HI; none: levels stay as they are [default:
        percentile]
    normalize_over: 2-D images: whose percentiles (mean, sd) count; image: each image's own; subject: one
        scale for all slices of a subject, which follow one another; auto: subject where they do [default:
        auto]
    spacing: resample to this voxel spacing: mm from left to right, front to back and foot to head; native,
        also of one axis (1,1,native): as it is [default: native]
    plane: orientation of the slices; auto: as the series was acquired where its voxels are at least 1.5
        times as long from left to right (sagittal) or from front to back (coronal) as otherwise, else axial
        [default: auto]
    slices: slices to write; brain: those with at least 1 % brain; label: those with a label [default:
        brain]
    size: pad or crop around the centre to N x N pixels; never resamples [default: native]
    bits: bits per pixel [default: 8]
    volumes: write volumes (.nii.gz) instead of slices
    max_memory: memory that the program may use, in GiB: a case waits until there is room for it; 0: no
        limit [default: 0.0]
    subject: regular expression searched in the case's id; its first group is the subject; none: each case
        is a subject of its own; default: the record's; of images in folders whose names end in a slice
        number (p3_012, p3-z07, p3_slice7) what stands before it
    split: split by subject: a table of two columns, subject and split (CSV or TSV), or fractions [default:
        0.8,0.1,0.1]
    classes: names of the label values; default: the record's; BraTS's where the study is one of BraTS's or
        the values of a volume are 1, 2 and 4 or 1, 2 and 3; else label 1, label 2 and so on
    regions: regions of label values that are scored together
    ignore: label values that neither training nor scores see; default: the record's, or nnU-Net's label
        ignore
    ids: take only the cases whose id matches this shell pattern
    suffix: in the folder of NAME=FOLDER, take only the files whose names end in this text, and pair them by
        what stands before it (--suffix fused=_fused)
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    seed: seed of all random numbers [default: 0]
    force: overwrite existing output
    skip_existing: keep output that is up to date, by the hash of inputs and configuration
    keep_going: go on after a failed case, pass it on with its error, and exit 8
    shard: process the I-th of N parts of the subjects, I from 1 [default: 1/1]
    partial_input: accept a stream whose producer did not finish
    tar_size: MiB of each tar file that --output 'NAME-%06d.tar' makes [default: 1024]
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-prep', cases, [('--output', output), ('--bids', bids), ('--check', check), ('--for-model', for_model), ('--modalities', joined(modalities)), ('--missing', missing), ('--entities', joined(entities)), ('--dicom-map', dicom_map), ('--register', register), ('--reference', reference), ('--bias', bias), ('--brain', brain), ('--brain-limit', brain_limit), ('--normalize', normalize), ('--normalize-over', normalize_over), ('--spacing', spacing), ('--plane', plane), ('--slices', slices), ('--size', size), ('--bits', bits), ('--volumes', volumes), ('--max-memory', max_memory), ('--subject', subject), ('--split', split), ('--classes', classes), ('--regions', regions), ('--ignore', ignore), ('--ids', ids), ('--suffix', suffix), ('--config', config), ('--threads', threads), ('--seed', seed), ('--force', force), ('--skip-existing', skip_existing), ('--keep-going', keep_going), ('--shard', shard), ('--partial-input', partial_input), ('--tar-size', tar_size), ('--run-record', run_record), ('--anonymous', anonymous)])


def pretrain(
    *cases: Cases,
    output: Word,
    profile: Optional[Literal['tiny', 'small', 'base']] = None,
    modalities: Optional[Union[Word, Sequence[Word]]] = None,
    fold: Optional[Word] = None,
    batch_size: Optional[int] = None,
    crop: Optional[int] = None,
    foreground_share: Optional[float] = None,
    augmentation: Optional[Literal['profile', 'simple', 'nnunet']] = None,
    flip: Optional[float] = None,
    rotate: Optional[float] = None,
    scale: Optional[float] = None,
    scale_least: Optional[float] = None,
    scale_most: Optional[float] = None,
    intensity: Optional[float] = None,
    memory_gib: Optional[float] = None,
    init: Optional[Word] = None,
    transfer: bool = False,
    epochs: Optional[int] = None,
    steps_per_epoch: Optional[int] = None,
    validate_every: Optional[int] = None,
    validation_slices: Optional[int] = None,
    checkpoint_minutes: Optional[float] = None,
    log_every: Optional[int] = None,
    tensorboard: bool = False,
    most_skipped_steps: Optional[int] = None,
    accumulate: Optional[int] = None,
    precision: Optional[Literal['auto', 'float32', 'tf32', 'bfloat16']] = None,
    recompute: bool = False,
    device_memory: Optional[float] = None,
    images_at_once: Optional[int] = None,
    cuda_graphs: Optional[Literal['auto', 'on', 'off']] = None,
    ema_decay: Optional[float] = None,
    ranks: Optional[int] = None,
    rank_timeout: Optional[float] = None,
    learning_rate: Optional[float] = None,
    least_learning_rate: Optional[float] = None,
    halve_every: Optional[int] = None,
    gradient_clip: Optional[float] = None,
    sigma: Optional[float] = None,
    paper_strict: bool = False,
    adversarial_weight: Optional[float] = None,
    adversarial_warmup_epochs: Optional[int] = None,
    discriminator_learning_rate: Optional[float] = None,
    generator_loss: Optional[Literal['non-saturating', 'saturating']] = None,
    real_label: Optional[float] = None,
    r1_weight: Optional[float] = None,
    r1_every: Optional[int] = None,
    discriminator: Optional[Literal['pooled', 'flat']] = None,
    fusion_dim: Optional[int] = None,
    fusion_heads: Optional[int] = None,
    fusion_blocks: Optional[int] = None,
    fusion_detail_nodes: Optional[int] = None,
    fusion_patch: Optional[int] = None,
    fusion_base_conv: Optional[Literal['profile', 'depthwise', 'dense']] = None,
    fusion_coupling: Optional[Literal['profile', 'bounded', 'free']] = None,
    fusion_residual: Optional[Literal['profile', 'none', 'sum', 'mean', 'maximum']] = None,
    fusion_slot_embedding: Optional[Literal['profile', 'yes', 'no']] = None,
    fusion_attention: Optional[Literal['profile', 'none', 'cross']] = None,
    fuser: Optional[Literal['profile', 'decomposing', 'inn']] = None,
    inn_width: Optional[int] = None,
    inn_blocks: Optional[int] = None,
    inn_mixing: Optional[Literal['profile', 'mean', 'permutation']] = None,
    inn_subnet: Optional[Literal['profile', 'linear', 'relu']] = None,
    inn_output: Optional[Literal['profile', 'clamp', 'sigmoid']] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    device: Optional[Word] = None,
    seed: Optional[int] = None,
    force: bool = False,
    skip_existing: bool = False,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Pre-train the decomposition encoder.

    cases: a dataset folder; a file of case records (.ndjson); tar files (out-%06d.tar); a table of cases
        (.csv, .tsv: id, subject, split, label, mask, and a column a modality); - (records on stdin);
        NAME=FILE words that make up one case (t1=a.png flair=b.png label=s.png); or NAME=FOLDER words whose
        files are paired by name without extension (NAME='FOLDER/*_t1.png': by what * stands for). label,
        mask, fused, latent and prediction are reserved names, every other name is a modality

    output: folder for the models, checkpoints and events: RUN
    profile: size of the network [default: tiny]
    modalities: the modalities, in this order; A|B: either, where cases differ; default: --init's, else the
        first case's
    fold: validate on the K-th of N parts of the subjects, train on the others
    batch_size: slices per step; 0: as many as the profile has [default: tiny 8, small 8, base 16]
    crop: side of the square training crops, in pixels; 0: the profile's [default: tiny 96, small 128, base
        224]
    foreground_share: share of the training crops that are drawn to contain a labelled pixel [default: 0.33]
    augmentation: simple: mirroring, rotation by 90 degrees, scaling and intensity, with the probabilities
        below; nnunet: mirroring, rotation, scaling, noise, blur, brightness, contrast, low resolution and
        gamma, as nnU-Net draws them [default: simple]
    flip: probability of mirroring, for each axis [default: 0.5]
    rotate: probability of rotation by 90, 180 or 270 degrees (simple) [default: 0.5]
    scale: probability of scaling [default: 0.2]
    scale_least: smallest scale [default: 0.7]
    scale_most: largest scale [default: 1.4]
    intensity: probability of a change of intensity, for each modality (simple) [default: 0.3]
    memory_gib: keep the slices in memory if they take no more than this; otherwise read them when needed
        [default: 2.0]
    init: initial weights: a model's file, the NAME of one, or a finished RUN
    transfer: accept an --init with other modalities or classes, and take those of its weights that fit
    epochs: passes over the training slices; 0: as many as the profile has [default: tiny 4, small 20, base
        80]
    steps_per_epoch: training steps in an epoch; 0: as many as the slices make [default: 0]
    validate_every: epochs between validations [default: 1]
    validation_slices: number of validation slices, evenly spaced, on which fusion and reconstruction are
        scored; 0: all [default: 0]
    checkpoint_minutes: minutes between checkpoints, in addition to one after each validation [default: 5.0]
    log_every: steps between lines in events.ndjson; 0: one line per epoch only [default: 0]
    tensorboard: also write the events for TensorBoard, to RUN/tensorboard
    most_skipped_steps: steps of an epoch that may be skipped because a loss or gradient is not finite; one
        more ends the run [default: 5]
    accumulate: batches whose gradients are accumulated for one step [default: 1]
    precision: precision of matrix products and convolutions; tf32: TF32 for all of them on a GPU; bfloat16:
        bfloat16 for those of the networks in training; auto: bfloat16 on GPUs that have it, float32
        elsewhere [default: auto]
    recompute: recompute activations in the backward pass instead of storing them: less memory, more time,
        the same numbers
    device_memory: bytes that training may take on its device; 0: on a GPU what is free as it begins, on the
        CPU without limit.  A batch that needs more goes through the networks in parts, as with --recompute
        [default: 0.0]
    images_at_once: images in a part of a batch that goes through the networks by itself; 0: as many as
        --device-memory holds [default: 0]
    cuda_graphs: give a GPU each training step as one CUDA graph, which takes more memory and less of the
        host's time; auto: where steps can be; the last digits may differ from off [default: auto]
    ema_decay: decay per step of a moving average of the weights, which is then validated and saved; 0: no
        averaging [default: 0.0]
    ranks: processes on this machine that train together, each on its share of every batch; torchrun and
        srun start them on several machines and need no option [default: 1]
    rank_timeout: seconds to wait for another rank, at the start and in a step [default: 600.0]
    learning_rate: learning rate of Adam; 0: the profile's [default: tiny 0.003, small 0.001, base 0.0001]
    least_learning_rate: smallest learning rate, at which halving ends [default: 1e-06]
    halve_every: epochs after which the learning rate is halved [default: --epochs / 4]
    gradient_clip: largest norm of the gradient of a step [default: 1.0]
    sigma: share of the correlation loss; the other losses share the rest, 1 - sigma [default: 0.5]
    paper_strict: losses, network and rate as printed in the paper: no bound in the correlation loss, from
        the first epoch on saturating adversarial losses with labels 1 and 0 and no gradient penalty; what
        the paper does not have is refused
    adversarial_weight: lambda: weight of the adversarial loss; 0: no discriminators [default: tiny 0, small
        0.01, base 0.01]
    adversarial_warmup_epochs: initial epochs without the adversarial loss [default: 2]
    discriminator_learning_rate: learning rate of Adam for the discriminators [default: 0.0001]
    generator_loss: loss of the generator: -log D, or log(1 - D) as printed in the paper [default: non-
        saturating]
    real_label: label of real images for the discriminators [default: 0.9]
    r1_weight: weight of the discriminators' gradient penalty [default: 1.0]
    r1_every: steps between gradient penalties; 0: never [default: 16]
    discriminator: last layer of the discriminators: on the mean of their features, or on all of them
        [default: pooled]
    fusion_dim: channels of the fusion network's features [default: tiny 16, small 24, base 64]
    fusion_heads: attention heads [default: tiny 4, small 4, base 8]
    fusion_blocks: blocks of the fusion network before and after fusion [default: tiny 1, small 2, base 4]
    fusion_detail_nodes: invertible nodes of the fusion network [default: tiny 1, small 2, base 3]
    fusion_patch: side of the pixel patches that the fusion network works on [default: tiny 2, small 2, base
        1]
    fusion_base_conv: convolution in the base branch of the fusion network [default: tiny depthwise, small
        depthwise, base dense]
    fusion_coupling: scale in its invertible nodes: bounded by e^2, or free as published [default: bounded]
    fusion_residual: image to which the fusion network adds its output; sum: added before the sigmoid
        [default: tiny mean, small mean, base none]
    fusion_slot_embedding: add a learned embedding of the modality to its features [default: tiny yes, small
        yes, base no]
    fusion_attention: attention between modalities before they are merged [default: tiny none, small cross,
        base cross]
    fuser: kind of fusion network: decomposing into base and detail, or the invertible network (inn) of the
        method fusioninn [default: decomposing]
    inn_width: channels in the couplings of the invertible network, twice as many at half resolution
        [default: tiny 32, small 48, base 64]
    inn_blocks: couplings of the invertible network at half resolution [default: tiny 1, small 2, base 4]
    inn_mixing: input of the invertible network: the mean of the modalities and their differences, or the
        modalities in a random order, as published [default: mean]
    inn_subnet: last layer of the networks in its couplings; relu: as published [default: linear]
    inn_output: how the image of the invertible network is mapped to 0..1: clamped, and 0 where all
        modalities are 0; or by a sigmoid, as published [default: clamp]
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    device: where to compute [default: auto]
    seed: seed of all random numbers [default: 0]
    force: overwrite existing output
    skip_existing: keep output that is up to date, by the hash of inputs and configuration
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-pretrain', cases, [('--output', output), ('--profile', profile), ('--modalities', joined(modalities)), ('--fold', fold), ('--batch-size', batch_size), ('--crop', crop), ('--foreground-share', foreground_share), ('--augmentation', augmentation), ('--flip', flip), ('--rotate', rotate), ('--scale', scale), ('--scale-least', scale_least), ('--scale-most', scale_most), ('--intensity', intensity), ('--memory-gib', memory_gib), ('--init', init), ('--transfer', transfer), ('--epochs', epochs), ('--steps-per-epoch', steps_per_epoch), ('--validate-every', validate_every), ('--validation-slices', validation_slices), ('--checkpoint-minutes', checkpoint_minutes), ('--log-every', log_every), ('--tensorboard', tensorboard), ('--most-skipped-steps', most_skipped_steps), ('--accumulate', accumulate), ('--precision', precision), ('--recompute', recompute), ('--device-memory', device_memory), ('--images-at-once', images_at_once), ('--cuda-graphs', cuda_graphs), ('--ema-decay', ema_decay), ('--ranks', ranks), ('--rank-timeout', rank_timeout), ('--learning-rate', learning_rate), ('--least-learning-rate', least_learning_rate), ('--halve-every', halve_every), ('--gradient-clip', gradient_clip), ('--sigma', sigma), ('--paper-strict', paper_strict), ('--adversarial-weight', adversarial_weight), ('--adversarial-warmup-epochs', adversarial_warmup_epochs), ('--discriminator-learning-rate', discriminator_learning_rate), ('--generator-loss', generator_loss), ('--real-label', real_label), ('--r1-weight', r1_weight), ('--r1-every', r1_every), ('--discriminator', discriminator), ('--fusion-dim', fusion_dim), ('--fusion-heads', fusion_heads), ('--fusion-blocks', fusion_blocks), ('--fusion-detail-nodes', fusion_detail_nodes), ('--fusion-patch', fusion_patch), ('--fusion-base-conv', fusion_base_conv), ('--fusion-coupling', fusion_coupling), ('--fusion-residual', fusion_residual), ('--fusion-slot-embedding', fusion_slot_embedding), ('--fusion-attention', fusion_attention), ('--fuser', fuser), ('--inn-width', inn_width), ('--inn-blocks', inn_blocks), ('--inn-mixing', inn_mixing), ('--inn-subnet', inn_subnet), ('--inn-output', inn_output), ('--config', config), ('--threads', threads), ('--device', device), ('--seed', seed), ('--force', force), ('--skip-existing', skip_existing), ('--run-record', run_record), ('--anonymous', anonymous)])


def report(
    *cases: Cases,
    output: Optional[Word] = None,
    title: Optional[Word] = None,
    pictures: Optional[int] = None,
    figure: Optional[Word] = None,
    split: Optional[Word] = None,
    ids: Optional[Word] = None,
    suffix: Optional[Union[Word, Sequence[Word]]] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    force: bool = False,
    keep_going: bool = False,
    shard: Optional[Word] = None,
    partial_input: bool = False,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Show cases, scores and training on one page.

    cases: folders of f4s-train or f4s-pretrain, and cases: a dataset folder; a file of case records
        (.ndjson); tar files (out-%06d.tar); a table of cases (.csv, .tsv: id, subject, split, label, mask,
        and a column a modality); - (records on stdin); NAME=FILE words that make up one case (t1=a.png
        flair=b.png label=s.png); or NAME=FOLDER words whose files are paired by name without extension
        (NAME='FOLDER/*_t1.png': by what * stands for). label, mask, fused, latent and prediction are
        reserved names, every other name is a modality

    output: the page; with --format mqc a folder
    title: heading of the page (default: the names of what it is of)
    pictures: cases that are shown in pictures: the worst, the median and the best, then evenly spread
        [default: 50]
    figure: also a picture of the one case that is given, for a slide or a paper, 300 dpi
    split: take only the cases of this split
    ids: take only the cases whose id matches this shell pattern
    suffix: in the folder of NAME=FOLDER, take only the files whose names end in this text, and pair them by
        what stands before it (--suffix fused=_fused)
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    force: overwrite existing output
    keep_going: go on after a failed case, pass it on with its error, and exit 8
    shard: process the I-th of N parts of the subjects, I from 1 [default: 1/1]
    partial_input: accept a stream whose producer did not finish
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-report', cases, [('--output', output), ('--title', title), ('--pictures', pictures), ('--figure', figure), ('--split', split), ('--ids', ids), ('--suffix', suffix), ('--config', config), ('--threads', threads), ('--force', force), ('--keep-going', keep_going), ('--shard', shard), ('--partial-input', partial_input), ('--run-record', run_record), ('--anonymous', anonymous)])


def segment(
    *cases: Cases,
    output: Word,
    bids: Optional[Word] = None,
    model: Optional[Union[Word, Sequence[Word]]] = None,
    input: Optional[Literal['auto', 'fused', 'images']] = None,
    modalities: Optional[Union[Word, Sequence[Word]]] = None,
    engine: Optional[Literal['auto', 'plan', 'torch']] = None,
    precision: Optional[Literal['float32', 'int8']] = None,
    calibrate: bool = False,
    device_memory: Optional[float] = None,
    volumes: bool = False,
    probabilities: bool = False,
    uncertainty: bool = False,
    dicom_seg: bool = False,
    dicom_sc: bool = False,
    fused: bool = False,
    overlay: bool = False,
    tta: bool = False,
    min_volume: Optional[Union[Word, Sequence[Word]]] = None,
    largest: Optional[Union[Word, Sequence[Word]]] = None,
    anyway: bool = False,
    split: Optional[Word] = None,
    ids: Optional[Word] = None,
    suffix: Optional[Union[Word, Sequence[Word]]] = None,
    fold: Optional[Word] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    device: Optional[Word] = None,
    force: bool = False,
    skip_existing: bool = False,
    keep_going: bool = False,
    shard: Optional[Word] = None,
    partial_input: bool = False,
    tar_size: Optional[int] = None,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Label each pixel of a case; assemble slices into volumes.

    cases: a dataset folder; a file of case records (.ndjson); tar files (out-%06d.tar); a table of cases
        (.csv, .tsv: id, subject, split, label, mask, and a column a modality); - (records on stdin);
        NAME=FILE words that make up one case (t1=a.png flair=b.png label=s.png); or NAME=FOLDER words whose
        files are paired by name without extension (NAME='FOLDER/*_t1.png': by what * stands for). label,
        mask, fused, latent and prediction are reserved names, every other name is a modality. Or raw
        studies, which are prepared here: a BraTS, BIDS, nnU-Net or DICOM folder, or NAME=FILE words of
        volumes that hold no levels

    output: folder for the label maps; becomes a dataset
    bids: also write the volumes as a BIDS derivative to this folder; needs volumes, not slices
    model: a model: a .safetensors file, or the name of one in a folder of F4S_MODEL_PATH or of the suite;
        given several times: the mean of their probabilities is used
    input: input of the segmentation: the fused image of the case; or its images, fused here where the model
        needs that; auto: the fused image where there is one and the model takes it [default: auto]
    modalities: the images for the inputs of the model, in this order; default: by name
    engine: what computes networks: plan, the suite's own code for the CPU, without LibTorch; torch,
        LibTorch; auto: plan on the CPU where the network of the model has one, else torch [default: auto]
    precision: of the U-Net's convolutions; int8: 8 bits, for processors with AVX-512 VNNI and models that
        --calibrate wrote; labels then differ a little [default: float32]
    calibrate: also write the model, calibrated on these cases for --precision int8, as model.safetensors;
        give it training cases, of which a hundred are enough
    device_memory: bytes that the pictures which a GPU computes at once may take of its memory; 0: 4 GiB
        [default: 0.0]
    volumes: assemble slices into volumes (.nii.gz) on the grid of the source
    probabilities: also write the probability of each class, as images of 16 bits with 65535 for 1
    uncertainty: also write how undecided the probabilities are, 0 to 1: their entropy, as an image of 16
        bits
    dicom_seg: also write the label map as a DICOM Segmentation, on the frames of the DICOM series of the
        volume, and a report of its volumes (TID 1500); for slices add --volumes
    dicom_sc: also write the image with the outlines of the label map burned in, as DICOM secondary captures
        in the study of the DICOM series (dicom-sc/ID/0001.dcm ...); for slices add --volumes
    fused: also write the fused image that the model makes of the images, as fused/ID.png (.nii.gz of
        volumes); of a model that fuses
    overlay: also draw the outlines of the label map on the image, as overlay/ID.png; of a volume on six
        slices
    tta: test-time augmentation: the mean over the four flips of the image, at four times the cost
    min_volume: take parts of a region out of a volume that are smaller than this; none: do not; default:
        what the model recommends
    largest: leave only the largest part of these regions in a volume; none: all; default: what the model
        recommends
    anyway: go on with images that were not prepared as the model's training images (normalization, pixel
        spacing, plane): a finding of each case, else an error
    split: take only the cases of this split
    ids: take only the cases whose id matches this shell pattern
    suffix: in the folder of NAME=FOLDER, take only the files whose names end in this text, and pair them by
        what stands before it (--suffix fused=_fused)
    fold: take only the cases of the subjects that f4s-train --fold K/N held out for validation on the same
        dataset
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    device: where to compute [default: auto]
    force: overwrite existing output
    skip_existing: keep output that is up to date, by the hash of inputs and configuration
    keep_going: go on after a failed case, pass it on with its error, and exit 8
    shard: process the I-th of N parts of the subjects, I from 1 [default: 1/1]
    partial_input: accept a stream whose producer did not finish
    tar_size: MiB of each tar file that --output 'NAME-%06d.tar' makes [default: 1024]
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-segment', cases, [('--output', output), ('--bids', bids), ('--model', model), ('--input', input), ('--modalities', joined(modalities)), ('--engine', engine), ('--precision', precision), ('--calibrate', calibrate), ('--device-memory', device_memory), ('--volumes', volumes), ('--probabilities', probabilities), ('--uncertainty', uncertainty), ('--dicom-seg', dicom_seg), ('--dicom-sc', dicom_sc), ('--fused', fused), ('--overlay', overlay), ('--tta', tta), ('--min-volume', joined(min_volume)), ('--largest', joined(largest)), ('--anyway', anyway), ('--split', split), ('--ids', ids), ('--suffix', suffix), ('--fold', fold), ('--config', config), ('--threads', threads), ('--device', device), ('--force', force), ('--skip-existing', skip_existing), ('--keep-going', keep_going), ('--shard', shard), ('--partial-input', partial_input), ('--tar-size', tar_size), ('--run-record', run_record), ('--anonymous', anonymous)])


def train(
    *cases: Cases,
    output: Word,
    method: Optional[Literal['fuse4seg', 'unet', 'fusioninn', 'csad']] = None,
    task: Optional[Literal['method', 'both', 'fusion', 'segmentation']] = None,
    bilevel: Optional[Literal['method', 'joint', 'gauss-newton', 'alternate', 'none']] = None,
    gauss_newton_damping: Optional[float] = None,
    profile: Optional[Literal['tiny', 'small', 'base']] = None,
    input: Optional[Literal['method', 'fused', 'images', 'both', 'features', 'concatenated']] = None,
    fusion_dim: Optional[int] = None,
    fusion_heads: Optional[int] = None,
    fusion_blocks: Optional[int] = None,
    fusion_detail_nodes: Optional[int] = None,
    fusion_patch: Optional[int] = None,
    fusion_base_conv: Optional[Literal['profile', 'depthwise', 'dense']] = None,
    fusion_coupling: Optional[Literal['profile', 'bounded', 'free']] = None,
    fusion_residual: Optional[Literal['profile', 'none', 'sum', 'mean', 'maximum']] = None,
    fusion_slot_embedding: Optional[Literal['profile', 'yes', 'no']] = None,
    fusion_attention: Optional[Literal['profile', 'none', 'cross']] = None,
    fuser: Optional[Literal['profile', 'decomposing', 'inn']] = None,
    inn_width: Optional[int] = None,
    inn_blocks: Optional[int] = None,
    inn_mixing: Optional[Literal['profile', 'mean', 'permutation']] = None,
    inn_subnet: Optional[Literal['profile', 'linear', 'relu']] = None,
    inn_output: Optional[Literal['profile', 'clamp', 'sigmoid']] = None,
    segmentation_width: Optional[int] = None,
    segmentation_levels: Optional[int] = None,
    segmentation_dim: Optional[int] = None,
    segmentation_heads: Optional[int] = None,
    segmentation_blocks: Optional[int] = None,
    segmentation_adapter: Optional[Literal['profile', 'none', 'depthwise', 'dense']] = None,
    segmentation_stem: Optional[Literal['profile', 'pairs', 'resnet']] = None,
    segmenter: Optional[Literal['profile', 'transunet', 'unet', 'csad']] = None,
    segmentation_merge: Optional[Literal['correlated', 'concatenated']] = None,
    segmentation_patch: Optional[int] = None,
    modalities: Optional[Union[Word, Sequence[Word]]] = None,
    fold: Optional[Word] = None,
    batch_size: Optional[int] = None,
    crop: Optional[int] = None,
    foreground_share: Optional[float] = None,
    augmentation: Optional[Literal['profile', 'simple', 'nnunet']] = None,
    flip: Optional[float] = None,
    rotate: Optional[float] = None,
    scale: Optional[float] = None,
    scale_least: Optional[float] = None,
    scale_most: Optional[float] = None,
    intensity: Optional[float] = None,
    memory_gib: Optional[float] = None,
    modality_dropout: Optional[float] = None,
    needs: Optional[Union[Word, Sequence[Word]]] = None,
    init: Optional[Word] = None,
    transfer: bool = False,
    epochs: Optional[int] = None,
    steps_per_epoch: Optional[int] = None,
    validate_every: Optional[int] = None,
    validation_slices: Optional[int] = None,
    checkpoint_minutes: Optional[float] = None,
    log_every: Optional[int] = None,
    tensorboard: bool = False,
    most_skipped_steps: Optional[int] = None,
    accumulate: Optional[int] = None,
    precision: Optional[Literal['auto', 'float32', 'tf32', 'bfloat16']] = None,
    recompute: bool = False,
    device_memory: Optional[float] = None,
    images_at_once: Optional[int] = None,
    cuda_graphs: Optional[Literal['auto', 'on', 'off']] = None,
    ema_decay: Optional[float] = None,
    ranks: Optional[int] = None,
    rank_timeout: Optional[float] = None,
    warmup_epochs: Optional[int] = None,
    fusion_weight: Optional[float] = None,
    fusion_learning_rate: Optional[float] = None,
    fusion_least_learning_rate: Optional[float] = None,
    fusion_halve_every: Optional[int] = None,
    encoder_slow_epochs: Optional[int] = None,
    encoder_slow_factor: Optional[float] = None,
    segmentation_optimiser: Optional[Literal['profile', 'sgd', 'adam']] = None,
    segmentation_learning_rate: Optional[float] = None,
    momentum: Optional[float] = None,
    nesterov: bool = False,
    weight_decay: Optional[float] = None,
    poly_power: Optional[float] = None,
    segmentation_warmup_steps: Optional[int] = None,
    fusion_gradient_clip: Optional[float] = None,
    segmentation_gradient_clip: Optional[float] = None,
    dice_of: Optional[Literal['regions', 'classes']] = None,
    sigma: Optional[float] = None,
    texture_weight: Optional[float] = None,
    intensity_weight: Optional[float] = None,
    intensity_of: Optional[Literal['maximum', 'mean']] = None,
    paper_strict: bool = False,
    vif_weight: Optional[float] = None,
    qabf_weight: Optional[float] = None,
    mi_weight: Optional[float] = None,
    scd_weight: Optional[float] = None,
    sf_weight: Optional[float] = None,
    sd_weight: Optional[float] = None,
    scd_limit: Optional[Literal['none', 'maximum']] = None,
    frequency_weight: Optional[float] = None,
    gradient_weight: Optional[float] = None,
    fidelity_weight: Optional[float] = None,
    fidelity_db: Optional[float] = None,
    grain_db: Optional[float] = None,
    contrast: Optional[Word] = None,
    contrast_weight: Optional[float] = None,
    contrast_epochs: Optional[int] = None,
    structure_share: Optional[float] = None,
    forward_weight: Optional[float] = None,
    reverse_weight: Optional[float] = None,
    latent_weight: Optional[float] = None,
    score_weight: Optional[float] = None,
    latent_samples: Optional[Literal['method', 'patches', 'images']] = None,
    latent_patch: Optional[int] = None,
    latent_count: Optional[int] = None,
    cross_entropy_weight: Optional[float] = None,
    dice_weight: Optional[float] = None,
    dice_smooth: Optional[float] = None,
    dice_background: bool = False,
    gain: Optional[float] = None,
    min_volume: Optional[Union[Word, Sequence[Word]]] = None,
    largest: Optional[Union[Word, Sequence[Word]]] = None,
    distillation_weight: Optional[float] = None,
    distillation_begin: Optional[int] = None,
    distillation_attention: Optional[Literal['proportional', 'softmax']] = None,
    adversarial_weight: Optional[float] = None,
    adversarial_warmup_epochs: Optional[int] = None,
    discriminator_learning_rate: Optional[float] = None,
    generator_loss: Optional[Literal['non-saturating', 'saturating']] = None,
    real_label: Optional[float] = None,
    r1_weight: Optional[float] = None,
    r1_every: Optional[int] = None,
    discriminator: Optional[Literal['pooled', 'flat']] = None,
    config: Optional[Word] = None,
    threads: Optional[int] = None,
    device: Optional[Word] = None,
    seed: Optional[int] = None,
    force: bool = False,
    skip_existing: bool = False,
    run_record: Optional[Word] = None,
    anonymous: bool = False,
) -> Run:
    r"""Cooperative bi-level training of fusion and segmentation.

    cases: a dataset folder; a file of case records (.ndjson); tar files (out-%06d.tar); a table of cases
        (.csv, .tsv: id, subject, split, label, mask, and a column a modality); - (records on stdin);
        NAME=FILE words that make up one case (t1=a.png flair=b.png label=s.png); or NAME=FOLDER words whose
        files are paired by name without extension (NAME='FOLDER/*_t1.png': by what * stands for). label,
        mask, fused, latent and prediction are reserved names, every other name is a modality

    output: folder for the models, checkpoints and events: RUN
    method: fuse4seg: fusion and segmentation together, as --task and --bilevel say; unet: segmentation as
        nnU-Net trains it, by a U-Net with deep supervision, on the modalities or on the image fused by
        --init; fusioninn: fusion by an invertible network, so that f4s-fuse --decompose can reconstruct the
        sources; csad: segmentation of 2 to 4 modalities by a U-Net with one encoder each, merged by
        correlation, with attention distillation between the encoders [default: fuse4seg]
    task: what is trained; with segmentation the fusion of --init stays as it is [default: both (unet
        segmentation; fusioninn fusion; csad segmentation)]
    bilevel: joint: the segmentation loss also reaches the fusion network (eq. 6 and 7 of the paper); gauss-
        newton: its gradient is corrected for the response of the segmentation network (eq. 5); alternate:
        the networks are updated in turn, each with the other fixed; none: trained separately, each by its
        own loss [default: joint]
    gauss_newton_damping: kappa: weight of that correction [default: 0.5]
    profile: size of the networks [default: tiny]
    input: input of the segmentation network: the fused image; the modalities (images), concatenated as
        input channels; both; the merged features from which the fused image is decoded; or the features of
        all modalities, concatenated [default: fused (unet images without --init, fused otherwise; fusioninn
        fused; csad images)]
    fusion_dim: channels of the fusion network's features [default: tiny 16, small 24, base 64]
    fusion_heads: attention heads [default: tiny 4, small 4, base 8]
    fusion_blocks: blocks of the fusion network before and after fusion [default: tiny 1, small 2, base 4]
    fusion_detail_nodes: invertible nodes of the fusion network [default: tiny 1, small 2, base 3]
    fusion_patch: side of the pixel patches that the fusion network works on [default: tiny 2, small 2, base
        1]
    fusion_base_conv: convolution in the base branch of the fusion network [default: tiny depthwise, small
        depthwise, base dense]
    fusion_coupling: scale in its invertible nodes: bounded by e^2, or free as published [default: bounded]
    fusion_residual: image to which the fusion network adds its output; sum: added before the sigmoid
        [default: tiny mean, small mean, base none (fuse4seg none with --paper-strict)]
    fusion_slot_embedding: add a learned embedding of the modality to its features [default: tiny yes, small
        yes, base no (fuse4seg no with --paper-strict)]
    fusion_attention: attention between modalities before they are merged [default: tiny none, small cross,
        base cross (fuse4seg cross with --paper-strict)]
    fuser: kind of fusion network: decomposing into base and detail, or the invertible network (inn) of the
        method fusioninn [default: decomposing (fusioninn inn)]
    inn_width: channels in the couplings of the invertible network, twice as many at half resolution
        [default: tiny 32, small 48, base 64 (fusioninn 32 with --paper-strict)]
    inn_blocks: couplings of the invertible network at half resolution [default: tiny 1, small 2, base 4
        (fusioninn 1 with --paper-strict)]
    inn_mixing: input of the invertible network: the mean of the modalities and their differences, or the
        modalities in a random order, as published [default: mean (fusioninn permutation with --paper-
        strict)]
    inn_subnet: last layer of the networks in its couplings; relu: as published [default: linear (fusioninn
        relu with --paper-strict)]
    inn_output: how the image of the invertible network is mapped to 0..1: clamped, and 0 where all
        modalities are 0; or by a sigmoid, as published [default: clamp (fusioninn sigmoid with --paper-
        strict)]
    segmentation_width: channels of the segmentation network at full resolution [default: tiny 8, small 16,
        base 64 with --segmenter transunet; tiny 8, small 16, base 32 otherwise]
    segmentation_levels: how often the segmentation network halves the resolution [default: tiny 3, small 4,
        base 4 with --segmenter transunet; tiny 4, small 5, base 6 otherwise]
    segmentation_dim: channels of the transformer in the segmentation network [default: tiny 64, small 256,
        base 768]
    segmentation_heads: attention heads [default: tiny 4, small 8, base 12]
    segmentation_blocks: transformer blocks of the segmentation network [default: tiny 2, small 6, base 12]
    segmentation_adapter: convolution in the adapters of the transformer blocks [default: depthwise]
    segmentation_stem: layers before the transformer: pairs of convolutions, or TransUNet's ResNet with 4
        levels [default: tiny pairs, small pairs, base resnet]
    segmenter: kind of segmentation network; csad: a U-Net with one encoder for each modality [default:
        transunet (unet unet; csad csad)]
    segmentation_merge: how csad merges its modalities at each level: by gates computed from their
        correlation, or concatenated and merged by a 1x1 convolution alone [default: correlated]
    segmentation_patch: side of the pixel patches that unet works on, and labels pixel by pixel: 1, 2 or 4
        [default: 1]
    modalities: the modalities, in this order; A|B: either, where cases differ; default: --init's, else the
        first case's
    fold: validate on the K-th of N parts of the subjects, train on the others
    batch_size: slices per step; 0: as many as the profile has [default: tiny 8, small 8, base 16]
    crop: side of the square training crops, in pixels; 0: the profile's [default: tiny 96, small 128, base
        224]
    foreground_share: share of the training crops that are drawn to contain a labelled pixel [default: 0.33]
    augmentation: simple: mirroring, rotation by 90 degrees, scaling and intensity, with the probabilities
        below; nnunet: mirroring, rotation, scaling, noise, blur, brightness, contrast, low resolution and
        gamma, as nnU-Net draws them [default: simple (unet nnunet)]
    flip: probability of mirroring, for each axis [default: 0.5]
    rotate: probability of rotation by 90, 180 or 270 degrees (simple) [default: 0.5]
    scale: probability of scaling [default: 0.2]
    scale_least: smallest scale [default: 0.7]
    scale_most: largest scale [default: 1.4]
    intensity: probability of a change of intensity, for each modality (simple) [default: 0.3]
    memory_gib: keep the slices in memory if they take no more than this; otherwise read them when needed
        [default: 2.0]
    modality_dropout: probability that a training crop loses some of its modalities, so that the model can
        do without them (with --input images) [default: 0.0]
    needs: what the model needs: one of these modalities or sets of modalities (t1ce,flair: either; t1+t2:
        both), of which --modality-dropout leaves one; default: any one with --modality-dropout, else two
    init: initial weights: a model's file, the NAME of one, or a finished RUN
    transfer: accept an --init with other modalities or classes, and take those of its weights that fit
    epochs: passes over the training slices; 0: as many as the profile has [default: tiny 20, small 60, base
        140]
    steps_per_epoch: training steps in an epoch; 0: as many as the slices make [default: 0]
    validate_every: epochs between validations [default: 1]
    validation_slices: number of validation slices, evenly spaced, on which fusion and reconstruction are
        scored; 0: all [default: 0]
    checkpoint_minutes: minutes between checkpoints, in addition to one after each validation [default: 5.0]
    log_every: steps between lines in events.ndjson; 0: one line per epoch only [default: 0]
    tensorboard: also write the events for TensorBoard, to RUN/tensorboard
    most_skipped_steps: steps of an epoch that may be skipped because a loss or gradient is not finite; one
        more ends the run [default: 5]
    accumulate: batches whose gradients are accumulated for one step [default: 1]
    precision: precision of matrix products and convolutions; tf32: TF32 for all of them on a GPU; bfloat16:
        bfloat16 for those of the networks in training; auto: bfloat16 on GPUs that have it, float32
        elsewhere [default: auto]
    recompute: recompute activations in the backward pass instead of storing them: less memory, more time,
        the same numbers
    device_memory: bytes that training may take on its device; 0: on a GPU what is free as it begins, on the
        CPU without limit.  A batch that needs more goes through the networks in parts, as with --recompute
        [default: 0.0]
    images_at_once: images in a part of a batch that goes through the networks by itself; 0: as many as
        --device-memory holds [default: 0]
    cuda_graphs: give a GPU each training step as one CUDA graph, which takes more memory and less of the
        host's time; auto: where steps can be; the last digits may differ from off [default: auto]
    ema_decay: decay per step of a moving average of the weights, which is then validated and saved; 0: no
        averaging [default: 0.0]
    ranks: processes on this machine that train together, each on its share of every batch; torchrun and
        srun start them on several machines and need no option [default: 1]
    rank_timeout: seconds to wait for another rank, at the start and in a step [default: 600.0]
    warmup_epochs: initial epochs in which the fusion network is trained by its own loss alone [default:
        --epochs / 14 (fuse4seg 0 with --paper-strict)]
    fusion_weight: lambda: weight of the fusion loss relative to the segmentation loss [default: 1.0]
    fusion_learning_rate: learning rate of Adam; 0: the profile's [default: tiny 0.003, small 0.001, base
        0.0001 (fuse4seg 0.0001 with --paper-strict; fusioninn 0.002; fusioninn 0.0003 with --paper-strict)]
    fusion_least_learning_rate: smallest learning rate, at which halving ends [default: 1e-06]
    fusion_halve_every: epochs after which the fusion network's learning rate is halved [default: --epochs /
        7 (fuse4seg 20 with --paper-strict; fusioninn 1000000 with --paper-strict)]
    encoder_slow_epochs: initial epochs in which an encoder from --init is trained with a reduced rate
        [default: --epochs / 7 (fuse4seg 0 with --paper-strict)]
    encoder_slow_factor: factor on its learning rate in those epochs [default: 0.1]
    segmentation_optimiser: optimiser of the segmentation network: SGD with momentum, or Adam with decoupled
        weight decay [default: tiny adam, small adam, base sgd (fuse4seg sgd with --paper-strict; unet sgd)]
    segmentation_learning_rate: learning rate of the segmentation network; 0: the profile's [default: tiny
        0.03, small 0.02, base 0.01 with --segmentation-optimiser sgd; tiny 0.01, small 0.003, base 0.0003
        with --segmentation-optimiser adam (fuse4seg 0.01 with --paper-strict; unet 0.01 with
        --segmentation-optimiser sgd)]
    momentum: momentum of SGD [default: 0.9 (unet 0.99)]
    nesterov: use Nesterov momentum; always on with the method unet
    weight_decay: weight decay of the segmentation network [default: 0.0001 (unet 3e-05)]
    poly_power: the segmentation network's learning rate falls as (1 - step / steps) to this power [default:
        0.9]
    segmentation_warmup_steps: initial steps in which the segmentation network's learning rate rises; 0:
        steps / 20, at most 500 [default: 0 (unet 1)]
    fusion_gradient_clip: largest norm of the fusion network's gradient in a step [default: 1.0]
    segmentation_gradient_clip: largest norm of the segmentation network's gradient in a step [default:
        12.0]
    dice_of: what the Dice loss averages over [default: regions]
    sigma: share of the correlation loss; the other losses share the rest, 1 - sigma [default: 0.5]
    texture_weight: weight of the texture loss [default: 10.0]
    intensity_weight: weight of the intensity loss [default: 1.0]
    intensity_of: target of the intensity loss [default: maximum]
    paper_strict: losses, network, optimisers and rates as printed in the paper: adversarial, correlation
        (without its bound) and texture loss alone from the first epoch on, the adversarial one saturating,
        with labels 1 and 0 and no gradient penalty; a fused image that the decoder makes, with cross-
        attention; Adam and SGD. What the paper does not have is refused; sizes, epochs and batches stay the
        profile's. For the method fusioninn the network, learning rate and latent loss as published
    vif_weight: weight of a loss that raises VIF [default: 0.0]
    qabf_weight: weight of a loss that raises Qabf [default: 0.0]
    mi_weight: weight of a loss that raises mutual information [default: 0.0]
    scd_weight: weight of a loss that raises SCD [default: 0.0]
    sf_weight: weight of a loss that raises spatial frequency, up to that of the sources [default: 0.0]
    sd_weight: weight of a loss that raises the standard deviation, up to that of the pixelwise maximum
        [default: 0.0]
    scd_limit: how far SCD is raised in each case; maximum: up to that of the pixelwise maximum [default:
        none]
    frequency_weight: weight of the frequency decomposition loss: low frequencies at the mean of the
        sources, high ones at the stronger source's [default: 0.0]
    gradient_weight: weight of the spatial gradient loss: gradients, with their direction, at the steeper
        source's [default: 0.0]
    fidelity_weight: weight of the loss for deviating too far from the mean of the sources [default: 0.0]
    fidelity_db: smallest PSNR to the mean of the sources at which that loss is 0, in dB [default: 19.5]
    grain_db: the same for the high-frequency residual alone, so that classes are not hidden in a fine
        texture [default: 32.0]
    contrast: add a per-class offset to the fusion target: LEVEL is added to the mean of the sources, in
        0..1, where the label is VALUE; 0 is the background
    contrast_weight: weight of the distance to that target [default: 10.0]
    contrast_epochs: initial epochs in which that distance counts; 0: all [default: 0]
    structure_share: fusioninn: share of SSIM, against the squared error, in the similarity loss [default:
        0.8]
    forward_weight: fusioninn: weight of the similarity of the fused image to its sources [default: 0.5]
    reverse_weight: fusioninn: weight of the similarity of the sources to those reconstructed from the fused
        image alone [default: 0.5]
    latent_weight: fusioninn: weight of the distance of the latent planes from a normal distribution
        [default: 0.5]
    score_weight: fusioninn: weight of a loss that raises VIF and Qabf of the weakest source; VIF needs
        crops of at least 41 pixels [default: 0 (fusioninn 0.2; fusioninn 0 with --paper-strict)]
    latent_samples: samples of the latent planes that are compared with a normal distribution: patches
        within the anatomy, or whole images, as published and with --paper-strict [default: patches
        (fusioninn images with --paper-strict)]
    latent_patch: side of those patches, in pixels [default: 2]
    latent_count: number of those patches in a batch [default: 512]
    cross_entropy_weight: weight of the cross-entropy loss [default: 0.5]
    dice_weight: weight of the Dice loss [default: 0.5]
    dice_smooth: smoothing term of the Dice ratio, in pixels [default: 1e-05]
    dice_background: include the background in the Dice loss
    gain: what the model is to recommend to f4s-fuse, chosen on other cases: fused images are multiplied by
        it [default: 1.0]
    min_volume: what the model is to recommend to f4s-segment, chosen on other cases: parts of a region that
        are smaller are taken out
    largest: what the model is to recommend to f4s-segment: only the largest part of these regions stays
    distillation_weight: weight of the distance between the attention maps of the modalities' encoders, for
        --segmenter csad [default: 0 (csad 0.1)]
    distillation_begin: initial epochs without that loss [default: 2 x --epochs / 7]
    distillation_attention: attention map of an encoder: proportional to 1 + |F|^2 of its features F, or to
        e^|F|^2, which concentrates on a few pixels in large images [default: proportional]
    adversarial_weight: lambda: weight of the adversarial loss; 0: no discriminators [default: tiny 0, small
        0.01, base 0.01 (fuse4seg 0.01 with --paper-strict; fusioninn 0)]
    adversarial_warmup_epochs: initial epochs without the adversarial loss [default: 2]
    discriminator_learning_rate: learning rate of Adam for the discriminators [default: 0.0001]
    generator_loss: loss of the generator: -log D, or log(1 - D) as printed in the paper [default: non-
        saturating]
    real_label: label of real images for the discriminators [default: 0.9]
    r1_weight: weight of the discriminators' gradient penalty [default: 1.0]
    r1_every: steps between gradient penalties; 0: never [default: 16]
    discriminator: last layer of the discriminators: on the mean of their features, or on all of them
        [default: pooled]
    config: read parameters from a JSON object, or from a run record; flags override it
    threads: cases at a time; 0: as many as there are cores [default: 0]
    device: where to compute [default: auto]
    seed: seed of all random numbers [default: 0]
    force: overwrite existing output
    skip_existing: keep output that is up to date, by the hash of inputs and configuration
    run_record: also write the run record to this file
    anonymous: leave host and user out of the run record; paths stay
    """
    return Run('f4s-train', cases, [('--output', output), ('--method', method), ('--task', task), ('--bilevel', bilevel), ('--gauss-newton-damping', gauss_newton_damping), ('--profile', profile), ('--input', input), ('--fusion-dim', fusion_dim), ('--fusion-heads', fusion_heads), ('--fusion-blocks', fusion_blocks), ('--fusion-detail-nodes', fusion_detail_nodes), ('--fusion-patch', fusion_patch), ('--fusion-base-conv', fusion_base_conv), ('--fusion-coupling', fusion_coupling), ('--fusion-residual', fusion_residual), ('--fusion-slot-embedding', fusion_slot_embedding), ('--fusion-attention', fusion_attention), ('--fuser', fuser), ('--inn-width', inn_width), ('--inn-blocks', inn_blocks), ('--inn-mixing', inn_mixing), ('--inn-subnet', inn_subnet), ('--inn-output', inn_output), ('--segmentation-width', segmentation_width), ('--segmentation-levels', segmentation_levels), ('--segmentation-dim', segmentation_dim), ('--segmentation-heads', segmentation_heads), ('--segmentation-blocks', segmentation_blocks), ('--segmentation-adapter', segmentation_adapter), ('--segmentation-stem', segmentation_stem), ('--segmenter', segmenter), ('--segmentation-merge', segmentation_merge), ('--segmentation-patch', segmentation_patch), ('--modalities', joined(modalities)), ('--fold', fold), ('--batch-size', batch_size), ('--crop', crop), ('--foreground-share', foreground_share), ('--augmentation', augmentation), ('--flip', flip), ('--rotate', rotate), ('--scale', scale), ('--scale-least', scale_least), ('--scale-most', scale_most), ('--intensity', intensity), ('--memory-gib', memory_gib), ('--modality-dropout', modality_dropout), ('--needs', joined(needs)), ('--init', init), ('--transfer', transfer), ('--epochs', epochs), ('--steps-per-epoch', steps_per_epoch), ('--validate-every', validate_every), ('--validation-slices', validation_slices), ('--checkpoint-minutes', checkpoint_minutes), ('--log-every', log_every), ('--tensorboard', tensorboard), ('--most-skipped-steps', most_skipped_steps), ('--accumulate', accumulate), ('--precision', precision), ('--recompute', recompute), ('--device-memory', device_memory), ('--images-at-once', images_at_once), ('--cuda-graphs', cuda_graphs), ('--ema-decay', ema_decay), ('--ranks', ranks), ('--rank-timeout', rank_timeout), ('--warmup-epochs', warmup_epochs), ('--fusion-weight', fusion_weight), ('--fusion-learning-rate', fusion_learning_rate), ('--fusion-least-learning-rate', fusion_least_learning_rate), ('--fusion-halve-every', fusion_halve_every), ('--encoder-slow-epochs', encoder_slow_epochs), ('--encoder-slow-factor', encoder_slow_factor), ('--segmentation-optimiser', segmentation_optimiser), ('--segmentation-learning-rate', segmentation_learning_rate), ('--momentum', momentum), ('--nesterov', nesterov), ('--weight-decay', weight_decay), ('--poly-power', poly_power), ('--segmentation-warmup-steps', segmentation_warmup_steps), ('--fusion-gradient-clip', fusion_gradient_clip), ('--segmentation-gradient-clip', segmentation_gradient_clip), ('--dice-of', dice_of), ('--sigma', sigma), ('--texture-weight', texture_weight), ('--intensity-weight', intensity_weight), ('--intensity-of', intensity_of), ('--paper-strict', paper_strict), ('--vif-weight', vif_weight), ('--qabf-weight', qabf_weight), ('--mi-weight', mi_weight), ('--scd-weight', scd_weight), ('--sf-weight', sf_weight), ('--sd-weight', sd_weight), ('--scd-limit', scd_limit), ('--frequency-weight', frequency_weight), ('--gradient-weight', gradient_weight), ('--fidelity-weight', fidelity_weight), ('--fidelity-db', fidelity_db), ('--grain-db', grain_db), ('--contrast', contrast), ('--contrast-weight', contrast_weight), ('--contrast-epochs', contrast_epochs), ('--structure-share', structure_share), ('--forward-weight', forward_weight), ('--reverse-weight', reverse_weight), ('--latent-weight', latent_weight), ('--score-weight', score_weight), ('--latent-samples', latent_samples), ('--latent-patch', latent_patch), ('--latent-count', latent_count), ('--cross-entropy-weight', cross_entropy_weight), ('--dice-weight', dice_weight), ('--dice-smooth', dice_smooth), ('--dice-background', dice_background), ('--gain', gain), ('--min-volume', joined(min_volume)), ('--largest', joined(largest)), ('--distillation-weight', distillation_weight), ('--distillation-begin', distillation_begin), ('--distillation-attention', distillation_attention), ('--adversarial-weight', adversarial_weight), ('--adversarial-warmup-epochs', adversarial_warmup_epochs), ('--discriminator-learning-rate', discriminator_learning_rate), ('--generator-loss', generator_loss), ('--real-label', real_label), ('--r1-weight', r1_weight), ('--r1-every', r1_every), ('--discriminator', discriminator), ('--config', config), ('--threads', threads), ('--device', device), ('--seed', seed), ('--force', force), ('--skip-existing', skip_existing), ('--run-record', run_record), ('--anonymous', anonymous)])
