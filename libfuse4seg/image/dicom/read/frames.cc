#include "libfuse4seg/image/dicom/read/frames.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"
#include "libfuse4seg/image/dicom/read/place_elements.h"

namespace f4s {
namespace {

using gdcm::Tag;

/// No file of ours has more.
constexpr double kMostFrames = 65535;

const NumberElement kNumberOfFrames = {.tag = {0x0028, 0x0008},
                                       .keyword = "NumberOfFrames",
                                       .rule = NumberRule::kPositive,
                                       .whole = true,
                                       .empty = Emptiness::kFinding};
const NumberElement kSlope = {.tag = {0x0028, 0x1053},
                              .keyword = "RescaleSlope",
                              .rule = NumberRule::kNotZero,
                              .empty = Emptiness::kFinding};
const NumberElement kIntercept = {
    .tag = {0x0028, 0x1052}, .keyword = "RescaleIntercept", .empty = Emptiness::kFinding};
const NumberElement kSpacing = {.tag = {0x0028, 0x0030},
                                .keyword = "PixelSpacing",
                                .count = 2,
                                .rule = NumberRule::kPositive,
                                .empty = Emptiness::kRefused};
const NumberElement kThickness = {
    .tag = {0x0018, 0x0050}, .keyword = "SliceThickness", .rule = NumberRule::kNotNegative};
void AddNumbers(const gdcm::DataSet& set, const NumberElement& element, const char* key, Remarks& remarks,
                Json& to) {
  const std::vector<double> numbers = NumbersOf(set, element, remarks);
  if (numbers.empty()) return;
  if (element.count == 1)
    to[key] = numbers.front();
  else
    to[key] = numbers;
}

void AddText(const gdcm::DataSet& set, Tag tag, const char* key, Json& to) {
  if (std::string text = TextOf(set, tag); !text.empty()) to[key] = std::move(text);
}

/// Numbers of 8 bytes as text, separated as DICOM separates them.
void AddDoubles(const gdcm::DataSet& set, Tag tag, const char* key, Json& to) {
  std::string text = Joined(DoublesOf(set, tag), "\\");
  if (!text.empty()) to[key] = std::move(text);
}

void AddGradient(const gdcm::DataSet& set, Json& to) {
  const auto gradient = ItemsOf(set, {0x0018, 0x9076});
  if (gradient && gradient->GetNumberOfItems() > 0)
    AddDoubles(gradient->GetItem(1).GetNestedDataSet(), {0x0018, 0x9089}, "DiffusionGradient", to);
}

/// The standard element, else those of Siemens and of GE (which adds 1e9 to some).
void AddClassicDiffusion(const gdcm::DataSet& set, Json& to) {
  AddDoubles(set, {0x0018, 0x9087}, "DiffusionBValue", to);
  if (!to.contains("DiffusionBValue")) AddText(set, {0x0019, 0x100c}, "DiffusionBValue", to);
  const auto ge = NumbersIn(TextOf(set, {0x0043, 0x1039}));
  if (!to.contains("DiffusionBValue") && ge) to["DiffusionBValue"] = Cat(std::fmod(ge->front(), 1e9));
  AddGradient(set, to);
}

void AddLong(const gdcm::DataSet& set, Tag tag, const char* key, Json& to) {
  if (const auto number = LongOf(set, tag)) to[key] = Cat(*number);
}

/// Whether a private element of a program of Philips holds something (PS3.5, 7.8.1: the element's first byte
/// names the block that the program reserved).
bool HasPhilips(const gdcm::DataSet& set, uint16_t group, uint16_t in_block) {
  for (const gdcm::DataElement& element : set.GetDES()) {
    const Tag tag = element.GetTag();
    if (tag.GetGroup() != group || tag.GetElement() < 0x1000 || (tag.GetElement() & 0xff) != in_block)
      continue;
    const Tag owner(group, static_cast<uint16_t>(tag.GetElement() >> 8));
    if (!element.IsEmpty() && TextOf(set, owner).starts_with("Philips")) return true;
  }
  return false;
}

/// Whether a mapping to real-world values (PS3.3, C.7.6.16.2.11) gives others than the scale does.
bool MapsOtherwise(const gdcm::DataSet& mapping, const FrameGroups::Scale& scale) {
  const std::vector<double> slope = DoublesOf(mapping, {0x0040, 0x9225}),
                            intercept = DoublesOf(mapping, {0x0040, 0x9224});
  const auto near = [](const std::vector<double>& a, double b) {
    return a.size() == 1 && std::abs(a.front() - b) <= 1e-6 * std::max(1.0, std::abs(b));
  };
  return !near(slope, scale.slope) || !near(intercept, scale.intercept);
}

/// Notes what else would turn stored numbers into others.
void FindOtherScales(const gdcm::DataSet& set, const FrameGroups::Scale& scale, Remarks& remarks) {
  const auto note = [&](const char* code, const char* what) {
    remarks.Find(code, "info",
                 Cat("has ", what,
                     ", which is not applied: values are RescaleSlope times the stored ones plus "
                     "RescaleIntercept"));
  };
  if (HasPhilips(set, 0x2005, 0x0e)) note("dicom.private_scale", "a private scale of Philips (2005,100E)");
  if (HasPhilips(set, 0x7053, 0x00) || HasPhilips(set, 0x7053, 0x09))
    note("dicom.private_scale", "a private scale of Philips (7053,1000 or 1009)");
  const auto mappings = ItemsOf(set, {0x0040, 0x9096});
  for (size_t i = 1; mappings && i <= mappings->GetNumberOfItems(); ++i)
    if (MapsOtherwise(mappings->GetItem(i).GetNestedDataSet(), scale))
      note("dicom.real_world", "a RealWorldValueMappingSequence (0040,9096)");
}

/// A second item says something else of the same thing.
void RequireOneItem(const gdcm::SmartPointer<gdcm::SequenceOfItems>& items, const char* name,
                    Remarks& remarks) {
  if (items && items->GetNumberOfItems() > 1)
    remarks.Refuse("dicom.element", Cat(name, " has ", items->GetNumberOfItems(), " items: wanted one"));
}

/// What a frame is, of MR, CT and PET.
const Tag kFrameTypes[] = {{0x0018, 0x9226}, {0x0018, 0x9329}, {0x0018, 0x9751}};

/// Top-level elements that set repetitions apart, in the order in which they are tried.
struct Fact {
  Tag tag;
  const char* name;
};
const Fact kFacts[] = {
    {{0x0008, 0x0008}, "ImageType"},          {{0x0018, 0x0086}, "EchoNumbers"},
    {{0x0018, 0x0081}, "EchoTime"},           {{0x0018, 0x0082}, "InversionTime"},
    {{0x0020, 0x0100}, "TemporalPosition"},   {{0x0020, 0x0012}, "AcquisitionNumber"},
    {{0x0018, 0x1060}, "TriggerTime"},        {{0x0008, 0x0032}, "AcquisitionTime"},
    {{0x0054, 0x1300}, "FrameReferenceTime"},
};

}  // namespace

FrameGroups::FrameGroups(const gdcm::DataSet& top, Remarks& remarks)
    : top_(top), shared_(ItemsOf(top, {0x5200, 0x9229})), own_(ItemsOf(top, {0x5200, 0x9230})) {
  RequireOneItem(shared_, "SharedFunctionalGroupsSequence (5200,9229)", remarks);
  const std::vector<double> frames = NumbersOf(top, kNumberOfFrames, remarks);
  if (!frames.empty() && frames.front() > kMostFrames)
    remarks.Refuse("dicom.frames", Cat(NameOf(kNumberOfFrames.keyword, kNumberOfFrames.tag), " is ",
                                       frames.front(), ": wanted at most ", kMostFrames));
  else if (!frames.empty())
    num_frames_ = static_cast<size_t>(frames.front());
  if (!own_) slices_ = NuclearSlices::Of(top, num_frames_, remarks);
  if (!own_ || own_->GetNumberOfItems() == num_frames_) return;
  if (own_->GetNumberOfItems() > 0)
    remarks.Refuse("dicom.frames",
                   Cat("PerFrameFunctionalGroupsSequence (5200,9230) describes ", own_->GetNumberOfItems(),
                       " frames, NumberOfFrames (0028,0008) counts ", num_frames_, ": wanted as many"));
  own_ = nullptr;
}

FrameGroups::Group FrameGroups::GroupOf(size_t frame, Tag sequence) const {
  const auto in_item = [&](const Items& items, size_t item) -> Group {
    if (!items || items->GetNumberOfItems() < item) return {};
    const Items inner = ItemsOf(items->GetItem(item).GetNestedDataSet(), sequence);
    if (!inner || inner->GetNumberOfItems() < 1) return {};
    return {&inner->GetItem(1).GetNestedDataSet(), inner};
  };
  // An image of one frame may have shared groups alone.
  Group group = own_ ? in_item(own_, frame + 1) : Group{};
  return group.set != nullptr ? group : in_item(shared_, 1);
}

FrameGroups::Scale FrameGroups::ScaleOf(size_t frame, Remarks& remarks) const {
  Scale scale;
  const Group transformation = GroupOf(frame, {0x0028, 0x9145});
  RequireOneItem(transformation.items, "PixelValueTransformationSequence (0028,9145)", remarks);
  const gdcm::DataSet& set = transformation.set != nullptr ? *transformation.set : top_;
  RefuseTable(set, remarks);
  if (const auto slope = NumbersOf(set, kSlope, remarks); !slope.empty()) scale.slope = slope.front();
  if (const auto to = NumbersOf(set, kIntercept, remarks); !to.empty()) scale.intercept = to.front();
  return scale;
}

Json FrameGroups::Header(size_t frame, Remarks& remarks) const {
  Json header = Json::object();
  const auto set_of = [&](Tag sequence, Group& keep) -> const gdcm::DataSet& {
    keep = GroupOf(frame, sequence);
    RequireOneItem(keep.items, "a sequence of functional groups", remarks);
    return keep.set != nullptr ? *keep.set : top_;
  };
  Group position, orientation, measures, transformation;
  AddNumbers(set_of({0x0020, 0x9113}, position), kPosition, "position", remarks, header);
  AddNumbers(set_of({0x0020, 0x9116}, orientation), kOrientation, "orientation", remarks, header);
  if (slices_) slices_->AddPlace(frame, header);
  const gdcm::DataSet& pixel_measures = set_of({0x0028, 0x9110}, measures);
  AddNumbers(pixel_measures, kSpacing, "spacing", remarks, header);
  AddNumbers(pixel_measures, kThickness, "thickness", remarks, header);
  AddNumbers(pixel_measures, kBetween, "between", remarks, header);
  AddText(set_of({0x0028, 0x9145}, transformation), {0x0028, 0x1054}, "rescale_type", header);
  FindScales(frame, remarks);
  Json facts = Json::object();
  AddFacts(frame, facts);
  if (!facts.empty()) header["facts"] = std::move(facts);
  return header;
}

/// What an item of functional groups says.  Enhanced images of Philips keep the private elements of a
/// classic one in a sequence of their own, (2005,140F).
void FrameGroups::FindScales(size_t frame, Remarks& remarks) const {
  const Scale scale = ScaleOf(frame, remarks);
  if (!own_ || frame == 0) FindOtherScales(top_, scale, remarks);
  for (const Tag& type : kFrameTypes)
    if (const Group group = GroupOf(frame, type); group.set != nullptr) RefuseColours(*group.set, remarks);
  for (const auto& [items, item] : {std::pair(own_, frame + 1), {shared_, 1}}) {
    if (!items || items->GetNumberOfItems() < item) continue;
    const gdcm::DataSet& set = items->GetItem(item).GetNestedDataSet();
    FindOtherScales(set, scale, remarks);
    RefuseTable(set, remarks);
    for (const gdcm::DataElement& element : set.GetDES()) {
      const Tag tag = element.GetTag();
      if (tag.GetGroup() != 0x2005 || tag.GetElement() < 0x1000 || (tag.GetElement() & 0xff) != 0x0f)
        continue;
      const Items inner = ItemsOf(set, tag);
      if (inner && inner->GetNumberOfItems() > 0)
        FindOtherScales(inner->GetItem(1).GetNestedDataSet(), scale, remarks);
    }
  }
}

void FrameGroups::AddFacts(size_t frame, Json& facts) const {
  if (own_) return AddEnhancedFacts(frame, facts);
  for (const Fact& fact : kFacts) AddText(top_, fact.tag, fact.name, facts);
  AddClassicDiffusion(top_, facts);
}

void FrameGroups::AddEnhancedFacts(size_t frame, Json& facts) const {
  for (const Tag& type : kFrameTypes)
    if (const Group group = GroupOf(frame, type); group.set != nullptr) {
      AddText(*group.set, {0x0008, 0x9007}, "ImageType", facts);
      AddText(*group.set, {0x0008, 0x9208}, "ComplexImageComponent", facts);
    }
  if (const Group echo = GroupOf(frame, {0x0018, 0x9114}); echo.set != nullptr)
    AddDoubles(*echo.set, {0x0018, 0x9082}, "EchoTime", facts);
  if (const Group modifier = GroupOf(frame, {0x0018, 0x9115}); modifier.set != nullptr)
    AddDoubles(*modifier.set, {0x0018, 0x9079}, "InversionTime", facts);
  if (const Group diffusion = GroupOf(frame, {0x0018, 0x9117}); diffusion.set != nullptr) {
    AddDoubles(*diffusion.set, {0x0018, 0x9087}, "DiffusionBValue", facts);
    AddText(*diffusion.set, {0x0018, 0x9075}, "DiffusionDirectionality", facts);
    AddGradient(*diffusion.set, facts);
  }
  if (const Group content = GroupOf(frame, {0x0020, 0x9111}); content.set != nullptr) {
    AddText(*content.set, {0x0020, 0x9056}, "StackID", facts);
    AddLong(*content.set, {0x0020, 0x9128}, "TemporalPosition", facts);
  }
}

}  // namespace f4s
