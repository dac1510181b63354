#!/bin/bash
# Every method on the same data with the same budget: rules, networks that fuse, networks that segment.
#
#   examples/experiments/compare.sh DATASET OUT      DATASET: what f4s-prep made, with the splits train, val and test
#
# cddfuse is CDDFuse's architecture and two stages at the size of PROFILE; fusioninn is trained with our losses, which raise
# Qabf (and VIF in squares of 41 pixels) of the weakest source, fusioninn-published those of the paper; fuse4seg without
# labels is trained with our fusion losses.
#
# Where cases have labels, the same segmentation network is trained on each method's fused images; fuse4seg
# is trained for both together, unet and csad segment the modalities themselves.  Without labels the methods that fuse
# are compared as such.
#
# From the environment:
#   MODALITIES  "t1ce,flair"
#   METHODS     those to run; default: all that the data allow.  Any other word names a model to fuse with as it
#               is.  What is done is not done again.
#   SEEDS       "1"       a run with each
#   EPOCHS, STEPS         20 and 60: the budget of every training
#   CROP, BATCH           32 and 16: squares of a step, and how many
#   SPLIT       test      what is scored
#   PROFILE     tiny      size of the networks
#
# OUT gets a folder for each run, METHOD.ndjson with the scores of a method over all its runs, and table.md:
# Dice and HD95 of each region, fusion metrics (cddfuse), weights, CPU seconds of training and for each
# image (with start-up and files), peak memory; then differences of Dice to fuse4seg, paired over runs and
# cases, with 95 % intervals over patients.

set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=tables.sh
. "$(dirname "${BASH_SOURCE[0]}")/tables.sh"
: "${MODALITIES:=t1ce,flair}" "${SEEDS:=1}" "${EPOCHS:=20}" "${STEPS:=60}" "${CROP:=32}" "${BATCH:=16}" "${SPLIT:=test}" "${PROFILE:=tiny}"
rules="average maximum laplacian wavelet guided-filter pca gradient"
data=$(realpath "$1") out=$(realpath -m "$2")
labels=$(jq -n 'any(inputs; has("label"))' "$data/cases.ndjson")
segmenting=
[ "$labels" = false ] || segmenting="unet csad"
: "${METHODS:=$rules cddfuse fusioninn fusioninn-published fuse4seg $segmenting}"
mkdir -p "$out"
cd "$out"
read -ra seeds <<< "$SEEDS"

budget=(--profile "$PROFILE" --steps-per-epoch "$STEPS" --batch-size "$BATCH" --crop "$CROP" --checkpoint-minutes 60
  --validation-slices 40 -j1 --format none)
unet=(--segmenter unet --segmentation-optimiser adam --segmentation-learning-rate 0.002)
[ "$PROFILE" != tiny ] || unet+=(--segmentation-width 16 --segmentation-levels 3)
# What a fused image may lose for its segmenter's sake: see glioma.sh.
halve=$((EPOCHS < 3 ? 1 : EPOCHS * 3 / 10))
joint=(--sigma 0 --intensity-weight 0 --texture-weight 0 --fidelity-weight 1 --warmup-epochs 0 --fusion-learning-rate 0.002
  --fusion-halve-every "$halve" --fusion-patch 1)
# CDDFuse as published but for its size and rate: a third of the budget goes to its first stage.
first=$((EPOCHS < 3 ? 1 : EPOCHS / 3)) second=$((EPOCHS < 2 ? 1 : EPOCHS - first))
cddfuse=(--fusion-coupling free --fusion-base-conv dense --fusion-residual none --fusion-slot-embedding no --fusion-patch 1)
contrast=(--contrast '0=-0.04 1=-0.2 2=0.04 4=0.22' --contrast-epochs $(((EPOCHS + 4) / 5)))

# Timed NAME COMMAND...: adds the CPU seconds of the command to NAME.seconds, also of one that failed and
# is to go on.
Timed() {
  local name=$1 before status=0
  shift
  Used
  before=$used
  "$@" || status=$?
  Used
  jq -n "$used - $before" >> "$name.seconds"
  return $status
}

# Sum FILE: of the numbers in it; 0 of none.
Sum() { if [ -e "$1" ]; then jq -s 'add' "$1"; else echo 0; fi; }

