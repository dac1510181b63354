#!/usr/bin/env python3
"""Small files for each target of tests/fuzz, all made here: seeds.py FOLDER makes FOLDER/TARGET/NAME."""

import gzip
import io
import json
import os
import struct
import sys
import tarfile
import zlib

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TESTS, "fault"))
sys.dont_write_bytecode = True
import orientations


def volumes(put, scratch):
    """Three formats, three types; compressed data, two dimensions, other fields that mean something."""
    for kind in (2, 4, 16):
        for target, extension in (("nifti", ".nii"), ("nrrd", ".nrrd"), ("metaimage", ".mha")):
            path = os.path.join(scratch, "v" + extension)
            orientations.write(path, (4, 3, 2), kind, [[1, 0, 0, 5], [0, 2, 0, 6], [0, 0, 3, 7]], [i % 9 for i in range(24)])
            put(target, f"type{kind}", open(path, "rb").read())
            os.remove(path)
    two = bytearray(352)
    struct.pack_into("<i", two, 0, 348)
    struct.pack_into("<8h", two, 40, 2, 4, 3, 1, 1, 1, 1, 1)
    struct.pack_into("<hh", two, 70, 512, 16)
    struct.pack_into("<ffff", two, 76, -1, .5, .5, 0)
    struct.pack_into("<fff", two, 108, 352, 2, -1)
    two[123] = 3
    struct.pack_into("<hh6f", two, 252, 1, 0, 0, 0, .70710678, 1, 2, 3)
    two[344:348] = b"n+1\0"
    put("nifti", "picture", bytes(two) + bytes(24))
    second = bytearray(544)
    struct.pack_into("<i8s", second, 0, 540, b"n+2\0\r\n\x1a\n")
    struct.pack_into("<hh8q", second, 12, 16, 32, 3, 4, 3, 2, 1, 1, 1, 1)
    struct.pack_into("<8d", second, 104, 1, 1, 1, 1, 1, 1, 1, 1)
    struct.pack_into("<qdd", second, 168, 544, 1, 0)
    put("nifti", "second", bytes(second) + bytes(96))
    data = bytes(range(24))
    head = "NRRD0005\n# made here\ntype: uchar\ndimension: 3\nsizes: 4 3 2\nspace: LPS\nspace units: \"mm\" \"mm\" \"mm\"\n" \
           "kinds: domain domain domain\nspace directions: (1,0,0) (0,2,0) (0,0,3)\nspace origin: (1,2,3)\n" \
           "encoding: gzip\nSegment0_Name:=edema\nSegment0_LabelValue:=2\nSegment0_Layer:=0\n\n"
    put("nrrd", "gzip", head.encode() + gzip.compress(data, mtime=0))
    plain = "NRRD0004\ntype: short\ndimension: 2\nsizes: 4 3\nspacings: .5 .5\naxis mins: 0 0\nunits: \"cm\" \"cm\"\n" \
            "endian: big\nencoding: raw\n\n"
    put("nrrd", "picture", plain.encode() + data)
    packed = zlib.compress(data)
    meta = "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nCompressedData = True\n" \
           f"CompressedDataSize = {len(packed)}\nTransformMatrix = 1 0 0 0 1 0 0 0 1\nOffset = 0 0 0\n" \
           "CenterOfRotation = 0 0 0\nAnatomicalOrientation = RAI\nElementSpacing = 1 2 3\nDimSize = 4 3 2\n" \
           "ElementType = MET_UCHAR\nElementDataFile = LOCAL\n"
    put("metaimage", "zlib", meta.encode() + packed)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width, height, bits, colour, rows, between=()):
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunk(*one) for one in between) + \
        chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


EXIF = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0"


def pictures(put, scratch):
    line = lambda count: b"\0" + bytes(range(count))
    put("png", "grey8", png(4, 3, 8, 0, line(4) * 3, [(b"pHYs", struct.pack(">IIB", 2, 3, 1)), (b"eXIf", EXIF)]))
    put("png", "grey16", png(4, 3, 16, 0, line(8) * 3, [(b"sCAL", b"\x01" + b"0.5\x000.5"), (b"tEXt", b"a\0b")]))
    put("png", "rgb", png(4, 3, 8, 2, line(12) * 3, [(b"gAMA", struct.pack(">I", 45455))]))
    put("png", "palette", png(4, 3, 8, 3, b"\0\0\1\2\3" * 3, [(b"PLTE", bytes(range(12))), (b"tRNS", b"\xff\0")]))
    for name in ("grey", "colour", "cmyk"):
        data = open(os.path.join(TESTS, "unit/image/jpeg", name + ".jpg"), "rb").read()
        put("jpeg", name, data)
        body = b"Exif\0\0" + EXIF
        put("jpeg", name + "_exif", data[:2] + b"\xff\xe1" + struct.pack(">H", 2 + len(body)) + body + data[2:])


