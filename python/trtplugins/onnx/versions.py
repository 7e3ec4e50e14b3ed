"""What became of ONNX's operators between the opset of a model and the one TensorRT reads.

Every node carries the opset it is written for (`ir.Node.version`): passes mix nodes of the model's
opset with new ones of TensorRT's.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Optional, Union

import onnx
import onnx_ir as ir

from trtplugins.onnx.target import OPSET

# The newest opset whose changes were read, all of them, for the tables below. Of a newer one a
# change of an operator is refused, until somebody has read it and raises this number.
REVIEWED = 28

# Changes of an operator, by the opset they came with, that give the same node another meaning. All
# others admit more (types, attributes, optional inputs, values of an attribute): a node that uses
# nothing of that means the same before and after.
_MEANING = {
    ("Dropout", 12): "ratio became an input",
    ("GroupNormalization", 21): "scale and bias are per channel, not per group",
    ("Hardmax", 13): "the axis is one dimension, not where the shape is flattened",
    ("LogSoftmax", 13): "the axis is one dimension, not where the shape is flattened",
    ("PRelu", 7): "the slope is broadcast as in numpy",
    ("Resize", 11): "coordinates are transformed by another formula",
    ("RoiAlign", 16): "coordinates are shifted by half a pixel",
    ("Scan", 9): "there is no batch dimension any more",
    ("Scatter", 11): "it is ScatterElements now",
    ("Softmax", 13): "the axis is one dimension, not where the shape is flattened",
    ("Upsample", 10): "it is Resize now",
}

# Values of attributes by the opset that they came with.
_NEW_VALUES = {
    ("GridSample", "mode"): {"linear": 20, "cubic": 20},
    ("Pad", "mode"): {"wrap": 19},
    ("Resize", "coordinate_transformation_mode"): {"half_pixel_symmetric": 19},
    ("ScatterElements", "reduction"): {"max": 18, "min": 18},
    ("ScatterND", "reduction"): {"max": 18, "min": 18},
}

# Values of attributes that only have another name since.
_RENAMED = {("GridSample", "mode"): {"linear": "bilinear", "cubic": "bicubic"}}


def stamp(model: ir.Model) -> None:
    """Write down on every node the opset it is of, and spell ONNX's own domain as ""."""
    owners: list[Union[ir.Graph, ir.Function]] = [model.graph, *model.functions.values()]
    for owner in owners:
        imports = owner.opset_imports
        if "" not in imports and "ai.onnx" not in imports:
            imports[""] = OPSET
        if "ai.onnx" in imports:
            imports[""] = imports.pop("ai.onnx")
        for node in ir.traversal.RecursiveGraphIterator(owner):
            if node.domain == "ai.onnx":
                node.domain = ""
            if node.version is None:
                node.version = imports.get(node.domain, 1)


def opset(node: ir.Node) -> int:
    """The opset that the node is written for."""
    return node.version or OPSET


def schema(node: ir.Node, version: Optional[int] = None) -> Optional[onnx.defs.OpSchema]:
    """What ONNX defines of the node's operator at its own opset or another; None if nothing."""
    return _schema(node.op_type, version or opset(node), node.domain)


def lowered(node: ir.Node, target: int = OPSET) -> str:
    """Make a node one of an older opset, if it means the same there.

    Returns:
        Why it does not; empty if it does, and then the node is of that opset, or if the operator
        is none of that opset.
    """
    new, old = schema(node), schema(node, target)
    if node.domain != "" or new is None or opset(node) <= target:
        return ""
    if old is None:
        return ""  # no operator of that opset, which TensorRT imports or does not
    if new.since_version != old.since_version:
        why = _changed(node, old, new)
        if why:
            return why
    node.version = target
    return ""


def means_the_same(node: ir.Node, target: int) -> bool:
    """Whether the node, as it is, may be called one of a newer opset."""
    old, new = schema(node), schema(node, target)
    if old is None or new is None or new.deprecated:
        return False
    if old.since_version == new.since_version:
        return True
    if _meaning(node.op_type, old.since_version, new.since_version):
        return False
    kept = set(node.attributes) <= set(new.attributes)
    return kept and _defaults(node, new, old) == {} and _fits(node, new)


