"""Files that were made to hurt: each with the code of the refusal that it must get. Nothing here is kept on disk."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.documents import docx, epub, odt, pdf, tei, zipped

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Hostile:
    """A file, and which refusals are right for it; "" where reading it in time and memory is right, too."""

    name: str
    make: Callable[[], bytes]
    codes: tuple[str, ...]


def _repeating(size: int) -> bytes:
    """Bytes that deflate shrinks some seventy times: less than the ratio that is refused at once."""
    numbers = random.Random(7)
    block = bytes(numbers.choices(range(97, 123), k=30_000))
    return b"".join(block + bytes(numbers.choices(range(97, 123), k=200)) for _ in range(size // len(block)))


def _bomb() -> bytes:
    return zipped({"a.txt": bytes(50 * MEGABYTE)})


def _big_bomb() -> bytes:
    part = _repeating(30 * MEGABYTE)
    return zipped({f"{number}.txt": part for number in range(8)})


def _lying() -> bytes:
    """The headers say ten bytes; fifty megabytes come out."""
    data = bytearray(_bomb())
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(signature) + offset
        data[place : place + 4] = struct.pack("<I", 10)
    return bytes(data)


def _overlapping() -> bytes:
    """Many entries of the directory that unpack one and the same file."""
    data = zipped({f"{number:03}.txt": b"" for number in range(200)} | {"kernel.txt": b"x" * 900_000})
    first = data.index(b"PK\x01\x02")
    patched = bytearray(data)
    kernel = data.index(b"kernel.txt") - 30
    place = first
    while (place := data.find(b"PK\x01\x02", place)) != -1:
        patched[place + 42 : place + 46] = struct.pack("<I", kernel)
        place += 4
    return bytes(patched)


def _quine() -> bytes:
    """What a zip that holds itself looks like from outside."""
    inner = zipped({"r.zip": b""})
    return zipped({"r.zip": inner})


def _link() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("시.txt")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def _flagged(offset: int, value: int) -> bytes:
    """A plain zip, one field of its headers changed: encryption, or a method that is not deflate."""
    data = bytearray(zipped({"시.txt": "봄"}))
    for signature, shift in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
        place = data.index(signature) + offset + shift
        data[place : place + 2] = struct.pack("<H", value | struct.unpack("<H", data[place : place + 2])[0] & 0x800)
    return bytes(data)


_LAUGHS = (
    "<!DOCTYPE TEI [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)
_EXTERNAL = '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_PARAMETER = '<!DOCTYPE TEI SYSTEM "http://example.invalid/a.dtd" [%x;]>'


def _with_doctype(doctype: str) -> bytes:
    plain = tei("<body><lg><l>&a11;&x;</l></lg></body>").decode()
    return plain.replace("\n", f"\n{doctype}\n", 1).encode()


def _odd_pdf(objects: list[str], trailer: str = "") -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Root 1 0 R {trailer} >>\n"
    return data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode()


def _cyclic_pdf() -> bytes:
    return _odd_pdf(
        ["<< /Type /Catalog /Pages 2 0 R /Outlines 3 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
         "<< /First 3 0 R /Next 3 0 R /Parent 3 0 R >>"],
        trailer="/Prev 9",
    )  # fmt: skip


def _circling_pdf() -> bytes:
    """Two objects that are nothing but references to each other."""
    return _odd_pdf(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
         "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>", "5 0 R", "4 0 R"]
    )  # fmt: skip


def _endless_prev() -> bytes:
    data = _odd_pdf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"])
    place = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % place)


def _streamed_pdf(content: bytes) -> bytes:
    packed = zlib.compress(content, 9).decode("latin-1")
    return _odd_pdf(
        ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
         "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << >> >>",
         f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n{packed}\nendstream"]
    )  # fmt: skip


def endless_pdf() -> bytes:
    """Minutes of drawing commands in a hundred kilobytes."""
    return _streamed_pdf(b"0 0 m 1 1 l S\n" * 6_000_000)


def _locked_pdf() -> bytes:
    lock = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'11' * 32}> /U <{'22' * 32}> /P -4 >> /ID [<00><00>]"
    return pdf([[("봄", 700)]], encrypt=lock)


def _wide_sheet() -> bytes:
    row = "".join(f'<c r="XFD{number}"><v>1</v></c>' for number in range(3000))
    parts = {
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="a" Target="s.xml"/></Relationships>',
        "xl/s.xml": f'<worksheet><sheetData><row r="999999999">{row}</row></sheetData></worksheet>',
    }
    return zipped(parts)


_BROKEN = ("corpus.broken",)
_NOT_TEXT = ("corpus.unknown_format",)

HOSTILE = [
    Hostile("truncated.zip", lambda: zipped({"a.txt": "봄" * 999})[:-30], _BROKEN),
    Hostile("cut in two.zip", lambda: zipped({"a.txt": random.Random(1).randbytes(9999)})[5000:], _NOT_TEXT),
    Hostile("bomb.zip", _bomb, ("corpus.archive_bomb",)),
    Hostile("big bomb.zip", _big_bomb, ("corpus.archive_too_big", "corpus.too_costly")),
    Hostile("lying.zip", _lying, _BROKEN),
    Hostile("overlapping.zip", _overlapping, ("corpus.archive_bomb",)),
    Hostile("quine.zip", _quine, ("corpus.nested",)),
    Hostile("many.zip", lambda: zipped({f"{n}.txt": "" for n in range(2001)}), ("corpus.archive_entries",)),
    Hostile("up.zip", lambda: zipped({"../시.txt": "봄"}), ("corpus.archive_names",)),
    Hostile("windows up.zip", lambda: zipped({"..\\시.txt": "봄"}), ("corpus.archive_names",)),
    Hostile("absolute.zip", lambda: zipped({"/etc/시.txt": "봄"}), ("corpus.archive_names",)),
    Hostile("link.zip", _link, ("corpus.archive_names",)),
    Hostile("locked.zip", lambda: _flagged(6, 1), ("corpus.encrypted",)),
    Hostile("deflate64.zip", lambda: _flagged(8, 9), ("corpus.archive_method",)),
    Hostile("lzma.zip", lambda: zipped({"a.txt": "봄"}, zipfile.ZIP_LZMA), ("corpus.archive_method",)),
    Hostile("pictures.zip", lambda: zipped({"a.png": b"\x89PNG"}), ("corpus.archive_without_text",)),
    Hostile("laughs.xml", lambda: _with_doctype(_LAUGHS), ("corpus.own_entities",)),
    Hostile("external.xml", lambda: _with_doctype(_EXTERNAL), ("corpus.own_entities",)),
    Hostile("parameter.xml", lambda: _with_doctype(_PARAMETER), ("corpus.own_entities",)),
    Hostile("comments.xml", lambda: b"<!---->" * 200_000 + b"<", ("corpus.unknown_xml",)),
    Hostile("sections.xml", lambda: tei("<![CDATA[" * 100_000), _BROKEN),
    Hostile("deep.xml", lambda: tei("<div>" * 90_000 + "</div>" * 90_000), _BROKEN),
    Hostile("laughs.docx", lambda: docx([], {"word/styles.xml": _LAUGHS + "<a>&a11;</a>"}), ("corpus.own_entities",)),
    Hostile("laughs.odt", lambda: odt("", {"content.xml": _LAUGHS + "<a>&a11;</a>"}), ("corpus.own_entities",)),
    Hostile("empty.docx", lambda: docx([]), ("corpus.only_blank",)),
    Hostile("locked.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000), ("corpus.old_office",)),
    Hostile(
        "locked.odt",
        lambda: odt("", {"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
        ("corpus.encrypted",),
    ),
    Hostile("no spine.epub", lambda: epub({"a.xhtml": "<p>봄</p>"}, spine=[]), ("corpus.no_spine",)),
    Hostile("up.epub", lambda: epub({"../../../etc/passwd": "봄"}), ("corpus.archive_names",)),
    Hostile(
        "href.epub",
        lambda: epub({"a": "봄"}, guide='<guide><reference type="toc" href="../../../etc/passwd"/></guide>'),
        ("corpus.archive_names",),
    ),
    Hostile(
        "laughs.epub",
        lambda: epub({"a.xhtml": "봄"}, extra={"OEBPS/a.xhtml": _LAUGHS + "<html>&a11;</html>"}),
        ("corpus.own_entities",),
    ),
    Hostile("deep.html", lambda: b"<html>" + b"<div>" * 200_000 + b"x", ("", "corpus.broken", "corpus.only_blank")),
    Hostile("locked.pdf", _locked_pdf, ("corpus.encrypted",)),
    Hostile("cyclic.pdf", _cyclic_pdf, ("corpus.broken", "corpus.scanned")),
    Hostile("circling.pdf", _circling_pdf, ("corpus.broken",)),
    Hostile("endless prev.pdf", _endless_prev, ("corpus.broken", "corpus.scanned")),
    Hostile("inflating.pdf", lambda: _streamed_pdf(bytes(300 * MEGABYTE)), ("corpus.too_costly", "corpus.scanned")),
    Hostile("endless.pdf", endless_pdf, ("corpus.too_costly", "corpus.scanned")),
    Hostile("nested.pdf", lambda: _odd_pdf(["[" * 200_000]), ("corpus.broken", "corpus.scanned", "corpus.too_costly")),
    Hostile("half.pdf", lambda: pdf([[("봄", 700)]])[:300], ("corpus.broken", "corpus.scanned")),
    Hostile("wide.xlsx", _wide_sheet, ("corpus.no_columns",)),
    Hostile("one bad byte.txt", lambda: "봄이 온다\n".encode("cp949") * 9 + b"\xff", ("corpus.unknown_encoding",)),
    Hostile("no bom.txt", lambda: "a line of verse\n".encode("utf-16-le"), ("corpus.binary",)),
    Hostile("surrogates.txt", lambda: b"\xed\xa0\x80 spring\n" * 9, ("corpus.unknown_encoding",)),
    Hostile("surrogates16.txt", lambda: b"\xff\xfe\x00\xd8a\x00", ("corpus.broken_encoding",)),
    Hostile("one line.txt", lambda: b"a" * (50 * MEGABYTE), ("corpus.file_too_big",)),
    Hostile("one shorter line.txt", lambda: b"a" * (9 * MEGABYTE), ("corpus.line_too_long",)),
    Hostile("empty lines.txt", lambda: b"\n" * MEGABYTE, ("corpus.only_blank",)),
    Hostile("blank separators.md", lambda: b"***\n" * MEGABYTE, ("corpus.too_many_lines",)),
    Hostile("a million columns.csv", lambda: b"," * MEGABYTE + b"\n", ("corpus.no_columns",)),
    Hostile("templates.txt", lambda: b"<poem>" + b"{{" * MEGABYTE + b"</poem>", ("corpus.line_too_long",)),
    Hostile("comments.txt", lambda: b"<poem>" + b"<!--" * 200_000 + b"</poem>", ("corpus.line_too_long",)),
    Hostile("references.txt", lambda: b"<poem>" + b"<ref>" * 200_000 + b"</poem>", ("corpus.line_too_long",)),
]  # fmt: skip
