"""ArrayFeatureExtractor of 1024 columns: all of them in another order, and a few."""

from __future__ import annotations

from typing import Any

import numpy as np

from trtplugins.bench import Case, TorchPeer

COLUMNS = 1024


def _case(rows: int, wanted: int) -> Case:
    def select(torch: Any, x: Any, indices: Any) -> Any:
        return torch.index_select(x, 1, indices)

    places = np.random.default_rng(0).permutation(COLUMNS)[:wanted]
    return Case(
        "ArrayFeatureExtractor",
        {"X": (rows, COLUMNS), "Y": (wanted,)},
        peers=[TorchPeer("PyTorch eager", select)],
        values={"Y": places},
    )


CASES = [_case(65_536, COLUMNS), _case(131_072, 64)]
