"""Every operator's plugin once per case and size, directly, for tools that watch the device.

    compute-sanitizer --tool memcheck python tests/plugins/every_case.py [OPERATOR ...]

Each tensor has memory of its own from cudaMalloc, so that a checker knows where it ends. Results
are not looked at: test_numerics.py does that. Needs a GPU and TensorRT.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import trtplugins as tp
from support import directly
from support.numerics import Case, all_cases

SIZES = (5, 40)  # of every extent that a case leaves open


def run(case: Case, memory: tp.memory.MemoryResource, rng: np.random.Generator) -> None:
    for size in sorted({min(size, case.largest) for size in SIZES}):
        feeds = case.draw(rng, size)
        shapes = {name: list(array.shape) for name, array in feeds.items()}
        directly.Direct(case, shapes)(feeds, memory)


def main(wanted: list[str]) -> int:
    cases = [case for case in all_cases() if not wanted or case.op.name in wanted]
    memory, rng = tp.memory.cuda(), np.random.default_rng(0)
    failed = 0
    for case in cases:
        try:
            run(case, memory, rng)
        except Exception as error:
            failed += 1
            print(f"FAILED {case.id}: {error}", flush=True)
    print(f"{len(cases)} cases of {len({case.op.name for case in cases})} operators")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
