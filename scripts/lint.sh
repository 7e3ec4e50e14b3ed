#!/usr/bin/env bash
# Formatting and static checks, with the tools of an environment: scripts/lint.sh .venv/bin [--fix]
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$1
fix=${2:-}

mapfile -t sources < <(find benchmarks csrc include plugins samples tests -name '*.h' -o -name '*.cpp' -o -name '*.cu' -o -name '*.cuh')
if [ -n "$fix" ]; then
  "$bin/clang-format" -i "${sources[@]}"
  "$bin/ruff" check --fix .
  "$bin/ruff" format .
  exit
fi
"$bin/clang-format" --dry-run --Werror "${sources[@]}"
"$bin/ruff" check .
"$bin/ruff" format --check .
"$bin/mypy"
