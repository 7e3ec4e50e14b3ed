from __future__ import annotations

import numpy as np
import pytest

from support.adapted import parse
from trtplugins import _core, libraries
from trtplugins.onnx import Refused, adapt, target


@pytest.mark.parametrize(
    ("node", "why", "imports"),
    [
        ("acme.Frobnicate (x)", "no importer for it and this library no plugin", {"acme": 1}),
        ("acme.Relu (x)", "domain 'acme': TensorRT takes it for ONNX's Relu", {"acme": 1}),
        ("Gelu <form = 1> (x)", "the plugin has no attribute 'form'", {}),
    ],
)
def test_what_nobody_imports_is_refused(node: str, why: str, imports: dict[str, int]) -> None:
    with pytest.raises(Refused, match=why):
        adapt(parse(f"g (float[n] x) => (float[n] y) {{ y = {node} }}", 20, **imports))


def test_types_that_a_plugin_does_not_have_are_refused() -> None:
    model = parse("g (int32[n] x) => (int32[n] y) { y = acme.LReLU_TRT (x) }", acme=1)
    with pytest.raises(Refused, match="no form for the types int32; it has float16 or float32"):
        adapt(model)


def test_more_dimensions_than_a_plugin_may_give_are_refused() -> None:
    model = "g (float[{0}] x) => (float[{0}] y) {{ y = Gelu (x) }}"
    adapt(parse(model.format("n, 2, 2, 2, 2, 2, 2"), 20))
    with pytest.raises(Refused, match="at most 7 dimensions from a plugin, 'y' has 8"):
        adapt(parse(model.format("n, 2, 2, 2, 2, 2, 2, 2"), 20))


def test_a_plugin_in_a_domain_of_its_own_stays_there() -> None:
    model = parse("g (float[n] x) => (float[n] y) { y = acme.LReLU_TRT (x) }", acme=1)
    made, report = adapt(model)
    assert made is model
    assert not report.changes


def test_the_importers_are_those_of_the_library() -> None:
    """Of TensorRT 8.6: its parser is asked for each of ONNX's operators, and each on the list."""
    found = [libraries.tensorrt_version(file) for file in libraries.copies("libnvinfer")]
    if not found or not str(found[0]).startswith("8.6"):
        pytest.skip("TensorRT 8.6 is not here")
    import onnx

    names = {schema.name for schema in onnx.defs.get_all_schemas()} | target.importers()
    names -= {op.name for op in _core.operators()}
    asked = {name for name in names if _core.onnx_parser_supports(name)}
    assert asked == target.importers() - {op.name for op in _core.operators()}


def test_every_importer_is_one_of_tensorrts_own_or_onnxs() -> None:
    assert np.all([name[0].isupper() for name in target.importers()])
    assert target.imports("Relu")
    assert not target.imports("GroupNormalization"), "TensorRT's is another one"


def test_tensorrt_8_5_imports_less(monkeypatch: pytest.MonkeyPatch) -> None:
    model = parse("g (float[2, 3] x) => (bool[2, 3] y) { y = IsInf (x) }")
    assert adapt(model)[0] is model
    monkeypatch.setattr(_core, "tensorrt", lambda: {"version": "8.5.3", "path": ""})
    caches = (target.importers, target.imports)
    try:
        for cached in caches:
            cached.cache_clear()
        with pytest.raises(Refused, match=r"IsInf.*TensorRT 8\.5 has no importer"):
            adapt(model)
    finally:
        for cached in caches:
            cached.cache_clear()
