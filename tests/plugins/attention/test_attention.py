"""Attention: what does not fit, and sizes that random shapes do not reach."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from support.models import build
from trtplugins import _core, reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model

OP = find("Attention")
NAMES = [port.name for port in OP.inputs]

Array = np.ndarray[Any, Any]


def shapes(attributes: dict[str, Any], **given: list[int]) -> list[list[int]]:
    found: list[list[int]] = OP.make(**attributes).shapes([given.get(name) for name in NAMES])
    return found


PLAIN = {"Q": [2, 4, 5, 8], "K": [2, 2, 7, 8], "V": [2, 2, 7, 6]}
FLAT = {"Q": [2, 5, 32], "K": [2, 7, 16], "V": [2, 7, 12]}
HEADS = {"q_num_heads": 4, "kv_num_heads": 2}
PAST = {"past_key": [2, 2, 3, 8], "past_value": [2, 2, 3, 6]}


@pytest.mark.parametrize("past", [0, 3])
def test_shapes(past: int) -> None:
    cache = PAST if past else {}
    others = [[2, 2, 7 + past, 8], [2, 2, 7 + past, 6], [2, 4, 5, 7 + past]]
    assert shapes({}, **PLAIN, **cache) == [[2, 4, 5, 6], *others]
    assert shapes(HEADS, **FLAT, **cache) == [[2, 5, 24], *others]


@pytest.mark.parametrize(
    ("attributes", "given", "message"),
    [
        ({}, FLAT, "attribute 'q_num_heads' is needed for inputs of rank 3"),
        ({"q_num_heads": 3}, PLAIN, "input 'Q': expected 3 as its q_num_heads, got 4"),
        ({**HEADS, "q_num_heads": 3}, FLAT, "dimension 2: expected a multiple of q_num_heads, 3"),
        ({}, {**PLAIN, "K": [2, 7, 16]}, "input 'K': expected rank 4, got 3"),
        ({}, {**PLAIN, "K": [2, 2, 7, 9]}, "input 'K': expected 8 as its head size, got 9"),
        ({}, {**PLAIN, "V": [2, 2, 8, 6]}, "input 'V': expected 7 as its rows, got 8"),
        ({}, {**PLAIN, "V": [2, 1, 7, 6]}, "input 'V': expected 2 as its heads, got 1"),
        ({}, {**PLAIN, "Q": [2, 3, 5, 8]}, "expected a number of heads of Q that is a multiple"),
        ({}, {**PLAIN, "past_key": [2, 2, 3, 8]}, "past_key and past_value go together"),
        (
            {},
            {**PLAIN, **PAST, "past_value": [2, 2, 4, 6]},
            "input 'past_value': expected 3 as its rows, got 4",
        ),
        ({}, {**PLAIN, **PAST, "nonpad_kv_seqlen": [2]}, "nonpad_kv_seqlen tells of a cache"),
        ({}, {**PLAIN, "nonpad_kv_seqlen": [3]}, "input 'nonpad_kv_seqlen': expected 2"),
        ({}, {**PLAIN, "attn_mask": [5, 8]}, "input 'attn_mask': dimension 1: expected up to 7"),
        ({}, {**PLAIN, "attn_mask": [3, 5, 7]}, "input 'attn_mask': dimension 0: expected 1 or 4"),
        ({}, {**PLAIN, "attn_mask": []}, "input 'attn_mask': expected rank 1 to 4, got 0"),
    ],
)
def test_what_does_not_fit_is_named(
    attributes: dict[str, Any], given: dict[str, list[int]], message: str
) -> None:
    with pytest.raises(_core.Error, match="^Attention: .*" + re.escape(message)):
        shapes(attributes, **given)


def test_softmax_precision_is_a_float_type() -> None:
    with pytest.raises(_core.Error, match="attribute 'softmax_precision': expected ONNX's number"):
        OP.make(softmax_precision=6)


def _feeds(
    rng: np.random.Generator,
    dtype: str,
    queries: tuple[int, int],
    keys: tuple[int, int],
    sizes: tuple[int, int],
    flat: bool = False,
) -> dict[str, Array]:
    """Heads and rows of queries and of keys; sizes of a head of keys and of values. Two batches."""

    def tensor(heads_and_rows: tuple[int, int], width: int) -> Array:
        heads, rows = heads_and_rows
        shape = (2, rows, heads * width) if flat else (2, heads, rows, width)
        return rng.standard_normal(shape).astype(dtype)

    return {
        "Q": tensor(queries, sizes[0]),
        "K": tensor(keys, sizes[0]),
        "V": tensor(keys, sizes[1]),
    }


def _compare(
    feeds: dict[str, Array], attributes: dict[str, Any], used: tuple[str, ...] = ("Y",)
) -> None:
    dtype = feeds["Q"].dtype.name
    present = [int(name in feeds) for name in NAMES]
    given = OP.make(**attributes).shapes(
        [list(feeds[name].shape) if name in feeds else None for name in NAMES]
    )
    outputs = [
        Tensor(port.name, dtype, tuple(shape))
        for port, shape in zip(OP.outputs, given)
        if port.name in used
    ]
    inputs = [
        Tensor(name, feeds[name].dtype.name, feeds[name].shape) for name in NAMES if name in feeds
    ]
    masks = {
        "present_inputs": present,
        "present_outputs": [int(port.name in used) for port in OP.outputs],
    }
    model = operator_model(OP, inputs, outputs, {**attributes, **masks})
    wide_inputs = [t._replace(dtype="float64") if "float" in t.dtype else t for t in inputs]
    wide = operator_model(
        OP, wide_inputs, [t._replace(dtype="float64") for t in outputs], {**attributes, **masks}
    )
    expected = reference.run(wide, {t.name: feeds[t.name].astype(t.dtype) for t in wide_inputs})
    # Where there is float16 at all, TensorRT may use it for other tensors too.
    half = any(value.dtype == np.float16 for value in feeds.values())
    got = build(model, precision="fp16" if half else "fp32")(**feeds)
    got = got if isinstance(got, dict) else {used[0]: got}
    rtol, atol = (2e-3, 2e-3) if half else (1e-5, 1e-5)
    for name, value in expected.items():
        np.testing.assert_allclose(
            got[name].astype(np.float64), value, rtol=rtol, atol=atol, err_msg=name
        )


SIZES = [(64, 64), (128, 128), (40, 40), (80, 80), (96, 96), (160, 160), (256, 256), (192, 128)]
ODD_SIZES = [(33, 20), (100, 36), (72, 300)]


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("sizes", [*SIZES, *ODD_SIZES])
@pytest.mark.parametrize("causal", [0, 1])
def test_sizes_of_heads(
    dtype: str, sizes: tuple[int, int], causal: int, rng: np.random.Generator
) -> None:
    feeds = _feeds(rng, dtype, (6, 200), (2, 333), sizes)
    _compare(feeds, {"is_causal": causal})


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("size", [64, 128])
@pytest.mark.parametrize("group", [1, 4, 8, 30])
@pytest.mark.parametrize("flat", [False, True])
def test_one_query_with_a_cache(
    dtype: str, size: int, group: int, flat: bool, rng: np.random.Generator
) -> None:
    feeds = _feeds(rng, dtype, (2 * group, 1), (2, 1), (size, size), flat)
    for name in ("past_key", "past_value"):
        feeds[name] = rng.standard_normal((2, 2, 1500, size)).astype(dtype)
    heads = {"q_num_heads": 2 * group, "kv_num_heads": 2} if flat else {}
    _compare(feeds, {**heads, "is_causal": 1}, ("Y", "present_key", "present_value"))


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("size", [64, 128])
@pytest.mark.parametrize("rows", [1, 3, 250])
def test_padding_is_never_read(dtype: str, size: int, rows: int, rng: np.random.Generator) -> None:
    """Lengths, a window and a softcap; what is behind the lengths is NaN."""
    feeds = _feeds(rng, dtype, (4, rows), (2, 700), (size, size))
    lengths = np.array([650, 301], np.int32)
    feeds["nonpad_kv_seqlen"] = lengths
    attributes = {"is_causal": 1, "left_window_size": 200, "softcap": 5.0}
    clean = {name: value.copy() for name, value in feeds.items()}
    for b, length in enumerate(lengths):
        feeds["V"][b, :, length:] = np.nan
        clean["V"][b, :, length:] = 0
    inputs = [Tensor(name, value.dtype.name, value.shape) for name, value in feeds.items()]
    masks = {"present_inputs": [int(name in feeds) for name in NAMES], "present_outputs": [1]}
    model = operator_model(
        OP, inputs, [Tensor("Y", dtype, feeds["Q"].shape)], {**attributes, **masks}
    )
    engine = build(model, precision="fp16" if dtype == "float16" else "fp32")
    np.testing.assert_array_equal(engine(**feeds), engine(**clean))
    _compare(clean, attributes)


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("mask_type", ["bool", "float32", "float16"])
@pytest.mark.parametrize(
    "shape", [(300,), (150, 310), (4, 1, 310), (2, 1, 150, 200), (1, 4, 150, 310)]
)
def test_masks_of_any_shape(
    dtype: str, mask_type: str, shape: tuple[int, ...], rng: np.random.Generator
) -> None:
    feeds = _feeds(rng, dtype, (4, 150), (2, 310), (64, 64))
    hidden = rng.random(shape) < 0.3
    if len(shape) > 1:
        hidden[..., :1, :] = True  # a query that sees nothing
    mask = np.where(hidden, -np.inf, rng.standard_normal(shape))
    feeds["attn_mask"] = ~hidden if mask_type == "bool" else mask.astype(mask_type)
    _compare(feeds, {})


@pytest.mark.gpu
@pytest.mark.parametrize("kinds", [("float16", "float32"), ("float32", "float16")])
@pytest.mark.parametrize("mode", [0, 1, 2, 3])
def test_scores(kinds: tuple[str, str], mode: int, rng: np.random.Generator) -> None:
    """Of keys and values of different types."""
    feeds = _feeds(rng, kinds[0], (4, 50), (2, 130), (24, 16))
    feeds["V"] = feeds["V"].astype(kinds[1])
    feeds["attn_mask"] = rng.random((50, 130)) < 0.7
    attributes = {"softcap": 2.0, "is_causal": 1, "qk_matmul_output_mode": mode}
    _compare(feeds, attributes, ("Y", "qk_matmul_output"))


@pytest.mark.gpu
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_row_with_a_nan_is_nan_and_no_other(dtype: str, rng: np.random.Generator) -> None:
    feeds = _feeds(rng, dtype, (2, 100), (2, 100), (64, 64))
    feeds["Q"][1, 1, 50, 3] = np.nan
    model = operator_model(
        OP,
        [Tensor(name, dtype, value.shape) for name, value in feeds.items()],
        [Tensor("Y", dtype, feeds["Q"].shape)],
        {"present_outputs": [1]},
    )
    y = build(model, precision="fp16" if dtype == "float16" else "fp32")(**feeds)
    wrong = np.zeros(y.shape, bool)
    wrong[1, 1, 50] = True
    np.testing.assert_array_equal(np.isnan(y), wrong)
