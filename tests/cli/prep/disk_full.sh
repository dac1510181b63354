# A disk that fills up at any point: 74 or 73, what is there is whole, and with room the same command goes on to the same data.
#> 0
#? stderr *
f4s-prep "$DATA/phantom" -o whole --slices label --modalities t1,flair --format none
# shellcheck disable=SC2016 # the inner shell's variables
on_small_disk 16 '
  for kib in 16 24 40 64 100 160 240; do
    resize $kib
    f4s-prep "$DATA/phantom" -o disk/out --slices label --modalities t1,flair >/dev/null; code=$?
    [[ $code = 74 || $code = 73 ]] || { echo "exit $code with $kib KiB"; exit 1; }
    for png in $(find disk -name "*.png"); do cmp -s "$png" "whole/${png#disk/out/}" || { echo "$png is not whole"; exit 1; }; done
    [[ ! -e disk/out/dataset.json ]] || { echo "finished with $kib KiB"; exit 1; }
  done
  resize 20480
  f4s-prep "$DATA/phantom" -o disk/out --slices label --modalities t1,flair --format none || exit
  diff -r -x .f4s -x dataset.json disk/out whole'
echo $?
