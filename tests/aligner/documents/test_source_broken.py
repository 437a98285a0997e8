"""Broken files of every kind: one clear line, and nothing else, in bounded time."""

from __future__ import annotations

import importlib.util
import io
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from aligner.documents import FORMATS, read
from aligner.errors import InputError

_HERE = Path(__file__).parent


def _samples() -> dict[str, bytes]:
    """One good file of each format, taken from the tests beside this one."""

    def module(name: str) -> dict[str, Any]:
        spec = importlib.util.spec_from_file_location(name, _HERE / f"{name}.py")
        assert spec and spec.loader
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
        return vars(loaded)

    samples = {}
    for name, content, _ in module("test_source_bilingual")["CASES"]:
        samples[Path(name).suffix.lstrip(".")] = content.encode()
    samples["md"] = str(module("test_source_markdown")["BLOCKS"]).encode()
    samples["txt"] = "风清气正\fpage\r\n".encode("gb18030") * 3
    html, docx, xlsx = module("test_source_html"), module("test_source_docx"), module("test_source_xlsx")
    samples["html"] = str(html["PAGE"]).encode()
    samples["epub"] = html["_epub"]()
    table = docx["_table"](("English", "中文"), ("law", "法"))
    samples["docx"] = docx["_docx"](table + "<w:p><w:r><w:t>x</w:t></w:r></w:p>")
    samples["xlsx"] = xlsx["_xlsx"]([["English", "中文"], ["law", "法"]])
    if importlib.util.find_spec("reportlab"):
        samples["pdf"] = module("test_source_pdf")["_pdf"]()
    samples.pop("xml", None)
    return samples


SAMPLES = _samples()


def test_every_reader_is_tried() -> None:
    """The samples cover every reader there is."""
    missing = set(FORMATS.values()) - {FORMATS[suffix] for suffix in SAMPLES}
    assert missing <= ({"pdf"} if "pdf" not in SAMPLES else set())


def _breakages(good: bytes, rng: random.Random, rounds: int) -> list[bytes]:
    broken = [good[:at] for at in range(0, len(good), max(1, len(good) // 40))]
    for _ in range(rounds):
        data = bytearray(good)
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(data))
            choice = rng.random()
            if choice < 0.5:
                data[at] = rng.randrange(256)
            elif choice < 0.75:
                del data[at : at + rng.randint(1, 40)]
            else:
                data[at:at] = rng.randbytes(rng.randint(1, 8)) if choice < 0.9 else data[at : at + 60]
            if not data:
                break
        broken.append(bytes(data))
    return broken


def _repacked(good: bytes, rng: random.Random, rounds: int) -> list[bytes]:
    """Sound archives whose parts are broken: what damage to the archive itself never reaches."""
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    packed = []
    for _ in range(rounds):
        target = io.BytesIO()
        victim = rng.choice(sorted(parts))
        with zipfile.ZipFile(target, "w") as archive:
            for name, data in parts.items():
                if name != victim:
                    archive.writestr(name, data)
                elif rng.random() < 0.9 and data:
                    archive.writestr(name, rng.choice(_breakages(data, rng, 2)))
        packed.append(target.getvalue())
    return packed


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
def test_broken_files_give_one_clear_line(suffix: str) -> None:
    """A truncated or mutated file is read, or refused with one line that names it; nothing else escapes."""
    rng, good = random.Random(suffix), SAMPLES[suffix]
    broken = _breakages(good, rng, 150)
    if good.startswith(b"PK"):
        broken += _repacked(good, rng, 150)
    for data in broken:
        try:
            document = read(io.BytesIO(data), name=f"a.{suffix}")
        except InputError as error:
            assert str(error).startswith(f"a.{suffix}") and "\n" not in str(error)
        else:
            for number, line in enumerate(document.lines, 1):
                assert line.number == number and "\n" not in line.text
                assert line.columns is None or len(line.columns) == len(line.text)
                line.text.encode("utf-8")
