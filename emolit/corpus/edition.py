"""A TEI edition as a tree that can be written on: its lines as elements, in the order in which the reader finds them.

Everything the editor wrote stays: comments, processing instructions, attributes, white space. Not kept are a document
type (entities are characters afterwards) and the declaration's encoding, which becomes UTF-8.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from copy import deepcopy
from itertools import count

from lxml import etree

from emolit.corpus.tei import is_line, lines_of
from emolit.corpus.works import Corpus
from emolit.corpus.xml import TEI, XML_ID, Element, element_ids, find_all, local, parse_xml

Place = tuple[str, int]  # work id, index of the line


class Edition:
    """A parsed document of TEI P5.

    lines: the elements that hold lines, with the text that the reader makes of each. loose: lines without an element of
    their own, prose around quoted verse.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        found = tuple(_lines(root))
        self.lines = tuple((element, text) for element, text in found if element is not None)
        self.loose = tuple(text for element, text in found if element is None)
        self._ids = element_ids(root)
        self._numbers = count(1)

    @classmethod
    def parse(cls, name: str, data: bytes, encoding: str = "") -> Edition | None:
        """None for what is not TEI P5 with its header: older TEI has no place for readings.

        encoding: as a reader has named it. Raises CorpusError when it is broken.
        """
        root = parse_xml(name, data, encoding, keep_remarks=True)
        if not isinstance(root.tag, str) or etree.QName(root).namespace != TEI:
            return None
        header = next((child for child in root if local(child) == "teiHeader"), None)
        has_header = header is not None and all(_has(header, part) for part in ("fileDesc", "titleStmt"))
        return cls(root) if has_header and local(root) in ("TEI", "teiCorpus") else None

    def places(self, corpus: Corpus) -> dict[Place, Element]:
        """The element of each line of a corpus that stands in this edition: by id, else by wording and order."""
        by_text: dict[str, deque[Element]] = defaultdict(deque)
        by_id: dict[str, tuple[Element | None, str]] = {}
        for element, text in self.lines:
            by_text[text].append(element)
            if element.get(XML_ID):
                by_id[element.get(XML_ID, "")] = element, text
        found: dict[Place, Element] = {}
        for work in corpus:
            for index, line in enumerate(work.lines):
                known, text = by_id.get(line.id or "", (None, ""))
                if known is None or text != line.text:
                    known = next(iter(by_text[line.text]), None)
                if known is not None and known in by_text[line.text]:
                    by_text[line.text].remove(known)
                    found[work.id, index] = known
        return found

    def holds(self, corpus: Corpus) -> bool:
        """Whether every line of a corpus stands in it, with an element of its own or without."""
        places, loose = self.places(corpus), Counter(self.loose)
        others = Counter(
            line.text for work in corpus for index, line in enumerate(work.lines) if (work.id, index) not in places
        )
        return others <= loose

    def id_of(self, element: Element) -> str:
        """The element's `xml:id`; a new one, unique in the document, where the editor gave none."""
        known = element.get(XML_ID)
        if known:
            return known
        while (given := f"emolit-l{next(self._numbers)}") in self._ids:
            pass
        self._ids.add(given)
        element.set(XML_ID, given)
        return given


def _has(header: Element, part: str) -> bool:
    return next(find_all(header, part), None) is not None


def _lines(root: Element) -> Iterator[tuple[Element | None, str]]:
    """The lines, found by the reader itself in a copy whose elements are numbered and whose remarks are gone."""
    copy = deepcopy(root)
    originals = [found for found in root.iter() if isinstance(found.tag, str) and is_line(found)]
    copies = [found for found in copy.iter() if isinstance(found.tag, str) and is_line(found)]
    for number, found in enumerate(copies):
        found.set(XML_ID, str(number))
    etree.strip_tags(copy, etree.Comment, etree.PI)
    for line in lines_of(copy):
        yield None if line.id is None else originals[int(line.id)], line.text