# Trained FOLDER RUN COMMAND...: trains into FOLDER, or goes on; the time counts as RUN's.
Trained() {
  local folder=$1 run=$2
  shift 2
  [ -e "$folder/finished" ] || {
    Timed "$run.train" "$@" -o "$folder" "${budget[@]}"
    touch "$folder/finished"
  }
}

# Learn RUN EPOCHS FLAGS...: from `from`.
Learn() { Trained "$1" "$1" f4s-train "$from" --epochs "$2" "${@:3}"; }

# Pretrain RUN EPOCHS FLAGS...: RUN-encoder.
Pretrain() { Trained "$1-encoder" "$1" f4s-pretrain "$data" --epochs "$2" "${@:3}"; }

# Fused RUN FLAGS...: RUN.fused.ndjson, the images of all splits, and RUN.images.ndjson, where they stand for the modalities.
Fused() {
  local run=$1
  shift
  [ -e "$run.fused.ndjson" ] && return
  Timed "$run.fuse" f4s-fuse "$data" -o "$run-fused" --modalities "$MODALITIES" -j1 --force --format ndjson \
    --run-record "$run-fuse.json" "$@" > "$run.part"
  jq -c 'select(.schema == "f4s.case/1") | .images = {fused: .fused} | del(.fused, .fused_from, .fused_by)' "$run.part" > "$run.images.ndjson"
  mv "$run.part" "$run.fused.ndjson"
}

# Labelled RUN MODEL FLAGS...: labels the images of `from` and stacks them; what it made goes to RUN.labels.ndjson.
Labelled() {
  local run=$1 model=$2
  shift 2
  [ -e "$run.labels.ndjson" ] && return
  Timed "$run.segment" f4s-segment "$from" --split "$SPLIT" --model "$model" -o "$run-labels" -j1 --force --format ndjson \
    --run-record "$run-segment.json" "$@" > "$run.part"
  mv "$run.part" "$run.labels.ndjson"
}

# Scored METHOD RUN SUFFIX: adds the run's records to those of the method.
Scored() {
  local method=$1 run=$2
  if [ -e "$run.fused.ndjson" ]; then
    jq -c --arg run "-$3" --arg split "$SPLIT" 'select(.schema == "f4s.case/1" and .split == $split) | .id += $run' \
      "$run.fused.ndjson" >> "$method.fused.cases.ndjson"
  fi
  if [ "$labels" = true ]; then
    jq -c --arg run "-$3" 'select(.schema == "f4s.case/1") | .id += $run | del(.fused)' "$run.labels.ndjson" >> "$method.labels.cases.ndjson"
  fi
}

Run() {
  local method=$1 run=$1-seed$2 images=(--task segmentation --input images)
  local seeded=(--seed "$2")
  from=$data
  case $method in
    fuse4seg)
      if [ "$labels" = true ]; then
        Learn "$run" "$EPOCHS" --modalities "$MODALITIES" "${seeded[@]}" "${joint[@]}" "${contrast[@]}" "${unet[@]}"
        Fused "$run" --model "$run/model.safetensors"
        Labelled "$run" "$run/model.safetensors" --volumes
      else
        Learn "$run" "$EPOCHS" --modalities "$MODALITIES" "${seeded[@]}" --task fusion
        Fused "$run" --model "$run/model.safetensors"
      fi ;;
    unet)
      Learn "$run" "$EPOCHS" --modalities "$MODALITIES" "${seeded[@]}" "${images[@]}" "${unet[@]}"
      Labelled "$run" "$run/model.safetensors" --volumes ;;
    csad)
      Learn "$run" "$EPOCHS" --method csad --modalities "$MODALITIES" "${seeded[@]}" "${unet[@]:2}"
      Labelled "$run" "$run/model.safetensors" --volumes ;;
    *)
      case $method in
        cddfuse)
          Pretrain "$run" "$first" --modalities "$MODALITIES" "${seeded[@]}" "${cddfuse[@]}" --learning-rate 0.001
          Learn "$run" "$second" --task fusion --modalities "$MODALITIES" "${seeded[@]}" "${cddfuse[@]}" --init "$run-encoder" \
            --sigma 0.15 --fusion-learning-rate 0.001 --fusion-halve-every "$halve" ;;
        fusioninn) Learn "$run" "$EPOCHS" --method fusioninn --modalities "$MODALITIES" "${seeded[@]}" ;;
        fusioninn-published)
          Learn "$run" "$EPOCHS" --method fusioninn --paper-strict --modalities "$MODALITIES" "${seeded[@]}" ;;
      esac
      if [[ " $rules " == *" $method "* ]]; then
        Fused "$run" --method "$method"
      elif [ -e "$run/finished" ]; then
        Fused "$run" --model "$run/model.safetensors"
      else
        Fused "$run" --model "$method"
      fi
      [ "$labels" = true ] || return 0
      from=$out/$run.images.ndjson
      Learn "$run-segmenter" "$EPOCHS" "${seeded[@]}" --modalities fused "${images[@]}" "${unet[@]}"
      Labelled "$run" "$run-segmenter/model.safetensors" --volumes ;;
  esac
}

