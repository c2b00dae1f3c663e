"""UMAP of own texts, which a process of its own computes."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from emolit.analysis.projection import Array, Plane
from emolit.ui import cached
from tests.app.conftest import OpenApp
from tests.app.space.conftest import n_points, open_space, poem, points, said


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
