#!/usr/bin/env bash
# Run the tests that need no GPU with host code under AddressSanitizer and UndefinedBehaviorSanitizer, in an environment of its own.
#   scripts/sanitize.sh [ARGUMENTS FOR PYTEST]
set -euo pipefail
cd "$(dirname "$0")/.."

build() { make --no-print-directory VENV=.venv-asan BUILD=build/asan SANITIZE=address,undefined "$@"; }

build .venv-asan/.library
# The interpreter is not instrumented: the runtime, and the C++ library that it hooks into, have to be loaded before it; and what
# the interpreter leaks is not looked at.
LD_PRELOAD="$("${CC:-cc}" -print-file-name=libasan.so) $("${CC:-cc}" -print-file-name=libstdc++.so.6)"
export LD_PRELOAD ASAN_OPTIONS=detect_leaks=0:protect_shadow_gap=0 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
build ready
# Left out is what compiles with nvcc, or has a LD_PRELOAD of its own.
.venv-asan/bin/python -m pytest -m "not gpu and not interop" \
  --deselect tests/python/test_scaffold.py::test_what_is_made_compiles_and_registers \
  --deselect tests/trt/test_registration.py::test_preloaded "$@"
