"""KPoEM from the hub: fetched once with huggingface_hub, kept in its cache, read like any table.

What is pinned is the content: the reference data of emolit was made from version 4, and a digest of its wording tells
whether a file still is that. Only then do its lines carry the row numbers that join them to the reference data.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from emolit.corpus.options import ReadingOptions
from emolit.corpus.reading import read_corpus
from emolit.corpus.works import Corpus, Line, Problem, Work
from emolit.errors import CorpusError
from emolit.settings import Settings

REPOSITORY = "AKS-DHLAB/KPoEM"
LINES = "KPoEM_line_dataset_v4.tsv"
SEGMENTS = "KPoEM_poem_dataset_v4.tsv"

# sha256 over all texts of version 4, white space left out, a newline after each.
WORDING = {
    LINES: "f6d962cd1f70cf1843e397b00f4bdb28f59ab74742a00a8fe0a39ca5254519a9",
    SEGMENTS: "e6049d0e393fca2f02a703b6f0867067a6c169a193326de53cd4a6633c0cde1e",
}


def fetch_kpoem(*, segments: bool = True, revision: str | None = None) -> Corpus:
    """The poems by line, then by segment. Raises CorpusError where the hub cannot be reached and nothing is kept.

    revision: a commit, tag or branch of the repository; `EMOLIT_KPOEM_REVISION` by default.
    """
    revision = revision or Settings.from_env().kpoem_revision
    files = (LINES, SEGMENTS) if segments else (LINES,)
    corpora = [_read(_fetch(file, revision)) for file in files]
    return sum(corpora[1:], start=corpora[0])


def _fetch(file: str, revision: str) -> Path:
    from httpx import HTTPError
    from huggingface_hub import hf_hub_download

    try:
        return Path(hf_hub_download(REPOSITORY, file, repo_type="dataset", revision=revision))
    except (OSError, ValueError, HTTPError) as error:  # the hub's own errors derive from the first two
        raise CorpusError("corpus.hub", name=f"{REPOSITORY}/{file}") from error


def _read(path: Path) -> Corpus:
    """A published file, with row numbers where its wording is that of version 4. The note names the commit."""
    corpus = read_corpus(path.name, path.read_bytes(), ReadingOptions())
    commit = path.parent.name  # huggingface_hub keeps a file under the commit that it came from
    works = tuple(replace(work, edition=commit) for work in corpus)
    if wording(works) == WORDING[path.name]:
        return replace(corpus, works=works)
    first, *others = corpus.notes
    told = replace(first, problems=(Problem("corpus.kpoem_changed", {"name": path.name}),))
    return replace(corpus, works=tuple(map(_without_rows, works)), notes=(told, *others))


def wording(works: Iterable[Work]) -> str:
    """A digest of all lines in their order; white space and the composition of Hangul do not count."""
    digest = hashlib.sha256()
    for text in _texts(works):
        digest.update("".join(unicodedata.normalize("NFC", text).split()).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _texts(works: Iterable[Work]) -> Iterator[str]:
    return (text for work in works for text in work.texts)


def _without_rows(work: Work) -> Work:
    return replace(work, stanzas=tuple(tuple(_nameless(line) for line in stanza) for stanza in work.stanzas))


def _nameless(line: Line) -> Line:
    return replace(line, id=None)
