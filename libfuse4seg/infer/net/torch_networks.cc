#include "libfuse4seg/base/opened_object.h"
#include "libfuse4seg/infer/net/torch_network.h"
#include "libfuse4seg/nn/torch_device.h"

namespace f4s {
namespace {

class TorchNetworks final : public Networks {
 public:
  [[nodiscard]] std::string DeviceFor(const std::string& wanted) const override {
    return OpenTorchDevice(wanted).str();
  }
  [[nodiscard]] std::shared_ptr<const LoadedNetwork> Load(const std::filesystem::path& file,
                                                          const std::string& device) const override {
    return std::make_shared<TorchNetwork>(file, device);
  }
};

}  // namespace
}  // namespace f4s

F4S_OPENED_OBJECT(f4s::Networks, f4s::TorchNetworks)
