#!/bin/sh
# usage: anonymous_names.sh CTAGS ROOT.  The files of a module, which are compiled several at a time, have no name in
# common in their anonymous namespaces.  Prints those that they have.

set -eu
cd "$2/libfuse4seg"
twice=$(
  sed -n 's/^ *f4s_module(\([a-z]*\)\(.*\)/\1 \2/p' CMakeLists.txt | while read -r module words; do
    case $words in *ROOMS*) rooms=${words#*ROOMS} ;; *) rooms= ;; esac
    for room in . ${rooms%%[A-Z)]*}; do
      find "$module/$room" -maxdepth 1 -name '*.cc'
    done | "$1" -u -f - -L - --languages=C++ --kinds-C++=cefgstuv --fields=s |
      awk -F '\t' '!/^!/ && /\tnamespace:f4s(::[a-z]+)*::__anon[0-9a-f]+$/ { print $1, $2 }' | sort -u |
      awk '{ count[$1]++; files[$1] = files[$1] " " $2 }
        END { for (name in count) if (count[name] > 1) print name " in" files[name] }'
  done
)
[ -z "$twice" ] || { printf '%s\n' "$twice"; exit 1; }
