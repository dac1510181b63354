# A tar file of cases that was cut off is refused, wherever the cut is, and never read as one with fewer cases.
#> whole: 0
#> before the blocks that end it, at a member, within one, within a header: 65 65 65 65
#? stderr *at byte *: wanted a whole member, or the block of zeros that ends an archive* [[]tar.cut_off[]]*
f4s-prep "$DATA/phantom" -o 'row-%03d.tar' --format none
whole=$(stat -c %s row-001.tar)
echo "whole: $(f4s-fuse row-001.tar -o out --method average --format none; echo $?)"
member=$(grep -abo 'cases/' row-001.tar | sed -n '3s/:.*//p')
echo "before the blocks that end it, at a member, within one, within a header: $(
  for bytes in $((whole - 1024)) "$member" $((member + 700)) $((member + 100)); do
    head -c "$bytes" row-001.tar >cut-001.tar
    f4s-fuse cut-001.tar -o cut --method average --format none; echo $?
  done | xargs)"
