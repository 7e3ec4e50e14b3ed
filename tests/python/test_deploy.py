"""Model repositories of Triton: the configuration as text, and a deployed engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import trtplugins as tp
from support import process, triton
from support.samples import leaky_relu
from trtplugins import _core, deploy
from trtplugins.cli import main


@dataclass
class Tensor:
    """As an engine describes its own."""

    name: str
    shape: tuple[int, ...]
    dtype: str = "float32"
    layout: str = "linear"
    location: str = "device"
    profiles: list[Any] = field(default_factory=list)


def ranged(name: str, *shapes: tuple[int, ...], dtype: str = "float32") -> Tensor:
    """An input that one optimisation profile admits in these shapes."""
    low, _, high = shapes
    shape = tuple(-1 if a != b else a for a, b in zip(low, high))
    return Tensor(name, shape, dtype, profiles=[shapes])


X = ranged("x", (1, 3, 8), (4, 3, 8), (16, 3, 32))
Y = Tensor("y", (-1, 10), "float16")


def config(inputs: list[Tensor], outputs: list[Tensor], **more: Any) -> Any:
    return triton.parse(deploy.triton_config("model", inputs, outputs, **more))


def test_a_batch_is_what_every_profile_admits() -> None:
    made = config([X, ranged("z", (1,), (2,), (12,))], [Y])
    assert (made.name, made.platform, made.max_batch_size) == ("model", "tensorrt_plan", 12)
    assert made.HasField("dynamic_batching")
    x, z = made.input
    (y,) = made.output
    assert [(t.name, triton.type_name(t), list(t.dims)) for t in (x, z, y)] == [
        ("x", "TYPE_FP32", [3, -1]),
        ("z", "TYPE_FP32", [1]),
        ("y", "TYPE_FP16", [10]),
    ]
    # A vector over the batch: Triton has no empty dims.
    assert z.HasField("reshape")
    assert list(z.reshape.shape) == []
    assert not x.HasField("reshape")


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        ([Tensor("x", (4, 3))], [Tensor("y", (4, 3))]),
        ([X], [Y, Tensor("constant", (7,))]),
        ([ranged("x", (2, 3), (4, 3), (8, 3))], [Y]),
        ([Tensor("x", ())], [Tensor("y", ())]),
    ],
    ids=["fixed", "one output fixed", "no batch of one", "scalars"],
)
def test_where_there_is_no_batch_dims_are_whole(
    inputs: list[Tensor], outputs: list[Tensor]
) -> None:
    made = config(inputs, outputs)
    assert made.max_batch_size == 0
    assert not made.HasField("dynamic_batching")
    for tensor, given in zip((*made.input, *made.output), (*inputs, *outputs)):
        assert list(tensor.reshape.shape if not given.shape else tensor.dims) == list(given.shape)


def test_batches_can_be_fewer_or_none() -> None:
    assert config([X], [Y], max_batch=5).max_batch_size == 5
    single = config([X], [Y], max_batch=1)
    assert single.max_batch_size == 1
    assert not single.HasField("dynamic_batching")
    none = config([X], [Y], max_batch=0)
    assert list(none.input[0].dims) == [-1, 3, -1]


def test_values_of_a_shape_tensor_begin_with_the_batch() -> None:
    size = Tensor("size", (3,), "int32", location="host", profiles=[((1, 1, 1),) * 3])
    whole = config([X, size], [Y])
    assert whole.max_batch_size == 0
    assert (whole.input[1].is_shape_tensor, list(whole.input[1].dims)) == (True, [3])
    batched = config([X, size], [Y], max_batch=8)
    assert (batched.max_batch_size, list(batched.input[1].dims)) == (8, [2])
    lone = Tensor("lone", (1,), "int32", location="host")
    with pytest.raises(tp.Error, match="shape tensor 'lone' to hold the batch and further"):
        deploy.triton_config("model", [X, lone], [Y], max_batch=8)


@pytest.mark.parametrize("dtype", ["float32", "float16", "int8", "uint8", "int32", "bool"])
def test_every_type_of_tensorrt_has_its_name(dtype: str) -> None:
    made = config([Tensor("x", (2,), dtype)], [])
    short = dtype.upper().replace("FLOAT", "FP")
    assert triton.type_name(made.input[0]) == f"TYPE_{short}"


def test_instances_and_names_of_any_kind() -> None:
    name = 'a "quoted" \\ name\nöf two lines'
    made = config([Tensor(name, (2,))], [], instances=3)
    assert made.input[0].name == name
    (group,) = made.instance_group
    assert (group.count, group.kind) == (3, 1)  # KIND_GPU


@pytest.mark.parametrize(
    ("inputs", "more", "says"),
    [
        ([Tensor("x", (2,), layout="hwc8")], {}, "tensor 'x': Triton passes linear tensors"),
        ([Tensor("x", (2,), "float8")], {}, "tensor 'x': expected one of float32, float16"),
        ([X], {"max_batch": 17}, "batches from 1 to 17 .* got 1 to 16"),
        ([X], {"max_batch": -1}, "max_batch: expected a number from 0 on, got -1"),
        ([Tensor("x", (4, 3))], {"max_batch": 4}, "got 'x' of shape \\[4, 3\\]"),
        ([X], {"instances": 0}, "instances: expected a number from 1 on, got 0"),
    ],
)
def test_what_triton_does_not_take_is_refused(
    inputs: list[Tensor], more: dict[str, int], says: str
) -> None:
    with pytest.raises(tp.Error, match=says):
        deploy.triton_config("model", inputs, [Y], **more)


@pytest.mark.parametrize("name", ["", "a/b", "..", "-x", "a b"])
def test_names_that_are_no_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(tp.Error, match="name "):
        deploy.triton(tmp_path / "no.plan", tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_the_library_of_an_operator_is_that_of_its_version() -> None:
    """NVIDIA's library has an LReLU_TRT and a ScatterND of its own."""
    try:
        _core.tensorrt()
    except tp.Error:
        pytest.skip("TensorRT is not here")
    program = """
import ctypes
from pathlib import Path
from trtplugins import _core, deploy
_core.load()
folder = Path(_core.tensorrt()["path"]).parent
try:
    theirs = ctypes.CDLL(str(folder / "libnvinfer_plugin.so.8"))
except OSError:
    pass  # what it needs is not here
else:
    theirs.initLibNvInferPlugins.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
    theirs.initLibNvInferPlugins(None, b"")
print([path.name for path in deploy._libraries({"LReLU_TRT": 1, "ScatterND": 1})])
"""
    result = process.run(program)
    assert result.out.strip() == "['libtrtplugins.so']", result.err


