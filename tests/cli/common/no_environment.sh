# No environment variable but F4S_MODEL_PATH is looked at.
f4s-metrics "$DATA/fused" --ids '*_z010' | run_record | jq .config >a
F4S_SEED=9 F4S_BY=volume F4S_CONFIG=no.json F4S_NSD_TOLERANCE=3 LC_ALL=C LANG=de_DE.UTF-8 f4s-metrics "$DATA/fused" --ids '*_z010' | run_record | jq .config | diff a - && [[ -s a ]]
