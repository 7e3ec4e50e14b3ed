"""ONNX models made right for TensorRT's parser."""

from __future__ import annotations

from trtplugins.onnx.files import save
from trtplugins.onnx.pipeline import adapt
from trtplugins.onnx.report import Change, Port, Refusal, Refused, Report

__all__ = ["Change", "Port", "Refusal", "Refused", "Report", "adapt", "save"]
