"""ONNX models made right for TensorRT's parser."""

from __future__ import annotations

from trtplugins.onnx.pipeline import adapt
from trtplugins.onnx.report import Change, Refusal, Refused, Report

__all__ = ["Change", "Refusal", "Refused", "Report", "adapt"]
