"""The model card, generated from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from emolit.training.evaluate import Result, table
from emolit.training.finetune import Recipe

_TEMPLATE = """---
language: [ko]
license: mit
library_name: transformers
pipeline_tag: token-classification
base_model: intfloat/multilingual-e5-small
datasets: [AKS-DHLAB/KPoEM, searle-j/kote]
---
# emolit-kpoem: which of 44 emotions readers find in a line of verse

A `BertForTokenClassification` (12 layers x 384, 38,228 pieces, 36 M parameters) with one logit per token and emotion. A line's
score is the sigmoid of the mean of its own tokens' logits, read among the lines of its passage
(`<s> line </s> line </s> ...`, at most 256 tokens). Saved as float16; load it as float32.

## What a score is
The share of the five readers of KPoEM that are expected to choose the emotion (votes / 5), calibrated on the `val` rows. These
five are five people of our time who read modern Korean poems; a score says nothing of the poet's feelings, nor of any
single reader's. Not found is not absent.

## Training
1. KOTE: 9,500 web comments with 44 labels, {kote_epochs} epochs. 2. KPoEM v4, rows of split `train` (5,605 lines, 491 segments), {kpoem_epochs}
epochs of passages, windows and whole segments, target: votes min-max scaled within the row, binary cross-entropy.
AdamW, learning rate 2e-4, layer-wise decay {layer_decay}, seed {seed}, float32. Then one affine map a label from logits to votes / 5, fitted on `val`,
folded into the head; threshold {threshold:g} for the paper's 0/1 labels, chosen on `val`.

## Measured
The paper's split and rule (a label is positive when its share, min-max scaled within the row, exceeds 0.2). Rows `val, cross-fitted` use a
calibration and threshold from other blocks of poems than the row's own.

{table}
**This split leaks**: rows were divided at random, and most lines of `val` and `test` also stand inside a training segment. On poems
the model has never seen, expect less. The paper reports F1-micro 0.6006, F1-macro 0.4865, MCC 0.4713 on its `test` rows for a model of 110 M parameters.

## Limits
Modern Korean verse, five poets, 1910s to 1940s. The five readers agree little (Krippendorff's alpha about 0.24 over lines); rare labels are
unreliable. English is read through the multilingual base encoder alone and has not been measured; other languages likewise. Not for judging
the state of mind of persons.

## Licence
MIT. Base encoder: multilingual-e5-small, MIT, see NOTICE. Data: KPoEM (MIT, doi 10.57967/hf/6303), KOTE (MIT).
"""


def model_card(results: Sequence[Result], threshold: float, recipe: Recipe) -> str:
    epochs = {stage.name: stage.epochs for stage in recipe.stages}
    return _TEMPLATE.format(
        kote_epochs=epochs["kote"],
        kpoem_epochs=epochs["kpoem"],
        layer_decay=recipe.layer_decay,
        seed=recipe.seed,
        threshold=threshold,
        table=table(results),
    )
