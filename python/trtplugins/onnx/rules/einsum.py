"""Einsum in the form that TensorRT reads: explicit, of small letters, each once in an input."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import Any

import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, rewrite
from trtplugins.onnx.rules.questions import INTEGERS, dim, text
from trtplugins.onnx.rules.rule import Rule


def _terms(node: ir.Node) -> tuple[list[str], str]:
    """The labels of every input and of the output, small letters, dots replaced by labels.

    Raises:
        Impossible: a rank is not known, or there are more labels than letters.
    """
    equation = text(node, "equation", "").replace(" ", "")
    left, arrow, right = equation.partition("->")
    terms = left.split(",")
    dots = 0
    for term, value in zip(terms, node.inputs):
        rank = nodes.rank(value)
        if "..." in term and rank is None:
            raise Impossible("the rank of its inputs has to be known")
        if "..." in term and rank is not None:
            dots = max(dots, rank - len(term) + 3)
    labels = sorted(set(left) - set(".,"))
    spare = [f"<{i}>" for i in range(dots)]
    if len(labels) + dots > len(string.ascii_lowercase):
        raise Impossible("it has more labels than there are letters")
    if not arrow:
        once = [label for label in labels if left.count(label) == 1]
        right = ("..." if dots or "..." in left else "") + "".join(once)
    names = dict(zip([*labels, *spare], string.ascii_lowercase))
    small = set(labels) <= set(string.ascii_lowercase)
    if small:  # letters that TensorRT reads stay as they are
        free = (letter for letter in string.ascii_lowercase if letter not in labels)
        names = {**{label: label for label in labels}, **dict(zip(spare, free))}

    def named(term: str, rank: Any) -> str:
        count = dots if rank is None else rank - len(term) + 3
        head, found, tail = term.partition("...")
        middle = spare[dots - count :] if found and count else []
        return "".join(names[label] for label in [*head, *middle, *tail])

    return (
        [named(term, nodes.rank(value)) for term, value in zip(terms, node.inputs)],
        named(right, None),
    )


def _unreadable(node: ir.Node, opset: int) -> bool:
    equation = text(node, "equation", "").replace(" ", "")
    if nodes.dtype(node.inputs[0]) in INTEGERS or "..." in equation or "->" not in equation:
        return True
    terms = equation.split("->")[0].split(",")
    repeated = any(len(set(term)) < len(term) for term in terms)
    return repeated or equation != equation.lower() or _broadcast(node, terms)


def _broadcast(node: ir.Node, terms: Sequence[str]) -> bool:
    """Whether a label is 1 in one input and more in another."""
    sizes: dict[str, set[int]] = {}
    for term, value in zip(terms, node.inputs):
        for axis, label in enumerate(term):
            size = dim(value, axis)
            if size is not None:
                sizes.setdefault(label, set()).add(size)
    return any(len(found) > 1 for found in sizes.values())


def _readable(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    terms, result = _terms(node)
    values: list[Any] = []
    for i, value in enumerate(node.inputs):
        terms[i], sizes, value = _diagonals(new, terms[i], value)
        values.append((value, sizes))
    known = {
        label: size
        for term, (_, sizes) in zip(terms, values)
        for label, size in zip(term, sizes)
        if size is not None and size != 1
    }
    for i, (value, sizes) in enumerate(values):
        ones = [a for a, label in enumerate(terms[i]) if sizes[a] == 1 and label in known]
        if ones:
            value = new.op("Squeeze", value, new.constant(ones))
            terms[i] = "".join(label for a, label in enumerate(terms[i]) if a not in ones)
        values[i] = value
    if nodes.dtype(node.inputs[0]) in INTEGERS:
        return [_products(new, terms, values, result)]
    if terms == [result]:
        return [new.op("Identity", values[0])]
    equation = ",".join(terms) + "->" + result
    return [new.op("Einsum", *values, equation=equation)]


def _diagonals(new: Replacement, term: str, value: Any) -> tuple[str, list[Any], Any]:
    """The input with every label once: of two axes of one label, the diagonal."""
    sizes = [dim(value, axis) for axis in range(len(term))]
    while len(set(term)) < len(term):
        label = next(label for label in term if term.count(label) > 1)
        first, second = [axis for axis, other in enumerate(term) if other == label][:2]
        size = sizes[first] if sizes[first] is not None else sizes[second]
        if size is None:
            raise Impossible(f"the diagonal along '{label}' needs a static size")
        rest = [axis for axis in range(len(term)) if axis not in (first, second)]
        value = new.op("Transpose", value, perm=[*rest, first, second])
        value = new.op("Reshape", value, new.constant([*[0] * len(rest), size * size]))
        bounds = (new.constant([0]), new.constant([size * size]))
        value = new.op("Slice", value, *bounds, new.constant([len(rest)]), new.constant([size + 1]))
        term = "".join(term[axis] for axis in rest) + label
        sizes = [*(sizes[axis] for axis in rest), size]
    return term, sizes, value


def _products(new: Replacement, terms: Sequence[str], values: Sequence[Any], result: str) -> Any:
    """All inputs over all labels, multiplied, and added up along those that go."""
    summed = [label for label in dict.fromkeys("".join(terms)) if label not in result]
    labels = [*result, *summed]
    product = None
    for term, value in zip(terms, values):
        present = [label for label in labels if label in term]
        value = new.op("Transpose", value, perm=[term.index(label) for label in present])
        missing = [axis for axis, label in enumerate(labels) if label not in term]
        if missing:
            value = new.op("Unsqueeze", value, new.constant(missing))
        product = value if product is None else new.op("Mul", product, value)
    if not summed:
        return product
    axes = new.constant(list(range(len(result), len(labels))))
    return new.op("ReduceSum", product, axes, keepdims=0)


RULES = (
    Rule(
        "Einsum",
        _unreadable,
        rewrite(_readable, "diagonals taken first, every label a letter of its own"),
        "TensorRT 8.6 reads small letters only, knows no diagonals, dots or broadcasting",
    ),
)
