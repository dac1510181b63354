"""Whether DICOM secondary captures and a measurement report are what they should be, by pydicom and highdicom.

    check_capture.py FOLDER_OF_CAPTURES FOLDER_OF_THE_SERIES [REPORT.dcm SEG.dcm]     prints "right", or what is not
"""

import sys
from pathlib import Path

import numpy
import pydicom


def instances(folder):
    files = [pydicom.dcmread(path) for path in sorted(Path(folder).iterdir())]
    return {file.SOPInstanceUID: file for file in files}


def check_captures(captures, sources):
    for capture in captures.values():
        source = sources[capture.SourceImageSequence[0].ReferencedSOPInstanceUID]
        for name in ("PatientName", "PatientID", "StudyInstanceUID", "FrameOfReferenceUID"):
            assert str(capture[name].value) == str(source[name].value), name
        assert capture.SOPClassUID == "1.2.840.10008.5.1.4.1.1.7"
        assert list(capture.ImageType)[:2] == ["DERIVED", "SECONDARY"]
        assert "f4s-" in capture.DerivationDescription
        assert capture.SeriesInstanceUID != source.SeriesInstanceUID
        assert capture.SOPInstanceUID.startswith("2.25.")
        # The corners of the field of view are where they were.
        assert numpy.allclose(corner(capture), corner(source), atol=1e-3), "position"
        assert capture.pixel_array.shape[:2] == (capture.Rows, capture.Columns)
    assert len({capture.SOPInstanceUID for capture in captures.values()}) == len(sources)


def corner(image):
    across, down = (float(mm) for mm in (image.PixelSpacing[1], image.PixelSpacing[0]))
    row, column = numpy.array(image.ImageOrientationPatient, float).reshape(2, 3)
    return numpy.array(image.ImagePositionPatient, float) - row * across / 2 - column * down / 2


def check_report(report, segmentation):
    import highdicom

    content = highdicom.sr.EnhancedSR.from_dataset(report) if hasattr(highdicom.sr.EnhancedSR, "from_dataset") else None
    document = highdicom.sr.MeasurementReport.from_sequence([report]) if content is None else content.content
    groups = document.get_volumetric_roi_measurement_groups()
    assert len(groups) == len(segmentation.SegmentSequence), "groups"
    for group, segment in zip(groups, segmentation.SegmentSequence):
        (measurement,) = group.get_measurements()
        assert measurement.name.value == "118565006", "volume"
        assert "sha256" in report.to_json(), "the model is not named"  # str() cuts long texts
        frames = [i for i, f in enumerate(segmentation.PerFrameFunctionalGroupsSequence)
                  if f.SegmentIdentificationSequence[0].ReferencedSegmentNumber == segment.SegmentNumber]
        measures = segmentation.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
        voxel = float(measures.PixelSpacing[0]) * float(measures.PixelSpacing[1]) * float(measures.SpacingBetweenSlices)
        pixels = segmentation.pixel_array.reshape(-1, segmentation.Rows, segmentation.Columns)
        ml = sum(int(pixels[i].sum()) for i in frames) * voxel / 1000
        assert abs(float(measurement.value) - ml) <= 0.001, (measurement.value, ml)


def main():
    check_captures(instances(sys.argv[1]), instances(sys.argv[2]))
    if len(sys.argv) > 3:
        check_report(pydicom.dcmread(sys.argv[3]), pydicom.dcmread(sys.argv[4]))
    print("right")


main()
