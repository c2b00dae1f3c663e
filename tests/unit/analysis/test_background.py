"""UMAP in its own process: one map for one question, and a process that died is replaced."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from emolit.analysis import background
from emolit.analysis.background import UmapWorker
from emolit.analysis.projection import Array
from emolit.errors import NotEnoughData

ROOT = Path(__file__).parents[3]
PATIENCE = 300  # seconds, on a busy machine

# Speaks as the worker does and answers with the first two columns; a first value of 9 makes it stop for good.
QUICK = """
import sys, time
from emolit.analysis.background import _receive, _send
while (profiles := _receive(sys.stdin.buffer)) is not None:
    if profiles[0, 0] == 9:
        time.sleep(600)
    _send(sys.stdout.buffer, profiles[:, :2])
"""

Started = list["subprocess.Popen[bytes]"]


@pytest.fixture
def worker() -> Iterator[UmapWorker]:
    worker = UmapWorker()
    yield worker
    worker.close()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """Let a quick stand-in do the work; the processes that were started."""
    processes: Started = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", QUICK]
        processes.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT))
        return processes[-1]

    monkeypatch.setattr(background, "_start", start)
    return processes


def profiles(n_points: int, seed: int = 0) -> Array:
    return np.random.default_rng(seed).random((n_points, 43))


def until(met: Callable[[], bool]) -> None:
    for _ in range(PATIENCE * 100):
        if met():
            return
        time.sleep(0.01)
    pytest.fail("waited too long")


# The real worker


def test_a_map_has_a_finite_place_for_each_point_and_one_for_equal_points(worker: UmapWorker) -> None:
    data = profiles(40)
    data[39] = data[0]
    future = worker.plane(data)
    assert worker.plane(data.copy()) is future
    plane = future.result(PATIENCE)
    assert (plane.method, plane.explained) == ("UMAP", ())
    assert plane.points.shape == (40, 2)
    assert np.isfinite(plane.points).all()
    assert plane.points[39].tolist() == plane.points[0].tolist()
    assert len(np.unique(plane.points, axis=0)) == 39
    assert worker.plane(data) is future


def test_too_few_points_are_told_and_the_worker_goes_on(worker: UmapWorker) -> None:
    for different in (14, 3):
        with pytest.raises(NotEnoughData) as caught:
            worker.plane(profiles(40)[np.arange(40) % different]).result(PATIENCE)
        assert (caught.value.code, caught.value.details) == (
            "analysis.too_few_points",
            {"needed": 15, "found": different},
        )


# A stand-in


def test_one_process_draws_all_maps_each_once(worker: UmapWorker, started: Started) -> None:
    futures = [worker.plane(profiles(20, seed)) for seed in (0, 1, 0)]
    for future, seed in zip(futures, (0, 1, 0), strict=True):
        np.testing.assert_array_equal(future.result(PATIENCE).points, profiles(20, seed)[:, :2])
    assert futures[0] is futures[2] is not futures[1]
    assert len(started) == 1


def test_a_process_that_was_killed_is_replaced_on_the_next_question(worker: UmapWorker, started: Started) -> None:
    worker.plane(profiles(20)).result(PATIENCE)
    started[0].kill()
    started[0].wait()
    assert worker.plane(profiles(20, seed=1)).result(PATIENCE).points.shape == (20, 2)
    assert len(started) == 2


def test_a_failure_is_told_once_and_then_the_map_is_tried_anew(worker: UmapWorker, started: Started) -> None:
    endless = profiles(20)
    endless[0, 0] = 9
    failed = worker.plane(endless)
    until(lambda: len(started) == 1)
    started[0].kill()
    assert isinstance(failed.exception(PATIENCE), ChildProcessError | BrokenPipeError)
    assert worker.plane(endless) is failed
    assert worker.plane(endless) is not failed


def test_closing_ends_the_process_and_drops_what_waits(started: Started) -> None:
    worker = UmapWorker()
    endless = profiles(20)
    endless[0, 0] = 9
    futures = [worker.plane(endless), worker.plane(profiles(20, seed=1))]
    until(lambda: len(started) == 1)
    worker.close()
    assert [process.poll() is None for process in started] == [False]
    assert futures[0].exception(0) is not None
    assert futures[1].cancelled()


def test_only_the_latest_maps_are_kept(worker: UmapWorker, started: Started, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "_KEPT", 2)
    first, second = worker.plane(profiles(20, 0)), worker.plane(profiles(20, 1))
    assert worker.plane(profiles(20, 0)) is first  # asked for again: the latest
    worker.plane(profiles(20, 2))
    assert worker.plane(profiles(20, 0)) is first
    assert worker.plane(profiles(20, 1)) is not second


def test_closing_right_after_a_question_leaves_no_process_behind(started: Started) -> None:
    endless = profiles(20)
    endless[0, 0] = 9
    for _ in range(5):
        worker = UmapWorker()
        worker.plane(endless)
        worker.close()  # before, while or after the process is started
    assert [process.poll() is None for process in started] == [False] * len(started)
