from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

import trtplugins as tp
from trtplugins import reference

Array = np.ndarray[Any, Any]


def model(
    nodes: Sequence[onnx.NodeProto],
    opset: int = 17,
    inputs: Sequence[str] = ("x",),
    dtype: int = TensorProto.FLOAT,
    functions: Sequence[onnx.FunctionProto] = (),
) -> onnx.ModelProto:
    domains = dict.fromkeys(node.domain for node in nodes if node.domain)
    graph = helper.make_graph(
        list(nodes),
        "graph",
        [helper.make_tensor_value_info(name, dtype, None) for name in inputs],
        [helper.make_tensor_value_info("y", dtype, None)],
    )
    opsets = [helper.make_opsetid("", opset), *(helper.make_opsetid(d, 1) for d in domains)]
    return helper.make_model(graph, opset_imports=opsets, functions=list(functions))


def gelu_tanh(x: Array) -> Array:
    inner = np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)
    return np.asarray(0.5 * x * (1 + np.tanh(inner)))


def leaky_relu(x: Array, slope: float) -> Array:
    return np.asarray(np.where(x < 0, slope * x, x))


@pytest.fixture
def x(rng: np.random.Generator) -> Array:
    return rng.standard_normal((3, 5)).astype(np.float32)


@pytest.mark.parametrize("opset", [13, 17, 20, 23])
@pytest.mark.parametrize("domain", ["", "com.acme"])
@pytest.mark.parametrize("op_type", ["Gelu", "TRTP_Gelu"])
def test_gelu_under_any_name_domain_and_opset(
    op_type: str, domain: str, opset: int, x: Array
) -> None:
    node = helper.make_node(op_type, ["x"], ["y"], domain=domain, approximate="tanh")
    y = reference.run(model([node], opset), {"x": x})["y"]
    assert y.dtype == np.float32
    np.testing.assert_allclose(y, gelu_tanh(x), rtol=1e-5, atol=1e-6)


def test_gelu_defaults_to_the_exact_form() -> None:
    x = np.array([-1.0, 0.0, 1.0, 2.0], np.float32)
    y = reference.run(model([helper.make_node("Gelu", ["x"], ["y"])]), {"x": x})["y"]
    np.testing.assert_allclose(y, [-0.15865525, 0, 0.84134475, 1.95449974], rtol=1e-6)


