"""Models on disk: weights beside them, and files that are not what they should be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

import trtplugins as tp
from support.adapted import parse
from trtplugins.onnx import adapt, files, save

W = np.arange(12, dtype=np.float32).reshape(4, 3)
X = np.ones((2, 4), np.float32)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A model with its weights in a file beside it, that needs its opset lowered."""
    model = parse("g (float[2, 4] x) => (float[2, 3] y) { t = MatMul (x, w) y = Relu (t) }", 20)
    model.graph.initializer.append(onnx.numpy_helper.from_array(W, "w"))
    path = tmp_path / "in" / "model.onnx"
    path.parent.mkdir()
    onnx.save(model, path, save_as_external_data=True, location="weights.bin", size_threshold=0)
    return path


def external(model: onnx.ModelProto) -> list[str]:
    return [e.value for t in model.graph.initializer for e in t.external_data]


def test_a_model_that_fits_into_memory_comes_back_complete(outside: Path, tmp_path: Path) -> None:
    made, _ = adapt(outside)
    assert not external(made)
    np.testing.assert_array_equal(tp.reference.run(made, {"x": X})["y"], X @ W)
    save(made, tmp_path / "out.onnx")
    assert not (tmp_path / "out.onnx.data").exists()


def test_large_weights_stay_where_they_are(
    outside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LIMIT", 16)
    made, report = adapt(outside)
    assert report.changes
    assert "weights.bin" in external(made)
    again, nothing = adapt(made)
    assert again is made
    assert not nothing.changes
    np.testing.assert_array_equal(tp.reference.run(made, {"x": X})["y"], X @ W)
    target = tmp_path / "out" / "adapted.onnx"
    target.parent.mkdir()
    monkeypatch.setattr(files, "_SMALL", 16)
    save(made, target)
    assert sorted(p.name for p in target.parent.iterdir()) == [
        "adapted.onnx",
        "adapted.onnx.data",
    ]
    (outside.parent / "weights.bin").unlink()
    assert not onnx.load(target, load_external_data=False).metadata_props
    np.testing.assert_array_equal(tp.reference.run(target, {"x": X})["y"], X @ W)


def test_a_folder_that_a_file_names_itself_is_not_looked_into(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "w.bin").write_bytes(W.tobytes())
    model = parse("g (float[2, 4] x) => (float[2, 3] y) { y = MatMul (x, w) }")
    tensor = model.graph.initializer.add(name="w", data_type=1, dims=[4, 3], data_location=1)
    tensor.external_data.add(key="location", value="w.bin")
    model.metadata_props.add(key=files.FOLDER, value=str(secret))
    path = tmp_path / "model.onnx"
    path.write_bytes(model.SerializeToString())
    with pytest.raises(tp.Error, match=r"'w\.bin', and there is no such file in"):
        adapt(path)
    with pytest.raises(tp.Error, match=r"tensor 'w' is stored in a file 'w\.bin': give the path"):
        adapt(path.read_bytes())


def entry(key: str, value: str) -> Callable[[onnx.TensorProto], None]:
    def change(tensor: onnx.TensorProto) -> None:
        kept = [(e.key, e.value) for e in tensor.external_data if e.key != key]
        del tensor.external_data[:]
        for name, text in [*kept, (key, value)]:
            tensor.external_data.add(key=name, value=text)

    return change


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (entry("location", "../weights.bin"), "outside the model's folder"),
        (entry("location", "/etc/hostname"), "outside the model's folder"),
        (entry("location", "link.bin"), "a link to outside the model's folder"),
        (entry("location", "nowhere.bin"), "'nowhere.bin', and there is no such file in"),
        (entry("location", ""), "in a file that is not named"),
        (entry("offset", "8"), "bytes 8 to 56 of 'weights.bin' are wanted, and it has 48"),
        (entry("offset", "-4"), "bytes -4 to 44 of 'weights.bin' are wanted"),
        (entry("length", "40"), "expected 48 bytes in 'weights.bin', its entry says 40"),
        (entry("offset", "zero"), "offset and length in 'weights.bin' are no numbers"),
    ],
)
def test_external_data_that_is_not_as_it_should_be(
    change: Callable[[onnx.TensorProto], None], message: str, outside: Path
) -> None:
    (outside.parent.parent / "elsewhere.bin").write_bytes(W.tobytes())
    (outside.parent / "link.bin").symlink_to(outside.parent.parent / "elsewhere.bin")
    model = onnx.load(outside, load_external_data=False)
    change(model.graph.initializer[0])
    outside.write_bytes(model.SerializeToString())
    with pytest.raises(tp.Error, match=f"tensor 'w'.*{message}"):
        adapt(outside)


def test_a_file_that_is_cut_off(outside: Path) -> None:
    whole = outside.read_bytes()
    for size in (len(whole) // 2, len(whole) - 1, 1, 0):
        outside.write_bytes(whole[:size])
        with pytest.raises(tp.Error, match=r"model\.onnx: not an ONNX model|nothing makes|opset"):
            adapt(outside)
    outside.unlink()
    with pytest.raises(tp.Error, match=r"cannot read .*model\.onnx: No such file"):
        adapt(outside)
