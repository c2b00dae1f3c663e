"""The library that draws charts, fetched while the visitor reads: the first chart would wait a second or more for it.

Streamlit loads it as a module of its own when a page first draws a chart; asked for early under the same address, the
browser has it by then. Where the file has another name, nothing is fetched and nothing is lost.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

_SCRIPT = """
export default function ({ data, parentElement }) {
  if (globalThis.emolitCharts || !data.file || navigator.connection?.saveData) return;
  const main = [...document.scripts].find((script) => script.src.includes("/static/js/"));
  if (!main) return;
  globalThis.emolitCharts = true;
  const fetchIt = () => import(new URL(data.file, main.src).href).catch(() => {});
  const whenIdle = () => (globalThis.requestIdleCallback ?? setTimeout)(fetchIt, { timeout: 4000 });
  setTimeout(whenIdle, 1500); // the page itself is built first: running five megabytes of script holds it up
}
"""


@cache
def _file() -> str:
    """Name of the module that Streamlit's page loads for charts; empty when there is none, or more than one."""
    found = list((Path(st.__file__).parent / "static" / "static" / "js").glob("PlotlyChart.*.js"))
    return found[0].name if len(found) == 1 else ""


def fetch_early() -> None:
    """Ask the browser for the library once the page stands still."""
    component = st.components.v2.component("emolit_charts", html="<span></span>", js=_SCRIPT)
    component(data={"file": _file()}, key="app.charts", height="content")
