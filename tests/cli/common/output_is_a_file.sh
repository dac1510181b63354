# An output folder that is a file is refused: 73, also with --force, and the file stays.
#> 73
#> 73
#> kept
#? stderr f4s-phantom: *out: exists and is no folder*f4s-phantom: *out: exists and is no folder*
echo kept >out
f4s-phantom -o out >/dev/null; echo $?
f4s-phantom -o out --force >/dev/null; echo $?
cat out
