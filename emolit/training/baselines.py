"""What the model has to beat: answers that need no network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import Ridge

from emolit.training.metrics import Labels, f1_micro

Array = NDArray[np.float64]


def constant_set(gold: Labels) -> Labels:
    """The label set, the same for every text, with the highest F1-micro on these rows; shape (n_labels,).

    For a constant answer the best set of k labels is the k most frequent ones, so only k is searched.
    """
    order = np.argsort(-gold.sum(axis=0), kind="stable")
    sets = []
    for size in range(1, gold.shape[1] + 1):
        chosen = np.zeros(gold.shape[1], dtype=bool)
        chosen[order[:size]] = True
        sets.append(chosen)
    return max(sets, key=lambda chosen: f1_micro(np.broadcast_to(chosen, gold.shape), gold))


def ridge_scores(train: Sequence[str], targets: Array, texts: Sequence[str]) -> Array:
    """TF-IDF of character 1- to 4-grams and ridge regression on scaled shares; shape (n_texts, n_labels).

    As the regression says them: for a rare label mostly about 0, below it too, and in an order that tells something.
    """
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)
    features = vectorizer.fit_transform(train)
    ridge = Ridge(alpha=2.0, solver="sparse_cg", tol=1e-3).fit(features, targets)
    return np.asarray(ridge.predict(vectorizer.transform(texts)), dtype=np.float64)
