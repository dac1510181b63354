# Numbers between -1, the profile's, and 0 mean nothing: a usage error; in a configuration file exit 78.
#> 2 2 2 78
#? stderr f4s-train: --adversarial-weight: * must be at least 0, or -1*--momentum: * must be at least 0 and at most 0.9999, or -1*--weight-decay*adversarial*
train() { f4s-train "$DATA/prepared" -o run --modalities t1ce,flair --format none "$@"; }
codes=()
for flag in --adversarial-weight --momentum --weight-decay; do train $flag -0.5; codes+=($?); done
echo '{"adversarial_weight":-0.25}' >bad.json
train --config bad.json; echo "${codes[@]}" $?
[[ ! -e run ]]
