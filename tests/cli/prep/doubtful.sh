# One image as two modalities, and an image as the label map: said.
#> ["modality.copy"]
#> ["label.image_like"]
nrrd "64 64 1" $(for ((i = 0; i < 4096; ++i)); do echo $((i * 7 % 251)); done) >a.nrrd
{ printf 'NRRD0004\ntype: uint16\ndimension: 3\nsizes: 64 64 1\nendian: little\nencoding: raw\nspace: right-anterior-superior\nspace directions: (1,0,0) (0,1,0) (0,0,1)\nspace origin: (0,0,0)\n\n'; head -c 8192 /dev/zero | tr '\0' x; } >l.nrrd
python3 - <<'P'
import struct
head = open("l.nrrd", "rb").read().split(b"\n\n")[0]
open("l.nrrd", "wb").write(head + b"\n\n" + b"".join(struct.pack("<H", i % 300) for i in range(4096)))
P
f4s-prep t1=a.nrrd flair=a.nrrd -o o --volumes --brain none | cases | jq -c '[.findings[].code | select(test("copy|like"))]'
f4s-prep t1=a.nrrd label=l.nrrd -o p --volumes --brain none | cases | jq -c '[.findings[].code | select(test("copy|like"))]'
