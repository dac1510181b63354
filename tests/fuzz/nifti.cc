// NIfTI-1 and NIfTI-2.

#include "tests/fuzz/volumes.h"

void f4s::fuzz::Nifti(std::string_view bytes) { ReadAsVolume(bytes, "v.nii"); }
