# A disk that fills up at any point: 74 or 73, what is there is whole, and with room the same command goes on to the same data.
#> 0
#? stderr *
f4s-prep "$DATA/phantom" -o whole --slices label --modalities t1,flair --format none
mkdir disk; unshare -rm true 2>/dev/null || { echo "skipped: no mount of one's own is allowed here"; exit 77; }
# shellcheck disable=SC2016 # the inner shell's variables
unshare -rm bash -c '
  mount -t tmpfs -o size=16k none disk || exit 77
  for kib in 16 24 40 64 100 160 240; do
    mount -o remount,size=${kib}k none disk
    f4s-prep "$DATA/phantom" -o disk/out --slices label --modalities t1,flair >/dev/null; code=$?
    [[ $code = 74 || $code = 73 ]] || { echo "exit $code with $kib KiB"; exit 1; }
    for png in $(find disk -name "*.png"); do cmp -s "$png" "whole/${png#disk/out/}" || { echo "$png is not whole"; exit 1; }; done
    [[ ! -e disk/out/dataset.json ]] || { echo "finished with $kib KiB"; exit 1; }
  done
  mount -o remount,size=20m none disk
  f4s-prep "$DATA/phantom" -o disk/out --slices label --modalities t1,flair --format none || exit
  diff -r -x .f4s -x dataset.json disk/out whole'
code=$?; [[ $code = 77 ]] && echo "skipped: no tmpfs here" && exit 77; echo $code
