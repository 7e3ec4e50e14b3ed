"""What of our files reaches our plugins, through TensorRT's own UFF parser and without a GPU."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest

import trtplugins as tp
from support.plugins import field
from support.uff_network import parse
from trtplugins import _core, libraries, uff


@pytest.fixture(scope="module")
def parser() -> ctypes.CDLL:
    files = libraries.copies("libnvparsers")
    if not files:
        pytest.skip("TensorRT's libnvparsers is not here")
    tp.load()
    return ctypes.CDLL(str(files[0]))


def blob(operator: str, **attributes: Any) -> bytes:
    """What a plugin of this operator with these attributes serializes to."""
    (found,) = (op for op in _core.operators() if operator in (op.name, op.alias))
    kinds = {a.name: a.kind for a in found.attributes}
    fields = [field(name, kinds[name], value) for name, value in attributes.items()]
    return _core.Plugin.create(operator, found.version, "", fields).serialize()


def graph_of(
    operator: str, shape: tuple[int, ...] = (-1, 64, 32, 32), **attributes: Any
) -> uff.Graph:
    graph = uff.Graph()
    x = graph.input("x", shape=shape)
    graph.output(graph.custom(operator, x, name="y", **attributes))
    return graph


def test_the_dynamic_batch_reaches_the_network(parser):
    network = parse(parser, graph_of("TRTP_LReLU_TRT").to_bytes())
    assert network.inputs == {"x": (-1, 64, 32, 32)}
    assert network.outputs == ["y"]
    assert network.unexpected == []


def test_a_registered_shape_replaces_the_files(parser):
    data = graph_of("TRTP_LReLU_TRT").to_bytes()
    assert parse(parser, data, {"x": (-1, 3)}).inputs == {"x": (-1, 3)}


@pytest.mark.parametrize("slope", [0.2, 0.05, 0.0, -1.5])
def test_the_slope_arrives(parser, slope):
    network = parse(parser, graph_of("TRTP_LReLU_TRT", negSlope=slope).to_bytes())
    (plugin,) = network.plugins
    assert (plugin.name, plugin.version) == ("TRTP_LReLU_TRT", "2")
    assert plugin.inputs == ["x"]
    assert plugin.blob == blob("LReLU_TRT", negSlope=slope)
    assert plugin.blob != blob("LReLU_TRT", negSlope=slope + 1)


def test_an_attribute_left_out_keeps_its_default(parser):
    (plugin,) = parse(parser, graph_of("TRTP_LReLU_TRT").to_bytes()).plugins
    assert plugin.blob == blob("LReLU_TRT")


@pytest.mark.parametrize("approximate", ["none", "tanh"])
def test_strings_arrive(parser, approximate):
    (plugin,) = parse(parser, graph_of("TRTP_Gelu", approximate=approximate).to_bytes()).plugins
    assert plugin.blob == blob("Gelu", approximate=approximate)


def test_integers_and_constants_arrive(parser):
    graph = uff.Graph()
    x = graph.input("x", shape=(-1, 3))
    scale = graph.constant(np.array([1, 2.5, -4], np.float16), name="scale")
    graph.output(graph.custom("TRTP_RMSNormalization", [x, scale], name="y", axis=-2, epsilon=0.5))
    network = parse(parser, graph.to_bytes())
    (plugin,) = network.plugins
    assert plugin.inputs == ["x", "scale"]
    assert plugin.blob == blob("RMSNormalization", axis=-2, epsilon=0.5)
    assert network.constants == [((3,), [1.0, 2.5, -4.0])]


def test_what_no_plugin_answers_to_is_refused(parser):
    assert parse(parser, graph_of("NoSuchPlugin").to_bytes()) is None


def test_a_value_the_plugin_refuses_fails_the_import(parser):
    data = graph_of("TRTP_Gelu", approximate="sideways").to_bytes()
    assert parse(parser, data) is None
