"""Tables as the bytes of a file: CSV, JSON lines, an Excel workbook, Parquet.

CSV and JSON lines hold the rows alone, so that any program reads them; a workbook and a Parquet file carry their
provenance inside as well (a sheet, the schema's metadata). Beside each of them stands the same record as JSON.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

from emolit.errors import EmolitError
from emolit.export.tables import csv_text, jsonl_text

LONGEST_CELL = 32_767  # characters, of Excel
MOST_ROWS = 1_048_576  # of a sheet, its header included


class TableFormat(StrEnum):
    """Each is the ending of its file."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"

    @property
    def mime(self) -> str:
        return _MIMES[self]


_MIMES = {
    TableFormat.CSV: "text/csv",
    TableFormat.JSONL: "application/jsonl",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.PARQUET: "application/vnd.apache.parquet",
}


def table_bytes(table: pd.DataFrame, format: TableFormat, record: Mapping[str, Any], *, bom: bool = True) -> bytes:
    """A table as a file.

    record: provenance, for the formats that carry it. bom: of CSV, so that Excel on Windows reads Korean.

    Raises EmolitError when Excel could not hold it: a text above 32,767 characters, more than 1,048,576 rows.
    """
    if format is TableFormat.CSV:
        return csv_text(table, bom=bom).encode("utf-8", "surrogatepass")
    if format is TableFormat.JSONL:
        return jsonl_text(table).encode("utf-8", "surrogatepass")
    return _workbook(table, record) if format is TableFormat.XLSX else _parquet(table, record)


def _workbook(table: pd.DataFrame, record: Mapping[str, Any]) -> bytes:
    """Sheets `scores` and `provenance`. Text is stored as text: Excel runs no cell of it as a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    if len(table) + 1 > MOST_ROWS:
        raise EmolitError("export.too_many_rows", rows=len(table), limit=MOST_ROWS - 1)
    # Checked before anything is written: a sheet that is left half written complains when it is collected.
    sheets = {"scores": [[_checked(value) for value in row] for row in _rows(table)]}
    sheets["provenance"] = [[_checked(value) for value in row] for row in _flat(record)]
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in rows:
            cells = []
            for value in row:
                cell = WriteOnlyCell(sheet, value=value)
                if isinstance(value, str):
                    cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(table: pd.DataFrame) -> Iterator[list[Any]]:
    yield list(table.columns)
    plain = table.astype(object).where(table.notna(), None)
    yield from map(list, plain.itertuples(index=False, name=None))


def _checked(value: Any) -> Any:
    from emolit.corpus.xml import in_xml  # brings lxml

    if not isinstance(value, str):
        return value
    if len(value) > LONGEST_CELL:
        raise EmolitError("export.cell_too_long", length=len(value), limit=LONGEST_CELL)
    return in_xml(value)


def _flat(record: Mapping[str, Any]) -> Iterator[list[Any]]:
    """A record as rows of two cells, what is nested as JSON."""
    yield ["key", "value"]
    for key, value in record.items():
        yield [key, value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)]


def _parquet(table: pd.DataFrame, record: Mapping[str, Any]) -> bytes:
    """Snappy-compressed; the record as JSON under the key `emolit` of the schema's metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    arrow = pa.Table.from_pandas(table, preserve_index=False)
    told = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")
    arrow = arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), b"emolit": told})
    buffer = io.BytesIO()
    parquet.write_table(arrow, buffer)
    return buffer.getvalue()
