"""What a scholar takes away."""

from emolit.export.notices import Notice, notices
from emolit.export.provenance import provenance_record
from emolit.export.tables import TableUnit, csv_text, jsonl_text, score_table, spreadsheet_table

__all__ = [
    "Notice",
    "TableUnit",
    "csv_text",
    "jsonl_text",
    "notices",
    "provenance_record",
    "score_table",
    "spreadsheet_table",
]
