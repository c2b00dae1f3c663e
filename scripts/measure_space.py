"""Times of the Emotion space page in a real browser, for docs/BENCHMARKS.md: python scripts/measure_space.py

With the atlas that ships and a tiny checkpoint: nothing that is timed here waits for the reading model.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from scripts.measure_pages import PATIENCE, upload
from tests.browser.conftest import QUIET, serving, settle
from tests.checkpoints import write_tiny_checkpoint

ROUNDS = 3
MANY = 20_000

# Milliseconds from the page's own start until a map has points that are drawn, on canvas or as shapes.
DRAWN = """() => { window.drawn = new Promise(done => {
  const look = () => {
    const plot = document.querySelector('.js-plotly-plot');
    const wanted = plot?.data?.some(trace => trace.x?.length) &&
      (plot.querySelector('.points path.point') || plot.querySelector('canvas.gl-canvas-context'));
    if (wanted) requestAnimationFrame(() => done(performance.now()));
    else if (performance.now() > 60000) done(NaN);
    else setTimeout(look, 10);
  };
  look();
}); }"""

# From now until `ready` holds of the data of the map.
UNTIL = """ready => { window.answered = new Promise(done => {
  const started = performance.now(), holds = new Function('plot', `return ${ready}`);
  const look = () => {
    const plot = document.querySelector('.js-plotly-plot');
    if (plot?.data && holds(plot)) requestAnimationFrame(() => done(performance.now() - started));
    else if (performance.now() - started > 60000) done(NaN);
    else setTimeout(look, 10);
  };
  look();
}); }"""
_MINE = "plot.data.some(trace => /\\(mine\\)/.test(trace.name ?? ''))"
_ALL = f"plot.data.reduce((n, trace) => n + (trace.x?.length ?? 0), 0) >= {MANY}"


def first_map(browser: Browser, address: str) -> float:
    """From asking for the page to five poets on it."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="en-US")
    page.set_default_timeout(PATIENCE)
    page.add_init_script(f"({DRAWN})()")
    page.goto(f"{address}/space")
    seconds = float(page.evaluate("() => window.drawn")) / 1000
    page.close()
    return seconds


def maps_by_click(browser: Browser, address: str) -> tuple[float, float]:
    """From a click in the sidebar to five poets: the first in a browser, and the median of others."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="en-US")
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/about")
    settle(page)
    page.wait_for_timeout(2000)  # a look at the page, in which the browser fetches the library for charts
    seconds = []
    for _ in range(1 + ROUNDS):
        page.evaluate(UNTIL, "plot.data.some(trace => trace.x?.length)")
        page.get_by_test_id("stSidebarNav").get_by_role("link", name="Emotion space").click()
        seconds.append(float(page.evaluate("() => window.answered")) / 1000)
        settle(page)
        page.get_by_test_id("stSidebarNav").get_by_role("link", name="About").click()
        settle(page)
    page.close()
    return seconds[0], statistics.median(seconds[1:])


def placed(browser: Browser, address: str, folder: Path) -> float:
    """From the way to the page, with a text of 300 lines that has been read, to its point among the poets."""
    page = _reader(browser, address, folder, 300)
    page.evaluate(UNTIL, _MINE)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Emotion space").click()
    return _seconds(page)


def many(browser: Browser, address: str, folder: Path) -> float:
    """From the choice of the map's points to 20,000 lines on two axes chosen by hand, whose places are given."""
    page = _reader(browser, address, folder, MANY)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Emotion space").click()
    page.locator(".js-plotly-plot").first.wait_for()
    settle(page)
    for name in ("my texts alone", "my axes"):
        page.get_by_test_id("stButtonGroup").get_by_text(name, exact=True).click()
        settle(page)
    page.evaluate(UNTIL, _ALL)
    page.get_by_test_id("stButtonGroup").get_by_text("lines", exact=True).click()
    return _seconds(page)


def _reader(browser: Browser, address: str, folder: Path, n_lines: int) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, locale="en-US")
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    settle(page)
    upload(page, folder, n_lines)
    settle(page)
    return page


def _seconds(page: Page) -> float:
    seconds = float(page.evaluate("() => window.answered")) / 1000
    page.close()
    return seconds


def space_table(browser: Browser, folder: Path) -> str:
    model = folder / "tiny-space"
    write_tiny_checkpoint(model)
    with serving(folder / "space.txt", model=str(model)) as address:
        cold = first_map(browser, address)
        by_address = statistics.median(first_map(browser, address) for _ in range(ROUNDS))
        first, others = zip(*(maps_by_click(browser, address) for _ in range(ROUNDS)), strict=True)
        rows = {
            "five poets, from the address, on a server that has just started": cold,
            "five poets, from the address, in a new browser": by_address,
            "five poets, from a click, the browser's first chart": statistics.median(first),
            "five poets, from a click, after that": statistics.median(others),
            "a text of 300 lines, already read, among them, from a click, the browser's first chart": statistics.median(
                placed(browser, address, folder) for _ in range(ROUNDS)
            ),
            f"{MANY:,} lines on two axes chosen by hand": statistics.median(
                many(browser, address, folder) for _ in range(ROUNDS)
            ),
        }
    table = "\n".join(f"| {what} | {seconds:.2f} |" for what, seconds in rows.items())
    return f"""The Emotion space page, from the click or the address until the points stand, in seconds.
Median of {ROUNDS}; the first row once.

| what | seconds |
| --- | ---: |
{table}
"""


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        sys.stdout.write(space_table(browser, Path(name)))
        browser.close()


if __name__ == "__main__":
    main()
