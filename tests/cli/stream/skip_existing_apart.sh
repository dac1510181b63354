# Voxels that lie in a file or folder beside the one that is named are looked at too where finished cases are kept.
#> 1
#> 9
#> kept
#> renewed
raw() { printf 'ObjectType = Image\nNDims = 2\nDimSize = 4 2\nElementType = MET_UCHAR\nElementSpacing = 1 1\nElementDataFile = %s.raw\n' "$1" >"$1.mhd"; for ((i = 0; i < 8; ++i)); do printf '%b' "$2"; done >"$1.raw"; }
fuse() { f4s-fuse a=a.mhd b=b.mhd -o out --method average --format none "$@"; python3 - <<'P'
import glob, zlib, struct
data = open(glob.glob("out/fused/*.png")[0], "rb").read(); at = data.index(b"IDAT"); size = struct.unpack(">I", data[at - 4:at])[0]
rows = zlib.decompress(data[at + 4:at + 4 + size]); print(rows[1])
P
}
raw a '\001'; raw b '\001'; fuse; raw a '\011'; raw b '\011'; fuse --skip-existing
series() { make_dicom "$1" study=1.2.2 series=1.2.2.1 set=0008,103e:T1_se name=; rm "$1.nrrd"; }
series in/1; mkdir in/2; mv "$(ls -d in/1/* | tail -n 1)" in/2/x.dcm
prep() { f4s-prep in -o p --brain none --volumes --format none "$@"; sha256sum p/images/t1/*.nii.gz; }
before=$(prep); [ "$(prep --skip-existing)" = "$before" ] && echo kept
python3 -c 'd = bytearray(open("in/2/x.dcm", "rb").read()); d[-20:] = bytes(b ^ 1 for b in d[-20:]); open("in/2/x.dcm", "wb").write(d)'
[ "$(prep --skip-existing)" != "$before" ] && echo renewed
