// Phantom studies as files: a BraTS folder with its records.

#pragma once

#include <string>
#include <vector>

#include "libfuse4seg/cases/case.h"
#include "libfuse4seg/cases/case_source.h"
#include "libfuse4seg/cases/dataset_writer.h"
#include "libfuse4seg/phantom/phantom.h"
#include "libfuse4seg/tool/parameters.h"

namespace f4s {

/// f4s-phantom's parameters; ranges and units are those of PhantomOptions.
struct PhantomStudyOptions {
  int64_t cases = 4, tumours = 1;
  std::string size = "160,192,144", spacing = "fit";
  PhantomOptions phantom;

  void Declare(Parameters& p);
  /// With size and spacing read from their texts.  @throws Error(kUsage) naming what is wrong.
  [[nodiscard]] PhantomOptions Resolved() const;
};

/// The cases to make, by id: phantom_0000 and on.
[[nodiscard]] std::unique_ptr<CaseSource> PhantomCases(const PhantomStudyOptions& options);

/// Makes the study that `wanted` (of PhantomCases()) stands for and writes it below `out`.
[[nodiscard]] Case WritePhantomStudy(const Case& wanted, const PhantomOptions& options, uint64_t seed,
                                     DatasetWriter& out);

}  // namespace f4s