def streams(put, scratch):
    for members in (1, 2):
        put("compressed", f"gzip{members}", b"\0" + gzip.compress(b"voxels " * 9, mtime=0) * members)
    put("compressed", "zlib", b"\x43" + b"x" + zlib.compress(bytes(300)))
    put("compressed", "stored", b"\x41" + b"x" + zlib.compress(bytes(range(99)), 0) + bytes(16))


def texts(put, scratch):
    tensors = {"__metadata__": {"format": "f4s.model/1", "a": "b"}, "w": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
               "b": {"dtype": "I64", "shape": [], "data_offsets": [24, 32]}, "e": {"dtype": "U8", "shape": [0], "data_offsets": [32, 32]}}
    head = json.dumps(tensors).encode()
    head += b" " * (-len(head) % 8)
    put("safetensors", "three", struct.pack("<Q", len(head)) + head + bytes(range(32)))
    model = {"method": "fuse4seg", "profile": "tiny", "network": {"dim": 8}, "modalities": [["t1", "t1w"], ["flair"]],
             "takes": ["images"], "gives": ["fused", "prediction"], "normalization": "percentile", "plane": "axial",
             "stretch": "none", "classes": {"1": "core", "4": "enhancing"},
             "regions": [{"name": "WT", "labels": [1, 4]}], "ignore": [255], "spacing_mm": [1, 1], "needs": [["t1"]],
             "postprocess": {}, "multiple_of": 8, "provenance": {"seed": 1}, "metrics": {"dice": .5}}
    put("model", "whole", json.dumps(model).encode())
    put("json", "whole", json.dumps(model).encode())
    put("json", "numbers", b'[0,-1,1e308,1.5E-3,"\\u0041\\ud83d\\ude00",null,true,{"":[]}]')
    put("config", "flags", b'{"method":"unet","epochs":3,"seed":7,"modalities":["t1","flair"],"segmentation-levels":2,"fold":"1/5"}')
    put("config", "run", b'{"schema":"f4s.run/1","tool":"f4s-train","config":{"learning_rate":0.001,"crop":64}}')
    record = {"schema": "f4s.case/1", "id": "a_z003", "subject": "a", "split": "train", "images": {"t1": "t1.png", "flair": "f.png"},
              "label": "l.png", "mask": "m.png", "fused": "u.png", "fused_from": ["t1", "flair"], "prediction": "p.png",
              "classes": {"1": "core"}, "regions": {"WT": [1]}, "ignore": [255],
              "geometry": {"spacing_mm": [1, 2], "volume": {"id": "a", "slice": 3, "slices": 9, "size": [8, 6, 12],
                           "affine": [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
                           "voxel_from_pixel": [[1, 0, 0], [0, 1, 0], [0, 0, 3]]}},
              "findings": [{"code": "a.b", "severity": "info", "text": "t"}], "prepared": {"normalize": "zscore"}, "error": None}
    del record["error"]
    run = {"schema": "f4s.run/1", "tool": "f4s-prep", "cases": {"ok": 1, "failed": 0, "skipped": 0}, "status": "ok", "exit_code": 0}
    put("records", "two", (json.dumps(record) + "\n" + json.dumps(run) + "\n").encode())
    entry = {"index": 0, "id": "a_z003", "inputs": "00ff", "records": [record]}
    lines = [{"run": "one", "files": "f"}, entry, {"complete": True}, {"run": "two", "files": "f"}, entry, {"complete": True}]
    put("journal", "two", "".join(json.dumps(one) + "\n" for one in lines).encode())
    put("table", "comma", b'id,subject,split,t1,dwi,label\na_01,a,train,cases.csv,"b ""c"".nii",cases.csv\n# no row\n\na_02,a,test,cases.csv,,\n')
    put("table", "semicolon", b"\xef\xbb\xbft1;t2\r\ncases.csv;x.png\r\n")
    put("table", "root", b"t1\n/\n")
    put("nnunet", "second", b'{"channel_names":{"0":"T1","1":"FLAIR"},"labels":{"background":0,"whole":[1,2],"core":1,"ignore":3},'
                            b'"regions_class_order":[2,1],"file_ending":".nii.gz","numTraining":2}')
    put("nnunet", "first", b'{"modality":{"0":"MRI"},"labels":{"0":"background","1":"core"},"numTraining":"1"}')
    put("dicom_map", "tabs", b"*t1*mpr*\tt1\nep2d\tdwi\tDiffusionBValue=800\n# none\n3f0c9a1b2c4d\t-\n")
    put("dicom_map", "lines", b'{"series":"*t2*","modality":"t2","part":"EchoTime=*"}\n')
    put("dicom_map", "separator", b"sep=;\n*t2*;t2\n")
    put("dicom_map", "name", b"sub-01_ses-2_acq-highres_ce-gd_run-1_T1w.nii.gz")


def archives(put, scratch):
    """As the programs write them; with extended headers of both kinds."""
    record = json.dumps({"schema": "f4s.case/1", "id": "a", "images": {"t1": "x.tar#images/t1/a.png"}}).encode()
    for name, kind, more in (("ustar", tarfile.USTAR_FORMAT, ""), ("pax", tarfile.PAX_FORMAT, "\u00e4" + "n" * 120),
                             ("gnu", tarfile.GNU_FORMAT, "n" * 120)):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=kind) as archive:
            for member, data in ((f"images/t1/{more}a.png", bytes(9)), ("cases/a.json", record)):
                info = tarfile.TarInfo(member)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
        put("tar", name, out.getvalue()[:5120])  # without most of the zeros at its end


