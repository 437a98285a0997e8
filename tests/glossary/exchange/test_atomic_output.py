"""A file is written whole or not at all."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.exchange.atomic import OutputError, atomic_output


def test_a_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """When writing fails half-way, the target is as it was and nothing lies beside it."""
    target = tmp_path / "terms.csv"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), atomic_output(target) as out:
        out.write(b"new")
        raise ZeroDivisionError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_success_replaces_and_keeps_the_permissions(tmp_path: Path) -> None:
    """The new file has the permissions of the one it replaces; a new one has those of any new file."""
    target = tmp_path / "terms.csv"
    target.write_text("old")
    target.chmod(0o604)
    plain = tmp_path / "plain"
    plain.write_text("")
    for path, expected in ((target, 0o604), (tmp_path / "other.csv", stat.S_IMODE(plain.stat().st_mode))):
        with atomic_output(path) as out:
            out.write(b"new")
        assert path.read_bytes() == b"new"
        assert stat.S_IMODE(path.stat().st_mode) == expected


def test_a_link_is_followed(tmp_path: Path) -> None:
    """A symbolic link still points to the same place, where the new content is."""
    (tmp_path / "real.csv").write_text("old")
    link = tmp_path / "link.csv"
    link.symlink_to("real.csv")
    with atomic_output(link) as out:
        out.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_one_clear_error() -> None:
    """A target without space gives an error that says so."""
    with pytest.raises(OutputError, match="No space left"), atomic_output(Path("/dev/full")) as out:
        out.write(b"x" * 100_000)


def test_no_such_folder_is_a_clear_error(tmp_path: Path) -> None:
    """A target in a folder that is not there gives an error that names it."""
    with pytest.raises(OutputError, match="missing"), atomic_output(tmp_path / "missing" / "a.csv"):
        pass


@pytest.mark.skipif(os.name != "posix", reason="needs resource limits")
def test_a_disk_that_fills_up_leaves_the_old_file(tmp_path: Path) -> None:
    """When the space ends in the middle of the file, the old file is untouched and the temporary one is gone."""
    target = tmp_path / "terms.csv"
    target.write_text("old")
    code = (
        "import signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from pathlib import Path\n"
        "from glossary.exchange.atomic import OutputError, atomic_output\n"
        "try:\n"
        "    with atomic_output(Path(sys.argv[1])) as out:\n"
        "        [out.write(b'x' * 4096) for _ in range(100)]\n"
        "except OutputError as error:\n"
        "    print(error)\n"
    )
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))  # noqa: E731
    done = subprocess.run([sys.executable, "-c", code, str(target)], preexec_fn=limit, capture_output=True, text=True)
    assert "could not be written" in done.stdout, done.stderr
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["terms.csv"]
