from __future__ import annotations

import onnx
import onnx_ir as ir
import pytest

from trtplugins.onnx import versions


def node(op: str, version: int, inputs: int = 1, **attributes: object) -> ir.Node:
    values = [ir.Value(name=f"x{i}") for i in range(inputs)]
    return ir.node(op, values, attributes, version=version)  # type: ignore[arg-type]


def test_every_change_of_onnx_as_pinned_was_read() -> None:
    """A newer onnx may change operators: read its changes, complete the tables, raise REVIEWED."""
    pinned = "1.23.2"
    if onnx.__version__ != pinned:
        pytest.skip(f"onnx is {onnx.__version__} here, and {pinned} is pinned")
    assert onnx.defs.onnx_opset_version() == versions.REVIEWED


@pytest.mark.parametrize(
    ("given", "attributes"),
    [
        (node("Relu", 23), {}),
        (node("Cast", 24, to=1, saturate=1, round_mode="up"), {"to": 1}),
        (node("AveragePool", 22, kernel_shape=(2,), dilations=(1,)), {"kernel_shape": (2,)}),
        (node("GridSample", 20, 2), {}),
        (node("GridSample", 22, 2, mode="cubic"), {"mode": "bicubic"}),
        (node("GridSample", 22, 2, mode="nearest"), {"mode": "nearest"}),
        (node("ReduceMax", 18, keepdims=0, noop_with_empty_axes=0), {"keepdims": 0}),
        (node("Pad", 25, 2, mode="edge"), {"mode": "edge"}),
    ],
)
def test_what_means_the_same_is_lowered(given: ir.Node, attributes: dict[str, object]) -> None:
    assert versions.lowered(given) == ""
    assert versions.opset(given) == 17
    assert {a.name: a.value for a in given.attributes.values()} == attributes


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (node("ReduceMax", 18, 2), "input 'axes' is newer than opset 17"),
        (node("ReduceMax", 18, noop_with_empty_axes=1), "attribute 'noop_with_empty_axes'"),
        (node("Split", 18, num_outputs=2), "attribute 'num_outputs'"),
        (node("Pad", 19, 2, mode="wrap"), "mode 'wrap' came with opset 19"),
        (node("Resize", 19, 3, antialias=1), "attribute 'antialias'"),
        (node("ScatterND", 18, 3, reduction="max"), "reduction 'max' came with opset 18"),
        (node("LpPool", 18, kernel_shape=[2], dilations=[2]), "attribute 'dilations'"),
    ],
)
def test_what_is_newer_is_not_lowered(given: ir.Node, why: str) -> None:
    assert why in versions.lowered(given)
    assert versions.opset(given) > 17


def test_a_change_that_nobody_has_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "REVIEWED", 21)
    assert "Elu changed in opset 22, which is too new" in versions.lowered(node("Elu", 22))
    assert versions.lowered(node("Relu", 22)) == ""


@pytest.mark.parametrize(
    ("given", "same"),
    [
        (node("Relu", 7), True),
        (node("Add", 7, 2), True),
        (node("Softmax", 11, axis=1), False),
        (node("Squeeze", 11, axes=[0]), False),
        (node("Squeeze", 11), True),
        (node("Clip", 6, min=0.0), False),
        (node("Upsample", 9, 2), False),
        (node("MaxPool", 8, kernel_shape=[2]), True),
        (node("RoiAlign", 10, 3), False),
        (node("DequantizeLinear", 10, 2), True),
    ],
)
def test_what_an_old_node_may_be_called(given: ir.Node, same: bool) -> None:
    assert versions.means_the_same(given, 17) is same
