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

from emolit.export.tables import csv_text, jsonl_text
from emolit.export.workbook import LONGEST_CELL, workbook_bytes


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
    if format is TableFormat.PARQUET:
        return _parquet(table, record)
    return workbook_bytes({"scores": _rows(table), "provenance": _flat(record)})


def _rows(table: pd.DataFrame) -> Iterator[list[Any]]:
    yield list(table.columns)
    plain = table.astype(object).where(table.notna(), None)
    yield from map(list, plain.itertuples(index=False, name=None))


def _flat(record: Mapping[str, Any]) -> Iterator[list[Any]]:
    """A record as rows of two cells, what is nested as JSON; a list too long for a cell takes a row for each part."""
    yield ["key", "value"]
    for key, value in record.items():
        told = value if isinstance(value, str | int | float) else json.dumps(value, ensure_ascii=False)
        if isinstance(value, list | tuple) and len(str(told)) > LONGEST_CELL:
            yield from ([f"{key}[{n}]", json.dumps(one, ensure_ascii=False)] for n, one in enumerate(value))
        else:
            yield [key, told]


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
