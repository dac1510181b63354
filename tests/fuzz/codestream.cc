// What compressed pixels say of their size.

#include "libfuse4seg/image/dicom/read/codestream.h"

#include "tests/fuzz/fuzz.h"

void f4s::fuzz::Codestream(std::string_view bytes) {
  OnText([&] {
    const auto size = SizeOfCodestream({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
    if (!size) return;
    Require(size->components >= 0 && size->components < 65536, "a number of components");
    Require(size->bits >= 0 && size->bits < 256, "bits of a number");
  });
}
