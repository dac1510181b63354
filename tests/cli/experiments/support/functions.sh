# shellcheck shell=bash
# What the tests of examples/experiments share.  Their data are made by python3.
command -v python3 >/dev/null || { echo "skipped: there is no python3"; exit 77; }

# experiment NAME ARGUMENT...: runs a script as a user does, without the functions of tests.
experiment() { env -u BASH_ENV "$ROOT/examples/experiments/$1.sh" "${@:2}"; }

# forms WORD ARGUMENT...: the data of a script, made from the shared phantoms.
forms() { python3 "$ROOT/tests/cli/experiments/support/forms.py" "$1" "$DATA/phantom" "${@:2}"; }

# shape FILE [MAY_LACK]: Markdown tables with each number as #.  In columns whose heading fits MAY_LACK a dash is a # too: what a
# network of a few steps finds none of has no such figure.
shape() {
  awk -v may_lack="${2:-a^}" -F'|' '
    { line[NR] = $0 }
    END {
      for (n = 1; n <= NR; ++n) {
        if (line[n + 1] ~ /^\|:?---/) columns = split(line[n], heading)
        if (line[n] !~ /^\|/ || line[n] ~ /^\|:?---/ || line[n + 1] ~ /^\|:?---/) { print line[n]; continue }
        cells = split(line[n], cell)
        if (cells != columns) print "a row of " cells - 2 " cells for " columns - 2 " columns:"
        row = "|" cell[2] "|"
        for (i = 3; i < cells; ++i) {
          if (cell[i] !~ /^ *[A-Za-z]/) gsub(/-?[0-9]+(\.[0-9]+)?/, "#", cell[i])
          row = row (cell[i] == " - " && heading[i] ~ may_lack ? " # |" : cell[i] "|")
        }
        print row
      }
    }' "$1"
}

# provenance MODEL: the settings that a model says it was trained by, but for the number of epochs, what follows from it, and
# how the program ran.
provenance() {
  f4s-fuse --model "$1" --describe | jq -S '.model.provenance.config | del(.epochs, .steps_per_epoch, .init, .distillation_begin,
    .encoder_slow_epochs, .fusion_halve_every, .warmup_epochs, .cuda_graphs, .device_memory, .images_at_once)'
}

# untrained COMMAND...: where the programs that train do nothing but fail.
untrained() {
  local program
  mkdir -p none
  for program in f4s-train f4s-pretrain; do printf '#!/bin/sh\necho "%s ran" >&2\nexit 9\n' "$program" >"none/$program"; done
  chmod +x none/*
  PATH=$PWD/none:$PATH "$@"
}
