"""The commonest errors and their messages."""

from __future__ import annotations

import re

import pytest


def made(done) -> tuple[int, int]:
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"(\d+) of (\d+) mistakes made: as promised$", done.stdout.strip())
    assert found, done.stdout
    return int(found[1]), int(found[2])


def test_without_a_gpu_the_mistakes_that_need_none_are_made(run):
    number, of = made(run("troubleshooting", cpu=True))
    assert 4 <= number < of


@pytest.mark.gpu
def test_on_a_gpu_all_mistakes_are_made(run):
    number, of = made(run("troubleshooting"))
    assert number == of >= 10
