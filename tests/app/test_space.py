"""The Emotion space page: five poets at once, the reader's own texts among them, and what is chosen on the map."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from emolit.analysis.projection import Array, Plane, as_one_text
from emolit.analysis.signals import strongest
from emolit.corpus import Corpus, read_corpus
from emolit.reading.reader import EmotionReader
from emolit.ui import cached
from tests.app.conftest import ROOT, OpenApp
from tests.atlases import LINES_OF_SEGMENT, POETS, SEGMENTS_OF_POET, text_of, write_atlas

N_SEGMENTS = len(POETS) * SEGMENTS_OF_POET
N_LINES = N_SEGMENTS * LINES_OF_SEGMENT


@pytest.fixture(autouse=True)
def _no_sample_is_read() -> None:
    cached._sample_scores.clear()


@pytest.fixture
def atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The app finds this one."""
    folder = write_atlas(tmp_path / "atlas")
    monkeypatch.setenv("EMOLIT_ATLAS", str(folder))
    return folder


@pytest.fixture
def no_atlas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMOLIT_ATLAS", str(tmp_path / "nowhere"))


def poem(lines: int = 4, author: str = "나", years: bool = False, works: int = 1) -> Corpus:
    rows = [
        f"시 {work},{author},{1920 + 7 * work if years else ''},{'낮밤봄눈'[line % 4]} {work} {line}"
        for work in range(works)
        for line in range(lines)
    ]
    return read_corpus("시집.csv", ("work,author,year,text\n" + "\n".join(rows)).encode())


def open_space(open_app: OpenApp, corpus: Corpus | None = None, language: str = "en", **choices: object) -> AppTest:
    app = open_app(language)
    if corpus:
        app.session_state["emolit.corpus"] = corpus
    for key, value in choices.items():
        app.session_state[f"space.{key}"] = value
    return app.switch_page("pages/space_page.py").run()


def figure(app: AppTest) -> dict[str, Any]:
    (chart,) = app.get("plotly_chart")
    return dict(json.loads(chart.proto.spec))


def points(app: AppTest) -> list[dict[str, Any]]:
    """Traces of points with their entries in the legend."""
    return [trace for trace in figure(app)["data"] if trace.get("mode") == "markers" and trace.get("showlegend")]


def n_points(app: AppTest) -> int:
    return sum(len(trace["x"]) for trace in points(app))


def said(app: AppTest) -> str:
    return "\n".join(element.value for element in (*app.caption, *app.markdown, *app.info, *app.warning))


