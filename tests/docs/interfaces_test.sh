#!/usr/bin/env bash
# What other programs know of the tools, tried by these programs.
#
#   interfaces_test.sh boutiques BIN_FOLDER ROOT    the descriptors are valid, and one runs a tool (PyPI's boutiques)
#   interfaces_test.sh snakemake BIN_FOLDER ROOT    a workflow of the wrappers alone runs (snakemake)
#   interfaces_test.sh python BIN_FOLDER ROOT       the module: records as dicts, pipes, errors
set -eu
kind=$1 bin=$(realpath "$2") root=$(realpath "$3")
export PATH=$bin:$PATH PYTHONDONTWRITEBYTECODE=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

Skip() { echo "skipped: $*"; exit 77; }

case $kind in
  boutiques)
    command -v bosh >/dev/null || Skip "no bosh here: pip install boutiques"
    for descriptor in "$root"/share/boutiques/*.json; do
      bosh validate "$descriptor" >said 2>&1 || { cat said; echo "$descriptor is not valid"; exit 1; }
    done
    echo '{"output": "studies", "cases": 2, "size": "24,28,20", "threads": 1, "format": "none"}' >call.json
    bosh exec launch "$root/share/boutiques/f4s-phantom.json" call.json >said 2>&1 || { cat said; exit 1; }
    [[ -d studies/phantom_0001 ]] || { cat said; echo "f4s-phantom was not run as the call says"; exit 1; }
    ;;
  snakemake)
    command -v snakemake >/dev/null || Skip "no snakemake here: apt-get install snakemake"
    cat >Snakefile <<END
W = "file:$root/share/snakemake/"
rule all:
    input: "scores.ndjson"
rule phantom:
    output: directory("studies")
    params: cases=3, size="48,56,40", seed=1
    wrapper: W + "f4s-phantom"
rule prep:
    input: "studies"
    output: directory("data")
    params: split="0.4,0.3,0.3"
    wrapper: W + "f4s-prep"
rule fuse:
    input: "data"
    output: directory("fused")
    params: method="laplacian", modalities=["t1ce", "flair"]
    wrapper: W + "f4s-fuse"
rule metrics:
    input: "fused"
    output: records="scores.ndjson"
    params: check=["fusion.Qabf.mean > 0.1", "cases.failed == 0"]
    wrapper: W + "f4s-metrics"
END
    HOME=$scratch snakemake --cores 1 --quiet >said 2>&1 || { tail -n 40 said; exit 1; }
    tail -n 1 scores.ndjson | grep -q '"status":"ok"'
    # An option that there is none of is refused by name.
    sed -i 's/method="laplacian"/methd="laplacian"/' Snakefile
    rm -r fused
    ! HOME=$scratch snakemake fused --cores 1 --quiet >said 2>&1 || { echo "methd was taken"; exit 1; }
    grep -q "has no option 'methd'" said || { tail -n 40 said; exit 1; }
    ;;
  python)
    command -v python3 >/dev/null || Skip "no python3 here"
    PYTHONPATH=$root/python python3 - <<'END'
import fuse4seg

assert fuse4seg.phantom(output="studies", cases=3, size="48,56,40", seed=1).run()["status"] == "ok"
prepared = fuse4seg.prep("studies", output="data", split="0.4,0.3,0.3")
fused = fuse4seg.fuse(prepared, output="fused", method="laplacian", modalities=["t1ce", "flair"])
scores = fuse4seg.metrics(fused)
cases = [case["metrics"]["fusion"]["VIF"] for case in scores]
assert cases and scores.record["summary"]["fusion"]["VIF"]["n"] == len(cases), scores.record
assert [run["tool"] for run in scores.record["upstream"]], scores.record
again = fuse4seg.metrics([{**case} for case in fuse4seg.fuse("data", output="fused", method="laplacian", skip_existing=True, modalities=["t1ce", "flair"])])
assert again.run()["summary"]["fusion"]["VIF"]["mean"] == scores.record["summary"]["fusion"]["VIF"]["mean"]
assert {"f4s-fuse", "f4s-metrics"} <= {record["name"] for record in fuse4seg.f4s()}

for call, code, what in [
    (lambda: fuse4seg.fuse("nowhere", output="o", method="average").run(), 66, "nowhere"),
    (lambda: fuse4seg.metrics("fused", check=["fusion.VIF.mean > 100"]).run(), 1, "f4s-metrics"),
    (lambda: fuse4seg.metrics(fuse4seg.fuse("nowhere", output="o", method="average")).run(), 66, "nowhere"),
]:
    try:
        call()
        raise SystemExit(f"{what}: no error")
    except fuse4seg.ToolError as error:
        assert error.exit_code == code and what in str(error), (error.exit_code, str(error))
try:
    fuse4seg.fuse("data", output="o", methd="average")
    raise SystemExit("methd was taken")
except TypeError as error:
    assert "methd" in str(error)
END
    ;;
  *) echo "interfaces_test.sh: no kind $kind" >&2; exit 2 ;;
esac
