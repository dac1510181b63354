// The networks' loops for processors with AVX-512.

#define F4S_NET_KIND net_avx512
#define F4S_NET_LANES 16
#include "libfuse4seg/ops/net_kernels_inl.h"
