from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

import trtplugins as tp
from trtplugins import bench
from trtplugins.bench.case import Case, of_equal_bytes, sets_to_rotate, works


def test_a_case_is_measured_in_every_row_of_types() -> None:
    case = Case("RMSNormalization", {"X": (2, 3, 4), "scale": (4,)}, {"axis": -1})
    single, half = works(case)
    assert [t.dtype for t in (*single.inputs, *single.outputs)] == ["float32"] * 3
    assert [t.dtype for t in (*half.inputs, *half.outputs)] == ["float16"] * 3
    assert [t.name for t in single.inputs] == ["X", "scale"]
    assert single.outputs[0].shape == (2, 3, 4)
    assert single.label == "RMSNormalization(axis=-1) float32 2x3x4 4"


def test_halves_are_as_many_bytes() -> None:
    def make(shape: Sequence[int], axis: int) -> Case:
        return Case("RMSNormalization", {"X": shape, "scale": shape[axis:]}, {"axis": axis})

    single, half = (work for case in of_equal_bytes(make, [(2, 3, 4)], -1) for work in works(case))
    assert [(t.dtype, t.shape) for t in single.inputs] == [
        ("float32", (2, 3, 4)),
        ("float32", (4,)),
    ]
    assert [(t.dtype, t.shape) for t in half.inputs] == [("float16", (4, 3, 4)), ("float16", (4,))]


def test_a_case_has_the_outputs_it_names_and_a_work_per_difference_in_its_tensors() -> None:
    shape = (2, 3, 4, 8)
    case = Case("Attention", {"Q": shape, "K": shape, "V": shape}, outputs=["Y", "present_value"])
    found = [[t.dtype for t in (*work.inputs, *work.outputs)] for work in works(case)]
    assert found[0] == ["float32"] * 5
    assert len(found) == len({tuple(dtypes) for dtypes in found})
    work = next(works(case))
    assert [t.name for t in work.outputs] == ["Y", "present_value"]
    assert work.node_attributes == {
        "present_inputs": [1, 1, 1, 0, 0, 0, 0],
        "present_outputs": [1, 0, 1, 0],
    }


def test_bytes_are_all_inputs_and_outputs_once() -> None:
    single, half = works(Case("RMSNormalization", {"X": (2, 3, 4), "scale": (4,)}))
    assert single.bytes_to_move == 4 * (24 + 4 + 24)
    assert half.bytes_to_move == 2 * (24 + 4 + 24)


def test_unknown_input_attribute_or_operator_is_refused() -> None:
    with pytest.raises(tp.Error, match="Gelu: it has no input Z"):
        list(works(Case("Gelu", {"X": (1,), "Z": (1,)})))
    with pytest.raises(tp.Error, match=r"Gelu.*'form'"):
        list(works(Case("Gelu", {"X": (1,)}, {"form": "tanh"})))
    with pytest.raises(tp.Error, match="'Gleu'"):
        list(works(Case("Gleu", {"X": (1,)})))
    with pytest.raises(tp.Error, match=r"Gelu: expected float16, float32, got \('int8',\)"):
        list(works(Case("Gelu", {"X": (1,)}, dtypes=("int8",))))


@pytest.mark.parametrize(
    ("size", "cache", "budget", "sets"),
    [
        (1 << 30, 60 << 20, 80 << 30, 2),  # two at least
        (1 << 20, 50 << 20, 80 << 30, 201),  # more than four times the cache
        (1 << 10, 50 << 20, 80 << 30, 1024),  # and no more than this
        (1 << 30, 60 << 20, 1 << 30, 1),  # no more than fit
    ],
)
def test_sets_exceed_four_times_the_cache(size: int, cache: int, budget: int, sets: int) -> None:
    assert sets_to_rotate(size, cache, budget) == sets


def test_every_operator_is_measured() -> None:
    assert {case.operator for case in bench.cases()} == {op.name for op in tp.ops()}


@pytest.mark.parametrize("case", list(bench.cases()), ids=lambda case: case.operator)
def test_committed_cases_are_admissible_and_larger_than_a_cache(case: Case) -> None:
    for work in works(case):
        assert math.prod(int(d) for d in work.inputs[0].shape) > 0
        assert work.bytes_to_move > 100 << 20
    assert len({peer.name for peer in case.peers}) == len(case.peers)
