"""TfIdfVectorizer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from support import adapting


@pytest.mark.parametrize("mode", ["TF", "IDF", "TFIDF"])
@pytest.mark.parametrize("shape", [(9,), (3, 7)])
@pytest.mark.parametrize("lengths", [(1, 1), (1, 3), (2, 2), (2, 3)])
def test_counts(mode: str, shape: Any, lengths: Any, rng: np.random.Generator) -> None:
    words = 4  # few, so that there is something to find
    twos = np.unique(rng.integers(0, words, (4, 2)), axis=0)
    threes = np.unique(rng.integers(0, words, (4, 3)), axis=0)
    pool = [*range(words), *twos.reshape(-1), *threes.reshape(-1)]
    count = words + len(twos) + len(threes)
    inputs = {"x": rng.integers(0, words, shape).astype(np.int32)}
    made = adapting.model(
        "TfIdfVectorizer",
        inputs,
        mode=mode,
        min_gram_length=lengths[0],
        max_gram_length=lengths[1],
        max_skip_count=int(rng.integers(0, 4)),
        pool_int64s=[int(word) for word in pool],
        ngram_counts=[0, words, words + 2 * len(twos)],
        ngram_indexes=[int(i) for i in rng.permutation(count)],
        weights=[float(w) for w in rng.uniform(0.5, 2, count)],
    )
    adapting.same(made, inputs)


def test_strings_are_refused() -> None:
    made = adapting.model(
        "TfIdfVectorizer",
        {"x": np.zeros(3, np.int32)},
        mode="TF",
        min_gram_length=1,
        max_gram_length=1,
        max_skip_count=0,
        pool_strings=["a"],
        ngram_counts=[0],
        ngram_indexes=[0],
    )
    assert "strings" in adapting.refusal(made)
