"""What a model has to be before anything is done with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import onnx
import pytest
from onnx import TensorProto

import trtplugins as tp
from support.adapted import parse
from trtplugins.onnx import adapt


def model() -> onnx.ModelProto:
    made = parse("g (float[2, 3] x) => (float[2, 3] y) { t = Mul (x, w) y = Relu (t) }")
    made.graph.initializer.append(onnx.numpy_helper.from_array(np.ones(3, np.float32), "w"))
    return made


def weights(**fields: object) -> Callable[[onnx.ModelProto], None]:
    def change(made: onnx.ModelProto) -> None:
        del made.graph.initializer[:]
        made.graph.initializer.append(TensorProto(name="w", **fields))  # type: ignore[arg-type]

    return change


def sparse(made: onnx.ModelProto) -> None:
    added = made.graph.sparse_initializer.add()
    added.values.name = "s"


def nested(made: onnx.ModelProto) -> None:
    """A constant inside a branch."""
    branch = onnx.helper.make_graph(
        [
            onnx.helper.make_node(
                "Constant", [], ["c"], value=TensorProto(name="c", data_type=1, dims=[7])
            )
        ],
        "branch",
        [],
        [onnx.helper.make_tensor_value_info("c", 1, None)],
    )
    node = onnx.helper.make_node("If", ["b"], ["z"], then_branch=branch, else_branch=branch)
    made.graph.input.append(onnx.helper.make_tensor_value_info("b", 9, []))
    made.graph.node.append(node)


def names(nodes: str) -> Callable[[onnx.ModelProto], None]:
    """Other nodes in the model's place."""

    def change(made: onnx.ModelProto) -> None:
        other = parse(f"g (float[2, 3] x) => (float[2, 3] y) {{ {nodes} }}")
        del made.graph.node[:]
        made.graph.node.extend(other.graph.node)

    return change


def opset(version: int) -> Callable[[onnx.ModelProto], None]:
    return lambda made: setattr(made.opset_import[0], "version", version)


TWICE = "[first] t = Mul (x, w) [last] t = Relu (x) y = Abs (t)"
WRONG: dict[str, Callable[[onnx.ModelProto], None]] = {
    "'w' of shape 3: expected 12 bytes, got 5": weights(data_type=1, dims=[3], raw_data=b"12345"),
    "expected 3 values in float_data, got 1": weights(data_type=1, dims=[3], float_data=[1]),
    "expected 1208925819614629174706176 v": weights(data_type=1, dims=[1 << 40, 1 << 40]),
    r"shape \[-3\] has a negative extent": weights(data_type=1, dims=[-3]),
    "77 is no element type of ONNX": weights(data_type=77, dims=[1]),
    "expected 2 bytes, got 1": weights(data_type=22, dims=[3], raw_data=b"1"),
    r"first \(Mul\) uses 'v', which nothing makes": names("[first] y = Mul (x, v)"),
    r"'t' is made twice: by first \(Mul\), and by last \(Relu\)": names(TWICE),
    "'x' is made twice: by an input or initial": names("x = Abs (w) y = Neg (x)"),
    "two initializers of the name 'w'": lambda m: m.graph.initializer.append(
        m.graph.initializer[0]
    ),
    "two inputs of the name 'x'": lambda m: m.graph.input.append(m.graph.input[0]),
    "output 'y' of graph 'g' is made by nothing": names("z = Abs (w)"),
    "does not say of which opset it is": lambda m: m.ClearField("opset_import"),
    "the model is of opset 99": opset(99),
    "the model is of opset 0": opset(0),
    "'s' is sparse": sparse,
    "tensor 'c' of shape 7: expected 7 values in float_data, got 0": nested,
}


@pytest.mark.parametrize("message", WRONG)
def test_what_is_wrong_is_named(message: str) -> None:
    made = model()
    WRONG[message](made)
    with pytest.raises(tp.Error, match=message):
        adapt(made)


def test_what_is_right_passes() -> None:
    adapt(model())
