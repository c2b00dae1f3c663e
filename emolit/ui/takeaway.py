"""Take a figure and its data away: pictures from the visitor's own browser, a page of its own, tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from emolit.export import csv_text
from emolit.figures import Figure, figure_page, for_screen
from emolit.ui import state
from emolit.ui.wording import t

if TYPE_CHECKING:
    from emolit.figures.printed import Printed

_FOLDER = Path(__file__).parent / "pictures"


@cache
def _source(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def draw(name: str, figure: Figure, *, alt: str, key: str = "") -> dict[str, Any]:
    """Draw a figure where `offer(name, ...)` finds it. Returns the point that was clicked, empty without one.

    key: of the chart, where another one than its name's; a chart with a new key has no point clicked.
    """
    with st.container(key=name):
        event = st.plotly_chart(
            for_screen(figure),
            theme=None,
            key=key or f"{name}.figure",
            on_select="rerun",
            selection_mode="points",
            config={"displaylogo": False, "modeBarButtonsToRemove": ["select2d", "lasso2d"]},
            alt=alt,
        )
    return dict(event.selection.points[0]) if event.selection.points else {}


def offer(
    name: str,
    figure: Figure,
    table: Callable[[], pd.DataFrame],
    record: Callable[[], Any],
    title: str,
    caption: str = "",
    printed: Callable[[ModuleType], Printed] | None = None,
) -> None:
    """Buttons for SVG, PNG, HTML, CSV and JSON of the figure drawn by `draw(name, ...)`, and its values as a table.

    printed: makes the figure's twin for print, given `emolit.figures.printed`; a button for PDF, where there is one.

    record: made when it is asked for, where nobody knows the visitor's language any more; the table is in it and is
    made now. title, caption: of the stand-alone page.
    """
    made, language = table(), state.language()

    def data() -> bytes:
        return csv_text(made, bom=True).encode("utf-8", "surrogatepass")

    with st.container(horizontal=True, key=f"{name}_files", vertical_alignment="center"):
        _pictures(name)
        for kind, make, mime in (
            ("html", lambda: figure_page(figure, title, caption, language), "text/html"),
            ("csv", data, "text/csv"),
            ("json", lambda: json.dumps(record(), ensure_ascii=False, indent=1), "application/json"),
        ):
            st.download_button(
                kind.upper(),
                make,
                file_name=f"emolit-{name}.{kind}",
                mime=mime,
                on_click="ignore",
                key=f"{name}.{kind}",
                help=t(f"takeaway.{kind}"),
            )
        if printed:
            st.download_button(
                "PDF", lambda: pdf(printed), file_name=f"emolit-{name}.pdf", mime="application/pdf",
                on_click="ignore", key=f"{name}.pdf", help=t("takeaway.pdf"),
            )  # fmt: skip

    heading = t("takeaway.table")
    twin = st.expander(heading, icon=":material/table:", on_change="rerun", key=f"{name}.table")
    if twin.open:
        twin.dataframe(made, hide_index=True, alt=heading)


def pdf(printed: Callable[[ModuleType], Printed]) -> bytes:
    """A twin for print as a file. printed: given `emolit.figures.printed`."""
    return printed(import_module("emolit.figures.printed")).pdf()  # brings Matplotlib, when the first PDF is asked for


def _pictures(name: str) -> None:
    component = st.components.v2.component(
        "emolit_pictures", html='<div class="pictures"></div>', css=_source("pictures.css"), js=_source("pictures.js")
    )
    labels = {"svg": t("takeaway.svg"), "png": t("takeaway.png")}
    component(data={"place": f"st-key-{name}", "file": f"emolit-{name}", "labels": labels}, key=f"{name}.pictures")
