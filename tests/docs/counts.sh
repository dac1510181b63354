#!/bin/bash
# How much the suite tests, counted in its sources: the table of docs/reliability.md.
#
#   tests/docs/counts.sh [ROOT]

set -euo pipefail
cd "${1:-$(dirname "$0")/../..}"

# Sum PATTERN FILE...: of the numbers that PATTERN's first group finds.
Sum() { sed -nE "s/.*$1.*/\1/p" "${@:2}" | awk '{ sum += $1 } END { print sum + 0 }'; }

images=$(($(Sum 'kMutants = ([0-9]+)' tests/unit/image/mutants_test.cc) * $(grep -c '^TEST(Mutants' tests/unit/image/mutants_test.cc)))
nifti=$(sed -n '/SurvivesMutants/,/^}/p' tests/unit/image/nifti_test.cc | Sum 'i < ([0-9]+)' -)
tensors=$(sed -n '/SurvivesRandomChanges/,/^}/p' tests/unit/base/safetensors_test.cc | Sum 'round < ([0-9]+)' -)
forms=$(sed -n "/^done <<'FORMS'/,/^FORMS/p" tests/cli/prep/malformed_nifti.sh | tail -n +2 | grep -c '^[a-z]')
codes=$(grep -rhoE 'ErrorKind::k[A-Za-z]+,\s*"[a-z_]+\.[a-z_]+"' libfuse4seg tools | grep -oE '"[^"]+"' | sort -u | wc -l)

echo "| what | how many |"
echo "|---|---:|"
echo "| unit tests (\`tests/unit\`) | $(grep -rhE '^TEST(_F|_P)?\(' tests/unit | wc -l) |"
echo "| tests of the programs from outside (\`tests/cli\`) | $(find tests/cli -mindepth 2 -maxdepth 2 -name '*.sh' | wc -l) |"
for folder in tests/cli/*/; do
  echo "| &emsp;\`$(basename "$folder")\` | $(find "$folder" -maxdepth 1 -name '*.sh' | wc -l) |"
done
echo "| damaged NRRD, MetaImage, PNG and JPEG files, each read whole or refused | $images |"
echo "| damaged NIfTI files, likewise | $nifti |"
echo "| damaged safetensors files, likewise | $tensors |"
echo "| malformed NIfTI headers, plain and compressed, each refused with its own code | $((2 * forms)) |"
echo "| stable error codes | $codes |"
