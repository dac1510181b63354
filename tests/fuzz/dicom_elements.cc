// DICOM's elements as GDCM hands them over: a data set is built of the bytes, so that GDCM's own reader,
// which runs in a process of its own, is not what is tried.
//
//     bytes  := ELEMENT*
//     ELEMENT := KEY (below 0x80) LENGTH BYTES       an element of kTags
//              | KEY (from 0x80) ELEMENT* 0xFF       an item more of a sequence of kSequences

#include <gdcmSequenceOfItems.h>

#include "libfuse4seg/image/dicom/read/checked_elements.h"
#include "libfuse4seg/image/dicom/read/frames.h"
#include "tests/fuzz/fuzz.h"

namespace f4s::fuzz {
namespace {

using gdcm::Tag;

constexpr uint16_t kTags[][2] = {
    {0x0028, 0x0002}, {0x0028, 0x0004}, {0x0028, 0x0008}, {0x0028, 0x0010}, {0x0028, 0x0011},
    {0x0028, 0x0030}, {0x0028, 0x0100}, {0x0028, 0x0101}, {0x0028, 0x0102}, {0x0028, 0x0103},
    {0x0028, 0x0120}, {0x0028, 0x0121}, {0x0028, 0x1050}, {0x0028, 0x1051}, {0x0028, 0x1052},
    {0x0028, 0x1053}, {0x0028, 0x1054}, {0x0028, 0x2110}, {0x0028, 0x3002}, {0x0028, 0x3006},
    {0x0020, 0x0032}, {0x0020, 0x0037}, {0x0018, 0x0050}, {0x0018, 0x0088}, {0x0018, 0x0081},
    {0x0018, 0x9082}, {0x0018, 0x9087}, {0x0018, 0x9089}, {0x0019, 0x100c}, {0x0043, 0x1039},
    {0x2005, 0x0010}, {0x2005, 0x100e}, {0x0020, 0x9128}, {0x0020, 0x9056}, {0x0040, 0x9224},
    {0x0040, 0x9225},
};
constexpr uint16_t kSequences[][2] = {
    {0x5200, 0x9229}, {0x5200, 0x9230}, {0x0028, 0x3000}, {0x0028, 0x9145},
    {0x0020, 0x9113}, {0x0020, 0x9116}, {0x0028, 0x9110}, {0x0018, 0x9117},
    {0x0018, 0x9114}, {0x0020, 0x9111}, {0x0018, 0x9076}, {0x0040, 0x9096},
};

template <size_t count>
Tag TagOf(const uint16_t (&tags)[count][2], unsigned key) {
  return {tags[key % count][0], tags[key % count][1]};
}

class Builder {
 public:
  explicit Builder(std::string_view bytes) : left_(bytes) {}

  gdcm::DataSet Build(int depth = 0) {
    gdcm::DataSet set;
    while (!left_.empty()) {
      const unsigned key = Take(1)[0] & 0xff;
      if (key == 0xff) break;
      if (key < 0x80) {
        const size_t length = left_.empty() ? 0 : Take(1)[0] & 0xff;
        const std::string_view value = Take(length);
        gdcm::DataElement element(TagOf(kTags, key));
        element.SetByteValue(value.data(), static_cast<uint32_t>(value.size()));
        set.Replace(element);
      } else if (depth < 4) {
        AddItem(set, TagOf(kSequences, key), depth);
      }
    }
    return set;
  }

 private:
  std::string_view Take(size_t count) {
    const std::string_view taken = left_.substr(0, count);
    left_.remove_prefix(taken.size());
    return taken;
  }

  void AddItem(gdcm::DataSet& set, Tag tag, int depth) {
    auto items = ItemsOf(set, tag);
    if (!items) items = new gdcm::SequenceOfItems;
    items->SetLengthToUndefined();
    gdcm::Item item;
    item.SetVLToUndefined();
    item.GetNestedDataSet() = Build(depth + 1);
    items->AddItem(item);
    gdcm::DataElement element(tag);
    element.SetVR(gdcm::VR::SQ);
    element.SetValue(*items);
    element.SetVLToUndefined();
    set.Replace(element);
  }

  std::string_view left_;
};

}  // namespace

void DicomElements(std::string_view bytes) {
  OnText([&] {
    const gdcm::DataSet set = Builder(bytes).Build();
    Remarks remarks;
    static_cast<void>(HasPixelModule(set));
    const PixelModule module = PixelModuleOf(set, remarks);
    if (!remarks.refused())
      Require(module.bits_stored >= 1 && module.low_bit() + module.bits_stored <= module.bits_allocated,
              "bits within those allocated");
    const FrameGroups groups(set, remarks);
    Require(groups.num_frames() <= 65535, "no more frames than a file has");
    for (size_t frame = 0; frame < std::min<size_t>(groups.num_frames(), 8); ++frame) {
      Json header = groups.Header(frame, remarks);
      remarks.AddTo(header);
      static_cast<void>(ToLine(header));
      if (!remarks.refused())
        Require(groups.ScaleOf(frame, remarks).slope != 0 || remarks.refused(), "a slope");
    }
    remarks.ThrowIfRefused();
  });
}

}  // namespace f4s::fuzz
