#!/usr/bin/env bash
# Runs one command-line test in a scratch folder of its own.
#
#   run_test.sh BIN_FOLDER DATA_FOLDER TEST.sh
#
# A test is a few commands under a comment that says what they show.  Lines that begin with
# "#?" say what is to come of them:
#   #? exit 65                    the exit code of the last command; 0 when not given
#   #? stderr f4s-prep: *.nii*    a shell pattern for all of stderr, but training's dated lines of epochs and
#                                 its warning that a network (here of a few steps) labels nothing, and the
#                                 findings of cases, which stand in the records too; empty when not given,
#                                 "*" for anything
#   #? skip-unless PATH           skipped, saying so, where PATH (from the repository) is absent
#   #> {"id":"a"}                 the lines of stdout, exactly; none given: stdout is not looked at
# A test that exits with 77 is skipped, and says why.
# The commands see $DATA (the phantom data that the tests share), $ROOT (the repository) and the
# functions of functions.sh.  The scratch folder lies in memory where it can: the tools flush all to disk.
set -u
bin=$(realpath "$1") data=$(realpath "$2") test=$(realpath "$3")
root=$(cd "$(dirname "$0")/../.." && pwd)
wanted() { sed -n "s/^#? $1 //p" "$test"; }

need=$(wanted skip-unless)
if [[ -n $need && ! -e $root/$need ]]; then
  echo "skipped: $need is not there"
  exit 77
fi

# Python packages of the tests' own, where cmake/setup.sh --tests put them.
for tools in /opt/fuse4seg/test-tools "${XDG_CACHE_HOME:-${HOME:-/}/.cache}/fuse4seg/test-tools"; do
  [[ ! -e $tools/requirements.txt ]] || { export F4S_TEST_TOOLS=$tools; break; }
done
if [[ -d /dev/shm && -w /dev/shm ]]; then export TMPDIR=/dev/shm; fi
scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
mkdir "$scratch/work"
(
  cd "$scratch/work" || exit 99
  PATH=$bin:$PATH DATA=$data ROOT=$root BASH_ENV=$root/tests/cli/functions.sh exec bash -u "$test" <"/dev/null" >"$scratch/stdout" 2>"$scratch/stderr"
)
code=$?
if [[ $code = 77 && -z $(wanted exit) ]]; then
  cat "$scratch/stdout"
  exit 77
fi

failed=0
wanted_code=$(wanted exit)
if [[ $code != "${wanted_code:-0}" ]]; then
  echo "exit code $code, wanted ${wanted_code:-0}"
  failed=1
fi
pattern=$(wanted stderr)
aside='^[0-9-]{10} [0-9:]{8} f4s-(pre)?train: epoch |^f4s-train: warning: the best network, of epoch [0-9]+: predicts nothing'
aside+="|^f4s-[a-z]+: warning: (case '[^']*'|[0-9]+ cases, of which the first is '[^']*'): .* \\[[a-z_.0-9]+\\]\$"
# shellcheck disable=SC2053 # the right side is a pattern
if [[ $(grep -Ev "$aside" "$scratch/stderr") != ${pattern} ]]; then
  echo "stderr does not fit the pattern: $pattern"
  failed=1
fi
if grep -q '^#>' "$test" && ! diff <(sed -n 's/^#> \{0,1\}//p' "$test") "$scratch/stdout"; then
  echo "stdout differs from what is wanted (<)"
  failed=1
fi
if [[ $failed = 1 ]]; then
  echo "--- stdout (its end)"; tail -c 2000 "$scratch/stdout"
  echo "--- stderr"; tail -c 2000 "$scratch/stderr"
fi
exit $failed
