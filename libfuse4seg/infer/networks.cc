#include "libfuse4seg/infer/networks.h"

#include "libfuse4seg/base/opened_object.h"

namespace f4s {

const Networks& TheNetworks() { return OpenedObject<Networks>("networks", "networks (LibTorch)"); }

}  // namespace f4s
