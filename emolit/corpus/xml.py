"""XML that strangers wrote: no entity but the well-known ones, no document type, no network.

A document type without an internal subset (EPUB 2 has one) is ignored, and nothing is fetched for it. One with an
internal subset can define entities that explode ("billion laughs") or read files: it is refused. HTML's named entities
come from Python's table.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator

from lxml import etree

from emolit.corpus.decoding import decode
from emolit.errors import CorpusError

Element = etree._Element

TEI = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

# What XML 1.0 cannot hold: control characters, halves of surrogate pairs, two non-characters.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_DECLARED = re.compile(rb"""^<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][\w.:-]*)["']""")
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE[^>\[]*", re.IGNORECASE)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
_SECTION, _SECTION_END = "<![CDATA[", "]]>"
_XMLS_OWN = {"amp", "lt", "gt", "quot", "apos"}


def parse_xml(name: str, data: bytes, encoding: str = "", *, keep_remarks: bool = False) -> Element:
    """The root of a document. Raises CorpusError when it is not well formed or brings its own entities.

    encoding: as a reader has named it. keep_remarks: with comments and processing instructions, for a document that is
    to be written back.
    """
    text = without_doctype(name, xml_text(name, data, encoding))
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=not keep_remarks,
        remove_pis=not keep_remarks,
    )
    try:
        return etree.fromstring(_with_characters(text).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CorpusError("corpus.broken", name=name) from error


def xml_text(name: str, data: bytes, encoding: str = "") -> str:
    """A document's text without its declaration, under the encoding that a reader names, or that it declares itself."""
    declared = None if encoding else _DECLARED.match(data)
    said = declared.group(1).decode("ascii") if declared else ""
    try:
        text = data.decode(said) if said else decode(name, data, encoding)[0]
    except (LookupError, UnicodeError) as error:
        raise CorpusError("corpus.broken_encoding", name=name, encoding=said) from error
    return re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", text, count=1, flags=re.DOTALL)


def without_doctype(name: str, text: str) -> str:
    """The text without its document type. Raises CorpusError when that has an internal subset."""
    place = 0
    while found := _PROLOG.match(text, place):
        place = found.end()
    doctype = _DOCTYPE.match(text, place)
    if doctype is None:
        return text
    if text[doctype.end() : doctype.end() + 1] != ">":
        raise CorpusError("corpus.own_entities", name=name)
    return text[: doctype.start()] + text[doctype.end() + 1 :]


def _with_characters(text: str) -> str:
    """Each of HTML's named entities as its character, but for those within a CDATA section, which are none."""
    first, *sections = text.split(_SECTION)
    parts = [_ENTITY.sub(_character, first)]
    for section in sections:
        inside, end, outside = section.partition(_SECTION_END)
        parts += [_SECTION, inside, end, _ENTITY.sub(_character, outside)]
    return "".join(parts)


def _character(found: re.Match[str]) -> str:
    entity = found.group(1)
    if entity in _XMLS_OWN:
        return found.group(0)
    return html.entities.html5.get(f"{entity};", found.group(0))


def local(element: Element) -> str:
    """An element's name without its namespace, in the document's own case; empty for anything but an element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The value of an attribute by its local name, whatever its namespace; empty where it is not."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def find_all(element: Element, *names: str) -> Iterator[Element]:
    """Descendants of these local names, in document order."""
    return (found for found in element.iter() if local(found) in names)


def element_ids(root: Element) -> set[str]:
    """Every `xml:id` of a document."""
    return {found.get(XML_ID, "") for found in root.iter() if isinstance(found.tag, str)} - {""}


def in_xml(text: str) -> str:
    """A text with U+FFFD for each character that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def tei(name: str, text: str = "", /, *children: Element, **attributes: str) -> Element:
    """An element of TEI. `xml_id`, `xml_lang`, `xml_space` are attributes of XML's own; an empty attribute is none."""
    made = etree.Element(f"{{{TEI}}}{name}", nsmap={None: TEI})  # type: ignore[dict-item]  # the stubs know no default namespace
    made.text = in_xml(text) or None
    for key, value in attributes.items():
        known = f"{{http://www.w3.org/XML/1998/namespace}}{key[4:]}" if key.startswith("xml_") else key
        if value:
            made.set(known, in_xml(value))
    made.extend(children)
    return made


def xml_bytes(root: Element, *, indent: bool = False) -> bytes:
    """The whole document, what stands before its root included, in UTF-8."""
    written: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True, pretty_print=indent)
    return written


def indented(element: Element) -> Element:
    """The same element, its parts on lines of their own."""
    etree.indent(element)
    element.tail = "\n"
    return element
