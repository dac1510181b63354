#!/bin/sh
# usage: anonymous_names.sh CTAGS ROOT.  The files of a module, which are compiled several at a time, have no name in
# common in their anonymous namespaces, and none there that another file of the module has for all to see.  Prints those
# that they have.

set -eu
ctags=$1
cd "$2/libfuse4seg"

# What ctags does not see: a constant whose value has braces.
Constants() { xargs -r grep -EHo '^(inline )?constexpr [^=({]* k[A-Za-z0-9]+ = ' | sed -E 's/^([^:]*):.* (k[A-Za-z0-9]+) = $/\2 \1/'; }
# NAME FILE of what stands in an anonymous namespace, and NAME FILE public of what does not.
Names() {
  "$ctags" -u -f - -L - --languages=C++ --kinds-C++=cefgstuv --fields=s |
    awk -F '\t' '/^!/ { next }
      /\tnamespace:f4s(::[a-z]+)*::__anon[0-9a-f]+$/ { print $1, $2 }
      /\tnamespace:f4s$/ { print $1, $2, "public" }'
}
twice=$(
  sed -n 's/^ *f4s_module(\([a-z]*\)\(.*\)/\1 \2/p' CMakeLists.txt | while read -r module words; do
    case $words in *ROOMS*) rooms=${words#*ROOMS} ;; *) rooms= ;; esac
    Files() { for room in . ${rooms%%[A-Z)]*}; do find "$module/$room" -maxdepth 1 -name '*.cc'; done; }
    { Files | Names; Files | Constants; } | sort -u |
      awk '$3 == "public" { open[$1] = open[$1] " " $2; next }
        { count[$1]++; files[$1] = files[$1] " " $2 }
        END { for (name in count) {
          if (count[name] > 1) print name " in" files[name]
          split(open[name], others, " ")
          for (i in others) if (index(files[name] " ", " " others[i] " ") == 0) { print name " in" files[name] " and for all in " others[i]; break }
        } }'
  done
)
[ -z "$twice" ] || { printf '%s\n' "$twice"; exit 1; }
