"""Element by element: powers, remainders, bounds, and integers where TensorRT has floats only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Optional

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import change, plugin, rewrite
from trtplugins.onnx.rules.questions import FLOATS, INTEGERS, known_floats, typed
from trtplugins.onnx.rules.rule import Rule

# Of an exponent of int32, so many bits matter: a greater power of anything but 0, 1 and -1 does
# not fit into int32.
_BITS = 5


# -- Pow -----------------------------------------------------------------------------------------


def _exponent(node: ir.Node) -> Optional[float]:
    """The exponent, where it is one constant."""
    known = known_floats(node.inputs[1])
    return known[0] if known is not None and len(known) == 1 else None


def _whole_power(node: ir.Node, opset: int) -> bool:
    rank = nodes.rank(node.inputs[1])
    fits = rank == 0 or (rank is not None and rank <= (nodes.rank(node.inputs[0]) or 0))
    return fits and _exponent(node) in (2.0, 3.0, 4.0)


def _product(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, exponent = node.inputs[0], _exponent(node)
    square = new.op("Mul", x, x)
    if exponent == 2.0:
        return [square]
    return [new.op("Mul", square, x if exponent == 3.0 else square)]


def _power_of_integers(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Square and multiply: exact, as integers are."""
    base, exponent = node.inputs
    assert base is not None
    assert base.dtype is not None
    assert exponent is not None
    dtype = base.dtype
    if exponent.dtype != dtype:
        exponent = new.op("Cast", exponent, to=dtype)
    one, two = (new.constant(n, dtype.numpy()) for n in (1, 2))
    # The parity of a great exponent is all that matters to 0, 1 and -1.
    greatest = new.op("Add", new.constant(2**_BITS - 2, dtype.numpy()), _odd(new, exponent, two))
    exponent = new.op("Min", exponent, greatest)
    result: Any = None
    for bit in range(_BITS):
        chosen = new.op("Where", new.op("Equal", _odd(new, exponent, two), one), base, one)
        result = chosen if result is None else new.op("Mul", result, chosen)
        if bit + 1 < _BITS:
            base, exponent = new.op("Mul", base, base), new.op("Div", exponent, two)
    return [result]


def _odd(new: Replacement, value: Any, two: ir.Value) -> Any:
    return new.op("Mod", value, two)


