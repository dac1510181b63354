#include "libfuse4seg/base/safetensors_header.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>
#include <utility>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/safetensors.h"

namespace f4s {
namespace {

struct Dtype {
  std::string_view name;
  size_t bytes;
};

constexpr Dtype kDtypes[] = {{"BOOL", 1},    {"U8", 1},  {"I8", 1},  {"F8_E5M2", 1}, {"F8_E4M3", 1},
                             {"F8_E8M0", 1}, {"I16", 2}, {"U16", 2}, {"F16", 2},     {"BF16", 2},
                             {"I32", 4},     {"U32", 4}, {"F32", 4}, {"C64", 8},     {"F64", 8},
                             {"I64", 8},     {"U64", 8}};

/// A message stays one readable line, whatever the file calls its tensors.
std::string ShownText(const std::string& text) {
  constexpr size_t kLongest = 100;
  if (text.size() <= kLongest) return Quoted(text);
  size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // whole characters
  return Quoted(text.substr(0, end)) + "...";
}

[[noreturn]] void Fail(const char* reason, const std::string& message) {
  throw Error(ErrorKind::kBadInput, Cat("safetensors.", reason), message);
}

/// Takes the header apart as nlohmann's parser meets it.  It allows the one structure that the
/// format has, three levels deep, and throws at the first thing that does not belong: so depth
/// is bounded, and a key that comes twice is seen (the parser's own tree keeps the last).
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  SafetensorsHeader header;

  bool start_object(size_t) override {
    if (where_ == kStart) return Enter(kRoot);
    if (where_ == kRoot) return key_ == "__metadata__" ? Enter(kMetadata) : EnterTensor();
    Unexpected("an object");
  }

  bool key(string_t& name) override {
    key_ = name;
    if (where_ == kRoot && !(name == "__metadata__" ? !std::exchange(metadata_seen_, true) : AddTensor()))
      Fail("duplicate", Cat("tensor ", ShownText(name), " occurs twice"));
    if (where_ == kMetadata && !header.metadata.try_emplace(name).second)
      Fail("duplicate", Cat("metadata key ", ShownText(name), " occurs twice"));
    if (where_ == kTensor && !fields_.insert(name).second)
      Fail("duplicate", Cat(Place(), "key ", ShownText(name), " occurs twice"));
    return true;
  }

  bool string(string_t& text) override {
    if (where_ == kMetadata) {
      header.metadata[key_] = text;
    } else if (where_ == kTensor && key_ == "dtype") {
      if (SafetensorsDtypeRank(text) < 0)
        Fail("dtype", Cat(Place(), "dtype ", ShownText(text), " is unknown"));
      entry_->second.dtype = text;
    } else {
      Unexpected("the text " + ShownText(text));
    }
    return true;
  }

  bool start_array(size_t) override {
    if (where_ == kTensor && key_ == "shape") return Enter(kShape);
    if (where_ == kTensor && key_ == "data_offsets") return Enter(kOffsets);
    Unexpected("a list");
  }

  bool number_unsigned(number_unsigned_t value) override {
    if (where_ == kShape) {
      AddSide(value);
    } else if (where_ == kOffsets && num_offsets_ < 2) {
      (num_offsets_++ == 0 ? entry_->second.begin : entry_->second.end) = value;
    } else {
      Unexpected(Cat("the number ", value));
    }
    return true;
  }

  bool number_integer(number_integer_t value) override { Unexpected(Cat("the number ", value)); }
  bool number_float(number_float_t, const string_t& text) override {
    Unexpected("the number " + ShownText(text));
  }
  bool boolean(bool value) override { Unexpected(value ? "true" : "false"); }
  bool null() override { Unexpected("null"); }
  bool binary(binary_t&) override { Unexpected("binary data"); }

  bool end_array() override { return Enter(kTensor); }

  bool end_object() override {
    if (where_ == kRoot) return Enter(kEnd);
    if (where_ == kTensor)
      for (const char* field : {"dtype", "shape", "data_offsets"})
        if (!fields_.contains(field)) Fail("structure", Cat(Place(), "has no ", field));
    if (where_ == kTensor && num_offsets_ != 2)
      Fail("offsets", Cat(Place(), "data_offsets has ", num_offsets_, " numbers: must be 2"));
    return Enter(kRoot);
  }

  /// The parser's own text may quote bytes that are no text: only the place is told.
  bool parse_error(size_t position, const std::string&, const nlohmann::json::exception& error) override {
    if (std::string_view(error.what()).find("UTF-8") != std::string_view::npos)
      Fail("utf8", Cat("header is not UTF-8 at its byte ", position));
    Fail("json", Cat("header is not JSON at its byte ", position));
  }

 private:
  enum Where { kStart, kRoot, kMetadata, kTensor, kShape, kOffsets, kEnd };

  bool Enter(Where where) {
    where_ = where;
    return true;
  }

  bool AddTensor() {
    if (header.tensors.size() == kMaxTensors) Fail("too_many", Cat("more than ", kMaxTensors, " tensors"));
    const auto [entry, is_new] = header.tensors.try_emplace(key_);
    entry_ = entry;
    return is_new;
  }

