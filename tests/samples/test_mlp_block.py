"""The MLP block: the file that is kept, and the demonstration made of it."""

from __future__ import annotations

import importlib.util
import re

import numpy as np
import onnx
import pytest
from onnx import numpy_helper
from onnx.reference import ReferenceEvaluator

import trtplugins as tp
from trtplugins import _core

LIMIT = 2 * 1024 * 1024


@pytest.fixture
def path(samples):
    return samples / "models" / "mlp_block.onnx"


@pytest.fixture
def model(path):
    return onnx.load(path)


def block(x, weights):
    """The block in numpy, float64: what the file should compute."""

    def norm(h, scale):
        return h / np.sqrt(np.mean(h * h, axis=-1, keepdims=True) + 1e-6) * scale

    def gelu(h):
        return 0.5 * h * (1 + np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h**3)))

    h = norm(x, weights["pre_norm.weight"])
    gate, up, down = (weights[f"val_{i}"] for i in range(3))
    return x + norm((gelu(h @ gate) * (h @ up)) @ down, weights["post_norm.weight"])


def test_the_file_is_small_valid_and_names_no_machine(path, model):
    assert path.stat().st_size <= LIMIT
    onnx.checker.check_model(model, full_check=True)
    assert not any(node.metadata_props for node in model.graph.node)
    assert not re.search(rb"/(home|root|tmp|work)/", path.read_bytes())


def test_it_has_the_operators_tensorrt_lacks_as_nodes(model):
    names = [node.op_type for node in model.graph.node]
    assert sorted(names) == sorted(
        ["RMSNormalization"] * 2 + ["MatMul"] * 3 + ["Gelu", "Mul", "Add"]
    )
    assert model.opset_import[0].version == 23
    (gelu,) = (node for node in model.graph.node if node.op_type == "Gelu")
    assert gelu.attribute[0].s == b"tanh"


def test_batch_and_sequence_are_dynamic(model):
    dims = model.graph.input[0].type.tensor_type.shape.dim
    assert [dim.dim_param or dim.dim_value for dim in dims] == ["batch", "sequence", 192]


@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (3, 17)])
def test_it_computes_the_formula(model, rng, shape):
    x = rng.standard_normal((*shape, 192)).astype(np.float32)
    weights = {t.name: numpy_helper.to_array(t).astype(np.float64) for t in model.graph.initializer}
    expected = block(x.astype(np.float64), weights)
    (onnx_reference,) = ReferenceEvaluator(model).run(None, {"x": x})
    (ours,) = tp.reference.run(model, {"x": x}).values()
    np.testing.assert_allclose(onnx_reference, expected, atol=2e-5)
    np.testing.assert_allclose(ours, expected, atol=2e-5)


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("torch"), reason="no PyTorch here")
def test_the_script_makes_these_weights(samples, model):
    spec = importlib.util.spec_from_file_location("mlp_block", samples / "models" / "mlp_block.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    made = script.make_block().state_dict()
    weights = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
    for name, kept in (("gate", "val_0"), ("up", "val_1"), ("down", "val_2")):
        np.testing.assert_array_equal(weights[kept], made[f"{name}.weight"].numpy().T)
    np.testing.assert_array_equal(weights["pre_norm.weight"], made["pre_norm.weight"].numpy())


def test_without_a_gpu_the_reference_backend_runs_and_says_so(run):
    done = run("mlp_block", cpu=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 RMSNormalization, 3 MatMul, 1 Gelu, 1 Mul, 1 Add" in done.stdout
    assert "No GPU here, so TensorRT did not run the model." in done.stdout
    assert re.search(r"reference backend: y \(\d+, 128, 192\)", done.stdout)
    assert "TensorRT fp32" not in done.stdout


def test_the_output_follows_the_text(run, tmp_path):
    outputs = []
    for letter in "ab":
        text = tmp_path / f"{letter}.txt"
        text.write_text(letter * 300)
        done = run("mlp_block", "--text", str(text), cpu=True)
        outputs.append(done.stdout.splitlines()[-1])
        assert "y (2, 128, 192)" in outputs[-1]
    assert outputs[0] != outputs[1]


def test_a_text_too_short_is_an_error_that_says_so(run, tmp_path):
    text = tmp_path / "short.txt"
    text.write_text("short")
    done = run("mlp_block", "--text", str(text), cpu=True)
    assert done.returncode != 0
    assert "expected at least 128 bytes of text, got 5" in done.stderr


def test_tensorrt_is_asked_what_it_lacks(run):
    if not tensorrt_is_here():
        pytest.skip("TensorRT is not here")
    out = run("mlp_block", cpu=True).stdout
    asked, registered = out[: out.index("TRTP_")], out  # the names are in both tables
    rows = table_rows(asked[: asked.rindex("Gelu")])
    assert rows["Gelu"] == ["lacks it", "none", "yes"]
    assert rows["RMSNormalization"] == ["lacks it", "none", "yes"]
    assert rows["MatMul"] == ["imports it", "none", "not needed"]
    assert table_rows(registered)["TRTP_Gelu"] == ["1", "''", "libtrtplugins.so"]


@pytest.mark.gpu
def test_on_a_gpu_the_engines_agree_with_the_reference(run):
    done = run("mlp_block")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "What ran: TensorRT engines" in done.stdout
    assert "Without" not in done.stdout.split("output")[-1]
    for precision in ("fp32", "fp16"):
        (error,) = re.findall(rf"{precision}: .*largest error (\S+) of the largest", done.stdout)
        assert float(error) < 5e-3
    assert "RMSNormalization" in done.stdout.split("without trtplugins, on this model:")[1]


def tensorrt_is_here():
    try:
        _core.tensorrt()
    except tp.Error:
        return False
    return True


def table_rows(text):
    """The rows of all tables: first cell -> the others."""
    lines = (re.split(r"[│┃]", line) for line in text.splitlines() if "│" in line)
    cells = ([cell.strip() for cell in line[1:-1]] for line in lines)
    return {row[0]: row[1:] for row in cells if row}
