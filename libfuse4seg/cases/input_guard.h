// Inputs that lie where the outputs will: what would be overwritten or taken out before it is read.

#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

namespace f4s {

/// Thread-safe.
class InputGuard {
 public:
  /// @param folder   where outputs go; of tar files, that of `archives`
  /// @param archives how the tar files are called, before their numbers; "": no tar files
  /// @param none     no input may lie in the folder, under whatever name: outputs take the places of such
  /// inputs
  InputGuard(std::filesystem::path folder, std::string archives, bool none);

  /// @param file  of a case, or FILE.tar#MEMBER
  /// @throws Error(kCannotCreate, "output.input") where it lies in the folder by another name of that (a
  /// link, a
  ///         mount), in one of the tar files that are written, or, with `none`, anywhere below.
  void Require(const std::filesystem::path& file) const;

 private:
  /// Whether a folder is the outputs', or below it, by what the machine knows and not by its name.
  [[nodiscard]] bool IsWithin(const std::string& folder) const;

  std::string folder_, real_folder_, archives_;
  bool none_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, bool> within_;  ///< by the folder's name
};

}  // namespace f4s
