#!/usr/bin/env python3
"""Halves 8-bit grey PNG slices of heads: IN/{t1,t1ce,flair,label}/NAME.png to OUT/{t1,t1ce,flair,label}/NAME.png.

A pixel is the mean of four; levels up to 10, the noise of air, become 0 before.  A label is there where two of four are.

    halve_slices.py IN OUT
"""

import glob
import os
import struct
import sys
import zlib

FLOOR = bytes(max(0, round((level - 10) * 255 / 245)) for level in range(256))


def predicted(kind, left, up, corner):
    """What a PNG's filter expects of a byte."""
    if kind == 1:
        return left
    if kind == 2:
        return up
    if kind == 3:
        return (left + up) >> 1
    guess = left + up - corner
    return min((left, up, corner), key=lambda byte: abs(guess - byte))


def read(path):
    """The rows of a PNG of 8 grey bits."""
    with open(path, "rb") as file:
        data = file.read()
    at, packed, width, height = 8, b"", 0, 0
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            if (bits, colour, interlaced) != (8, 0, 0):
                sys.exit(f"{path}: not 8 grey bits")
        elif kind == b"IDAT":
            packed += body
        at += size + 12
    raw, rows, above = zlib.decompress(packed), [], bytearray(width)
    for y in range(height):
        begin = y * (width + 1)
        kind, row = raw[begin], bytearray(raw[begin + 1 : begin + 1 + width])
        if kind != 0:
            left = corner = 0
            for x, up in enumerate(above):
                left = row[x] = (row[x] + predicted(kind, left, up, corner)) & 255
                corner = up
        rows.append(row)
        above = row
    return rows


def write(path, rows):
    """The rows as a PNG of 8 grey bits."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + bytes(row) for row in rows), 6)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b""))


def halved(rows, is_label):
    """Half as many rows and columns."""
    small = []
    for y in range(0, len(rows) - 1, 2):
        a, b = rows[y : y + 2]
        if not is_label:
            a, b = a.translate(FLOOR), b.translate(FLOOR)
        sums = [a[x] + a[x + 1] + b[x] + b[x + 1] for x in range(0, len(a) - 1, 2)]
        small.append([int(one >= 2) if is_label else (one + 2) // 4 for one in sums])
    return small


def main():
    source, target = sys.argv[1:3]
    for kind in ("t1", "t1ce", "flair", "label"):
        os.makedirs(os.path.join(target, kind), exist_ok=True)
        for path in sorted(glob.glob(os.path.join(source, kind, "*.png"))):
            write(os.path.join(target, kind, os.path.basename(path)), halved(read(path), kind == "label"))


if __name__ == "__main__":
    main()
