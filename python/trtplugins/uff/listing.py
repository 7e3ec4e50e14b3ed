"""A graph as text: one line per node."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from trtplugins.uff.node import Node


def _shown(value: Any) -> Any:
    return f"{len(value)} bytes" if isinstance(value, bytes) else value


def listing(nodes: Iterable[Node]) -> str:
    """Columns of name, operation, inputs and fields, a custom node's as its plugin calls them."""
    rows = [("node", "operation", "inputs", "fields")]
    for node in nodes:
        fields = node.attributes if node.plugin else node.fields
        text = ", ".join(f"{name}={_shown(fields[name])}" for name in sorted(fields))
        rows.append((node.name, node.operation, ", ".join(node.inputs), text))
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
