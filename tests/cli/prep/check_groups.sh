# --check as a table: findings that are the same but for the case's name are one row with a count.
#> 2
#> p1 and 11 more warning label.empty p1_seg.nrrd is 0 everywhere: nothing is labelled
#> 12 cases checked, 0 with errors
for i in {1..12}; do mkdir -p in/p$i; nrrd "3 1 1" 0 5 9 >in/p$i/p${i}_t1.nrrd; nrrd "3 1 1" 0 0 0 >in/p$i/p${i}_seg.nrrd; done
f4s-prep --check in --format table >o; sed '/^$/,$d' o | wc -l; grep label.empty o | head -1 | xargs; grep checked o
