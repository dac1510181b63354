# The mean of NSD over cases whose tolerance is in mm and cases where it is in pixels is said to mix them.
#> 1
#> 0
#? stderr *its tolerance in mm, and of others, in pixels: its mean mixes them*
python3 - <<'E'
import struct, zlib
def png(path, rows):
    raw = b"".join(b"\0" + bytes(row) for row in rows)
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    open(path, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))
square = lambda d: [[1 if 4 + d <= x < 12 + d and 4 <= y < 12 else 0 for x in range(20)] for y in range(20)]
png("l.png", square(0)); png("p.png", square(2))
E
record() { printf '{"schema":"f4s.case/1","id":"%s","label":"l.png","prediction":"p.png"%s}\n' "$1" "$2"; }
{ record a ''; record b ',"geometry":{"spacing_mm":[0.5,0.5]}'; } >mixed.ndjson; f4s-metrics mixed.ndjson --regions T=1 --format none --run-record r.json 2>said; grep -c 'mixes them' said; cat said >&2
record a '' >one.ndjson; f4s-metrics one.ndjson --regions T=1 --format none 2>&1 | grep -c 'mixes them' || true
