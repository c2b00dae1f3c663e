"""The reference atlas: KPoEM as figures, each row scored by a model that had not learnt its segment.

Lines and segments of five poets with their votes, scores and places on a map; the text itself is not in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from emolit.errors import ModelError
from emolit.reading.checkpoint import line_hash
from emolit.settings import Settings

Array = NDArray[np.float64]

SHIPPED_ATLAS = Path(__file__).parents[1] / "assets" / "atlas"
TABLE, RECORD = "atlas.parquet", "atlas.json"
UNITS = ("line", "segment")
MAPS = ("PCA", "UMAP")


@dataclass(frozen=True, eq=False)
class Part:
    """Rows of one unit; n of them.

    row: (n,), number of the row in the published files, lines first. segment: (n,), the segment, or the one a line
    stands in. block: (n,), ten consecutive segments of a poet. hashes: (n,), of the row's text.
    votes: (n, n_labels), how many of five readers chose the label; NaN where they are withheld.
    scores: (n, n_labels), share of readers, out of fold. points: method -> (n, 2).
    """

    row: NDArray[np.intp]
    segment: NDArray[np.intp]
    block: NDArray[np.intp]
    poets: NDArray[np.str_]
    hashes: NDArray[np.str_]
    votes: Array
    scores: Array
    points: Mapping[str, Array] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    @cached_property
    def base_rates(self) -> Array:
        """Mean score of each label; (n_labels,)."""
        return np.asarray(self.scores.mean(axis=0))


@dataclass(frozen=True, eq=False)
class Atlas:
    """Both parts, and how they came about. labels: the scheme's names, in the order of the columns."""

    labels: tuple[str, ...]
    lines: Part
    segments: Part
    record: Mapping[str, Any]

    def find(self, text: str, line_id: str = "") -> int | None:
        """Index of the line with this text; None where there is none.

        line_id: `kpoem-<row>`, as `corpus.kpoem` names lines, tells apart the lines whose text stands more than once;
        without it those are not found, for each place has a score of its own.
        """
        known = line_hash(text)
        number = line_id.removeprefix("kpoem-")
        if number.isdecimal() and (index := int(number)) < len(self.lines) and self.lines.hashes[index] == known:
            return index
        return self._places.get(known)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Hash -> index, of texts that stand once."""
        hashes, first, times = np.unique(self.lines.hashes, return_index=True, return_counts=True)
        return dict(zip(hashes[times == 1].tolist(), first[times == 1].tolist(), strict=True))


def atlas() -> Atlas | None:
    """The atlas that ships, or the operator's own; None where there is none. Read once in a process.

    Raises ModelError when its files cannot be used.
    """
    return read_atlas(Path(Settings.from_env().atlas or SHIPPED_ATLAS))


@lru_cache(maxsize=4)
def read_atlas(folder: Path) -> Atlas | None:
    """The atlas of a folder; None without a table. Raises ModelError when its files cannot be used."""
    if not (folder / TABLE).is_file():
        return None
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(folder / TABLE)
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        labels = tuple(name.removeprefix("score:") for name in table.column_names if name.startswith("score:"))
        lines, segments = (_part(table.filter(pa.compute.equal(table["unit"], unit)), labels) for unit in UNITS)
    except (OSError, KeyError, ValueError, pa.ArrowException) as error:
        raise ModelError("model.bad_atlas", name=folder, problem=str(error).splitlines()[0]) from error
    return Atlas(labels, lines, segments, record)


def _part(table: Any, labels: tuple[str, ...]) -> Part:
    def column(name: str, kind: type) -> NDArray[Any]:
        return np.asarray(table[name].to_numpy(), dtype=kind)

    def by_label(prefix: str) -> Array:
        return np.stack([column(f"{prefix}:{label}", np.float64) for label in labels], axis=1)

    points = {
        method: np.stack([column(f"{method.lower()}_{axis}", np.float64) for axis in "xy"], axis=1) for method in MAPS
    }
    row, segment, block = (column(name, np.intp) for name in ("row", "segment", "block"))
    return Part(
        row,
        segment,
        block,
        column("poet", np.str_),
        column("hash", np.str_),
        by_label("votes"),
        by_label("score"),
        points,
    )
