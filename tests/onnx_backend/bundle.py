"""All tests in one file, for machines with another onnx package, or none that adapts.

A zip archive: `cases.json` has the head and what is known of each test; beside it are each test's
model, its adapted model, and its arrays. Reading needs NumPy only.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from onnx_backend.answers import Answer, Array


@dataclass(frozen=True)
class Form:
    """A model with what to feed it.

    Attributes:
        model: an ONNX file's bytes.
        feeds: every input by name.
        dynamic: inputs that want an optimisation profile.
        carried: outputs that have another type than the test's: name to (the test's, the model's).
    """

    model: bytes
    feeds: Mapping[str, Array]
    dynamic: tuple[str, ...] = ()
    carried: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """A test.

    Attributes:
        op: the operator it is of.
        answer: what it expects.
        original: its model, nothing frozen.
        adapted: its model as `adapt` makes it; None if that does not.
        outcome: "refused" or "error" if there is no adapted model.
        reason: and why.
    """

    name: str
    op: str
    answer: Answer
    original: Form
    adapted: Form | None
    outcome: str = ""
    reason: str = ""


class Bundle:
    """Such a file, read. Items are read when asked for."""

    def __init__(self, path: Path) -> None:
        self._archive = zipfile.ZipFile(path)
        content = json.loads(self._archive.read("cases.json"))
        self.head: dict[str, Any] = content["head"]
        self._cases: dict[str, dict[str, Any]] = content["cases"]

    @property
    def operators(self) -> dict[str, str]:
        """Every test's operator by the test's name."""
        return {name: case["op"] for name, case in self._cases.items()}

    def __getitem__(self, name: str) -> Item:
        case = self._cases[name]
        with np.load(io.BytesIO(self._archive.read(f"{name}/arrays.npz"))) as found:
            arrays: dict[str, dict[str, Array]] = {}
            for key in found.files:
                group, _, tensor = key.partition(":")
                arrays.setdefault(group, {})[tensor] = found[key]
        answer = Answer(
            arrays["expected"],
            case["rtol"],
            case["atol"],
            [arrays[f"alternative {i}"] for i in range(case["alternatives"])],
        )
        return Item(
            name,
            case["op"],
            answer,
            self._form(name, "original", arrays),
            self._form(name, "adapted", arrays) if "adapted" in case else None,
            case["outcome"],
            case["reason"],
        )

    def _form(self, name: str, which: str, arrays: Mapping[str, Mapping[str, Array]]) -> Form:
        case = self._cases[name][which]
        carried = {output: (old, new) for output, (old, new) in case["carried"].items()}
        model = self._archive.read(f"{name}/{which}.onnx")
        return Form(model, arrays.get(which, {}), tuple(case["dynamic"]), carried)


def write(path: Path, items: Iterable[Item], head: Mapping[str, Any]) -> None:
    """Make such a file."""
    cases = {}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for item in items:
            arrays = {f"expected:{name}": array for name, array in item.answer.outputs.items()}
            for i, each in enumerate(item.answer.alternatives):
                arrays.update({f"alternative {i}:{name}": array for name, array in each.items()})
            case: dict[str, Any] = {
                "op": item.op,
                "rtol": item.answer.rtol,
                "atol": item.answer.atol,
                "alternatives": len(item.answer.alternatives),
                "outcome": item.outcome,
                "reason": item.reason,
            }
            for which, form in (("original", item.original), ("adapted", item.adapted)):
                if form is not None:
                    archive.writestr(f"{item.name}/{which}.onnx", form.model)
                    arrays.update({f"{which}:{name}": array for name, array in form.feeds.items()})
                    facts = asdict(form)
                    case[which] = {key: facts[key] for key in ("dynamic", "carried")}
            data = io.BytesIO()
            np.savez(data, **arrays)
            archive.writestr(f"{item.name}/arrays.npz", data.getvalue())
            cases[item.name] = case
        archive.writestr("cases.json", json.dumps({"head": dict(head), "cases": cases}))
