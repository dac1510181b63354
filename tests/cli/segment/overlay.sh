# --overlay: a picture of each case in colour, whatever the threads, listed in its record; label maps are the same bytes as without; of a
# volume one picture. A case without label has one too.
#> true
#> 2 2
#> [3,true]
#> 1
make_model m.safetensors; run() { f4s-segment "$DATA/prepared" --ids '*_z01[45]' --model m.safetensors "$@"; }
run -o plain --format none; run -o one -j1 --overlay --format none; run -o two -j2 --overlay >records
diff <(digest plain/labels) <(digest two/labels) && diff -r one/overlay two/overlay || exit 3
cases records | jq -s --arg here "$PWD" 'all(.[]; .overlay == "\($here)/two/overlay/\(.id).png")'
echo "$(png_colour_type two/overlay/phantom_0000_z015.png)" "$(od -An -tu1 -j17 -N3 two/overlay/phantom_0000_z015.png | awk '{ print ($1 * 65536 + $2 * 256 + $3) % 40 + 2 }')"
f4s-segment "$DATA/prepared" -o v --model m.safetensors --volumes --overlay | cases | jq -sc --arg here "$PWD" '[length, all(.[]; .overlay == "\($here)/v/overlay/\(.id).png")]'
for volume in 0 1 2; do [[ $(png_colour_type v/overlay/phantom_000$volume.png) = 2 ]] || exit 4; done
slices 16 | tail -n 1 | jq -c 'del(.label)' >bare.ndjson; f4s-segment bare.ndjson -o bare --model m.safetensors --overlay --format none; find bare/overlay -name '*.png' | wc -l
