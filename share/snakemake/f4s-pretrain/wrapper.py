"""f4s-pretrain: pre-train the decomposition encoder

Made from `f4s-pretrain --usage-json`; `f4s-pretrain --help` says what each option does.

input: the words of the command line, in order (DATASET); none where nothing is named
output: the folder (directory()) or file of --output first; `records=FILE` takes what the tool writes to stdout
params: options by name, `method="laplacian"`; a list repeats an option that can be; `extra` is put in as it is
"""

import shlex

from snakemake.shell import shell

TOOL = "f4s-pretrain"
HAS_OUTPUT = True
HAS_THREADS = True
HAS_FORMAT = True
# The options by name: the flag, and whether it takes no value, a value, or several.
OPTIONS = {
    "profile": ["--profile", "one"],
    "modalities": ["--modalities", "one"],
    "fold": ["--fold", "one"],
    "batch_size": ["--batch-size", "one"],
    "crop": ["--crop", "one"],
    "foreground_share": ["--foreground-share", "one"],
    "augmentation": ["--augmentation", "one"],
    "flip": ["--flip", "one"],
    "rotate": ["--rotate", "one"],
    "scale": ["--scale", "one"],
    "scale_least": ["--scale-least", "one"],
    "scale_most": ["--scale-most", "one"],
    "intensity": ["--intensity", "one"],
    "memory_gib": ["--memory-gib", "one"],
    "init": ["--init", "one"],
    "transfer": ["--transfer", "nothing"],
    "epochs": ["--epochs", "one"],
    "steps_per_epoch": ["--steps-per-epoch", "one"],
    "validate_every": ["--validate-every", "one"],
    "validation_slices": ["--validation-slices", "one"],
    "checkpoint_minutes": ["--checkpoint-minutes", "one"],
    "log_every": ["--log-every", "one"],
    "tensorboard": ["--tensorboard", "nothing"],
    "most_skipped_steps": ["--most-skipped-steps", "one"],
    "accumulate": ["--accumulate", "one"],
    "precision": ["--precision", "one"],
    "recompute": ["--recompute", "nothing"],
    "device_memory": ["--device-memory", "one"],
    "images_at_once": ["--images-at-once", "one"],
    "cuda_graphs": ["--cuda-graphs", "one"],
    "ema_decay": ["--ema-decay", "one"],
    "ranks": ["--ranks", "one"],
    "rank_timeout": ["--rank-timeout", "one"],
    "learning_rate": ["--learning-rate", "one"],
    "least_learning_rate": ["--least-learning-rate", "one"],
    "halve_every": ["--halve-every", "one"],
    "gradient_clip": ["--gradient-clip", "one"],
    "sigma": ["--sigma", "one"],
    "paper_strict": ["--paper-strict", "nothing"],
    "adversarial_weight": ["--adversarial-weight", "one"],
    "adversarial_warmup_epochs": ["--adversarial-warmup-epochs", "one"],
    "discriminator_learning_rate": ["--discriminator-learning-rate", "one"],
    "generator_loss": ["--generator-loss", "one"],
    "real_label": ["--real-label", "one"],
    "r1_weight": ["--r1-weight", "one"],
    "r1_every": ["--r1-every", "one"],
    "discriminator": ["--discriminator", "one"],
    "fusion_dim": ["--fusion-dim", "one"],
    "fusion_heads": ["--fusion-heads", "one"],
    "fusion_blocks": ["--fusion-blocks", "one"],
    "fusion_detail_nodes": ["--fusion-detail-nodes", "one"],
    "fusion_patch": ["--fusion-patch", "one"],
    "fusion_base_conv": ["--fusion-base-conv", "one"],
    "fusion_coupling": ["--fusion-coupling", "one"],
    "fusion_residual": ["--fusion-residual", "one"],
    "fusion_slot_embedding": ["--fusion-slot-embedding", "one"],
    "fusion_attention": ["--fusion-attention", "one"],
    "fuser": ["--fuser", "one"],
    "inn_width": ["--inn-width", "one"],
    "inn_blocks": ["--inn-blocks", "one"],
    "inn_mixing": ["--inn-mixing", "one"],
    "inn_subnet": ["--inn-subnet", "one"],
    "inn_output": ["--inn-output", "one"],
    "config": ["--config", "one"],
    "device": ["--device", "one"],
    "seed": ["--seed", "one"],
    "force": ["--force", "nothing"],
    "skip_existing": ["--skip-existing", "nothing"],
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
