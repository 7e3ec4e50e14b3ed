"""Resize in every mode."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
import pytest

from support import adapting

MODES = ("nearest", "linear", "cubic")
COORDINATES = (
    *("half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"),
    *("half_pixel_symmetric", "tf_crop_and_resize"),
)
NEAREST = ("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")


def resize(
    x: Any,
    *,
    roi: Any = None,
    scales: Optional[list[float]] = None,
    sizes: Optional[list[int]] = None,
    dynamic: bool = False,
    **attributes: Any,
) -> tuple[Any, dict[str, Any]]:
    inputs = {
        "x": x,
        "roi": None if roi is None else np.asarray(roi, np.float32),
        "scales": None if scales is None else np.asarray(scales, np.float32),
        "sizes": None if sizes is None else np.asarray(sizes, np.int64),
    }
    constants = ["roi", "scales", "sizes"]
    made = adapting.model(
        "Resize", inputs, constants=constants, dynamic=["x"] if dynamic else [], **attributes
    )
    return made, inputs


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("coordinates", COORDINATES)
def test_methods(mode: str, coordinates: str, rng: np.random.Generator) -> None:
    for _ in range(6):
        x = rng.standard_normal((1, 2, *rng.integers(2, 7, 2))).astype(np.float32)
        attributes: dict[str, Any] = {"mode": mode, "coordinate_transformation_mode": coordinates}
        if mode == "nearest":
            attributes["nearest_mode"] = rng.choice(NEAREST)
        else:
            attributes["antialias"] = int(rng.integers(2))
            attributes["exclude_outside"] = int(rng.integers(2))
            attributes["cubic_coeff_a"] = float(rng.uniform(-0.8, -0.4))
        if coordinates == "tf_crop_and_resize":
            # Outputs between 2 and 9 wide, regions that reach beyond the input.
            starts, ends = rng.uniform(-0.2, 0.4, 2), rng.uniform(0.6, 1.2, 2)
            attributes.update(roi=[0, 0, *starts, 1, 1, *ends], extrapolation_value=7.0)
        sizes = [int(n) for n in rng.integers(2, 10, 2)]
        if rng.random() < 0.5:
            attributes["sizes"] = [1, 2, *sizes]
        else:
            attributes["scales"] = [1, 1, *(s / n for s, n in zip(sizes, x.shape[2:]))]
        made, inputs = resize(x, **attributes)
        adapting.same(made, inputs, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("scale", [0.3, 0.45, 0.8, 1.3, 2.7])
def test_scales_that_leave_a_fraction(mode: str, scale: float, rng: np.random.Generator) -> None:
    """TensorRT goes by the quotient of sizes, ONNX by the scale."""
    x = rng.standard_normal((1, 1, 7, 5)).astype(np.float32)
    made, inputs = resize(x, scales=[1, 1, scale, scale], mode=mode)
    left = adapting.same(made, inputs, rtol=1e-4, atol=1e-5)
    assert "Resize" not in left


@pytest.mark.parametrize("policy", ["not_larger", "not_smaller"])
def test_aspect_ratio(policy: str, rng: np.random.Generator) -> None:
    x = rng.standard_normal((1, 1, 3, 4)).astype(np.float32)
    made, _ = resize(x, sizes=[8, 7], axes=[3, 2], mode="linear", keep_aspect_ratio_policy=policy)
    # ONNX's reference takes `axes` to be in order here, so the expected sizes are ours.
    result = adapting.run(*adapting.adapt(made), {"x": x})[0]
    scale = (min if policy == "not_larger" else max)(8 / 4, 7 / 3)
    assert result.shape == (1, 1, int(scale * 3 + 0.5), int(scale * 4 + 0.5))
    plain, _ = resize(x, scales=[1, 1, scale, scale], mode="linear")
    expected = adapting.run(*adapting.adapt(plain), {"x": x})[0]
    if expected.shape == result.shape:
        np.testing.assert_allclose(result, expected, 1e-4, 1e-5)


def test_axes_and_float16(rng: np.random.Generator) -> None:
    x = rng.standard_normal((2, 3, 4)).astype(np.float16)
    made, inputs = resize(x, sizes=[9], axes=[1], mode="cubic", antialias=1)
    adapting.same(made, inputs, rtol=2e-3, atol=2e-3)


def test_what_tensorrt_does_stays() -> None:
    x = np.zeros((1, 1, 4, 4), np.float32)
    made, inputs = resize(x, scales=[1, 1, 2, 2], mode="linear", dynamic=True)
    assert adapting.same(made, inputs) == ["Resize"]
    made, inputs = resize(x, sizes=[8, 8], axes=[2, 3], mode="nearest", dynamic=True)
    assert adapting.same(made, inputs)[-1] == "Resize"


def test_dynamic_fractions_are_refused() -> None:
    x = np.zeros((1, 1, 4, 4), np.float32)
    made, _ = resize(x, scales=[1, 1, 0.5, 0.5], mode="linear", dynamic=True)
    assert "has to be static" in adapting.refusal(made)


@pytest.mark.parametrize("mode", ["nearest", "linear"])
def test_upsample(mode: str, rng: np.random.Generator) -> None:
    inputs = {
        "x": rng.standard_normal((1, 2, 3, 4)).astype(np.float32),
        "scales": np.asarray([1, 1, 2.0, 1.6], np.float32),
    }
    made = adapting.model("Upsample", inputs, constants=["scales"], opset=9, mode=mode)
    plain, given = resize(
        inputs["x"],
        scales=[1, 1, 2.0, 1.6],
        mode=mode,
        coordinate_transformation_mode="asymmetric",
        nearest_mode="floor",
    )
    expected = adapting.run(*adapting.adapt(plain), {"x": given["x"]})
    adapting.same(made, inputs, expected=expected)
