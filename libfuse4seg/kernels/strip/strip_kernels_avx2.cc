// The loops over strips for CPUs with AVX2 and fused multiply-add.

#define F4S_STRIP_KIND strip_avx2
#define F4S_STRIP_LANES 4
#include "libfuse4seg/kernels/strip/strip_kernels_inl.h"
