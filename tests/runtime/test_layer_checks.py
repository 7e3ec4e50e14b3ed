"""What is said of a layer's arguments without TensorRT."""

from __future__ import annotations

import gc
import re
import weakref
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from trtplugins import _core, network

checks = _core.layer_checks


def refuses(words: str) -> Any:
    return pytest.raises(tp.Error, match=re.escape(words))


def test_axes_count_from_the_end_and_become_bits() -> None:
    assert [checks.axis(a, 3) for a in (-3, -1, 0, 2)] == [0, 2, 0, 2]
    assert checks.axes([0, -1], 3) == 0b101
    with refuses("axis: expected a number in [-3, 2] for a tensor of rank 3, got 3"):
        checks.axis(3, 3)
    with refuses("axes: expected each axis once, got [0, -3]"):
        checks.axes([0, -3], 3)
    with refuses("axes: expected at least one"):
        checks.axes([], 3)


def test_good_convolutions() -> None:
    checks.convolution((-1, 3, 8, -1), 4, (3, 5), 4 * 3 * 15, 4, stride=(2, 1), padding=(1, 0))
    checks.convolution((1, 4, 8, 8, 8), 6, (1, 2, 3), 6 * 2 * 6, num_groups=2)
    checks.convolution((1, 4, 8, 8), 6, (3, 3), 4 * 3 * 9, 6, num_groups=2, transposed=True)


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        (
            ((1, 3, 8, 8), 4, (3, 3), 107),
            {},
            "kernel of shape (4, 3, 3, 3): expected 108 values, got 107",
        ),
        (((1, 3, 8, 8), 4, (3, 3), 108, 3), {}, "bias: expected 4 values, got 3"),
        (((1, 3, 8), 4, (3,), 36), {}, "kernel_shape: expected extents of 2 or 3 dimensions"),
        (((1, 3, 8), 4, (3, 3), 108), {}, "input: expected a tensor of rank 4"),
        (((1, 3, 8, 8), 4, (0, 3), 0), {}, "kernel_shape: expected extents of at least 1"),
        (((1, 3, 8, 8), 4, (3, 3), 108), {"num_groups": 2}, "num_groups: expected a divisor of 3"),
        (((1, 3, 8, 8), 0, (3, 3), 0), {}, "num_output_maps: expected a number of at least 1"),
        (((1, -1, 8, 8), 4, (3, 3), 108), {}, "input: expected a known number of channels"),
        (((1, 3, 8, 8), 4, (3, 3), 108), {"stride": (0, 1)}, "stride: expected 2 numbers"),
        (((1, 3, 8, 8), 4, (3, 3), 108), {"dilation": (1,)}, "dilation: expected 2 numbers"),
        (((1, 3, 8, 8), 4, (3, 3), 108), {"dtype": "int32"}, "got int32"),
        (
            ((1, 3, 8, 8), 4, (3, 3), 108),
            {"padding": (1, 1), "pre_padding": (0, 1)},
            "padding: expected either padding, or pre_padding and post_padding",
        ),
    ],
)
def test_bad_convolutions(arguments: Any, options: Any, words: str) -> None:
    with refuses(words):
        checks.convolution(*arguments, **options)


def test_fully_connected() -> None:
    checks.fully_connected((-1, 2, 3, 4), 5, 5 * 24, 5)
    with refuses("kernel: expected 120 values, got 24"):
        checks.fully_connected((-1, 2, 3, 4), 5, 24, 5)
    with refuses("input: expected a tensor of shape (..., C, H, W)"):
        checks.fully_connected((4, 8), 5, 40, 5)


def test_shapes_that_go_together() -> None:
    checks.broadcast((-1, 1, 3), (4, 5, 3))
    with refuses("got (4, 3) and (3,)"):
        checks.broadcast((4, 3), (3,))
    with refuses("got (4, 3) and (4, 2)"):
        checks.broadcast((4, 3), (4, 2))
    checks.concatenation([(2, 3), (2, -1), (-1, 4)], 1)
    with refuses("inputs[1]: expected the shape (2, 3) but for axis 1, got (3, 3)"):
        checks.concatenation([(2, 3), (3, 3)], 1)


def test_permutations() -> None:
    checks.permutation([2, 0, 1], 3)
    for wrong in ([0, 1], [0, 1, 1], [1, 2, 3]):
        with refuses("first_transpose: expected the numbers from 0 to 2"):
            checks.permutation(wrong, 3)


