# Man page and completions are made from the same interface, and the shell accepts its own.
for tool in f4s-phantom f4s-prep f4s-fuse f4s-metrics; do $tool --print-completion bash | bash -n && $tool --print-man | grep -q '^\.TH' || exit 1; done
