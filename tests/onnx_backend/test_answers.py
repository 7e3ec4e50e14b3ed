"""Comparison tells what is wrong, and takes what is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from onnx_backend.answers import Answer


def answer(array: Any, **more: Any) -> Answer:
    return Answer({"y": np.asarray(array)}, 1e-3, 1e-7, **more)


@pytest.mark.parametrize(
    ("expected", "got", "problem"),
    [
        (np.float32([1, 2, np.nan, np.inf]), np.float32([1.0005, 2, np.nan, np.inf]), ""),
        (np.float32([1, 2, 3]), np.float32([1, 2.1, 3]), "y: 1 of 3 differ, by 1.0e-01"),
        (np.float32([1, np.nan]), np.float32([1, 0]), "y: 1 of 2 differ"),
        (np.float32([np.inf, 1]), np.float32([-np.inf, 1]), "y: 1 of 2 differ"),
        (np.float16([1, 100]), np.float16([1.004, 99.6]), ""),
        (np.float16([1]), np.float16([1.02]), "y: 1 of 1 differ"),
        (np.int32([1, 2]), np.int32([1, 3]), "y: 1 of 2 differ"),
        (np.zeros((2, 1)), np.zeros((2,)), "y: shape (2,) not (2, 1)"),
        (np.zeros(2, np.int64), np.zeros(2, np.int32), "y: int32 not int64"),
    ],
)
def test_difference(expected: Any, got: Any, problem: str) -> None:
    found = answer(expected).difference({"y": got})
    assert found.startswith(problem)
    assert bool(found) == bool(problem)


def test_an_output_that_is_missing() -> None:
    assert answer([1.0]).difference({"z": np.zeros(1)}) == "y: no such output; got z"


def test_random_results_are_those_of_one_alternative_at_each_element() -> None:
    dropped = {"y": np.float32([0, 0]), "mask": np.array([False, False])}
    kept = {"y": np.float32([2, 4]), "mask": np.array([True, True])}
    expected = Answer(kept, 1e-3, 1e-7, [dropped, kept])

    mixed = {"y": np.float32([0, 4]), "mask": np.array([False, True])}
    assert expected.difference(mixed) == ""
    mixed["mask"] = np.array([True, True])
    assert expected.difference(mixed) == "1 of 2 elements are not admissible"
    mixed["y"] = np.float32([2, 3])
    assert expected.difference(mixed) == "1 of 2 elements are not admissible"
