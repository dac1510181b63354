# A shard makes its studies as one run does, byte for byte; without the others the folder is unfinished.
f4s-phantom -o p --cases 3 --size 40,48,36 --seed 1 --shard 2/3 --format none
diff -r p/phantom_0001 "$DATA/phantom/phantom_0001" && [[ ! -e p/phantom_0000 && ! -e p/dataset.json ]]
