"""Documents of every format that is read, built byte by byte, so that no test needs a program to have made them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)

LINES = ["마당을 쓸다 말고", "하늘을 본다", "기러기가 간다"]  # two stanzas: two lines and one


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, method)
    return buffer.getvalue()


def docx(paragraphs: Sequence[str], extra: Mapping[str, str] | None = None) -> bytes:
    """A Word file. "# x" is a heading of level 1, "! x" a title, a newline a soft line break; else XML runs if "<"."""
    body = "".join(f"<w:p>{_word_paragraph(paragraph)}</w:p>" for paragraph in paragraphs)
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_WORD}><w:body>{body}'
            "</w:body></w:document>",
            "word/styles.xml": f'<w:styles {_WORD}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
            '<w:style w:styleId="a3"><w:name w:val="Title"/></w:style></w:styles>',
            **(extra or {}),
        }
    )


def _word_paragraph(text: str) -> str:
    style = {"# ": "1", "! ": "a3"}.get(text[:2])
    if style:
        return f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{escape(text[2:])}</w:t></w:r>'
    if text.startswith("<"):
        return text
    runs = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(runs)}</w:r>"


def odt(content: str, extra: Mapping[str, str] | None = None) -> bytes:
    """An OpenDocument text with this content of `office:text`."""
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODF}><office:body><office:text>{content}"
            "</office:text></office:body></office:document-content>",
            **(extra or {}),
        }
    )


def epub(
    pages: Mapping[str, str],
    *,
    metadata: str = "<dc:title>시집</dc:title><dc:creator>가람</dc:creator><dc:language>ko</dc:language>",
    spine: Sequence[str] | None = None,
    guide: str = "",
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """A book of these pages (file name -> body), in the order of the spine."""
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages)
    order = "".join(f'<itemref idref="{name}"/>' for name in (pages if spine is None else spine))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata><manifest>{items}</manifest>'
        f"<spine>{order}</spine>{guide}</package>"
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
            '<rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
            "OEBPS/content.opf": package,
            **{f"OEBPS/{name}": page(body) for name, body in pages.items()},
            **(extra or {}),
        }
    )


def page(body: str) -> str:
    """An EPUB 2 page, whose document type names a DTD that must not be fetched."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://example.invalid/xhtml11.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>t</title></head><body>{body}</body></html>'
    )


def tei(body: str, header: str = "", attributes: str = "") -> bytes:
    """A TEI document with this content of `text`."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0" {attributes}><teiHeader>'
        f"<fileDesc><titleStmt>{header or '<title>시선</title><author>가람</author>'}</titleStmt><sourceDesc><bibl>"
        f'<date when="1936-05">쇼와 11년</date></bibl></sourceDesc></fileDesc></teiHeader><text>{body}</text></TEI>'
    ).encode()


def pdf(pages: Sequence[Sequence[tuple[str, *tuple[float, ...]]]], *, encrypt: str = "", catalog: str = "") -> bytes:
    """A PDF that says how its glyphs read: each page's lines with their height on it and, if not 72, their left edge,
    in points.
    """
    letters = sorted({letter for lines in pages for line, *_ in lines for letter in line})
    codes = {letter: code for code, letter in enumerate(letters, start=1)}
    to_unicode = "".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange "
        f"<0000> <ffff> endcodespacerange {len(codes)} beginbfchar\n{to_unicode}endbfchar endcmap end end"
    )
    kids = " ".join(f"{7 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
        "/Supplement 0 >> /FontDescriptor 5 0 R /DW 1000 >>",
        "<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 "
        "/Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(cmap),
    ]
    for index, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {8 + 2 * index} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        drawn = (
            f"BT /F 12 Tf {(*left, 72)[0]} {height} Td <{''.join(f'{codes[letter]:04x}' for letter in line)}> Tj ET"
            for line, height, *left in lines
        )
        objects.append(_stream("\n".join(drawn)))
    return _pdf_file(objects, encrypt)


def _stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def _pdf_file(objects: Sequence[str], encrypt: str) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R {encrypt} >>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n{trailer}\nstartxref\n{len(data)}\n%%EOF\n"
    return data + end.encode("ascii")
