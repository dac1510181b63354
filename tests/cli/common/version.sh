# --version names the tool and a version of three numbers.
#> f4s-phantom ok
#> f4s-prep ok
#> f4s-fuse ok
#> f4s-metrics ok
for tool in f4s-phantom f4s-prep f4s-fuse f4s-metrics; do $tool --version | sed -E 's/ [0-9]+\.[0-9]+\.[0-9]+$/ ok/'; done
