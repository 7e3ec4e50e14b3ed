"""Optimisation profiles: the shapes of dynamic inputs that an engine is built for.

Everything that can be told without TensorRT is checked here, so that it is told at once and in the
model's own words.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Optional, Union

import onnx

from trtplugins._core import Error

Profile = Mapping[str, Sequence[Sequence[int]]]
Range = tuple[list[int], list[int], list[int]]  # minimum, optimum, maximum
Extent = Union[int, str]  # a string or -1: dynamic

_INTEGERS = {onnx.TensorProto.INT32, onnx.TensorProto.INT64}


class Input(NamedTuple):
    """An input as the model declares it; `shape` is None where the model does not say."""

    shape: Optional[tuple[Extent, ...]]
    may_be_extents: bool  # then TensorRT may want values in a profile in place of shapes

    @property
    def is_dynamic(self) -> bool:
        """Whether a profile is needed, as far as the declaration tells."""
        return self.shape is not None and any(_is_dynamic(d) for d in self.shape)


def ranges_of(profiles: Profile | Sequence[Profile] | None) -> list[dict[str, Range]]:
    """Profiles in the form that the builder takes.

    Raises:
        Error: something is not [minimum, optimum, maximum] of one rank in this order.
    """
    if profiles is None:
        return []
    given = [profiles] if isinstance(profiles, Mapping) else profiles
    return [{name: _range(name, shapes) for name, shapes in p.items()} for p in given]


def onnx_inputs(model: onnx.ModelProto) -> dict[str, Input]:
    """The inputs of an ONNX model that no initializer gives."""
    constants = {tensor.name for tensor in model.graph.initializer}
    found = {}
    for value in model.graph.input:
        if value.name in constants:
            continue
        tensor = value.type.tensor_type
        shape = tuple(_extent(d) for d in tensor.shape.dim) if tensor.HasField("shape") else None
        rank = 0 if shape is None else len(shape)
        found[value.name] = Input(shape, tensor.elem_type in _INTEGERS and rank <= 1)
    return found


def check(profiles: Sequence[Mapping[str, Range]], inputs: Mapping[str, Input]) -> None:
    """Checks profiles against the inputs of a model.

    Raises:
        Error: naming the input, what was expected and what came.
    """
    for number, profile in enumerate(profiles or [{}]):
        which = f"profile {number}: " if len(profiles) > 1 else ""
        for name, shapes in profile.items():
            if name not in inputs:
                known = ", ".join(repr(n) for n in inputs) or "none"
                raise Error(f"{which}the model has no input {name!r}; expected one of {known}")
            _check_form(which, name, inputs[name], shapes)
        for name, declared in inputs.items():
            if declared.is_dynamic and name not in profile:
                raise Error(f"{which}{_how_to_give(name, declared)}")


def _range(name: str, shapes: Sequence[Sequence[int]]) -> Range:
    role = f"profile of input {name!r}"
    try:
        triple = [[operator.index(d) for d in shape] for shape in shapes]
    except TypeError:
        raise Error(f"{role}: expected [min, opt, max], three shapes, got {shapes!r}") from None
    if len(triple) != 3:
        raise Error(f"{role}: expected [min, opt, max], got {len(triple)} shapes")
    low, opt, high = triple
    if not len(low) == len(opt) == len(high):
        raise Error(f"{role}: expected shapes of one rank, got {_words(triple)}")
    if any(not 0 <= a <= b <= c for a, b, c in zip(low, opt, high)):
        raise Error(f"{role}: expected 0 <= min <= opt <= max, got {_words(triple)}")
    return low, opt, high


def _check_form(which: str, name: str, declared: Input, shapes: Range) -> None:
    form = declared.shape
    if form is None or declared.may_be_extents:
        return
    for shape in shapes:
        fits = len(shape) == len(form)
        if not fits or any(not _is_dynamic(f) and d != f for d, f in zip(shape, form)):
            raise Error(
                f"{which}profile of input {name!r}: expected shapes of the form {_form(form)}, "
                f"got {_words(shapes)}"
            )


def _how_to_give(name: str, declared: Input) -> str:
    form = declared.shape or ()
    example = [tuple(n if _is_dynamic(d) else d for d in form) for n in (1, 8, 32)]
    return (
        f"input {name!r} of shape {_form(form)} is dynamic: give the shapes to build for, "
        f"profiles={{{name!r}: [min, opt, max]}}, for example {example}"
    )


def _extent(dim: onnx.TensorShapeProto.Dimension) -> Extent:
    if dim.HasField("dim_value"):
        return int(dim.dim_value)
    return str(dim.dim_param) or -1


def _is_dynamic(extent: Extent) -> bool:
    return isinstance(extent, str) or extent < 0


def _form(shape: Sequence[Extent]) -> str:
    return f"({', '.join(str(d) for d in shape)})"


def _words(shapes: Sequence[Sequence[int]]) -> str:
    return ", ".join(_form(shape) for shape in shapes)