@pytest.mark.parametrize("axis", [-1, 1, 0])
@pytest.mark.parametrize("opset", [17, 23])
def test_rms_normalization(axis: int, opset: int, rng: np.random.Generator) -> None:
    x = rng.standard_normal((2, 3, 4)).astype(np.float32)
    scale = rng.standard_normal(x.shape[axis:]).astype(np.float32)
    node = helper.make_node("RMSNormalization", ["x", "s"], ["y"], axis=axis, epsilon=0.1)
    y = reference.run(model([node], opset, ["x", "s"]), {"x": x, "s": scale})["y"]
    axes = tuple(range(axis % 3, 3))
    rms = np.sqrt(np.mean(x.astype(np.float64) ** 2, axis=axes, keepdims=True) + 0.1)
    np.testing.assert_allclose(y, x / rms * scale, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("domain", ["", "a.b"])
@pytest.mark.parametrize("op_type", ["LReLU_TRT", "TRTP_LReLU_TRT"])
def test_leaky_relu(op_type: str, domain: str, x: Array) -> None:
    node = helper.make_node(
        op_type, ["x"], ["y"], domain=domain, negSlope=0.25, plugin_version="2", plugin_namespace=""
    )
    y = reference.run(model([node]), {"x": x})["y"]
    np.testing.assert_array_equal(y, leaky_relu(x, 0.25))


def test_missing_attribute_has_the_declared_default(x: Array) -> None:
    y = reference.run(model([helper.make_node("LReLU_TRT", ["x"], ["y"])]), {"x": x})["y"]
    np.testing.assert_allclose(y, leaky_relu(x, 0.01), rtol=1e-6)


@pytest.mark.parametrize("op_type", ["LReLU_TRT", "Gelu"])
def test_fp16_stays_fp16(op_type: str, x: Array) -> None:
    half = x.astype(np.float16)
    proto = model([helper.make_node(op_type, ["x"], ["y"])], dtype=TensorProto.FLOAT16)
    assert reference.run(proto, {"x": half})["y"].dtype == np.float16


def test_plugin_version_of_a_standard_node_is_ignored(x: Array) -> None:
    node = helper.make_node("Gelu", ["x"], ["y"], approximate="tanh", plugin_version="1")
    y = reference.run(model([node], opset=20), {"x": x})["y"]
    np.testing.assert_allclose(y, gelu_tanh(x), rtol=1e-5, atol=1e-6)


def test_nodes_in_subgraphs_are_found(x: Array) -> None:
    def branch(slope: float) -> onnx.GraphProto:
        node = helper.make_node("LReLU_TRT", ["x"], ["inner"], negSlope=slope)
        value = helper.make_tensor_value_info("inner", TensorProto.FLOAT, None)
        return helper.make_graph([node], "branch", [], [value])

    nodes = [
        helper.make_node("Constant", [], ["no"], value=helper.make_tensor("b", 9, [], [False])),
        helper.make_node("If", ["no"], ["y"], then_branch=branch(0.1), else_branch=branch(0.5)),
    ]
    y = reference.run(model(nodes), {"x": x})["y"]
    np.testing.assert_array_equal(y, leaky_relu(x, 0.5))


def test_nodes_in_local_functions_are_found(x: Array) -> None:
    function = helper.make_function(
        "acme",
        "Block",
        ["a"],
        ["b"],
        [
            helper.make_node("LReLU_TRT", ["a"], ["t"], negSlope=0.5),
            helper.make_node("Gelu", ["t"], ["b"], approximate="tanh"),
        ],
        [helper.make_opsetid("", 17)],
    )
    proto = model([helper.make_node("Block", ["x"], ["y"], domain="acme")], functions=[function])
    y = reference.run(proto, {"x": x})["y"]
    np.testing.assert_allclose(y, gelu_tanh(leaky_relu(x, 0.5)), rtol=1e-5, atol=1e-6)


def test_a_local_function_goes_before_an_operator_of_the_same_name(x: Array) -> None:
    negate = [helper.make_node("Neg", ["a"], ["b"])]
    function = helper.make_function(
        "acme", "Gelu", ["a"], ["b"], negate, [helper.make_opsetid("", 17)]
    )
    proto = model([helper.make_node("Gelu", ["x"], ["y"], domain="acme")], functions=[function])
    np.testing.assert_array_equal(reference.run(proto, {"x": x})["y"], -x)


@pytest.mark.parametrize(("old", "new"), [("bilinear", "linear"), ("bicubic", "cubic")])
def test_modes_of_grid_sample_have_their_names_of_the_opset(
    old: str, new: str, rng: np.random.Generator
) -> None:
    feeds = {
        "x": rng.standard_normal((1, 2, 5, 4)).astype(np.float32),
        "grid": rng.uniform(-1.2, 1.2, (1, 3, 6, 2)).astype(np.float32),
    }
    results = [
        reference.run(
            model(
                [helper.make_node("GridSample", ["x", "grid"], ["y"], mode=mode)], opset, [*feeds]
            ),
            feeds,
        )["y"]
        for mode, opset in ((old, 17), (new, 20))
    ]
    assert results[0].shape == (1, 2, 3, 6)
    np.testing.assert_array_equal(*results)


def test_bytes_path_and_proto_are_the_same_and_the_proto_stays_as_it_is(
    x: Array, tmp_path: Path
) -> None:
    proto = model([helper.make_node("TRTP_Gelu", ["x"], ["y"], domain="acme")])
    before = proto.SerializeToString()
    path = tmp_path / "model.onnx"
    onnx.save(proto, path)
    results = [reference.run(m, {"x": x})["y"] for m in (proto, before, path, str(path))]
    for result in results[1:]:
        np.testing.assert_array_equal(result, results[0])
    assert proto.SerializeToString() == before


def test_external_data_beside_a_path_is_read(x: Array, tmp_path: Path) -> None:
    proto = model([helper.make_node("Add", ["x", "w"], ["y"])])
    proto.graph.initializer.append(onnx.numpy_helper.from_array(np.ones(5, np.float32), "w"))
    path = tmp_path / "model.onnx"
    onnx.save(proto, path, save_as_external_data=True, size_threshold=0)
    np.testing.assert_array_equal(reference.run(path, {"x": x})["y"], x + 1)


LRELU = helper.make_node("LReLU_TRT", ["x"], ["y"])
ZEROS = np.zeros((2, 2), np.float32)


@pytest.mark.parametrize(
    ("proto", "feeds", "message"),
    [
        (model([LRELU]), {}, "no value for input x"),
        (model([LRELU]), {"x": ZEROS, "z": ZEROS}, "no input 'z'; its inputs: x"),
        (
            model([LRELU]),
            {"x": ZEROS.astype(np.float64)},
            "'x': expected dtype float32, got float64",
        ),
        (b"not a model", {"x": ZEROS}, "not an ONNX model"),
        (b"", {"x": ZEROS}, "not an ONNX model"),
        ("no/such/file.onnx", {"x": ZEROS}, "cannot read no/such/file.onnx"),
        (
            model([helper.make_node("LReLU_TRT", ["x"], ["y"], slope=1.0)]),
            {"x": ZEROS},
            "LReLU_TRT.*slope.*negSlope",
        ),
        (
            model([helper.make_node("Gelu", ["x"], ["y"], form="tanh")], 17),
            {"x": ZEROS},
            "Gelu: unknown attribute 'form'; expected approximate",
        ),
        (
            model([helper.make_node("Gelu", ["x"], ["y"], form="tanh")], 20),
            {"x": ZEROS},
            "Gelu: unknown attribute 'form'; expected approximate",
        ),
        (
            model([helper.make_node("LReLU_TRT", ["x"], ["y"], negSlope="steep")]),
            {"x": ZEROS},
            "LReLU_TRT.*negSlope.*float",
        ),
    ],
)
def test_errors_say_what_is_wrong(proto: Any, feeds: dict[str, Array], message: str) -> None:
    with pytest.raises(tp.Error, match=message):
        reference.run(proto, feeds)


def test_feed_of_another_rank_is_refused() -> None:
    proto = model([LRELU])
    for size in (2, 2, 2):
        proto.graph.input[0].type.tensor_type.shape.dim.add().dim_value = size
    with pytest.raises(tp.Error, match=r"'x': expected 3 dimensions, got shape \(2, 2\)"):
        reference.run(proto, {"x": ZEROS})
