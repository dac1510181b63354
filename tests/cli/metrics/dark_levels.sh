# Raw intensities of 12 bits in 16 are nearly black as levels: said of what is scored, too; not of a prepared slice, which may be so dark.
#> ["image.levels"]
#> []
#> ["image.levels"]
#? stderr *
python3 - <<'P'
import struct, zlib
def png(name, bits, rows):
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    form = "B" if bits == 8 else ">H"
    data = b"".join(b"\0" + b"".join(struct.pack(form, v) for v in row) for row in rows)
    open(name, "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 48, 48, bits, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))
level = lambda x, y: (x * 5 + y * 3) % 200
for name, bits, scale in [("a.png", 8, 1), ("b.png", 8, 1), ("dark.png", 16, 16), ("whole.png", 16, 257)]:
    png(name, bits, [[level(x, y) * scale for x in range(48)] for y in range(48)])
P
codes() { cases - | jq -c '[.findings[]? | select(.code == "image.levels").code]'; }
f4s-metrics a=a.png b=b.png fused=dark.png | codes
f4s-metrics a=a.png b=b.png fused=whole.png | codes
f4s-metrics a=dark.png b=b.png fused=a.png | codes
