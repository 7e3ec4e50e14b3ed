"""Every misuse is a UffError that names the node, what was expected and what came."""

from __future__ import annotations

import re

import numpy as np
import pytest

from trtplugins import uff
from trtplugins.uff.schema import MetaGraph


@pytest.fixture
def graph() -> uff.Graph:
    graph = uff.Graph()
    graph.input("x", shape=(-1, 4))
    return graph


def refused(text):
    return pytest.raises(uff.UffError, match=re.escape(text))


def test_unknown_node(graph):
    with refused("node 'y': no node is named 'nope'"):
        graph.custom("P", ["nope"], name="y")
    with refused("graph: no node is named 'nope'"):
        graph["nope"]


def test_output_that_does_not_exist(graph):
    with refused("output: no node is named 'y'"):
        graph.output("y")


def test_no_outputs(graph):
    with refused("graph 'main': no outputs"):
        graph.to_bytes()


def test_duplicate_names(graph):
    with refused("node 'x': the graph has a node of that name already"):
        graph.custom("P", "x", name="x")
    with refused("node 'x'"):
        graph.input("x", shape=(1,))


def test_output_marked_twice(graph):
    graph.output("x")
    with refused("output 'x': marked already"):
        graph.output("x")


def test_a_mark_is_no_tensor(graph):
    graph.output("x")
    with refused("node 'y': 'MarkOutput_0' marks an output"):
        graph.custom("P", "MarkOutput_0", name="y")


def test_a_refused_node_leaves_no_trace(graph):
    before = graph.nodes
    with refused("attribute 'b'"):
        graph.custom("P", "x", a=1, b={})
    assert graph.nodes == before


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "expected a number, a string or a flat list of numbers, got dict"),
        (None, "got NoneType"),
        (b"raw", "got bytes"),
        (1j, "got complex"),
        (["a", "b"], "a list holds numbers only, got str"),
        ([[1]], "a list holds numbers only, got list"),
        (np.ones((2, 2)), "got ndarray"),
        ([], "an empty list has no element type"),
        (2**31, "2147483648 does not fit the 32 bits"),
        ([0, -(2**31) - 1], "-2147483649 does not fit the 32 bits"),
        (1e300, "does not fit the float32"),
        ([0.5, -1e39], "does not fit the float32"),
        ("a\0b", "must not contain NUL"),
    ],
)
def test_attributes_a_plugin_cannot_get(graph, value, text):
    with refused("node 'y', attribute 'slope': ") as caught:
        graph.custom("P", "x", name="y", slope=value)
    assert text in str(caught.value)


def test_a_suffix_is_not_part_of_the_name(graph):
    with refused("attribute 'negSlope_u_float': give the plain name"):
        graph.custom("P", "x", negSlope_u_float=0.5)


@pytest.mark.parametrize("inputs", [[], ()])
def test_a_custom_node_has_inputs(graph, inputs):
    with refused("node 'P': expected at least 1 input(s), got 0"):
        graph.custom("P", inputs)


def test_names_are_not_empty(graph):
    with refused("plugin's name is empty"):
        graph.custom("", "x")
    with refused("name is empty"):
        graph.input("", shape=(1,))


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((), "expected 1 to 8 dimensions, got 0"),
        ((1,) * 9, "expected 1 to 8 dimensions, got 9"),
        ((2, -2), "got (2, -2)"),
        ((1.5,), "a shape is a sequence of integers"),
    ],
)
def test_shapes(graph, shape, text):
    with refused("input 'y': "):
        graph.input("y", shape=shape)
    with refused(text):
        graph.input("y", shape=shape)


@pytest.mark.parametrize("dtype", ["float64", "int64", "uint8", "bool", "bfloat16", "nonsense"])
def test_input_types(graph, dtype):
    with refused(f"input 'y': dtype must be one of float32, float16, int32, int8, got {dtype}"):
        graph.input("y", shape=(1,), dtype=dtype)


@pytest.mark.parametrize(
    ("array", "text"),
    [
        (np.ones(2, np.int32), "dtype must be one of float32, float16, got int32"),
        (np.ones(2), "got float64"),
        (np.ones((0, 3), np.float32), "got (0, 3)"),
        (np.ones((1,) * 9, np.float32), "at most 8 dimensions"),
    ],
)
def test_constants(graph, array, text):
    with refused("constant 'c': ") as caught:
        graph.constant(array, name="c")
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("operation", "inputs", "func", "text"),
    [
        (
            "Convolution",
            ["x"],
            None,
            "operation must be one of Identity, Activation, Unary, Binary, got 'Conv",
        ),
        ("Activation", ["x"], "gelu", "func must be one of relu, relu6"),
        ("Activation", ["x"], None, "got None"),
        ("Binary", ["x"], "add", "expected at least 2 input(s), got 1"),
        ("Unary", ["x", "x"], "exp", "Unary takes 1 input(s), got 2"),
        ("Identity", ["x"], "relu", "Identity takes no func"),
    ],
)
def test_operations(graph, operation, inputs, func, text):
    with refused("node 'n': ") as caught:
        graph.node(operation, inputs, name="n", func=func)
    assert text in str(caught.value)


def file_of(*nodes, graphs=1):
    meta = MetaGraph(version=1, descriptor_core_version=1)
    for _ in range(graphs):
        body = meta.graphs.add(id="main")
        for name, operation, inputs in nodes:
            body.nodes.add(id=name, operation=operation, inputs=inputs)
    return meta.SerializeToString()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "a UFF file holds one graph, found 0"),
        (b"\xff\xff\xff", "not a UFF file"),
        (b"<html>", "not a UFF file"),
        (file_of(graphs=2), "holds one graph, found 2"),
        (file_of(("x", "Input", []), ("x", "Input", [])), "two nodes are named 'x'"),
        (file_of(("", "Input", [])), "a node of Input has no name"),
        (file_of(("y", "_P", ["x"])), "input of node 'y': no node is named 'x'"),
    ],
)
def test_files_that_are_none(tmp_path, data, text):
    path = tmp_path / "broken.uff"
    path.write_bytes(data)
    with refused(str(path)) as caught:
        uff.load(path)
    assert text in str(caught.value)


def test_a_reference_to_nothing(graph):
    graph.output(graph.constant([1.0], name="c"))
    meta = MetaGraph.FromString(graph.to_bytes())
    del meta.referenced_data["weights_c"]
    with refused("node 'c', field 'values': no data is stored as 'weights_c'"):
        uff.Graph.from_bytes(meta.SerializeToString())


def test_every_prefix_of_a_file_is_refused_or_a_smaller_graph(graph):
    graph.output(graph.custom("P", "x", name="y", a=0.5, b=[1, 2], c="text"))
    data = graph.to_bytes()
    for size in range(len(data)):
        try:
            shorter = uff.Graph.from_bytes(data[:size])
        except uff.UffError:
            continue
        assert len(shorter) < len(graph), size


def test_a_missing_file_is_the_usual_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        uff.load(tmp_path / "nope.uff")
