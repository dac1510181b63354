// Writes a DICOM series of a known volume, and the volume itself as NRRD, for the tests.
//
//   make_dicom FOLDER [KEY=VALUE]...        FOLDER/* and FOLDER.nrrd (float, RAS)
//
//   size=5,4,3     columns, rows, slices         spacing=0.5,0.75,3   mm, along columns, rows, slices
//   plane=axial|coronal|sagittal|oblique         reversed=1           the first file is the last slice
//   bits=12 signed=0 mono1=0                     slope=S,S,... intercept=I,I,...  in turn for the slices
//   syntax=raw|implicit|big|rle|jpeg|jpegls|j2k  enhanced=0
//   repeats=1 fact=gggg,eeee values=A,B,...      so many slices at each place, told apart by an element
//   skip=K         slice K is not written        again=K              slice K twice, under another UID
//   shift=MM       each slice this further along its rows (a tilted gantry)
//   off=K:MM       slice K this further along the normal
//   study=UID series=UID name=PREFIX             of the files
//   set=gggg,eeee:TEXT                           any element of text, repeatable; empty TEXT removes it
//   none=gggg,eeee                               an element that is there and empty; as set= in what follows
//   short=gggg,eeee:N                            an element of 2 bytes
//   frame=gggg,eeee:TEXT                         an element of text in each functional group that has it
//   nested=gggg,eeee:TEXT                        likewise in an item of (2005,140F) of each frame of an
//   enhanced one mapping=S,I    a RealWorldValueMappingSequence, of each frame of an enhanced one class=UID
//   SOPClassUID more=N         bytes behind the pixels uid=UID        one SOPInstanceUID for all files
//   high=15        HighBit                       junk=1               bits above and below the numbers are
//   set pixels=0       without PixelData             lut=1                with a Modality LUT Sequence
//   whole=I:N          pixel I of each slice is N in all of its bits, those that hold no number too
//   groups=shared      an enhanced image of one frame, all groups shared
//   nuclear=KIND       one file of nuclear medicine (RECON TOMO, TOMO); slices=N,N,... the slice of each
//   frame, from 1 on;
//                      between=MM  SpacingBetweenSlices, instead of the spacing
//   items=N            so many items where a frame's scale has one   framelut=1  a Modality LUT beside the
//   scale

#include <gdcmAttribute.h>
#include <gdcmImageChangeTransferSyntax.h>
#include <gdcmImageReader.h>
#include <gdcmImageWriter.h>
#include <gdcmSequenceOfItems.h>
#include <gdcmUIDGenerator.h>
#include <gdcmWriter.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/make_dicom_elements.h"
#include "tests/support/make_dicom_options.h"
#include "tests/support/make_dicom_phantom.h"

