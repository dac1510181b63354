// f4s-report: a page that shows cases, scores and training.

#include "libfuse4seg/report/make_report.h"
#include "libfuse4seg/tool/tool.h"

namespace f4s {
namespace {

const ToolPage kPage = {
    .name = "f4s-report",
    .synopsis = "show cases, scores and training on one page",
    .description =
        R"(Makes one HTML file that opens in any browser from its file: nothing in it refers to the network, and it
can be read without JavaScript, in light and dark, on a phone and printed. Give it whatever the other tools wrote:
a dataset, records, scores of f4s-metrics, the folder of a training, finished or at work, or several of them.

The page says first what failed and what the records warn of, then how good the cases are: the means with their
intervals, the distribution of each metric as points and boxes by region and split, predicted against reference
volumes with a Bland-Altman plot, and the weakest cases by name. Of each case that is shown there are the
modalities, the fused image, a map of errors (missed, found too much, another class), attention and uncertainty
where the records have them, with the outlines of prediction (solid) and reference (dashed) on each; of a volume
also the two other planes and a row of slices. Every number is that of the record.

Up to --pictures cases are shown: the three weakest, median and best, then evenly between. A case counts by the
mean Dice of its regions, else by VIF or SSIM. 50 cases make a page of at most 10 MB; the size of a page does not grow with
the number of cases beyond that, and records beyond the first MiB wait in a temporary file (in /tmp; TMPDIR is not looked at).

Of two or more sets of scores (f4s-report a.ndjson b.ndjson) it also shows the table of the methods, the paired
comparison of each with the first one, as f4s-metrics --compare computes it, and the largest differences by case.

Of a training it shows losses, validation, learning rates, gradient norms, images per second, skipped steps, the
best epoch, what it was told, and in pictures the validation subjects that its best network does worst on. --format text shows the curves on a terminal in a few lines.

Records are passed on, so that it can stand at the end or in the middle of a pipe. A case whose files are gone is
named, the page is made all the same, and the exit code is 8. Where the stream ends early or an upstream tool
failed, the page says so.

--format mqc writes a folder of *_mqc.json for MultiQC. --figure writes one picture of one case: modalities, fused
image, reference and prediction in one row with letters, a scale bar and a legend, PNG with 300 dpi or SVG.
)",
    .examples =
        {{"f4s-report labels -o report.html", "what f4s-segment wrote"},
         {"f4s-segment data -o labels --model glioma --volumes | f4s-metrics - | f4s-report - -o report.html",
          "the page of a whole pipe"},
         {"f4s-report ours.ndjson other.ndjson -o methods.html", "two methods on the same cases"},
         {"f4s-report run -o run.html --force", "a training, while it runs"},
         {"f4s-report run --format text", "its curves on a terminal"},
         {"f4s-report labels --ids phantom_0000 --figure case.png", "one case for a slide"},
         {"f4s-report ours.ndjson -o mqc --format mqc", "a folder for MultiQC"}},
    .references =
        {"Bland and Altman, Statistical methods for assessing agreement between two methods of clinical "
         "measurement, Lancet 327, 1986"},
    .see_also = {"f4s-metrics", "f4s-segment", "f4s-train"},
};

struct Arguments {
  CaseSelection cases;
  ReportOptions report;
};

void Declare(CommandLine& cl, Arguments& a) {
  cl.Words("CASES|RUN...", a.cases.words,
           std::string("folders of f4s-train or f4s-pretrain, and cases: ") + kCasesHelp);
  cl.parameters.Group("Output");
  cl.parameters.Path("output", a.report.output, "FILE", "the page; with --format mqc a folder")
      .Short("-o")
      .NotInConfig();
  cl.Group("Report", a.report);
  cl.Group("Choice of cases", a.cases);
  cl.Shared({.output = true, .cases = true});
  std::erase_if(cl.parameters.all(),
                [](const Parameter& p) { return p.name == "skip_existing"; });  // one file
  // Records go to stdout whatever the page is: --format is of the page.
  Parameter& format = *cl.parameters.Find("format");
  format.choices = {"html", "mqc", "text"};
  format.placeholder = "html|mqc|text";
  format.help = "a page; a folder for MultiQC; or text on stdout";
  cl.run.format = "html";
  format.default_value = cl.run.format;
  cl.settle = [&cl, &a] {
    a.report.format = cl.run.format;
    if (cl.run.format != "text") cl.run.format = "auto";
  };
}

void Run(const Arguments& a, RunContext& run) { MakeReport(a.cases, a.report, run); }

}  // namespace
}  // namespace f4s

F4S_TOOL_MAIN(f4s::kPage, f4s::Arguments, f4s::Declare, f4s::Run)
