"""Random graphs: what is written is read back, by the package and by the tests' own decoder."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from trtplugins import uff

names = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)
plain = names.filter(lambda name: "_u_" not in name)
# The pure Python protobuf does not keep the sign of a NaN.
floats = st.floats(width=32, allow_nan=False)
integers = st.integers(-(2**31), 2**31 - 1)
attributes = st.one_of(
    floats,
    integers,
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
    st.lists(integers, min_size=1, max_size=9),
    st.lists(floats, min_size=1, max_size=9),
)


@st.composite
def graphs(draw):
    graph = uff.Graph(draw(names))
    tensors = []
    for name in draw(st.lists(names, min_size=1, max_size=3, unique=True)):
        shape = draw(st.lists(st.integers(-1, 2**31 - 1), min_size=1, max_size=8))
        dtype = draw(st.sampled_from(["float32", "float16", "int32", "int8"]))
        tensors.append(graph.input(name, shape=shape, dtype=dtype))
    for _ in range(draw(st.integers(0, 2))):
        values = draw(st.lists(floats, min_size=1, max_size=5))
        tensors.append(graph.constant(values))
    for _ in range(draw(st.integers(0, 4))):
        inputs = draw(st.lists(st.sampled_from(tensors), min_size=1, max_size=3))
        wanted = draw(st.dictionaries(plain, attributes, max_size=4))
        made = graph.custom(draw(names), inputs, **wanted)
        assert set(made.attributes) == set(wanted)
        tensors.append(made)
    for tensor in draw(st.lists(st.sampled_from(tensors), min_size=1, unique_by=lambda t: t.name)):
        graph.output(tensor)
    return graph


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_what_is_written_is_read_back(decode, decode_map, graph):
    data = graph.to_bytes()
    again = uff.Graph.from_bytes(data)
    assert again.to_bytes() == data
    assert again.nodes == graph.nodes
    assert [node.fields for node in again.nodes] == [node.fields for node in graph.nodes]

    raw = [decode(node) for node in decode(decode(data)[4][0])[2]]
    assert [node[1][0].decode() for node in raw] == [node.name for node in graph.nodes]
    assert [node[3][0].decode() for node in raw] == [node.operation for node in graph.nodes]
    assert [tuple(name.decode() for name in node.get(2, [])) for node in raw] == [
        node.inputs for node in graph.nodes
    ]
    for node, message in zip(graph.nodes, raw):
        assert set(decode_map(message.get(4, []))) == set(node.fields)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_graph_or_an_error(data):
    try:
        graph = uff.Graph.from_bytes(data)
    except uff.UffError:
        return
    assert isinstance(str(graph), str)


@given(st.lists(st.integers(1, 4), max_size=4), st.sampled_from([np.float32, np.float16]))
def test_constants_keep_shape_type_and_values(shape, dtype):
    values = np.random.default_rng(0).normal(size=shape).astype(dtype)
    graph = uff.Graph()
    graph.output(graph.constant(values, name="c"))
    read = uff.Graph.from_bytes(graph.to_bytes())["c"].array
    assert read.dtype == dtype
    np.testing.assert_array_equal(read, values)
