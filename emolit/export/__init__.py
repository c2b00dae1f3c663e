"""What a scholar takes away."""

from emolit.export.comparisons import comparison_record, comparison_table
from emolit.export.dataset import RowUnit, data_table
from emolit.export.files import TableFormat, table_bytes
from emolit.export.layers import Layer, LayerKind, votes_layer
from emolit.export.maps import map_record, map_table
from emolit.export.notices import Notice, meter_of, notices, outside_notice
from emolit.export.provenance import derived_record, inputs_record, provenance_record
from emolit.export.tables import TableUnit, csv_text, jsonl_text, score_table, spreadsheet_table, with_words
from emolit.export.trajectories import method_record, trajectory_record

__all__ = [
    "Layer",
    "LayerKind",
    "Notice",
    "RowUnit",
    "TableFormat",
    "TableUnit",
    "comparison_record",
    "comparison_table",
    "csv_text",
    "data_table",
    "derived_record",
    "inputs_record",
    "jsonl_text",
    "map_record",
    "map_table",
    "meter_of",
    "method_record",
    "notices",
    "outside_notice",
    "provenance_record",
    "score_table",
    "spreadsheet_table",
    "table_bytes",
    "trajectory_record",
    "votes_layer",
    "with_words",
]