  bool EnterTensor() {
    fields_.clear();
    num_offsets_ = 0;
    return Enter(kTensor);
  }

  void AddSide(uint64_t side) {
    auto& shape = entry_->second.shape;
    if (shape.size() == kMaxDimensions)
      Fail("shape", Cat(Place(), "has more than ", kMaxDimensions, " dimensions"));
    if (side > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
      Fail("overflow", Cat(Place(), "a side of ", side, " in its shape is too large"));
    shape.push_back(static_cast<int64_t>(side));
  }

  [[nodiscard]] std::string Place() const { return "tensor " + ShownText(entry_->first) + ": "; }

  /// What the place wants instead of `what`.
  [[noreturn]] void Unexpected(const std::string& what) const {
    switch (where_) {
      case kMetadata: Fail("metadata", Cat("metadata ", ShownText(key_), " is ", what, ": must be text"));
      case kShape: Fail("shape", Cat(Place(), "shape holds ", what, ": must hold whole numbers, 0 or more"));
      case kOffsets:
        Fail("offsets", Cat(Place(), "data_offsets holds ", what, ": must be 2 whole numbers, 0 or more"));
      case kTensor:
        Fail("structure", Cat(Place(), "key ", ShownText(key_), " is ", what,
                              ": must be dtype with text, shape or data_offsets with a list"));
      case kRoot: Fail("structure", Cat("tensor ", ShownText(key_), " is ", what, ": must be an object"));
      default: Fail("structure", Cat("header is ", what, ": must be an object"));
    }
  }

  Where where_ = kStart;
  std::string key_;
  bool metadata_seen_ = false;
  std::map<std::string, SafetensorsEntry>::iterator entry_;
  std::set<std::string> fields_;
  int num_offsets_ = 0;
};

/// product(shape) * bytes of one element.
uint64_t BytesOf(const std::string& name, const SafetensorsEntry& entry) {
  uint64_t bytes = SafetensorsDtypeBytes(entry.dtype);
  for (const int64_t side : entry.shape)
    if (__builtin_mul_overflow(bytes, static_cast<uint64_t>(side), &bytes))
      Fail("overflow", Cat("tensor ", ShownText(name), ": the product of its shape is too large"));
  return bytes;
}

void CheckEntry(const std::string& name, const SafetensorsEntry& entry, uint64_t data_bytes) {
  const std::string offsets =
      Cat("tensor ", ShownText(name), ": data_offsets [", entry.begin, ", ", entry.end, "]");
  if (entry.begin > entry.end) Fail("offsets", offsets + " run backwards");
  if (entry.end > data_bytes)
    Fail("offsets", Cat(offsets, " go beyond the file's ", data_bytes, " bytes of data"));
  if (const uint64_t wanted = BytesOf(name, entry); wanted != entry.end - entry.begin)
    Fail("size", Cat(offsets, " are ", entry.end - entry.begin, " bytes: shape and dtype ", entry.dtype,
                     " need ", wanted));
}

/// Each tensor must begin where the one before it ends, the first at 0, the last at the end.
void CheckCover(const SafetensorsHeader& header, uint64_t data_bytes) {
  using Named = const std::pair<const std::string, SafetensorsEntry>*;
  std::vector<Named> sorted;
  for (const auto& named : header.tensors) sorted.push_back(&named);
  std::sort(sorted.begin(), sorted.end(), [](Named a, Named b) {
    return std::tie(a->second.begin, a->second.end) < std::tie(b->second.begin, b->second.end);
  });
  uint64_t end = 0;
  for (const Named named : sorted) {
    const uint64_t begin = named->second.begin;
    if (begin != end)
      Fail(begin > end ? "hole" : "overlap", Cat("tensor ", ShownText(named->first), " begins at byte ",
                                                 begin, " of the data: the one before it ends at ", end));
    end = named->second.end;
  }
  if (end != data_bytes)
    Fail("trailing", Cat("tensors end at byte ", end, " of ", data_bytes, " bytes of data"));
}

}  // namespace

int SafetensorsDtypeRank(std::string_view dtype) {
  const auto* found =
      std::find_if(std::begin(kDtypes), std::end(kDtypes), [&](const Dtype& d) { return d.name == dtype; });
  return found == std::end(kDtypes) ? -1 : static_cast<int>(found - std::begin(kDtypes));
}

size_t SafetensorsDtypeBytes(const std::string& dtype) {
  const int rank = SafetensorsDtypeRank(dtype);
  return rank < 0 ? 0 : kDtypes[rank].bytes;
}

SafetensorsHeader ParseSafetensorsHeader(std::string_view json, uint64_t data_bytes) {
  if (!json.starts_with('{')) Fail("header_start", "header does not begin with '{'");
  HeaderReader reader;
  nlohmann::json::sax_parse(json.data(), json.data() + json.size(), &reader);
  for (const auto& [name, entry] : reader.header.tensors) CheckEntry(name, entry, data_bytes);
  CheckCover(reader.header, data_bytes);
  return std::move(reader.header);
}

}  // namespace f4s
