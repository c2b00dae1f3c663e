"""The reader's own texts: among the reference, on a map of their own, and taken away."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from emolit.analysis.projection import as_one_text
from emolit.analysis.signals import strongest
from emolit.corpus import read_corpus
from emolit.emotions import load_scheme
from emolit.figures import Territory
from emolit.reading.reader import EmotionReader
from emolit.ui.space.chosen import chosen_of, take_selection
from emolit.ui.space.cloud import Unit, own_cloud
from tests.app.conftest import OpenApp
from tests.app.space.conftest import N_LINES, N_SEGMENTS, figure, n_points, open_space, poem, points, said
from tests.atlases import LINES_OF_SEGMENT, POETS, text_of


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


def test_a_text_far_from_everything_known_is_flagged_with_its_distance(open_app: OpenApp, atlas: Path) -> None:
    record = json.loads((atlas / "atlas.json").read_text("utf-8"))
    record["lines"]["nearness"] = {"0.99": 0.0001}
    (atlas / "atlas.json").write_text(json.dumps(record), "utf-8")
    app = open_space(open_app, poem(lines=2), points="lines")
    assert "2 of the 2 points placed here lie far from everything known" in said(app)


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


def test_an_author_of_one_s_own_with_a_known_name_stays_apart(open_app: OpenApp, atlas: Path) -> None:
    app = open_space(open_app, poem(works=3, author=POETS[0]), method="PCA")
    names = [note["text"] for note in figure(app)["layout"]["annotations"]]
    assert [name for name in names if POETS[0] in name] == [f"<b>{POETS[0]}</b>", f"<b>{POETS[0]} (mine)</b>"]


@pytest.mark.parametrize("unit", ["works", "authors"])
def test_sample_poems_among_the_reference_are_called_samples(open_app: OpenApp, atlas: Path, unit: str) -> None:
    app = open_space(open_app, points=unit, shape="origin", method="PCA", samples=True)
    assert not app.exception
    (chart,) = app.get("plotly_chart")
    named = [trace["name"] for trace in points(app)] + [note["text"] for note in figure(app)["layout"]["annotations"]]
    assert any("(sample)" in name for name in named)
    assert not any("mine" in name for name in named)
    assert "points are those of the sample poems" in chart.proto.alt


def test_the_centre_of_one_s_own_points_chooses_them_and_not_those_of_the_poet_of_that_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(st, "session_state", {"space.chosen_point": None})
    cloud = own_cloud(poem(works=3).works, [np.full((1, 44), 0.1)] * 3, Unit.WORKS, load_scheme())
    territories = [Territory("가온", "#000000", 0, members=[0, 1]), Territory("가온 (mine)", "#000000", 1, members=[2])]
    take_selection({"points": [{"customdata": [-2]}]}, cloud, territories)
    assert chosen_of(cloud).group == (2,)


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
