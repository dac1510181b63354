# Registration and N4 give the same bytes for any number of threads.
f4s-phantom -o raw --cases 2 --size 20,24,18 --format none
for j in 1 2; do f4s-prep raw -o $j --modalities t1,t2 --register rigid --bias n4 -j $j --volumes --format none; done
diff <(digest 1 | grep -v dataset.json) <(digest 2 | grep -v dataset.json)
