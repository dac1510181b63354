#include "libfuse4seg/nn/segmentation/any_segmentation_net.h"

#include <torch/torch.h>

#include <memory>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/nn/segmentation/csad_net.h"
#include "libfuse4seg/nn/segmentation/segmentation_net.h"
#include "libfuse4seg/nn/segmentation/unet.h"

namespace f4s {

void AnySegmentationNetImpl::RequireChannels(const torch::Tensor& input) const {
  if (input.dim() != 4 || input.size(1) != channels_)
    throw Error(
        ErrorKind::kBadInput, "model.channels",
        Cat("images of shape ", input.sizes(), ": the segmentation network takes [N,", channels_, ",H,W]"));
}

AnySegmentationNet BuildSegmentationNet(const SegmentationNetOptions& options, int64_t channels,
                                        int64_t classes) {
  std::shared_ptr<AnySegmentationNetImpl> made;
  if (options.segmenter == SegmenterKind::kUnet)
    made = std::make_shared<UNetImpl>(options, channels, classes);
  else if (options.segmenter == SegmenterKind::kCsad)
    made = std::make_shared<CsadNetImpl>(options, channels, classes);
  else
    made = std::make_shared<SegmentationNetImpl>(options, channels, classes);
  return AnySegmentationNet(made);
}

}  // namespace f4s
