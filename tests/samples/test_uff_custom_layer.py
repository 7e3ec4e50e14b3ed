"""A custom layer in a UFF file, from the file to the output."""

from __future__ import annotations

import re

import pytest

from trtplugins import uff


def test_without_a_gpu_the_files_are_written_and_read_back(run, tmp_path):
    done = run("uff_custom_layer", "--folder", str(tmp_path), cpu=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TensorRT engines need a GPU" in done.stdout
    slopes = {}
    for path in tmp_path.glob("*.uff"):
        graph = uff.load(path)
        assert [node.name for node in graph.outputs] == ["y"]
        assert graph["x"].shape == (-1, 64, 32, 32)
        assert graph["y"].plugin == "LReLU_TRT"
        slopes[path.name] = graph["y"].attributes["negSlope"]
    assert slopes == {"leaky_relu_0.2.uff": 0.2, "leaky_relu_0.05.uff": 0.05}


@pytest.mark.gpu
def test_on_a_gpu_both_slopes_reach_the_plugin(run):
    done = run("uff_custom_layer")
    assert done.returncode == 0, done.stdout + done.stderr
    errors = re.findall(r"negSlope (\S+): output \(3, 64, 32, 32\), .* (\S+)$", done.stdout, re.M)
    assert [slope for slope, _ in errors] == ["0.2", "0.05"]
    assert all(float(error) <= 1e-6 for _, error in errors)
