"""How the steps of a run are carried out: in how many processes, and where finished pieces are kept.

A step is a function of something shared by all its pieces and of one item. Results come in the order of the items, so that a
run in many processes gives exactly what a run in one gives. What is shared is written once to a temporary file and mapped
into memory by each process: arrays stand in memory once, on every platform, whether it can fork or not.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import pickle
import tempfile
import uuid
import zipfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from aligner.errors import GlossaryError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor
    from types import TracebackType

    from numpy.typing import NDArray

Item = TypeVar("Item")
Result = TypeVar("Result")
Arrays = tuple[Any, ...]  # of numpy arrays: how a piece of work is kept
Progress = Callable[[int, int | None, str], None]
MOST_JOBS = 4  # by default: each process that reads documents holds a model of its own


class Form(NamedTuple, Generic[Result]):
    """How a result is kept: as arrays, and back."""

    pack: Callable[[Result], Arrays]
    unpack: Callable[[Arrays], Result]


def _same(arrays: Arrays) -> Arrays:
    return arrays


AS_IT_IS = Form(_same, _same)


class WorkerError(GlossaryError):
    """A process that did a part of the work ended without saying why."""


def default_jobs() -> int:
    """As many processes as this one may use processors, 4 at most."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(usable, MOST_JOBS))


class Work(AbstractContextManager["Work"]):
    """Runs steps. `jobs` is the number of processes, 1 stays in this one. `folder` keeps finished pieces; None keeps none.

    Use it as a context: at its end the processes are gone and so are temporary files. Pieces stay until `clear`.
    """

    def __init__(self, jobs: int = 1, folder: Path | None = None, progress: Progress | None = None) -> None:
        self.jobs, self.folder, self.progress = jobs, folder, progress
        self._pool: ProcessPoolExecutor | None = None
        self._others: set[Any] = set()  # children of this process that are not ours
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if error is not None:  # nobody waits for results any more
            self._stop()
        self.release()
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None

    def release(self) -> None:
        """End the processes, with what they have in memory; those that are needed again are started again."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _stop(self) -> None:
        from multiprocessing import active_children

        for child in active_children() if self._pool is not None else ():
            if child not in self._others:
                child.terminate()

    def each(
        self,
        function: Callable[[Any, Item], Result],
        shared: object,
        items: Iterable[Item],
        *,
        key: Callable[[Item], str] | None = None,
        form: Form[Any] = AS_IT_IS,
        alone: bool = False,
    ) -> Iterator[Result]:
        """`function(shared, item)` of every item, in order.

        `function` is a top-level one. `key` names an item's piece by all that it depends on: a piece that a run before this one
        finished is read instead of computed; `form` says how it is kept where it is no tuple of arrays. `alone` stays in this
        process: for a step too small to be worth others. Raises what the function raises, and WorkerError where a process died.
        """
        if self.jobs > 1 and not alone:
            yield from self._apart(function, shared, items, key, form)
            return
        for item in items:
            path = self._path(key, item)
            found = _read(path, form)
            yield _piece(function, shared, item, path, form) if found is None else found

    def _apart(
        self,
        function: Callable[[Any, Item], Result],
        shared: object,
        items: Iterable[Item],
        key: Callable[[Item], str] | None,
        form: Form[Any],
    ) -> Iterator[Result]:
        from concurrent.futures import Future
        from concurrent.futures.process import BrokenProcessPool

        handle: Path | None = None
        waiting: deque[Any] = deque()  # results, and futures of results

        def oldest() -> Any:
            found = waiting.popleft()
            return found.result() if isinstance(found, Future) else found

        try:
            for item in items:
                path = self._path(key, item)
                found = _read(path, form)
                if found is None:
                    handle = handle or self._share(shared)
                    found = self._processes().submit(_distant, function, handle, item, path, form)
                waiting.append(found)
                if len(waiting) > 2 * self.jobs:  # enough to keep all busy, and no more results in memory than that
                    yield oldest()
            while waiting:
                yield oldest()
        except BrokenProcessPool as error:
            raise WorkerError(
                f"one of {self.jobs} worker processes was ended from outside, perhaps for lack of memory; "
                "run again with --jobs 1, it goes on from what is finished"
            ) from error
        finally:
            if handle is not None:  # its pages are free as soon as the last process lets go of them
                _removed(handle)

    def _processes(self) -> ProcessPoolExecutor:
        if self._pool is None:
            import multiprocessing
            from concurrent.futures import ProcessPoolExecutor

            self._others = set(multiprocessing.active_children())
            # "fork" would copy locks that threads of the tokenizer hold
            self._pool = ProcessPoolExecutor(self.jobs, multiprocessing.get_context("spawn"), initializer=_begin)
        return self._pool

    def _share(self, shared: object) -> Path:
        """Write an object down, its arrays apart, and give the name to load it by."""
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="glossary-", ignore_cleanup_errors=True)
        buffers: list[pickle.PickleBuffer] = []
        data = pickle.dumps(shared, protocol=5, buffer_callback=buffers.append)
        path = Path(self._temporary.name) / uuid.uuid4().hex
        places = []
        with path.open("wb") as file:
            for buffer in buffers:
                file.write(b"\0" * (-file.tell() % 64))
                places.append((file.tell(), buffer.raw().nbytes))
                file.write(buffer.raw())
            file.write(b"\0")  # an empty file cannot be mapped
        path.with_suffix(".head").write_bytes(pickle.dumps((data, places)))
        return path

    def _path(self, key: Callable[[Item], str] | None, item: Item) -> Path | None:
        return None if self.folder is None or key is None else self.folder / f"{key(item)}.npz"

    def clear(self) -> None:
        """Remove the finished pieces: what they led to is stored."""
        import shutil

        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def digest(*parts: object) -> str:
    """A name for what depends on these parts, strings, numbers, bytes, and sequences of them, and on the program's version."""
    total = hashlib.sha256()
    for part in (_version(), *parts):
        data = part if isinstance(part, bytes) else json.dumps(part, ensure_ascii=True).encode()
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()[:40]


