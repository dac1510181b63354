# A volume's fusion metrics do not depend on the order in which its files keep their voxels.
#> true
mkdir a b
python3 - <<'P'
import math
side = (48, 44, 42)
for name, step in (("x", 7), ("y", 13), ("fused", 9)):
    value = lambda x, y, z: int(120 + 60 * math.sin((x * x + 3 * y + z * x) / step) + (x + y * z) % 48)
    for folder, axes in (("a", (0, 1, 2)), ("b", (2, 0, 1))):  # in b along z, x, y
        sizes = " ".join(str(side[axis]) for axis in axes)
        directions = " ".join(("(1,0,0)", "(0,1,0)", "(0,0,1)")[axis] for axis in axes)
        with open(f"{folder}/{name}.nrrd", "wb") as file:
            file.write(f"NRRD0004\ntype: uint8\ndimension: 3\nsizes: {sizes}\nencoding: raw\nspace: right-anterior-superior\n"
                       f"space directions: {directions}\nspace origin: (0,0,0)\n\n".encode())
            at = [0, 0, 0]
            for at[axes[2]] in range(side[axes[2]]):
                for at[axes[1]] in range(side[axes[1]]):
                    file.write(bytes(value(*at) for at[axes[0]] in range(side[axes[0]])))
P
m() { f4s-metrics x="$1/x.nrrd" y="$1/y.nrrd" fused="$1/fused.nrrd" | cases | jq -c .metrics.fusion; }
[ "$(m a)" = "$(m b)" ] && echo true
