"""Masked-language training: the network guesses hidden words of the poems before it learns what is felt at them.

After Gururangan et al. 2020, "Don't Stop Pretraining"; which words are hidden follows Devlin et al. 2019, "BERT".
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn.functional import cross_entropy
from transformers import BertForTokenClassification
from transformers.models.bert.modeling_bert import BertPredictionHeadTransform

from emolit.reading.network import collate
from emolit.reading.passages import NOBODY
from emolit.reading.tokens import Tokens
from emolit.training.examples import Example

HIDDEN = 0.15  # of the tokens of lines have to be guessed
_BLANK, _WRONG = 0.8, 0.1  # of these are shown as a blank, as a word drawn from all; the rest as they are


class MaskedWords(torch.nn.Module):
    """The head that guesses, tied to the word embeddings, and its loss. Nothing of it is kept after the training."""

    def __init__(self, model: BertForTokenClassification, tokens: Tokens) -> None:
        super().__init__()
        self.pad, self.blank = tokens.specials.pad, tokens.mask
        self.transform = BertPredictionHeadTransform(model.config)
        self.bias = torch.nn.Parameter(torch.zeros(model.config.vocab_size))

    def forward(self, model: BertForTokenClassification, batch: Sequence[Example]) -> torch.Tensor:
        """Mean cross-entropy of the hidden tokens of a batch."""
        ids, mask, owners = collate([example.passage for example in batch], self.pad)
        hidden = (owners != NOBODY) & (torch.rand(ids.shape) < HIDDEN)
        states = model.bert(input_ids=self.shown(ids, hidden), attention_mask=mask).last_hidden_state[hidden]
        words = model.bert.embeddings.word_embeddings.weight
        logits = self.transform(states) @ words.T + self.bias
        summed = cross_entropy(logits.float(), ids[hidden], reduction="sum")
        return summed / hidden.sum().clamp(min=1)

    def shown(self, ids: torch.Tensor, hidden: torch.Tensor) -> torch.Tensor:
        """What the network gets to see: tokens as they are but for the hidden ones. Shape of `ids`."""
        draw = torch.rand(ids.shape)
        shown = torch.where(hidden & (draw < _BLANK), self.blank, ids)
        wrong = hidden & (draw >= 1 - _WRONG)
        return torch.where(wrong, torch.randint(len(self.bias), ids.shape), shown)
