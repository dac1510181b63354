// The loops over strips for any CPU.

#define F4S_STRIP_KIND strip_any
#define F4S_STRIP_LANES 2
#include "libfuse4seg/kernels/strip/strip_kernels_inl.h"