def test_a_newcomer_sees_five_poets_without_the_model(
    atlas: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("EMOLIT_MODEL", str(tmp_path / "no model here"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app.session_state["app.language"] = "en"
    app.switch_page("pages/space_page.py").run()
    assert not app.exception
    assert not app.error
    assert {trace["name"] for trace in points(app)} == set(POETS)
    assert n_points(app) == N_SEGMENTS
    assert "only nearness means something" in said(app)
    (chart,) = app.get("plotly_chart")
    assert all(poet in chart.proto.alt for poet in POETS)


def test_the_first_map_brings_neither_torch_nor_umap(atlas: Path) -> None:
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        f"app = AppTest.from_file({str(ROOT / 'app.py')!r}, default_timeout=120); "
        "app.switch_page('pages/space_page.py').run(); "
        "print(len(app.get('plotly_chart')), sorted({'torch', 'transformers', 'umap', 'sklearn'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert said.stdout.strip() == "1 []"


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("method", ["UMAP", "PCA", "MDS", "AXES"])
@pytest.mark.parametrize(("unit", "own", "known"), [("lines", 8, N_LINES), ("works", 2, N_SEGMENTS), ("authors", 0, 0)])
def test_every_map_has_the_poets_and_the_reader_s_own(
    open_app: OpenApp, atlas: Path, language: str, method: str, unit: str, own: int, known: int
) -> None:
    app = open_space(open_app, poem(works=2), language, points=unit, method=method)
    assert not app.exception
    assert not app.error
    assert n_points(app) == own + known
    assert sum(len(trace["x"]) for trace in points(app) if trace["marker"]["line"]["width"] > 0) == own
    names = [note["text"] for note in figure(app)["layout"]["annotations"]]
    assert [poet for poet in POETS if f"<b>{poet}</b>" in names] == list(POETS)


@pytest.mark.parametrize("colour", ["author", "signal", "family", "cluster", "year"])
@pytest.mark.parametrize("shape", ["author", "origin", "language", "none"])
def test_each_colour_with_each_shape_shows_every_point_once(
    open_app: OpenApp, atlas: Path, colour: str, shape: str
) -> None:
    app = open_space(open_app, poem(works=2, years=True), colour=colour, shape=shape)
    assert not app.exception
    seen = sorted(index for trace in points(app) for (index,) in trace["customdata"])
    assert seen == list(range(N_SEGMENTS + 2))


def test_placing_a_text_moves_no_point_of_the_reference(open_app: OpenApp, atlas: Path) -> None:
    def places(app: AppTest) -> dict[int, tuple[float, float]]:
        return {
            index: (x, y)
            for trace in points(app)
            for (index,), x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True)
            if index < N_SEGMENTS
        }

    alone, among = (places(open_space(open_app, corpus)) for corpus in (None, poem(works=3)))
    assert len(alone) == N_SEGMENTS
    assert alone == among


def test_a_line_of_the_reference_lies_exactly_where_the_reference_has_it(open_app: OpenApp, atlas: Path) -> None:
    corpus = read_corpus("시.csv", f"work,author,text\n시,나,{text_of(17)}\n시,나,{text_of(40)}".encode())
    for method in ("UMAP", "PCA", "MDS"):
        app = open_space(open_app, corpus, points="lines", method=method)
        places = {
            index: (x, y)
            for trace in points(app)
            for (index,), x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True)
        }
        np.testing.assert_allclose([places[N_LINES], places[N_LINES + 1]], [places[17], places[40]], atol=1e-6)
        assert "2 of your lines stand in KPoEM" in said(app)


def test_without_an_atlas_the_samples_are_shown_and_the_reader_is_told(open_app: OpenApp, no_atlas: None) -> None:
    app = open_space(open_app, method="PCA")
    assert not app.exception
    assert "not installed here" in said(app)
    assert "sample poems" in said(app)
    assert n_points(app) > 3


def test_my_texts_alone_are_a_map_of_their_own(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, poem(lines=6), scope="own", points="lines", method="PCA")
    assert not app.exception
    assert n_points(app) == 6


def test_too_few_points_for_a_map_get_one_sentence_and_axes_of_one_s_own_a_map(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, poem(), scope="own", method="PCA")
    assert "too few points for a map (1;" in said(app)
    assert not app.get("plotly_chart")
    app.get_by_key("space.method").set_value("my axes").run()
    assert n_points(app) == 1


def test_few_points_have_pca_and_a_sentence_instead_of_umap(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, poem(lines=8), scope="own", points="lines")
    assert not app.exception
    assert "UMAP is not to be trusted" in said(app)
    assert "PCA: the two axes explain" in said(app)


def test_a_search_lists_what_it_finds_with_its_mean_and_pales_the_rest(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app)
    app.get_by_key("space.search").set_value(POETS[2]).run()
    assert f"{SEGMENTS_OF_POET} points chosen" in said(app)
    pale = [value < 0.2 for trace in points(app) for value in trace["marker"]["opacity"]]
    assert pale.count(False) == SEGMENTS_OF_POET
    app.get_by_key("space.search").set_value("없는 말").run()
    assert "No point has these words" in said(app)


def test_a_hidden_author_is_not_drawn_and_the_others_stay(open_app: OpenApp, atlas: Path) -> None:
    before = {trace["name"]: trace for trace in points(open_space(open_app))}
    app = open_space(open_app, hidden=[POETS[0]])
    after = {trace["name"]: trace for trace in points(app)}
    assert set(after) == set(POETS[1:])
    assert all(after[name]["x"] == before[name]["x"] for name in after)
    assert all(after[name]["marker"]["color"] == before[name]["marker"]["color"] for name in after)


def test_a_chosen_point_shows_profile_votes_and_true_neighbours(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, chosen_point=N_LINES + 1)
    assert "**segment 2** · 가온 · KPoEM" in said(app)
    assert "The text is not shipped" in said(app)
    tables = [frame.value for frame in app.dataframe]
    assert any("readers' votes" in table.columns for table in tables)
    neighbours = next(table for table in tables if "true neighbours (all emotions)" in table.columns)
    assert len(neighbours) == 8
    assert neighbours["distance"].is_monotonic_increasing
    rings = [trace for trace in figure(app)["data"] if trace.get("marker", {}).get("symbol") == "circle-open"]
    assert [len(trace["x"]) for trace in rings] == [8, 1]


def test_withheld_votes_are_said_to_be_withheld(open_app: OpenApp, atlas: Path) -> None:
    assert "votes on this one are withheld" in said(open_space(open_app, chosen_point=N_LINES))


def test_points_that_were_drawn_around_are_listed_with_their_mean(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, poem(works=2), chosen_group=[N_LINES, N_LINES + 9])
    assert "2 points chosen" in said(app)
    assert "by 2 authors" in said(app)
    assert any(list(frame.value.get("point", [])) == ["segment 1", "segment 10"] for frame in app.dataframe)


def test_a_search_goes_on_among_the_points_that_were_drawn_around(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, chosen_group=[N_LINES, N_LINES + 9, N_LINES + 10])
    app.get_by_key("space.search").set_value(POETS[1]).run()
    assert "2 points chosen" in said(app)
    assert "by 1 authors" in said(app)


def test_how_far_the_map_can_be_trusted_is_told_in_figures(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, honesty=True)
    table = next(frame.value for frame in app.dataframe if "measure" in frame.value.columns)
    assert list(table["value"])[-1] == "0.50"
    assert any("stability over 5 seeds" in name for name in table["measure"])
    assert "Distance is Hellinger's" in said(app)


def test_a_text_far_from_everything_known_is_flagged_with_its_distance(open_app: OpenApp, atlas: Path) -> None:
    record = json.loads((atlas / "atlas.json").read_text("utf-8"))
    record["lines"]["nearness"] = {"0.99": 0.0001}
    (atlas / "atlas.json").write_text(json.dumps(record), "utf-8")
    app = open_space(open_app, poem(lines=2), points="lines")
    assert "2 of your 2 points lie far from everything known" in said(app)


def test_published_lines_that_the_reader_loads_give_the_points_their_text(open_app: OpenApp, atlas: Path) -> None:
    header = "poem_id\tline_id\ttext\ttitle\tpoet\tannotator_01\n"
    body = "".join(f"1\t{row}\t{text_of(row)}\t옛 시\t{POETS[0]}\t슬픔\n" for row in range(8))
    corpus = read_corpus("kpoem.tsv", (header + body).encode())
    app = open_space(open_app, corpus, points="lines")
    assert not app.exception
    assert "You have loaded KPoEM" in said(app)
    assert n_points(app) == N_LINES
    texts = [text for trace in points(app) for text in trace["text"]]
    assert sum(text_of(3) in text for text in texts) == 1


class Worker:
    """Stands for the process that draws UMAP maps: what is asked of it waits until the test answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int, float, int]] = []
        self.future: Future[Plane] = Future()

    def plane(self, profiles: Array, neighbours: int, min_dist: float, seed: int) -> Future[Plane]:
        self.asked.append((len(profiles), neighbours, min_dist, seed))
        return self.future

    def cancel(self, future: Future[Plane]) -> None:
        future.cancel()
        self.future = Future()


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> Worker:
    made = Worker()
    monkeypatch.setattr(cached, "umap_worker", lambda: made)
    return made


def open_own_umap(open_app: OpenApp) -> AppTest:
    return open_space(open_app, poem(lines=4, works=5), scope="own", points="lines")


def test_pca_stands_in_until_umap_is_ready(open_app: OpenApp, atlas: Path, worker: Worker) -> None:
    app = open_own_umap(open_app)
    assert "UMAP is being computed" in said(app)
    assert "PCA: the two axes explain" in said(app)
    assert n_points(app) == 20
    worker.future.set_result(Plane("UMAP", np.arange(40.0).reshape(20, 2)))
    app.run()
    assert "only nearness means something" in said(app)
    assert sorted(x for trace in points(app) for x in trace["x"]) == list(range(0, 40, 2))


def test_umap_can_be_cancelled_and_asked_for_again(open_app: OpenApp, atlas: Path, worker: Worker) -> None:
    app = open_own_umap(open_app)
    first = worker.future
    app.get_by_key("space.cancel").click().run()
    assert first.cancelled()
    assert "UMAP was cancelled" in said(app)
    assert n_points(app) == 20
    app.get_by_key("space.again").click().run()
    assert "UMAP is being computed" in said(app)


def test_a_umap_that_failed_leaves_pca_and_a_sentence(open_app: OpenApp, atlas: Path, worker: Worker) -> None:
    worker.future.set_exception(ChildProcessError("killed"))
    app = open_own_umap(open_app)
    assert "UMAP could not be computed" in said(app)
    assert n_points(app) == 20


def test_the_settings_of_a_umap_reach_the_worker(open_app: OpenApp, atlas: Path, worker: Worker) -> None:
    open_space(open_app, poem(lines=4, works=5), scope="own", points="lines", neighbours=7, min_dist=0.3, seed=5)
    assert worker.asked[-1] == (20, 7, 0.3, 5)


def test_a_map_taken_away_says_how_it_was_made(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, poem(works=2), method="PCA")
    made = {button.proto.label: button for button in app.get("download_button")}
    assert {"HTML", "CSV", "JSON", "PDF"} <= set(made)


def test_an_author_of_one_s_own_with_a_known_name_stays_apart(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, poem(works=3, author=POETS[0]), method="PCA")
    names = [note["text"] for note in figure(app)["layout"]["annotations"]]
    assert [name for name in names if POETS[0] in name] == [f"<b>{POETS[0]}</b>", f"<b>{POETS[0]} (mine)</b>"]


def test_a_work_of_the_reference_s_lines_has_the_scores_of_the_segments_they_stand_in(
    open_app: OpenApp, atlas: Path
) -> None:
    lines = [text_of(row) for row in range(LINES_OF_SEGMENT)]  # all lines of the first segment, by no poet of the atlas
    corpus = read_corpus("시.csv", ("work,author,text\n" + "\n".join(f"시,나,{line}" for line in lines)).encode())
    app = open_space(open_app, corpus, chosen_point=N_LINES)
    table = next(frame.value for frame in app.dataframe if "true neighbours (all emotions)" in frame.value.columns)
    assert table["true neighbours (all emotions)"][0].endswith("나 · 시")
    assert table["distance"][0] == pytest.approx(0, abs=1e-3)


def test_a_work_lies_among_segments_as_one_text_and_on_a_map_of_its_own_as_its_lines(
    open_app: OpenApp, atlas: Path, tiny_checkpoint: Path
) -> None:
    corpus = poem(works=20)
    work = corpus.works[0]
    reader = EmotionReader.load(tiny_checkpoint)
    whole = reader.annotate([as_one_text(work)]).of(work.id).lines.values[0]
    mean = reader.annotate([work]).of(work.id).lines.values.mean(axis=0)
    for scope, expected in (("among", whole), ("own", mean)):
        app = open_space(open_app, corpus, scope=scope, method="PCA", chosen_point=(work.id, 0))
        table = next(frame.value for frame in app.dataframe if "emotion" in frame.value.columns)
        columns = strongest(expected, reader.scheme, len(table))
        np.testing.assert_allclose(table["score"], expected[columns], atol=6e-4)
    assert np.abs(whole - mean).max() > 0.002
