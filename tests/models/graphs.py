"""The exported models beside this file, with inputs and what PyTorch made of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx

FOLDER = Path(__file__).resolve().parent / "graphs"

Arrays = dict[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class Turn:
    """Inputs and outputs of a run."""

    feeds: Arrays
    outputs: Arrays


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.onnx"))


def model(name: str) -> onnx.ModelProto:
    return onnx.load(FOLDER / f"{name}.onnx")


def turns(name: str) -> list[Turn]:
    """The runs: of a model with dynamic dimensions two, of different sizes."""
    found: list[Turn] = []
    with np.load(FOLDER / f"{name}.npz") as arrays:
        for key in arrays.files:
            number, kind, tensor = key.split(" ", 2)
            while len(found) <= int(number):
                found.append(Turn({}, {}))
            turn = found[int(number)]
            (turn.feeds if kind == "in" else turn.outputs)[tensor] = arrays[key]
    return found
