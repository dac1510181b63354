#include "libfuse4seg/train/loop/tensorboard.h"

#include <array>
#include <bit>
#include <sstream>

#include "libfuse4seg/base/atomic_file.h"
#include "libfuse4seg/base/files.h"
#include "libfuse4seg/train/loop/run_folder.h"

namespace f4s {
namespace {

namespace fs = std::filesystem;

constexpr uint32_t kPolynomial = 0x82f63b78;  // Castagnoli's, bits reversed
constexpr uint32_t kMaskDelta = 0xa282ead8;
constexpr const char* kFormat = "brain.Event:2";

constexpr std::array<uint32_t, 256> kTable = [] {
  std::array<uint32_t, 256> table = {};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    table[i] = crc;
  }
  return table;
}();

template <class Unsigned>
std::string LittleEndian(Unsigned value) {
  std::string bytes;
  for (size_t i = 0; i < sizeof value; ++i) bytes += static_cast<char>((value >> (8 * i)) & 0xff);
  return bytes;
}

std::string MaskedCrc(std::string_view bytes) {
  return LittleEndian(std::rotr(Crc32c(bytes), 15) + kMaskDelta);
}

std::string Varint(uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>((value & 0x7f) | 0x80);
  return bytes + static_cast<char>(value);
}

/// A field's number and how its value is laid out.
enum Wire : uint64_t { kVarint = 0, kEightBytes = 1, kLengthFirst = 2, kFourBytes = 5 };
std::string Key(uint64_t field, Wire wire) { return Varint(field << 3 | wire); }

std::string TextField(uint64_t field, std::string_view text) {
  return Key(field, kLengthFirst) + Varint(text.size()) + std::string(text);
}

std::string WallTime(double time) {
  return Key(1, kEightBytes) + LittleEndian(std::bit_cast<uint64_t>(time));
}

void AddNumbers(const Json& json, const std::string& tag, char separator, std::vector<Scalar>& scalars) {
  if (json.is_number()) scalars.push_back({tag, json.get<float>()});
  if (!json.is_object()) return;
  for (const auto& [key, value] : json.items()) AddNumbers(value, tag + separator + key, '.', scalars);
}

}  // namespace

uint32_t Crc32c(std::string_view bytes) {
  uint32_t crc = 0xffffffff;
  for (const char c : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<unsigned char>(c)) & 0xff];
  return ~crc;
}

std::vector<Scalar> ScalarsOf(const Json& event) {
  std::vector<Scalar> scalars;
  const std::string kind = event.value("event", "");
  if (kind != "step" && kind != "epoch") return scalars;
  for (const auto& [key, value] : event.items())
    if (key != "epoch" && key != "step" && key != "time")
      AddNumbers(value, kind == "step" ? "step_" + key : key, '/', scalars);
  return scalars;
}

std::string FramedRecord(std::string_view data) {
  const std::string length = LittleEndian(uint64_t{data.size()});
  return length + MaskedCrc(length) + std::string(data) + MaskedCrc(data);
}

std::string FirstRecord(double time) { return FramedRecord(WallTime(time) + TextField(3, kFormat)); }

std::string ScalarRecord(double time, int64_t step, const std::vector<Scalar>& scalars) {
  std::string summary;
  for (const auto& [tag, value] : scalars)
    summary +=
        TextField(1, TextField(1, tag) + Key(2, kFourBytes) + LittleEndian(std::bit_cast<uint32_t>(value)));
  return FramedRecord(WallTime(time) + Key(2, kVarint) + Varint(static_cast<uint64_t>(step)) +
                      TextField(5, summary));
}

TensorBoardFile::TensorBoardFile(const fs::path& run_folder, const fs::path& events_file)
    : file_(run_folder / "tensorboard" / "events.out.tfevents.0.fuse4seg") {
  MakeFolders(file_.parent_path());
  std::string bytes;
  if (Exists(events_file)) {
    std::istringstream lines(ReadFile(events_file));
    for (std::string line; std::getline(lines, line);) {
      const Json event = ParseJson(line, events_file);
      if (bytes.empty()) bytes = FirstRecord(event.value("time", 0.0));
      if (const auto scalars = ScalarsOf(event); !scalars.empty())
        bytes += ScalarRecord(event.value("time", 0.0), event.at("step"), scalars);
    }
  }
  WriteFileAtomically(file_, bytes.empty() ? FirstRecord(0) : bytes);
}

void TensorBoardFile::Add(const Json& event) {
  const auto scalars = ScalarsOf(event);
  if (!scalars.empty()) AppendToFile(file_, ScalarRecord(event.at("time"), event.at("step"), scalars));
}

}  // namespace f4s
