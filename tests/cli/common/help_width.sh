# Help fits a terminal: no line is longer than 110 columns.
for tool in f4s-phantom f4s-prep f4s-fuse f4s-metrics; do $tool --help-all; done >help; [[ $(wc -l <help) -gt 100 ]] && ! grep -E '^.{111}' help
