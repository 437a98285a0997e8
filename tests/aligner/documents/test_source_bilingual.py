# ruff: noqa: E501 — the files of real tools have long lines
"""Bilingual formats: the pairs they declare, without markup, with the places their tools show."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from aligner.documents import iter_pairs, read
from aligner.documents.source import Source
from aligner.documents.subtitles import pair
from aligner.errors import InputError

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="en-US" segtype="sentence"/><body>
<tu tuid="a1"><note>x</note><tuv xml:lang="EN-US"><seg>Create a <bpt i="1">&lt;b&gt;</bpt>clean and <hi>correct</hi><ept i="1">&lt;/b&gt;</ept> atmosphere<ph>{1}</ph>.</seg></tuv>
<tuv xml:lang="zh-Hans"><seg>营造风清
气正的氛围。</seg></tuv><tuv xml:lang="zh-Hant-TW"><seg>營造風清氣正的氛圍。</seg></tuv></tu>
<tu><tuv lang="en"><seg>Only English</seg></tuv></tu>
<tu><tuv lang="en"><seg>Untranslated</seg></tuv><tuv lang="zh_CN"><seg>Untranslated</seg></tuv></tu>
</body></tmx>"""

XLIFF = """<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="zh-CN" target-language="en-GB" datatype="x"><body>
<group><trans-unit id="7"><source>建设<g id="1">网络强国</g><x id="2"/></source><target state="translated">Build a <g id="1">cyber powerhouse</g></target><alt-trans><source>旧</source><target>Old</target></alt-trans></trans-unit></group>
<trans-unit id="8"><source>未译</source></trans-unit>
</body></file></xliff>"""

SDLXLIFF = """\ufeff<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" sdl:version="1.0"><file original="a.docx" datatype="x-sdlfilterframework2" source-language="en-US" target-language="zh-CN">
<header><reference><internal-file form="base64">UEsDBBQ=</internal-file></reference></header><body><trans-unit id="f1"><source><x id="0"/>Small incisions. Flexible.</source>
<seg-source><x id="0"/><mrk mtype="seg" mid="1">Small <g id="5">incisions</g>.</mrk> <mrk mtype="seg" mid="2">Flexible.</mrk></seg-source>
<target><x id="0"/><mrk mtype="seg" mid="1">小<g id="5">切口</g>。</mrk><mrk mtype="seg" mid="2"><mrk mtype="x-sdl-added">灵</mrk>活。</mrk></target>
<sdl:seg-defs><sdl:seg id="1" conf="Translated"/><sdl:seg id="2" conf="Draft"/></sdl:seg-defs></trans-unit></body></file></xliff>"""

MQXLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:mq="MQXliff"><file original="a" source-language="en" target-language="zh-cn" datatype="x-memoq"><body>
<trans-unit id="3" mq:status="Confirmed"><source xml:space="preserve">The <bpt id="1" rid="1">{}</bpt>rule of law<ept id="2" rid="1">{}</ept></source><target xml:space="preserve"><bpt id="1" rid="1">{}</bpt>法治<ept id="2" rid="1">{}</ept></target>
<mq:minorversions><mq:historical-unit><source>The</source><target>这</target></mq:historical-unit></mq:minorversions></trans-unit></body></file></xliff>"""

MXLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:m="http://www.memsource.com/mxlf/2.0" version="1.2" m:version="2.4"><file original="a" source-language="en" target-language="zh_cn" datatype="x"><body>
<group id="0"><trans-unit id="p:0" m:confirmed="1"><source>{b&gt;Data&lt;b} sovereignty{1} {2&gt;x&lt;2}</source><target>{b&gt;数据&lt;b}主权{1} {2&gt;x&lt;2}</target><alt-trans origin="machine-trans"><target>数据</target></alt-trans></trans-unit></group></body></file></xliff>"""

XLIFF2 = """<?xml version="1.0"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="zh-Hans"><file id="f"><group id="g"><unit id="u1"><originalData><data id="d">&lt;b&gt;</data></originalData>
<segment id="s1"><source>A <pc id="1">shared <mrk id="m" type="term">future</mrk></pc><ph id="2"/>.</source><target>命运<pc id="1">共同体</pc>。</target></segment><ignorable><source> </source></ignorable>
<segment><source>Two.</source><target>二。<cp hex="0007"/></target></segment></unit></group></file></xliff>"""

