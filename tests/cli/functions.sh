# shellcheck shell=bash disable=SC2317
# Shell functions that every command-line test can use (run_test.sh has bash read them first).

# The first N records of the shared prepared dataset, with absolute paths, as a pipe would carry them.
slices() {
  head -n "$1" "$DATA/prepared/cases.ndjson" | sed -E "s#\"(images|labels|masks)/#\"$DATA/prepared/\1/#g"
}

# A run record as the end of a stream: ended [STATUS [EXIT_CODE [FAILED_CASES]]]
ended() {
  printf '{"schema":"f4s.run/1","tool":"f4s-prep","cases":{"ok":1,"failed":%s,"skipped":0},' "${3:-0}"
  printf '"status":"%s","exit_code":%s}\n' "${1:-ok}" "${2:-0}"
}

cases() { jq -c 'select(.schema == "f4s.case/1")' "$@"; }
run_record() { jq -c 'select(.schema == "f4s.run/1")' "$@"; }

# A volume of 8-bit voxels as NRRD on stdout: nrrd "X Y Z" VALUE...
nrrd() {
  printf 'NRRD0004\ntype: uint8\ndimension: 3\nsizes: %s\nencoding: raw\n' "$1"
  printf 'space: right-anterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n\n'
  shift
  # shellcheck disable=SC2059 # the format is built from the values
  printf "$(printf '\\%03o' "$@")"
}

# The voxels of an 8-bit (or voxels FILE u2: 16-bit) .nii.gz on one line.
voxels() { gunzip -c "$1" | tail -c +353 | od -An -v -t"${2:-u1}" | xargs; }

# A study's file as .nii, to be damaged: nifti MODALITY FILE.nii
nifti() { gunzip -c "$DATA/phantom/phantom_0000/phantom_0000_$1.nii.gz" >"$2"; }

