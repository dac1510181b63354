# --force with a run that fails before its first case leaves what was there.
#? stderr f4s-fuse: no.ndjson: no such file*
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method average --format none; digest out >before
f4s-fuse no.ndjson -o out --method average --force >/dev/null
diff before <(digest out)
