# -j 0 is as many threads as the process may use; the run record says how many.
[[ $(f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average -j 0 | run_record | jq .threads) == "$(nproc)" ]]
