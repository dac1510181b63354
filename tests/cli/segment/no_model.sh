# Without --model: 2.
#? exit 2
#? stderr f4s-segment: --model FILE|NAME is missing*
f4s-segment "$DATA/prepared" -o out >/dev/null; code=$?; [[ ! -e out ]] && exit $code
