"""The map of the reference: what is drawn, what can be chosen on it, and what is said."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import ROOT, OpenApp
from tests.app.space.conftest import N_LINES, N_SEGMENTS, figure, n_points, open_space, poem, points, said
from tests.atlases import POETS, SEGMENTS_OF_POET


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


def test_without_an_atlas_the_samples_are_shown_and_the_reader_is_told(open_app: OpenApp, no_atlas: None) -> None:
    app = open_space(open_app, method="PCA")
    assert not app.exception
    assert "not installed here" in said(app)
    assert "sample poems" in said(app)
    assert n_points(app) > 3


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


def test_what_is_told_of_the_figure_leaves_hidden_authors_out(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, points="lines", hidden=[POETS[0]])
    (chart,) = app.get("plotly_chart")
    shown = N_LINES - N_LINES // len(POETS)
    assert f"{shown:,} points (lines), {len(POETS) - 1} authors: {', '.join(POETS[1:])}." in chart.proto.alt


@pytest.mark.parametrize("method", ["PCA", "UMAP"])
def test_a_map_of_authors_has_a_table_of_authors(
    open_app: OpenApp, atlas: Path, made: dict[str, Any], method: str
) -> None:
    app = open_space(open_app, poem(works=3), points="authors", method=method, hidden=[POETS[0]])
    (chart,) = app.get("plotly_chart")
    drawn = [*POETS[1:], "나 (mine)"]
    told = f"{len(drawn)} points (authors), {len(drawn)} authors: {', '.join(drawn)}. 1 points are yours."
    assert told in chart.proto.alt
    table = pd.read_csv(io.BytesIO(next(data for name, data in made.items() if name.endswith(".csv"))()))
    assert table["Author"].tolist() == drawn
    assert table["works or segments"].tolist() == [SEGMENTS_OF_POET] * (len(POETS) - 1) + [3]
    assert table[["x", "y"]].notna().all().all()


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


def test_a_map_taken_away_says_how_it_was_made(open_app: OpenApp, atlas: Path, made: dict[str, Any]) -> None:
    open_space(open_app, poem(works=2), method="PCA")
    (name,) = [name for name in made if name.endswith(".json")]
    record = json.loads(made[name]())
    assert (record["map"], record["points"], record["method"], record["placed"]) == ("among", "works", "PCA", 2)
    assert record["atlas"]["seed"] == json.loads((atlas / "atlas.json").read_text(encoding="utf-8"))["seed"]
    (page,) = [made[name]() for name in made if name.endswith(".html")]
    assert "PCA: the two axes explain" in page
    assert any(name.endswith(".pdf") for name in made)
