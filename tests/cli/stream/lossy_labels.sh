# A JPEG is no label map or mask, in no tool and no way of giving it; as an image it is one, in any case of its ending.
#> 65 65 65 65 65 65 65 65 65 65 65 65 65
#> 0 0
#? stderr *
cp "$ROOT/tests/unit/image/jpeg/grey.jpg" m.jpg; cp m.jpg m.JPEG; mkdir jpegs pngs; cp m.jpg jpegs/a.JPG
zeros=$(printf '0 %.0s' {1..1200}); grey_png "40 30" $zeros >m.png; cp m.png pngs/a.png
printf 'id,t1,label\na,m.png,m.jpg\n' >t.csv; n=0
refused() { "$@" --run-record r.json --format none >/dev/null; local code=$?; [[ $(jq -r .error.code r.json) = label.lossy ]] && echo $code; rm -f r.json; }
{ for role in label prediction mask; do
    other=label; [[ $role = label ]] && other=prediction
    refused f4s-metrics $role=m.jpg $other=m.png t1=m.png fused=m.png; refused f4s-fuse a=m.png b=m.png $role=m.JPEG -o $((n += 1)) --method average
    refused f4s-metrics $role=jpegs $other=pngs
  done
  refused f4s-prep t1=m.png label=m.jpg -o p --brain none; refused f4s-prep t.csv -o p --brain none
  echo "{\"schema\":\"f4s.case/1\",\"id\":\"a\",\"images\":{\"t1\":\"m.png\",\"t2\":\"m.png\"},\"label\":\"m.jpg\"}" >r.ndjson
  refused f4s-prep r.ndjson -o p --brain none; refused f4s-fuse r.ndjson -o q --method average; } | xargs
f4s-fuse a=m.jpg b=m.JPEG -o f --method average --format none; echo $? $(find p q jpegs -name dataset.json 2>/dev/null | wc -l)
