"""Find and check a checkpoint: the shipped one, a local folder, or a repository on the Hub. Safetensors only."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from emolit.emotions import Scheme, known_scheme, load_scheme, plain_scheme
from emolit.errors import ModelError, SchemeError
from emolit.reading.measured import EVALUATION, Measured

SHIPPED = "emolit-kpoem"
SHIPPED_FOLDER = Path(__file__).parent.parent / "assets" / "model"
DEFAULT_THRESHOLD = 0.3  # the paper's, for a checkpoint of its labels that names none
OTHER_THRESHOLD = 0.5  # the usual one, for a checkpoint of other labels that names none

PASSAGES = "BertForTokenClassification"  # emolit's own kind: reads passages, labels lines
LINES = (  # classifiers of single texts; concrete classes, so that no config decides what code runs
    "BertForSequenceClassification",
    "DistilBertForSequenceClassification",
    "ElectraForSequenceClassification",
    "RobertaForSequenceClassification",
    "XLMRobertaForSequenceClassification",
)
SIGMOID, SOFTMAX = "sigmoid", "softmax"
_ACTIVATIONS = {"multi_label_classification": SIGMOID, "single_label_classification": SOFTMAX}

_WEIGHTS = "model.safetensors"
_FILES = ["config.json", _WEIGHTS, "tokenizer.json", "tokenizer_config.json", "SHA256SUMS", "trained_lines.txt"]


@dataclass(frozen=True)
class Checkpoint:
    """A folder that holds a whole `BertForTokenClassification` with emolit's entries in its `config.json`, or a
    classifier of single texts with whatever labels it has.
    """

    name: str
    folder: Path

    @classmethod
    def find(cls, name: str | Path = SHIPPED, revision: str | None = None) -> Checkpoint:
        """The shipped checkpoint, an existing folder, or a Hub id ("owner/name"), which is fetched once and cached.

        Raises ModelError when there is none, when a file is missing or does not match its checksum, or when the
        checkpoint is of another kind or has other labels.
        """
        folder = SHIPPED_FOLDER if str(name) == SHIPPED else Path(name)
        local = os.path.isdir(folder) or folder == SHIPPED_FOLDER  # the shipped one is never sought elsewhere
        checkpoint = cls(str(name), folder if local else _fetch(str(name), revision))
        checkpoint._check()
        return checkpoint

    @cached_property
    def config(self) -> dict[str, Any]:
        try:
            config = json.loads((self.folder / "config.json").read_text(encoding="utf-8"))
        except ValueError as error:
            raise ModelError("model.unreadable", name=self.name, problem=error) from error
        if not isinstance(config, dict):
            raise ModelError("model.unreadable", name=self.name, problem="config.json holds no object")
        return config

    def _listed(self, entry: str) -> list[Any]:
        """A list in its config; nothing where there is something else."""
        value = self.config.get(entry)
        return value if isinstance(value, list) else []

    @property
    def _id2label(self) -> Mapping[str, str]:
        value = self.config.get("id2label")
        return value if isinstance(value, dict) else {}

    @property
    def architecture(self) -> str:
        return str((self._listed("architectures") or ["?"])[0])

    @property
    def is_local(self) -> bool:
        """Whether its folder is somebody's own, not the cache of what came from the Hub."""
        return self.name == SHIPPED or Path(self.name).is_dir()

    @property
    def reads_lines(self) -> bool:
        """Whether it scores each line as a text of its own, and knows no context."""
        return self.architecture in LINES

    @property
    def activation(self) -> str:
        """What makes scores of its logits. Raises ModelError where its config does not say."""
        problem = "multi_label_classification" if not self.reads_lines else self.config.get("problem_type")
        if problem not in _ACTIVATIONS:
            raise ModelError("model.no_activation", name=self.name, found=problem or "-")
        return _ACTIVATIONS[str(problem)]

    @cached_property
    def scheme(self) -> Scheme:
        """The known scheme whose labels it has; for a classifier with other labels a plain one, without families."""
        if not self.reads_lines or "label_scheme" in self.config:
            return load_scheme(self.config.get("label_scheme", "kote"))
        id2label = {int(index): str(label) for index, label in self._id2label.items()}
        names = tuple(id2label[index] for index in sorted(id2label))
        return known_scheme(names) or plain_scheme(Path(self.name).name, names)

    @property
    def threshold(self) -> tuple[float, ...]:
        """One a label, in the scheme's order, whether `config.json` has one number or one a label."""
        value = self.config.get("threshold", OTHER_THRESHOLD if self.scheme.is_plain else DEFAULT_THRESHOLD)
        return tuple(value) if isinstance(value, list) else (value,) * len(self.scheme.names)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the text that the checkpoint was trained on; none where a classifier does not say."""
        unsaid = [] if self.reads_lines or "trained_languages" in self.config else ["ko"]
        return tuple(map(str, self._listed("trained_languages") or unsaid))

    @cached_property
    def fingerprint(self) -> str:
        """sha256 of the weights: what a score can be traced to."""
        return _sha256(self.folder / _WEIGHTS)

    @cached_property
    def measured(self) -> Measured:
        """What an evaluation found, where one was made."""
        return Measured.of(self.folder, self.fingerprint)

    @cached_property
    def trained_lines(self) -> frozenset[str]:
        """Hashes of the lines that the checkpoint learnt from, so that no such line passes for an unseen one.

        Those of the shipped one are KPoEM's and KOTE's; its English comments are not among them.
        """
        path = self.folder / "trained_lines.txt"
        return frozenset(path.read_text(encoding="ascii").split()) if path.is_file() else frozenset()

    def _check(self) -> None:
        for name in ("config.json", _WEIGHTS, "tokenizer.json"):
            if not os.path.isfile(self.folder / name):
                raise ModelError("model.missing_file", path=self.folder / name)
        if self.architecture not in (PASSAGES, *LINES):
            raise ModelError("model.wrong_architecture", name=self.name, found=self.architecture)
        _ = self.activation
        self._check_labels()
        self._check_threshold()
        self._check_sums()

    def _check_labels(self) -> None:
        try:
            expected = dict(enumerate(self.scheme.names))
            labels = {int(index): label for index, label in self._id2label.items()}
        except (SchemeError, ValueError, TypeError) as error:
            raise ModelError("model.no_labels", name=self.name) from error
        if labels != expected:
            index = next(i for i in {**expected, **labels} if labels.get(i) != expected.get(i))
            example = labels.get(index, "-")
            raise ModelError("model.wrong_labels", name=self.name, scheme=self.scheme.name, example=example)

    def _check_threshold(self) -> None:
        values = self.threshold
        is_share = all(isinstance(value, int | float) and 0 <= value <= 1 for value in values)
        if len(values) != len(self.scheme.names) or not is_share:
            raise ModelError("model.bad_threshold", name=self.name)

    def _check_sums(self) -> None:
        manifest = self.folder / "SHA256SUMS"
        if not manifest.is_file():
            return
        for entry in filter(str.strip, manifest.read_text(encoding="utf-8").splitlines()):
            digest, _, name = entry.partition("  ")
            path = self.folder / name
            actual = self.fingerprint if name == _WEIGHTS else _sha256(path)
            if actual != digest:
                raise ModelError("model.checksum", path=path)


def line_hash(text: str) -> str:
    """Sixteen hex digits of a line; white space, letter case and how its Hangul is composed make no difference."""
    normal = " ".join(unicodedata.normalize("NFC", text).split()).casefold()
    return hashlib.sha256(normal.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError("model.missing_file", path=path) from error


def _fetch(name: str, revision: str | None) -> Path:
    from httpx import HTTPError
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=[*_FILES, EVALUATION]))
    except (OSError, ValueError, HTTPError) as error:  # the Hub's own errors derive from the first two
        problem = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ModelError("model.not_found", name=name, problem=problem) from error
