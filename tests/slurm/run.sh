#!/bin/bash
# examples/slurm on a real Slurm of two nodes on this machine (cluster.sh): training by srun, requeued after a
# signal, and inference by an array.  Not among ctest's: it installs slurm-wlm and munge where they are missing,
# and wants root.
#
#   tests/slurm/run.sh [BIN_FOLDER]

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../../cmake/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../cmake/setup.sh"
bin=$(realpath "${1:-$root/build/bin}")

if [ "${F4S_IN_CLUSTER:-}" != yes ]; then
  [ "$(id -u)" = 0 ] || Die "a cluster is made by root"
  InstallPackages slurm-wlm munge
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir "$folder"/{cluster,work}
  cd "$folder/work"
  "$root/tests/slurm/cluster.sh" "$folder/cluster" "$root/tests/slurm/run.sh" "$bin"
  exit
fi

export PATH=$bin:$PATH
Ok() { echo "ok: $*"; }
Fail() { echo "failed: $*" >&2; tail -n 50 ./*.log >&2; exit 1; }
Same() { cmp "$1/model.safetensors" "$2/model.safetensors" && cmp "$1/last.safetensors" "$2/last.safetensors"; }
Wait() { timeout 120 bash -c 'until '"$1"'; do sleep 0.2; done' || Fail "waited in vain for: $1"; }

f4s-phantom -o phantom --cases 6 --size 40,48,36 --seed 1 --format none
f4s-prep phantom -o prepared --split 0.5,0.25,0.25 --format none
cat >small.json <<'END'
{"epochs":30,"steps_per_epoch":4,"batch_size":4,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,
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

array=$(sbatch --parsable --array 1-3 "$root/examples/slurm/segment-array.sbatch" prepared --model alone -o labels)
Wait "[ -e labels/dataset.json ]"
Wait "[ -z \"\$(squeue -h -j $array)\" ]"
f4s-segment prepared --model alone -o labels-alone --format none 2>segment.log
diff <(cd labels && sha256sum labels/* prediction/* 2>/dev/null) \
  <(cd labels-alone && sha256sum labels/* prediction/* 2>/dev/null) || Fail "an array makes other labels"
Ok "an array of three jobs makes the labels of one process"
