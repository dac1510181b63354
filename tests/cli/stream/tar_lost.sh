# A tar file that is lost is missed by its dataset's description: the rest is not taken for all.
#> whole: 0 2
#> one gone: 66 tar.missing
#> by itself: 0 1
#? stderr *
head -c 2000000 /dev/urandom >noise; for n in a b; do printf 'NRRD0004\ntype: uint8\ndimension: 3\nsizes: 100 100 100\nencoding: raw\nspacings: 1 1 1\n\n' >$n.nrrd; done
head -c 1000000 noise >>a.nrrd; tail -c 1000000 noise >>b.nrrd
for id in c d; do echo "{\"schema\":\"f4s.case/1\",\"id\":\"$id\",\"images\":{\"t1\":\"a.nrrd\",\"t2\":\"b.nrrd\"}}"; done >in.ndjson
f4s-fuse in.ndjson -o 'x-%03d.tar' --tar-size 1 --method average --format none
count() { f4s-fuse "$1" -o out --force --method maximum --run-record r.json >cases; echo $? "$(jq -r '.error.code // .cases.ok' r.json)"; }
echo "whole: $(count 'x-%03d.tar')"; rm x-002.tar; echo "one gone: $(count 'x-%03d.tar')"; echo "by itself: $(count x-001.tar)"
