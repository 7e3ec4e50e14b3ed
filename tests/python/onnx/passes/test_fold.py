from __future__ import annotations

import numpy as np
import pytest

from support.adapted import adapted, ops, parse, run
from trtplugins.onnx import adapt
from trtplugins.onnx.passes import fold

X = np.arange(6, dtype=np.float32).reshape(2, 3)


def test_what_depends_on_shapes_alone_is_computed() -> None:
    model = parse(
        """
        g (float[2, 3] x) => (float[3, 2] y) {
          s = Shape (x)
          zero = Constant <value = int64[1] {0}> ()
          one = Constant <value = int64[1] {1}> ()
          a = Gather <axis = 0> (s, one)
          b = Gather <axis = 0> (s, zero)
          t = Concat <axis = 0> (a, b)
          y = Reshape (x, t)
        }
        """
    )
    made, report = adapted(model, {"x": X})
    assert ops(made) == ["Reshape"]
    assert "computed now" in str(report)


@pytest.mark.parametrize(
    ("nodes", "opset"),
    [
        ("c = HannWindow (n)", 17),
        ("e = ConstantOfShape <value = float[1] {2.0}> (n1) c = CumSum (e, zero)", 17),
        ("r = Range (zero, n, one) c = Cast <to = 1> (r)", 17),
        ("c = MelWeightMatrix (n, n, hz, lo, hi)", 17),
    ],
)
def test_constants_of_operators_that_only_the_reference_computes(nodes: str, opset: int) -> None:
    model = parse(
        f"""
        g (float[a] x) => (float[b] y) {{
          n = Constant <value = int64 {{16}}> ()
          n1 = Constant <value = int64[1] {{16}}> ()
          zero = Constant <value = int64 {{0}}> ()
          one = Constant <value = int64 {{1}}> ()
          hz = Constant <value = int64 {{8000}}> ()
          lo = Constant <value = float {{10.0}}> ()
          hi = Constant <value = float {{4000.0}}> ()
          {nodes}
          y = Mul (x, c)
        }}
        """,
        opset,
    )
    model.graph.output[0].type.tensor_type.ClearField("shape")
    made, _ = adapted(model, {"x": np.ones(16, np.float32)})
    assert ops(made) == ["Mul"]


def test_the_branch_of_a_known_condition_is_taken_with_its_constants() -> None:
    model = parse(
        """
        g (float[2, 3] x) => (float[2, 3] y) {
          s = Size (x)
          six = Constant <value = int64 {6}> ()
          c = Equal (s, six)
          y = If (c) <
            then_branch: graph = a () => (float[2, 3] r) <float w = {3.0}> { r = Mul (x, w) },
            else_branch: graph = b () => (float[2, 3] r) { r = Neg (x) }>
        }
        """
    )
    made, _ = adapted(model, {"x": X})
    assert ops(made) == ["Mul"]


@pytest.mark.parametrize(
    "big",
    [
        "n = Constant <value = int64[2] {100000000, 100000000}> () c = ConstantOfShape (n)",
        "n = Constant <value = int64[2] {100000, 100000}> () o = Constant <value = float {1.0}> ()"
        " c = Expand (o, n)",
        "n = Constant <value = int64[1] {100000000}> () o = Constant <value = float[1] {1.0}> ()"
        " c = Tile (o, n)",
        "a = Constant <value = float {0.0}> () b = Constant <value = float {1e12}> ()"
        " d = Constant <value = float {1.0}> () c = Range (a, b, d)",
    ],
)
def test_what_would_be_large_is_not_computed(big: str) -> None:
    """It takes neither the memory nor the time."""
    model = parse(f"g (float x) => (float[a] y) {{ {big} y = Add (c, x) }}")
    model.graph.output[0].type.tensor_type.ClearField("shape")
    made, _ = run(fold.run, model)
    assert len(made.graph.node) >= 2
    assert made.ByteSize() < 10_000


def test_random_numbers_are_not_computed() -> None:
    model = parse("g () => (float[3] y) { r = RandomNormal <shape = [3]> () y = Abs (r) }")
    made, _ = adapt(model)
    assert ops(made) == ["RandomNormal", "Abs"]


def test_a_result_that_is_an_output_keeps_its_name() -> None:
    model = parse("g (float[2, 3] x) => (int64[2] s, float[2, 3] y) { s = Shape (x) y = Abs (x) }")
    made, _ = adapted(model, {"x": X})
    assert [value.name for value in made.graph.output] == ["s", "y"]


def test_quantisation_of_weights_is_left_to_tensorrt() -> None:
    model = parse(
        """
        g (float[1, 4] x) => (float[1, 2] y) <float[4, 2] w = {1, 2, 3, 4, 5, 6, 7, 8}> {
          s = Constant <value = float {0.5}> ()
          z = Constant <value = int8 {0}> ()
          q = QuantizeLinear (w, s, z)
          d = DequantizeLinear (q, s, z)
          y = MatMul (x, d)
        }
        """
    )
    made, report = adapt(model)
    assert ops(made) == ["QuantizeLinear", "DequantizeLinear", "MatMul"]
    assert not report.changes