TBX = """<?xml version="1.0"?><tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>
<conceptEntry id="c1"><langSec xml:lang="zh-Hans"><termSec><term>网络强国</term></termSec></langSec><langSec xml:lang="en"><termSec><term>cyber powerhouse</term></termSec><termSec><term>cyber superpower</term></termSec></langSec></conceptEntry>
</body></text></tbx>"""

MARTIF = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd"><martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="e1"><langSet xml:lang="en"><ntig><termGrp><term>smart <hi>city</hi></term></termGrp></ntig></langSet><langSet xml:lang="zh-CN"><tig><term>智慧城市</term></tig></langSet></termEntry></body></text></martif>"""

MULTITERM = """<mtf><conceptGrp><concept>12</concept><languageGrp><language type="English" lang="EN"/><termGrp><term>rule of law</term></termGrp></languageGrp>
<languageGrp><language type="Chinese" lang="ZH"/><termGrp><term>法治</term></termGrp></languageGrp></conceptGrp></mtf>"""

PO = r"""# comment
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: zh_CN\n"

#: a.c:1
msgid "&Open the *file* in `the shell <https://x.org>`_ with :ref:`settings <conf>`"
msgstr "用 `shell <https://x.org>`_ 和 :ref:`设置 <conf>` 打开 *文件* (&O)"

#, fuzzy
msgid "Fuzzy"
msgstr "模糊"

msgid "%d <b>file</b>"
msgid_plural "%d <b>files</b>"
msgstr[0] "%d 个<b>文件</b>"

#~ msgid "old"
#~ msgstr "旧"
"""

CSV = 'id,English,note,"中文"\n1,"Clean, correct",n,风清气正\n2,"two\nlines",n,"两\n行"\n3,empty,n,\n'
TSV = 'source\ttarget\t\n网络强国\tcyber "powerhouse\t政策\n小切口法\t"small incisions"\t\n'
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>你好</i>，世界\r\nHello {\\an8}world\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n再见\r\nGoodbye\r\n"