namespace {

/// What all files say alike.
void PutCommon(DataSet& set, const Phantom& phantom, const Options& o) {
  Put(set, {0x0008, 0x0008}, VR::CS, "ORIGINAL\\PRIMARY");
  Put(set, {0x0008, 0x0060}, VR::CS, "MR");
  Put(set, {0x0008, 0x0020}, VR::DA, "20010203");
  Put(set, {0x0008, 0x0030}, VR::TM, "040506");
  Put(set, {0x0010, 0x0010}, VR::PN, "Nobody");
  Put(set, {0x0010, 0x0020}, VR::LO, "0000");
  Put(set, {0x0020, 0x0052}, VR::UI, "1.2.826.0.1.3680043.2.1125.9");
  Put(set, {0x0020, 0x000d}, VR::UI, o.Text("study", "1.2.826.0.1.3680043.2.1125.1"));
  Put(set, {0x0020, 0x000e}, VR::UI, o.Text("series", "1.2.826.0.1.3680043.2.1125.1.1"));
  Put(set, {0x0028, 0x0004}, VR::CS, o.Number("mono1", 0) != 0 ? "MONOCHROME1" : "MONOCHROME2");
  PutNumber<uint16_t>(set, {0x0028, 0x0002}, VR::US, 1);
  PutNumber(set, {0x0028, 0x0010}, VR::US, static_cast<uint16_t>(phantom.ny()));
  PutNumber(set, {0x0028, 0x0011}, VR::US, static_cast<uint16_t>(phantom.nx()));
  PutNumber<uint16_t>(set, {0x0028, 0x0100}, VR::US, static_cast<uint16_t>(phantom.allocated()));
  PutNumber(set, {0x0028, 0x0101}, VR::US, static_cast<uint16_t>(phantom.bits()));
  PutNumber(set, {0x0028, 0x0102}, VR::US, static_cast<uint16_t>(phantom.high()));
  PutNumber<uint16_t>(set, {0x0028, 0x0103}, VR::US, phantom.is_signed() ? 1 : 0);
}

void PutPixels(DataSet& set, const std::string& bytes) { Put(set, {0x7fe0, 0x0010}, VR::OW, bytes); }

void PutOverrides(DataSet& set, const Options& o) {
  for (const auto& [kind, tag, text] : o.set) {
    if (kind == "none") {
      Put(set, tag, VR::LO, "");
    } else if (kind == "short") {
      PutNumber(set, tag, VR::US, static_cast<uint16_t>(std::stoi(text)));
    } else if (kind == "frame" || kind == "nested") {
      continue;
    } else if (text.empty()) {
      set.Remove(tag);
    } else if (tag == Tag(0x0028, 0x0120)) {
      PutNumber(set, tag, VR::US, static_cast<uint16_t>(std::stoi(text)));
    } else if (tag == Tag(0x0018, 0x9087)) {
      PutNumber(set, tag, VR::FD, std::stod(text));
    } else {
      Put(set, tag, VR::LO, text);
    }
  }
  if (o.Number("lut", 0) != 0) PutItem(set, {0x0028, 0x3000}, {DataSet()});
}

/// Scales that a data set may have beside its rescale.
void PutOtherScales(DataSet& set, const Options& o) {
  DataSet nested, mapping;
  for (const auto& [kind, tag, text] : o.set)
    if (kind == "nested") Put(nested, tag, VR::LO, text);
  if (!nested.IsEmpty()) PutItem(set, {0x2005, 0x140f}, {nested});
  if (o.one.find("mapping") == o.one.end()) return;
  const auto numbers = o.Numbers("mapping", "1,0");
  PutNumber(mapping, {0x0040, 0x9225}, VR::FD, numbers[0]);
  PutNumber(mapping, {0x0040, 0x9224}, VR::FD, numbers[1]);
  PutItem(set, {0x0040, 0x9096}, {mapping});
}

/// In a functional group, those that it has.
DataSet Overridden(DataSet group, const Options& o) {
  for (const auto& [kind, tag, text] : o.set)
    if (kind == "frame" && group.FindDataElement(tag)) Put(group, tag, VR::DS, text);
  return group;
}

gdcm::TransferSyntax SyntaxOf(const std::string& name) {
  static const std::map<std::string, gdcm::TransferSyntax::TSType> types = {
      {"raw", gdcm::TransferSyntax::ExplicitVRLittleEndian},
      {"implicit", gdcm::TransferSyntax::ImplicitVRLittleEndian},
      {"big", gdcm::TransferSyntax::ExplicitVRBigEndian},
      {"rle", gdcm::TransferSyntax::RLELossless},
      {"jpeg", gdcm::TransferSyntax::JPEGLosslessProcess14_1},
      {"jpegls", gdcm::TransferSyntax::JPEGLSLossless},
      {"j2k", gdcm::TransferSyntax::JPEG2000Lossless}};
  return {types.at(name)};
}

void WriteFile(const DataSet& set, const char* sop_class, const std::string& path, const Options& o) {
  const std::string syntax = o.Text("syntax", "raw");
  gdcm::Writer writer;
  writer.GetFile().SetDataSet(set);
  DataSet& top = writer.GetFile().GetDataSet();
  Put(top, {0x0008, 0x0016}, VR::UI, o.Text("class", sop_class));
  Put(top, {0x0008, 0x0018}, VR::UI, o.Text("uid", gdcm::UIDGenerator().Generate()));
  gdcm::FileMetaInformation& meta = writer.GetFile().GetHeader();
  const bool compressed = syntax != "raw" && syntax != "implicit" && syntax != "big";
  meta.SetDataSetTransferSyntax(SyntaxOf(compressed ? "raw" : syntax));
  writer.SetFileName(path.c_str());
  if (!writer.Write()) std::exit(1);
  if (!compressed) return;
  gdcm::ImageReader reader;
  reader.SetFileName(path.c_str());
  gdcm::ImageChangeTransferSyntax change;
  change.SetTransferSyntax(SyntaxOf(syntax));
  if (!reader.Read()) std::exit(1);
  change.SetInput(reader.GetImage());
  if (!change.Change()) std::exit(1);
  gdcm::ImageWriter image_writer;
  image_writer.SetFileName(path.c_str());
  image_writer.SetFile(reader.GetFile());
  image_writer.SetImage(change.GetOutput());
  if (!image_writer.Write()) std::exit(1);
}

void WriteClassic(const Phantom& phantom, const Options& o, const std::string& folder) {
  const int repeats = static_cast<int>(o.Number("repeats", 1)), skip = static_cast<int>(o.Number("skip", -1)),
            again = static_cast<int>(o.Number("again", -1));
  const auto values = o.Numbers("values", "0");
  int instance = 0;
  for (int r = 0; r < repeats; ++r)
    for (int n = 0; n < phantom.nz(); ++n) {
      const int k = o.Number("reversed", 0) != 0 ? phantom.nz() - 1 - n : n;
      if (k == skip) continue;
      DataSet set;
      PutCommon(set, phantom, o);
      Put(set, {0x0020, 0x0013}, VR::IS, std::to_string(++instance));
      Put(set, {0x0020, 0x0032}, VR::DS, phantom.PositionText(k));
      Put(set, {0x0020, 0x0037}, VR::DS, phantom.OrientationText());
      Put(set, {0x0028, 0x0030}, VR::DS, phantom.SpacingText());
      Put(set, {0x0018, 0x0050}, VR::DS, phantom.ThicknessText());
      if (phantom.Slope(k) != 1 || phantom.Intercept(k) != 0) {
        Put(set, {0x0028, 0x1052}, VR::DS, Joined({phantom.Intercept(k)}));
        Put(set, {0x0028, 0x1053}, VR::DS, Joined({phantom.Slope(k)}));
      }
      if (const std::string fact = o.Text("fact", ""); !fact.empty())
        Put(set, ParseTag(fact), VR::DS, Joined({values[static_cast<size_t>(r) % values.size()]}));
      PutOverrides(set, o);
      PutOtherScales(set, o);
      if (o.Number("pixels", 1) != 0) PutPixels(set, phantom.Pixels(k, r));
      const std::string path = folder + "/" + o.Text("name", "IM") + std::to_string(r * 1000 + (n * 7) % 101);
      WriteFile(set, "1.2.840.10008.5.1.4.1.1.4", path, o);
      if (k == again) WriteFile(set, "1.2.840.10008.5.1.4.1.1.4", path + "b", o);
    }
}

DataSet With(Tag tag, VR vr, const std::string& text) {
  DataSet set;
  Put(set, tag, vr, text);
  return set;
}

/// One file of all slices, each with its functional groups.
void WriteEnhanced(const Phantom& phantom, const Options& o, const std::string& folder) {
  const int repeats = static_cast<int>(o.Number("repeats", 1));
  const auto values = o.Numbers("values", "0");
  DataSet set, shared;
  PutCommon(set, phantom, o);
  DataSet measures = With({0x0028, 0x0030}, VR::DS, phantom.SpacingText());
  Put(measures, {0x0018, 0x0050}, VR::DS, phantom.ThicknessText());
  PutItem(shared, {0x0028, 0x9110}, {Overridden(measures, o)});
  PutItem(shared, {0x0020, 0x9116},
          {Overridden(With({0x0020, 0x0037}, VR::DS, phantom.OrientationText()), o)});
  std::vector<DataSet> frames;
  std::string pixels;
  for (int n = 0; n < phantom.nz(); ++n)
    for (int r = 0; r < repeats; ++r) {
      const int k = o.Number("reversed", 0) != 0 ? phantom.nz() - 1 - n : n;
      DataSet frame, transformation = With({0x0028, 0x1052}, VR::DS, Joined({phantom.Intercept(k)})), echo;
      Put(transformation, {0x0028, 0x1053}, VR::DS, Joined({phantom.Slope(k)}));
      PutItem(frame, {0x0020, 0x9113},
              {Overridden(With({0x0020, 0x0032}, VR::DS, phantom.PositionText(k)), o)});
      if (o.Number("framelut", 0) != 0) PutItem(transformation, {0x0028, 0x3000}, {DataSet()});
      PutItem(frame, {0x0028, 0x9145},
              std::vector<DataSet>(static_cast<size_t>(o.Number("items", 1)), Overridden(transformation, o)));
      PutNumber(echo, {0x0018, 0x9082}, VR::FD, values[static_cast<size_t>(r) % values.size()]);
      PutItem(frame, {0x0018, 0x9114}, {echo});
      PutOtherScales(frame, o);
      frames.push_back(frame);
      pixels += phantom.Pixels(k, r);
    }
  if (o.Text("groups", "") == "shared") {
    for (const gdcm::DataElement& element : frames.front().GetDES()) shared.Replace(element);
  } else {
    PutItem(set, {0x5200, 0x9230}, frames);
  }
  PutItem(set, {0x5200, 0x9229}, {shared});
  Put(set, {0x0028, 0x0008}, VR::IS, std::to_string(frames.size()));
  PutOverrides(set, o);
  PutPixels(set, pixels);
  WriteFile(set, "1.2.840.10008.5.1.4.1.1.4.1", folder + "/" + o.Text("name", "IM"), o);
}

/// One file of nuclear medicine: the first frame's place stands with the detector.
void WriteNuclear(const Phantom& phantom, const Options& o, const std::string& folder) {
  DataSet set, detector;
  PutCommon(set, phantom, o);
  Put(set, {0x0008, 0x0008}, VR::CS, "DERIVED\\PRIMARY\\" + o.Text("nuclear", "") + "\\EMISSION");
  Put(set, {0x0008, 0x0060}, VR::CS, "NM");
  const bool is_reversed = o.Number("reversed", 0) != 0;
  std::vector<double> in_turn;
  for (int n = 0; n < phantom.nz(); ++n) in_turn.push_back(n + 1);
  const auto slices = o.one.find("slices") == o.one.end() ? in_turn : o.Numbers("slices", "1");
  std::string pixels, vector;
  const auto slice_of = [&](double number) {
    const int k = static_cast<int>(number) - 1;
    return is_reversed ? phantom.nz() - 1 - k : k;
  };
  for (const double number : slices) {
    pixels += phantom.Pixels(slice_of(number), 0);
    vector += static_cast<char>(number);
    vector += '\0';
  }
  Put(detector, {0x0020, 0x0032}, VR::DS, phantom.PositionText(slice_of(slices.front())));
  Put(detector, {0x0020, 0x0037}, VR::DS, phantom.OrientationText());
  PutItem(set, {0x0054, 0x0022}, {detector});
  Put(set, {0x0028, 0x0030}, VR::DS, phantom.SpacingText());
  const std::string thickness = phantom.ThicknessText();
  Put(set, {0x0018, 0x0050}, VR::DS, thickness);
  Put(set, {0x0018, 0x0088}, VR::DS, o.Text("between", (is_reversed ? "-" : "") + thickness));
  Put(set, {0x0054, 0x0080}, VR::US, vector);
  Put(set, {0x0028, 0x0008}, VR::IS, std::to_string(slices.size()));
  PutOverrides(set, o);
  PutPixels(set, pixels);
  WriteFile(set, "1.2.840.10008.5.1.4.1.1.20", folder + "/" + o.Text("name", "IM"), o);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  const Options options = ParseArguments(argc, argv);
  std::filesystem::create_directories(folder);
  const Phantom phantom(options);
  phantom.WriteNrrd(folder + ".nrrd");
  if (options.Number("enhanced", 0) != 0)
    WriteEnhanced(phantom, options, folder);
  else if (!options.Text("nuclear", "").empty())
    WriteNuclear(phantom, options, folder);
  else
    WriteClassic(phantom, options, folder);
  return 0;
}
