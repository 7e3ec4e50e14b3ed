from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support.numerics import example
from support.plugins import TYPES, make
from trtplugins import _core, nvidia_network
from trtplugins.ops import find


class FakeBindings:
    """As much of NVIDIA's module as add() touches; remembers what a creator was given."""

    class INetworkDefinition:
        def __init__(self, refuses: bool = False) -> None:
            self.refuses = refuses
            self.layers: list[tuple[list[str], str]] = []

        def add_plugin_v2(self, inputs: list[str], plugin: str) -> str | None:
            self.layers.append((inputs, plugin))
            return None if self.refuses else "layer"

    __version__ = "8.6.0"
    PluginFieldType = SimpleNamespace(FLOAT32="FLOAT32", INT32="INT32", CHAR="CHAR")
    PluginFieldCollection = list

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.fields: list[SimpleNamespace] = []
        self.knows = True
        self.plugin: str | None = "plugin"

    @staticmethod
    def PluginField(name: str, data: Any, type: str) -> SimpleNamespace:
        return SimpleNamespace(name=name, data=data, type=type)

    def get_plugin_registry(self) -> Any:
        return SimpleNamespace(get_plugin_creator=self._get_creator)

    def _get_creator(self, *key: str) -> Any:
        self.asked.append(key)
        return SimpleNamespace(create_plugin=self._create) if self.knows else None

    def _create(self, name: str, fields: list[SimpleNamespace]) -> str | None:
        self.fields = fields
        return self.plugin


@pytest.fixture
def bindings(monkeypatch: pytest.MonkeyPatch) -> FakeBindings:
    fake = FakeBindings()
    monkeypatch.setitem(sys.modules, "tensorrt", fake)
    monkeypatch.setattr(_core, "load", lambda: None)
    return fake


def network(refuses: bool = False) -> Any:
    return FakeBindings.INetworkDefinition(refuses)


def test_operator_is_asked_for_by_name_and_version(bindings: FakeBindings) -> None:
    net = network()
    assert tp.add(net, "TRTP_LReLU_TRT", ["x"]) == "layer"
    assert bindings.asked == [("LReLU_TRT", "2", "")]
    assert net.layers == [(["x"], "plugin")]
    assert bindings.fields == []


def test_given_attributes_become_fields_of_the_declared_types(bindings: FakeBindings) -> None:
    inputs: Any = ["x", "s"]
    tp.add(network(), "RMSNormalization", inputs, epsilon=1, axis=-2)
    axis, epsilon = bindings.fields
    assert (axis.name, axis.type, axis.data.dtype, axis.data.tolist()) == (
        "axis",
        "INT32",
        np.int32,
        [-2],
    )
    assert (epsilon.name, epsilon.type, epsilon.data.dtype, epsilon.data.tolist()) == (
        "epsilon",
        "FLOAT32",
        np.float32,
        [1.0],
    )


def test_string_ends_with_nul(bindings: FakeBindings) -> None:
    inputs: Any = ["x"]
    tp.add(network(), "Gelu", inputs, approximate="tanh")
    (field,) = bindings.fields
    assert (field.type, field.data.tobytes()) == ("CHAR", b"tanh\0")


@pytest.mark.parametrize(
    ("kind", "value", "data"),
    [
        ("floats", [1, 2.5], np.array([1, 2.5], np.float32)),
        ("ints", [3, -1], np.array([3, -1], np.int32)),
        ("strings", ["a", "bc"], np.frombuffer(b"a\0bc\0", np.int8)),
    ],
)
def test_lists(kind: str, value: Any, data: Any) -> None:
    _, convert = nvidia_network._FIELDS[kind]
    np.testing.assert_array_equal(convert(value), data)
    assert convert(value).dtype == data.dtype


@pytest.mark.parametrize(
    ("name", "inputs", "attributes", "message"),
    [
        ("Gleu", ["x"], {}, "no operator is called 'Gleu'"),
        ("Gelu", ["x"], {"form": "tanh"}, "Gelu.*'form'.*approximate"),
        ("Gelu", ["x"], {"approximate": "sometimes"}, "Gelu.*approximate.*sometimes"),
        ("Gelu", [], {}, r"Gelu: expected the inputs \(X\), got 0 tensors"),
        ("RMSNormalization", ["x"], {}, r"expected the inputs \(X, scale\), got 1 tensors"),
        ("RMSNormalization", ["x", None], {}, "input 'scale' is None"),
    ],
)
def test_bad_arguments_are_refused_before_tensorrt_is_asked(
    bindings: FakeBindings, name: str, inputs: Any, attributes: Any, message: str
) -> None:
    net = network()
    with pytest.raises(tp.Error, match=message):
        tp.add(net, name, inputs, **attributes)
    assert (bindings.asked, net.layers) == ([], [])


