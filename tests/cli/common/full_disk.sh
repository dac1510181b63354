# A disk that is full is exit 74, and no half-written image stays; with room made, the same command goes on to the same data.
#> 74 74 74
#> 0
#> 0 0 0
#? stderr *No space left on device*
# shellcheck disable=SC2016 # the inner shell's variables
on_small_disk 48 '
  prep() { f4s-prep "$DATA/phantom" -o disk/prep --volumes --format none; }
  fuse() { f4s-fuse "$DATA/prepared" -o disk/fuse --method average --format none; }
  phantom() { f4s-phantom -o disk/phantom --cases 1 --size 32,32,32 --format none; }
  codes() { for tool in prep fuse phantom; do $tool; echo $?; [[ -n ${1:-} ]] || rm -rf disk/$tool/dataset.json; done | xargs; }
  prep; a=$?; rm -rf disk/*; fuse; b=$?; rm -rf disk/*; phantom; c=$?; echo "$a $b $c"
  find disk -name "*.png" -o -name "*.nii.gz" | while read -r file; do f4s info "$file" >/dev/null 2>&1 || echo "$file"; done | wc -l
  resize 65536; codes all'
