# Ways to set ranks up wrongly, each with its error before any work.
#> 2 2 2 2 2 69 69
#? stderr *WORLD_SIZE is not: torchrun sets RANK*--ranks 2: torchrun has started 1 ranks already*MASTER_ADDR is not*one standard input: give the cases as a file [[]ranks.stdin[]]*--batch-size 4 with 8 ranks: each needs a slice at least*cuda:99 not available*cannot serve the ranks' meeting place 127.0.0.1:*[[]ranks.port[]]
small_training >small.json
train() { f4s-train --modalities t1ce,flair -o run --config small.json --format none "$@"; echo $?; }
{
  RANK=0 train "$DATA/prepared"
  RANK=0 WORLD_SIZE=1 train "$DATA/prepared" --ranks 2
  RANK=0 WORLD_SIZE=2 LOCAL_RANK=0 train "$DATA/prepared"
  slices 500 | RANK=0 WORLD_SIZE=2 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 train -
  RANK=0 WORLD_SIZE=8 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1 MASTER_PORT=29500 train "$DATA/prepared"
  f4s-train "$DATA/prepared" --modalities t1ce,flair -o run --config small.json --format none --device cuda:99; echo $?
  coproc python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(); print(s.getsockname()[1], flush=True); input()'
  read -r port <&"${COPROC[0]}"
  RANK=0 WORLD_SIZE=2 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1 MASTER_PORT=$port train "$DATA/prepared"
  echo >&"${COPROC[1]}"
} | xargs
