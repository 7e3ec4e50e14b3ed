"""TfIdfVectorizer of integers: every window of the text compared with every n-gram of the pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import onnx_ir as ir

from trtplugins.onnx import nodes
from trtplugins.onnx.replacement import Replacement
from trtplugins.onnx.rules.actions import Impossible, refuse, rewrite
from trtplugins.onnx.rules.questions import dim, ints, text
from trtplugins.onnx.rules.reducing import reduced
from trtplugins.onnx.rules.rule import Rule, always


def _pool(node: ir.Node) -> Iterator[tuple[np.ndarray[Any, Any], list[int]]]:
    """The n-grams of each length, and their coordinates in the output."""
    items, starts = ints(node, "pool_int64s"), ints(node, "ngram_counts")
    places = ints(node, "ngram_indexes")
    shortest = int(nodes.attribute(node, "min_gram_length"))
    longest = int(nodes.attribute(node, "max_gram_length"))
    first = 0
    for length, (start, end) in enumerate(zip(starts, [*starts[1:], len(items)]), 1):
        count = (end - start) // length
        if count and shortest <= length <= longest:
            grams = np.reshape(items[start : start + count * length], (count, length))
            yield grams, places[first : first + count]
        first += count


def _windows(node: ir.Node, size: int, length: int) -> np.ndarray[Any, Any]:
    """The places of a text that make an n-gram: one behind the other, or with skips between."""
    skips = int(nodes.attribute(node, "max_skip_count")) if length > 1 else 0
    starts = [
        (start, skip) for skip in range(1, skips + 2) for start in range(size - skip * (length - 1))
    ]
    found = [[start + skip * i for i in range(length)] for start, skip in starts]
    return np.asarray(found, np.int64).reshape(-1, length)


def _counted(node: ir.Node, opset: int, new: Replacement) -> Sequence[ir.Value]:
    x, rank = node.inputs[0], nodes.rank(node.inputs[0])
    size = None if rank is None else dim(x, rank - 1)
    if x is None or x.dtype is None or rank is None or size is None:
        raise Impossible("the length of the text has to be static")
    parts, places = [], []
    for grams, where in _pool(node):
        windows = _windows(node, size, grams.shape[1])
        if not len(windows):
            continue
        read = new.op("Gather", x, new.constant(windows), axis=rank - 1)
        read = new.op("Unsqueeze", read, new.constant([rank]))
        same = new.op("Equal", read, new.constant(grams.astype(x.dtype.numpy())))
        ones = new.op("Cast", same, to=ir.DataType.FLOAT)
        whole = reduced(new, "ReduceMin", ones, [rank + 1], keepdims=0)
        parts.append(reduced(new, "ReduceSum", whole, [rank - 1], keepdims=0))
        places += where
    return [_weighted(node, new, parts, places, rank)]


def _weighted(
    node: ir.Node, new: Replacement, parts: list[Any], places: list[int], rank: int
) -> ir.Value:
    """Counts in the order of the output, by the mode."""
    if len(set(places)) < len(places):
        raise Impossible("several n-grams are counted in one place")
    if not parts:
        raise Impossible("no n-gram fits into the text")
    nothing = new.op(
        "Mul", new.op("Gather", parts[0], new.constant([0]), axis=rank - 1), _number(new, 0)
    )
    counts = new.op("Concat", *parts, nothing, axis=rank - 1)
    order = [
        places.index(i) if i in places else len(places)
        for i in range(max(ints(node, "ngram_indexes")) + 1)
    ]
    result = new.op("Gather", counts, new.constant(order), axis=rank - 1)
    mode, weights = text(node, "mode", "TF"), nodes.attribute(node, "weights")
    if mode == "IDF":
        result = new.op("Min", result, _number(new, 1))
    if mode != "TF" and weights:
        result = new.op("Mul", result, new.constant(np.asarray(weights, np.float32)))
    value: ir.Value = result
    return value


def _number(new: Replacement, value: float) -> ir.Value:
    return new.constant(np.asarray(value, np.float32))


def _of_strings(node: ir.Node, opset: int) -> bool:
    return bool(nodes.attribute(node, "pool_strings"))


RULES = (
    Rule(
        "TfIdfVectorizer",
        _of_strings,
        refuse("TensorRT has no strings"),
        "TensorRT has no strings",
    ),
    Rule(
        "TfIdfVectorizer",
        always,
        rewrite(_counted, "windows compared with all n-grams"),
        "TensorRT 8.6 has no importer for it",
    ),
)
