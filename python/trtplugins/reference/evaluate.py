"""Run a model on the CPU."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Union

import numpy as np
import numpy.typing as npt
import onnx
from google.protobuf.message import DecodeError
from onnx.reference import ReferenceEvaluator

from trtplugins._core import Error
from trtplugins.reference.rewrite import rewrite

Model = Union[str, "os.PathLike[str]", bytes, onnx.ModelProto]


def run(model: Model, feeds: Mapping[str, npt.ArrayLike]) -> dict[str, np.ndarray[Any, Any]]:
    """Evaluate `model` on `feeds` and return its outputs by name.

    Nodes are understood as TensorRT's parser understands them: an operator of this library counts
    in any domain, by its name or its alias, and in a model whose opset is older than the operator.
    Every value has the type the model gives it; FP16 is computed in FP16, step by step, as
    `onnx.reference` does.

    Args:
        model: a path, the bytes of an ONNX file, or a ModelProto (which is left as it is).
        feeds: an array for every input without an initializer, of the dtype the model declares.

    Raises:
        Error: the model cannot be read, a feed is missing, unknown or of another dtype, or an
            attribute of an operator is not admissible.
    """
    proto = load_model(model)
    arrays = {name: np.asarray(value) for name, value in feeds.items()}
    _check_feeds(proto, arrays)
    rewritten, references = rewrite(proto)
    evaluator = ReferenceEvaluator(rewritten, new_ops=references)
    names = [output.name for output in proto.graph.output]
    return dict(zip(names, evaluator.run(names, arrays)))


def load_model(model: Model) -> onnx.ModelProto:
    """Read an ONNX model, its external data included where `model` is a path."""
    if isinstance(model, onnx.ModelProto):
        return _complete(model)
    what = "the bytes given" if isinstance(model, bytes) else os.fspath(model)
    try:
        if isinstance(model, bytes):
            proto = onnx.load_model_from_string(model)
        else:
            proto = onnx.load(os.fspath(model))
    except OSError as error:
        raise Error(f"cannot read {what}: {error.strerror or error}") from error
    except DecodeError as error:
        raise Error(f"{what}: not an ONNX model") from error
    if not proto.graph.output:
        raise Error(f"{what}: not an ONNX model (it has no graph outputs)")
    return proto


def _complete(model: onnx.ModelProto) -> onnx.ModelProto:
    """With its external data, if `adapt` left it outside."""
    if all(t.data_location != onnx.TensorProto.EXTERNAL for t in model.graph.initializer):
        return model
    from trtplugins.onnx import files  # takes long to import

    return files.loaded(model)


def _check_feeds(model: onnx.ModelProto, feeds: Mapping[str, np.ndarray[Any, Any]]) -> None:
    constants = {tensor.name for tensor in model.graph.initializer}
    declared = {value.name: value.type.tensor_type for value in model.graph.input}
    missing = [name for name in declared if name not in feeds and name not in constants]
    if missing:
        raise Error(f"no value for input {', '.join(missing)} of the model")
    for name, array in feeds.items():
        if name not in declared:
            raise Error(f"the model has no input {name!r}; its inputs: {', '.join(declared)}")
        expected = onnx.helper.tensor_dtype_to_np_dtype(declared[name].elem_type)
        if array.dtype != expected:
            raise Error(f"input {name!r}: expected dtype {expected}, got {array.dtype}")
        dims = declared[name].shape.dim
        if declared[name].HasField("shape") and len(dims) != array.ndim:
            raise Error(f"input {name!r}: expected {len(dims)} dimensions, got shape {array.shape}")
