# Raw intensities in 16 bits, taken as levels, are nearly black: said.
#> [["image.levels"],[]]
#> [] ["image.levels"]
python3 - <<'P'
import struct, zlib
def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
for name, most in (("raw1", 1400), ("raw2", 900), ("full1", 65000), ("full2", 60000)):
    rows = b"".join(b"\0" + b"".join(struct.pack(">H", most * (x + y) // 14) for x in range(8)) for y in range(8))
    with open(name + ".png", "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 16, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
P
for n in raw full; do f4s-fuse t1=${n}1.png t2=${n}2.png -o $n --method average | cases | jq -c '[.findings[]?.code] | unique'; done | jq -cs .
prep() { f4s-prep t1=raw1.png -o "$@" --brain none | cases | jq -c '[.findings[]?.code | select(startswith("image"))]'; }
echo "$(prep scaled) $(prep kept --normalize none)"
