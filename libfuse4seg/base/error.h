// Errors that name the file, the value and the rule, and know the exit code.
//
// The library throws and never prints or exits; tool.h turns an Error into one line
// on stderr, the run record's `error` and the process's exit code.

#pragma once

#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace f4s {

/// What kind of thing went wrong.  The value is the exit code that the suite's
/// contract gives it.
enum class ErrorKind {
  kUsage = 2,          ///< wrong command line
  kBadInput = 65,      ///< input malformed or inconsistent, or its producer died
  kMissingInput = 66,  ///< input is not there
  kUnavailable = 69,   ///< a device, model or needed program is not there
  kInternal = 70,      ///< a bug, or a number that must be finite is not
  kOutOfMemory = 71,
  kCannotCreate = 73,  ///< output exists, or its folder cannot be written
  kIo = 74,            ///< disk full, read or write error
  kInterrupted = 75,   ///< stopped by a signal; the same command goes on
  kConfig = 78,        ///< wrong configuration file
};

/// Joins its arguments as `<<` prints them.  Numbers print with up to 6 digits.
template <class... Parts>
[[nodiscard]] std::string Cat(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return std::move(out).str();
}

/// Text of anybody as people may see it, on a terminal, in a table: what steers a terminal or turns the order
/// of writing is escaped (control characters of both kinds, tabs and ends of lines too, marks of direction,
/// what is no UTF-8), and what is longer than `most` bytes is cut, saying how long it is.
[[nodiscard]] std::string Shown(const std::string& text, size_t most = 400);

/// `'text'`, Shown(), for messages.
[[nodiscard]] std::string Quoted(const std::string& text);

/// Says what the current scope is doing; an Error made within begins with it.
///
///     Context context("while reading the label");
class Context {
 public:
  explicit Context(std::string text);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

/// The one exception of the library.
///
///     throw Error(ErrorKind::kBadInput, "png.alpha", "has an alpha channel: wanted grey or
///     RGB").InFile(path);
class Error : public std::runtime_error {
 public:
  /// @param code     stable word for programs, "topic.reason".
  /// @param message  value and broken rule, one line, no file name.
  Error(ErrorKind kind, std::string code, const std::string& message);

  Error&& InFile(const std::filesystem::path& file) &&;
  Error&& InCase(const std::string& id) &&;
  void SetCase(const std::string& id);

  [[nodiscard]] ErrorKind kind() const { return kind_; }
  [[nodiscard]] int exit_code() const { return static_cast<int>(kind_); }
  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] const std::string& message() const { return message_; }  ///< contexts, then the reason
  [[nodiscard]] std::string reason() const { return what(); }            ///< without contexts
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const std::string& case_id() const { return case_id_; }

  /// `case 'ID': FILE: message [code]`, whichever parts are known.
  [[nodiscard]] std::string Line() const;

 private:
  ErrorKind kind_;
  std::string code_, message_, file_, case_id_;
};

/// Whatever was thrown as an Error: memory that ran out is kOutOfMemory, also where a library says so in
/// words; what the file system refused is ReadError(); all else is kInternal, by its first line.
[[nodiscard]] Error AsError(const std::exception& thrown);

/// The Error for the errno left by a failed system call on `file`: kMissingInput for
/// ENOENT and the like while reading, kInterrupted where a signal asked to stop, kCannotCreate for EACCES and
/// the like while writing, else kIo.
[[nodiscard]] Error ReadError(const std::filesystem::path& file, int error_number);
[[nodiscard]] Error WriteError(const std::filesystem::path& file, int error_number);

/// Ends with kInternal, printing both sides, when a and b differ: for programming errors.
#define F4S_CHECK_EQ(a, b)                                                                                \
  do {                                                                                                    \
    const auto f4s_a = (a);                                                                               \
    const auto f4s_b = (b);                                                                               \
    if (!(f4s_a == f4s_b))                                                                                \
      throw ::f4s::Error(                                                                                 \
          ::f4s::ErrorKind::kInternal, "internal.check",                                                  \
          ::f4s::Cat(__FILE__, ":", __LINE__, ": " #a " == " #b " failed: ", f4s_a, " against ", f4s_b)); \
  } while (false)

}  // namespace f4s
