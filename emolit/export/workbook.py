"""An Excel workbook made in memory: the libraries for it write a visitor's text to a temporary file first.

Office Open XML, ECMA-376 part 1, section 18. Text is stored as text (`inlineStr`), so that no cell runs as a formula.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape

from emolit.errors import EmolitError

LONGEST_CELL = 32_767  # characters, of Excel
MOST_ROWS = 1_048_576  # of a sheet, its header included

Cell = str | float | int | None

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_VIEW = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)


def workbook_bytes(sheets: Mapping[str, Iterable[Sequence[Cell]]]) -> bytes:
    """A workbook of these sheets, the first row of each staying in sight.

    Raises EmolitError for a text above 32,767 characters or more than 1,048,576 rows.
    """
    buffer = io.BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, rows in zip(numbers, sheets.values(), strict=True):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", "".join(_sheet(rows)))
        names = zip(numbers, sheets, strict=True)
        listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in names)
        book = f"<bookViews><workbookView/></bookViews><sheets>{listed}</sheets>"
        archive.writestr("xl/workbook.xml", f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}</workbook>')
        targets = {n: ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers}
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(targets))
        archive.writestr("_rels/.rels", _relations({1: ("officeDocument", "xl/workbook.xml")}))
        archive.writestr("[Content_Types].xml", _types(numbers))
    return buffer.getvalue()


def _types(numbers: Iterable[int]) -> str:
    parts = {"/xl/workbook.xml": "sheet.main+xml"} | {f"/xl/worksheets/sheet{n}.xml": "worksheet+xml" for n in numbers}
    listed = "".join(f'<Override PartName="{part}" ContentType="{_TYPE}.{kind}"/>' for part, kind in parts.items())
    default = f'<Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{default}{listed}</Types>'


_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"


def _relations(targets: Mapping[int, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in targets.items()
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _sheet(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}">{_VIEW}<sheetData>'
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise EmolitError("export.too_many_rows", limit=MOST_ROWS - 1)
        yield f'<row r="{number}">{"".join(map(_cell, row))}</row>'
    yield "</sheetData></worksheet>"


def _cell(value: Cell) -> str:
    from emolit.corpus.xml import in_xml  # brings lxml

    if value is None:
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if not isinstance(value, str):
        return f"<c><v>{value}</v></c>"
    if len(value) > LONGEST_CELL:
        raise EmolitError("export.cell_too_long", length=len(value), limit=LONGEST_CELL)
    text = escape(in_xml(value), quote=False).replace("\r", "&#13;")
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
