"""Every value has a name of its own, nodes are in order, and what leads nowhere is gone."""

from __future__ import annotations

from typing import Optional

import onnx_ir as ir
from onnx_ir.passes.common import NameFixPass, TopologicalSortPass
from onnx_ir.passes.common.naming import SimpleNameGenerator

from trtplugins._core import Error
from trtplugins.onnx import nodes
from trtplugins.onnx.context import Context
from trtplugins.onnx.passes import unused
from trtplugins.onnx.target import OPSET


def run(model: ir.Model, context: Context) -> None:
    """Sort the graphs, drop unused nodes, and name what has no name or another's.

    Raises:
        Error: a graph has a cycle.
    """
    order = list(nodes.every(model))
    try:
        TopologicalSortPass()(model)
    except (ValueError, ir.passes.PassError) as error:
        raise Error(f"the graph has a cycle{_on_a_cycle(model)}") from error
    if order != list(nodes.every(model)):
        context.changed("graph", "nodes put in order", "TensorRT's parser reads them one by one")
    removed = unused.remove(model)
    if removed:
        context.changed(f"{removed} nodes", "removed", "their results are not used")
    _separate_outputs(model, context)
    _fix_names(model, context)


def _separate_outputs(model: ir.Model, context: Context) -> None:
    """An output is computed, and is only one output."""
    for graph in nodes.graphs(model):
        seen: set[ir.Value] = set()
        for i, output in enumerate(graph.outputs):
            if output.is_graph_input() and graph is model.graph:
                why = "it is an input too, and TensorRT's tensors have one name each"
                context.refuse(f"output '{output.name}'", why)
            elif output in seen or output.is_graph_input():
                copy = ir.node("Identity", [output], version=OPSET)
                copy.outputs[0].type, copy.outputs[0].shape = output.type, output.shape
                graph.append(copy)
                graph.outputs[i] = copy.outputs[0]
                why = "TensorRT wants an output to be one node's result and one output"
                context.changed(f"output {i} '{output.name}'", "copied", why)
            seen.add(output)


class _Names(SimpleNameGenerator):
    """Nodes without a name are called after what they make, as TensorRT does."""

    def generate_node_name(self, node: ir.Node) -> str:
        made = next((value.name for value in node.outputs if value.name), None)
        return node.name or (f"node_of_{made}" if made else "node")


def _fix_names(model: ir.Model, context: Context) -> None:
    before = {value: value.name for value in _values(model)}
    NameFixPass(_Names())(model)
    for value, name in before.items():
        if name and value.name != name:
            why = "TensorRT's parser has one name space for a graph and its subgraphs"
            context.changed(f"value '{name}'", f"renamed to '{value.name}'", why)


def _values(model: ir.Model) -> list[ir.Value]:
    found: dict[ir.Value, None] = {}
    for graph in nodes.graphs(model):
        found.update(dict.fromkeys(graph.inputs))
        found.update(dict.fromkeys(graph.initializers.values()))
        for node in graph:
            found.update(dict.fromkeys(node.outputs))
    return list(found)


def _on_a_cycle(model: ir.Model) -> str:
    """Words that name a node whose result goes back into it."""
    for graph in nodes.graphs(model):
        for node in graph:
            if _reaches_itself(node):
                return f": through '{node.name or node.outputs[0].name}' ({node.op_type})"
    return ""


def _reaches_itself(start: ir.Node) -> bool:
    seen: set[ir.Node] = set()
    waiting = [start]
    while waiting:
        for producer in _producers(waiting.pop()):
            if producer is start:
                return True
            if producer not in seen:
                seen.add(producer)
                waiting.append(producer)
    return False


def _producers(node: ir.Node) -> list[ir.Node]:
    taken: list[Optional[ir.Value]] = list(node.inputs)
    for graph in nodes.subgraphs(node):
        for inner in ir.traversal.RecursiveGraphIterator(graph):
            taken.extend(inner.inputs)
    made = (value.producer() for value in taken if value is not None)
    return [producer for producer in made if producer is not None]