def test_the_configuration_names_the_libraries() -> None:
    libraries = [Path("/somewhere/libown.so"), Path("/lib/libtrtplugins.so")]
    comment = deploy._comment("relu", {"LReLU_TRT": 2, "Gelu": 1}, libraries)
    assert "Gelu, LReLU_TRT of libown.so, libtrtplugins.so" in comment
    option = 'plugins="/models/relu/libown.so;/models/relu/libtrtplugins.so"'
    assert f"--backend-config=tensorrt,{option}" in comment
    assert triton.parse(comment + deploy.triton_config("relu", [X], [Y])).name == "relu"
    assert deploy._comment("relu", {}, []) == ""


def test_who_has_an_old_file_keeps_it(tmp_path: Path) -> None:
    library = tmp_path / "lib.so"
    library.write_bytes(b"old")
    with library.open("rb") as running:
        deploy._place(library, lambda path: path.write_bytes(b"new one"))
        assert running.read() == b"old"
    assert library.read_bytes() == b"new one"

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        deploy._place(library, fail)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == [b"new one"]


@pytest.mark.gpu
def test_an_engine_is_deployed_with_what_it_needs(tmp_path: Path, rng: Any) -> None:
    model = leaky_relu(0.25)
    engine = tp.build(model, profiles={"X": [(1, 4), (2, 4), (8, 4)]}, tactic_sources=0)
    folder = deploy.triton(engine, tmp_path / "models", "relu", instances=2)
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == {"config.pbtxt", "README.md", "1/model.plan", "libtrtplugins.so"}
    made = triton.parse((folder / "config.pbtxt").read_text(encoding="utf-8"))
    assert (made.name, made.max_batch_size) == ("relu", 8)
    assert [(t.name, list(t.dims)) for t in (*made.input, *made.output)] == [("X", [4]), ("Y", [4])]
    library = "/models/relu/libtrtplugins.so"
    for file in ("README.md", "config.pbtxt"):
        assert f'plugins="{library}"' in (folder / file).read_text(encoding="utf-8")

    plan = (folder / "1" / "model.plan").read_bytes()
    assert plan == engine.plan  # as TensorRT itself reads it
    x = rng.standard_normal((8, 4)).astype(np.float32)
    np.testing.assert_array_equal(tp.Engine(plan)(x), engine(x))

    with pytest.raises(tp.Error, match="is there already"):
        deploy.triton(engine, tmp_path / "models", "relu")
    own = "# the user's\nmax_batch_size: 8"
    (folder / "config.pbtxt").write_text(own)
    deploy.triton(engine, tmp_path / "models", "relu", version=2)
    assert (folder / "config.pbtxt").read_text() == own
    deploy.triton(folder / "1" / "model.plan", tmp_path / "models", "relu", replace=True)
    assert triton.parse((folder / "config.pbtxt").read_text()).name == "relu"
    assert not list(folder.rglob("*.part"))
    assert sorted(p.name for p in folder.iterdir() if p.is_dir()) == ["1", "2"]


@pytest.mark.gpu
def test_an_engine_without_plugins_needs_none(tmp_path: Path) -> None:
    import onnx

    value = onnx.helper.make_tensor_value_info
    node = onnx.helper.make_node("Relu", ["x"], ["y"])
    graph = onnx.helper.make_graph([node], "g", [value("x", 1, [2, 3])], [value("y", 1, [2, 3])])
    opsets = [onnx.helper.make_opsetid("", 17)]
    model = onnx.helper.make_model(graph, opset_imports=opsets, ir_version=8)
    engine = tp.build(model, tactic_sources=0)
    folder = deploy.triton(engine, tmp_path, "plain")
    assert not list(folder.glob("*.so"))
    assert "No plugin library is needed" in (folder / "README.md").read_text()
    made = triton.parse((folder / "config.pbtxt").read_text())
    assert (made.max_batch_size, list(made.input[0].dims)) == (0, [2, 3])


@pytest.mark.gpu
def test_on_the_command_line(tmp_path: Path) -> None:
    import onnx

    onnx.save(leaky_relu(0.5), tmp_path / "m.onnx")
    command = ["deploy", str(tmp_path / "m.onnx"), "--triton", str(tmp_path / "models")]
    command += ["--name", "relu", "--profile", "X=1x4,2x4,4x4", "--max-batch", "3"]
    command += ["--tactic-sources", "0"]  # cuBLAS and cuDNN need not be installed
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    text = (tmp_path / "models" / "relu" / "config.pbtxt").read_text()
    assert triton.parse(text).max_batch_size == 3
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 1
    assert "is there already" in done.output


def test_the_command_line_needs_a_repository(tmp_path: Path) -> None:
    (tmp_path / "m.onnx").touch()
    done = CliRunner().invoke(main, ["deploy", str(tmp_path / "m.onnx"), "--name", "m"])
    assert done.exit_code == 2
    assert "--triton" in done.output
