"""The operators the library registers: list them, find one, read its page.

Everything here is derived from the operators' declarations in the compiled library.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import Any

from trtplugins import _core

__all__ = ["describe", "find", "ops", "signature", "table"]

_PYTHON_KIND = {
    "float": "float",
    "int": "int",
    "string": "str",
    "floats": "list[float]",
    "ints": "list[int]",
    "strings": "list[str]",
}


def ops() -> list[_core.Operator]:
    """Every operator the library registers, sorted by name. Needs neither TensorRT nor a GPU."""
    return sorted(_core.operators(), key=lambda op: op.name.lower())


def find(name: str) -> _core.Operator:
    """The operator registered as `name`, be it its own name or its alias.

    Raises:
        Error: there is none; the message names the nearest spelling.
    """
    known = {registered: op for op in ops() for registered in (op.name, op.alias)}
    if name in known:
        return known[name]
    lower = {registered.lower(): registered for registered in known}
    near = difflib.get_close_matches(name.lower(), lower, n=1)
    hint = f"; did you mean {lower[near[0]]}?" if near else ""
    raise _core.Error(f"no operator is called {name!r}{hint} (known: {', '.join(_names())})")


def signature(op: _core.Operator) -> str:
    """The operator as a Python signature: `Gelu(x, *, approximate: str = "none") -> y`."""
    parts = [f"{port.name}=None" if port.optional else port.name for port in op.inputs]
    if op.attributes:
        parts.append("*")
    for attribute in op.attributes:
        kind = _PYTHON_KIND[attribute.kind]
        if attribute.required:
            parts.append(f"{attribute.name}: {kind}")
        elif attribute.default is None:
            parts.append(f"{attribute.name}: {kind} | None = None")
        else:
            parts.append(f"{attribute.name}: {kind} = {_literal(attribute.default)}")
    outputs = ", ".join(port.name for port in op.outputs)
    return f"{op.name}({', '.join(parts)}) -> {outputs}"


def describe(name: str) -> str:
    """The page of one operator, as Markdown that reads well as it is.

    Signature, names it is registered under, inputs, outputs, attributes with their defaults and
    checks, admissible types, examples.

    Raises:
        Error: no operator has that name.
    """
    op = find(name)
    sections = [
        f"# {op.name}",
        op.doc,
        f"```python\n{signature(op)}\n```",
        _registration(op),
        "## Inputs\n\n" + _ports(op.inputs),
        "## Outputs\n\n" + _ports(op.outputs),
        "## Attributes\n\n" + _attributes(op),
        "## Types\n\n" + _types(op),
        "## Examples\n\n" + _examples(op),
    ]
    return "\n\n".join(sections) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table whose columns line up in plain text too."""
    lines = [[cell.replace("|", "\\|") for cell in row] for row in (header, *rows)]
    widths = [max(3, *(len(line[i]) for line in lines)) for i in range(len(header))]
    text = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(line, widths)) + " |" for line in lines
    ]
    text.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(text)


def _names() -> list[str]:
    return [op.name for op in ops()]


def _registration(op: _core.Operator) -> str:
    semantics = (
        f"Semantics: ONNX, opset {op.since}."
        if op.since
        else "Not an operator of ONNX's main domain."
    )
    return (
        f'Registered as `{op.name}` and `{op.alias}`, version "{op.version}", namespace "".\n'
        f"{semantics}"
    )


def _ports(ports: Sequence[_core.Port]) -> str:
    rows = [(f"`{p.name}`", "optional" if p.optional else "", p.doc) for p in ports]
    if not any(optional for _, optional, _ in rows):
        return table(("name", "meaning"), [(name, doc) for name, _, doc in rows])
    return table(("name", "", "meaning"), rows)


def _attributes(op: _core.Operator) -> str:
    if not op.attributes:
        return "None."
    rows = [
        (
            f"`{a.name}`",
            _PYTHON_KIND[a.kind],
            _default(a),
            a.expected,
            a.doc,
        )
        for a in op.attributes
    ]
    return table(("name", "type", "default", "must be", "meaning"), rows)


def _default(attribute: _core.Attribute) -> str:
    if attribute.required:
        return "required"
    return "absent" if attribute.default is None else f"`{_literal(attribute.default)}`"


def _types(op: _core.Operator) -> str:
    header = [port.name for port in (*op.inputs, *op.outputs)]
    return table(header, [(*inputs, *outputs) for inputs, outputs in op.rows])


def _examples(op: _core.Operator) -> str:
    inputs = [port.name for port in op.inputs if not port.optional]
    outputs = [port.name for port in op.outputs if not port.optional]
    shown = [a for a in op.attributes if a.required or a.default is not None]
    attributes = "".join(f", {a.name}={_literal(_example(a))}" for a in shown)
    strings = ", ".join(f'"{name}"' for name in inputs)
    version = "" if op.version == "1" else f', plugin_version="{op.version}"'
    node = ", ".join(f'"{name}"' for name in outputs)
    return (
        "A node of an ONNX graph (TensorRT's parser ignores its domain):\n\n"
        "```python\n"
        f'onnx.helper.make_node("{op.name}", [{strings}], [{node}]{attributes}{version})\n'
        "```\n\n"
        "A layer of a network of NVIDIA's Python bindings:\n\n"
        "```python\n"
        f'layer = trtplugins.add(network, "{op.name}", [{", ".join(inputs)}]{attributes})\n'
        "```"
    )


def _example(attribute: _core.Attribute) -> Any:
    if attribute.default is not None:
        return attribute.default
    return {"float": 1.0, "int": 1, "string": "", "floats": [1.0], "ints": [1], "strings": [""]}[
        attribute.kind
    ]


def _literal(value: Any) -> str:
    """A Python literal in double quotes; floats as short as float32 allows: 0.01, not 0.0099."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, float):
        short = f"{value:.7g}"
        return short if any(c in short for c in ".en") else short + ".0"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return repr(value)
