// Elements of a DICOM data set, as make_dicom writes them.

#pragma once

#include <gdcmDataSet.h>
#include <gdcmSequenceOfItems.h>

#include <cstdint>
#include <string>
#include <vector>

using gdcm::DataSet;
using gdcm::Tag;
using gdcm::VR;

inline void Put(DataSet& set, Tag tag, VR vr, const std::string& text) {
  gdcm::DataElement element(tag, 0, vr);
  std::string even = text;
  if (even.size() % 2 == 1) even += vr == VR::UI ? '\0' : ' ';
  element.SetByteValue(even.data(), static_cast<uint32_t>(even.size()));
  set.Replace(element);
}

template <class Number>
void PutNumber(DataSet& set, Tag tag, VR vr, Number number) {
  gdcm::DataElement element(tag, 0, vr);
  element.SetByteValue(reinterpret_cast<const char*>(&number), sizeof number);
  set.Replace(element);
}

inline void PutItem(DataSet& set, Tag tag, const std::vector<DataSet>& items) {
  const auto sequence = gdcm::SmartPointer<gdcm::SequenceOfItems>(new gdcm::SequenceOfItems);
  sequence->SetLengthToUndefined();
  for (const DataSet& nested : items) {
    gdcm::Item item;
    item.SetVLToUndefined();
    item.SetNestedDataSet(nested);
    sequence->AddItem(item);
  }
  gdcm::DataElement element(tag, 0, VR::SQ);
  element.SetValue(*sequence);
  element.SetVLToUndefined();
  set.Replace(element);
}
