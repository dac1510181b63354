# A rule has no attention: a usage error.
#? exit 2
#? stderr f4s-fuse: --attention shows a model's attention, but --method maximum is a rule*
f4s-fuse "$DATA/prepared" -o out --method maximum --attention >/dev/null