def attributes(node: ir.Node, target: int) -> dict[str, Any]:
    """The attributes that a node has in the form of another opset.

    Raises:
        ValueError: the operator means something else there; says what.
    """
    found = {a.name: a.value for a in node.attributes.values()}
    own, other = schema(node), schema(node, target)
    if own is None or other is None or own.since_version == other.since_version:
        return found
    first, last = sorted((own.since_version, other.since_version))
    why = _meaning(node.op_type, first, last)
    if why:
        raise ValueError(why)
    found = {**_defaults(node, other, own), **found}
    for (op, name), names in _RENAMED.items():
        if op == node.op_type and isinstance(found.get(name), str):
            upwards = own.since_version < other.since_version
            table = {old: new for new, old in names.items()} if upwards else names
            found[name] = table.get(found[name], found[name])
    return found


def default(schema: onnx.defs.OpSchema, name: str) -> Any:
    """The value of an attribute that a node leaves out; None if it has no default."""
    return _default(schema.attributes[name])


def _changed(node: ir.Node, old: onnx.defs.OpSchema, new: onnx.defs.OpSchema) -> str:
    op = node.op_type
    if new.since_version > REVIEWED:
        return f"{op} changed in opset {new.since_version}, which is too new for this library"
    why = _meaning(op, old.since_version, new.since_version)
    if why:
        return why
    for name, attribute in list(node.attributes.items()):
        value = _renamed(node, name, attribute.value)
        came = _NEW_VALUES.get((op, name), {}).get(value, 0)
        if came > old.since_version:
            return f"{name} '{value}' came with opset {came}, and TensorRT 8.6 reads {OPSET}"
        if value != attribute.value:
            node.attributes[name] = ir.AttrString(name, value)
        elif name not in old.attributes:
            if not _is_default(value, new.attributes[name]):
                return f"attribute '{name}' is newer than opset {OPSET}, which TensorRT 8.6 reads"
            del node.attributes[name]
    for index, value in enumerate(node.inputs):
        if value is not None and not _has_input(old, index):
            name = new.inputs[min(index, len(new.inputs) - 1)].name
            return f"input '{name}' is newer than opset {OPSET}, which TensorRT 8.6 reads"
    for name, value in _defaults(node, old, new).items():
        renamed = _renamed(node, name, value)
        if renamed != _default(old.attributes[name]):
            node.attributes[name] = ir.convenience.convert_attribute(name, renamed)
    return ""


def _meaning(op: str, old: int, new: int) -> str:
    return next(
        (
            f"its meaning changed in opset {since}: {why}"
            for (changed, since), why in _MEANING.items()
            if changed == op and old < since <= new
        ),
        "",
    )


def _renamed(node: ir.Node, name: str, value: Any) -> Any:
    names = _RENAMED.get((node.op_type, name), {})
    return names.get(value, value) if isinstance(value, str) else value


def _defaults(node: ir.Node, to: onnx.defs.OpSchema, of: onnx.defs.OpSchema) -> dict[str, Any]:
    """Attributes the node leaves out and whose default is another in `to`: as it is in `of`."""
    return {
        name: _default(attribute)
        for name, attribute in of.attributes.items()
        if name not in node.attributes
        and name in to.attributes
        and _default(attribute) != _default(to.attributes[name])
    }


def _default(attribute: onnx.defs.OpSchema.Attribute) -> Any:
    if not attribute.default_value.type:
        return None
    value = onnx.helper.get_attribute_value(attribute.default_value)
    return value.decode() if isinstance(value, bytes) else value


# Attributes without a default whose absence means the same as these values.
_NEUTRAL = {"dilations": 1}


def _is_default(value: Any, attribute: onnx.defs.OpSchema.Attribute) -> bool:
    if attribute.name in _NEUTRAL:
        return all(item == _NEUTRAL[attribute.name] for item in value)
    return bool(value == _default(attribute))


def _fits(node: ir.Node, to: onnx.defs.OpSchema) -> bool:
    required = sum(i.option == onnx.defs.OpSchema.FormalParameterOption.Single for i in to.inputs)
    return len(node.inputs) >= required and all(
        value is None or _has_input(to, index) for index, value in enumerate(node.inputs)
    )


def _has_input(found: onnx.defs.OpSchema, index: int) -> bool:
    variadic = onnx.defs.OpSchema.FormalParameterOption.Variadic
    return index < len(found.inputs) or bool(found.inputs and found.inputs[-1].option == variadic)


@cache
def _schema(op: str, version: int, domain: str) -> Optional[onnx.defs.OpSchema]:
    newest = onnx.defs.onnx_opset_version() if domain == "" else version
    if not onnx.defs.has(op, min(version, newest), domain):
        return None
    return onnx.defs.get_schema(op, min(version, newest), domain)