def test_every_refusal_of_tensorrt_is_an_error(bindings: FakeBindings) -> None:
    inputs: Any = ["x"]
    with pytest.raises(tp.Error, match="Gelu: TensorRT refused the layer"):
        tp.add(network(refuses=True), "Gelu", inputs)
    bindings.plugin = None
    with pytest.raises(tp.Error, match="Gelu: TensorRT could not create the plugin"):
        tp.add(network(), "Gelu", inputs)
    bindings.knows = False
    with pytest.raises(tp.Error, match="two copies of TensorRT"):
        tp.add(network(), "Gelu", inputs)


def test_without_the_bindings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tensorrt", None)
    with pytest.raises(tp.Error, match="needs NVIDIA's tensorrt module"):
        tp.add(network(), "Gelu", [])


def test_bindings_of_a_version_without_this_kind_of_plugin(
    bindings: FakeBindings,
) -> None:
    bindings.INetworkDefinition = object  # type: ignore[assignment]
    bindings.__version__ = "11.0.0"
    with pytest.raises(tp.Error, match=r"TensorRT 8\.x; this is 11\.0\.0"):
        tp.add(network(), "Gelu", [])


@pytest.mark.interop
@pytest.mark.gpu
@pytest.mark.parametrize("op", tp.ops(), ids=lambda op: op.name)
def test_layer_on_a_network_of_nvidias(op: tp.Operator) -> None:
    import tensorrt as trt

    case = example(op)
    builder = trt.Builder(trt.Logger(trt.Logger.ERROR))
    net = builder.create_network(1 << int(trt.NetworkDefinitionCreationFlag.EXPLICIT_BATCH))
    shapes = case.shapes(8)
    inputs = [
        net.add_input(port.name, trt.DataType(TYPES.index(dtype)), shapes[port.name])
        for port, dtype in zip(op.inputs, case.row[0])
        if port.name in shapes
    ]
    given = find(op.name).make(**case.attributes).attributes
    layer = tp.add(net, op.name, inputs, **given)
    assert layer.num_outputs == len(op.outputs)
    got = {port.name: list(layer.get_output(i).shape) for i, port in enumerate(op.outputs)}
    assert {name: got[name] for name in case.used} == case.output_shapes(shapes)
    assert layer.plugin.plugin_type == op.name


@pytest.mark.interop
@pytest.mark.parametrize("op", tp.ops(), ids=lambda op: op.name)
def test_nvidias_registry_makes_the_plugin(op: tp.Operator) -> None:
    """Needs no GPU: the registry of `import tensorrt` is the one this library registers with."""
    import tensorrt as trt

    tp.load()
    creator = trt.get_plugin_registry().get_plugin_creator(op.name, op.version, "")
    assert creator is not None
    given = nvidia_network._fields(trt, op, make(op).attributes)
    plugin = creator.create_plugin("layer", trt.PluginFieldCollection(given))
    assert (plugin.plugin_type, plugin.num_outputs) == (op.name, len(op.outputs))
    blob = bytes(plugin.serialize())
    assert op.unpack(blob).attributes == make(op).attributes
    assert bytes(creator.deserialize_plugin("layer", blob).serialize()) == blob
    assert creator.deserialize_plugin("layer", blob[:-1]) is None


@pytest.mark.interop
@pytest.mark.gpu
def test_engine_of_such_a_network_computes_the_operator(tmp_path: Path) -> None:
    import tensorrt as trt

    logger = trt.Logger(trt.Logger.ERROR)
    builder = trt.Builder(logger)
    net = builder.create_network(1 << int(trt.NetworkDefinitionCreationFlag.EXPLICIT_BATCH))
    x = net.add_input("x", trt.float32, (2, 3))
    layer = tp.add(net, "LReLU_TRT", [x], negSlope=-2.0)
    layer.get_output(0).name = "y"
    net.mark_output(layer.get_output(0))
    config = builder.create_builder_config()
    config.set_tactic_sources(0)
    plan = tmp_path / "network.plan"
    plan.write_bytes(builder.build_serialized_network(net, config))
    values = np.array([[-1, 0, 1], [2, -3, 4]], np.float32)
    y = tp.Engine.load(plan)(values)
    np.testing.assert_array_equal(y, [[2, 0, 1], [2, 6, 4]])
