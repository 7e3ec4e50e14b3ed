from __future__ import annotations

import numpy as np
import onnx
import pytest

import trtplugins as tp
from support.adapted import parse, run
from trtplugins.onnx import Refused, adapt
from trtplugins.onnx.passes import upgrade

X = np.arange(24, dtype=np.float32).reshape(2, 3, 4) - 7


OLD_FORMS = {
    "y = ReduceSum <axes=[1], keepdims=0> (x)": (11, X.sum(1)),
    "y = Clip <min=-2.0, max=3.0> (x)": (6, X.clip(-2, 3)),
    "y = Unsqueeze <axes=[1]> (x)": (9, X[:, None]),
    "y = Slice <axes=[2], starts=[1], ends=[3]> (x)": (9, X[..., 1:3]),
    "y = Dropout <ratio=0.5> (x)": (10, X),
    "y = Pad <pads=[0, 0, 1, 0, 0, 1], value=2.0> (x)": (
        9,
        np.pad(X, ((0, 0), (0, 0), (1, 1)), constant_values=2),
    ),
}


@pytest.mark.parametrize("node", OLD_FORMS)
def test_old_forms_are_restated(node: str) -> None:
    opset, expected = OLD_FORMS[node]
    model = parse(f"g (float[2, 3, 4] x) => (float[a] y) {{ {node} }}", opset)
    model.graph.output[0].type.tensor_type.ClearField("shape")
    made, _ = run(upgrade.run, model)
    np.testing.assert_allclose(tp.reference.run(as_17(made), {"x": X})["y"], expected, rtol=1e-6)


@pytest.mark.parametrize("opset", range(7, 18))
def test_a_model_that_needs_nothing_stays_as_it_is(opset: int) -> None:
    model = parse("g (float[2, n] x) => (float[2, n] y) { a = Relu (x) y = Add (a, x) }", opset)
    made, report = adapt(model)
    assert made is model
    assert not report.changes


@pytest.mark.parametrize("mode", ["nearest", "linear"])
@pytest.mark.parametrize(("op", "opset"), [("Upsample", 9), ("Resize", 10)])
def test_old_resizing_keeps_its_coordinates(op: str, opset: int, mode: str) -> None:
    """That is x / scale, without half a pixel; the nearest one is that below."""
    model = parse(
        f"""
        g (float[1, 1, 1, 3] x) => (float[1, 1, 1, 9] y) <float[4] s = {{1, 1, 1, 3}}> {{
          y = {op} <mode = "{mode}"> (x, s)
        }}
        """,
        opset,
    )
    made, _ = run(upgrade.run, model)
    x = np.array([0, 3, 9], np.float32).reshape(1, 1, 1, 3)
    got = tp.reference.run(as_17(made), {"x": x})["y"].reshape(-1)
    expected = [0] * 3 + [3] * 3 + [9] * 3 if mode == "nearest" else [0, 1, 2, 3, 5, 7, 9, 9, 9]
    np.testing.assert_allclose(got, expected, rtol=1e-6)


@pytest.mark.parametrize("axis", [0, 1, 2, None])
@pytest.mark.parametrize("op", ["Softmax", "LogSoftmax", "Hardmax"])
def test_what_once_flattened_from_its_axis_on_still_does(op: str, axis: int | None) -> None:
    attribute = "" if axis is None else f"<axis = {axis}>"
    model = parse(f"g (float[2, 3, 4] x) => (float[2, 3, 4] y) {{ y = {op} {attribute} (x) }}", 11)
    made, _ = run(upgrade.run, model)
    flat = X.reshape(int(np.prod(X.shape[: 1 if axis is None else axis])), -1).astype(np.float64)
    shares = np.exp(flat - flat.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    expected = {
        "Softmax": shares,
        "LogSoftmax": np.log(shares),
        "Hardmax": flat == flat.max(1, keepdims=True),
    }[op]
    got = tp.reference.run(as_17(made), {"x": X})["y"]
    np.testing.assert_allclose(got.reshape(flat.shape), expected, rtol=1e-5, atol=1e-30)


def as_17(model: onnx.ModelProto) -> onnx.ModelProto:
    model.opset_import[0].version = 17
    return model


def test_what_the_converter_does_not_know_is_refused() -> None:
    with pytest.raises(Refused, match=r"\(PRelu\): of an opset before 7"):
        adapt(parse("g (float[2, 3] x, float[3] s) => (float[2, 3] y) { y = PRelu (x, s) }", 6))


def test_scan_of_opset_8_loses_its_batch_of_one() -> None:
    scan = """
        g (float[B, 2] s, float[B, 3, 2] x) => (float[B, 2] y, float[B, 3, 2] z) {
          y, z = Scan <num_scan_inputs = 1, body: graph = b (float[2] a, float[2] n) =>
            (float[2] t, float[2] o) { t = Add (a, n) o = Identity (t) }> ("", s, x)
        }
        """
    s, x = np.ones((1, 2), np.float32), np.arange(6, dtype=np.float32).reshape(1, 3, 2)
    made, _ = run(upgrade.run, parse(scan.replace("B", "1"), 8))
    got = tp.reference.run(as_17(made), {"s": s, "x": x})
    np.testing.assert_array_equal(got["z"], 1 + np.cumsum(x, axis=1))
    np.testing.assert_array_equal(got["y"], 1 + x.sum(axis=1))
    with pytest.raises(Refused, match="a batch that is not known to be 1"):
        adapt(parse(scan, 8))
