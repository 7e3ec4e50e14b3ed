"""Inputs that TensorRT needs to know at build time, and that a test may hence freeze.

They are shapes, axes, sizes, counts and flags; never data.
"""

from __future__ import annotations

from collections.abc import Iterator

import onnx

from onnx_backend.cases import Arrays, Case

# By operator, the formal inputs.
_FORMAL = {
    "AffineGrid": {"size"},
    "BlackmanWindow": {"size"},
    "CenterCropPad": {"shape"},
    "Col2Im": {"image_shape", "block_shape"},
    "ConstantOfShape": {"input"},
    "CumProd": {"axis"},
    "CumSum": {"axis"},
    "DFT": {"dft_length", "axis"},
    "Dropout": {"ratio", "training_mode"},
    "Expand": {"shape"},
    "HammingWindow": {"size"},
    "HannWindow": {"size"},
    "Loop": {"M", "cond"},
    "MaxUnpool": {"output_shape"},
    "MelWeightMatrix": {
        *("num_mel_bins", "dft_length", "sample_rate", "lower_edge_hertz", "upper_edge_hertz"),
    },
    "OneHot": {"depth"},
    "Pad": {"pads", "axes"},
    "Range": {"start", "limit", "delta"},
    "Reshape": {"shape"},
    "Resize": {"roi", "scales", "sizes"},
    "STFT": {"frame_step", "frame_length"},
    "Slice": {"starts", "ends", "axes", "steps"},
    "Split": {"split"},
    "Squeeze": {"axes"},
    "Tile": {"repeats"},
    "TopK": {"K"},
    "Trilu": {"k"},
    "Unsqueeze": {"axes"},
    "Upsample": {"scales"},
    **{
        f"Reduce{kind}": {"axes"}
        for kind in (
            *("L1", "L2", "LogSum", "LogSumExp", "Max", "Mean", "Min", "Prod", "Sum", "SumSquare"),
        )
    },
}


def freezable(case: Case) -> Arrays:
    """The inputs of a test that may be frozen, with the test's values."""
    names = set(_names(case.model))
    return {name: array for name, array in case.feeds.items() if name in names}


def _names(model: onnx.ModelProto) -> Iterator[str]:
    opsets = {entry.domain: entry.version for entry in model.opset_import}
    for node in model.graph.node:
        formal = _FORMAL.get(node.op_type, set())
        if not formal:
            continue
        schema = onnx.defs.get_schema(node.op_type, opsets[node.domain], node.domain)
        for name, declared in zip(node.input, schema.inputs):
            if declared.name in formal:
                yield name
