"""Elementwise operators on types, and with attributes, that TensorRT's layers lack."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.rule import Rule, always

_T = ir.DataType
_FLOATS = (_T.FLOAT, _T.FLOAT16)


def _cast_has_newer(node: ir.Node, opset: int) -> bool:
    return "saturate" in node.attributes or "round_mode" in node.attributes


def _cast(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.op("Cast", node.inputs[0], to=nodes.attribute(node, "to"))]


def _cast_like(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    dtype = nodes.dtype(node.inputs[1])
    if dtype is None:
        raise Impossible("the type of its second input is not known")
    return [new.op("Cast", node.inputs[0], to=int(dtype))]


def _mixed(node: ir.Node, opset: int) -> bool:
    base, exponent = (nodes.dtype(value) for value in node.inputs)
    return base not in _FLOATS or base != exponent


def _pow(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, e = node.inputs
    base, exponent = nodes.dtype(x), nodes.dtype(e)
    if base is None or exponent is None:
        raise Impossible("the types of its inputs are not known")
    if base in _FLOATS:
        return [new.op("Pow", x, new.op("Cast", e, to=int(base)))]
    if exponent in _FLOATS:
        raise Impossible("an integer to the power of a float is not exact in TensorRT's float32")
    return [_integer_pow(x, e, base, exponent, new)]


def _integer_pow(
    x: ir.Value | None,
    e: ir.Value | None,
    base: ir.DataType,
    exponent: ir.DataType,
    new: Replacement,
) -> ir.Value:
    """By squares: exact, and wraps around as ONNX's integers do."""
    known = nodes.constant(e)
    bits = max(1, int(known.max()).bit_length()) if known is not None and known.size else 31
    kind, index = base.numpy(), exponent.numpy()
    result, square = None, x
    for i in range(bits):
        part = new.op("Div", e, new.constant(1 << i, index)) if i else e
        odd = new.op("Equal", new.op("Mod", part, new.constant(2, index)), new.constant(1, index))
        factor = new.op("Where", odd, square, new.constant(1, kind))
        result = factor if result is None else new.op("Mul", result, factor)
        if i + 1 < bits:
            square = new.op("Mul", square, square)
    assert isinstance(result, ir.Value)
    return result


def _vector_operand(node: ir.Node, opset: int) -> bool:
    return 1 in (nodes.rank(node.inputs[0]), nodes.rank(node.inputs[1]))


def _matmul(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    a, b = node.inputs
    dropped = []
    if nodes.rank(b) == 1:
        b = new.op("Unsqueeze", b, new.constant([1]))
        dropped.append(-1)
    if nodes.rank(a) == 1:
        a = new.op("Unsqueeze", a, new.constant([0]))
        dropped.append(-2)
    return [new.op("Squeeze", new.op("MatMul", a, b), new.constant(np.asarray(dropped)))]


def _extreme(node: ir.Node, opset: int) -> bool:
    return len(node.inputs) == 1


def _identity(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    return [new.op("Identity", node.inputs[0])]


def _repeated_label(node: ir.Node, opset: int) -> bool:
    terms = str(nodes.attribute(node, "equation", "")).replace(" ", "").split("->")[0].split(",")
    return any(len(set(t.replace(".", ""))) < len(t.replace(".", "")) for t in terms)


def _einsum(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """Diagonals first: what has a label twice is masked and summed over one of the two."""
    left, _, right = str(nodes.attribute(node, "equation")).replace(" ", "").partition("->")
    terms, inputs = left.split(","), []
    for i, (term, x) in enumerate(zip(terms, node.inputs)):
        while True:
            twice = next((c for c in term if c != "." and term.count(c) > 1), None)
            if twice is None:
                break
            shape, dtype = nodes.static_shape(x), nodes.dtype(x)
            if shape is None or dtype is None:
                raise Impossible("a label occurs twice in an input whose shape is not known")
            rank = len(shape)
            missing = rank - len(term.replace("...", ""))
            places = term.replace("...", "." * missing)
            first, second = (j for j, c in enumerate(places) if c == twice)
            spread = [shape[j] if j in (first, second) else 1 for j in range(rank)]
            eye = np.eye(shape[first], dtype=dtype.numpy()).reshape(spread)
            kept = new.op("Mul", x, new.constant(eye))
            x = new.op("ReduceSum", kept, new.constant([second]), keepdims=0)
            x.dtype, x.shape = dtype, ir.Shape(shape[:second] + shape[second + 1 :])
            at = term.rindex(twice)
            term = term[:at] + term[at + 1 :]
        terms[i] = term
        inputs.append(x)
    if len(terms) == 1 and terms[0] == right:
        return [new.op("Identity", inputs[0])]
    equation = ",".join(terms) + ("->" + right if right else "")
    return [new.op("Einsum", *inputs, equation=equation)]


def _float_remainder(node: ir.Node, opset: int) -> bool:
    return not nodes.attribute(node, "fmod", 0) and nodes.dtype(node.inputs[0]) in _FLOATS


def _mod(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    """The remainder with the sign of the divisor, from that with the sign of the dividend."""
    x, y = node.inputs
    dtype = nodes.dtype(x)
    assert dtype is not None
    zero = new.constant(0, dtype.numpy())
    rest = new.op("Mod", x, y, fmod=1, like=node.outputs[0])
    # Of an infinite divisor TensorRT's arithmetic makes no number.
    infinite = new.op("IsInf", y)
    rest = new.op("Where", infinite, x, rest)
    other = new.op("Xor", new.op("Less", rest, zero), new.op("Less", y, zero))
    moves = new.op("And", other, new.op("Not", new.op("Equal", rest, zero)))
    return [new.op("Where", moves, new.op("Add", rest, y), rest)]


RULES = (
    Rule(
        "Cast",
        _cast_has_newer,
        rewrite(_cast, "attributes for float8 dropped"),
        "TensorRT 8.6 has no float8 that they would matter to",
    ),
    Rule(
        "CastLike",
        always,
        rewrite(_cast_like, "replaced by Cast"),
        "TensorRT 8.6 has no importer for it",
    ),
    Rule(
        "Pow",
        _mixed,
        rewrite(_pow, "exponent cast, or computed by squares"),
        "TensorRT 8.6 raises only floats to powers of the same type",
    ),
    Rule(
        "Mod",
        _float_remainder,
        rewrite(_mod, "computed from the other remainder"),
        "TensorRT 8.6 takes only the remainder with the sign of the dividend of floats",
    ),
    Rule(
        "MatMul",
        _vector_operand,
        rewrite(_matmul, "vector made a matrix"),
        "TensorRT 8.6 refuses some products with vectors",
    ),
    *(
        Rule(
            op,
            _extreme,
            rewrite(_identity, "replaced by Identity"),
            "TensorRT 8.6 wants two inputs",
        )
        for op in ("Max", "Min", "Sum", "Mean")
    ),
    Rule(
        "Einsum",
        _repeated_label,
        rewrite(_einsum, "diagonal taken first"),
        "TensorRT 8.6 refuses a label that occurs twice in an input",
    ),
)
