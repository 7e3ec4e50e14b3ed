"""The way of a test through a bundle, a process and the results, on the CPU."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from onnx_backend import bundle as bundles
from onnx_backend import results
from onnx_backend.answers import Answer
from onnx_backend.bundle import Form, Item
from onnx_backend.workers import Outcome

PROGRAM = Path(__file__).with_name("coverage.py")


def model() -> bytes:
    value = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["n"]) for n in "xy"]
    graph = helper.make_graph([helper.make_node("Abs", ["x"], ["y"])], "g", value[:1], value[1:])
    return bytes(helper.make_model(graph, ir_version=8).SerializeToString())


def item(name: str, expected: list[float], **more: str) -> Item:
    feeds = {"x": np.float32([-1, 2])}
    form = Form(model(), feeds, ("x",), {"y": ("float32", "float32")})
    answer = Answer({"y": np.float32(expected)}, 1e-3, 1e-7)
    return Item(name, "Abs", answer, form, None if more else form, **more)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A bundle of three tests: one passes, one is wrong, one was refused."""
    found = tmp_path / "tests.zip"
    items = [
        item("right", [1, 2]),
        item("wrong", [1, 3]),
        item("refused", [1, 2], outcome="refused", reason="Abs: not today"),
    ]
    bundles.write(found, items, {"onnx": onnx.__version__})
    return found


def test_a_bundle_is_read_as_it_was_written(path: Path) -> None:
    read = bundles.Bundle(path)
    assert read.operators == {"right": "Abs", "wrong": "Abs", "refused": "Abs"}
    found = read["right"]
    assert found.adapted is not None
    assert found.adapted.model == found.original.model == model()
    assert found.adapted.dynamic == ("x",)
    assert found.adapted.carried == {"y": ("float32", "float32")}
    np.testing.assert_array_equal(found.adapted.feeds["x"], [-1, 2])
    assert found.answer.difference({"y": np.float32([1, 2])}) == ""
    assert (read["refused"].adapted, read["refused"].reason) == (None, "Abs: not today")


def test_random_answers_survive(tmp_path: Path) -> None:
    alternatives = [{"y": np.float32([0])}, {"y": np.float32([1])}]
    form = Form(b"", {})
    random = Item("r", "Bernoulli", Answer(alternatives[1], 1e-3, 0, alternatives), form, None)
    bundles.write(tmp_path / "b.zip", [random], {})
    answer = bundles.Bundle(tmp_path / "b.zip")["r"].answer
    assert answer.difference({"y": np.float32([0])}) == ""
    assert answer.difference({"y": np.float32([2])}) != ""


def test_the_command_keeps_every_outcome_and_writes_the_page(path: Path, tmp_path: Path) -> None:
    kept, page = tmp_path / "kept.json", tmp_path / "page.md"
    command = [sys.executable, str(PROGRAM), "run", str(path), "--workers", "1"]
    done = subprocess.run(
        [*command, "--backend", "reference", "--output", str(kept), "--page", str(page)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 1, done.stderr  # there is a wrong result
    found = json.loads(kept.read_text("utf-8"))
    assert found["counts"] == {"pass": 1, "refused": 1, "wrong": 1}
    assert found["cases"]["wrong"]["reason"] == "y: 1 of 2 differ, by 1.0e+00"
    text = page.read_text("utf-8")
    assert "| Abs | 1 / 3 | 1 refused, 1 wrong |" in text
    assert "- refused: Abs: not today (`refused`)" in text


def test_the_page_names_operators_all_of_whose_tests_pass() -> None:
    outcomes = {"a": Outcome("pass"), "b": Outcome("crash", "SIGSEGV"), "c": Outcome("pass")}
    head = {"onnx": "1", "how": "so", "where": "here", "date": "today"}
    content = results.document(outcomes, {"a": "Abs", "b": "Add", "c": "Add"}, head)
    text = results.markdown(content)
    assert "**2 of 3 pass**" in text
    assert "All tests of these pass: Abs." in text
    assert "| Add | 1 / 2 | 1 crash |" in text
