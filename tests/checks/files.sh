#!/bin/sh
# usage: files.sh ROOT.  std::filesystem's calls throw filesystem_error where the disk says no, which ends as an internal
# error; libfuse4seg/base/files.h has the same questions with errors that name the path.  Prints what calls the
# others: whatever has no error_code, and every iterator.  No file is mapped into memory either: one that is cut short
# meanwhile would end the program by a signal.

set -eu
cd "$1"
calls='exists|is_directory|is_regular_file|is_symlink|is_empty|is_other|is_fifo|status|symlink_status|file_size'
calls="$calls|last_write_time|equivalent|absolute|canonical|weakly_canonical|relative|proximate|read_symlink"
calls="$calls|current_path|temp_directory_path|create_[a-z_]*|copy|copy_[a-z_]*|rename|remove|remove_all|resize_file"
calls="$calls|permissions|space|hard_link_count"
Sources() { find libfuse4seg tools -name '*.cc' -o -name '*.h' | grep -v '^libfuse4seg/base/files\.' | sort; }
# shellcheck disable=SC2016 # awk's variables
found=$(
  Sources | xargs grep -nE "(fs|filesystem)::($calls)\(" | grep -vE '(error|failed|ignored)\)' || true
  Sources | xargs grep -n 'directory_iterator' || true
  Sources | xargs awk 'FNR == 1 { call = "" } call != "" { if ($0 !~ /MAP_ANONYMOUS/) print call; call = "" }
    /[^a-z_]mmap(64)?\(/ && !/MAP_ANONYMOUS/ { call = FILENAME ":" FNR ": " $0 } /mmap\(/ && /;$/ && call != "" { print call; call = "" }'
)
[ -z "$found" ] || { printf '%s\n' "$found"; exit 1; }
