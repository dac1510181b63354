# A rank that does not come: who was waited for, where and how long; and a rank 0 that does not.
#? exit 69
#? stderr f4s-train: waited 1 s at 127.0.0.1:* for rank 1, 2 of 3, which did not come [[]ranks.missing[]]*rank 1: rank 1 of 2 waited 1 s for rank 0, who did not answer at 127.0.0.1:* [[]ranks.missing[]]
small_training >small.json
alone() { f4s-train "$DATA/prepared" -o run --rank-timeout 1 --modalities t1ce,flair --config small.json --device cpu --format none; }
export LOCAL_RANK=0 MASTER_ADDR=127.0.0.1 MASTER_PORT=$((20000 + $$ % 12000))
RANK=0 WORLD_SIZE=3 alone
RANK=1 WORLD_SIZE=2 alone
