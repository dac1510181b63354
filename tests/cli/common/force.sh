# --force starts again: everything is as if made anew, with the new configuration.
mkdir new
f4s-fuse "$DATA/prepared" -o out --ids '*_z01?' --method average --format none
f4s-fuse "$DATA/prepared" -o out --ids '*_z010' --method maximum --force --format none
f4s-fuse "$DATA/prepared" -o new/out --ids '*_z010' --method maximum --format none
diff <(digest out) <(digest new/out)
