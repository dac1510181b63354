// The networks' loops for CPUs with AVX2 and FMA.

#define F4S_NET_KIND net_avx2
#define F4S_NET_LANES 8
#include "libfuse4seg/kernels/net/net_kernels_inl.h"
