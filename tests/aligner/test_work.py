"""Work in pieces: in one process or several, with what is finished kept."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import seeds
from aligner import mining, passes, pipeline, words
from aligner.documents import read
from aligner.embedding import load_encoder
from aligner.errors import GlossaryError, InputError
from aligner.records import Place, Segment, SegmentPair
from aligner.work import Work, WorkerError, as_bytes, default_jobs, digest, of_bytes


def scaled(shared: Any, item: int) -> tuple[Any, ...]:
    """The shared array times the item, once a call: a line in the file of calls tells of each."""
    array, calls = shared
    with Path(calls).open("a", encoding="utf-8") as file:
        file.write(f"{item}\n")
    return (array * item,)


def failing(_shared: object, item: int) -> tuple[Any, ...]:
    if item == 3:
        raise InputError("x.txt", "cannot be read", 3)
    return (np.zeros(1),)


def dying(_shared: object, item: int) -> tuple[Any, ...]:
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return (np.zeros(item),)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs: int, tmp_path: Path) -> None:
    """Whatever the number of processes, results come in the order of the items, shared arrays included."""
    shared = (np.arange(5, dtype=np.float32), str(tmp_path / "calls"))
    with Work(jobs) as work:
        found = [piece[0].tolist() for piece in work.each(scaled, shared, range(7))]
    assert found == [[k * n for n in range(5)] for k in range(7)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_finished_pieces_are_not_computed_again(jobs: int, tmp_path: Path) -> None:
    """A run after one that stopped half-way computes the other half only; a damaged piece counts as none."""
    calls, folder = tmp_path / "calls", tmp_path / "pieces"
    shared = (np.arange(3), str(calls))

    def run(items: range) -> list[Any]:
        with Work(jobs, folder) as work:
            return [piece[0].tolist() for piece in work.each(scaled, shared, items, key=lambda k: digest("test", k))]

    run(range(4))
    (folder / f"{digest('test', 1)}.npz").write_bytes(b"cut short")
    calls.unlink()
    assert run(range(6)) == [[0, k, 2 * k] for k in range(6)]
    assert sorted(calls.read_text(encoding="utf-8").split()) == ["1", "4", "5"]
    Work(jobs, folder).clear()
    assert not folder.exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_failure_is_one_clear_line(jobs: int) -> None:
    """What a worker raises comes out as it is, with its words and its exit code."""
    with Work(jobs) as work, pytest.raises(InputError, match=r"^x.txt:3: cannot be read$") as caught:
        list(work.each(failing, None, range(6)))
    assert caught.value.exit_code == 3


def test_a_killed_worker_is_one_clear_line() -> None:
    """A worker that the system ends is named as such, and what to do about it."""
    with Work(2) as work, pytest.raises(WorkerError, match="--jobs 1") as caught:
        list(work.each(dying, None, range(3)))
    assert "\n" not in str(caught.value) and isinstance(caught.value, GlossaryError)


def slow(_shared: object, item: int) -> tuple[Any, ...]:
    time.sleep(30 * (item > 0))
    return (np.zeros(1),)


def test_an_error_ends_the_workers() -> None:
    """Where the one who waits for results gives up, the processes end at once and not when they have finished."""
    before = set(multiprocessing.active_children())
    with pytest.raises(KeyboardInterrupt), Work(2) as work:
        for _ in work.each(slow, None, range(8)):
            raise KeyboardInterrupt
    assert set(multiprocessing.active_children()) <= before


def test_a_disk_that_takes_nothing_costs_no_run(tmp_path: Path) -> None:
    """Where pieces cannot be written the results are the same."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with Work(1, tmp_path / "file" / "pieces") as work:
        shared = (np.arange(2), str(tmp_path / "calls"))
        assert [piece[0][1] for piece in work.each(scaled, shared, range(3), key=str)] == [0, 1, 2]


def test_values_survive_as_arrays() -> None:
    """What JSON can hold comes back from an array, halves of surrogate pairs included."""
    value = ["词", "\ud800", {"a": [1, 2.5, None]}]
    assert of_bytes(as_bytes(value)) == value


def test_default_number_of_processes() -> None:
    """There is at least one process and no more than there are processors."""
    assert 1 <= default_jobs() <= (os.cpu_count() or 1)


def _pairs() -> list[SegmentPair]:
    found = pipeline.extract([(read(seeds.path("report.zh.md")), read(seeds.path("report.en.md")))])
    more = [SegmentPair(Segment("信用风险管理", "zh", Place(k, 1)), Segment("credit risk management", "en", Place(k, 1)))
            for k in range(3)]  # fmt: skip
    return [*found.pairs, *more]


def test_mining_does_not_depend_on_the_number_of_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One process, two, and two that go on from finished pieces give the same candidates, to the last digit."""
    for module in (words, passes):
        monkeypatch.setattr(module, "SHARD", 10)
    monkeypatch.setattr("aligner.corpus.SHARD", 10)
    pairs, encoder = _pairs(), load_encoder()
    alone = mining.mine(pairs, encoder)
    assert len(alone) > 30
    for _ in range(2):
        with Work(2, tmp_path / "pieces") as work:
            assert mining.mine(pairs, encoder, work=work) == alone
    assert len(list((tmp_path / "pieces").iterdir())) == 4 * -(-len(pairs) // 10)


def test_extraction_does_not_depend_on_the_number_of_processes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Documents read in other processes, or read before and kept, give the same extraction as in this one."""
    documents = [read(seeds.path(name)) for name in ("glossed-article.txt", "interleaved-newsletter.txt")]
    alone = pipeline.extract(documents)
    monkeypatch.setattr(pipeline, "FEW", 1)
    with Work(2, tmp_path / "pieces") as work:
        assert pipeline.extract(documents, work=work) == alone
    with Work(1, tmp_path / "pieces") as work:
        assert pipeline.extract(documents, work=work) == alone
