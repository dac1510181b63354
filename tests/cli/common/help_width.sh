# Help fits a terminal: no line is longer than 110 columns.
for tool in "${PATH%%:*}"/f4s{,-*}; do $tool --help-all; done >help; [[ $(wc -l <help) -gt 100 ]] && ! grep -E '^.{111}' help
