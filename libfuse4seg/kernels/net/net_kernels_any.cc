// The networks' loops for any CPU.

#define F4S_NET_KIND net_any
#define F4S_NET_LANES 8
#include "libfuse4seg/kernels/net/net_kernels_inl.h"
