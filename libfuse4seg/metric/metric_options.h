// f4s-metrics's parameters.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/tool/parameters.h"

namespace f4s {

struct MetricOptions {
  std::string convention = "cddfuse", seg_convention = "medpy", by = "slice", regions, empty = "convention";
  bool extras = false, floors = false;
  double nsd_tolerance = 1;
  int64_t lesion_dilation = 3;
  double lesion_volume = 50;
  std::vector<std::string> checks;
  std::filesystem::path baseline, compare;
  double tolerance = 1e-6;

  void Declare(Parameters& p);
};

}  // namespace f4s
