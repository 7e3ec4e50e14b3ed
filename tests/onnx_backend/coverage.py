#!/usr/bin/env python3
"""ONNX's node tests through adapt and TensorRT.

coverage.py refused     renew the kept list of what adapt refuses
"""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from onnx_backend import refused as kept
from onnx_backend.adapted import adapted
from onnx_backend.cases import cases


@click.group()
def main() -> None:
    """ONNX's node tests through adapt and TensorRT."""


@main.command()
def refused() -> None:
    """Renew the kept list of what adapt refuses; to be reviewed as any other change."""
    quiet()
    old = kept.read() if kept.FILE.exists() else {}
    new = {name: adapted(case).refusal for name, case in cases().items()}
    kept.write(new)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            click.echo(f"{name}: {old.get(name) or 'taken'} -> {new.get(name) or 'taken'}")
    click.echo(f"{sum(map(bool, new.values()))} of {len(new)} refused")


def quiet() -> None:
    """Without the warnings of libraries at work, which nobody here can act on."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


if __name__ == "__main__":
    main()
