"""What STFT computes, for the CPU backend: ONNX's reference, and signals shorter than a frame."""

from __future__ import annotations

from typing import Any, Optional

import numpy as np
from onnx.reference.ops.op_stft import STFT as OnnxSTFT


class STFT(OnnxSTFT):
    """ONNX's, which cannot do with no frames, with its inputs that are attributes here."""

    def _run(
        self,
        signal: np.ndarray[Any, Any],
        window: Optional[np.ndarray[Any, Any]] = None,
        frame_step: int = 1,
        frame_length: Optional[int] = None,
        onesided: int = 1,
    ) -> tuple[np.ndarray[Any, Any]]:
        length = frame_length or (signal.shape[1] if window is None else window.shape[0])
        if signal.shape[1] < length or not signal.size:
            frames = max(0, (signal.shape[1] - length + frame_step) // frame_step)
            bins = length // 2 + 1 if onesided else length
            return (np.zeros((signal.shape[0], frames, bins, 2), signal.dtype),)
        (result,) = super()._run(signal, frame_step, window, frame_length, onesided)
        return (result,)
