# The page of what was labelled on raw studies shows their images, those on another grid brought to the label map's; what is no warning is not called one.
#> 4
#> notes in the record
python3 - "$DATA" <<'P'
import gzip, os, struct, sys
folder = sys.argv[1] + "/phantom/phantom_0000/phantom_0000_"
os.makedirs("br/case_0")
for m in ("t1", "t1ce", "t2", "flair"):
    data = bytearray(gzip.open(folder + m + ".nii.gz").read())
    if m == "flair":  # every second voxel along x
        dims = struct.unpack_from("<8h", data, 40)
        bits = struct.unpack_from("<h", data, 72)[0] // 8
        start = int(struct.unpack_from("<f", data, 108)[0])
        voxels = [bytes(data[start + i * bits:start + (i + 1) * bits]) for i in range(dims[1] * dims[2] * dims[3])]
        kept = b"".join(voxels[i] for i in range(len(voxels)) if i % dims[1] % 2 == 0)
        struct.pack_into("<h", data, 42, (dims[1] + 1) // 2)
        struct.pack_into("<f", data, 80, 2 * struct.unpack_from("<f", data, 80)[0])
        for row in range(3):
            struct.pack_into("<f", data, 280 + 16 * row, 2 * struct.unpack_from("<f", data, 280 + 16 * row)[0])
        data = data[:start] + kept
    gzip.open(f"br/case_0/case_0_{m}.nii.gz", "wb").write(bytes(data))
P
f4s-segment br -o lab --model glioma --format none || exit 1
f4s-report lab -o page.html >record || exit 1
grep -o 'alt="[a-z0-9]*' page.html | sort -u | grep -cE '"(t1|t1ce|t2|flair)$'
grep -oE '(notes|warnings) in the record' page.html
