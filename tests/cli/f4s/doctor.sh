# f4s doctor says what works here, what needs it, and what brings the rest; parts are opened as the programs open them.
#> true
#> ["digests","ok","OpenSSL"]
#> 0 69 2 1
#> absent true
#> broken belongs to another build or cannot be loaded
#? stderr f4s: doctor: no part 'digest': wanted digests,*did you mean 'digests'?*
f4s doctor --format ndjson >all || true
jq -s '(.[0] | .kind == "machine" and (.models | index("glioma") != null)) and (.[1:] | length == 9 and all(.status == "ok" or (has("reason") and has("remedy"))))' all
f4s doctor digests --format ndjson | jq -c 'select(.kind == "part") | [.name, .status, .library]'
# An installation that lacks one object, and has another that cannot be loaded.
bin=$(dirname "$(command -v f4s)"); mkdir -p bin lib; cp "$bin/f4s" bin; ln -s "$bin"/../lib/libfuse4seg_*.so "$bin"/../lib/f4s-*-dicom* lib
rm -f lib/libfuse4seg_opencv.so lib/libfuse4seg_opencv_drawing.so; echo 'no library' >lib/libfuse4seg_opencv_drawing.so
bin/f4s doctor digests >/dev/null; a=$?
bin/f4s doctor filters --format ndjson >filters; b=$?
f4s doctor digest; c=$?
bin/f4s doctor --format ndjson >some; d=$?
echo $a $b $c $d
jq -r 'select(.name == "filters") | "\(.status) \(.remedy | length > 0)"' filters
jq -r 'select(.name == "drawing") | "\(.status) " + (if (.reason | test("invalid ELF|file too short")) then "belongs to another build or cannot be loaded" else .reason end)' some
