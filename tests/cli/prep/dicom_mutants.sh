# Damaged and malicious files: each is refused or read, none takes the tool down or hangs it.
#? stderr *
make_dicom good size=6,5,3; make_dicom j2k size=16,12,3 syntax=j2k; make_dicom rle size=16,12,3 syntax=rle enhanced=1; RANDOM=1
for kind in good j2k rle; do for n in {1..8}; do
  mkdir -p in/$kind-$n; cp $kind/* in/$kind-$n; f=$(printf '%s\n' in/"$kind-$n"/* | head -1); size=$(stat -c %s "$f")
  case $((n % 4)) in
    0) truncate -s $((RANDOM % size)) "$f" ;;
    1) patch_bytes "$f" $((132 + RANDOM % 700)) '\xff\xff\xff\x7f' ;;
    2) for _ in 1 2 3; do patch_bytes "$f" $((132 + RANDOM % (size - 132))) "\\x$(printf %02x $((RANDOM % 256)))"; done ;;
    3) patch_bytes "$f" $((132 + RANDOM % 700)) '\xfe\xff\x00\xe0\xff\xff\xff\xff' ;;
  esac
  echo "{\"schema\":\"f4s.case/1\",\"id\":\"$kind-$n\",\"images\":{\"t1\":\"in/$kind-$n\"}}"
done; done >in.ndjson
# The processes that read share the machine with whatever runs beside the test: no limit here but the runner's.
f4s-prep in.ndjson -o out --volumes --brain none --keep-going >all.ndjson; code=$?
[[ $code = 8 && $(cases all.ndjson | wc -l) = 24 ]] || { echo "exit $code"; exit 1; }
# Every refusal is of the input's own, and names a reason.
holds -s 'map(select(.error) | .error.code | test("^(dicom|geometry|image|prep|input)\\.")) | length > 5 and all' <(cases all.ndjson)
