// --config: f4s-train's, which has the most parameters.

#include "libfuse4seg/model/train_options.h"
#include "libfuse4seg/tool/parameters.h"
#include "tests/fuzz/fuzz.h"

void f4s::fuzz::Config(std::string_view bytes) {
  OnFile(bytes, "c.json", [](const Path& path) {
    TrainOptions options;
    Parameters parameters;
    options.Declare(parameters);
    parameters.ReadConfig(path, "f4s-train");
    Require(parameters.Effective().is_object(), "values in force");
  });
}
