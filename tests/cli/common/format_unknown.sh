# The formats for tables of figures are f4s-metrics' alone.
#? exit 2
#? stderr f4s-fuse: --format: 'latex' is not one of auto ndjson table tsv none*
f4s-fuse "$DATA/prepared" -o out --method average --format latex
