"""`cite` speaks to people, to BibTeX and to reference managers."""

from __future__ import annotations

from collections.abc import Callable

from emolit.export.citing import bibtex, csl_json, plain
from tests.shell import Said

Run = Callable[..., Said]


def test_each_form_is_printed_and_nothing_else(emolit: Run) -> None:
    for words, text in (((), plain()), (("--bibtex",), bibtex()), (("--csl",), csl_json())):
        said = emolit("cite", *words)
        assert (said.code, said.out.decode(), said.err) == (0, text, "")


def test_two_forms_at_once_are_refused_in_the_asked_language(emolit: Run) -> None:
    said = emolit("cite", "--bibtex", "--csl", "--lang", "ko")
    assert (said.code, said.complaints) == (2, ["--bibtex와 --csl 가운데 하나만 적어 주세요."])
