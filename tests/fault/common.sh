# shellcheck shell=bash
# What the parts of the campaign share: small data, the jobs that are disturbed, and how one is judged.  A part sources
# this file and finds itself in $work, with the programs on PATH.
#
# From the environment:
#   F4S_BIN    the programs (default: build/bin of this checkout)
#   WORK       where to work (default: a temporary folder that goes at the end); data and undisturbed runs in it are kept for
#              as long as the programs are the same
#   SEED       of what is chosen at random (default: 1)
#   JOBS       some of the jobs (default: all)

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PATH=$(realpath "${F4S_BIN:-$root/build/bin}"):$PATH
if [ -n "${WORK:-}" ]; then
  mkdir -p "$WORK"
  work=$(realpath "$WORK")
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
cd "$work"
bin=$(dirname "$(command -v f4s)")
programs=$(cat "$bin"/f4s* "$bin"/../lib/libfuse4seg* 2>/dev/null | sha256sum)
[ "$(cat programs 2>/dev/null || true)" = "$programs" ] || rm -rf data reference
echo "$programs" >programs
RANDOM=${SEED:-1}

# shellcheck disable=SC2034 # parts use it
# Every program that writes, and every kind of training state.
jobs=(phantom prep volumes fuse attention invert decompose segment assemble metrics report
  pretrain joint gauss-newton alternate apart unet csad fusioninn)
command -v f4s-train >/dev/null || jobs=(phantom prep volumes fuse metrics report)
# shellcheck disable=SC2034
[ -z "${JOBS:-}" ] || read -ra jobs <<<"$JOBS"

# Command JOB OUT: the words of a job that writes the folder OUT, as the array `command`.
Command() {
  local net=(--batch-size 2 --crop 32 --steps-per-epoch 3 --modalities "t1ce,flair")
  local plain=(f4s-train data/slices -o "$2" "${net[@]}" --epochs 4)
  local train=("${plain[@]}" --segmentation-dim 16 --segmentation-blocks 1 --segmentation-levels 2)
  case $1 in
    phantom) command=(f4s-phantom -o "$2" --cases 3 --size "28,32,24" --seed 3) ;;
    prep) command=(f4s-prep data/studies -o "$2" --split "0.4,0.3,0.3") ;;
    volumes) command=(f4s-prep data/studies -o "$2" --volumes --register rigid) ;;
    fuse) command=(f4s-fuse data/slices -o "$2" --method laplacian) ;;
    attention) command=(f4s-fuse data/slices -o "$2" --model data/attends/model.safetensors --attention) ;;
    invert) command=(f4s-fuse data/slices -o "$2" --model data/inverts/model.safetensors --latent) ;;
    decompose) command=(f4s-fuse data/inverted -o "$2" --model data/inverts/model.safetensors --decompose) ;;
    segment) command=(f4s-segment data/slices -o "$2" --model data/attends/model.safetensors --probabilities) ;;
    assemble) command=(f4s-segment data/slices -o "$2" --model data/attends/model.safetensors --volumes) ;;
    report) command=(f4s-report data/labels -o "$2/report.html" --force --format html -q); return ;;
    metrics) command=(f4s-metrics data/labels --run-record "$2/record.json") ;;
    pretrain) command=(f4s-pretrain data/slices -o "$2" "${net[@]}" --epochs 4 --adversarial-weight 0.01) ;;
    joint) command=("${train[@]}" --adversarial-weight 0.01 --adversarial-warmup-epochs 1 --ema-decay 0.9
      --fusion-attention cross) ;;
    gauss-newton) command=("${train[@]}" --bilevel gauss-newton --warmup-epochs 1) ;;
    alternate) command=("${train[@]}" --bilevel alternate --accumulate 2) ;;
    apart) command=("${train[@]}" --bilevel none) ;;
    unet) command=("${plain[@]}" --method unet --segmentation-width 4 --segmentation-levels 2) ;;
    csad) command=("${plain[@]}" --method csad --segmentation-width 4 --segmentation-levels 2) ;;
    fusioninn) command=("${plain[@]}" --method fusioninn --inn-width 8) ;;
    *) echo "no job is called $1" >&2; exit 2 ;;
  esac
  command+=(--format none -q)
}

