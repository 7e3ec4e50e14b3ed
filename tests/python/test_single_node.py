from __future__ import annotations

import numpy as np
import onnx

from trtplugins import reference
from trtplugins.ops import find
from trtplugins.single_node import Tensor, operator_model, single_node


def test_model_has_one_node_with_these_tensors() -> None:
    inputs = [Tensor("a", "float16", ("n", 3)), Tensor("b", "int32", (2,))]
    model = single_node("Thing", inputs, [Tensor("c", "float32", ("n",))], {"k": 1.5}, version="2")
    (node,) = model.graph.node
    assert (node.op_type, list(node.input), list(node.output)) == ("Thing", ["a", "b"], ["c"])
    given = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    assert given == {"k": 1.5, "plugin_version": b"2"}
    a, b = model.graph.input
    assert a.type.tensor_type.elem_type == onnx.TensorProto.FLOAT16
    assert [d.dim_param or d.dim_value for d in a.type.tensor_type.shape.dim] == ["n", 3]
    assert b.type.tensor_type.elem_type == onnx.TensorProto.INT32


def test_operator_is_addressed_by_alias_and_version() -> None:
    x, y = Tensor("X", "float32", (4,)), Tensor("Y", "float32", (4,))
    model = operator_model(find("LReLU_TRT"), [x], [y], {"negSlope": 0.5})
    (node,) = model.graph.node
    assert node.op_type == "TRTP_LReLU_TRT"
    assert any(a.name == "plugin_version" and a.s == b"2" for a in node.attribute)
    values = np.array([-2, -1, 0, 1], np.float32)
    np.testing.assert_array_equal(reference.run(model, {"X": values})["Y"], [-1, -0.5, 0, 1])
