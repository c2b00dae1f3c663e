"""Text to token ids, the same way in training and in reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Encoding, Tokenizer

from emolit.errors import ModelError
from emolit.reading.passages import Specials
from emolit.reading.words import words_of_tokens

_PAD = ("<pad>", "[PAD]")


class Tokens:
    """The checkpoint's tokenizer with fixed settings: no truncation, no padding, no special tokens.

    `transformers` tokenizers change shared state at each call and break under threads; this one is only read.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self.specials = Specials(*(self._id(*names) for names in (("<s>", "[CLS]"), ("</s>", "[SEP]"), _PAD)))
        self.unknown = self._id("<unk>", "[UNK]")

    @classmethod
    def load(cls, folder: Path) -> Tokens:
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise ModelError("model.missing_file", path=path)
        try:
            return cls(Tokenizer.from_file(str(path)))
        except ModelError:
            raise
        except Exception as error:  # the tokenizers library raises nothing narrower
            raise ModelError("model.unreadable", name=folder.name, problem=str(error).splitlines()[0]) from error

    def _id(self, *names: str) -> int:
        """The token that goes by the first of these names that it has."""
        numbers = (self._tokenizer.token_to_id(name) for name in names)
        number: int | None = next((number for number in numbers if number is not None), None)
        if number is None:
            raise ModelError("model.no_special_token", token=names[0])
        return number

    @property
    def mask(self) -> int:
        """The token that stands for a hidden word; only training asks for it."""
        return self._id("<mask>", "[MASK]")

    @property
    def size(self) -> int:
        size: int = self._tokenizer.get_vocab_size()
        return size

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text, never empty: a text of which nothing can be read is one unknown token.

        Decomposed Hangul (as macOS stores it) is composed here, in the model's copy only.
        """
        return [encoding.ids or [self.unknown] for encoding in self._encodings(_composed(texts))]

    def encode_words(self, texts: Sequence[str]) -> list[tuple[list[int], list[int]]]:
        """Ids of each text as `encode` gives them, and of each id its word, from 0 within the text."""
        composed = _composed(texts)
        return [
            (encoding.ids, words_of_tokens(text, encoding.offsets)) if encoding.ids else ([self.unknown], [0])
            for text, encoding in zip(composed, self._encodings(composed), strict=True)
        ]

    def _encodings(self, composed: Sequence[str]) -> list[Encoding]:
        encodings: list[Encoding] = self._tokenizer.encode_batch(composed, add_special_tokens=False)
        return encodings

    def count_unknown(self, text: str) -> int:
        """Characters of a text for which the tokenizer has no piece; all of them when it makes no token at all."""
        composed = unicodedata.normalize("NFC", text)
        encoding = self._tokenizer.encode(composed, add_special_tokens=False)
        spans = zip(encoding.ids, encoding.offsets, strict=True)
        unknown = {place for number, span in spans if number == self.unknown for place in range(*span)}
        return len(unknown) if encoding.ids else len(composed)


def _composed(texts: Sequence[str]) -> list[str]:
    return [unicodedata.normalize("NFC", text) for text in texts]
