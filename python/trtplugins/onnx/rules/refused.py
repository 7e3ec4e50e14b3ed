"""What neither TensorRT nor this library does, by the reason."""

from __future__ import annotations

from trtplugins.onnx.rules.actions import refuse
from trtplugins.onnx.rules.rule import Rule, always

_REASONS = {
    "TensorRT has no strings": (
        *("RegexFullMatch", "StringConcat", "StringNormalizer", "StringSplit"),
    ),
    "TensorRT has no sequences": (
        *("ConcatFromSequence", "SequenceAt", "SequenceConstruct", "SequenceEmpty"),
        *("SequenceErase", "SequenceInsert", "SequenceLength", "SequenceMap", "SplitToSequence"),
    ),
    "TensorRT decodes no images": ("ImageDecoder",),
}

RULES = tuple(
    Rule(op, always, refuse(reason), reason) for reason, ops in _REASONS.items() for op in ops
)
