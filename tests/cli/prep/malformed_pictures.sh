# PNG and JPEG gone wrong: each is 65 with its code, and no folder is left finished.
#> png.truncated png.truncated png.damaged png.damaged png.size png.signature jpeg.damaged jpeg.signature image.extension
#> 0
#? stderr *
p=$DATA/prepared/images/t1/phantom_0000_z015.png; j=$ROOT/tests/unit/image/jpeg/grey.jpg
bad() { f4s-prep t1="$1" -o "out" --run-record r.json >/dev/null; [[ $? = 65 ]] && jq -r .error.code r.json; }
png() { cp "$p" f.png; "$@"; bad f.png; }
{ head -c 20 "$p" >f.png; bad f.png; head -c 300 "$p" >f.png; bad f.png
  png patch_bytes f.png 29 '\x00'; png patch_bytes f.png 60 '\x00\x00\x00\x00'; png patch_bytes f.png 16 '\x7f\xff'; png patch_bytes f.png 0 GIF8
  head -c 300 "$j" >f.jpg; bad f.jpg; cp "$p" f.jpg; bad f.jpg; cp "$p" f.tif; bad f.tif; } | xargs
find . -name dataset.json | wc -l
