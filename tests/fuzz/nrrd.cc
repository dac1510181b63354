// NRRD, its data raw or compressed.

#include "tests/fuzz/volumes.h"

void f4s::fuzz::Nrrd(std::string_view bytes) { ReadAsVolume(bytes, "v.nrrd"); }
