// ITK's N4 on a volume that is small already.

#include <itkCommand.h>
#include <itkN4BiasFieldCorrectionImageFilter.h>

#include <cmath>

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/prep/align/itk/itk_filters.h"

namespace f4s {
namespace {

using FloatImage = itk::Image<float, 3>;
using Mask = itk::Image<unsigned char, 3>;
using Filter = itk::N4BiasFieldCorrectionImageFilter<FloatImage, Mask, FloatImage>;

/// Counts the iterations of each level as they are made.
class Counter : public itk::Command {
 public:
  using Self = Counter;
  using Pointer = itk::SmartPointer<Self>;
  itkFactorylessNewMacro(Self)  // NOLINT: ITK has the semicolon
      void Execute(itk::Object* caller, const itk::EventObject& event) override {
    Execute(static_cast<const itk::Object*>(caller), event);
  }
  void Execute(const itk::Object* caller, const itk::EventObject&) override {
    const auto* filter = dynamic_cast<const Filter*>(caller);
    if (filter == nullptr) return;
    const size_t level = filter->GetCurrentLevel();
    if (iterations.size() <= level) iterations.resize(level + 1, 0);
    ++iterations[level];
  }
  std::vector<int64_t> iterations;
};

Mask::Pointer MaskImage(const std::vector<uint8_t>& mask, const FloatImage* like) {
  const auto image = Mask::New();
  image->CopyInformation(like);
  image->SetRegions(like->GetLargestPossibleRegion());
  image->Allocate();
  std::copy(mask.begin(), mask.end(), image->GetBufferPointer());
  return image;
}

Filter::Pointer FilterOf(const BiasTask& task, const FloatImage::Pointer& image) {
  const auto filter = Filter::New();
  filter->SetInput(image);
  filter->SetMaskImage(MaskImage(*task.mask, image));
  filter->SetUseMaskLabel(false);
  Filter::VariableSizeArrayType iterations(static_cast<unsigned>(task.most_iterations.size()));
  for (unsigned i = 0; i < iterations.Size(); ++i)
    iterations[i] = static_cast<unsigned>(task.most_iterations[i]);
  filter->SetMaximumNumberOfIterations(iterations);
  Filter::ArrayType levels;
  levels.Fill(static_cast<unsigned>(iterations.Size()));
  filter->SetNumberOfFittingLevels(levels);
  filter->SetConvergenceThreshold(static_cast<float>(task.convergence));
  filter->SetNumberOfWorkUnits(1);
  return filter;
}

}  // namespace

BiasFit ItkFitBias(const BiasTask& task) {
  try {
    const FloatImage::Pointer image = ItkView(*task.volume);
    const auto filter = FilterOf(task, image);
    const auto counter = Counter::New();
    filter->AddObserver(itk::IterationEvent(), counter);
    filter->Update();
    BiasFit fit;
    fit.iterations = counter->iterations;
    fit.convergence = filter->GetCurrentConvergenceMeasurement();
    fit.log_field.resize(task.volume->samples.size());
    const float* corrected = filter->GetOutput()->GetBufferPointer();
    // The filter gives the volume over its field.
    for (size_t i = 0; i < fit.log_field.size(); ++i)
      fit.log_field[i] = std::log(task.volume->samples[i] / corrected[i]);
    return fit;
  } catch (const itk::ExceptionObject& error) {
    throw Error(ErrorKind::kBadInput, "bias.itk", Cat("N4 fails: ", ItkReason(error)));
  }
}

}  // namespace f4s
