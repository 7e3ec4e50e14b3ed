#!/usr/bin/env bash
# Everything that needs a GPU, in one command: scripts/gpu_test.sh PYTHON [RESULTS]
# PYTHON: an interpreter with trtplugins, its test packages and TensorRT. RESULTS: the folder for measurements.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
results=${2:-benchmarks/results}

trtplugins() { "$python" -c 'from trtplugins.cli import main; main(prog_name="trtplugins")' "$@"; }

trtplugins doctor || true # for the record; the tests judge
"$python" -m pytest -m gpu
"$python" samples/mlp_block/main.py
"$python" samples/uff_custom_layer/main.py
trtplugins bench --output "$results"
