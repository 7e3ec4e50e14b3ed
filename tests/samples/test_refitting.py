"""New weights without building again."""

from __future__ import annotations

import pytest


def test_without_a_gpu_it_says_so(run):
    done = run("refitting", cpu=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No GPU here" in done.stdout


@pytest.mark.gpu
def test_on_a_gpu_every_output_is_right(run):
    done = run("refitting")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("largest error") == 5
    assert "'w1' (320 values of float32)" in done.stdout
    assert "refused: weights 'weight_1': the engine has none of that name" in done.stdout
    assert done.stdout.rstrip().endswith("all right")
