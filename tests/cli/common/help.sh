# Every tool's --help goes to stdout and begins with its name, usage and an example; -h is the same.
#> f4s-phantom: 1 usage, 1 examples, 1 exit codes, same
#> f4s-prep: 1 usage, 1 examples, 1 exit codes, same
#> f4s-fuse: 1 usage, 1 examples, 1 exit codes, same
#> f4s-metrics: 1 usage, 1 examples, 1 exit codes, same
for tool in f4s-phantom f4s-prep f4s-fuse f4s-metrics; do
  $tool --help >help; $tool -h >h; lines() { grep -c "$1" help; }
  echo "$(head -1 help | cut -d' ' -f1) $(lines "^Usage: $tool") usage, $(lines '^Examples:') examples, $(lines 'exit codes') exit codes, $(cmp help h && echo same)"
done