for method in $METHODS; do
  rm -f "$method".{fused,labels}.cases.ndjson
  for seed in "${seeds[@]}"; do
    echo "== $method, seed $seed" >&2
    Run "$method" "$seed"
    Scored "$method" "$method-seed$seed" "seed$seed"
  done
  for kind in fused labels; do
    if [ -e "$method.$kind.cases.ndjson" ]; then f4s-metrics "$method.$kind.cases.ndjson" > "$method.$kind.ndjson"; fi
  done
done

# Costs METHOD: weights, seconds of training, milliseconds an image for fusing and segmenting, peak memory.
Costs() {
  local run=$1-seed${seeds[0]} weights=0 model
  local used_model
  used_model=$(jq -r '.model.path // empty' "$run-fuse.json" 2> /dev/null || jq -r '.model.path // empty' "$run-segment.json")
  for model in "${used_model:-none}" "$run-segmenter/model.safetensors"; do
    [ ! -e "$model" ] || weights=$((weights + $(f4s-fuse --model "$model" --describe | jq .weights)))
  done
  jq -nr --argjson weights "$weights" --argjson train "$(jq -n "$(Sum "$run.train.seconds") + $(Sum "$run-segmenter.train.seconds")")" \
    --argjson fuse "$(Sum "$run.fuse.seconds")" --argjson segment "$(Sum "$run.segment.seconds")" \
    --argjson images "$(wc -l < "$data/cases.ndjson")" \
    --argjson scored "$(jq -n --arg split "$SPLIT" '[inputs | select(.split == $split)] | length' "$data/cases.ndjson")" \
    --argjson peak "$(cat "$run"-{fuse,segment}.json 2> /dev/null | jq -s 'map(.peak_rss_bytes) | max')" '
      " \($weights) | \($train | round) | \($fuse * 10000 / $images | round / 10) | \($segment * 10000 / $scored | round / 10) | \($peak / 1048576 | round) |"'
}

regions=()
if [ "$labels" = true ]; then
  mapfile -t regions < <(tail -n 1 "${METHODS%% *}.labels.ndjson" | jq -r '.summary.segmentation | keys_unsorted[]')
fi

{
  head=() paths=()
  for metric in dice hd95_mm; do
    for region in "${regions[@]}"; do
      name=${metric/dice/Dice}
      head+=("${name/hd95_mm/HD95} $region")
      paths+=(".segmentation[\"$region\"].$metric.mean")
    done
  done
  Header method "${head[@]}" EN SD SF MI SCD VIF Qabf SSIM weights "training s" "fusing ms" "segmenting ms" "peak MiB"
  for method in $METHODS; do
    echo "| $method |$([ ${#regions[@]} = 0 ] || Cells "$method.labels.ndjson" "${paths[@]}")$(
      Cells "$method.fused.ndjson" .fusion.{EN,SD,SF,MI,SCD,VIF,Qabf,SSIM}.mean)$(Costs "$method")"
  done
} > table.md
# The second half: what a method loses or wins beside fuse4seg.
if [ "$labels" = true ] && [[ " $METHODS " == *" fuse4seg "* ]]; then
  {
    echo
    Header "fuse4seg - method" "${regions[@]/#/Dice }"
    for method in $METHODS; do
      [ "$method" = fuse4seg ] || echo "| $method |$(Differences fuse4seg.labels.cases.ndjson "$method.labels.ndjson")"
    done
  } >> table.md
fi
cat table.md
