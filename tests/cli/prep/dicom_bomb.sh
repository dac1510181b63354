# A file that promises 65535x65535 pixels is refused at once, without the memory for them.
#> 65
#> 65
#? stderr *
make_dicom a size=16,12,3; make_dicom b size=16,12,3 syntax=j2k
for s in a b; do
  for f in $s/*; do LC_ALL=C sed -i 's/\x28\x00\x10\x00US\x02\x00\x0c\x00/\x28\x00\x10\x00US\x02\x00\xff\xff/; s/\x28\x00\x11\x00US\x02\x00\x10\x00/\x28\x00\x11\x00US\x02\x00\xff\xff/' "$f"; done
  LC_ALL=C grep -aqP '\x28\x00\x11\x00US\x02\x00\xff\xff' "$(printf '%s\n' $s/* | head -1)" || exit 1
  (ulimit -v 3000000; f4s-prep t1=$s -o out -j 1 --volumes --format none); echo $?
done
