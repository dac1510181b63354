#include "libfuse4seg/report/report_options.h"

#include "libfuse4seg/base/error.h"
#include "libfuse4seg/base/text.h"

namespace f4s {

void ReportOptions::Require() const {
  const std::string extension = LowerCase(figure.extension().string());
  if (!figure.empty() && extension != ".png" && extension != ".svg")
    throw Error(ErrorKind::kUsage, "report.figure",
                Cat("--figure ", Quoted(figure.string()), ": must end in .png or .svg"));
  if (output.empty() && figure.empty() && format != "text")
    throw Error(
        ErrorKind::kUsage, "report.output",
        "-o FILE.html is missing (--format mqc: -o FOLDER; --format text writes to stdout); see --help");
  if (!output.empty() && format == "text")
    throw Error(ErrorKind::kUsage, "report.output", "--format text writes to stdout: leave -o out");
}

}  // namespace f4s
