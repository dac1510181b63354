#include "libfuse4seg/base/error.h"

#include <cerrno>
#include <cstring>
#include <vector>

namespace f4s {
namespace {

std::vector<std::string>& Contexts() {
  thread_local std::vector<std::string> contexts;
  return contexts;
}

std::string WithContexts(const std::string& message) {
  std::string text;
  for (const std::string& context : Contexts()) text += context + ": ";
  return text + message;
}

}  // namespace

std::string Quoted(const std::string& text) {
  std::ostringstream out;
  out << '\'';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) {
      const char* digits = "0123456789abcdef";
      out << "\\x" << digits[byte >> 4] << digits[byte & 15];
    } else {
      out << c;
    }
  }
  out << '\'';
  return std::move(out).str();
}

Context::Context(std::string text) { Contexts().push_back(std::move(text)); }
Context::~Context() { Contexts().pop_back(); }

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
  if (!file_.empty()) {
    const std::string quoted = Quoted(file_);
    line += quoted.substr(1, quoted.size() - 2) + ": ";
  }
  line += message_ + " [" + code_ + "]";
  for (char& c : line)
    if (c == '\n') c = ' ';
  return line;
}

Error ReadError(const std::filesystem::path& file, int error_number) {
  const bool missing = error_number == ENOENT || error_number == ENOTDIR;
  return Error(missing ? ErrorKind::kMissingInput : ErrorKind::kIo, missing ? "input.missing" : "io.read",
               missing ? "no such file" : std::strerror(error_number))
      .InFile(file);
}

Error WriteError(const std::filesystem::path& file, int error_number) {
  switch (error_number) {
    case EACCES:
    case EPERM:
    case EROFS:
    case ENOENT:
    case ENOTDIR:
    case EEXIST:
    case EISDIR:
    case ENAMETOOLONG:
      return Error(ErrorKind::kCannotCreate, "output.create",
                   Cat("cannot be created: ", std::strerror(error_number)))
          .InFile(file);
    default:
      return Error(ErrorKind::kIo, "io.write", Cat("cannot be written: ", std::strerror(error_number)))
          .InFile(file);
  }
}

}  // namespace f4s
