# The same seed makes the same bytes, whatever the threads and the number of studies.
f4s-phantom -o p --cases 1 --size 40,48,36 --seed 1 -j 1 --format none
diff -r p/phantom_0000 "$DATA/phantom/phantom_0000"
