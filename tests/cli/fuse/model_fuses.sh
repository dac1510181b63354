# A model fuses every case, by a network: fused_by is its sha256, fused_from the modalities in the order of its slots.
#> true
#> [97,"t1ce-flair",true]
make_model m.safetensors; sha=$(sha256sum m.safetensors | cut -d' ' -f1)
f4s-fuse "$DATA/prepared" -o out --model m.safetensors >records; f4s-fuse "$DATA/prepared" -o mean --method average --modalities t1ce,flair --format none
run_record records | jq --arg sha "$sha" --arg path "$PWD/m.safetensors" '.model == {path: $path, sha256: $sha}'
cases records | jq -sc --arg sha "$sha" '[length, (map(.fused_from | join("-")) | unique[]), all(.fused_by == $sha)]'
cd out/fused || exit; for f in *; do if cmp -s "$f" "../../mean/fused/$f"; then echo "$f is the mean"; fi; done
