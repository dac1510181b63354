"""f4s-train: cooperative bi-level training of fusion and segmentation

Made from `f4s-train --usage-json`; `f4s-train --help` says what each option does.

input: the words of the command line, in order (DATASET); none where nothing is named
output: the folder (directory()) or file of --output first; `records=FILE` takes what the tool writes to stdout
params: options by name, `method="laplacian"`; a list repeats an option that can be; `extra` is put in as it is
"""

import shlex

from snakemake.shell import shell

TOOL = "f4s-train"
HAS_OUTPUT = True
HAS_THREADS = True
HAS_FORMAT = True
# The options by name: the flag, and whether it takes no value, a value, or several.
OPTIONS = {
    "method": ["--method", "one"],
    "task": ["--task", "one"],
    "bilevel": ["--bilevel", "one"],
    "gauss_newton_damping": ["--gauss-newton-damping", "one"],
    "profile": ["--profile", "one"],
    "input": ["--input", "one"],
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
    "segmentation_width": ["--segmentation-width", "one"],
    "segmentation_levels": ["--segmentation-levels", "one"],
    "segmentation_dim": ["--segmentation-dim", "one"],
    "segmentation_heads": ["--segmentation-heads", "one"],
    "segmentation_blocks": ["--segmentation-blocks", "one"],
    "segmentation_adapter": ["--segmentation-adapter", "one"],
    "segmentation_stem": ["--segmentation-stem", "one"],
    "segmenter": ["--segmenter", "one"],
    "segmentation_merge": ["--segmentation-merge", "one"],
    "segmentation_patch": ["--segmentation-patch", "one"],
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
    "modality_dropout": ["--modality-dropout", "one"],
    "needs": ["--needs", "one"],
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
    "warmup_epochs": ["--warmup-epochs", "one"],
    "fusion_weight": ["--fusion-weight", "one"],
    "fusion_learning_rate": ["--fusion-learning-rate", "one"],
    "fusion_least_learning_rate": ["--fusion-least-learning-rate", "one"],
    "fusion_halve_every": ["--fusion-halve-every", "one"],
    "encoder_slow_epochs": ["--encoder-slow-epochs", "one"],
    "encoder_slow_factor": ["--encoder-slow-factor", "one"],
    "segmentation_optimiser": ["--segmentation-optimiser", "one"],
    "segmentation_learning_rate": ["--segmentation-learning-rate", "one"],
    "momentum": ["--momentum", "one"],
    "nesterov": ["--nesterov", "nothing"],
    "weight_decay": ["--weight-decay", "one"],
    "poly_power": ["--poly-power", "one"],
    "segmentation_warmup_steps": ["--segmentation-warmup-steps", "one"],
    "fusion_gradient_clip": ["--fusion-gradient-clip", "one"],
    "segmentation_gradient_clip": ["--segmentation-gradient-clip", "one"],
    "dice_of": ["--dice-of", "one"],
    "sigma": ["--sigma", "one"],
    "texture_weight": ["--texture-weight", "one"],
    "intensity_weight": ["--intensity-weight", "one"],
    "intensity_of": ["--intensity-of", "one"],
    "paper_strict": ["--paper-strict", "nothing"],
    "vif_weight": ["--vif-weight", "one"],
    "qabf_weight": ["--qabf-weight", "one"],
    "mi_weight": ["--mi-weight", "one"],
    "scd_weight": ["--scd-weight", "one"],
    "sf_weight": ["--sf-weight", "one"],
    "sd_weight": ["--sd-weight", "one"],
    "scd_limit": ["--scd-limit", "one"],
    "frequency_weight": ["--frequency-weight", "one"],
    "gradient_weight": ["--gradient-weight", "one"],
    "fidelity_weight": ["--fidelity-weight", "one"],
    "fidelity_db": ["--fidelity-db", "one"],
    "grain_db": ["--grain-db", "one"],
    "contrast": ["--contrast", "one"],
    "contrast_weight": ["--contrast-weight", "one"],
    "contrast_epochs": ["--contrast-epochs", "one"],
    "structure_share": ["--structure-share", "one"],
    "forward_weight": ["--forward-weight", "one"],
    "reverse_weight": ["--reverse-weight", "one"],
    "latent_weight": ["--latent-weight", "one"],
    "score_weight": ["--score-weight", "one"],
    "latent_samples": ["--latent-samples", "one"],
    "latent_patch": ["--latent-patch", "one"],
    "latent_count": ["--latent-count", "one"],
    "cross_entropy_weight": ["--cross-entropy-weight", "one"],
    "dice_weight": ["--dice-weight", "one"],
    "dice_smooth": ["--dice-smooth", "one"],
    "dice_background": ["--dice-background", "nothing"],
    "gain": ["--gain", "one"],
    "min_volume": ["--min-volume", "one"],
    "largest": ["--largest", "one"],
    "distillation_weight": ["--distillation-weight", "one"],
    "distillation_begin": ["--distillation-begin", "one"],
    "distillation_attention": ["--distillation-attention", "one"],
    "adversarial_weight": ["--adversarial-weight", "one"],
    "adversarial_warmup_epochs": ["--adversarial-warmup-epochs", "one"],
    "discriminator_learning_rate": ["--discriminator-learning-rate", "one"],
    "generator_loss": ["--generator-loss", "one"],
    "real_label": ["--real-label", "one"],
    "r1_weight": ["--r1-weight", "one"],
    "r1_every": ["--r1-every", "one"],
    "discriminator": ["--discriminator", "one"],
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