def _power_of_integer_by_float(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Cut off behind the point, unless all that is there is rounding."""
    base, exponent = node.inputs
    assert base is not None
    power = new.op("Pow", new.op("Cast", base, to=ir.DataType.FLOAT), exponent)
    nearest = new.op("Round", power)
    error = new.op("Abs", new.op("Sub", power, nearest))
    rounding = new.op("Mul", new.op("Abs", power), new.constant(np.float32(1e-6)))
    whole = new.op("Where", new.op("LessOrEqual", error, rounding), nearest, power)
    return [new.op("Cast", whole, to=base.dtype)]


def _to_float(node: ir.Node, opset: int, new: Replacement) -> None:
    exponent = new.op("Cast", node.inputs[1], to=nodes.dtype(node.inputs[0]))
    node.replace_input_with(1, exponent)


def _mixed(first: Sequence[ir.DataType], second: Sequence[ir.DataType]) -> Any:
    def condition(node: ir.Node, opset: int) -> bool:
        return nodes.dtype(node.inputs[0]) in first and nodes.dtype(node.inputs[1]) in second

    return condition


def _other_float(node: ir.Node, opset: int) -> bool:
    one, other = (nodes.dtype(value) for value in node.inputs)
    return one in FLOATS and other in FLOATS and one != other


# -- Clip ----------------------------------------------------------------------------------------


def _clips_otherwise(node: ir.Node, opset: int) -> bool:
    """Bounds that are no constants, or lie the wrong way round, or of integers."""
    if opset < 11 or nodes.dtype(node.inputs[0]) is None:
        return False
    given = [nodes.given(node, index) for index in (1, 2)]
    bounds = [known_floats(value) for value in given if value is not None]
    low, high = (known_floats(value) for value in given)
    crossed = bool(low and high and low[0] > high[0])
    integers = nodes.dtype(node.inputs[0]) in INTEGERS
    return integers or not bounds or None in bounds or crossed


def _clip(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """By comparison: folding would make a Clip of a maximum and a minimum again."""
    value: Any = node.inputs[0]
    for index, beyond in ((1, "Less"), (2, "Greater")):
        bound = nodes.given(node, index)
        if bound is not None:
            value = new.op("Where", new.op(beyond, value, bound), bound, value)
    return [value if value is not node.inputs[0] else new.op("Identity", value)]


# -- functions of floats on integers -------------------------------------------------------------


def _zero(node: ir.Node, new: Replacement) -> ir.Value:
    dtype = nodes.dtype(node.inputs[0])
    assert dtype is not None
    return new.constant(np.zeros((), dtype.numpy()))


def _relu(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.op("Max", node.inputs[0], _zero(node, new))]


def _sign(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, zero, dtype = node.inputs[0], _zero(node, new), nodes.dtype(node.inputs[0])
    above, below = (new.op("Cast", new.op(op, x, zero), to=dtype) for op in ("Greater", "Less"))
    return [new.op("Sub", above, below)]


def _prelu(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, slope = node.inputs
    negative = new.op("Less", x, _zero(node, new))
    return [new.op("Where", negative, new.op("Mul", x, slope), x)]


# -- defaults ------------------------------------------------------------------------------------


def _without_constants(node: ir.Node, opset: int) -> bool:
    return not {"alpha", "gamma"} <= set(node.attributes)


def _state_constants(node: ir.Node, opset: int, new: Replacement) -> None:
    for name, value in (("alpha", 1.6732632423543772), ("gamma", 1.0507009873554805)):
        if name not in node.attributes:
            node.attributes[name] = ir.AttrFloat32(name, value)


def _newer_cast(node: ir.Node, opset: int) -> bool:
    return bool({"saturate", "round_mode"} & set(node.attributes))


def _older_cast(node: ir.Node, opset: int, new: Replacement) -> None:
    for name in ("saturate", "round_mode"):  # they are about types that TensorRT 8.6 lacks
        node.attributes.pop(name, None)


_NO_INTEGERS = "TensorRT 8.6 has it of floats only"

RULES = (
    Rule(
        "Pow",
        _mixed(INTEGERS, INTEGERS),
        rewrite(_power_of_integers, "squared and multiplied in integers"),
        _NO_INTEGERS,
    ),
    Rule(
        "Pow",
        _mixed(INTEGERS, FLOATS),
        rewrite(_power_of_integer_by_float, "done in float32"),
        _NO_INTEGERS,
    ),
    Rule("Pow", _mixed(FLOATS, INTEGERS), change(_to_float, "exponent cast"), _NO_INTEGERS),
    Rule("Pow", _other_float, change(_to_float, "exponent cast"), "TensorRT 8.6 mixes no types"),
    Rule(
        "Pow",
        _whole_power,
        rewrite(_product, "a product"),
        "a product is exact, and faster than a power",
    ),
    Rule(
        "Mod",
        typed(*FLOATS),
        plugin,
        "TensorRT 8.6 rounds the quotient, and misses whole multiples by a divisor",
    ),
    Rule(
        "Clip",
        _clips_otherwise,
        rewrite(_clip, "compared with its bounds"),
        "TensorRT 8.6 clips floats, between constants in order",
    ),
    Rule("Relu", typed(*INTEGERS), rewrite(_relu, "a maximum"), _NO_INTEGERS),
    Rule("Sign", typed(*INTEGERS), rewrite(_sign, "a difference of comparisons"), _NO_INTEGERS),
    Rule("PRelu", typed(*INTEGERS), rewrite(_prelu, "a choice"), _NO_INTEGERS),
    Rule(
        "Selu",
        _without_constants,
        change(_state_constants, "alpha and gamma stated"),
        "TensorRT 8.6 takes 1.6732 and 1.0507 for them",
    ),
    Rule(
        "Cast",
        _newer_cast,
        change(_older_cast, "attributes of other types dropped"),
        "Cast has no such attributes in opset 17",
    ),
)
