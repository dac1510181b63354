# --force and --skip-existing contradict each other.
#? exit 2
#? stderr f4s-phantom: --force *--skip-existing *give one of them*
f4s-phantom -o out --force --skip-existing
