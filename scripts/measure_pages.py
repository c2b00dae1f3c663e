"""Times that a visitor feels, taken in a real browser, as Markdown for docs/BENCHMARKS.md.

The start of the app and the selection of a line, which reads that line alone, are timed with the shipped model, the
Trajectory page with a tiny checkpoint, since no click that is timed there reads anything. A time begins with the event
that the browser dispatches, not with the driver's order for it.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.browser.conftest import QUIET, serving, settle
from tests.checkpoints import write_tiny_checkpoint

LENGTHS = (10, 100, 1_000, 20_000)
CLICKS = 5
PATIENCE = 600_000  # milliseconds

# From a click or a key until the last change of a node of the figure, and until the last task of more than 50 ms has
# ended (what is drawn on a canvas changes no node), before half a second in which nothing happens.
WATCH = """() => { window.changed = new Promise(done => {
  const app = document.querySelector('[data-testid="stApp"]');
  let started = performance.now(), changed = started, busy = started, ran = false;
  const begin = event => {
    if (event.type === 'click' || event.key === 'Enter') started = changed = busy = performance.now();
  };
  for (const kind of ['click', 'keydown']) document.addEventListener(kind, begin, { capture: true });
  const observer = new MutationObserver(() => { changed = performance.now(); });
  const tasks = new PerformanceObserver(list => {
    for (const task of list.getEntries()) busy = Math.max(busy, task.startTime + task.duration);
  });
  tasks.observe({ type: 'longtask' });
  observer.observe(document.querySelector('.stPlotlyChart'), { subtree: true, childList: true, attributes: true });
  new MutationObserver(() => { ran = true; }).observe(app, { attributeFilter: ['data-test-script-state'] });
  const look = () => {
    const now = performance.now(), last = Math.max(changed, busy);
    const idle = app.dataset.testScriptState === 'notRunning';
    if ((ran && idle && now - last > 500) || now - started > 20000) {
      observer.disconnect(); tasks.disconnect(); done([changed - started, last - started]);
    }
    else setTimeout(look, 10);
  };
  look();
}); }"""


def text_of(n_lines: int) -> str:
    words = ("강", "물", "밤", "길", "비", "눈", "산", "바람", "새", "문", "집", "손")
    lines = [f"{words[i % 12]}이 {words[(i * 7) % 12]}을 {words[(i * 5) % 11]}에서 {i}" for i in range(n_lines)]
    return "\n".join(line + "\n" * (i % 20 == 19) for i, line in enumerate(lines))


def start_of_the_app(browser: Browser, folder: Path) -> tuple[float, float]:
    """Seconds from the command to a page with its first poem read; megabytes of the server after 1,000 lines more."""
    started = time.perf_counter()
    with serving(folder / "start.txt") as address:
        page = browser.new_page(locale="en-US")
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        page.get_by_role("option").first.wait_for()
        seconds = time.perf_counter() - started
        upload(page, folder, 1_000)
        page.get_by_role("option").nth(299).wait_for(state="attached")  # as many as are drawn of a long text
        settle(page)
        server = next(child for child in psutil.Process().children() if "emolit.ui.serve" in " ".join(child.cmdline()))
        memory = server.memory_info().rss / 1_000_000
        page.close()
    return seconds, memory


def upload(page: Page, folder: Path, n_lines: int) -> None:
    path = folder / f"{n_lines}.txt"
    path.write_text(text_of(n_lines), encoding="utf-8")
    page.get_by_role("tab", name="Upload").click()
    page.locator('input[type="file"]').set_input_files(path)
    expect(page.get_by_text(f"Read 1 work(s), {n_lines} lines")).to_be_visible(timeout=PATIENCE)


Times = tuple[float, float]  # milliseconds until the last change of a node, and until the last long task has ended


def answers(browser: Browser, address: str, folder: Path, n_lines: int) -> tuple[Times, Times]:
    """Until the figure stands after another signal came into focus, and after another line was chosen."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400}, locale="en-US")
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/about")
    settle(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Read").click()
    upload(page, folder, n_lines)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Trajectory").click()
    page.locator(".js-plotly-plot").first.wait_for()
    settle(page)
    focus, line = [], []
    for click in range(CLICKS):
        page.wait_for_timeout(2000)  # bands of the signal before are ready
        signal = (
            page.get_by_test_id("stButtonGroup").filter(has_text="In focus").get_by_role("radio").nth((click + 1) % 3)
        )
        focus.append(timed(page, signal.click))
        page.wait_for_timeout(2000)
        name_line(page, n_lines, click + 2)
        line.append(timed(page, lambda: page.keyboard.press("Enter")))
        expect(page.locator(".st-key-trajectory_selected")).to_contain_text(f"line {click + 2}")
    page.close()
    return median(focus), median(line)


def median(times: list[Times]) -> Times:
    changed, busy = zip(*times, strict=True)
    return statistics.median(changed), statistics.median(busy)


def name_line(page: Page, n_lines: int, number: int) -> None:
    """Write a line into its box; Enter then chooses it."""
    box = page.get_by_label("Choose a line").first
    if n_lines > 500:
        box.fill(str(number))
        return
    box.click()
    page.keyboard.type(f"{number}  ")
    expect(page.get_by_role("option").first).to_have_text(re.compile(rf"^{number}\s"))


# From a click on a line of the Read page until its panel says so: the answer itself, without a wait for quiet.
PANEL = """wanted => { window.answered = new Promise(done => {
  let started = performance.now();
  document.addEventListener('click', () => { started = performance.now(); }, { capture: true, once: true });
  const caption = () => document.querySelector('.em-ranking caption')?.textContent ?? '';
  const look = () => {
    const now = performance.now();
    if (new RegExp(`line ${wanted}\\\\.`).test(caption())) done(now - started);
    else if (now - started > 20000) done(NaN);
    else requestAnimationFrame(look);
  };
  look();
}); }"""


def selections(browser: Browser, address: str, folder: Path, n_lines: int) -> tuple[float, float]:
    """Milliseconds until the panel of the Read page shows another line, and of a rerun of the whole page."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400}, locale="en-US")
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    settle(page)
    upload(page, folder, n_lines)
    settle(page)
    clicks, reruns = [], []
    for click in range(CLICKS):
        number = 1 + (2 + 2 * click) % n_lines
        page.evaluate(PANEL, number)
        page.get_by_role("option").nth(number - 1).click()
        clicks.append(float(page.evaluate("() => window.answered")))
        page.wait_for_timeout(1500)
        reruns.append(rerun(page, up=click % 2 == 0))
        page.wait_for_timeout(1500)
    page.close()
    return statistics.median(clicks), statistics.median(reruns)


# From a change that runs the whole page until the last change of the page before half a second of quiet.
WHOLE = """() => { window.changed = new Promise(done => {
  const app = document.querySelector('[data-testid="stApp"]');
  let started = performance.now(), ended = started, ran = false;
  document.addEventListener('click', () => { started = ended = performance.now(); }, { capture: true, once: true });
  new MutationObserver(() => {
    ran = true;
    if (app.dataset.testScriptState === 'notRunning') ended = performance.now();
  }).observe(app, { attributeFilter: ['data-test-script-state'] });
  const look = () => {
    const now = performance.now();
    if ((ran && app.dataset.testScriptState === 'notRunning' && now - ended > 300) || now - started > 20000)
      done(ended - started);
    else setTimeout(look, 10);
  };
  look();
}); }"""


def rerun(page: Page, *, up: bool) -> float:
    """A rerun of the whole page with everything cached: one emotion a line more, or less."""
    page.evaluate(WHOLE)
    box = page.get_by_test_id("stNumberInput").filter(has_text="Emotions shown")
    box.get_by_test_id("stNumberInputStepUp" if up else "stNumberInputStepDown").click()
    return float(page.evaluate("() => window.changed"))


def timed(page: Page, act: object) -> Times:
    page.evaluate(WATCH)
    act()  # type: ignore[operator]
    changed, busy = page.evaluate("() => window.changed")
    return float(changed), float(busy)


def main() -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        seconds, memory = start_of_the_app(browser, folder)
        model = folder / "tiny"
        write_tiny_checkpoint(model)
        with serving(folder / "answers.txt", model=str(model)) as address:
            rows = [(n, *answers(browser, address, folder, n)) for n in LENGTHS]
        with serving(folder / "selections.txt") as address:
            read = [(n, *selections(browser, address, folder, n)) for n in LENGTHS]
        browser.close()
    table = "\n".join(
        f"| {n:,} | " + " | ".join(f"{changed:.0f} / {busy:.0f}" for changed, busy in times) + " |"
        for n, *times in rows
    )
    lines = "\n".join(f"| {n:,} | {click:.0f} | {whole:.0f} |" for n, click, whole in read)
    sys.stdout.write(f"""## In the browser

Debian's Chromium without a graphics card on the same machine, by `scripts/measure_pages.py`.

- From `scripts/run` on an installed machine to a first poem with its emotions on it: {seconds:.1f} s
- Resident memory of the server after that and 1,000 lines more: {memory:.0f} MB

The Trajectory page, three signals, from a click until the figure stands; median of {CLICKS} clicks in milliseconds.
The curve of a work of 3,000 lines or more is what is timed; its bands follow from the background. Left of the bar the
last change of a node of the figure, right of it the end of the last task of more than 50 ms anywhere on the page.

| lines | another signal in focus | another line chosen |
| ---: | ---: | ---: |
{table}

The Read page, from a click on a line until its panel stands, beside a rerun of the whole page with all results cached,
which is what the same click costs without a fragment; median of {CLICKS} in milliseconds.

| lines | another line selected | whole page |
| ---: | ---: | ---: |
{lines}
""")


if __name__ == "__main__":
    main()
