from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import onnx
import pytest

import trtplugins as tp
from support.adapted import adapted, parse
from trtplugins.onnx import Refused, adapt

NARROW = ["int8", "uint8", "int16", "uint16"]


def binary(op: str, dtype: str, made: str = "") -> onnx.ModelProto:
    return parse(f"g ({dtype}[n] a, {dtype}[n] b) => ({made or dtype}[n] y) {{ y = {op} (a, b) }}")


def every(dtype: str, rng: np.random.Generator, count: int = 400) -> np.ndarray[Any, Any]:
    """Numbers of the whole range, its ends and what is around zero among them."""
    limits = np.iinfo(dtype)
    ends = [limits.min, limits.min + 1, 0, 1, 2, 3, limits.max // 2, limits.max - 1, limits.max]
    drawn = rng.integers(limits.min, limits.max, count, dtype, endpoint=True)
    return np.concatenate([np.array(ends, dtype), drawn])


def pairs(dtype: str, rng: np.random.Generator) -> tuple[np.ndarray[Any, Any], ...]:
    a = every(dtype, rng)
    return a, rng.permutation(a)


@pytest.mark.parametrize("op", ["Add", "Sub", "Mul", "Max", "Min", "Less", "GreaterOrEqual"])
@pytest.mark.parametrize("dtype", [*NARROW, "uint32"])
def test_integers_are_exact_over_their_whole_range(
    op: str, dtype: str, rng: np.random.Generator
) -> None:
    a, b = pairs(dtype, rng)
    model = binary(op, dtype, "bool" if op in ("Less", "GreaterOrEqual") else "")
    made, report = adapted(model, {"a": a, "b": b}, rtol=0, atol=0)
    assert {value.type.tensor_type.elem_type for value in made.graph.input} == {
        onnx.TensorProto.INT32
    }
    assert (report.inputs["a"].old, report.inputs["a"].new) == (dtype, "int32")


@pytest.mark.parametrize("op", ["Div", "Mod"])
def test_uint32_is_divided_exactly(op: str, rng: np.random.Generator) -> None:
    a, b = pairs("uint32", rng)
    b[rng.random(b.size) < 0.5] >>= 20
    adapted(binary(op, "uint32"), {"a": a, "b": np.maximum(b, 1)}, rtol=0, atol=0)


def test_uint32_and_floats(rng: np.random.Generator) -> None:
    x = every("uint32", rng)
    to = parse("g (uint32[n] x) => (float[n] y) { y = Cast <to = 1> (x) }")
    adapted(to, {"x": x}, rtol=0, atol=0)
    back = parse("g (float[n] x) => (uint32[n] y) { y = Cast <to = 12> (x) }")
    adapted(back, {"x": x.astype(np.float32).clip(0, 4294967040)}, rtol=0, atol=0)


@pytest.mark.parametrize("op", ["Neg", "Abs"])
@pytest.mark.parametrize("dtype", ["int8", "int16"])
def test_the_lowest_number_stays_the_lowest(op: str, dtype: str, rng: np.random.Generator) -> None:
    """In two's complement -(-128) is -128."""
    model = parse(f"g ({dtype}[n] x) => ({dtype}[n] y) {{ y = {op} (x) }}")
    adapted(model, {"x": every(dtype, rng)}, rtol=0, atol=0)


@pytest.mark.parametrize("source", [*NARROW, "int32"])
@pytest.mark.parametrize("target", NARROW)
def test_casts_between_integers(source: str, target: str, rng: np.random.Generator) -> None:
    to = onnx.helper.np_dtype_to_tensor_dtype(np.dtype(target))
    model = parse(f"g ({source}[n] x) => ({target}[n] y) {{ y = Cast <to = {to}> (x) }}")
    adapted(model, {"x": every(source, rng)}, rtol=0, atol=0)


@pytest.mark.parametrize("op", [operator.add, operator.mul])
def test_uint64_is_int64(op: Callable[[Any, Any], Any], rng: np.random.Generator) -> None:
    a, b = (rng.integers(0, 40000, 50, np.uint64) for _ in range(2))
    model = binary("Add" if op is operator.add else "Mul", "uint64")
    _, report = adapted(model, {"a": a, "b": b}, rtol=0, atol=0)
    assert report.inputs["a"].engine == "int32"
    assert report.feeds({"a": a}, engine=True)["a"].dtype == np.int32
    with pytest.raises(tp.Error, match="input 'a': 4294967296 does not fit into int32"):
        report.feeds({"a": np.array([1 << 32], np.uint64)}, engine=True)


def test_float64_is_float32_and_its_lowest_number_no_infinity() -> None:
    model = parse(
        """
        g (double[3] x) => (double[3] y, double[1] low) <double[1] least = {-1.7e308}> {
          c = Constant <value = double {0.1}> ()
          y = Mul (x, c)
          low = Identity (least)
        }
        """
    )
    made, report = adapt(model)
    got = report.results(tp.reference.run(made, report.feeds({"x": np.array([1.0, 2.0, -3.0])})))
    np.testing.assert_allclose(got["y"], [0.1, 0.2, -0.3], rtol=1e-6)
    assert got["y"].dtype == np.float64
    assert got["low"] == np.finfo(np.float32).min
    assert "computed with float32's precision" in str(report)


def test_bfloat16_and_stored_float8() -> None:
    import ml_dtypes

    small = np.array([0.5, -1.5, 448], ml_dtypes.float8_e4m3fn)
    model = parse(
        "g (bfloat16[3] x) => (bfloat16[3] y) { c = Cast <to = 16> (w) y = Add (x, c) }", 19
    )
    tensor = onnx.TensorProto(name="w", data_type=onnx.TensorProto.FLOAT8E4M3FN, dims=[3])
    tensor.raw_data = small.tobytes()
    model.graph.initializer.append(tensor)
    made, report = adapt(model)
    x = np.array([1, 2, 3], ml_dtypes.bfloat16)
    got = tp.reference.run(made, report.feeds({"x": x}))["y"]
    np.testing.assert_array_equal(got, [1.5, 0.5, 451])


def test_int8_between_quantise_and_dequantise_stays() -> None:
    model = parse(
        """
        g (float[n] x) => (float[n] y) {
          s = Constant <value = float {0.5}> ()
          z = Constant <value = int8 {0}> ()
          q = QuantizeLinear (x, s, z)
          y = DequantizeLinear (q, s, z)
        }
        """
    )
    made, report = adapt(model)
    assert made is model
    assert not report.changes


def test_types_inside_loops_and_branches(rng: np.random.Generator) -> None:
    model = parse(
        """
        g (bool c, uint8[4] x, int64 n) => (uint8[4] y) {
          one = Constant <value = uint8[1] {200}> ()
          yes = Constant <value = bool {1}> ()
          r = If (c) <
            then_branch: graph = a () => (uint8[4] t) { t = Add (x, one) },
            else_branch: graph = b () => (uint8[4] e) { e = Mul (x, one) }>
          y = Loop (n, yes, r) <body: graph = l (int64 i, bool go, uint8[4] s) =>
            (bool on, uint8[4] t) { on = Identity (go) t = Add (s, one) }>
        }
        """
    )
    for c in (True, False):
        feeds = {"c": c, "x": np.array([0, 1, 99, 255], np.uint8), "n": np.asarray(3)}
        adapted(model, feeds, rtol=0, atol=0)


@pytest.mark.parametrize(
    ("graph", "why"),
    [
        ("g (string[n] x) => (string[n] y) { y = Identity (x) }", "TensorRT 8 has no string"),
        ("g (complex64[n] x) => (complex64[n] y) { y = Identity (x) }", "has no complex64"),
        ("g (seq(float[n]) x) => (float[n] y) { i = Constant <value = int64 {0}> () "
         "y = SequenceAt (x, i) }", "no sequences"),
        ("g (float[n] x) => (float8e4m3fn[n] y) { y = Cast <to = 17> (x) }", "computes in float8"),
        ("g (uint32[n] x) => (uint32[n] y) { y = ReduceProd (x) }", "not exact on uint32"),
    ],
)  # fmt: skip
def test_what_nothing_carries_is_refused(graph: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        adapt(parse(graph, 19 if "float8" in graph else 17))


def test_a_sequence_that_is_known_is_resolved() -> None:
    model = parse(
        """
        g (float[2] a, float[3] b) => (float[5] y) {
          s = SequenceConstruct (a, b)
          y = ConcatFromSequence <axis = 0> (s)
        }
        """
    )
    a, b = np.ones(2, np.float32), np.zeros(3, np.float32)
    adapted(model, {"a": a, "b": b})
