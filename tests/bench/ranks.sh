#!/usr/bin/env bash
# Seconds of a training step with 1 and 2 ranks of one thread, and of the same networks by PyTorch's
# DistributedDataParallel, in turn in one run.
#
#   tests/bench/ranks.sh BIN_FOLDER [PYTHON [STEPS [SIDE [BATCH]]]]
#
# PYTHON has torch (default: python3).  STEPS 20, SIDE 96, BATCH 8.  Profile tiny, fusion and segmentation trained
# jointly; ours has the losses of --bilevel joint and the reading of data in it, the peer's a mean of squares.
set -euo pipefail
bin=$(realpath "$1") python=${2:-python3} steps=${3:-20} side=${4:-96} batch=${5:-8}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
export PATH=$bin:$PATH OMP_NUM_THREADS=1

f4s-phantom -o phantom --cases 4 --size 112,112,48 --seed 1 --format none
f4s-prep phantom -o data --split 0.5,0.5,0 --format none
# A step's seconds, its losses and gradients among them: the median of an epoch's steps.
ours() {
  f4s-train data -o "run$1" --ranks "$1" -j1 --modalities t1ce,flair --epochs 1 --steps-per-epoch "$steps" --crop "$side" \
    --batch-size "$batch" --validation-slices 2 --log-every 1 --warmup-epochs 0 --augmentation simple --device cpu \
    --quiet --format none
  jq -s "[.[] | select(.event == \"step\") | $batch / .images_per_second] | sort | .[length / 2 | floor]" "run$1/events.ndjson"
}
peer() {
  PYTHONPATH=$here:${PYTHONPATH:-} "$python" -m torch.distributed.run --standalone --nproc-per-node "$1" \
    "$here/ranks_peer.py" run1/model.safetensors "$side" "$batch" "$steps" 2>peer.log || { cat peer.log >&2; exit 1; }
}
printf 'processor\t%s\n' "$(sed -n 's/^model name\t*: //p' /proc/cpuinfo | head -1)"
printf 'ranks\tfuse4seg\tPyTorch DDP\tratio\n'
for ranks in 1 2; do
  a=$(ours $ranks)
  b=$(peer $ranks)
  awk -v r=$ranks -v a="$a" -v b="$b" 'BEGIN { printf "%d\t%.3f s\t%.3f s\t%.2f\n", r, a, b, b / a }'
done
