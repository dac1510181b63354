"""f4s-segment: label each pixel of a case; assemble slices into volumes

Made from `f4s-segment --usage-json`; `f4s-segment --help` says what each option does.

input: the words of the command line, in order (CASES); none where nothing is named
output: the folder (directory()) or file of --output first; `records=FILE` takes what the tool writes to stdout
params: options by name, `method="laplacian"`; a list repeats an option that can be; `extra` is put in as it is
"""

import shlex

from snakemake.shell import shell

TOOL = "f4s-segment"
HAS_OUTPUT = True
HAS_THREADS = True
HAS_FORMAT = True
# The options by name: the flag, and whether it takes no value, a value, or several.
OPTIONS = {
    "bids": ["--bids", "one"],
    "model": ["--model", "several"],
    "input": ["--input", "one"],
    "modalities": ["--modalities", "one"],
    "engine": ["--engine", "one"],
    "precision": ["--precision", "one"],
    "calibrate": ["--calibrate", "nothing"],
    "device_memory": ["--device-memory", "one"],
    "volumes": ["--volumes", "nothing"],
    "probabilities": ["--probabilities", "nothing"],
    "uncertainty": ["--uncertainty", "nothing"],
    "dicom_seg": ["--dicom-seg", "nothing"],
    "dicom_sc": ["--dicom-sc", "nothing"],
    "fused": ["--fused", "nothing"],
    "overlay": ["--overlay", "nothing"],
    "tta": ["--tta", "nothing"],
    "min_volume": ["--min-volume", "one"],
    "largest": ["--largest", "one"],
    "anyway": ["--anyway", "nothing"],
    "describe": ["--describe", "nothing"],
    "split": ["--split", "one"],
    "ids": ["--ids", "one"],
    "suffix": ["--suffix", "several"],
    "fold": ["--fold", "one"],
    "config": ["--config", "one"],
    "device": ["--device", "one"],
    "force": ["--force", "nothing"],
    "skip_existing": ["--skip-existing", "nothing"],
    "keep_going": ["--keep-going", "nothing"],
    "shard": ["--shard", "one"],
    "partial_input": ["--partial-input", "nothing"],
    "tar_size": ["--tar-size", "one"],
    "progress": ["--progress", "one"],
    "quiet": ["--quiet", "nothing"],
    "verbose": ["--verbose", "nothing"],
    "run_record": ["--run-record", "one"],
    "anonymous": ["--anonymous", "nothing"],
}


def words_of(name, value):
    if name not in OPTIONS:
        raise ValueError(f"{TOOL} has no option {name!r}: wanted {', '.join(OPTIONS)}, or extra")
    flag, takes = OPTIONS[name]
    if takes == "nothing":
        if value not in (True, False):
            raise ValueError(f"{TOOL}: {name} is True or False, not {value!r}")
        return [flag] if value else []
    values = value if takes == "several" and not isinstance(value, str) else [value]
    return [word for one in values for word in (flag, ",".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one))]


words = [TOOL, *map(str, snakemake.input)]
outputs = dict(snakemake.output.items())
records = outputs.get("records")
if HAS_OUTPUT:
    folders = [path for path in snakemake.output if path != records]
    if len(folders) != 1:
        raise ValueError(f"{TOOL}: one output beside records is wanted, for --output; there are {len(folders)}")
    words += ["--output", str(folders[0])]
for name, value in snakemake.params.items():
    if name != "extra":
        words += words_of(name, value)
if HAS_THREADS:
    words += ["--threads", str(snakemake.threads)]
if HAS_FORMAT:
    words += ["--format", "ndjson" if records else "none"]
command = " ".join(map(shlex.quote, words)) + " " + snakemake.params.get("extra", "")
if records:
    command += " >" + shlex.quote(str(records))
log = snakemake.log_fmt_shell(stdout=not records, stderr=True)
shell("{command} {log}")
