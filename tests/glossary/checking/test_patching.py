"""`check --fix`: a patch that real tools apply."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.commands.app import cli

TABLE = "zh,en,status\n湿地,wetland,preferred\n湿地,marsh,deprecated\n网络安全,cybersecurity,preferred\n网络安全,internet safety,deprecated\n"
ZH = "湿地很美，很多人都来参观。\n\n网络安全很重要，大家都要学习。\n"
EN = "The marsh is fair, and many people visit it.\n\nInternet safety is important, and all must learn it.\n"
FIXED = "The wetland is fair, and many people visit it.\n\nCybersecurity is important, and all must learn it.\n"
TSV = 'zh\ten\n湿地很美。\t"The ""real"" marsh is fair."\n森林很大。\tA forest is no marsh.\n'
TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="zh"
 datatype="plaintext"/><body><tu><tuv xml:lang="zh"><seg>湿地很美。</seg></tuv>
<tuv xml:lang="en"><seg>The marsh &amp; the sea
are a "marsh".</seg></tuv></tu></body></tmx>
"""
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="x" source-language="zh-CN"
 target-language="en" datatype="plaintext"><body>
<trans-unit id="1"><source>湿地很美。</source><target>The <g id="1">marsh</g> is fair.</target></trans-unit>
<trans-unit id="2"><source>网络安全。</source><target>Internet <g id="1">safety</g>.</target></trans-unit>
</body></file></xliff>
"""
PO = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "湿地“很”美。"
msgstr ""
"The \\"real\\" marsh is "
"fair."
"""


@pytest.fixture(autouse=True)
def glossary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a glossary."""
    monkeypatch.chdir(tmp_path)
    Path("g.csv").write_text(TABLE, encoding="utf-8")
    assert CliRunner().invoke(cli, ["import", "g.csv"]).exit_code == 0


def patched(tool: list[str], name: str, content: bytes, *args: str) -> bytes:
    """The file after its patch was applied by a program."""
    Path(name).write_bytes(content)
    result = CliRunner().invoke(cli, ["check", "--fix", *(args or (name,))])
    assert result.exit_code == 1
    Path("p.patch").write_bytes(result.stdout_bytes)
    if shutil.which(tool[0]) is None:
        pytest.skip(f"needs {tool[0]}")
    subprocess.run(["git", "init", "-q", "."], check=False)
    subprocess.run([*tool, "p.patch"], check=True, stdout=subprocess.DEVNULL)
    return Path(name).read_bytes()


@pytest.mark.parametrize("tool", [["patch", "-p0", "-i"], ["git", "apply", "-p0"]], ids=["patch", "git"])
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.en.txt", EN, FIXED),
        ("bom.en.txt", "\ufeff" + EN, "\ufeff" + FIXED),
        ("crlf.en.txt", EN.replace("\n", "\r\n"), FIXED.replace("\n", "\r\n")),
        ("no end.en.txt", EN.strip(), FIXED.strip()),
        ("a.en.md", EN.replace("Internet safety", "**Internet\nsafety**"), FIXED.replace("Cybersecurity", "**Cybersecurity**")),
    ],
)  # fmt: skip
def test_a_pair_of_texts(tool: list[str], name: str, before: str, after: str) -> None:
    """The patch puts the renderings in and leaves marks, line ends and everything else as they are."""
    Path("a.zh.txt").write_text(ZH, encoding="utf-8")
    assert patched(tool, name, before.encode(), "--zh", "a.zh.txt", "--en", name).decode() == after


@pytest.mark.parametrize("tool", [["patch", "-p0", "-i"], ["git", "apply", "-p0"]], ids=["patch", "git"])
@pytest.mark.parametrize(
    ("name", "before", "old", "new"),
    [
        ("t.tsv", TSV, "marsh is fair", "wetland is fair"),
        ("t.tmx", TMX, "marsh &amp;", "wetland &amp;"),
        ("t.xlf", XLIFF, "marsh</g>", "wetland</g>"),
        ("t.po", PO, "marsh is ", "wetland is "),
    ],
)  # fmt: skip
def test_bilingual_files(tool: list[str], name: str, before: str, old: str, new: str) -> None:
    """In a format with a line for an entry only, the sentence is found behind it; what a tag divides is left to a person."""
    assert patched(tool, name, before.encode()).decode() == before.replace(old, new)


def test_another_encoding() -> None:
    """A file in GB18030 gets a patch in GB18030."""
    Path("a.zh.txt").write_text(ZH, encoding="gb18030")
    after = patched(["patch", "-p0", "-i"], "a.en.txt", EN.replace("fair", "“fair”").encode("gb18030"),
                    "--zh", "a.zh.txt", "--en", "a.en.txt")  # fmt: skip
    assert after.decode("gb18030") == FIXED.replace("fair", "“fair”")


def test_a_file_that_is_no_text() -> None:
    """Formats that are no text give no patch, and the findings stand in the exit code."""
    import docx

    for name, text in (("a.zh.docx", ZH), ("a.en.docx", EN)):
        document = docx.Document()
        for paragraph in text.split("\n\n"):
            document.add_paragraph(paragraph)
        document.save(name)
    result = CliRunner().invoke(cli, ["check", "--fix", "--zh", "a.zh.docx", "--en", "a.en.docx"])
    assert (result.exit_code, result.stdout) == (1, "")
