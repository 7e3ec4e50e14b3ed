"""Contracts that every operator keeps as a plugin of the real registry, under either name."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from support.numerics import example
from support.plugins import (
    CHAR,
    FLOAT32,
    IDS,
    INT32,
    NAMES,
    TYPES,
    UNKNOWN,
    create,
    field,
    fields,
    make,
)
from trtplugins import _core

pytestmark = pytest.mark.usefixtures("tensorrt")
every_name = pytest.mark.parametrize(("name", "op"), NAMES, ids=IDS)


@every_name
def test_identity(name: str, op: _core.Operator) -> None:
    plugin = create(op, name)
    assert (plugin.type, plugin.version, plugin.namespace) == (name, op.version, "")
    assert plugin.output_count == len(op.outputs)


@every_name
def test_serialized_and_back(name: str, op: _core.Operator) -> None:
    plugin = create(op, name)
    blob = plugin.serialize()
    again = _core.Plugin.deserialize(name, blob, op.version)
    assert again.serialize() == blob
    assert (again.type, again.version) == (name, op.version)
    assert op.unpack(blob).attributes == make(op).attributes


@every_name
def test_a_clone_is_equal_and_lives_on(name: str, op: _core.Operator) -> None:
    plugin = create(op, name)
    plugin.namespace = "mine"
    copy = plugin.clone()
    blob = plugin.serialize()
    del plugin
    assert (copy.type, copy.namespace, copy.serialize()) == (name, "mine", blob)


@every_name
def test_a_namespace_survives(name: str, op: _core.Operator) -> None:
    _core.load("somebodys")
    try:
        plugin = create(op, name, "somebodys")
        assert plugin.namespace == "somebodys"
        assert plugin.clone().namespace == "somebodys"
        again = _core.Plugin.deserialize(name, plugin.serialize(), op.version, "somebodys")
        assert again.namespace == "somebodys"
    finally:
        _core.unload("somebodys")
    with pytest.raises(_core.Error, match="no creator"):
        create(op, name, "somebodys")


@every_name
def test_corrupt_data_is_refused(name: str, op: _core.Operator) -> None:
    blob = create(op, name).serialize()
    spoiled = [blob[:n] for n in range(len(blob))] + [
        blob[:i] + bytes([blob[i] ^ change]) + blob[i + 1 :]
        for i in range(len(blob))
        for change in (1, 0xFF)
    ]
    for data in spoiled:
        with pytest.raises(_core.Error):
            _core.Plugin.deserialize(name, data, op.version)


@every_name
def test_wrong_fields_are_refused(name: str, op: _core.Operator) -> None:
    good = fields(op)
    bad = [("no_such_attribute", FLOAT32, b"\0" * 4, 1)]
    for attribute in op.attributes:
        other = CHAR if attribute.kind not in ("string", "strings") else FLOAT32
        bad.append((attribute.name, other, b"1\0\0\0", 1 if other == FLOAT32 else 4))
        bad.append((attribute.name, UNKNOWN, b"\0" * 8, 1))
        bad.append((attribute.name, 99, b"\0" * 8, 1))
        bad.append((attribute.name, INT32, None, 1))
        bad.append((attribute.name, FLOAT32, None, 3))
        bad.append((attribute.name, CHAR, None, 5))
        bad.append((attribute.name, INT32, b"\0" * 4, -1))
        if attribute.kind in ("float", "int"):
            kind = FLOAT32 if attribute.kind == "float" else INT32
            bad.append((attribute.name, kind, b"", 0))
            bad.append((attribute.name, kind, b"\0" * 8, 2))
    for wrong in bad:
        others = [g for g in good if g[0] != wrong[0]]
        with pytest.raises(_core.Error, match="refused"):
            _core.Plugin.create(name, op.version, "", [*others, wrong])


@every_name
def test_fields_without_a_value_are_ignored(name: str, op: _core.Operator) -> None:
    given = [*fields(op), ("data_format", UNKNOWN, None, 0)]
    plugin = _core.Plugin.create(name, op.version, "", given)
    assert plugin.serialize() == create(op, name).serialize()


@every_name
def test_formats_depend_on_nothing_that_follows(
    name: str, op: _core.Operator, rng: np.random.Generator
) -> None:
    """TensorRT asks for position after position, with nonsense in those not decided yet."""
    plugin = create(op, name)
    inputs, outputs = len(op.inputs), len(op.outputs)
    for _ in range(200):
        io = [
            _core.TensorDesc([2, 3, 4, 5], str(rng.choice(TYPES)), int(rng.integers(0, 12)))
            for _ in range(inputs + outputs)
        ]
        for pos in range(len(io)):
            answers = set()
            for _ in range(3):
                noise = [
                    _core.TensorDesc([1], str(rng.choice(TYPES)), int(rng.integers(0, 12)))
                    for _ in io[pos + 1 :]
                ]
                answers.add(plugin.supports(pos, [*io[: pos + 1], *noise], inputs, outputs))
            assert len(answers) == 1


@every_name
def test_linear_types_are_those_declared(
    name: str, op: _core.Operator, rng: np.random.Generator
) -> None:
    plugin = create(op, name)
    inputs, outputs = len(op.inputs), len(op.outputs)
    declared = {(*a, *b) for a, b in op.rows}

    def supported(types: tuple[str, ...]) -> bool:
        io = [_core.TensorDesc([2, 3], t) for t in types]
        return all(plugin.supports(pos, io, inputs, outputs) for pos in range(len(io)))

    row = example(op).row
    assert supported((*row[0], *row[1]))
    everything = itertools.product(TYPES, repeat=inputs + outputs)
    if inputs + outputs > 4:
        everything = (tuple(rng.choice(TYPES, inputs + outputs)) for _ in range(1000))
    for types in everything:
        assert types in declared or not supported(types), types


@every_name
def test_output_types(name: str, op: _core.Operator) -> None:
    given, made = example(op).row
    plugin = create(op, name)
    assert tuple(plugin.output_type(i, given) for i in range(len(made))) == made


@every_name
def test_wrong_numbers_of_inputs_are_refused(name: str, op: _core.Operator) -> None:
    plugin = create(op, name)
    required = sum(not port.optional for port in op.inputs)
    for count in {0, required - 1, len(op.inputs) + 1, 17, 40} - {required}:
        with pytest.raises(_core.Error, match="refused"):
            plugin.output_shape(0, [[4, 4]] * count)
        assert not plugin.supports(0, [_core.TensorDesc([4, 4])] * (count + 1), count, 1)


@every_name
def test_shapes_are_those_declared(name: str, op: _core.Operator) -> None:
    case = example(op)
    plugin = create(op, name)
    for size in (8, 16):
        shapes = case.shapes(size)
        expected = make(op).shapes([shapes.get(port.name) for port in op.inputs])
        ones = [shapes[port.name] for port in op.inputs if port.name in shapes]
        assert [plugin.output_shape(i, ones) for i in range(len(op.outputs))] == expected


@every_name
def test_unknown_extents_stay_unknown(name: str, op: _core.Operator) -> None:
    """An extent that TensorRT does not know yet yields one that it does not know, or is right."""
    case = example(op)
    plugin = create(op, name)
    small, large = (case.shapes(size) for size in (8, 16))
    unknown = [
        [a if a == b else -1 for a, b in zip(small[port.name], large[port.name])]
        for port in op.inputs
        if port.name in small
    ]
    for i in range(len(op.outputs)):
        got = plugin.output_shape(i, unknown)
        for shapes in (small, large):
            known = make(op).shapes([shapes.get(port.name) for port in op.inputs])[i]
            assert len(got) == len(known)
            assert all(g in (-1, k) for g, k in zip(got, known))


@every_name
def test_present_inputs(name: str, op: _core.Operator) -> None:
    flags(op, name, "present_inputs", len(op.inputs))


@every_name
def test_present_outputs(name: str, op: _core.Operator) -> None:
    count = len(op.outputs)
    flags(op, name, "present_outputs", count)
    for used in range(1, count):
        bits = [1] * used + [0] * (count - used)
        given = field("present_outputs", "ints", bits[::-1])
        plugin = _core.Plugin.create(name, op.version, "", [*fields(op), given])
        again = _core.Plugin.deserialize(name, plugin.serialize(), op.version)
        assert (plugin.output_count, again.output_count) == (used, used)
        shapes = example(op).shapes(8)
        expected = make(op).shapes([shapes.get(port.name) for port in op.inputs])
        ones = [shapes[port.name] for port in op.inputs if port.name in shapes]
        assert [again.output_shape(i, ones) for i in range(used)] == expected[count - used :]


def flags(op: _core.Operator, name: str, attribute: str, count: int) -> None:
    everything = [*fields(op), field(attribute, "ints", [1] * count)]
    assert _core.Plugin.create(name, op.version, "", everything).type == name
    for wrong in ([0] * count, [2], [1] * (count + 1)):
        given = [*fields(op), field(attribute, "ints", wrong)]
        with pytest.raises(_core.Error, match="refused"):
            _core.Plugin.create(name, op.version, "", given)


@every_name
def test_the_number_of_inputs_is_kept(name: str, op: _core.Operator) -> None:
    """Enqueue is not told how many inputs there are, so the plan has to know."""
    case = example(op)
    plugin = create(op, name)
    before = plugin.serialize()
    shapes = case.shapes(8)
    made = make(op).shapes([shapes.get(port.name) for port in op.inputs])
    plugin.configure(
        [
            _core.TensorDesc(shapes[port.name], t)
            for port, t in zip(op.inputs, case.row[0])
            if port.name in shapes
        ],
        [_core.TensorDesc(shape, t) for shape, t in zip(made, case.row[1])],
    )
    assert plugin.serialize() != before
    if len(shapes) == len(op.inputs):
        assert make(op).pack() == plugin.serialize()
