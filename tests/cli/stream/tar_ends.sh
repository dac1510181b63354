# A tar dataset that is cut off anywhere is refused: fewer cases are never taken for all of them.  So are two
# archives one behind the other.  One that was packed from within its folder is read.
#> 0 65 65 65 65 65 0
#? stderr *'fused/*' has * bytes, of which * are there: wanted a whole member*[[]tar.cut_off[]]*at byte *: wanted a whole member, or the block of zeros*[[]tar.cut_off[]]*behind the end*[[]tar.trailing[]]*
f4s-fuse "$DATA/prepared" --method average --modalities t1ce,flair -o 'd-%02d.tar' --format none
whole=d-01.tar
rounded() { tar -tvf $whole | awk -v from="$1" '{bytes[NR] = 512 + int(($3 + 511) / 512) * 512} END {for (i = 1; i <= NR - from; ++i) n += bytes[i]; print n}'; }
try() { f4s-metrics "$1" --format none; echo $?; }
{
  try $whole
  head -c $(($(rounded 2) + 700)) $whole >image.tar; try image.tar  # within the last image
  head -c "$(rounded 1)" $whole >record.tar; try record.tar         # before its record
  head -c "$(rounded 0)" $whole >noend.tar; try noend.tar
  cat $whole $whole >twice.tar; try twice.tar
  { head -c "$(rounded 2)" $whole; head -c 512 /dev/zero; tail -c 5000 $whole; } >gap.tar; try gap.tar
  mkdir in && tar -xf $whole -C in && tar -C in -cf again.tar . && try again.tar
} | xargs