CASES = [
    ("a.tmx", TMX, [
        ("营造风清气正的氛围。", "Create a clean and correct atmosphere.", "unit a1, 4"),
        ("營造風清氣正的氛圍。", "Create a clean and correct atmosphere.", "unit a1, 4"),
    ]),
    ("a.xlf", XLIFF, [("建设网络强国", "Build a cyber powerhouse", "unit 7, 3")]),
    ("a.sdlxliff", SDLXLIFF.replace("Draft", "ApprovedSignOff"), [("小切口。", "Small incisions.", "unit f1 segment 1, 3"), ("灵活。", "Flexible.", "unit f1 segment 2, 3")]),
    ("a.mqxliff", MQXLIFF, [("法治", "The rule of law", "unit 3, 3")]),
    ("a.mxliff", MXLIFF, [("数据主权 x", "Data sovereignty x", "unit p:0, 3")]),
    ("a.xliff", XLIFF2, [("命运共同体。", "A shared future.", "unit u1 segment s1, 2"), ("二。", "Two.", "unit u1 segment 2, 2")]),
    ("a.tbx", TBX, [("网络强国", "cyber powerhouse", "concept c1, 2"), ("网络强国", "cyber superpower", "concept c1, 2")]),
    ("b.tbx", MARTIF, [("智慧城市", "smart city", "concept e1, 2")]),
    ("multiterm.xml", MULTITERM, [("法治", "rule of law", "concept 12, 1")]),
    ("a.po", PO, [("用 shell 和 设置 打开 文件", "Open the file in the shell with settings", "entry, 7"), ("%d 个文件", "%d files", "entry, 15")]),
    ("a.csv", CSV, [("风清气正", "Clean, correct", "row 2, 2"), ("两行", "two lines", "row 3, 3")]),
    ("a.tsv", TSV, [("网络强国", 'cyber "powerhouse', "row 2, 2"), ("小切口法", "small incisions", "row 3, 3")]),
    ("a.srt", SRT, [("你好，世界", "Hello world", "00:00:01, 3"), ("再见", "Goodbye", "00:00:03, 8")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "expected"), CASES, ids=[name for name, _, _ in CASES])
def test_declared_pairs_are_read(name: str, content: str, expected: list[tuple[str, str, str]]) -> None:
    """A bilingual file gives its pairs with the unit's place, and no code, tag or reading of the format in the text."""
    document = read(io.BytesIO(content.encode()), name=name)
    assert [(p.zh.text, p.en.text, str(p.zh.place)) for p in document.pairs] == expected
    assert all(p.document == name and p.score == 1.0 and p.method for p in document.pairs)
    assert list(iter_pairs(io.BytesIO(content.encode()), name=name)) == list(document.pairs)


LEFT_OUT = [
    ("a.tmx", TMX, ("1 units that are not in both languages left out: unit 2, 7", "1 units without a translation left out: unit 3, 8")),
    ("a.xlf", XLIFF, ("1 units without a translation left out: unit 8, 4",)),
    ("a.sdlxliff", SDLXLIFF, ("1 units whose translation is not finished left out: unit f1 segment 2, 3",)),
    ("a.po", PO, ("1 entries whose translation is not finished left out: entry, 11", "1 entries that are obsolete left out: entry, 19")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "warnings"), LEFT_OUT, ids=[name for name, _, _ in LEFT_OUT])
def test_what_is_left_out_is_told(name: str, content: str, warnings: tuple[str, ...]) -> None:
    """Units that give no pair are counted in a warning, with the reason and the first places."""
    assert read(io.BytesIO(content.encode()), name=name).warnings == warnings
    told: list[str] = []
    assert list(iter_pairs(io.BytesIO(content.encode()), name=name, warn=told.append))
    assert tuple(told) == warnings


UNIT_1 = '<xliff version="1.2"><file source-language="en" target-language="zh"><body><trans-unit id="1"{}><source>A</source>{}</trans-unit></body></file></xliff>'
UNIT_2 = '<xliff version="2.1" srcLang="en" trgLang="zh"><file id="f"><unit id="1"><segment{}><source>A</source>{}</segment></unit></file></xliff>'
SDL = '<xliff version="1.2"><file source-language="en" target-language="zh"><body><trans-unit id="1"><source>A</source><seg-source><mrk mtype="seg" mid="1">A</mrk></seg-source><target><mrk mtype="seg" mid="1">甲</mrk></target><seg-defs><seg id="1"{}{}/></seg-defs></trans-unit></body></file></xliff>'
STATES = [
    (UNIT_1, "", "<target>甲</target>", True),
    (UNIT_1, "", "<target/>", False),
    (UNIT_1, "", "<target>A</target>", False),
    (UNIT_1, ' approved="yes"', '<target state="new">甲</target>', True),
    (UNIT_1, ' approved="no"', "<target>甲</target>", True),
    (UNIT_1, ' approved="no"', '<target state="translated">甲</target>', True),
    (UNIT_1, ' approved="no"', '<target state="needs-review-translation">甲</target>', False),
    *((UNIT_1, "", f'<target state="{state}">甲</target>', True)
      for state in ("translated", "signed-off", "final", "needs-review-translation", "needs-review-l10n", "x-own")),
    *((UNIT_1, "", f'<target state="{state}">甲</target>', False)
      for state in ("new", "needs-translation", "needs-adaptation", "needs-l10n")),
    *((UNIT_1, "", f'<target state-qualifier="{qualifier}">甲</target>', taken)
      for qualifier, taken in (("mt-suggestion", False), ("fuzzy-match", False), ("exact-match", True), ("leveraged-tm", True))),
    (UNIT_1, "", '<target state="final" state-qualifier="leveraged-mt">甲</target>', True),
    *((UNIT_1, f' xmlns:mq="MQXliff" mq:status="{status}"', "<target>甲</target>", taken)
      for status, taken in (("NotStarted", False), ("Edited", False), ("PreTranslated", False), ("MachineTranslated", False),
                            ("Rejected", False), ("ManuallyConfirmed", True), ("Proofread", True))),
    *((UNIT_1, f' xmlns:m="http://www.memsource.com/mxlf/2.0" m:confirmed="{level}"', "<target>甲</target>", level != "0")
      for level in "012"),
    *((SDL, f' conf="{level}"', "", True) for level in ("Translated", "ApprovedTranslation", "ApprovedSignOff")),
    *((SDL, level, "", False) for level in ("", ' conf="Draft"', ' conf="RejectedTranslation"', ' conf="RejectedSignOff"')),
    *((UNIT_2, f' state="{state}"', "<target>甲</target>", state != "initial")
      for state in ("initial", "translated", "reviewed", "final")),
    (UNIT_2, "", "<target>甲</target>", True),
    (UNIT_2, "", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("form", "attributes", "inside", "taken"), STATES)
def test_only_finished_translations_are_pairs(form: str, attributes: str, inside: str, taken: bool) -> None:
    """A unit gives a pair where its file calls the translation finished, or says nothing against it."""
    content = form.format(attributes, inside).encode()
    if taken:
        assert [(p.zh.text, p.en.text) for p in read(io.BytesIO(content), name="a.xlf").pairs] == [("甲", "A")]
    else:
        with pytest.raises(InputError, match=r"1 units (without a translation|whose translation is not finished) left out"):
            read(io.BytesIO(content), name="a.xlf")


REFUSED = [
    ("a.tmx", TMX.replace("zh", "fr"), "holds no Chinese–English units (it is in"),
    ("a.xlf", XLIFF.replace("zh-CN", "fr"), "holds no Chinese–English units (it is in"),
    ("a.tmx", TMX[:500], "breaks off"),
    ("a.csv", "a,b\n1,2\n", "has no column in Chinese beside one in English"),
    ("a.srt", "no times here", "holds no subtitles"),
    ("a.po", "this is\nnot a catalogue", "is not a PO file"),
]


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED)
def test_files_without_pairs_are_refused(name: str, content: str, reason: str) -> None:
    """A bilingual file that holds nothing to use says what is wrong with it."""
    with pytest.raises(InputError, match=r".*") as caught:
        read(io.BytesIO(content.encode()), name=name)
    assert reason in str(caught.value)


ZH_SRT = """1
00:00:01,000 --> 00:00:04,000
我们要建设网络强国

2
00:00:05,000 --> 00:00:08,000
营造风清气正的氛围

3
00:00:20,000 --> 00:00:22,000
没有译文
"""
EN_SRT = """1
00:00:00,900 --> 00:00:02,300
We will build

2
00:00:02,300 --> 00:00:04,100
a cyber powerhouse

3
00:00:05,100 --> 00:00:08,000
Create a clean atmosphere
"""


def test_two_subtitle_files_meet_in_time() -> None:
    """Cues of two files are paired by their times, also where one side was split."""
    zh, en = Source(io.BytesIO(ZH_SRT.encode()), "zh.srt"), Source(io.BytesIO(EN_SRT.encode()), "en.srt")
    assert [(p.zh.text, p.en.text, str(p.zh.place), str(p.en.place)) for p in pair(zh, en)] == [
        ("我们要建设网络强国", "We will build a cyber powerhouse", "00:00:01, 3", "00:00:00, 3"),
        ("营造风清气正的氛围", "Create a clean atmosphere", "00:00:05, 7", "00:00:05, 11"),
    ]


def test_subtitles_in_one_language_are_lines() -> None:
    """A subtitle file in one language gives its lines, with their times."""
    document = read(io.BytesIO(ZH_SRT.encode()), name="zh.srt")
    assert [(line.text, str(line.place())) for line in document.lines][:1] == [("我们要建设网络强国", "00:00:01, 3:1")]


def test_a_table_of_one_row_is_a_table(tmp_path: Path) -> None:
    """Under a header row one pair is enough."""
    path = tmp_path / "one.tsv"
    path.write_text("zh\ten\n人工智能\tartificial intelligence\n", encoding="utf-8")
    (pair,) = read(path).pairs
    assert (pair.zh.text, pair.en.text) == ("人工智能", "artificial intelligence")
