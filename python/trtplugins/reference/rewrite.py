"""Prepare a model for `onnx.reference`: send the library's operators to what evaluates them.

TensorRT's parser finds a plugin by the node's type alone, whatever its domain. `onnx.reference`
goes by domain and opset, so on a copy of the model each such node is moved to a domain of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any, Optional

import onnx
import onnx.inliner
from onnx.reference.op_run import OpRun

from trtplugins import _core, _operator_files
from trtplugins.reference import ops as reference_ops
from trtplugins.reference.newest_onnx import PRESENT, admissible, newest

DOMAIN = "trtplugins.reference"

# Attributes that address a plugin, not the operation it performs.
_ADDRESS = ("plugin_version", "plugin_namespace")


def rewrite(model: onnx.ModelProto) -> tuple[onnx.ModelProto, list[type[OpRun]]]:
    """A copy of `model` that `onnx.reference` can evaluate with the `OpRun` classes beside it."""
    # Evaluators of model-local functions do not see new operators, hence no functions.
    copy = onnx.inliner.inline_local_functions(model) if model.functions else _clone(model)
    opsets = {entry.domain: entry.version for entry in copy.opset_import}
    operators = {name: op for op in _core.operators() for name in (op.name, op.alias)}
    implementations: dict[str, type[OpRun]] = {}
    for node in _nodes(copy.graph):
        _use_newer_names(node)
        op = operators.get(node.op_type)
        if op is None:
            continue
        _drop_address(node)
        if _is_standard(node, opsets):
            _check_names(node, set(onnx.defs.get_schema(node.op_type, opsets[""]).attributes))
            continue
        own = _own_reference(op)
        if op.name not in implementations:
            implementations[op.name] = own or newest(op, DOMAIN)
        node.domain, node.op_type = DOMAIN, op.name
        if own is None:
            _check_names(node, admissible(op))
        else:
            _complete(node, op)
    if implementations:
        _keep_indices(copy.graph)
        copy.opset_import.append(onnx.helper.make_opsetid(DOMAIN, 1))
    return copy, list(implementations.values())


def _keep_indices(graph: onnx.GraphProto) -> None:
    """int64 stays int64 for the operators of ONNX that go on with it.

    TensorRT computes it in int32, and so a plugin has it.
    """
    declared = {value.name: value.type.tensor_type.elem_type for value in graph.value_info}
    wide = {name for name, dtype in declared.items() if dtype == onnx.TensorProto.INT64}
    nodes = list(graph.node)
    del graph.node[:]
    for node in nodes:
        graph.node.append(node)
        made = graph.node[-1]
        for attribute in made.attribute:
            for inner in (attribute.g, *attribute.graphs):
                if inner.node:
                    _keep_indices(inner)
        if made.domain != DOMAIN:
            continue
        for i, name in enumerate(made.output):
            if name in wide:
                made.output[i] = f"{name} as it comes"
                cast = onnx.helper.make_node(
                    "Cast", [made.output[i]], [name], to=onnx.TensorProto.INT64
                )
                graph.node.append(cast)


def _use_newer_names(node: onnx.NodeProto) -> None:
    """onnx.reference knows GridSample's modes only by the names of opset 20."""
    for attribute in node.attribute if node.op_type == "GridSample" else ():
        if attribute.name == "mode" and attribute.s.startswith(b"bi"):
            attribute.s = attribute.s[2:]


def _clone(model: onnx.ModelProto) -> onnx.ModelProto:
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    return copy


def _nodes(graph: onnx.GraphProto) -> Iterator[onnx.NodeProto]:
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            for inner in (attribute.g, *attribute.graphs):
                yield from _nodes(inner)


def _is_standard(node: onnx.NodeProto, opsets: dict[str, int]) -> bool:
    """Whether ONNX itself defines the node in the opset the model imports."""
    if node.domain != "" or "" not in opsets:
        return False
    return bool(onnx.defs.has(node.op_type, max_inclusive_version=opsets[""]))


def _own_reference(op: _core.Operator) -> Optional[type[OpRun]]:
    """The class in the operator's folder: where it is not ONNX's, or has more attributes."""
    for module in _references():
        found = getattr(module, op.name, None)
        if found is not None:
            return type(op.name, (found,), {"op_domain": DOMAIN})
    if not op.since:
        raise _core.Error(
            f"{op.name} has no reference: its folder lacks a reference.py with that class, "
            "or its plugin library a .py file beside it"
        )
    return None


def _references() -> Iterator[ModuleType]:
    yield from _operator_files.modules(reference_ops, "reference.py")
    for library in _core.plugin_libraries():
        module = _operator_files.beside(library)
        if module is not None:
            yield module


def _drop_address(node: onnx.NodeProto) -> None:
    kept = [attribute for attribute in node.attribute if attribute.name not in _ADDRESS]
    del node.attribute[:]
    node.attribute.extend(kept)


def _check_names(node: onnx.NodeProto, known: set[str]) -> None:
    """Refuse an attribute that ONNX does not know, which onnx.reference would pass over."""
    for attribute in node.attribute:
        if attribute.name not in known:
            raise _core.Error(
                f"{node.op_type}: unknown attribute {attribute.name!r}; "
                f"expected {', '.join(sorted(known - set(PRESENT))) or 'none'}"
            )


def _complete(node: onnx.NodeProto, op: _core.Operator) -> None:
    """Fill in the defaults; an attribute the plugin would refuse is refused here.

    Inputs and outputs that are left out get their places back.
    """
    given = {attribute.name: _value(attribute) for attribute in node.attribute}
    _restore(node.input, given.pop("present_inputs", None))
    _restore(node.output, given.pop("present_outputs", None))
    instance = op.make(**given)
    del node.attribute[:]
    for attribute in op.attributes:
        if attribute.name in instance.attributes:
            value = instance.attributes[attribute.name]
            kind = onnx.AttributeProto.AttributeType.Value(attribute.kind.upper())
            node.attribute.append(onnx.helper.make_attribute(attribute.name, value, attr_type=kind))


def _restore(names: Any, mask: Any) -> None:
    if mask is not None:
        left = iter(list(names))
        places = [next(left) if present else "" for present in mask]
        del names[:]
        names.extend(places)


def _value(attribute: onnx.AttributeProto) -> Any:
    value = onnx.helper.get_attribute_value(attribute)
    if isinstance(value, bytes):
        return value.decode()
    if attribute.type == onnx.AttributeProto.STRINGS:
        return [item.decode() for item in value]
    return list(value) if attribute.type in _LISTS else value


_LISTS = (onnx.AttributeProto.FLOATS, onnx.AttributeProto.INTS)
