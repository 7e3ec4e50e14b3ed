"""What a graph says of itself while it grows and after it was read back."""

from __future__ import annotations

import numpy as np
import pytest

from trtplugins import uff
from trtplugins.uff.schema import DATA_TYPES, MetaGraph


@pytest.fixture
def graph() -> uff.Graph:
    graph = uff.Graph()
    x = graph.input("x", shape=(-1, 4))
    scale = graph.constant(np.arange(4, dtype=np.float32), name="scale")
    y = graph.custom("RMSNormalization", [x, scale], name="y", axis=-1, epsilon=1e-6)
    graph.output(graph.node("Binary", [y, x], name="sum", func="add"))
    graph.output("y")
    return graph


def test_inputs_outputs_and_nodes(graph):
    assert [node.name for node in graph.inputs] == ["x"]
    assert [node.name for node in graph.outputs] == ["sum", "y"]
    assert [node.name for node in graph.nodes] == [
        "x",
        "scale",
        "y",
        "sum",
        "MarkOutput_0",
        "MarkOutput_1",
    ]
    assert len(graph) == 6
    assert "scale" in graph
    assert "nope" not in graph


def test_a_file_read_back_is_the_graph(graph, tmp_path):
    path = tmp_path / "model.uff"
    graph.save(path)
    again = uff.load(path)
    assert again.nodes == graph.nodes
    assert again.to_bytes() == graph.to_bytes()
    assert again["x"].shape == (-1, 4)
    assert again["x"].dtype == "float32"
    np.testing.assert_array_equal(again["scale"].array, np.arange(4, dtype=np.float32))
    assert again["y"].plugin == "RMSNormalization"
    assert again["y"].attributes == {"axis": -1, "epsilon": 1e-6}
    assert again["sum"].plugin is None
    assert again["sum"].fields == {"func": "add"}


def test_a_graph_read_back_can_grow(graph):
    again = uff.Graph.from_bytes(graph.to_bytes())
    again.output(again.custom("Gelu", "sum", name="gelu"))
    assert [node.name for node in again.outputs] == ["sum", "y", "gelu"]
    assert len(uff.Graph.from_bytes(again.to_bytes())) == 8


def test_names_are_made_up_where_none_is_given():
    graph = uff.Graph()
    x = graph.input("Gelu_0", shape=(1,))
    assert graph.custom("Gelu", x).name == "Gelu_1"
    assert graph.custom("Gelu", x).name == "Gelu_2"
    assert graph.constant(1.0).name == "Const_0"


def test_one_tensor_needs_no_list():
    graph = uff.Graph()
    x = graph.input("x", shape=(1,))
    assert graph.custom("Gelu", x).inputs == graph.custom("Gelu", "x").inputs == ("x",)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (True, 1),
        (np.int64(5), 5),
        (np.bool_(True), 1),
        (np.float32(0.5), 0.5),
        (np.array([1, 2]), [1, 2]),
        (np.array([0.5, 2], np.float32), [0.5, 2.0]),
        ([True, 2], [1, 2]),
        ([1, 0.5], [1.0, 0.5]),
        ("", ""),
        ("é", "é"),
        (float("inf"), float("inf")),
        (-(2**31), -(2**31)),
    ],
)
def test_attributes_of_every_python_kind(value, read):
    graph = uff.Graph()
    graph.output(graph.custom("P", graph.input("x", shape=(1,)), name="p", a=value))
    assert uff.Graph.from_bytes(graph.to_bytes())["p"].attributes == {"a": read}


@pytest.mark.parametrize("order", ["<", ">"])
def test_constants_are_little_endian_in_the_file(order):
    graph = uff.Graph()
    made = graph.constant(np.array([[1, 2], [3, 4]], f"{order}f4"), name="c")
    assert made.fields["values"] == np.array([1, 2, 3, 4], "<f4").tobytes()
    np.testing.assert_array_equal(made.array, [[1, 2], [3, 4]])


def test_text_has_one_line_per_node(graph):
    lines = str(graph).splitlines()
    assert len(lines) == 1 + len(graph)
    assert lines[1].split() == ["x", "Input", "dtype=float32,", "shape=[-1,", "4]"]
    assert "values=16 bytes" in lines[2]
    assert "axis=-1, epsilon=1e-06" in lines[3]


def test_every_operation_offered_can_be_made():
    for operation, expected in uff.OPERATIONS.items():
        for func in expected.functions or (None,):
            graph = uff.Graph()
            x = graph.input("x", shape=(2, 2))
            node = graph.node(operation, [x] * expected.inputs, func=func)
            graph.output(node)
            assert uff.Graph.from_bytes(graph.to_bytes())[node.name].operation == operation


def test_fields_that_converters_write_are_read_too():
    meta = MetaGraph(version=1, descriptor_core_version=1)
    body = meta.graphs.add(id="main")
    body.nodes.add(id="x", operation="Input").fields["dtype"].dtype = DATA_TYPES["float16"]
    node = body.nodes.add(id="pool", operation="Pool", inputs=["x"])
    node.fields["kernel"].i_list.l.extend([2, 2])
    node.fields["inputs_orders"].ref = "orders_NC+"
    node.fields["padding"].SetInParent()
    node.fields["types"].dtype_list.l.extend([DATA_TYPES["int8"], 7])
    orders = meta.referenced_data["orders_NC+"].dim_orders_list.l.add()
    orders.orders[-1].l.extend([0, 1, 2, 2147483647])

    graph = uff.Graph.from_bytes(meta.SerializeToString())
    assert graph["x"].dtype == "float16"
    assert graph["pool"].fields == {
        "kernel": [2, 2],
        "inputs_orders": [{-1: [0, 1, 2, 2147483647]}],
        "padding": None,
        "types": ["int8", 7],
    }
    graph.output("pool")
    again = uff.Graph.from_bytes(graph.to_bytes())
    assert again["pool"].fields == graph["pool"].fields
