#include "libfuse4seg/image/dicom/read/elements.h"

#include <cmath>
#include <cstdlib>
#include <cstring>

namespace f4s {
namespace {

/// The longest text that any header field of ours may have; what is longer is no such field.
constexpr size_t kLongestText = 16384;

const gdcm::ByteValue* BytesOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  return set.FindDataElement(tag) ? set.GetDataElement(tag).GetByteValue() : nullptr;
}

/// A number of a fixed width; GDCM has brought it to this machine's byte order.
template <class Number>
std::optional<Number> NumberOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const gdcm::ByteValue* bytes = BytesOf(set, tag);
  if (bytes == nullptr || bytes->GetLength() < sizeof(Number)) return std::nullopt;
  Number number;
  std::memcpy(&number, bytes->GetPointer(), sizeof(Number));
  return number;
}

}  // namespace

std::string TextOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const gdcm::ByteValue* bytes = BytesOf(set, tag);
  if (bytes == nullptr || bytes->GetPointer() == nullptr) return "";
  std::string text(bytes->GetPointer(), std::min<size_t>(bytes->GetLength(), kLongestText));
  const std::string padding(" \0", 2);
  text.erase(text.find_last_not_of(padding) + 1);
  return text.substr(std::min(text.find_first_not_of(padding), text.size()));
}

std::vector<double> DecimalsOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const std::string text = TextOf(set, tag);
  std::vector<double> numbers;
  for (const char* from = text.c_str(); *from != '\0';) {
    char* end = nullptr;
    numbers.push_back(std::strtod(from, &end));
    while (*end == ' ') ++end;
    if (end == from || (*end != '\\' && *end != '\0') || !std::isfinite(numbers.back())) return {};
    from = *end == '\\' ? end + 1 : end;
  }
  return numbers;
}

std::vector<double> DoublesOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  const gdcm::ByteValue* bytes = BytesOf(set, tag);
  if (bytes == nullptr || bytes->GetPointer() == nullptr) return {};
  std::vector<double> numbers(std::min<size_t>(bytes->GetLength(), kLongestText) / sizeof(double));
  std::memcpy(numbers.data(), bytes->GetPointer(), numbers.size() * sizeof(double));
  for (const double number : numbers)
    if (!std::isfinite(number)) return {};
  return numbers;
}

std::optional<uint16_t> ShortOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  return NumberOf<uint16_t>(set, tag);
}

std::optional<uint32_t> LongOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  return NumberOf<uint32_t>(set, tag);
}

gdcm::SmartPointer<gdcm::SequenceOfItems> ItemsOf(const gdcm::DataSet& set, gdcm::Tag tag) {
  if (!set.FindDataElement(tag)) return nullptr;
  return set.GetDataElement(tag).GetValueAsSQ();
}

}  // namespace f4s
