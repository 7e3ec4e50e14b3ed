"""Memory layouts: where TensorRT's formats put each value."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import trtplugins as tp
from trtplugins import formats

LAYOUTS = ["chw2", "chw4", "chw16", "chw32", "hwc", "hwc8", "hwc16", "cdhw32", "dhwc", "dhwc8"]


@pytest.mark.parametrize("layout", ["linear", *LAYOUTS])
@pytest.mark.parametrize("channels", [1, 3, 8, 33])
def test_there_and_back(layout: str, channels: int, rng: np.random.Generator) -> None:
    shape = (2, channels, 3, 4, 5) if "d" in layout else (2, channels, 4, 5)
    x = rng.standard_normal(shape).astype(np.float32)
    packed = formats.pack(x, layout)
    assert packed.shape == formats.physical_shape(shape, layout)
    assert packed.flags.c_contiguous
    np.testing.assert_array_equal(formats.unpack(packed, layout, shape), x)
    form = (-1, channels, *[-1] * (len(shape) - 2))
    assert formats.logical_shape(packed.shape, layout, form) == shape
    assert float(np.abs(packed).sum()) == pytest.approx(float(np.abs(x).sum()), rel=1e-5)


@pytest.mark.parametrize(
    ("layout", "address"),
    [
        ("chw4", lambda c, h, w: ((c // 4 * 3 + h) * 5 + w) * 4 + c % 4),
        ("chw32", lambda c, h, w: ((c // 32 * 3 + h) * 5 + w) * 32 + c % 32),
        ("hwc8", lambda c, h, w: (h * 5 + w) * 8 + c),
        ("hwc16", lambda c, h, w: (h * 5 + w) * 16 + c),
        ("hwc", lambda c, h, w: (h * 5 + w) * 6 + c),
    ],
)
def test_each_value_lies_where_tensorrt_has_it(layout: str, address: object) -> None:
    """The index in memory is a formula of the coordinates, in an image of 6 x 3 x 5."""
    assert callable(address)
    x = np.arange(6 * 3 * 5, dtype=np.float32).reshape(1, 6, 3, 5)
    flat = formats.pack(x, layout).ravel()
    for c, h, w in itertools.product(range(6), range(3), range(5)):
        assert flat[address(c, h, w)] == x[0, c, h, w]


@pytest.mark.parametrize(
    ("shape", "layout", "message"),
    [
        ((2, 3, 4, 4), "nhwc", "layout: expected one of linear, chw2"),
        ((3, 4), "hwc8", "layout hwc8: expected at least 3 dimensions"),
        ((3, 4, 4), "dhwc8", "layout dhwc8: expected at least 4 dimensions"),
    ],
)
def test_what_cannot_be(shape: tuple[int, ...], layout: str, message: str) -> None:
    with pytest.raises(tp.Error, match=message):
        formats.physical_shape(shape, layout)


def test_a_physical_shape_of_something_else() -> None:
    with pytest.raises(tp.Error, match=r"expected the shape \[-1, 4, 4, 8\] of \[-1, 3, 4, 4\]"):
        formats.logical_shape((2, 4, 4, 16), "hwc8", (-1, 3, 4, 4))
    with pytest.raises(tp.Error, match="expected the physical shape"):
        formats.unpack(np.zeros((2, 3, 4, 4)), "hwc8", (2, 3, 4, 4))