# MakeData: once; the inputs of all jobs.
MakeData() {
  [ ! -e data/complete ] || return 0
  rm -rf data
  mkdir data
  f4s-phantom -o data/studies --cases 3 --size "28,32,24" --seed 1 --format none
  f4s-prep data/studies -o data/slices --split 0.4,0.3,0.3 --format none
  if command -v f4s-train >/dev/null; then
    Command joint data/attends && "${command[@]}" 2>/dev/null
    Command fusioninn data/inverts && "${command[@]}" 2>/dev/null
    Command invert data/inverted && "${command[@]}"
    Command segment data/labels && "${command[@]}"
  else
    f4s-fuse data/slices -o data/labels --method average --format none
  fi
  : >data/complete
}

# Digest FOLDER: names and sums of what a job promises to be the same bytes each time.  Events carry times, checkpoints
# are kept for as long as they are needed, run records tell seconds.
Digest() {
  (cd "$1" && find . \( -path ./.f4s -o -path ./checkpoint -o -name events.ndjson -o -name record.json \
    -o -name '.*.f4s-tmp.*' \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum)
}

# Reference JOB: the digest of an undisturbed run, made once, and its milliseconds.
Reference() {
  [ ! -e "reference/$1.ms" ] || return 0
  MakeData
  mkdir -p "reference/$1"
  Command "$1" "reference/$1/out"
  local began=${EPOCHREALTIME/[.,]/}
  "${command[@]}" >/dev/null 2>&1 </dev/null || { echo "the undisturbed $1 failed: ${command[*]}" >&2; exit 1; }
  local took=$((${EPOCHREALTIME/[.,]/} - began))
  Digest "reference/$1/out" >"reference/$1.digest"
  du -sk "reference/$1/out" | cut -f 1 >"reference/$1.kib"
  echo $((took / 1000)) >"reference/$1.ms"
}

tries=0 failures=0 outcomes=()
# Fail JOB TEXT: this try went wrong; where stands in the text.
Fail() {
  failures=$((failures + 1))
  echo "FAILED $1: $2" >&2
}

# OnlyWhole JOB OUT [EXCEPT]: no file stands under its own name that is not the undisturbed run's, byte for byte; but for those
# that EXCEPT (extended) takes, and a page that says in itself what it does not show.
OnlyWhole() {
  [ -e "$2" ] || return 0
  local torn
  if grep -qs 'class="problem"' "$2/report.html"; then set -- "$1" "$2" "${3:+$3|}report\.html\$"; fi
  torn=$(LC_ALL=C comm -23 <(Digest "$2" | LC_ALL=C sort) <(LC_ALL=C sort "reference/$1.digest") | grep -Ev '  \./((best|last|model)\.|validation/)|config\.json$'"${3:+"|$3"}" || true)
  [ -z "$torn" ] || Fail "$1" "files that no undisturbed run writes: $torn"
}

# GoesOn JOB OUT CODE: the same command once more, undisturbed, ends in the undisturbed run's bytes, or says that all is done.
# Where CODE, how the disturbed one ended, is 0, its bytes are those already.
GoesOn() {
  Command "$1" "$2"
  if [ "$3" != 0 ] && ! "${command[@]}" >/dev/null 2>again.err </dev/null &&
    ! grep -q 'exists and is finished' again.err; then
    Fail "$1" "the command again: $(tail -n 1 again.err)"
  elif ! diff <(Digest "$2") "reference/$1.digest" >again.diff; then
    Fail "$1" "other bytes after it was run again: $(head -n 3 again.diff)"
  fi
  if compgen -G "$2/.*.f4s-tmp.*" >/dev/null; then Fail "$1" "temporaries are left"; fi
}

# Judge JOB CODE PATTERN: the exit code is one of those that PATTERN (extended, anchored) takes; a page that lacks some of its
# images ends with 8 where another job ends at once.
Judge() {
  outcomes+=("$2")
  [[ $2 =~ ^($3)$ || $1-$2 = report-8 ]] || Fail "$1" "exit code $2: $(tail -n 1 disturbed.err)"
}

# Row WHAT: the part's row of the table: what was tried, how often, exit codes with their counts, failures.
Row() {
  local codes
  codes=$(printf '%s\n' "${outcomes[@]}" | sort -n | uniq -c | awk '{ printf "%s%s x %d", sep, $2, $1; sep = ", " }')
  echo "| $1 | $tries | $codes | $failures |"
  [ "$failures" = 0 ]
}
