"""Whether highdicom finds in a DICOM Segmentation the label map that it was made from.

    check_dicom_seg.py SEG.dcm FOLDER_OF_THE_SERIES LABELS.nii.gz      prints "equal", or what differs
"""

import gzip
import struct
import sys
from pathlib import Path

import highdicom
import numpy
import pydicom


def read_labels(path):
    """[z, y, x] and the 4x4 map from voxels (x, y, z) to RAS mm, of a NIfTI file with an sform."""
    data = gzip.open(path).read()
    size = struct.unpack_from("<8h", data, 40)[1:4]
    kind = {2: "<u1", 4: "<i2", 8: "<i4", 512: "<u2"}[struct.unpack_from("<h", data, 70)[0]]
    affine = numpy.eye(4)
    affine[:3] = numpy.array(struct.unpack_from("<12f", data, 280)).reshape(3, 4)
    voxels = numpy.frombuffer(data, kind, size[0] * size[1] * size[2], 352)
    return voxels.reshape(size[::-1]), affine


def frames_in_order(sources):
    """(instance, frame from 1, position) by growing place along the normal."""
    found = []
    for source in sources:
        if "PerFrameFunctionalGroupsSequence" in source:
            shared = source.SharedFunctionalGroupsSequence[0]
            direction = shared.PlaneOrientationSequence[0].ImageOrientationPatient
            for i, group in enumerate(source.PerFrameFunctionalGroupsSequence):
                found.append((source, i + 1, group.PlanePositionSequence[0].ImagePositionPatient, direction))
        else:
            found.append((source, 1, source.ImagePositionPatient, source.ImageOrientationPatient))
    return sorted(found, key=lambda f: numpy.dot(f[2], numpy.cross(f[3][:3], f[3][3:])))


def main(seg_path, folder, labels_path):
    seg = highdicom.seg.segread(seg_path)
    wanted, affine = read_labels(labels_path)
    values = {n: int(seg.get_segment_description(n).SegmentDescription.split()[-1]) for n in seg.segment_numbers}
    frames = frames_in_order([pydicom.dcmread(path) for path in Path(folder).iterdir()])
    options = {"combine_segments": True, "assert_missing_frames_are_empty": True}
    if len({source.SOPInstanceUID for source, *_ in frames}) == len(frames):
        got = seg.get_pixels_by_source_instance([source.SOPInstanceUID for source, *_ in frames], **options)
    else:
        got = seg.get_pixels_by_source_frame(frames[0][0].SOPInstanceUID, [f[1] for f in frames], **options)
    got = numpy.vectorize(lambda n: values.get(int(n), 0))(got)
    if not numpy.array_equal(got, wanted):
        return "its pixels, by the source's frames, differ"

    # By its own geometry: slices, rows, columns to LPS mm.
    volume = seg.get_volume(combine_segments=True, allow_missing_positions=True)
    where = numpy.argwhere(volume.array > 0)
    points = (volume.affine @ numpy.c_[where, numpy.ones(len(where))].T).T[:, :3] * [-1, -1, 1]
    voxels = numpy.rint((numpy.linalg.inv(affine) @ numpy.c_[points, numpy.ones(len(points))].T).T[:, :3]).astype(int)
    again = numpy.zeros_like(wanted)
    for (x, y, z), n in zip(voxels, volume.array[tuple(where.T)]):
        again[z, y, x] = values[int(n)]
    return "equal" if numpy.array_equal(again, wanted) else "its voxels, by its own geometry, differ"


print(main(*sys.argv[1:]))
