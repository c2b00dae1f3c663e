"""Laws of the table of sentences: every code has its sentence in both languages, and no sentence is idle."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from emolit import errors
from emolit.errors import CorpusError, EmolitError, Language, sentences

PACKAGE = Path(errors.__file__).parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
CONSTANTS = {n.value for tree in TREES.values() for n in ast.walk(tree) if isinstance(n, ast.Constant)}
LANGUAGES: tuple[Language, ...] = ("ko", "en")


class Anything:
    """A detail that any format specification accepts."""

    def __format__(self, spec: str) -> str:
        return format(1234567, spec)


@dataclass(frozen=True)
class Raised:
    """One place that makes an error or a notice; details is None where they are given as **mapping."""

    place: str
    code: str
    details: frozenset[str] | None


def subclasses(kind: type[EmolitError]) -> list[type[EmolitError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in subclasses(child))]


def raised() -> Iterator[Raised]:
    makers = {kind.__name__ for kind in subclasses(EmolitError)} | {"Notice"}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers:
                code, *rest = node.args
                assert isinstance(code, ast.Constant), f"{path}:{node.lineno} computes its code"
                yield Raised(f"{path.relative_to(PACKAGE)}:{node.lineno}", code.value, details(node, rest))


def details(call: ast.Call, rest: list[ast.expr]) -> frozenset[str] | None:
    """Names of the details: keywords of an error, keys of the mapping of a notice."""
    names = [keyword.arg for keyword in call.keywords]
    names += [key.value for mapping in rest if isinstance(mapping, ast.Dict) for key in mapping.keys]  # type: ignore
    return None if None in names else frozenset(name for name in names if name)


RAISED = list(raised())


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_the_search_for_raised_codes_finds_some_in_every_layer() -> None:
    layers = {item.place.split("/")[0] for item in RAISED}
    assert {"corpus", "emotions", "export", "reading"} <= layers


@pytest.mark.parametrize("item", RAISED, ids=lambda item: f"{item.code}@{item.place}")
def test_every_code_raised_has_its_sentence_in_both_languages(item: Raised) -> None:
    assert set(sentences()[item.code]) == set(LANGUAGES)


@pytest.mark.parametrize("item", RAISED, ids=lambda item: f"{item.code}@{item.place}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_formats_with_the_details_given(item: Raised, language: Language) -> None:
    template = sentences()[item.code][language]
    given = placeholders(template) if item.details is None else item.details
    assert template.format(**{name: Anything() for name in given})


@pytest.mark.parametrize("code", sentences())
def test_both_languages_tell_the_same_details_in_one_line(code: str) -> None:
    korean, english = (sentences()[code][language] for language in LANGUAGES)
    assert placeholders(korean) == placeholders(english)
    assert "\n" not in korean + english
    assert re.search("[가-힣]", korean)
    assert not re.search("[가-힣]", english)


@pytest.mark.parametrize("code", sentences())
def test_every_sentence_of_the_table_is_used(code: str) -> None:
    assert code in CONSTANTS


@pytest.mark.parametrize("kind", subclasses(EmolitError), ids=lambda kind: kind.__name__)
def test_every_kind_of_error_is_drawn_in_the_tree_at_the_top(kind: type[EmolitError]) -> None:
    assert kind.__name__ in str(errors.__doc__)


def test_an_error_carries_its_code_and_details_and_reads_as_its_english_sentence() -> None:
    error = CorpusError("corpus.too_many_lines", lines=20_001, limit=20_000)
    assert (error.code, error.details) == ("corpus.too_many_lines", {"lines": 20_001, "limit": 20_000})
    assert str(error) == error.sentence() == error.sentence("en")
    assert all("20,001" in error.sentence(language) and "20,000" in error.sentence(language) for language in LANGUAGES)


@pytest.mark.parametrize("name", ["{name}", "{0.__class__}", "{", "%s", "봄.txt"])
def test_a_name_from_outside_is_shown_as_it_is_never_run_as_a_template(name: str) -> None:
    details: dict[str, Any] = {"name": name}
    assert all(f"'{name}'" in CorpusError("corpus.empty", **details).sentence(language) for language in LANGUAGES)


def test_one_except_catches_all_that_is_raised_on_purpose() -> None:
    with pytest.raises(EmolitError):
        raise CorpusError("corpus.empty", name="a.txt")
