"""Networks defined layer by layer: every layer against numpy or onnx.reference, and errors."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

import trtplugins as tp
from trtplugins.network import Layer, Tensor

pytestmark = pytest.mark.gpu

Array = npt.NDArray[Any]
QUICK: dict[str, Any] = {"tactic_sources": 0, "optimization_level": 0, "tf32": False}


def refuses(words: str) -> Any:
    return pytest.raises(tp.Error, match=re.escape(words))


@dataclass
class Case:
    """A layer, the inputs it gets, and what it should make of them."""

    name: str
    inputs: Sequence[Array]
    layer: Callable[..., Layer]  # of the network and its inputs
    expected: Callable[..., Any]  # of the inputs; one array, or one for each output
    options: dict[str, Any] = field(default_factory=dict)
    tolerance: float = 1e-4


def onnx(op: str, *constants: Array, **attributes: Any) -> Callable[..., Any]:
    """What ONNX says of a node, of these inputs and further constant ones."""

    def evaluate(*inputs: Array) -> Any:
        arrays = [*inputs, *constants]
        names = [f"i{k}" for k in range(len(arrays))]
        node = helper.make_node(op, names, ["o"], **attributes)
        infos = [
            helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
            for n, a in zip(names, arrays)
        ]
        out = [helper.make_tensor_value_info("o", TensorProto.UNDEFINED, None)]
        graph = helper.make_graph([node], "one", infos, out)
        opsets = [helper.make_opsetid("", 18)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
        return ReferenceEvaluator(model).run(None, dict(zip(names, arrays)))[0]

    return evaluate


def run(case: Case) -> None:
    net = tp.Network()
    names = [f"x{i}" for i in range(len(case.inputs))]
    tensors = [net.add_input(n, str(a.dtype), a.shape) for n, a in zip(names, case.inputs)]
    layer = case.layer(net, *tensors)
    outputs = [layer.get_output(i) for i in range(layer.num_outputs)]
    for i, tensor in enumerate(outputs):
        tensor.name = f"y{i}"
        net.mark_output(tensor)
    engine = tp.build(net, **{**QUICK, **case.options})
    results = engine(**dict(zip(names, case.inputs)))
    got = [results[f"y{i}"] for i in range(len(outputs))] if len(outputs) > 1 else [results]
    wanted = case.expected(*case.inputs)
    wanted = wanted if isinstance(wanted, (tuple, list)) else [wanted]
    assert len(got) == len(wanted)
    for i, (y, e) in enumerate(zip(got, wanted)):
        assert np.shape(y) == np.shape(e), f"output {i}"
        assert outputs[i].shape == np.shape(e), f"output {i} as the network says"
        y, e = np.asarray(y, np.float64), np.asarray(e, np.float64)
        np.testing.assert_allclose(y, e, rtol=case.tolerance, atol=case.tolerance)


RNG = np.random.default_rng(8)


def real(*shape: int) -> Array:
    return RNG.standard_normal(shape).astype(np.float32)


def positive(*shape: int) -> Array:
    return (RNG.random(shape) * 0.8 + 0.1).astype(np.float32)


X = real(2, 4, 6, 8)
VOLUME = real(1, 3, 4, 6, 8)
K, B = real(6, 4, 3, 3), real(6)
GROUPED = real(6, 2, 3, 3)
CUBE = real(5, 3, 3, 3, 3)
UP = real(4, 5, 3, 3)
MATRIX = real(3, 5)


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


SPATIAL = [
    Case(
        "convolution",
        [X],
        lambda n, x: n.add_convolution_nd(x, 6, (3, 3), K, B),
        onnx("Conv", K, B),
    ),
    Case(
        "convolution: stride, padding, dilation",
        [X],
        lambda n, x: n.add_convolution_nd(
            x, 6, (3, 3), K, stride=(2, 1), padding=(1, 2), dilation=(1, 2)
        ),
        onnx("Conv", K, strides=[2, 1], pads=[1, 2, 1, 2], dilations=[1, 2]),
    ),
    Case(
        "convolution: groups, uneven padding",
        [X],
        lambda n, x: n.add_convolution_nd(
            x, 6, (3, 3), GROUPED, B, num_groups=2, pre_padding=(1, 0), post_padding=(0, 2)
        ),
        onnx("Conv", GROUPED, B, group=2, pads=[1, 0, 0, 2]),
    ),
    Case(
        "convolution: same_upper",
        [X],
        lambda n, x: n.add_convolution_nd(
            x, 6, (3, 3), K, B, stride=(2, 2), padding_mode="same_upper"
        ),
        onnx("Conv", K, B, strides=[2, 2], auto_pad="SAME_UPPER"),
    ),
    Case(
        "convolution: three dimensions",
        [VOLUME],
        lambda n, x: n.add_convolution_nd(x, 5, (3, 3, 3), CUBE),
        onnx("Conv", CUBE),
    ),
    Case(
        "deconvolution",
        [X],
        lambda n, x: n.add_deconvolution_nd(x, 5, (3, 3), UP, stride=(2, 2), padding=(1, 1)),
        onnx("ConvTranspose", UP, strides=[2, 2], pads=[1, 1, 1, 1]),
    ),
    Case(
        "pooling: max",
        [X],
        lambda n, x: n.add_pooling_nd(x, "max", (2, 3), stride=(2, 1)),
        onnx("MaxPool", kernel_shape=[2, 3], strides=[2, 1]),
    ),
    Case(
        "pooling: average",
        [X],
        lambda n, x: n.add_pooling_nd(
            x, "average", (2, 2), padding=(1, 1), average_count_excludes_padding=False
        ),
        onnx("AveragePool", kernel_shape=[2, 2], pads=[1, 1, 1, 1], count_include_pad=1),
    ),
    Case(
        "resize: nearest, scales",
        [X],
        lambda n, x: n.add_resize(x, scales=[1, 1, 2, 2]),
        lambda x: x.repeat(2, 2).repeat(2, 3),
    ),
    Case(
        "resize: linear, shape",
        [X],
        lambda n, x: n.add_resize(
            x, shape=(2, 4, 12, 16), mode="linear", coordinate_transformation="half_pixel"
        ),
        lambda x: onnx(
            "Resize", np.array([], np.float32), np.array([1, 1, 2, 2], np.float32), mode="linear"
        )(x),
    ),
    Case(
        "fully connected",
        [real(2, 3, 2, 2)],
        lambda n, x: n.add_fully_connected(x, 4, FC, FC_BIAS),
        lambda x: (x.reshape(2, 12) @ FC.T + FC_BIAS).reshape(2, 4, 1, 1),
    ),
]
FC, FC_BIAS = real(4, 12), real(4)

ACTIVATIONS: dict[str, tuple[dict[str, float], Callable[[Array], Array]]] = {
    "relu": ({}, lambda x: np.maximum(x, 0)),
    "sigmoid": ({}, sigmoid),
    "tanh": ({}, np.tanh),
    "leaky_relu": ({"alpha": 0.2}, lambda x: np.where(x < 0, 0.2 * x, x)),
    "elu": ({"alpha": 0.7}, lambda x: np.where(x < 0, 0.7 * np.expm1(x), x)),
    "selu": ({"alpha": 1.6, "beta": 1.1}, lambda x: 1.1 * np.where(x < 0, 1.6 * np.expm1(x), x)),
    "softsign": ({}, lambda x: x / (1 + abs(x))),
    "softplus": ({"alpha": 1.5, "beta": 0.5}, lambda x: 1.5 * np.log1p(np.exp(0.5 * x))),
    "clip": ({"alpha": -0.5, "beta": 0.7}, lambda x: x.clip(-0.5, 0.7)),
    "hard_sigmoid": ({"alpha": 0.3, "beta": 0.4}, lambda x: (0.3 * x + 0.4).clip(0, 1)),
    "scaled_tanh": ({"alpha": 1.5, "beta": 0.5}, lambda x: 1.5 * np.tanh(0.5 * x)),
    "thresholded_relu": ({"alpha": 0.3}, lambda x: np.where(x > 0.3, x, 0)),
}

SIGNED = ["exp", "abs", "sin", "cos", "tan", "sinh", "cosh", "atan", "asinh", "neg", "sign"]
UNARY: dict[str, Callable[[Array], Array]] = {
    **{name: getattr(np, name) for name in ("exp", "log", "sqrt", "abs", "sin", "cos", "tan")},
    **{name: getattr(np, name) for name in ("sinh", "cosh", "ceil", "floor", "sign")},
    "recip": lambda x: 1 / x,
    "neg": np.negative,
    "asin": np.arcsin,
    "acos": np.arccos,
    "atan": np.arctan,
    "asinh": np.arcsinh,
    "acosh": lambda x: np.arccosh(x),
    "atanh": np.arctanh,
    "erf": lambda x: onnx("Erf")(x),
    "round": np.round,
}

ELEMENTWISE: dict[str, Callable[[Array, Array], Array]] = {
    "sum": np.add,
    "prod": np.multiply,
    "max": np.maximum,
    "min": np.minimum,
    "sub": np.subtract,
    "div": np.divide,
    "pow": np.power,
    "floor_div": np.floor_divide,
}
LOGICAL: dict[str, Callable[[Array, Array], Array]] = {
    "and": np.logical_and,
    "or": np.logical_or,
    "xor": np.logical_xor,
}
COMPARISONS: dict[str, Callable[[Array, Array], Array]] = {
    "equal": np.equal,
    "greater": np.greater,
    "less": np.less,
}


def activation(name: str) -> Case:
    parameters, expected = ACTIVATIONS[name]
    return Case(name, [X], lambda n, x: n.add_activation(x, name, **parameters), expected)


def unary(name: str) -> Case:
    x = positive(3, 5) + (1 if name == "acosh" else 0)
    if name in SIGNED or name in ("ceil", "floor", "round"):
        x = real(3, 5) * 2
    if name == "tan":
        x = x / 4
    return Case(
        f"unary {name}", [x.astype(np.float32)], lambda n, x: n.add_unary(x, name), UNARY[name]
    )


def elementwise(name: str) -> Case:
    return Case(
        f"elementwise {name}",
        [positive(3, 1, 5) * 4, positive(1, 4, 5) * 2],
        lambda n, a, b: n.add_elementwise(a, b, name),
        ELEMENTWISE[name],
    )


def as_float(n: tp.Network, layer: Layer) -> Layer:
    return n.add_cast(layer.get_output(0), "float32")


def comparison(name: str) -> Case:
    a, b = (RNG.integers(0, 3, (3, 5)).astype(np.float32) for _ in "ab")
    return Case(
        f"elementwise {name}",
        [a, b],
        lambda n, a, b: as_float(n, n.add_elementwise(a, b, name)),
        COMPARISONS[name],
    )


def logical(name: str) -> Case:
    a, b = (RNG.standard_normal((4, 5)).astype(np.float32) for _ in "ab")

    def layer(n: tp.Network, a: Tensor, b: Tensor) -> Layer:
        zero = n.add_constant((1, 1), [0.0]).get_output(0)
        sides = [n.add_elementwise(t, zero, "greater").get_output(0) for t in (a, b)]
        return as_float(n, n.add_elementwise(*sides, name))

    return Case(f"elementwise {name}", [a, b], layer, lambda a, b: LOGICAL[name](a > 0, b > 0))


ELEMENTS = [
    *map(activation, ACTIVATIONS),
    *map(unary, UNARY),
    *map(elementwise, ELEMENTWISE),
    *map(comparison, COMPARISONS),
    *map(logical, LOGICAL),
    Case(
        "unary not",
        [real(4, 3)],
        lambda n, x: as_float(
            n,
            n.add_unary(
                n.add_elementwise(
                    x, n.add_constant((1, 1), [0.0]).get_output(0), "greater"
                ).get_output(0),
                "not",
            ),
        ),
        lambda x: x <= 0,
    ),
    Case(
        "parametric relu",
        [X],
        lambda n, x: n.add_parametric_relu(x, n.add_constant((1, 4, 1, 1), SLOPES).get_output(0)),
        lambda x: np.where(x < 0, x * SLOPES, x),
    ),
    Case(
        "select",
        [real(3, 4), real(3, 4)],
        lambda n, a, b: n.add_select(n.add_elementwise(a, b, "less").get_output(0), a, b),
        np.minimum,
    ),
    Case("identity", [X], lambda n, x: n.add_identity(x), lambda x: x),
    Case(
        "cast",
        [real(3, 4) * 5],
        lambda n, x: as_float(n, n.add_cast(x, "int32")),
        np.trunc,
    ),
    Case(
        "scale: uniform",
        [X],
        lambda n, x: n.add_scale_nd(x, "uniform", [0.5], [2.0]),
        lambda x: 2 * x + 0.5,
    ),
    Case(
        "scale: channel",
        [X],
        lambda n, x: n.add_scale_nd(x, "channel", SLOPES.ravel(), SLOPES.ravel() + 1),
        lambda x: x * (SLOPES + 1) + SLOPES,
    ),
    Case(
        "quantize, dequantize",
        [X],
        lambda n, x: quantized(n, x),
        lambda x: np.round(x / 0.05).clip(-128, 127) * 0.05,
        {"precision": "int8"},
    ),
]
SLOPES = positive(1, 4, 1, 1)


def quantized(n: tp.Network, x: Tensor) -> Layer:
    scale = n.add_constant((), np.float32(0.05)).get_output(0)
    return n.add_dequantize(n.add_quantize(x, scale).get_output(0), scale)


def softmax(x: Array, axis: int) -> Array:
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def topk(x: Array, k: int, axis: int) -> tuple[Array, Array]:
    order = np.argsort(-x, axis, kind="stable").take(range(k), axis)
    return np.take_along_axis(x, order, axis), order


REDUCTIONS = {"sum": np.sum, "prod": np.prod, "max": np.max, "min": np.min, "avg": np.mean}


def reduction(name: str) -> Case:
    return Case(
        f"reduce {name}",
        [real(3, 4, 5)],
        lambda n, x: n.add_reduce(x, name, [0, -1], keep_dims=True),
        lambda x: REDUCTIONS[name](x, axis=(0, 2), keepdims=True),
    )


PRODUCTS = [
    *map(reduction, REDUCTIONS),
    Case(
        "reduce: without the axes",
        [real(3, 4, 5)],
        lambda n, x: n.add_reduce(x, "max", [1]),
        lambda x: x.max(1),
    ),
    Case("softmax", [real(3, 4, 5)], lambda n, x: n.add_softmax(x, 1), lambda x: softmax(x, 1)),
    Case("softmax: last", [real(3, 5)], lambda n, x: n.add_softmax(x, -1), lambda x: softmax(x, 1)),
    Case("topk", [real(3, 9)], lambda n, x: n.add_topk(x, "max", 4, -1), lambda x: topk(x, 4, 1)),
    Case(
        "topk: least",
        [real(9, 3)],
        lambda n, x: n.add_topk(x, "min", 2, 0),
        lambda x: (-topk(-x, 2, 0)[0], topk(-x, 2, 0)[1]),
    ),
    Case(
        "matrix multiply",
        [real(2, 3, 4), real(1, 4, 5)],
        lambda n, a, b: n.add_matrix_multiply(a, "none", b, "none"),
        np.matmul,
    ),
    Case(
        "matrix multiply: transposed",
        [real(2, 4, 3), real(2, 5, 4)],
        lambda n, a, b: n.add_matrix_multiply(a, "transpose", b, "transpose"),
        lambda a, b: a.swapaxes(1, 2) @ b.swapaxes(1, 2),
    ),
    Case(
        "matrix multiply: vector",
        [real(3, 4), real(4)],
        lambda n, a, b: n.add_matrix_multiply(a, "none", b, "vector"),
        np.matmul,
    ),
]

INDICES = np.array([[2, 0], [1, 2]], np.int32)

SHAPES = [
    Case(
        "constant",
        [real(3, 5)],
        lambda n, x: n.add_elementwise(x, n.add_constant((3, 5), MATRIX).get_output(0), "sum"),
        lambda x: x + MATRIX,
    ),
    Case(
        "shuffle: reshape",
        [real(2, 3, 4)],
        lambda n, x: n.add_shuffle(x, reshape=(0, -1)),
        lambda x: x.reshape(2, 12),
    ),
    Case(
        "shuffle: transpose, reshape, transpose",
        [real(2, 3, 4)],
        lambda n, x: n.add_shuffle(
            x, first_transpose=[2, 0, 1], reshape=(8, 3), second_transpose=[1, 0]
        ),
        lambda x: x.transpose(2, 0, 1).reshape(8, 3).T,
    ),
    Case(
        "slice",
        [real(4, 6)],
        lambda n, x: n.add_slice(x, (1, 5), (2, 3), (2, -2)),
        lambda x: x[1:4:2, 5::-2],
    ),
    Case(
        "slice: reflect",
        [real(1, 5)],
        lambda n, x: n.add_slice(x, (0, -2), (1, 9), (1, 1), mode="reflect"),
        lambda x: np.pad(x, ((0, 0), (2, 2)), mode="reflect"),
    ),
    Case(
        "slice: fill",
        [real(2, 3)],
        lambda n, x: n.add_slice(
            x, (0, -1), (2, 5), (1, 1), mode="fill", fill=n.add_constant((), 7.0).get_output(0)
        ),
        lambda x: np.pad(x, ((0, 0), (1, 1)), constant_values=7),
    ),
    Case(
        "concatenation",
        [real(2, 3), real(2, 1), real(2, 4)],
        lambda n, *t: n.add_concatenation(t, axis=-1),
        lambda *a: np.concatenate(a, 1),
    ),
    Case(
        "gather",
        [real(3, 4, 5)],
        lambda n, x: n.add_gather(x, n.add_constant((2, 2), INDICES).get_output(0), axis=1),
        lambda x: x.take(INDICES, 1),
    ),
    Case(
        "gather: element",
        [real(3, 2)],
        lambda n, x: n.add_gather(
            x, n.add_constant((2, 2), INDICES).get_output(0), axis=0, mode="element"
        ),
        lambda x: np.take_along_axis(x, INDICES.astype(np.int64), 0),
    ),
    Case(
        "gather: nd",
        [real(3, 3, 4)],
        lambda n, x: n.add_gather(x, n.add_constant((2, 2), INDICES).get_output(0), mode="nd"),
        lambda x: x[INDICES[:, 0], INDICES[:, 1]],
    ),
    Case(
        "shape",
        [real(2, 3, 4)],
        lambda n, x: as_float(n, n.add_shape(x)),
        lambda x: np.array(x.shape),
    ),
]

OPERATORS = [
    Case(
        "operator: attributes",
        [real(4, 64)],
        lambda n, x: n.add("Gelu", [x], approximate="tanh"),
        lambda x: 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3))),
    ),
    Case(
        "operator: alias",
        [real(4, 64)],
        lambda n, x: n.add("TRTP_LReLU_TRT", [x], negSlope=0.25),
        lambda x: np.where(x < 0, 0.25 * x, x),
    ),
    Case(
        "operator: weights as a constant",
        [real(4, 5)],
        lambda n, x: n.add(
            "RMSNormalization", [x, n.add_constant((5,), MATRIX[0]).get_output(0)], epsilon=1e-5
        ),
        lambda x: x / np.sqrt((x * x).mean(1, keepdims=True) + 1e-5) * MATRIX[0],
    ),
    Case(
        "plugin of the registry",
        [real(4, 64)],
        lambda n, x: n.add_plugin_v2([x], "LReLU_TRT", "2", fields={"negSlope": 0.5}),
        lambda x: np.where(x < 0, 0.5 * x, x),
    ),
]

CASES = [*SPATIAL, *ELEMENTS, *PRODUCTS, *SHAPES, *OPERATORS]


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_layer(case: Case) -> None:
    run(case)


def relu(net: tp.Network, shape: Sequence[int] = (2, 3)) -> tuple[Tensor, Layer]:
    x = net.add_input("x", "float32", shape)
    return x, net.add_activation(x, "relu", name="act")


def test_names_types_and_shapes() -> None:
    net = tp.Network()
    net.name = "mine"
    x, layer = relu(net, (-1, 3))
    y = layer.get_output(0)
    assert (net.name, x.name, x.dtype, x.shape) == ("mine", "x", "float32", (-1, 3))
    assert (layer.name, layer.type, layer.num_inputs, layer.num_outputs) == (
        "act",
        "activation",
        1,
        1,
    )
    assert layer.get_input(0) == x
    assert y != x
    assert len({x, layer.get_input(0)}) == 1
    y.name = "y"
    net.mark_output(y)
    assert [t.name for t in net.inputs] == ["x"]
    assert [t.name for t in net.outputs] == ["y"]
    assert [item.name for item in net.layers] == ["act"]
    assert (x.is_network_input, y.is_network_output, x.is_network_output) == (True, True, False)
    net.unmark_output(y)
    assert net.outputs == []


def test_layers_keep_the_network() -> None:
    net = tp.Network()
    _, layer = relu(net)
    del net
    gc.collect()
    assert layer.get_output(0).shape == (2, 3)


def test_dynamic_ranges_and_formats() -> None:
    net = tp.Network()
    x, layer = relu(net, (1, 8, 4, 4))
    y = layer.get_output(0)
    assert x.dynamic_range is None
    x.dynamic_range = (-2.0, 2.0)
    assert x.dynamic_range == (-2.0, 2.0)
    x.dynamic_range = None
    assert x.dynamic_range is None
    with refuses("tensor 'x': dynamic_range: expected two finite numbers, low < high"):
        x.dynamic_range = (1.0, -1.0)
    net.mark_output(y)
    x.dtype, x.allowed_formats = "float16", ["hwc8"]
    assert (x.dtype, x.allowed_formats) == ("float16", ["hwc8"])
    engine = tp.build(net, precision="fp16", **QUICK)
    assert [(t.dtype, t.layout) for t in engine.inputs] == [("float16", "hwc8")]
    with refuses("expected one of 'linear'"):
        x.allowed_formats = ["chw5"]


def test_precisions_of_layers(rng: np.random.Generator) -> None:
    net = tp.Network()
    _, layer = relu(net)
    assert layer.precision is None
    layer.precision = "fp16"
    assert layer.precision == "float16"
    layer.set_output_type(0, "fp16")
    assert (layer.output_type_is_set(), layer.get_output_type()) == (True, "float16")
    back = net.add_identity(layer.get_output(0), name="back")
    back.set_output_type(0, "fp32")
    net.mark_output(back.get_output(0))
    engine = tp.build(net, precision="fp16", precision_constraints="obey", **QUICK)
    data = rng.standard_normal((2, 3)).astype(np.float32)
    expected = np.maximum(data, 0).astype(np.float16)
    np.testing.assert_array_equal(engine(data), expected.astype(np.float32))
    layer.precision = None
    layer.reset_output_type()
    assert (layer.precision, layer.output_type_is_set()) == (None, False)


def test_dynamic_shapes_and_profiles(rng: np.random.Generator) -> None:
    net = tp.Network()
    _, layer = relu(net, (-1, 3))
    net.mark_output(layer.get_output(0))
    with refuses("input 'x' of shape (-1, 3) is dynamic"):
        tp.build(net, **QUICK)
    engine = tp.build(net, profiles={"x": [(1, 3), (4, 3), (9, 3)]}, **QUICK)
    for n in (1, 4, 9):
        x = rng.standard_normal((n, 3)).astype(np.float32)
        np.testing.assert_array_equal(engine(x), np.maximum(x, 0))


def test_weights_live_until_the_build_and_have_names(rng: np.random.Generator) -> None:
    net = tp.Network()
    x = net.add_input("x", "float32", (1, 4, 6, 6))
    kernel = rng.standard_normal((3, 4, 3, 3)).astype(np.float32)
    expected = kernel.copy()
    y = net.add_convolution_nd(x, 3, (3, 3), kernel, name="conv").get_output(0)
    net.set_weights_name(kernel, "kernel")
    with refuses("set_weights_name 'other': expected weights that were given to a layer"):
        net.set_weights_name(expected, "other")
    net.mark_output(y)
    digest = net.weights_digest
    del kernel
    gc.collect()
    np.full((3, 4, 3, 3), np.nan, np.float32)  # likely where those were, were they let go of
    assert net.weights_digest == digest
    engine = tp.build(net, refittable=True, **QUICK)
    data = rng.standard_normal((1, 4, 6, 6)).astype(np.float32)
    reference = onnx("Conv", expected)
    np.testing.assert_allclose(engine(data), reference(data), rtol=1e-4, atol=1e-4)
    new = rng.standard_normal((3, 4, 3, 3)).astype(np.float32)
    engine.refit({"kernel": new})
    np.testing.assert_allclose(engine(data), onnx("Conv", new)(data), rtol=1e-4, atol=1e-4)


def test_it_can_be_built_again_with_other_options(rng: np.random.Generator) -> None:
    net = tp.Network()
    _, layer = relu(net)
    net.mark_output(layer.get_output(0))
    x = rng.standard_normal((2, 3)).astype(np.float32)
    for options in ({}, {"precision": "fp16"}):
        engine = tp.build(net, **QUICK, **options)
        np.testing.assert_array_equal(engine(x), np.maximum(x, 0))


def test_building_takes_the_networks_memory(rng: np.random.Generator) -> None:
    memory = tp.memory.tracking(tp.memory.cuda())
    net = tp.Network(allocator=memory)
    x = net.add_input("x", "float32", (1, 4, 6, 6))
    kernel = rng.standard_normal((3, 4, 3, 3)).astype(np.float32)
    net.mark_output(net.add_convolution_nd(x, 3, (3, 3), kernel).get_output(0))
    data = rng.standard_normal((1, 4, 6, 6)).astype(np.float32)
    with refuses("allocator: a network is built with the memory that it was made with"):
        tp.build(net, allocator=tp.memory.cuda(), **QUICK)
    y = tp.build(net, allocator=memory, **QUICK)(data)
    np.testing.assert_allclose(y, onnx("Conv", kernel)(data), rtol=1e-4, atol=1e-4)


# Loops


def count(net: tp.Network, n: int) -> Tensor:
    return net.add_constant((), np.int32(n)).get_output(0)


@pytest.mark.parametrize(
    ("output", "axis"), [("concatenate", 0), ("concatenate", 1), ("reverse", 0)]
)
def test_loop_over_an_axis(rng: np.random.Generator, output: str, axis: int) -> None:
    """The running sums of rows."""
    net = tp.Network()
    x = net.add_input("x", "float32", (5, 3))
    loop = net.add_loop("sums")
    loop.add_trip_limit(count(net, 5))
    row = loop.add_iterator(x).get_output(0)
    start = net.add_constant((3,), np.zeros(3, np.float32)).get_output(0)
    last = loop.add_recurrence(start, name="sum")
    total = net.add_elementwise(last.get_output(0), row, "sum").get_output(0)
    last.set_input(1, total)
    every = loop.add_loop_output(total, output, axis).get_output(0)
    final = loop.add_loop_output(last.get_output(0), "last_value").get_output(0)
    every.name, final.name = "every", "final"
    net.mark_output(every)
    net.mark_output(final)
    data = rng.standard_normal((5, 3)).astype(np.float32)
    results = tp.build(net, **QUICK)(data)
    sums = data.cumsum(0)
    wanted = {"concatenate": sums, "reverse": sums[::-1]}[output]
    np.testing.assert_allclose(results["every"], wanted.T if axis else wanted, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(results["final"], sums[-1], rtol=1e-5, atol=1e-5)


def test_loop_backwards(rng: np.random.Generator) -> None:
    net = tp.Network()
    x = net.add_input("x", "float32", (4, 3))
    loop = net.add_loop()
    loop.add_trip_limit(count(net, 3))
    column = loop.add_iterator(x, axis=-1, reverse=True).get_output(0)
    double = net.add_elementwise(column, column, "sum").get_output(0)
    net.mark_output(loop.add_loop_output(double, "concatenate", 0).get_output(0))
    data = rng.standard_normal((4, 3)).astype(np.float32)
    np.testing.assert_array_equal(tp.build(net, **QUICK)(data), 2 * data[:, ::-1].T)


def test_loop_while(rng: np.random.Generator) -> None:
    """Doubles until 100 is passed."""
    net = tp.Network()
    x = net.add_input("x", "float32", (1,))
    limit = net.add_constant((), 100.0).get_output(0)
    loop = net.add_loop()
    value = loop.add_recurrence(net.add_shuffle(x, reshape=()).get_output(0))
    low = net.add_elementwise(value.get_output(0), limit, "less").get_output(0)
    loop.add_trip_limit(low, "while")
    doubled = net.add_elementwise(value.get_output(0), value.get_output(0), "sum").get_output(0)
    value.set_input(1, doubled)
    net.mark_output(loop.add_loop_output(value.get_output(0)).get_output(0))
    engine = tp.build(net, **QUICK)
    assert float(engine(np.array([3], np.float32))) == 192
    assert float(engine(np.array([101], np.float32))) == 101


# Shape tensors


def test_a_shape_computed_from_another(rng: np.random.Generator) -> None:
    """Flattens all but the first dimension, whatever they are."""
    net = tp.Network()
    x = net.add_input("x", "float32", (-1, -1, -1))
    shape = net.add_shape(x).get_output(0)
    first = net.add_slice(shape, (0,), (1,), (1,)).get_output(0)
    rest = net.add_constant((1,), [-1]).get_output(0)
    target = net.add_concatenation([first, rest], 0).get_output(0)
    net.mark_output(net.add_shuffle(x, reshape=target).get_output(0))
    engine = tp.build(net, profiles={"x": [(1, 1, 1), (2, 3, 4), (4, 8, 8)]}, **QUICK)
    for shape_of_x in ((2, 3, 4), (4, 1, 7)):
        data = rng.standard_normal(shape_of_x).astype(np.float32)
        np.testing.assert_array_equal(engine(data), data.reshape(shape_of_x[0], -1))


def test_a_shape_as_an_input(rng: np.random.Generator) -> None:
    net = tp.Network()
    x = net.add_input("x", "float32", (4, 6))
    size = net.add_input("size", "int32", (2,))
    net.mark_output(net.add_slice(x, (0, 0), size, (1, 1)).get_output(0))
    engine = tp.build(net, profiles={"size": [(1, 1), (2, 3), (4, 6)]}, **QUICK)
    data = rng.standard_normal((4, 6)).astype(np.float32)
    for rows, columns in ((2, 3), (4, 1)):
        y = engine(x=data, size=np.array([rows, columns], np.int32))
        np.testing.assert_array_equal(y, data[:rows, :columns])


# Errors


def test_errors_name_layer_argument_expected_and_came() -> None:
    net = tp.Network()
    x = net.add_input("x", "float32", (2, 3, 8, 8))
    with refuses(
        "add_convolution_nd 'c': kernel of shape (4, 3, 3, 3): expected 108 values, got 100"
    ):
        net.add_convolution_nd(x, 4, (3, 3), np.zeros(100, np.float32), name="c")
    with refuses("kernel: expected an array of float32, float16"):
        net.add_convolution_nd(x, 4, (3, 3), np.zeros(108))
    with refuses("type: expected one of 'relu', 'sigmoid'"):
        net.add_activation(x, "rleu")
    with refuses("alpha: expected a number for this type of activation"):
        net.add_activation(x, "leaky_relu")
    with refuses("add_topk 'k': k: expected a number from 1 to 8, got 9"):
        net.add_topk(x, "max", 9, -1, name="k")
    with refuses("add_elementwise: inputs: expected tensors of one rank"):
        net.add_elementwise(x, net.add_constant((3,), [1.0, 2.0, 3.0]).get_output(0), "sum")
    with refuses("add_input 'x': name: the network has an input of this name already"):
        net.add_input("x", "float32", (1,))
    with refuses("there is no output 1"):
        net.layers[0].get_output(1)
    with refuses("precision: expected one of 'fp32'"):
        net.add_identity(x, precision="fp12")
    with refuses("the network has no outputs"):
        tp.build(net, **QUICK)


def test_tensors_of_another_network_are_refused() -> None:
    one, other = tp.Network(), tp.Network()
    x = other.add_input("theirs", "float32", (2,))
    with refuses("add_activation: input: the tensor 'theirs' is of another network"):
        one.add_activation(x, "relu")
    with refuses("mark_output: tensor: the tensor 'theirs' is of another network"):
        one.mark_output(x)


def test_what_tensorrt_refuses_has_its_lines() -> None:
    net = tp.Network()
    x = net.add_input("x", "float32", (1, 3, 8, 8))
    with pytest.raises(tp.Error) as error:  # a window that is larger than what it goes over
        net.add_convolution_nd(x, 4, (9, 9), np.zeros(4 * 3 * 81, np.float32), name="c")
    message = str(error.value)
    assert message.startswith("add_convolution_nd 'c': ")
    assert "\n  " in message, "TensorRT's lines"


def test_plugins_that_there_are_not() -> None:
    net = tp.Network()
    x = net.add_input("x", "float32", (2, 3))
    with refuses("TensorRT's registry has no creator of 'Nothing' version '3' in namespace ''"):
        net.add_plugin_v2([x], "Nothing", "3")
    with refuses("fields: expected some of 'negSlope', got 'slope'"):
        net.add_plugin_v2([x], "LReLU_TRT", "2", fields={"slope": 1.0})
    with refuses("no operator is called 'Geluu'"):
        net.add("Geluu", [x])
    with refuses("RMSNormalization: expected the inputs"):
        net.add("RMSNormalization", [x])


def test_loops_check_what_they_are_given() -> None:
    net = tp.Network()
    x = net.add_input("x", "float32", (5, 3))
    loop = net.add_loop()
    with refuses("add_trip_limit: tensor: expected an int32 tensor of shape ()"):
        loop.add_trip_limit(x)
    row = loop.add_iterator(x).get_output(0)
    with refuses("length: expected an int32 tensor of shape (): the loop has no trip limit"):
        loop.add_loop_output(row, "concatenate")


def test_io_of_unknown_names() -> None:
    net = tp.Network()
    _, layer = relu(net)
    net.mark_output(layer.get_output(0))
    with refuses("io: the model has no input or output 'z'"):
        tp.build(net, io={"z": "fp16"}, **QUICK)
