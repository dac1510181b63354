# The floor "average" has the scores of what f4s-fuse --method average writes; "maximum" likewise; of colours and 16 bits, too.
#> grey true true
#> colour true true true true
#> one in colour true true
#> 16 bits true true
same() {  # METHOD CONVENTION CASES...
  local method=$1 convention=$2; shift 2
  rm -rf out; f4s-fuse "$@" --method "$method" -o out --format none
  f4s-metrics out --floors --convention "$convention" | cases | jq -s --arg m "$method" '.[0].metrics == (.[] | select(.floor == $m)).metrics'
}
p="$DATA/prepared"
echo "grey $(for m in average maximum; do same $m cddfuse "$p" --ids phantom_0000_z015 --modalities t1ce,flair; done | xargs)"
python3 - <<'P'
import random, struct, zlib
random.seed(1)
def png(name, channels, bits):
    rows = b''.join(b'\0' + bytes(random.randrange(256) for _ in range(24 * channels * bits // 8)) for _ in range(20))
    chunk = lambda kind, data: struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
    head = struct.pack('>IIBBBBB', 24, 20, bits, 2 if channels == 3 else 0, 0, 0, 0)
    open(name, 'wb').write(b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b''))
for name, channels, bits in ('a', 3, 8), ('b', 3, 8), ('g', 1, 8), ('s', 1, 16), ('t', 1, 16): png(name + '.png', channels, bits)
P
echo "colour $(for c in cddfuse film; do for m in average maximum; do same $m $c a=a.png b=b.png; done; done | xargs)"
echo "one in colour $(for m in average maximum; do same $m cddfuse a=a.png g=g.png; done | xargs)"
echo "16 bits $(for m in average maximum; do same $m strict s=s.png t=t.png; done | xargs)"
