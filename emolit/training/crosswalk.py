"""GoEmotions' 28 labels in the words of the scheme: how English is measured, for no English text has all 44 labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from emolit.emotions import Scheme
from emolit.training.data import goemotions_labels, load_goemotions
from emolit.training.rows import single_texts

if TYPE_CHECKING:
    from transformers import BertForTokenClassification

    from emolit.training.train import Trainer

# Each label of the scheme with the GoEmotions labels (Demszky et al. 2020) that mean it; those without a match are
# left out.
CROSSWALK: dict[str, tuple[str, ...]] = {
    "환영/호의": ("approval",),
    "감동/감탄": ("admiration",),
    "고마움": ("gratitude",),
    "슬픔": ("sadness", "grief"),
    "화남/분노": ("anger",),
    "기대감": ("desire", "optimism"),
    "안타까움/실망": ("disappointment",),
    "불평/불만": ("disapproval",),
    "뿌듯함": ("pride",),
    "신기함/관심": ("curiosity",),
    "아껴주는": ("caring", "love"),
    "부끄러움": ("embarrassment",),
    "공포/무서움": ("fear",),
    "역겨움/징그러움": ("disgust",),
    "짜증": ("annoyance",),
    "없음": ("neutral",),
    "즐거움/신남": ("amusement", "excitement"),
    "깨달음": ("realization",),
    "죄책감": ("remorse",),
    "당황/난처": ("confusion",),
    "놀람": ("surprise",),
    "불안/걱정": ("nervousness",),
    "기쁨": ("joy",),
    "안심/신뢰": ("relief",),
}


def crosswalk_gold(labels: Sequence[Sequence[int]], names: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
    """For each label of the crosswalk, which comments have it; (n_comments,) each.

    labels: indices into `names`, GoEmotions' own labels, for each comment.
    """
    meant = _numbers(names)
    return {ours: np.array([not theirs.isdisjoint(own) for own in labels]) for ours, theirs in meant.items()}


def crosswalk_numbers(names: Sequence[str], scheme: Scheme) -> dict[int, frozenset[int]]:
    """Labels of the scheme by number, with the numbers of GoEmotions' own labels that mean them.

    names: GoEmotions' labels.
    """
    return {scheme.names.index(ours): theirs for ours, theirs in _numbers(names).items()}


def _numbers(names: Sequence[str]) -> dict[str, frozenset[int]]:
    return {ours: frozenset(map(names.index, theirs)) for ours, theirs in CROSSWALK.items()}


def auc_by_label(
    scores: NDArray[np.float64], labels: Sequence[Sequence[int]], names: Sequence[str], scheme: Scheme
) -> dict[str, float]:
    """AUC of each label of the crosswalk that some comments have and some have not.

    scores: (n_comments, n_labels of the scheme).
    """
    column = {name: index for index, name in enumerate(scheme.names)}
    expected = crosswalk_gold(labels, names)
    return {
        label: float(roc_auc_score(present, scores[:, column[label]]))
        for label, present in expected.items()
        if present.any() and not present.all()
    }


def english_auc(trainer: Trainer, model: BertForTokenClassification, data: Path, most: int) -> float:
    """Macro AUC over the first `most` comments of GoEmotions' English dev file, each read alone."""
    comments = load_goemotions(data, "dev")[:most]
    asked = single_texts([each.english for each in comments])
    scores = expit(trainer.read(model, asked, range(len(asked))))
    found = auc_by_label(scores, [each.labels for each in comments], goemotions_labels(data), trainer.scheme)
    return float(np.mean(list(found.values())))
