// The networks' loops for CPUs with AVX-512.

#define F4S_NET_KIND net_avx512
#define F4S_NET_LANES 16
#include "libfuse4seg/kernels/net/net_kernels_inl.h"
