"""TensorRT's JSON of an engine, as values."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

import trtplugins as tp
from trtplugins.inspection import LayerTensor, parse

NAMES = json.dumps({"Layers": ["conv + relu", "pool"], "Bindings": ["x", "y"]})
DETAILED = json.dumps(
    {
        "Layers": [
            {
                "Name": "conv + relu",
                "LayerType": "CaskConvolution",
                "Inputs": [
                    {
                        "Name": "x",
                        "Location": "Device",
                        "Dimensions": [1, 3, -1, 8],
                        "Format/Datatype": "Row major linear FP32",
                    }
                ],
                "Outputs": [{"Name": "y[0]", "Dimensions": [], "Format/Datatype": "FP16"}],
                "TacticName": "sm80_xmma_fprop",
                "TacticValue": "0x1",
                "Weights": {"Type": "Float", "Count": 108},
            },
            {"Name": "empty", "Inputs": None, "TacticValue": "0x0"},
        ],
        "Bindings": ["x", "y"],
    }
)


def test_names_alone() -> None:
    told = parse(NAMES)
    assert [layer.name for layer in told.layers] == ["conv + relu", "pool"]
    assert told.bindings == ("x", "y")
    assert not told.is_detailed
    assert told.text == NAMES
    assert len(told.table().columns) == 1


def test_everything() -> None:
    told = parse(DETAILED)
    first, second = told.layers
    assert first.type == "CaskConvolution"
    assert first.inputs == (LayerTensor("x", (1, 3, -1, 8), "Row major linear FP32", "Device"),)
    assert first.outputs[0].shape == ()
    assert first.tactic == "sm80_xmma_fprop"
    assert first.details["Weights"]["Count"] == 108
    assert (second.inputs, second.tactic) == ((), "0x0")
    assert told.is_detailed
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(told.table())
    text = console.export_text()
    assert "x[1, 3, -1, 8] (Row major linear FP32)" in text
    assert "y[0][] (FP16)" in text


def test_names_that_json_would_escape() -> None:
    assert parse('{"Layers": ["a\tb"]}').layers[0].name == "a\tb"


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"Layers": 1}'])
def test_what_is_none_of_it(text: str) -> None:
    with pytest.raises(tp.Error, match="TensorRT's description of the engine"):
        parse(text)
