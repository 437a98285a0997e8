"""ZIP members under a byte cap."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest

from aligner.errors import InputError
from aligner.zipsafe import Archive


def _zip(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def _read_all(data: bytes, budget: int = 1 << 20) -> dict[str, bytes]:
    archive = Archive(io.BytesIO(data), "a.docx", budget)
    return {name: archive.read(name) for name in archive.names()}


def test_members_are_read() -> None:
    """What was packed comes out, stored or deflated."""
    members = {"a.xml": b"<a/>" * 1000, "dir/b": b"", "中.txt": b"x"}
    assert _read_all(_zip(members)) == _read_all(_zip(members, zipfile.ZIP_STORED)) == members
    assert "a.xml" in Archive(io.BytesIO(_zip(members)), "a.docx")


def test_all_members_share_one_budget() -> None:
    """An archive of many members that each stay under the cap is refused too."""
    with pytest.raises(InputError, match=r"a\.docx: 2: unpacks to more than is allowed"):
        _read_all(_zip({str(n): b"\0" * 400_000 for n in range(9)}))


@pytest.mark.parametrize("claimed", [1, 100, 0xFFFFFFF0])
def test_forged_sizes_do_not_help_a_bomb(claimed: int) -> None:
    """Whatever size a member declares, it is refused: as beyond the cap or as damaged."""
    data = bytearray(_zip({"a": b"\0" * 5_000_000}))
    local, central = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    struct.pack_into("<L", data, local + 22, claimed)
    struct.pack_into("<L", data, central + 24, claimed)
    with pytest.raises(InputError, match=r"a\.docx: a: (unpacks to more|is damaged)"):
        _read_all(bytes(data))


REFUSED = {
    "bzip2": (_zip({"a": b"x"}, zipfile.ZIP_BZIP2), "packed in a way"),
    "lzma": (_zip({"a": b"x"}, zipfile.ZIP_LZMA), "packed in a way"),
    "too many": (_zip({str(n): b"" for n in range(20_001)}, zipfile.ZIP_STORED), "more than 20000 parts"),
    "too long a directory": (_zip({f"{n:>60000}": b"" for n in range(150)}, zipfile.ZIP_STORED), "more than 20000 parts"),
    "no zip": (b"PK\x03\x04 not at all", "damaged ZIP file"),
    "empty": (b"", "damaged ZIP file"),
}


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_trusted_is_refused(data: bytes, reason: str) -> None:
    """Odd archives are refused with one clear line."""
    with pytest.raises(InputError, match=reason):
        _read_all(data)


def test_a_member_that_is_not_there_is_named() -> None:
    """Asking for a missing member says which."""
    with pytest.raises(InputError, match=r"a\.docx: has no part word/document\.xml"):
        Archive(io.BytesIO(_zip({"a": b""})), "a.docx").read("word/document.xml")


def test_broken_archives_give_one_clear_error() -> None:
    """Truncated and mutated archives are read or refused, nothing else escapes."""
    good, rng = _zip({"a.xml": b"<a>" * 500, "b.xml": bytes(range(256)) * 20}), random.Random(5)
    for _ in range(1500):
        data = bytearray(good[: rng.randrange(len(good))] if rng.random() < 0.3 else good)
        for _ in range(rng.randrange(4)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            _read_all(bytes(data))
        except InputError as error:
            assert "\n" not in str(error)
