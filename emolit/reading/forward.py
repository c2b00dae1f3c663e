"""The network's forward pass for reading alone: no padding, no mask, weights laid out once for the processor's kernels.

Passages of a batch stand one behind the other, as one long row of tokens. Linear layers, which are nearly all the
work, do not care where a passage ends; attention is computed passage by passage. So no token is computed that nobody
reads, and what a passage is read with makes no difference to it. The numbers are those of `BertForTokenClassification`
to within 1e-5 in a score (tested); training and everybody else uses that class itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor
from torch.nn import functional

from emolit.reading.precision import Precision

if TYPE_CHECKING:
    from torch import nn

_ROWS = 512  # tokens of a usual batch: the layout of packed weights is chosen for so many
SHORT = 48  # tokens of a passage up to which attention is three plain products
_EXACT_SHARE = 6  # one layer in so many, from the first on, stays float32: what is rounded there, all others carry on


class PackedLinear:
    """A linear layer whose weights lie as oneDNN's kernels want them, with its activation fused in.

    On an x86 processor this is 1.1 to 1.4 times as fast as `nn.Linear`; elsewhere it is `nn.Linear`.
    """

    def __init__(self, weight: Tensor, bias: Tensor, dtype: torch.dtype, gelu: bool = False) -> None:
        self._bias = bias.detach().to(dtype)
        self._gelu = gelu
        self._packs = _packs()
        weight = weight.detach().to(dtype).contiguous()
        self._weight = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS) if self._packs else weight

    def __call__(self, x: Tensor) -> Tensor:
        """x: (n_tokens, width_in), in any precision. Returns (n_tokens, width_out) in the layer's."""
        x = x.to(self._bias.dtype)
        if self._packs:
            after = "gelu" if self._gelu else "none"
            packed: Tensor = torch.ops.mkldnn._linear_pointwise(x, self._weight, self._bias, after, [], "none")
            return packed
        y = functional.linear(x, self._weight, self._bias)
        return functional.gelu(y) if self._gelu else y


def _packs() -> bool:
    """Whether this build of torch has oneDNN's packed linear layer."""
    return hasattr(torch.ops.mkldnn, "_linear_pointwise") and bool(torch._C._has_mkldnn)


@dataclass(frozen=True, eq=False)
class _Norm:
    weight: Tensor
    bias: Tensor
    eps: float

    @classmethod
    def of(cls, layer: nn.LayerNorm) -> _Norm:
        return cls(layer.weight.detach(), layer.bias.detach(), layer.eps)

    def __call__(self, x: Tensor) -> Tensor:
        return functional.layer_norm(x, self.weight.shape, self.weight, self.bias, self.eps)


@dataclass(frozen=True, eq=False)
class _Layer:
    """One layer of the encoder; attention, residuals and norms in float32 whatever the linear layers compute in."""

    qkv: PackedLinear
    mixed: PackedLinear
    mixed_norm: _Norm
    up: PackedLinear
    down: PackedLinear
    down_norm: _Norm

    @classmethod
    def of(cls, layer: Any, dtype: torch.dtype) -> _Layer:
        own = layer.attention.self
        parts = (own.query, own.key, own.value)
        weight, bias = (torch.cat([getattr(part, name) for part in parts]) for name in ("weight", "bias"))
        mixed, up, down = layer.attention.output, layer.intermediate, layer.output
        return cls(
            PackedLinear(weight, bias, dtype),
            PackedLinear(mixed.dense.weight, mixed.dense.bias, dtype),
            _Norm.of(mixed.LayerNorm),
            PackedLinear(up.dense.weight, up.dense.bias, dtype, gelu=True),
            PackedLinear(down.dense.weight, down.dense.bias, dtype),
            _Norm.of(down.LayerNorm),
        )


class PackedNetwork:
    """A `BertForTokenClassification` for reading, where `fits` says that it can stand for one."""

    def __init__(self, model: Any, precision: Precision) -> None:
        config, bert = model.config, model.bert
        embeddings = bert.embeddings
        self._heads = config.num_attention_heads
        self._words = embeddings.word_embeddings.weight.detach()
        kind = embeddings.token_type_embeddings.weight.detach()[0]
        self._places = embeddings.position_embeddings.weight.detach() + kind
        self._norm = _Norm.of(embeddings.LayerNorm)
        exact = len(bert.encoder.layer) // _EXACT_SHARE
        self._layers = [
            _Layer.of(layer, torch.float32 if number < exact else precision.dtype)
            for number, layer in enumerate(bert.encoder.layer)
        ]
        self._head = (model.classifier.weight.detach(), model.classifier.bias.detach())

    def token_logits(self, ids: Tensor, lengths: Sequence[int]) -> Tensor:
        """ids: (n_tokens,), passages one behind the other; lengths: tokens of each. Returns (n_tokens, n_labels)."""
        places = torch.cat([self._places[:length] for length in lengths])
        x = self._norm(self._words[ids] + places)
        for layer in self._layers:
            x = layer.mixed_norm(x + layer.mixed(self._attention(layer.qkv(x).float(), lengths)))
            x = layer.down_norm(x + layer.down(layer.up(x)))
        return functional.linear(x, *self._head)

    def _attention(self, qkv: Tensor, lengths: Sequence[int]) -> Tensor:
        """qkv: (n_tokens, 3 * width). Returns (n_tokens, width); no passage sees another."""
        width = qkv.shape[1] // 3
        mixed = qkv.new_empty((qkv.shape[0], width))
        start = 0
        for length, same in groupby(lengths):
            count = len(list(same))
            stop = start + count * length
            heads = qkv[start:stop].view(count, length, 3, self._heads, width // self._heads)
            query, key, value = heads.permute(2, 0, 3, 1, 4)
            attend = _attend_short if length <= SHORT else functional.scaled_dot_product_attention
            found = attend(query, key, value)
            mixed[start:stop] = found.transpose(1, 2).reshape(count * length, width)
            start = stop
        return mixed


def _attend_short(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attention, (n_passages, heads, length, width), by plain products.

    For several passages of up to 48 tokens it was timed at 1.1 to 2.5 times the speed of torch's own kernel, most where
    they are as long as a line; for one alone it is as fast, and beyond 48 as fast or slower.
    """
    places = query.shape
    query, key, value = (part.reshape(-1, *places[2:]) for part in (query, key, value))
    weights = torch.bmm(query, key.transpose(1, 2)).mul_(places[3] ** -0.5).softmax(dim=-1)
    return torch.bmm(weights, value).view(places)


def fits(model: Any) -> bool:
    """Whether `PackedNetwork` computes what this model computes: a plain BERT with the usual activation."""
    config = model.config
    if type(model).__name__ != "BertForTokenClassification" or config.is_decoder:
        return False
    kind = getattr(config, "position_embedding_type", None) or "absolute"
    return bool(config.hidden_act == "gelu" and kind == "absolute")
