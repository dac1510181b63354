// The opened object `sha256`.

#include <openssl/evp.h>

#include <stdexcept>

#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/base/sha256.h"

namespace f4s {
namespace {

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

void Require(int success) {
  if (success != 1) throw std::runtime_error("OpenSSL computes no SHA-256 here");
}

class OpensslState final : public Sha256State {
 public:
  OpensslState() { Require(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr)); }
  void Update(std::string_view bytes) override {
    Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
  }
  [[nodiscard]] std::array<unsigned char, 32> Digest() const override {
    const Context copy(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::array<unsigned char, 32> digest;
    Require(EVP_MD_CTX_copy_ex(copy.get(), context_.get()));
    Require(EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr));
    return digest;
  }

 private:
  Context context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

class OpensslSha256 final : public Sha256Maker {
 public:
  [[nodiscard]] std::unique_ptr<Sha256State> Begin() const override {
    return std::make_unique<OpensslState>();
  }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::Sha256Maker, f4s::OpensslSha256)
