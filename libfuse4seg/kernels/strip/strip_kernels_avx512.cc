// The loops over strips for CPUs with AVX-512.

#define F4S_STRIP_KIND strip_avx512
#define F4S_STRIP_LANES 8
#include "libfuse4seg/kernels/strip/strip_kernels_inl.h"
