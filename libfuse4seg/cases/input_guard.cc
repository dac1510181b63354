#include "libfuse4seg/cases/input_guard.h"

#include <cstdlib>
#include <memory>

#include "libfuse4seg/base/error.h"

namespace f4s {
namespace {

/// Without links; "" where there is no such folder.
std::string RealPath(const std::string& folder) {
  const std::unique_ptr<char, decltype(&std::free)> real(::realpath(folder.c_str(), nullptr), &std::free);
  return real ? real.get() : "";
}

bool IsBelow(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder + "/");
}

}  // namespace

InputGuard::InputGuard(std::filesystem::path folder, std::string archives, bool none)
    : folder_(folder.string()),
      real_folder_(RealPath(folder_)),
      archives_(std::move(archives)),
      none_(none) {}

void InputGuard::Require(const std::filesystem::path& file) const {
  if (real_folder_.empty()) return;
  const std::string text = file.string();
  const size_t member = text.find(".tar#");
  const std::filesystem::path whole =
      member == std::string::npos ? file : std::filesystem::path(text.substr(0, member + 4));
  if (!IsWithin(whole.parent_path().string())) return;
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorKind::kCannotCreate, "output.input", Cat(why, ": give another place for the outputs"))
        .InFile(whole);
  };
  if (!archives_.empty()) {
    if (whole.extension() == ".tar" && whole.filename().string().starts_with(archives_))
      refuse("is an input, and would be written anew");
    return;
  }
  if (none_) refuse("is an input in the output's own folder");
  if (!IsBelow(text, folder_))
    refuse(Cat("is an input in the output's own folder, which is called ", folder_, " here"));
}

bool InputGuard::IsWithin(const std::string& folder) const {
  const std::lock_guard lock(mutex_);
  const auto [known, is_new] = within_.try_emplace(folder, false);
  if (is_new)
    known->second =
        archives_.empty() ? IsBelow(RealPath(folder), real_folder_) : RealPath(folder) == real_folder_;
  return known->second;
}

}  // namespace f4s
