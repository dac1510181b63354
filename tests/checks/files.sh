#!/bin/sh
# usage: files.sh ROOT.  std::filesystem's calls throw filesystem_error where the disk says no, which ends as an internal
# error; libfuse4seg/base/files.h has the same questions with errors that name the path.  Prints what calls the
# others: whatever has no error_code, and every iterator.

set -eu
cd "$1"
calls='exists|is_directory|is_regular_file|is_symlink|is_empty|is_other|is_fifo|status|symlink_status|file_size'
calls="$calls|last_write_time|equivalent|absolute|canonical|weakly_canonical|relative|proximate|read_symlink"
calls="$calls|current_path|temp_directory_path|create_[a-z_]*|copy|copy_[a-z_]*|rename|remove|remove_all|resize_file"
calls="$calls|permissions|space|hard_link_count"
Sources() { find libfuse4seg tools -name '*.cc' -o -name '*.h' | grep -v '^libfuse4seg/base/files\.' | sort; }
found=$(
  Sources | xargs grep -nE "(fs|filesystem)::($calls)\(" | grep -vE '(error|failed|ignored)\)' || true
  Sources | xargs grep -n 'directory_iterator' || true
)
[ -z "$found" ] || { printf '%s\n' "$found"; exit 1; }
