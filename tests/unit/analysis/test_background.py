"""UMAP in its own process: one map for one question, and a process that died is replaced."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from emolit.analysis import background
from emolit.analysis.background import UmapWorker
from emolit.analysis.projection import Array, Plane
from emolit.errors import NotEnoughData

ROOT = Path(__file__).parents[3]
PATIENCE = 300  # seconds, on a busy machine

# Speaks as the worker does and answers with the first two columns; a first value of 9 makes it stop for good, and one
# of 8 makes it say what it was asked.
QUICK = """
import sys, time
from emolit.analysis.background import _receive, _send
while (asked := _receive(sys.stdin.buffer)) is not None:
    profiles = _receive(sys.stdin.buffer)
    if profiles[0, 0] == 8:
        profiles = asked.reshape(1, 3)
    if profiles[0, 0] == 9:
        time.sleep(600)
    _send(sys.stdout.buffer, profiles if len(profiles) == 1 else profiles[:, :2])
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


def test_two_visitors_at_once_each_get_their_map_with_a_place_for_each_point(worker: UmapWorker) -> None:
    data, other = profiles(40), profiles(30, seed=1)
    data[39] = 0.5 * data[0]  # the same mix
    with ThreadPoolExecutor(2) as visitors:
        future, others = visitors.map(worker.plane, (data, other))
    assert worker.plane(data.copy()) is future
    plane = future.result(PATIENCE)
    assert (plane.method, plane.explained) == ("UMAP", ())
    assert plane.points.shape == (40, 2)
    assert np.isfinite(plane.points).all()
    assert plane.points[39].tolist() == plane.points[0].tolist()
    assert len(np.unique(plane.points, axis=0)) == 39
    assert worker.plane(data) is future
    assert others.result(PATIENCE).points.shape == (30, 2)
    process = worker._process
    other_seed = worker.plane(data, seed=7).result(PATIENCE).points
    assert worker._process is process
    assert not np.allclose(other_seed, plane.points, atol=0.1)


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
    failed = worker.plane(endless())
    until(lambda: len(started) == 1)
    started[0].kill()
    assert isinstance(failed.exception(PATIENCE), ChildProcessError)
    assert worker.plane(endless()) is failed
    again = worker.plane(endless())
    assert again is not failed
    worker.cancel(again)


def test_what_was_asked_for_reaches_the_process_and_other_parameters_are_another_map(
    worker: UmapWorker, started: Started
) -> None:
    asked = profiles(20)
    asked[0, 0] = 8
    futures = [worker.plane(asked, 7, 0.25, 3), worker.plane(asked, 7, 0.25, 4), worker.plane(asked, 8, 0.25, 3)]
    answers = [future.result(PATIENCE).points[0].tolist() for future in futures]
    assert answers == [[7, 0.25, 3], [7, 0.25, 4], [8, 0.25, 3]]
    assert worker.plane(asked, 7, 0.25, 4) is futures[1]


def test_many_visitors_at_once_share_one_process_and_equal_maps(worker: UmapWorker, started: Started) -> None:
    with ThreadPoolExecutor(8) as visitors:
        futures = list(visitors.map(lambda n: worker.plane(profiles(20, n % 2)), range(16)))
    assert len({id(future) for future in futures}) == 2
    for number, future in enumerate(futures):
        np.testing.assert_array_equal(future.result(PATIENCE).points, profiles(20, number % 2)[:, :2])
    assert len(started) == 1


# Cancelling


def endless() -> Array:
    asked = profiles(20)
    asked[0, 0] = 9
    return asked


def test_a_map_that_is_cancelled_while_it_is_drawn_makes_way_for_the_next(worker: UmapWorker, started: Started) -> None:
    first, second = worker.plane(endless()), worker.plane(profiles(20))
    until(lambda: len(started) == 1)
    worker.cancel(first)
    assert second.result(PATIENCE).points.shape == (20, 2)
    assert isinstance(first.exception(PATIENCE), CancelledError)
    assert len(started) == 2
    again = worker.plane(endless())
    assert again is not first
    worker.cancel(again)


def test_a_map_that_is_cancelled_while_it_waits_is_never_begun(worker: UmapWorker, started: Started) -> None:
    first, second, third = worker.plane(endless()), worker.plane(profiles(20, 1)), worker.plane(profiles(20, 2))
    until(lambda: len(started) == 1)
    worker.cancel(second)
    assert second.cancelled()
    assert started[0].poll() is None  # the one that is being drawn goes on
    worker.cancel(first)
    assert third.result(PATIENCE).points.shape == (20, 2)
    assert worker.plane(profiles(20, 1)).result(PATIENCE).points.shape == (20, 2)  # asked for again


def test_a_map_that_is_there_cannot_be_cancelled(worker: UmapWorker, started: Started) -> None:
    future = worker.plane(profiles(20))
    future.result(PATIENCE)
    worker.cancel(future)
    assert worker.plane(profiles(20)) is future
    assert started[0].poll() is None


def test_a_future_of_somebody_else_s_is_left_alone(worker: UmapWorker, started: Started) -> None:
    stranger: Future[Plane] = Future()
    worker.cancel(stranger)
    assert not stranger.cancelled()


def test_a_map_that_takes_too_long_is_given_up_and_the_next_is_drawn(started: Started) -> None:
    worker = UmapWorker(timeout=0.2)
    assert isinstance(worker.plane(endless()).exception(PATIENCE), TimeoutError)
    worker._timeout = PATIENCE
    assert worker.plane(profiles(20)).result(PATIENCE).points.shape == (20, 2)
    worker.close()
    assert len(started) == 2


# The process's surroundings


def test_numba_compiles_into_a_folder_that_nobody_else_can_write_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    folder = Path(background._environment()["NUMBA_CACHE_DIR"])
    assert folder.parent == tmp_path
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert background._environment()["NUMBA_CACHE_DIR"] == str(folder)  # compiled once, used again


def test_a_folder_that_others_may_have_written_to_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    trap = tmp_path / f"emolit-numba-{os.getuid()}"
    trap.mkdir()
    trap.chmod(0o777)
    assert background._environment()["NUMBA_CACHE_DIR"] != str(trap)
    trap.rmdir()
    trap.symlink_to(tmp_path)
    assert background._environment()["NUMBA_CACHE_DIR"] != str(trap)


def test_numba_is_given_one_thread_and_the_operator_s_wishes_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_THREADING_LAYER_PRIORITY", raising=False)
    monkeypatch.delenv("NUMBA_NUM_THREADS", raising=False)
    monkeypatch.setenv("NUMBA_CACHE_DIR", "/somewhere")
    found = background._environment()
    assert (found["NUMBA_NUM_THREADS"], found["NUMBA_CACHE_DIR"]) == ("1", "/somewhere")
    assert found["NUMBA_THREADING_LAYER_PRIORITY"].split() == [
        "tbb",
        "omp",
        "workqueue",
    ]  # the last aborts on two users
    monkeypatch.setenv("NUMBA_NUM_THREADS", "2")
    assert background._environment()["NUMBA_NUM_THREADS"] == "2"


# The end


def test_closing_ends_the_process_and_drops_what_waits(started: Started) -> None:
    worker = UmapWorker()
    futures = [worker.plane(endless()), worker.plane(profiles(20, seed=1))]
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
    for _ in range(5):
        worker = UmapWorker()
        worker.plane(endless())
        worker.close()  # before, while or after the process is started
    assert [process.poll() is None for process in started] == [False] * len(started)
