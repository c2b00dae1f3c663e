"""PDF with a text layer: lines as they lie on the page, stanzas by the space between them, words joined at hyphens.

pdfminer.six says where each line of text lies; a gap between two lines that is much wider than the page's usual one is
a stanza break, and two columns are read one after the other. A PDF does not say what is a title or a page number:
repeated heads and page numbers are left out, the rest is one work that its reader can divide.
"""

from __future__ import annotations

import io
import logging
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTContainer, LTItem, LTPage, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser, PDFSyntaxError
from pdfminer.pdftypes import PDFObjRef

from emolit.corpus.assembly import BREAK, Piece, assemble
from emolit.corpus.pdf_columns import Placed, columns
from emolit.corpus.source import Source
from emolit.corpus.verse import is_blank
from emolit.corpus.works import Corpus, Line
from emolit.errors import CorpusError

MAX_PAGES = 1_000
_LAYOUT = LAParams(boxes_flow=None)  # boxes from top to bottom: verse has no columns of running text
_GAP = 1.45  # times the usual distance of two lines
_PAGE_NUMBER = re.compile(r"[-–—\[(]?\s*\d{1,4}\s*[-–—\])]?")
_CIPHER = re.compile(r"\(cid:\d+\)")  # a character for which the font names no letter
_HYPHENATED = re.compile(r"[^\W\d_]{2,}[-\u2010\u00ad]")
_SOFT_HYPHEN = "\u00ad"

_Page = list[list[Placed]]  # its columns, each from top to bottom


def read_pdf(source: Source) -> Corpus:
    """One work called after the file.

    Raises CorpusError for a scan without text, a password, too many pages, or a broken file.
    """
    pages = _pages(source.name, source.data)
    lines = [line for page in pages for part in page for line in part]
    if not lines:
        raise CorpusError("corpus.scanned", name=source.name)
    repeated = _repeated(pages)
    pieces, joined = _joined([piece for page in pages for part in _verse(page, repeated) for piece in _stanzas(part)])
    unnamed = sum(line.text.count("\ufffd") for line in lines)
    works = assemble(source.name, source.stem, pieces)
    in_columns = sum(len(page) > 1 for page in pages)
    return Corpus(works, (replace(source.note(replaced=unnamed), joined_words=joined, column_pages=in_columns),))


def _pages(name: str, data: bytes) -> list[_Page]:
    """The lines of each page in the order of reading."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it quotes what it reads
    try:
        pages = [columns(list(_lines(layout))) for layout in islice(_layouts(data), MAX_PAGES + 1)]
    except PDFPasswordIncorrect as error:
        raise CorpusError("corpus.encrypted", name=name) from error
    except MemoryError:
        raise
    except Exception as error:
        raise CorpusError("corpus.broken", name=name) from error
    if len(pages) > MAX_PAGES:
        raise CorpusError("corpus.too_many_pages", name=name, limit=MAX_PAGES)
    return pages


class _Document(PDFDocument):
    """Follows references to the end: pdfminer.six goes round for ever in objects that refer to each other."""

    def getobj(self, objid: int) -> object:
        found, seen = super().getobj(objid), {objid}
        while isinstance(found, PDFObjRef):
            if found.objid in seen:
                raise PDFSyntaxError("an object refers to itself")
            seen.add(found.objid)
            found = super().getobj(found.objid)
        return found


def _layouts(data: bytes) -> Iterator[LTPage]:
    """What `pdfminer.high_level.extract_pages` does, with the document above."""
    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=_LAYOUT)
    interpreter = PDFPageInterpreter(manager, device)
    for page in PDFPage.create_pages(_Document(PDFParser(io.BytesIO(data)))):
        interpreter.process_page(page)
        yield device.get_result()


def _lines(item: LTItem) -> Iterator[Placed]:
    if isinstance(item, LTTextLine):
        text = _CIPHER.sub("\ufffd", item.get_text().rstrip("\n"))
        if not is_blank(text):
            yield Placed(text.rstrip(), item.y1, item.y0, item.x0, item.x1)
    elif isinstance(item, LTContainer):
        for inner in item:
            yield from _lines(inner)


def _repeated(pages: Sequence[_Page]) -> set[str]:
    """First and last lines that stand on most pages: running heads."""
    ends = Counter(text for page in pages if page[0] for text in {page[0][0].text.strip(), page[-1][-1].text.strip()})
    return {text for text, count in ends.items() if count > 2 and count > len(pages) / 2}


def _verse(page: _Page, repeated: set[str]) -> _Page:
    """A page's lines without its running head and number."""
    kept = [list(part) for part in page]
    for part, index in ((kept[-1], -1), (kept[0], 0)):
        while part and (part[index].text.strip() in repeated or _PAGE_NUMBER.fullmatch(part[index].text.strip())):
            part.pop(index)
    return kept


def _stanzas(lines: Sequence[Placed]) -> Iterator[Piece]:
    """The lines with breaks where the space between two is wide; a page's end is no break."""
    steps = [above.bottom - below.bottom for above, below in pairwise(lines)]
    usual = statistics.median_low([step for step in steps if step > 1] or [0.0])
    for line, step in zip(lines, [0.0, *steps], strict=True) if lines else ():
        if usual and step > _GAP * usual:
            yield BREAK
        yield Line(line.text)


def _joined(pieces: Sequence[Piece]) -> tuple[list[Piece], int]:
    """Words that a typesetter hyphenated at a line's end, whole again on the line where they begin."""
    result: list[Piece] = []
    joined = 0
    for piece in pieces:
        last = result[-1] if result else BREAK
        if isinstance(piece, Line) and isinstance(last, Line) and _is_cut(last.text, piece.text):
            rest, _, following = piece.text.lstrip().partition(" ")
            result[-1] = Line(last.text[:-1] + rest)
            joined += 1
            result += [Line(following)] if following else []
        else:
            result.append(piece)
    return [Line(p.text.replace(_SOFT_HYPHEN, "")) if isinstance(p, Line) else p for p in result], joined


def _is_cut(line: str, following: str) -> bool:
    last = line.rsplit(" ", 1)[-1]
    return bool(_HYPHENATED.fullmatch(last)) and following.lstrip()[:1].islower()
