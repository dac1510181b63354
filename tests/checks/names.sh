#!/bin/sh
# usage: names.sh CTAGS ROOT.  In libfuse4seg no two headers define a type of one name outside a class, and no two folders
# hold a source file of one name: a reader, an #include and the linker should each know which is meant.
# Prints what stands twice.

set -eu
cd "$2"
twice=$(
  find libfuse4seg -name '*.h' -exec "$1" -f - --languages=C++ --langmap=C++:.h --kinds-C++=cgstu --fields=Ks {} + |
    awk -F '\t' '!/^!/ && $5 !~ /^(class|struct|union):/ { print $1, $2 }' | sort -u |
    awk '{ count[$1]++; files[$1] = files[$1] " " $2 }
      END { for (name in count) if (count[name] > 1) print "type " name " in" files[name] }'
  find libfuse4seg -name '*.h' -o -name '*.cc' -o -name '*.cu' | sed 's|^\(.*\)/\([^/]*\)\.[^.]*$|\2 \1|' | sort -u |
    awk '{ count[$1]++; folders[$1] = folders[$1] " " $2 }
      END { for (name in count) if (count[name] > 1) print "file " name " in" folders[name] }'
)
[ -z "$twice" ] || { printf '%s\n' "$twice"; exit 1; }
