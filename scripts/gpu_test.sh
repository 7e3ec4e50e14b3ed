#!/usr/bin/env bash
# Everything that needs a GPU, in one command: scripts/gpu_test.sh PYTHON [RESULTS [STEP ...]]
# PYTHON: an interpreter with trtplugins, its test packages and TensorRT. RESULTS: the folder for measurements and reports.
# STEP: of tests alone memcheck racecheck samples bench, all of them by default. A step that fails does not stop the others.
# JOBS: processes that test side by side, where pytest-xdist is installed; most of a test's time is TensorRT's on one core.
set -uo pipefail
cd "$(dirname "$0")/.."
python=$1
results=${2:-benchmarks/results}
steps=("${@:3}")
[ ${#steps[@]} -gt 0 ] || steps=(tests alone memcheck racecheck samples bench)
mkdir -p "$results"

trtplugins() { "$python" -c 'from trtplugins.cli import main; main(prog_name="trtplugins")' "$@"; }
# pytest-benchmark, where it happens to be installed, warns of pytest-xdist; warnings are errors here.
pytest() { "$python" -m pytest -p no:benchmark --junitxml "$results/$1.xml" "${@:2}"; }

tests() {
  local parallel=()
  if "$python" -c 'import xdist' 2>/dev/null; then
    parallel=(-n "${JOBS:-$(($(nproc) - 1))}" --dist worksteal)
  fi
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 pytest tests -m "gpu and not alone" ${parallel[@]+"${parallel[@]}"}
}
alone() { pytest alone -m "gpu and alone"; }
sanitizer() {
  if ! command -v compute-sanitizer >/dev/null; then
    echo "skipped: no compute-sanitizer here"
    return 0
  fi
  compute-sanitizer --tool "$1" --error-exitcode 9 "$python" tests/plugins/every_case.py
}
memcheck() { sanitizer memcheck; }
racecheck() { sanitizer racecheck; }
samples() { "$python" samples/mlp_block/main.py && "$python" samples/uff_custom_layer/main.py; }
bench() { trtplugins bench --output "$results"; }

trtplugins doctor || true # for the record; the tests judge
failed=()
for step in "${steps[@]}"; do
  case $step in
    tests | alone | memcheck | racecheck | samples | bench) ;;
    *) echo "no such step: $step" >&2; exit 2 ;;
  esac
  echo "== $step"
  "$step" || failed+=("$step")
done
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
