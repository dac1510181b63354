# Into tar files the disk is waited for once a case, not once a file; and a case is there before the journal says so.
#> images: 36
#> fewer flushes than images
#> noted after a flush: 6 of 6
command -v strace >/dev/null || { echo "skipped: no strace is installed"; exit 77; }
strace -o /dev/null true 2>/dev/null || { echo "skipped: tracing is not allowed here"; exit 77; }
{ slices 6; ended; } >in.ndjson
strace -f -y -s 12 -o calls -e trace=fsync,fdatasync,syncfs,write f4s-fuse - -o 'f-%02d.tar' --method average --combinations 2 -j1 --format none <in.ndjson
echo "images: $(tar -tf f-01.tar | grep -c png)"
[[ $(grep -cE ' (fsync|fdatasync|syncfs)\(' calls) -lt 20 ]] && echo "fewer flushes than images"
awk '/fdatasync\(.*f-01.tar/ { flushed = 1 } /write\(.*journal-1-of-1/ && /"{/ { if (/id|index/) { n++; good += flushed } flushed = 0 }
  END { print "noted after a flush: " good " of " n }' calls
