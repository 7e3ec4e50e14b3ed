"""The bytes of a file, field number by field number, seen by a decoder of the tests' own."""

from __future__ import annotations

import struct

import numpy as np

from trtplugins import uff

# Numbers of the container format.
META_VERSION, META_CORE, META_DESCRIPTORS, META_GRAPHS, META_DATA = 1, 2, 3, 4, 5
GRAPH_ID, GRAPH_NODES = 1, 2
NODE_ID, NODE_INPUTS, NODE_OPERATION, NODE_FIELDS = 1, 2, 3, 4
DATA_S, DATA_D, DATA_D_LIST, DATA_I, DATA_I_LIST, DATA_BLOB, DATA_REF, DATA_DTYPE = (
    1,
    3,
    4,
    7,
    8,
    9,
    100,
    101,
)
LIST_VALUES = 1
FLOAT32, FLOAT16 = 131104, 131088


def varints(data: bytes) -> list[int]:
    """Packed signed 64-bit integers."""
    values, value, shift = [], 0, 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            values.append(value - 2**64 if value >= 2**63 else value)
            value = shift = 0
    return values


def small_graph() -> uff.Graph:
    graph = uff.Graph()
    x = graph.input("x", shape=(-1, 64, 32, 32))
    graph.output(graph.custom("LReLU_TRT", [x], name="lrelu", negSlope=0.2))
    return graph


def test_one_custom_node_byte_by_byte():
    def message(number, content):
        tag = number << 3 | 2
        head = bytes([tag]) if tag < 128 else bytes([tag & 127 | 128, tag >> 7])
        return head + bytes([len(content)]) + content

    def entry(name, data):
        return message(NODE_FIELDS, message(1, name) + message(2, data))

    dtype = b"\xa8\x06" + b"\xa0\x80\x08"  # tag 101 varint, 131104
    shape = message(DATA_I_LIST, message(LIST_VALUES, b"\xff" * 9 + b"\x01" + b"\x40\x20\x20"))
    slope = bytes([DATA_D << 3 | 1]) + struct.pack("<d", 0.2)
    nodes = [
        message(1, b"x") + message(3, b"Input") + entry(b"dtype", dtype) + entry(b"shape", shape),
        message(1, b"lrelu")
        + message(2, b"x")
        + message(3, b"_LReLU_TRT")
        + entry(b"negSlope_u_float", slope),
        message(1, b"MarkOutput_0") + message(2, b"lrelu") + message(3, b"MarkOutput"),
    ]
    graph = message(GRAPH_ID, b"main") + b"".join(message(GRAPH_NODES, node) for node in nodes)
    head = b"\x08\x01\x10\x01" + message(META_DESCRIPTORS, message(1, b"custom") + b"\x10\x01")
    length = len(graph)
    expected = head + b"\x22" + bytes([length & 127 | 128, length >> 7]) + graph
    assert small_graph().to_bytes() == expected


def test_numbers_of_the_container(decode, decode_map):
    graph = uff.Graph("net")
    x = graph.input("x", shape=(-1, 2), dtype=np.float16)
    scale = graph.constant(np.array([1.5, -2.0], np.float16), name="scale")
    graph.output(graph.custom("P", [x, scale], name="p"))
    meta = decode(graph.to_bytes())

    assert meta[META_VERSION] == [1]
    assert meta[META_CORE] == [1]
    assert decode(meta[META_DESCRIPTORS][0]) == {1: [b"custom"], 2: [1]}
    body = decode(meta[META_GRAPHS][0])
    assert body[GRAPH_ID] == [b"net"]
    nodes = [decode(node) for node in body[GRAPH_NODES]]
    assert [node[NODE_ID][0] for node in nodes] == [b"x", b"scale", b"p", b"MarkOutput_0"]
    assert [node[NODE_OPERATION][0] for node in nodes] == [b"Input", b"Const", b"_P", b"MarkOutput"]
    assert nodes[2][NODE_INPUTS] == [b"x", b"scale"]
    assert nodes[3][NODE_INPUTS] == [b"p"]

    fields = decode_map(nodes[0][NODE_FIELDS])
    assert fields["dtype"] == {DATA_DTYPE: [FLOAT16]}
    assert varints(decode(fields["shape"][DATA_I_LIST][0])[LIST_VALUES][0]) == [-1, 2]

    fields = decode_map(nodes[1][NODE_FIELDS])
    reference = fields["values"][DATA_REF][0].decode()
    assert reference == "weights_scale"
    stored = decode_map(meta[META_DATA])[reference]
    assert stored == {DATA_BLOB: [np.array([1.5, -2.0], "<f2").tobytes()]}


def test_every_type_of_attribute_has_its_suffix_and_number(decode, decode_map):
    graph = uff.Graph()
    x = graph.input("x", shape=(1,))
    made = graph.custom("P", [x], name="p", f=0.5, i=-3, b=True, s="ab", fs=[1, 2.5], ints=(3, -4))
    graph.output(made)
    nodes = decode(decode(graph.to_bytes())[META_GRAPHS][0])[GRAPH_NODES]
    fields = decode_map(decode(nodes[1])[NODE_FIELDS])

    assert set(fields) == {
        "f_u_float",
        "i_u_int",
        "b_u_int",
        "s_u_str",
        "fs_u_flist",
        "ints_u_ilist",
    }
    assert fields["f_u_float"] == {DATA_D: [0.5]}
    assert fields["i_u_int"] == {DATA_I: [2**64 - 3]}
    assert fields["b_u_int"] == {DATA_I: [1]}
    assert fields["s_u_str"] == {DATA_S: [b"ab"]}
    assert decode(fields["fs_u_flist"][DATA_D_LIST][0])[LIST_VALUES] == [struct.pack("<2d", 1, 2.5)]
    assert varints(decode(fields["ints_u_ilist"][DATA_I_LIST][0])[LIST_VALUES][0]) == [3, -4]


def test_a_graph_without_custom_nodes_names_no_custom_descriptor(decode):
    graph = uff.Graph()
    graph.output(graph.node("Activation", graph.input("x", shape=(2,)), func="relu"))
    assert META_DESCRIPTORS not in decode(graph.to_bytes())


def test_zero_is_written_because_the_parser_asks_for_the_member(decode, decode_map):
    graph = uff.Graph()
    graph.output(graph.custom("P", graph.input("x", shape=(1,)), zero=0.0, none=0))
    nodes = decode(decode(graph.to_bytes())[META_GRAPHS][0])[GRAPH_NODES]
    fields = decode_map(decode(nodes[1])[NODE_FIELDS])
    assert fields == {"zero_u_float": {DATA_D: [0.0]}, "none_u_int": {DATA_I: [0]}}


def test_the_same_graph_is_the_same_bytes():
    assert small_graph().to_bytes() == small_graph().to_bytes()
