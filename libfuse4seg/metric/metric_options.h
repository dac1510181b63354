// f4s-metrics's parameters.

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/metric/convention.h"
#include "libfuse4seg/metric/segmentation/segmentation_rules.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// What the rows of a table are.
enum class TableRows { kAuto, kCases, kSummary };

struct MetricOptions {
  FusionConvention convention = FusionConvention::kCddfuse;
  SegmentationConvention seg_convention = SegmentationConvention::kMedpy;
  EmptyChoice empty = EmptyChoice::kConvention;
  Grouping by = Grouping::kCase;
  std::string regions, ignore;
  bool extras = false, floors = false;
  double nsd_tolerance = 1;
  int64_t lesion_dilation = 3;
  double lesion_volume = 50;
  std::vector<std::string> checks;
  std::filesystem::path baseline, compare;
  double tolerance = 1e-6;
  bool table = false, is_long = false;
  TableRows rows = TableRows::kAuto;
  std::vector<std::string> columns;

  void Declare(Parameters& p);
};

}  // namespace f4s
