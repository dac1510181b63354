// Tumours of the phantom: lobulated core, enhancing rim, oedema that creeps along white matter.

#pragma once

#include <vector>

#include "libfuse4seg/phantom/anatomy.h"
#include "libfuse4seg/phantom/phantom.h"

namespace f4s::phantom {

/// A box in millimetres from the head's origin.
struct Box {
  Point lo, hi;
};

/// One mass.
struct Mass {
  enum Kind { kRing, kFull, kPatchy };  ///< dead within a rim; enhancing throughout; enhancing in nests
  struct Lobe {
    Point centre;
    float radius;
  };
  Kind kind = kRing;
  Point centre;
  float radius = 0;    ///< mm, of a ball that about holds it
  float rim_mm = 3;    ///< mean thickness of the enhancing rim
  float reach_mm = 0;  ///< how far oedema goes through white matter
  std::vector<Lobe> lobes;
  Noise shape, detail, inner;
  [[nodiscard]] float Distance(Point head) const;  ///< to the surface of the core
};

/// How much of a sample belongs to each label.
struct LabelParts {
  float necrosis = 0, oedema = 0, enhancing = 0;
};

/// Arrival times of a front that starts at the cores and is slowed by grey matter and
/// stopped by fluid: oedema follows white matter, respects cortex, ventricles and midline.
class Spread {
 public:
  Spread(const Subject& subject, const std::vector<Mass>& masses);
  /// mm of white matter between `head` and the nearest core, less its reach; large where never reached.
  [[nodiscard]] float At(Point head) const;

 private:
  static constexpr float kCellMm = 2.5F;
  [[nodiscard]] size_t Index(int x, int y, int z) const;
  [[nodiscard]] Point NodeAt(int x, int y, int z) const;
  [[nodiscard]] std::vector<float> Slowness(const Subject& subject) const;
  void Flood(const std::vector<float>& slowness);
  Box box_;
  std::array<int, 3> nodes_{};
  std::vector<float> arrival_;
};

/// All tumours of a case.
class Tumours {
 public:
  /// Places the tumours inside `view` and adds their pushes to `subject`.
  Tumours(const PhantomOptions& options, Draws draws, const Box& view, Subject& subject);
  /// Lays tumour over the healthy mixture at `head`, sampled with width `h`.
  LabelParts Paint(const Place& place, Point head, float h, Mixture& mixture) const;

 private:
  std::vector<Mass> masses_;
  std::vector<Spread> spread_;  ///< one, or none without tumours
  Noise fingers_, fade_;
};

}  // namespace f4s::phantom
