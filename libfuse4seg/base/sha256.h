// SHA-256 of bytes and files (FIPS 180-4), for digests of inputs, models and configurations.

#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace f4s {

/// OpenSSL's digest in the making.
class Sha256State {
 public:
  virtual ~Sha256State() = default;
  virtual void Update(std::string_view bytes) = 0;
  [[nodiscard]] virtual std::array<unsigned char, 32> Digest() const = 0;  ///< of all bytes so far
};

/// The opened object `sha256` (opened_object.h): OpenSSL alone would cost each start 1 ms.
class Sha256Maker {
 public:
  virtual ~Sha256Maker() = default;
  [[nodiscard]] virtual std::unique_ptr<Sha256State> Begin() const = 0;
};

/// A digest in the making.
class Sha256 {
 public:
  /// @throws Error(kUnavailable, "object.sha256") where OpenSSL cannot be loaded.
  Sha256();

  /// Appends `bytes` to what is digested.
  void Update(std::string_view bytes) { state_->Update(bytes); }

  /// The digest of all bytes so far, 64 lower-case hexadecimal digits; more may follow.
  [[nodiscard]] std::string HexDigest() const;

 private:
  std::unique_ptr<Sha256State> state_;
};

/// The digest of `bytes`.
[[nodiscard]] std::string Sha256Of(std::string_view bytes);

/// The digest of a file, read piece by piece.  @throws Error(kMissingInput) or Error(kIo).
[[nodiscard]] std::string Sha256OfFile(const std::filesystem::path& file);

}  // namespace f4s
