"""Export mlp_block.onnx: the MLP block of a current language model, by PyTorch's own exporter.

The block is the feed-forward half of a decoder layer in the style of Gemma 3, small enough to keep
in a repository:

    y = x + post_norm(down(gelu_tanh(gate(pre_norm(x))) * up(pre_norm(x))))

Weights are random with a fixed seed; batch and sequence length are dynamic. At opset 23 the
exporter writes RMSNormalization and Gelu nodes, not chains of elementwise ones as of old.

    pip install torch==2.13.0 onnx==1.23.2 onnxscript==0.7.2 onnx-ir==1.1.0
    python samples/models/mlp_block.py            # writes samples/models/mlp_block.onnx

The file in the repository was made with these versions on CPython 3.11.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx.reference import ReferenceEvaluator

SEED = 20
HIDDEN = 192
INTERMEDIATE = 640
OPSET = 23  # the lowest that has RMSNormalization


class MlpBlock(torch.nn.Module):
    """Normalised, gated feed-forward block with a residual; (batch, sequence, HIDDEN) tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.pre_norm = torch.nn.RMSNorm(HIDDEN, eps=1e-6)
        self.gate = torch.nn.Linear(HIDDEN, INTERMEDIATE, bias=False)
        self.up = torch.nn.Linear(HIDDEN, INTERMEDIATE, bias=False)
        self.down = torch.nn.Linear(INTERMEDIATE, HIDDEN, bias=False)
        self.post_norm = torch.nn.RMSNorm(HIDDEN, eps=1e-6)
        self.activation = torch.nn.GELU(approximate="tanh")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        h = self.pre_norm(x)
        h = self.down(self.activation(self.gate(h)) * self.up(h))
        return x + self.post_norm(h)


def make_block() -> MlpBlock:
    """The block with its seeded weights."""
    generator = torch.Generator().manual_seed(SEED)
    block = MlpBlock().eval()
    with torch.no_grad():
        for parameter in block.parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            # A norm's weights scatter around one; matrices keep the variance of what they multiply.
            is_norm = parameter.dim() == 1
            parameter.copy_(1 + 0.1 * noise if is_norm else noise * parameter.shape[1] ** -0.5)
    return block


def export(block: MlpBlock, path: Path) -> onnx.ModelProto:
    """Write the block to `path` in one file, weights inside, and return it."""
    x = torch.zeros(2, 5, HIDDEN)
    batch, sequence = torch.export.Dim("batch"), torch.export.Dim("sequence")
    torch.onnx.export(
        block,
        (x,),
        path,
        dynamo=True,
        opset_version=OPSET,
        input_names=["x"],
        output_names=["y"],
        dynamic_shapes=({0: batch, 1: sequence},),
        external_data=False,
    )
    model = onnx.load(path)
    for node in model.graph.node:
        # Stack traces that name the folders of the exporting machine.
        del node.metadata_props[:]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path, nargs="?", default=Path(__file__).with_suffix(".onnx"))
    path = parser.parse_args().output

    block = make_block()
    model = export(block, path)

    x = torch.randn(3, 7, HIDDEN, generator=torch.Generator().manual_seed(SEED + 1))
    (y,) = ReferenceEvaluator(model).run(None, {"x": x.numpy()})
    error = float(np.abs(y - block(x).detach().numpy()).max())
    print(f"{path}: {path.stat().st_size:,} bytes, opset {model.opset_import[0].version}")
    print("nodes:", dict(Counter(node.op_type for node in model.graph.node)))
    print(f"onnx.reference against PyTorch: max |difference| {error:.2e}")


if __name__ == "__main__":
    main()
