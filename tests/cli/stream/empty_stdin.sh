# Nothing at all on stdin is a dead producer too: 65.
#? exit 65
#? stderr f4s-metrics: stdin ended without a run record*
f4s-metrics - </dev/null >/dev/null
