from __future__ import annotations

import pytest

import trtplugins as tp
from trtplugins.ops import find, signature, table


def test_operators_are_sorted_and_have_both_names() -> None:
    names = [op.name for op in tp.ops()]
    assert names == sorted(names, key=str.lower)
    assert {"Gelu", "RMSNormalization", "LReLU_TRT"} <= set(names)
    assert all(op.alias == f"TRTP_{op.name}" for op in tp.ops())


@pytest.mark.parametrize("name", ["Gelu", "TRTP_Gelu"])
def test_find_knows_name_and_alias(name: str) -> None:
    assert find(name).name == "Gelu"


def test_find_suggests_the_nearest_name() -> None:
    with pytest.raises(tp.Error, match=r"'gelo'.*did you mean Gelu\?.*LReLU_TRT"):
        find("gelo")


def test_signature_has_kinds_and_defaults() -> None:
    assert signature(find("Gelu")) == 'Gelu(X, *, approximate: str = "none") -> Y'
    assert signature(find("LReLU_TRT")) == "LReLU_TRT(X, *, negSlope: float = 0.01) -> Y"
    assert signature(find("RMSNormalization")) == (
        "RMSNormalization(X, scale, *, axis: int = -1, epsilon: float = 1e-05, "
        "stash_type: int = 1) -> Y"
    )


@pytest.mark.parametrize("op", tp.ops(), ids=lambda op: op.name)
def test_page_states_every_fact_of_the_declaration(op: tp.Operator) -> None:
    page = tp.describe(op.name)
    assert page.startswith(f"# {op.name}\n")
    assert signature(op) in page
    assert op.doc in page
    assert f'`{op.alias}`, version "{op.version}"' in page
    for port in (*op.inputs, *op.outputs):
        assert f"`{port.name}`" in page
        assert port.doc in page
    for attribute in op.attributes:
        assert attribute.doc in page
        assert attribute.expected in page
    for inputs, outputs in op.rows:
        cells = [cell.strip() for line in page.splitlines() for cell in line.split("|")]
        assert {*inputs, *outputs} <= set(cells)
    assert ("opset" in page) == bool(op.since)


@pytest.mark.parametrize("op", tp.ops(), ids=lambda op: op.name)
def test_examples_of_the_page_are_valid_python(op: tp.Operator) -> None:
    blocks = tp.describe(op.name).split("```python\n")[2:]
    for block in blocks:
        compile(block.split("```")[0], "example", "exec")
    assert len(blocks) == 2


def test_example_node_of_the_page_is_what_the_operator_takes() -> None:
    import onnx

    op = find("LReLU_TRT")
    line = next(ln for ln in tp.describe(op.name).splitlines() if ln.startswith("onnx.helper"))
    node = eval(line, {"onnx": onnx})
    given = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    assert given.pop("plugin_version") == op.version.encode()
    assert op.make(**given).attributes == op.make().attributes


def test_table_lines_up_and_escapes_bars() -> None:
    lines = table(("a", "meaning"), [("x|y", "1"), ("z", "two")]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert "x\\|y" in lines[2]
