// The phantom's brain without a tumour: what lies at a point.
//
// Template millimetres are RAS with 0 at the anterior commissure, sized like an adult's
// head.  A Subject is one person: a template seen through its own scale, tilt and warp.

#pragma once

#include <array>
#include <vector>

#include "libfuse4seg/phantom/noise.h"

namespace f4s::phantom {

enum HeadTissue {
  kFluid,  // cerebrospinal
  kGrey,   // cortex
  kWhite,
  kNuclei,    // caudate, putamen, thalamus
  kPallidum,  // and other nuclei rich in iron
  kVessel,
  kPlexus,  // choroid plexus
  kDura,    // with falx and tentorium
  kSpots,   // white-matter lesions and caps of the ventricles
  kNecrosis,
  kEnhancing,
  kSolid,  // tumour that neither enhances nor is dead
  kOedema,
  kBone,
  kMarrow,
  kFat,
  kMuscle,
  kHumour,  // of the eye
  kAir,
  kNumTissues
};

/// Parts of a sample that each tissue takes; they add up to 1.
struct Mixture {
  std::array<float, kNumTissues> part{};
  void Paint(HeadTissue tissue, float alpha) {
    for (float& p : part) p *= 1 - alpha;
    part[tissue] += alpha;
  }
};

/// A mass that pushes its surroundings outwards.
struct Push {
  Point centre;          ///< mm from the head's origin
  float radius, amount;  ///< mm; share of the radius, 0..0.6
};

struct Subject {
  Point scale{1, 1, 1};           ///< head over template
  std::array<Point, 3> rotation;  ///< rows; template from head
  float ventricle = 1;            ///< factor on calibres
  float lopsided = 1;             ///< the right ventricle over the mean of both
  float sulcus_mm = 0.5F;         ///< half width
  float cortex_mm = 2.7F;
  float gap_mm = 0.8F;  ///< half the interhemispheric fissure
  float spots = 0;      ///< amount of white-matter lesions, 0 (none) .. 1
  float meninges = 0;   ///< amount of enhancing meninges, -1 .. 1
  Noise primary, secondary, vessels, folia;
  FieldGrid fields;
  std::vector<Push> pushes;
};

[[nodiscard]] Subject MakeSubject(uint64_t seed, int case_index, double confounders);

/// A point of the head with the distances that all parts of the anatomy share.
struct Place {
  Point p;         ///< template mm
  float side = 0;  ///< |x|
  Fields fields;
  float lobes = 0;       ///< to the hull of both hemispheres
  float cerebellum = 0;  ///< to its hull
  float stem = 0;        ///< to the brain stem
  float brain = 0;       ///< to what skull stripping keeps
  float core = 0;        ///< to the part of the midline plane where the hemispheres meet
  float depth = 0;       ///< below the surface of a hemisphere, that of the fissure included
  float ventricle = 0;   ///< to the ventricles
  float fluid = 0;       ///< to the nearest fluid of sulci and fissures
};

/// @param head  mm from the head's origin, RAS.
[[nodiscard]] Place Locate(const Subject& subject, Point head);

/// The tissues at a place within the brain, sampled with width `h` mm.  Sets `ventricle` and `fluid`.
[[nodiscard]] Mixture BrainAt(const Subject& subject, Place& place, float h);

// The parts of BrainAt(), in the order in which they are laid over each other.
void PaintCerebrum(const Subject& subject, Place& place, float h, Mixture& mixture);
void PaintCerebellum(const Subject& subject, const Place& place, float h, Mixture& mixture);
void PaintStem(const Place& place, float h, Mixture& mixture);
void PaintDeepGrey(const Place& place, float h, Mixture& mixture);
void PaintVentricles(const Subject& subject, Place& place, float h, Mixture& mixture);
void PaintVessels(const Subject& subject, const Place& place, float h, Mixture& mixture);

/// The tissues outside the brain, `place.brain` > 0: fluid, skull, scalp, eyes, face, air.
[[nodiscard]] Mixture HeadAt(const Subject& subject, const Place& place, float h);

}  // namespace f4s::phantom