def dicom(put, scratch):
    """As dicom_elements.cc builds a data set: key, length, bytes; from 0x80 on an item of a sequence, which 0xFF ends."""
    one = lambda key, value: bytes([key, len(value)]) + value
    short = lambda key, value: one(key, struct.pack("<H", value))
    pixels = short(0, 1) + one(1, b"MONOCHROME2 ") + short(3, 4) + short(4, 4) + short(6, 16) + short(7, 12) + short(8, 11) + short(9, 0)
    place = one(5, b"1.0\\1.0 ") + one(20, b"0\\0\\0 ") + one(21, b"1\\0\\0\\0\\1\\0") + one(22, b"3 ")
    put("dicom_elements", "classic", pixels + place + one(14, b"-1024 ") + one(15, b"1.5 ") + short(10, 0) + one(28, b"1000\\0"))
    frame = bytes([0x81]) + bytes([0x83]) + one(15, b"2 ") + one(14, b"0 ") + b"\xff" + bytes([0x84]) + one(20, b"0\\0\\1 ") + b"\xff\xff"
    shared = bytes([0x80, 0x85]) + one(21, b"1\\0\\0\\0\\1\\0") + b"\xff" + bytes([0x86]) + one(5, b"1\\1 ") + b"\xff\xff"
    put("dicom_elements", "enhanced", pixels + one(2, b"2 ") + shared + frame * 2)
    put("dicom_elements", "half_double", pixels + place + one(26, bytes(4)))
    put("dicom_elements", "tables", pixels + place + bytes([0x82]) + one(18, bytes(6)) + one(19, bytes(8)) + b"\xff" +
        one(30, b"Philips ") + one(31, b"\0\0\x80?") + one(17, b"01"))


    put("codestream", "jpeg2000", b"\xff\x4f\xff\x51" + struct.pack(">HHIIIIIIIIHBBB", 41, 0, 6, 5, 0, 0, 6, 5, 0, 0, 1, 11, 1, 1) + b"\xff\x52")
    put("codestream", "jpeg_ls", b"\xff\xd8\xff\xf7" + struct.pack(">HBHHBBBB", 11, 12, 5, 6, 1, 1, 0x11, 0) + b"\xff\xda")
    put("codestream", "jpeg_lossless", b"\xff\xd8\xff\xfe\0\4ab\xff\xc3" + struct.pack(">HBHHBBBB", 11, 16, 5, 6, 1, 1, 0x11, 0) + b"\xff\xda")


def main():
    folder = sys.argv[1]

    def put(target, name, data):
        os.makedirs(os.path.join(folder, target), exist_ok=True)
        with open(os.path.join(folder, target, name), "wb") as file:
            file.write(data)

    os.makedirs(folder, exist_ok=True)
    for make in (volumes, pictures, streams, texts, archives, dicom):
        make(put, folder)


if __name__ == "__main__":
    main()