@cache
def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("zhen-glossary")
    except PackageNotFoundError:
        return ""


def as_bytes(value: object) -> NDArray[Any]:
    """A value that JSON can hold, as an array, to be kept among arrays."""
    import numpy as np

    return np.frombuffer(json.dumps(value, ensure_ascii=True).encode(), np.uint8)


def of_bytes(array: NDArray[Any]) -> Any:
    """The value that `as_bytes` made an array of."""
    return json.loads(array.tobytes())


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that started it, and lets the others have their processors."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS", "TOKENIZERS_PARALLELISM"):
        os.environ[name] = "false" if name.startswith("TOKENIZERS") else "1"


def _distant(function: Callable[[Any, Any], Any], handle: Path, item: Any, path: Path | None, form: Form[Any]) -> Any:
    return _piece(function, _shared(handle), item, path, form)


def _piece(function: Callable[[Any, Any], Any], shared: Any, item: Any, path: Path | None, form: Form[Any]) -> Any:
    result = function(shared, item)
    if path is not None:
        _keep(form.pack(result), path)
    return result


@lru_cache(maxsize=1)
def _shared(handle: Path) -> Any:
    """What `Work._share` wrote, in this very run and in a folder of its own, with arrays that are views of the file."""
    data, places = pickle.loads(handle.with_suffix(".head").read_bytes())
    with handle.open("rb") as file:
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    return pickle.loads(data, buffers=[view[start : start + size] for start, size in places])


def _removed(handle: Path) -> None:
    for path in (handle, handle.with_suffix(".head")):
        with suppress(OSError):  # Windows keeps what a process has mapped; the folder goes at the end
            path.unlink()


def _read(path: Path | None, form: Form[Any]) -> Any:
    """A piece; None where it is not there, or not whole."""
    import numpy as np

    if path is None or not path.exists():
        return None
    try:
        with np.load(path, allow_pickle=False) as piece:
            return form.unpack(tuple(piece[f"arr_{k}"] for k in range(len(piece.files))))
    except (OSError, ValueError, LookupError, TypeError, zipfile.BadZipFile):
        return None


def _keep(arrays: Arrays, path: Path) -> None:
    """Write a piece under its name, whole or not at all. A disk that takes no more costs the piece and not the run."""
    import numpy as np

    part = path.with_name(f"{uuid.uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            np.savez(file, *arrays)
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