# Overwrites bytes of a file: patch_bytes FILE OFFSET '\x00\x01'
patch_bytes() { printf '%b' "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none; }

# Names and sums of a folder's files, without the journal.
digest() { (cd "$1" && find . -path ./.f4s -prune -o -type f -print0 | sort -z | xargs -0 sha256sum); }

# Times of last change of a folder's images.
times() { (cd "$1" && find . -name '*.png' -printf '%p %T@\n' | sort); }

# Waits until a command succeeds, for 20 s at most.
await() {
  local _
  for _ in {1..1000}; do "$@" && return; sleep 0.02; done
  echo "waited in vain: $*" >&2
  return 1
}
has_lines() { [[ $(wc -l <"$1") -ge $2 ]]; }

# A colour picture of 6x4 pixels as PNG on stdout.
colour_png() {
  base64 -d <<<'iVBORw0KGgoAAAANSUhEUgAAAAYAAAAECAIAAAAiZtkUAAAANUlEQVR42mNgYGCwBwIQBcJGclxAiqEeCEAUCKfYiICE9gMBiALhaVFyIKH/QACiQPhEhQYAChoSbVG+SYoAAAAASUVORK5CYII='
}
# The colour type of a PNG: 0 grey, 2 RGB.
png_colour_type() { od -An -tu1 -j25 -N1 "$1" | tr -d ' '; }

# Whether a jq filter gives one value and that is true: holds FILTER [JQ ARGUMENT...]
holds() { [[ $(jq "$@") == true ]]; }

# What a model says of itself, as JSON; the names and hashes of a model's tensors, one a line.
model_json() { tail -c +9 "$1" | head -c "$(od -An -tu8 -N8 "$1")" | jq -r .__metadata__.model; }
tensors() {
  local start name from to
  start=$((8 + $(od -An -tu8 -N8 "$1")))
  tail -c +9 "$1" | head -c $((start - 8)) | jq -r 'del(.__metadata__) | to_entries[] | "\(.key) \(.value.data_offsets[0]) \(.value.data_offsets[1])"' | sort |
    while read -r name from to; do echo "$name $(tail -c +$((start + from + 1)) "$1" | head -c $((to - from)) | sha256sum)"; done
}
# Whether a training run has recorded that many epochs.
has_epochs() { [[ -e $1/checkpoint/state.json && $(jq '.checkpoints[0].state.epochs_done // 0' "$1/checkpoint/state.json") -ge $2 ]]; }
# A training of six steps that takes a second, for --config.
small_training() {
  echo '{"epochs":2,"steps_per_epoch":3,"batch_size":4,"crop":32,"segmentation_dim":16,"segmentation_blocks":1,'
  echo '"segmentation_levels":2,"task":"segmentation","input":"images"}'
}
# The shared data set without labels, as data.ndjson.
unlabelled() { slices 500 | jq -c 'del(.label, .classes, .regions)' >data.ndjson; }

# An invertible model with random weights: inn_model FILE [MODALITIES as JSON [SEED]]
inn_model() {
  make_model "$1" "{\"method\":\"fusioninn\",\"network\":{\"fuser\":\"inn\",\"inn_width\":8},\"modalities\":${2:-[\"t1ce\",\"flair\"]},\"takes\":[\"images\"],\"gives\":[\"fused\",\"latent\",\"decomposed\"],\"classes\":{},\"regions\":{}}" "${3:-0}"
}
# "SOURCE DECOMPOSED" of each modality of the case records on stdin.
pairs_apart() { cases - | jq -r '.images as $images | .decomposed | to_entries[] | "\($images[.key]) \(.value)"'; }

# A grey picture of 8 bits as PNG on stdout, its pixels stored: grey_png "WIDTH HEIGHT" VALUE...
grey_png() {
  local width=${1% *} height=${1#* } raw="" a=1 b=0 y byte size
  shift
  for ((y = 0; y < height; ++y)); do
    for byte in 0 "${@:y * width + 1:width}"; do
      raw+=$(printf '\\x%02x' "$byte") a=$(((a + byte) % 65521)) b=$(((b + a) % 65521))
    done
  done
  size=$((height * (width + 1)))
  printf '\x89PNG\r\n\x1a\n'
  png_chunk IHDR "$(be32 "$width")$(be32 "$height")\\x08\\x00\\x00\\x00\\x00"
  png_chunk IDAT "\\x78\\x01\\x01$(printf '\\x%02x' $((size & 255)) $((size >> 8)) $((~size & 255)) $((~size >> 8 & 255)))$raw$(be32 $((b << 16 | a)))"
  png_chunk IEND ""
}
# A number of 4 bytes, the greatest first, and a chunk of a PNG with its length and sum, both of escaped bytes.
be32() { printf '\\x%02x' $(($1 >> 24 & 255)) $(($1 >> 16 & 255)) $(($1 >> 8 & 255)) $(($1 & 255)); }
png_chunk() {
  local sum
  sum=$(printf '%b' "$1$2" | gzip -c | tail -c 8 | od -An -tu4 -N4)
  printf '%b' "$(be32 "$(printf '%b' "$2" | wc -c)")$1$2$(be32 "$sum")"
}

# Another user than root, who may read and write anything: unprivileged COMMAND...; where root cannot be somebody
# else, or that user cannot run the tools from here, the test is skipped.
unprivileged() { if [[ $(id -u) = 0 ]]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi; }
need_unprivileged() {
  [[ $(id -u) != 0 ]] && return
  command -v setpriv >/dev/null || { echo "skipped: root may read anything, and there is no setpriv"; exit 77; }
  chmod 777 . ..
  if ! unprivileged f4s-prep --version >/dev/null 2>&1 || ! unprivileged ls . >/dev/null 2>&1; then
    echo "skipped: another user cannot run the tools from here"
    exit 77
  fi
}

# A file system of its own, small enough to be filled: on_small_disk KIB COMMAND... runs the command with such a one at
# ./disk; `resize KIB` in it makes room.  Where no mount is allowed the test is skipped.
on_small_disk() {
  local kib=$1
  shift
  mkdir -p disk
  unshare -rm bash -c 'mount -t tmpfs -o size=16k none disk' 2>/dev/null ||
    { echo "skipped: no mount of one's own is allowed here"; exit 77; }
  # shellcheck disable=SC2016 # the inner shell's variables
  unshare -rm bash -c 'resize() { mount -o "remount,size=${1}k" none disk; }
    mount -t tmpfs -o "size=$0k" none disk && . "$1"' "$kib" <(printf '%s\n' "$*")
}

# Runs a command with at most so many MiB of addresses: with_memory MIB COMMAND...
with_memory() { (ulimit -v $(($1 * 1024)); shift; exec "$@"); }
