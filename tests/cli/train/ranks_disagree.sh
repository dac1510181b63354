# Ranks that disagree end all with the same code, and the difference.
#> configuration: 65 65
#> data: 65 65
#> no data: 66 66
#> number: 2 2
#> left: 0
#? stderr *config.crop is 32 on rank 0 and 16 on rank 1 [[]ranks.config[]]*data.train is "*" on rank 0 and "*" on rank 1 [[]ranks.data[]]*rank 1: *[[]input.missing[]]*the number of ranks is 2 on rank 0 and 3 on rank 1 [[]ranks.environment[]]*
small_training >small.json
export LOCAL_WORLD_SIZE=1 MASTER_ADDR=127.0.0.1 MASTER_PORT=$((20000 + $$ % 12000))
rank() { local r=$1; shift; RANK=$r LOCAL_RANK=$r WORLD_SIZE=${size:-2} f4s-train --rank-timeout 20 -o run --modalities t1ce,flair --config small.json --device cpu --format none "$@"; }
both() { wait "$1"; local first=$?; wait "$2"; echo "$3: $first $?"; MASTER_PORT=$((MASTER_PORT + 1)); }
rank 0 "$DATA/prepared" & a=$!; rank 1 "$DATA/prepared" --crop 16 & both $a $! configuration
slices 500 | jq -c 'select(.id | endswith("_z010") | not)' >less.ndjson
rank 0 "$DATA/prepared" & a=$!; rank 1 less.ndjson & both $a $! data
rank 0 "$DATA/prepared" & a=$!; rank 1 nowhere & both $a $! "no data"
rank 0 "$DATA/prepared" & a=$!; size=3 rank 1 "$DATA/prepared" & b=$!; size=3 rank 2 "$DATA/prepared" & c=$!; both $a $b number; wait $c
echo "left: $(find run -type f 2>/dev/null | wc -l)"
