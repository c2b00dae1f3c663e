"""What a scholar takes away."""

from emolit.export.comparisons import comparison_record, comparison_table
from emolit.export.notices import Notice, notices
from emolit.export.provenance import provenance_record
from emolit.export.tables import TableUnit, csv_text, jsonl_text, score_table, spreadsheet_table
from emolit.export.trajectories import method_record, trajectory_record

__all__ = [
    "Notice",
    "TableUnit",
    "comparison_record",
    "comparison_table",
    "csv_text",
    "jsonl_text",
    "method_record",
    "notices",
    "provenance_record",
    "score_table",
    "spreadsheet_table",
    "trajectory_record",
]
