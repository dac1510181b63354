#include "libfuse4seg/base/error.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>
#include <system_error>

#include "libfuse4seg/base/signals.h"

namespace f4s {
namespace {

/// A scope that says what it does, and the one around it.
struct Scope {
  std::string text;
  Scope* outer;
};

/// Of this thread.  A plain pointer: what has a destructor is registered with the thread, and a process that
/// has no memory for that is ended.
thread_local constinit Scope* innermost = nullptr;

std::string WithContexts(const std::string& message) {
  std::string text = message;
  for (const Scope* scope = innermost; scope != nullptr; scope = scope->outer)
    text = scope->text + ": " + text;
  return text;
}

bool IsContinuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// The character that begins at `at` and its bytes; of length 0 where it is no UTF-8.
std::pair<uint32_t, size_t> CharacterAt(const std::string& text, size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return {first, 0};
  uint32_t code = first & (0x7f >> length);
  for (size_t i = 1; i < length; ++i) {
    if (!IsContinuation(text[at + i])) return {first, 0};
    code = code << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3f);
  }
  constexpr uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_sound = code >= kLeast[length] && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return {code, is_sound ? length : 0};
}

/// Controls beyond ASCII's, ends of lines, and what turns the direction of writing (Unicode TR 9).
bool Steers(uint32_t code) {
  return (code >= 0x80 && code < 0xa0) || code == 0x61c || code == 0x200e || code == 0x200f ||
         (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

std::string Escaped(const char* begin, uint32_t code, int digits) {
  std::string text = begin;
  for (int i = digits - 1; i >= 0; --i) text += "0123456789abcdef"[code >> (4 * i) & 15];
  return text;
}

constexpr size_t kLongestMessage = 8192, kLongestPath = 4096;  // bytes

/// As libraries say that memory ran out: LibTorch, oneDNN, the standard library, the loader.
bool IsAboutMemory(const std::string& text) {
  for (const char* words : {"not enough memory", "allocate memory", "out of memory", "Cannot allocate",
                            "could not create a primitive",  // oneDNN, which has no memory for code
                            "STATUS_ALLOC_FAILED"})          // cuBLAS, cuDNN
    if (text.find(words) != std::string::npos) return true;
  return false;
}

std::string FirstLineOf(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

std::string Shown(const std::string& text, size_t most) {
  size_t end = std::min(text.size(), most);
  while (end < text.size() && end > 0 && IsContinuation(text[end])) --end;
  std::string shown;
  for (size_t i = 0; i < end;) {
    const auto [code, length] = CharacterAt(text, i);
    if (length == 0)
      shown += Escaped("\\x", static_cast<unsigned char>(text[i]), 2);
    else if (code < 0x20 || code == 0x7f)
      shown += Escaped("\\x", code, 2);
    else if (Steers(code))
      shown += Escaped("\\u", code, 4);
    else
      shown.append(text, i, length);
    i += std::max<size_t>(length, 1);
  }
  return end == text.size() ? shown : Cat(shown, "... (", text.size(), " bytes)");
}

std::string Quoted(const std::string& text) { return "'" + Shown(text) + "'"; }

Context::Context(std::string text) { innermost = new Scope{std::move(text), innermost}; }
Context::~Context() { delete std::exchange(innermost, innermost->outer); }

Error::Error(ErrorKind kind, std::string code, const std::string& message)
    : std::runtime_error(message), kind_(kind), code_(std::move(code)), message_(WithContexts(message)) {}

Error&& Error::InFile(const std::filesystem::path& file) && {
  if (file_.empty()) file_ = file.string();
  return std::move(*this);
}

Error&& Error::InCase(const std::string& id) && {
  SetCase(id);
  return std::move(*this);
}

void Error::SetCase(const std::string& id) {
  if (case_id_.empty()) case_id_ = id;
}

std::string Error::Line() const {
  std::string line;
  if (!case_id_.empty()) line += "case " + Quoted(case_id_) + ": ";
  if (!file_.empty()) line += Shown(file_, kLongestPath) + ": ";
  std::string message = message_;
  for (char& c : message)
    if (c == '\n') c = ' ';
  return line + Shown(message, kLongestMessage) + " [" + code_ + "]";
}

Error AsError(const std::exception& thrown) {
  if (const auto* const error = dynamic_cast<const Error*>(&thrown)) return *error;
  if (dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr)
    return {ErrorKind::kOutOfMemory, "memory", "out of memory"};
  if (const auto* const of_files = dynamic_cast<const std::filesystem::filesystem_error*>(&thrown))
    return ReadError(of_files->path1(), of_files->code().value());
  const std::string text = FirstLineOf(thrown.what());
  const auto* const of_system = dynamic_cast<const std::system_error*>(&thrown);
  const bool no_thread =
      of_system != nullptr && of_system->code() == std::errc::resource_unavailable_try_again;
  if (no_thread || IsAboutMemory(text))
    return {ErrorKind::kOutOfMemory, "memory",
            Cat("out of memory: ", no_thread ? "no thread can be begun" : text)};
  return {ErrorKind::kInternal, "internal.exception", text};
}

Error ReadError(const std::filesystem::path& file, int error_number) {
  if (error_number == EINTR && StopRequested())
    return Error(ErrorKind::kInterrupted, "interrupted", "stopped by a signal while it was read")
        .InFile(file);
  const bool none = error_number == ENOENT || error_number == ENOTDIR;
  const bool missing = none || error_number == ELOOP || error_number == ENAMETOOLONG;
  return Error(missing ? ErrorKind::kMissingInput : ErrorKind::kIo, missing ? "input.missing" : "io.read",
               none ? "no such file" : std::strerror(error_number))
      .InFile(file);
}

Error WriteError(const std::filesystem::path& file, int error_number) {
  if (error_number == EINTR && StopRequested())
    return Error(ErrorKind::kInterrupted, "interrupted", "stopped by a signal while it was written")
        .InFile(file);
  switch (error_number) {
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT:
    case ENOTDIR:
    case EEXIST:
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
      return Error(ErrorKind::kCannotCreate, "output.create",
                   Cat("cannot be created: ", std::strerror(error_number)))
          .InFile(file);
    default:
      return Error(ErrorKind::kIo, "io.write", Cat("cannot be written: ", std::strerror(error_number)))
          .InFile(file);
  }
}

}  // namespace f4s
