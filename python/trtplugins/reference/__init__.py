"""The CPU backend: what a model computes, by `onnx.reference`. Needs neither TensorRT nor a GPU."""

from __future__ import annotations

from trtplugins.reference.evaluate import load_model, run

__all__ = ["load_model", "run"]
