#!/usr/bin/env bash
# Run the tests that need NVIDIA's own bindings. These end at CPython 3.10, so they get an environment of their own; TensorRT
# comes from the cache and libtrtplugins.so from build/main, so only the module _core is compiled again.
#   scripts/interop.sh [ARGUMENTS FOR PYTEST]
set -euo pipefail
cd "$(dirname "$0")/.."

if ! python=$(python3 scripts/find_python310.py); then
  echo "skipped: the tests with NVIDIA's own bindings, which need a CPython 3.10 (no python3.10 here that works)"
  exit 0
fi
make --no-print-directory ready \
  PYTHON="$python" VENV=.venv310 BUILD=build/py310 NATIVE_BUILD=build/main TENSORRT=--bindings
status=0
.venv310/bin/python -m pytest -m interop "$@" || status=$?
if [ $status -eq 5 ] && [ $# -gt 0 ]; then # 5: none of them is among those that the arguments select
  status=0
fi
exit $status