def test_reshapes() -> None:
    checks.reshape((2, 3, 4), (-1, 4))
    checks.reshape((2, 3, 4), (0, 12))
    checks.reshape((-1, 3, 4), (0, 12))
    checks.reshape((0, 3), (0, 5), False)
    with refuses("-1 once at most"):
        checks.reshape((2, 3, 4), (-1, -1))
    with refuses("the input has 24 elements"):
        checks.reshape((2, 3, 4), (-1, 5))
    with refuses("extent 1 of (2, 0) stands for the input's"):
        checks.reshape((24,), (2, 0))


def test_slices() -> None:
    checks.slice((4, 5), (0, 4), (2, 5), (3, -1))
    checks.slice((4, -1), (0, 3), (4, 50), (1, 1))
    checks.slice((4,), (2,), (9,), (1,), strict=False)
    with refuses("size: elements 1 to 4 of axis 0 are asked for"):
        checks.slice((4,), (1,), (4,), (1,))
    with refuses("stride: expected 1 numbers"):
        checks.slice((4,), (0,), (4,), (1, 1))


def test_matrices() -> None:
    checks.matrices((2, 3, 4), False, False, (1, 5, 4), True, False)
    checks.matrices((3, 4), False, False, (4,), False, True)
    with refuses("the first has 4 columns and the second 5 rows"):
        checks.matrices((3, 4), False, False, (5, 4), False, False)
    with refuses("as many dimensions before the matrices"):
        checks.matrices((2, 3, 4), False, False, (4, 5), False, False)


def test_weights_are_not_copied() -> None:
    for dtype in ("float32", "float16", "int8", "int32", "bool", "uint8"):
        array = np.ones((2, 3), dtype)
        assert checks.weights(array, "kernel") == (dtype, 6, array.ctypes.data)


def test_numbers_become_the_types_that_tensorrt_has() -> None:
    assert checks.weights([1, 2], "weights")[:2] == ("int32", 2)
    assert checks.weights([1.5], "weights")[:2] == ("float32", 1)
    assert checks.weights(True, "weights")[:2] == ("bool", 1)
    assert checks.weights(None, "bias")[1] == 0
    with refuses("weights: expected values that 32 bits hold"):
        checks.weights([2**40], "weights")


def test_arrays_of_other_types_are_refused_by_name() -> None:
    with refuses("kernel: expected an array of float32, float16, int8, int32, bool or uint8, got"):
        checks.weights(np.ones(3), "kernel")
    with refuses("bias: expected an array of"):
        checks.weights("text", "bias")


def test_weights_are_let_go_of() -> None:
    array = np.ones(3, np.float32)[:]
    watch = weakref.ref(array)
    checks.weights(array, "kernel")
    del array
    gc.collect()
    assert watch() is None


def test_fields_of_plugins() -> None:
    raw = network._raw_field
    assert raw("s", "ab") == ("s", 6, b"ab\0", 3)
    assert raw("i", 3) == ("i", 5, np.int32(3).tobytes(), 1)
    assert raw("f", [0.5, 2]) == ("f", 1, np.array([0.5, 2], np.float32).tobytes(), 2)
    assert raw("h", np.float16(1)) == ("h", 0, np.float16(1).tobytes(), 1)
    with refuses("field 'i': expected values that 32 bits hold"):
        raw("i", 2**31)
    with refuses("field 'c': expected a string or values of float16"):
        raw("c", np.complex64(1))


def test_inputs_of_operators_are_checked_by_name() -> None:
    from trtplugins.ops import find

    with refuses("RMSNormalization: expected the inputs (X, scale), got 1 tensors, without scale"):
        network._check_inputs(find("RMSNormalization"), [object()])  # type: ignore[list-item]


def test_arguments_of_models_do_not_apply(monkeypatch: pytest.MonkeyPatch) -> None:
    net = tp.Network.__new__(tp.Network)
    for argument, value in {"format": "onnx", "weights": b"", "freeze": {}}.items():
        with refuses(f"{argument}: does not apply to a Network"):
            tp.build(net, **{argument: value})


@pytest.mark.skipif(_core.cuda.device_count() > 0, reason="there is a GPU")
def test_without_a_gpu_it_says_so() -> None:
    try:
        _core.tensorrt()
    except tp.Error:
        pytest.skip("TensorRT is not here")
    with refuses("making a network needs a GPU"):
        tp.Network()
