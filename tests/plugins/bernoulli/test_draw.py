"""What decides whether an element is 1, on the host."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

import numpy as np
import pytest

from support.host_program import compiled

# Counter, key and numbers: the authors' known answers for Philox4x32-10.
KNOWN = [
    ("00000000 00000000 00000000 00000000", "0", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "f" * 16, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        "243f6a88 85a308d3 13198a2e 03707344",
        "299f31d0a4093822",
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]
GROUPS = 250_000


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, nvcc: str) -> Path:
    source = Path(__file__).parent / "draw.cu"
    return compiled(nvcc, tmp_path_factory.mktemp("bernoulli"), "bernoulli", source)


def answers(program: Path, questions: list[str]) -> list[str]:
    done = subprocess.run(
        [str(program)], input="\n".join(questions), stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.splitlines()


def test_known_answers(program: Path) -> None:
    got = answers(program, [f"v {counter} {key}" for counter, key, _ in KNOWN])
    assert got == [numbers for *_, numbers in KNOWN]


def test_of_all_numbers_as_many_as_the_probability_says(
    program: Path, rng: np.random.Generator, seed: int
) -> None:
    some = rng.uniform(0, 1, 20).astype(np.float32)
    edges = [0, 1, 2, -1, 0.5, 2**-16, 2**-17, 2**-32, 2**-40, 1 - 2**-24, 3 * 2**-17]
    probabilities = [*map(float, some), *edges, math.nan]
    got = answers(program, [f"p {p!r} {seed} {GROUPS}" for p in probabilities])
    for p, line in zip(probabilities, got):
        numbers, drawn = map(int, line.split())
        share = min(max(p, 0.0), 1.0) if p == p else 0.0
        assert numbers == math.ceil(share * 2**32), p
        count = 8 * GROUPS
        assert abs(drawn - share * count) <= 6 * (share * (1 - share) * count) ** 0.5 + 1, p
