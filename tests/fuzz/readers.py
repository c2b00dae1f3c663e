"""Coverage-guided fuzzing of one reader: `python tests/fuzz/readers.py KIND -max_total_time=5`. Not a pytest module.

Whatever a reader raises besides our own errors is a finding. Of a format that is an archive, the part with the text is
fuzzed within it, for the archive itself is fuzzed as `zip`. Started by `scripts/fuzz`.
"""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from contextlib import suppress
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parents[2]))

with atheris.instrument_imports(include=["emolit.corpus", "pdfminer"]):
    from emolit.corpus import (  # noqa: F401 - instrumented
        ReadingOptions,
        Separator,
        bundle,
        docx,
        epub,
        html,
        odt,
        pdf,
        read_corpus,
        tei,
        wikitext,
        xlsx,
    )
    from emolit.errors import EmolitError

from tests.documents import zipped
from tests.unit.corpus.test_formats import SAME

PARTS = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
    "epub": "OEBPS/a.xhtml",
}
OPTIONS = ReadingOptions(separator=Separator.AUTOMATIC, guess_columns=True)


def main() -> None:
    kind, *arguments = sys.argv[1:]
    name = next(name for name in SAME if name.endswith(f".{kind}"))
    files: dict[str, bytes] = {}
    if kind in PARTS:
        with zipfile.ZipFile(io.BytesIO(SAME[name])) as archive:
            files = {entry: archive.read(entry) for entry in archive.namelist()}
    seed = files[PARTS[kind]] if files else SAME[name]

    def read(data: bytes) -> None:
        document = zipped({**files, PARTS[kind]: data}) if files else data
        with suppress(EmolitError):
            read_corpus(name, document, OPTIONS)

    with tempfile.TemporaryDirectory() as seeds:
        (Path(seeds) / "seed").write_bytes(seed)
        atheris.Setup([sys.argv[0], seeds, *arguments], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
