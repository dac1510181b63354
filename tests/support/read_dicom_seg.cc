// Reads a DICOM Segmentation by GDCM, by what it says itself alone, for the tests.
//
//   read_dicom_seg FILE
//
//   field GGGG,EEEE TEXT                    elements of text at the top
//   segment N|LABEL|DESCRIPTION|CATEGORY|TYPE
//   colour N L A B                          RecommendedDisplayCIELabValue of a segment
//   frame SEGMENT SOURCE_UID SOURCE_FRAME X Y Z      position, LPS mm; frame 0: a file of one
//   voxel SEGMENT X Y Z                     each voxel that is set: where its centre lies, LPS mm

#include <gdcmReader.h>
#include <gdcmSequenceOfItems.h>

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

namespace {

using gdcm::DataSet;
using gdcm::Tag;

std::string Text(const DataSet& set, Tag tag) {
  if (!set.FindDataElement(tag) || set.GetDataElement(tag).GetByteValue() == nullptr) return "";
  const gdcm::ByteValue* value = set.GetDataElement(tag).GetByteValue();
  std::string text(value->GetPointer(), value->GetLength());
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.pop_back();
  return text;
}

std::vector<double> Numbers(const DataSet& set, Tag tag) {
  std::vector<double> numbers;
  std::istringstream in(Text(set, tag));
  for (std::string word; std::getline(in, word, '\\');) numbers.push_back(std::stod(word));
  return numbers;
}

unsigned Short(const DataSet& set, Tag tag) {
  const std::string bytes = Text(set, tag) + std::string(2, '\0');  // Text() takes bytes of 0 off the end
  return static_cast<unsigned char>(bytes[0]) + 256U * static_cast<unsigned char>(bytes[1]);
}

/// Its items, kept alive to the end of the program.
std::vector<const DataSet*> Items(const DataSet& set, Tag tag) {
  static std::vector<gdcm::SmartPointer<gdcm::SequenceOfItems>> kept;
  std::vector<const DataSet*> items;
  if (!set.FindDataElement(tag)) return items;
  kept.push_back(set.GetDataElement(tag).GetValueAsSQ());
  for (size_t i = 1; kept.back() && i <= kept.back()->GetNumberOfItems(); ++i)
    items.push_back(&kept.back()->GetItem(i).GetNestedDataSet());
  return items;
}

const DataSet& Item(const DataSet& set, Tag tag) {
  const auto items = Items(set, tag);
  if (items.empty()) {
    std::fprintf(stderr, "no item in %s\n", tag.PrintAsContinuousString().c_str());
    std::exit(1);
  }
  return *items.front();
}

void PrintFields(const DataSet& set) {
  for (const auto& element : set.GetDES())
    if (const std::string text = Text(set, element.GetTag());
        !text.empty() && element.GetTag() != Tag(0x7fe0, 0x10))
      std::printf("field %04x,%04x %s\n", element.GetTag().GetGroup(), element.GetTag().GetElement(),
                  text.c_str());
}

void PrintSegments(const DataSet& set) {
  const auto code = [](const DataSet& item, Tag tag) {
    const DataSet& concept_item = Item(item, tag);
    return Text(concept_item, {0x0008, 0x0100}) + " " + Text(concept_item, {0x0008, 0x0102});
  };
  for (const DataSet* item : Items(set, {0x0062, 0x0002})) {
    const gdcm::ByteValue* lab = item->GetDataElement(Tag(0x0062, 0x000d)).GetByteValue();
    if (lab == nullptr || lab->GetLength() != 6) std::exit(1);
    const auto* word = reinterpret_cast<const unsigned char*>(lab->GetPointer());
    std::printf("colour %u %d %d %d\n", Short(*item, {0x0062, 0x0004}), word[0] + 256 * word[1],
                word[2] + 256 * word[3], word[4] + 256 * word[5]);
    std::printf("segment %u|%s|%s|%s|%s\n", Short(*item, {0x0062, 0x0004}),
                Text(*item, {0x0062, 0x0005}).c_str(), Text(*item, {0x0062, 0x0006}).c_str(),
                code(*item, {0x0062, 0x0003}).c_str(), code(*item, {0x0062, 0x000f}).c_str());
  }
}

void PrintFrames(const DataSet& set) {
  const DataSet& shared = Item(set, {0x5200, 0x9229});
  const auto direction = Numbers(Item(shared, {0x0020, 0x9116}), {0x0020, 0x0037});
  const auto spacing = Numbers(Item(shared, {0x0028, 0x9110}), {0x0028, 0x0030});
  const unsigned rows = Short(set, {0x0028, 0x0010}), columns = Short(set, {0x0028, 0x0011});
  const gdcm::ByteValue* pixels = set.GetDataElement(Tag(0x7fe0, 0x0010)).GetByteValue();
  size_t bit = 0;
  for (const DataSet* frame : Items(set, {0x5200, 0x9230})) {
    const unsigned segment = Short(Item(*frame, {0x0062, 0x000a}), {0x0062, 0x000b});
    const auto at = Numbers(Item(*frame, {0x0020, 0x9113}), {0x0020, 0x0032});
    const DataSet& source = Item(Item(*frame, {0x0008, 0x9124}), {0x0008, 0x2112});
    const std::string number = Text(source, {0x0008, 0x1160});
    std::printf("frame %u %s %s %.6f %.6f %.6f\n", segment, Text(source, {0x0008, 0x1155}).c_str(),
                number.empty() ? "0" : number.c_str(), at[0], at[1], at[2]);
    for (unsigned j = 0; j < rows; ++j)
      for (unsigned i = 0; i < columns; ++i, ++bit) {
        if (bit / 8 >= pixels->GetLength()) std::exit(1);
        if ((static_cast<unsigned char>(pixels->GetPointer()[bit / 8]) >> (bit % 8) & 1) == 0) continue;
        std::printf("voxel %u", segment);
        for (size_t axis = 0; axis < 3; ++axis)
          std::printf(" %.6f",
                      at[axis] + i * spacing[1] * direction[axis] + j * spacing[0] * direction[axis + 3]);
        std::printf("\n");
      }
  }
}

}  // namespace

int main(int argc, char** argv) {
  gdcm::Reader reader;
  if (argc != 2) return 2;
  reader.SetFileName(argv[1]);
  if (!reader.Read()) return 1;
  const DataSet& set = reader.GetFile().GetDataSet();
  PrintFields(set);
  PrintSegments(set);
  PrintFrames(set);
  return 0;
}
