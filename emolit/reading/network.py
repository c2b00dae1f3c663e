"""The network's two steps: token logits of a batch of passages, and their sums per owner.

The network is a plain `BertForTokenClassification`; everything of emolit's own is how its token logits are pooled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from emolit.reading.passages import NOBODY, Passage

if TYPE_CHECKING:
    from transformers import PreTrainedModel


def collate(passages: Sequence[Passage], pad: int) -> tuple[Tensor, Tensor, Tensor]:
    """Pad passages to the longest of them.

    Returns ids, attention mask and owners, each of shape (n_passages, n_tokens).
    """
    width = max(len(passage) for passage in passages)
    ids = torch.full((len(passages), width), pad)
    owners = torch.full((len(passages), width), NOBODY)
    mask = torch.zeros((len(passages), width), dtype=torch.long)
    for row, passage in enumerate(passages):
        ids[row, : len(passage)] = torch.tensor(passage.ids)
        owners[row, : len(passage)] = torch.tensor(passage.owners)
        mask[row, : len(passage)] = 1
    return ids, mask, owners


def token_logits(model: PreTrainedModel, ids: Tensor, mask: Tensor) -> Tensor:
    """Shape (n_passages, n_tokens, n_labels). Without padding no mask is passed, which spares its cost."""
    attention = None if bool(mask.all()) else mask
    logits: Tensor = model(input_ids=ids, attention_mask=attention).logits
    return logits


def sum_by_owner(logits: Tensor, owners: Tensor, n_owners: int) -> tuple[Tensor, Tensor]:
    """Sum the logits of the tokens of each owner; tokens of `NOBODY` are left out.

    logits: (n_passages, n_tokens, n_labels); owners: (n_passages, n_tokens), values below `n_owners`.

    Returns sums of shape (n_owners, n_labels) and token counts of shape (n_owners,).
    """
    kept = owners != NOBODY
    owner, values = owners[kept], logits[kept]
    sums = values.new_zeros((n_owners, values.shape[-1])).index_add(0, owner, values)
    counts = torch.bincount(owner, minlength=n_owners).to(values.dtype)
    return sums, counts
