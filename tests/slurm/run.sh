#!/bin/bash
# examples/slurm on a real Slurm of two nodes on this machine (cluster.sh): training by srun, requeued after a
# signal, and inference by an array.  Where there is no Slurm (Debian's slurm-wlm and munge), or nobody may make a
# cluster, it is skipped with a word and code 77.
#
#   tests/slurm/run.sh [BIN_FOLDER]

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=$(realpath "${1:-$root/build/bin}")
Skip() { echo "skipped: $*"; exit 77; }

if [ "${F4S_IN_CLUSTER:-}" != yes ]; then
  [ "$(id -u)" = 0 ] || Skip "a cluster is made by root"
  for program in munged slurmctld slurmd; do
    PATH=$PATH:/usr/sbin command -v $program >/dev/null || Skip "there is no $program here: slurm-wlm and munge have it"
  done
  unshare --mount --pid --fork true 2>/dev/null || Skip "no name spaces of one's own are allowed here"
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir "$folder"/{cluster,work}
  cd "$folder/work"
  "$root/tests/slurm/cluster.sh" "$folder/cluster" "$root/tests/slurm/run.sh" "$bin"
  exit
fi

export PATH=$bin:$PATH:/usr/sbin
Ok() { echo "ok: $*"; }
Fail() { echo "failed: $*" >&2; tail -n 12 ./*.log >&2; exit 1; }
Same() { cmp "$1/model.safetensors" "$2/model.safetensors" && cmp "$1/last.safetensors" "$2/last.safetensors"; }
Wait() { timeout 120 bash -c 'until '"$1"'; do sleep 0.2; done' || Fail "waited in vain for: $1"; }

f4s-phantom -o phantom --cases 6 --size 40,48,36 --seed 1 --format none
f4s-prep phantom -o prepared --split 0.5,0.25,0.25 --format none
cat >small.json <<'END'
{"epochs":12,"steps_per_epoch":4,"batch_size":4,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,
 "segmentation_levels":2,"task":"segmentation","input":"images","modalities":["t1ce","flair"]}
END
options=(prepared --config small.json --device cpu)
f4s-train "${options[@]}" -o alone --ranks 2 --format none 2>alone.log

srun --nodes 2 --ntasks-per-node 1 f4s-train "${options[@]}" -o by-srun --format none 2>srun.log
Same by-srun alone || Fail "srun on two nodes makes other weights than --ranks 2"
Ok "srun on two nodes makes the weights of --ranks 2"

job=$(sbatch --parsable --ntasks-per-node 1 "$root/examples/slurm/train.sbatch" "${options[@]}" -o requeued)
Wait "[ -e requeued/checkpoint/state.json ] && grep -q '\"epoch\"' requeued/events.ndjson"
scancel --signal TERM "$job"
Wait "[ \"\$(scontrol show job $job | grep -o 'Restarts=[0-9]*')\" = Restarts=1 ]"
Ok "a job that got SIGTERM is queued again"
Wait "[ -e requeued/last.safetensors ]"
grep -q 'continues after step' "f4s-train-$job.log" || Fail "the job did not go on, but began again"
Same requeued alone || Fail "a job that was queued again makes other weights"
Ok "it goes on to the weights of a run that was not stopped"

array=$(sbatch --parsable --array 1-3 "$root/examples/slurm/segment-array.sbatch" prepared --model alone/model.safetensors -o labels)
Wait "[ -e labels/dataset.json ]"
Wait "[ -z \"\$(squeue -h -j $array)\" ]"
f4s-segment prepared --model alone/model.safetensors -o labels-alone --format none 2>segment.log
Labels() { (cd "$1" && find . -name '*.png' -print0 | sort -z | xargs -0 sha256sum); }
[ "$(Labels labels | wc -l)" -gt 20 ] || Fail "an array makes too few labels"
diff <(Labels labels) <(Labels labels-alone) || Fail "an array makes other labels"
Ok "an array of three jobs makes the labels of one process"
