"""What a scholar takes away."""

from emolit.export.notices import Notice, meter_of, notices, outside_notice
from emolit.export.provenance import provenance_record
from emolit.export.tables import TableUnit, csv_text, jsonl_text, score_table, spreadsheet_table
from emolit.export.trajectories import method_record, trajectory_record

__all__ = [
    "Notice",
    "TableUnit",
    "csv_text",
    "jsonl_text",
    "meter_of",
    "method_record",
    "notices",
    "outside_notice",
    "provenance_record",
    "score_table",
    "spreadsheet_table",
    "trajectory_record",
]
