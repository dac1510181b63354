// MetaImage, its data raw or compressed.

#include "tests/fuzz/volumes.h"

void f4s::fuzz::MetaImage(std::string_view bytes) { ReadAsVolume(bytes, "v.mha"); }
