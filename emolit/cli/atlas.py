"""`python -m emolit atlas`: KPoEM as figures, laid out: the reference that the Emotion space page shows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from emolit.analysis.resampling import SEED
from emolit.cli.console import note, write_stdout
from emolit.cli.options import LAST_SEED, Lang, LanguageName
from emolit.reading.atlas import SHIPPED_ATLAS, TABLE
from emolit.settings import Settings


def atlas(
    data: Annotated[Path, typer.Option(help="Folder with kpoem/.")] = Path("../shared/data"),
    folder: Annotated[
        Path | None,
        typer.Option(
            help="Folder with out_of_fold.npz (`evaluate --run --keep`); EMOLIT_ATLAS, or the shipped one, otherwise.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=LAST_SEED, help="Seed of the maps; four more follow it.")] = SEED,
    lang: Lang = LanguageName.EN,
) -> None:
    """Build atlas.parquet and atlas.json: out-of-fold scores, votes and maps of KPoEM, without its text."""
    from emolit.emotions import load_scheme
    from emolit.evaluation.atlas import build_atlas

    place = folder or Path(Settings.from_env().atlas or SHIPPED_ATLAS)
    record = build_atlas(data, place, load_scheme(), seed=seed, note=note)
    write_stdout(_as_markdown(record, (place / TABLE).stat().st_size))


def _as_markdown(record: dict[str, Any], size: int) -> str:
    """What was built, and how far its maps can be trusted."""
    lines = [
        "| unit | rows | map | trustworthiness, 5 and 15 | continuity, 5 and 15 | distances | stability |",
        "| --- | ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for unit in ("lines", "segments"):
        for method, told in record[unit]["diagnostics"].items():
            shares = (" ".join(f"{v:.3f}" for v in told[key].values()) for key in ("trustworthiness", "continuity"))
            rest = ("–" if told[key] is None else f"{told[key]:.3f}" for key in ("distance_correlation", "stability"))
            cells = (unit, str(record[unit]["rows"]), method.upper(), *shares, *rest)
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + f"\n\n{TABLE}: {size / 1e6:.2f} MB\n"
