#!/usr/bin/env python3
"""Raises the share of the sources in the fused images of a model that adds weighted sources to their mean or maximum.

    raise_weights.py MODEL TO BY

The weights of the sources are 1.5 tanh(o), smoothed; BY is added to the bias of each o, so that a fused image gains about
1.5 BY of the sum of its sources: standard deviation, spatial frequency and SCD rise, Qabf falls a little.  BY is chosen on
validation cases.  The model's provenance keeps it.
"""

import json
import struct
import sys

BIAS = "fusion.mix_output.bias"


def main(source, target, by):
    with open(source, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        header, data = json.loads(file.read(size)), bytearray(file.read())
    if BIAS not in header:
        sys.exit(f"{source}: has no {BIAS}: a model with --fusion-residual mean or maximum has")
    begin, end = header[BIAS]["data_offsets"]
    form = f"<{(end - begin) // 4}f"
    struct.pack_into(form, data, begin, *(value + by for value in struct.unpack_from(form, data, begin)))
    model = json.loads(header["__metadata__"]["model"])
    model["provenance"]["raised"] = {BIAS: by}
    header["__metadata__"]["model"] = json.dumps(model, separators=(",", ":"))
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(target, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
