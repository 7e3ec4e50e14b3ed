"""A project outside the tree: configured, built, loaded; each test in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support import kit, process
from trtplugins import _core


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's library, built against the installed tree."""
    kit.need("cmake", "c++", "nvcc")
    source = kit.ROOT / "samples" / "own_operator"
    return kit.build(source, tmp_path_factory.mktemp("own_operator")) / "libown_ops.so"


@pytest.fixture
def tensorrt() -> None:
    try:
        _core.tensorrt()
    except _core.Error:
        pytest.skip("TensorRT is not here")


def run_sample(run: Any, library: Path, cpu: bool) -> str:
    arguments = ("--build", str(library.parent), "--cmake-dir", kit.installed())
    done = run("own_operator", *arguments, cpu=cpu)
    assert done.returncode == 0, done.stdout + done.stderr
    return str(done.stdout)


def python(program: str, library: Path, *more: str, **environment: str) -> Any:
    """What a program prints as JSON, `library` being its first argument."""
    result = process.run("import json, sys\n" + program, str(library), *more, **environment)
    assert result.code == 0, result.err
    return json.loads(result.out)


def test_the_sample_without_a_gpu(run: Any, library: Path) -> None:
    out = run_sample(run, library, cpu=True)
    assert "reference: Y (32, 64), largest error" in out
    assert "No GPU here" in out


@pytest.mark.gpu
def test_the_sample_on_a_gpu(run: Any, library: Path) -> None:
    out = run_sample(run, library, cpu=False)
    assert "TensorRT knows SoftClamp, TRTP_SoftClamp" in out
    assert "TensorRT, from the plan: Y (32, 64), largest error" in out


def test_its_operator_is_described_and_evaluated_without_tensorrt(library: Path) -> None:
    program = """
import numpy as np, onnx, trtplugins as tp
try:
    tp.load(sys.argv[1])
except tp.Error as error:
    assert "TensorRT was not found" in str(error), error
op = next(op for op in tp.ops() if op.name == "SoftClamp")
node = onnx.helper.make_node("SoftClamp", ["x"], ["y"], limit=2.0)
value = lambda name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [3])
graph = onnx.helper.make_graph([node], "g", [value("x")], [value("y")])
model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)])
y = tp.reference.run(model, {"x": np.float32([-100, 0, 100])})["y"]
print(json.dumps([op.alias, [a.name for a in op.attributes], y.tolist()]))
"""
    assert python(program, library) == ["TRTP_SoftClamp", ["limit"], [-2.0, 0.0, 2.0]]


def test_adapt_sends_nodes_to_it(library: Path) -> None:
    program = """
import onnx, trtplugins as tp
from trtplugins.onnx import adapt
try:
    tp.load(sys.argv[1])
except tp.Error:
    pass  # no TensorRT
node = onnx.helper.make_node("SoftClamp", ["x"], ["y"], limit=2.0)
value = lambda name: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, [3])
graph = onnx.helper.make_graph([node], "g", [value("x")], [value("y")])
model, report = adapt(onnx.helper.make_model(graph))
print(json.dumps([[n.op_type for n in model.graph.node], [str(r) for r in report.refusals]]))
"""
    assert python(program, library) == [["TRTP_SoftClamp"], []]


def test_a_wrong_attribute_is_named(library: Path) -> None:
    program = """
import trtplugins as tp
try:
    tp.load(sys.argv[1])
except tp.Error:
    pass  # no TensorRT
op = next(op for op in tp.ops() if op.name == "SoftClamp")
try:
    op.make(limit=-1.0)
except tp.Error as error:
    print(json.dumps(str(error)))
"""
    said = python(program, library)
    assert "SoftClamp: attribute 'limit': expected" in said
    assert "got -1" in said


def test_loading_it_again_changes_nothing(library: Path, tensorrt: None) -> None:
    program = """
import trtplugins as tp
from trtplugins import _core
names = [tp.load(sys.argv[1]) for _ in range(2)]
files = [f for name, _, _, f in _core.creators() if name in names[0]]
own = tp.load(sys.argv[1], namespace="own")
print(json.dumps([names, files, len(_core.plugin_libraries()), own]))
"""
    both = ["SoftClamp", "TRTP_SoftClamp"]
    assert python(program, library) == [[both, both], [str(library)] * 2, 1, both]


def test_it_registers_itself_wherever_it_is_loaded(library: Path, tensorrt: None) -> None:
    program = """
import ctypes
from trtplugins import _core
_core.tensorrt()
ctypes.CDLL(sys.argv[1])
print(json.dumps(sorted(name for name, *_ in _core.creators() if "SoftClamp" in name)))
"""
    assert python(program, library) == ["SoftClamp", "TRTP_SoftClamp"]


def test_tensorrt_loads_and_unloads_it_itself(library: Path, tensorrt: None) -> None:
    program = """
sys.path.insert(0, sys.argv[2])
from support import registry
tensorrt = registry.nvinfer()
before = set(registry.names(tensorrt))
handle = registry.load_library(tensorrt, sys.argv[1])
new = sorted(set(registry.names(tensorrt)) - before)
registry.deregister_library(tensorrt, handle)
print(json.dumps([new, set(registry.names(tensorrt)) == before]))
"""
    folder = str(Path(_core.tensorrt()["path"]).parent)
    made, gone = python(program, library, str(kit.ROOT / "tests"), TENSORRT_LIBRARY_DIR=folder)
    assert made == [["SoftClamp", "1", ""], ["TRTP_SoftClamp", "1", ""]]
    assert gone


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("nowhere.so", "there is no plugin library 'nowhere.so'"),
        ("text.so", "cannot load the plugin library"),
        (_core.__file__, "lacks trtplugins_library()"),
    ],
)
def test_what_is_no_plugin_library_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, says: str
) -> None:
    from trtplugins import library as loading

    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.so").write_text("no library")
    with pytest.raises(_core.Error) as caught:
        loading.load(file)
    assert says in str(caught.value)
