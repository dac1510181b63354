// Segmentation of a case by one model or several.
//
// Shapes:  as in image/image.h; K classes with the background.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case_images.h"
#include "libfuse4seg/image/image.h"
#include "libfuse4seg/infer/networks.h"
#include "libfuse4seg/infer/segmenter_options.h"
#include "libfuse4seg/model/model_file.h"

namespace f4s {

/// The label of each pixel, and, where asked for, how probable each class is there, on the grid of the case.
struct Prediction {
  Image<uint16_t> labels;                      ///< values of the source: 0, 1, 2, 4
  std::vector<Image<uint16_t>> probabilities;  ///< K-1, 65535 = 1, without background
  std::optional<Image<uint16_t>> uncertainty;  ///< Uncertainty() of all K, 65535 = 1
  std::optional<Image<uint16_t>> shown;  ///< with --overlay what was labelled, 65535 = 1: the fused image, or
                                         ///< the first modality of a model that sees none
  std::optional<Image<uint16_t>> fused;  ///< with --fused what f4s-fuse writes, 255 = 1
  std::vector<std::string> fused_from;   ///< the modalities that it was made of
  FileNotes notes;                       ///< of the files that were read
  std::vector<std::string> missing;      ///< slots that a model learned with and the case has no image for
};

/// The entropy of probabilities p_k that sum up to 1, -sum p_k ln p_k / ln K: 0 where one is 1, 1 where all
/// are equal.  Shannon, Bell Syst. Tech. J. 27 (1948) 379.
/// @param p  [K], K at least 2
[[nodiscard]] double Uncertainty(std::span<const double> p);

/// Safe to use from many threads.
class Segmenter {
 public:
  /// @throws Error(kUsage) without a model, Error(kUnavailable) when a device or model is not there,
  ///         Error(kBadInput) when a model does not segment, does not take the input that is asked
  ///         for, or has other classes than the first.
  static Segmenter Load(const SegmenterOptions& options, const std::string& device);

  /// Of the first model.
  [[nodiscard]] const ModelDescription& description() const { return members_.front().file.description; }
  /// Label values and their names; with their regions.  Those of all models.
  [[nodiscard]] const Classes& classes() const { return description().classes; }
  [[nodiscard]] const std::vector<Region>& regions() const { return description().regions; }
  [[nodiscard]] const SegmenterOptions& options() const { return options_; }
  /// What is taken out of volumes: as the options say, else as the first model recommends.
  [[nodiscard]] const Postprocess& postprocess() const { return postprocess_; }
  /// Whether all models say what they can do without.
  [[nodiscard]] bool knows_needs() const;
  [[nodiscard]] const std::string& device() const { return device_; }  ///< cpu or cuda:N
  /// Why --device auto is not the GPU that somebody may expect, or nothing.
  [[nodiscard]] const std::string& device_warning() const { return device_warning_; }
  /// "plan" or "torch"; a list where models differ.
  [[nodiscard]] Json EngineRecord() const;
  [[nodiscard]] std::vector<ModelFile> models() const;
  /// {"path","sha256"}; a list of these where there are several models.
  [[nodiscard]] Json ModelRecord() const;
  /// The sha256 of the model; a list where there are several.
  [[nodiscard]] Json Digests() const;

  /// With --calibrate: writes the model, calibrated on what was segmented.  @throws as
  /// Int8Calibration::Write().
  void WriteCalibrated(const std::filesystem::path& file) const;

  /// The mean of all models' probabilities decides; of equally probable classes the first.
  /// A volume is worked on in axial slices.
  /// @throws Error(kBadInput) when the case has not what the models take, saying what that is.
  [[nodiscard]] Prediction Segment(const Case& record) const;
  /// The same of each of several cases, whose images are in memory together: on a GPU in batches.
  [[nodiscard]] std::vector<Prediction> SegmentEach(std::span<const Case> records) const;
  /// The most that LoadedNetwork::pictures_at_once() of the models is.
  [[nodiscard]] int64_t pictures_at_once() const;

 private:
  struct Member {
    ModelFile file;
    std::shared_ptr<const LoadedNetwork> network;
    std::string engine;
  };
  /// What a member works on, and what comes of all members: slices as networks see them.
  struct Input;
  struct Planes;
  /// A slice of one of several cases.
  struct Place {
    size_t record;
    int64_t slice;
  };
  /// The sum of all members' probabilities, [K,H,W] of each place.
  /// @param inputs  of each member, of each case
  [[nodiscard]] std::vector<std::vector<float>> SumsAt(const std::vector<Place>& places,
                                                       const std::vector<std::vector<Input>>& inputs) const;

  explicit Segmenter(SegmenterOptions options) : options_(std::move(options)) {}
  void RequireFits(const Member& member) const;
  /// @throws Error where --fused asks for what there is not.
  void RequireFused() const;
  [[nodiscard]] bool ReadsFused(const Member& member, const Case& record) const;
  /// @param first  the first member's input, whose grid all have
  [[nodiscard]] Input InputFor(const Member& member, const Case& record, const Input* first) const;
  /// What a member works on, of each case; fused here where it needs that.
  [[nodiscard]] std::vector<Input> InputsFor(const Member& member, std::span<const Case> records,
                                             const std::vector<Input>* first) const;
  /// Makes the fused images that are not there yet, as f4s-fuse makes them, but for the rounding to levels.
  void FuseInputs(const Member& member, std::vector<Input>& inputs) const;
  /// With --fused: keeps what is fused, as f4s-fuse writes it.
  void KeepFused(const Member& member, Input& input) const;
  /// What all members make of one case.
  [[nodiscard]] Prediction Whole(const std::vector<const Input*>& of_members, Planes planes) const;
  /// The labels and, where they are asked for, probabilities of one slice, after those before it.
  void Decide(const std::vector<float>& sum, Planes& planes) const;
  /// How undecided they are, likewise.
  void AddUncertainty(const std::vector<float>& sum, Planes& planes) const;

  /// @throws Error(kUsage) for a region that the model has not.
  void ChoosePostprocess();

  SegmenterOptions options_;
  Postprocess postprocess_;
  std::string device_, device_warning_;
  std::vector<Member> members_;
  std::shared_ptr<Int8Calibration> calibration_;
};

}  // namespace f4s
