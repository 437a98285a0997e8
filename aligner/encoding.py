"""Bytes to text: which encoding a file is in, told by its content.

Order: a byte order mark, strict UTF-8, then the legacy encoding under which the text is made of common characters.
Statistical detectors guess Chinese encodings wrong about half the time, because Big5 text decodes without any error as
GB18030 (into rare characters) and the other way round; what tells them apart is how common the resulting characters are.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from aligner.errors import InputError, UsageError

# The 500 most frequent ideographs of running Chinese (wordfreq's "zh" list) and their traditional forms: over three quarters
# of any text of some length, and next to nothing of a text decoded wrongly.
_FREQUENT = (
    "的是一在不人有了我国这为中个大会们他来和年上以要到时对么能你就发可地生家出也说于学后成与过行用日多自现都没作下得开经还法动好方而公子事分之民"
    "主里政看吗本月所天新业同全定部最其进如前机美那当工关实小被但因长样理等什道去些面很心间区内电然力起体只着从并者高加想文问种员重及点将意合产三"
    "外由市无女已制网第情场名应西代正表真此位题相明资计建利系化期特性度果次给让两通教任比该东活手世提或使她物数立认怎知结入更总务话斯统目社展战做"
    "设安别信影己受解军司回把保平常见向海变报治台爱品北何接界论组件权选府议少它共运车至记又原金身式老路决科联视口处各持站量交万直反南打据基始再快"
    "水门十感程导传院才放今术强元完号图规改管划亚领际单头二尔需布达队片求非历每书指马广党几太先带游城办球色觉义级师专类约集告技团取儿参克史服格候"
    "调包请德必拉乐许造确气难吧收证称语山死线示条像流命根则近济京听英士价推标举争友干支委四续况准形男望官且走失言备容观华港质案钱查整未费空转较众神"
    "商风校字香啊首州料育创织却照亲识消研离具算欢哪型注源护连节周即投获音清增供五孩光项张息白构省律声演农究器边步喜局医象写除境思赛装谁跟便杀击响职"
    "助易版希属住洲巴國這爲為個會們來時對麼發說於學後與過現沒開經還動裏裡嗎業進機當關實長樣間區內電體從並問種員點將產無網場應題資計給讓兩該東數認"
    "結總務話統戰設別信軍見變報臺愛論組權選議運車記決聯視處萬據門導傳術強號圖規劃亞領際單頭爾達隊歷書馬廣黨幾帶遊辦覺義級師專類約團兒參調請樂許確"
    "氣難證稱語線條則濟聽價標舉爭續況準備觀華質錢費轉較眾風創織卻親識離歡護連節獲項張構聲農邊醫寫賽裝誰殺擊響職屬"
)
_PUNCTUATION = "，。、；：？！“”‘’（）《》〈〉【】「」『』—…·　％－"
# What Western editors write as one byte above 127 in English text: typographic quotes, dashes, a few signs and accents.
_WESTERN = "‘’“”–—…•®©™°£€§·é è ê á à ç ñ ó ö ü ä í ô É"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the UTF-16 one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 1 << 18  # bytes looked at when encodings are compared
_MARGIN = 0.15  # a guess must beat the next one by this share of common characters
_HIGH = re.compile(b"[\x80-\xff]+")
_ASK = "could be in more than one encoding; name it with --encoding utf-8, gb18030 or big5"


class Decoded(NamedTuple):
    """Text with the name of its encoding and the number of places that did not decode (now U+FFFD)."""

    text: str
    encoding: str
    damaged: int


def decode(data: bytes, name: object, encoding: str | None = None) -> Decoded:
    """Decode a whole file. `name` is for messages only.

    A few damaged bytes (at most one in a hundred characters) become U+FFFD and are counted, so that one broken byte does not
    make a long file unreadable. Line breaks stay as they are; a byte order mark is dropped. The text never holds surrogates.

    Raises InputError where the bytes are no text, where the encodings cannot be told apart, or where `encoding` does not
    fit; UsageError where `encoding` is not the name of an encoding.
    """
    if encoding is not None:
        return _decode_as(data, name, _codec(encoding), encoding)
    for mark, found in _BOMS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], name, found, found)
    if b"\0" in data[:_SAMPLE]:
        return _decode_utf16(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = ""
    if text and "\0" not in text:
        if _doubtful(text) and _score(data, "gb18030") >= 0.5:
            raise InputError(name, _ASK)
        return Decoded(text, "utf-8", 0)
    if b"\0" in data:
        raise InputError(name, "is not a text file (it holds NUL bytes)")
    return _decode_legacy(data, name)


def _doubtful(text: str) -> bool:
    """Valid UTF-8 that may be a few words of GB 2312 by accident (状态): short, and only letters that no one uses here."""
    high = [c for c in text[:1000] if c > "\x7f"]
    return 0 < len(high) <= 50 and all("\u024f" < c < "\u0800" for c in high)


def _codec(encoding: str) -> str:
    try:
        found = codecs.lookup(encoding)
        b"\0\0\0\0".decode(encoding, "replace")  # refuses codecs that do not give text (base64, zip)
    except (LookupError, ValueError):
        raise UsageError(f"unknown encoding {encoding!r}; try utf-8, gb18030, big5 or utf-16") from None
    # HKSCS is Big5 and the characters Hong Kong adds; plain "big5" fails on them and on the euro sign.
    return {"big5": "big5hkscs", "gb2312": "gb18030", "gbk": "gb18030"}.get(found.name, found.name)


def _decode_as(data: bytes, name: object, codec: str, label: str) -> Decoded:
    text = data.decode(codec, "replace").removeprefix("\ufeff")
    damaged = text.count("\ufffd") - _true_replacements(data, codec)
    if damaged > max(1, len(text) // 100):
        line = text.count("\n", 0, text.find("\ufffd")) + 1
        raise InputError(name, f"is not {label} text", line)
    if "\0" in text:
        raise InputError(name, "is not a text file (it holds NUL characters)", text.count("\n", 0, text.find("\0")) + 1)
    return Decoded(text, label, damaged)


def _true_replacements(data: bytes, codec: str) -> int:
    """How often the file itself says U+FFFD: no damage of ours."""
    try:
        return data.count("\ufffd".encode(codec))
    except UnicodeEncodeError:
        return 0


def _decode_utf16(data: bytes, name: object) -> Decoded:
    """Text with NUL bytes is UTF-16 without a mark, or no text at all."""
    scores = {codec: _score(data[:_SAMPLE], codec) for codec in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < 0.5:
        raise InputError(name, "is not a text file (it holds NUL bytes)")
    return _decode_as(data, name, best, best)


def _decode_legacy(data: bytes, name: object) -> Decoded:
    sample = data[:_SAMPLE]
    text = sample.decode("utf-8", "replace")
    high = sum(1 for c in text if c > "\x7f")
    bad = text.count("\ufffd")
    if high > 20 * bad:  # legacy text hardly ever forms UTF-8 sequences by accident: this is UTF-8 with a few broken bytes
        return _decode_as(data, name, "utf-8", "utf-8")
    codecs_tried = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be", "cp1252")
    scores = sorted(((_score(sample, codec), codec) for codec in codecs_tried), reverse=True)
    score, best = scores[0]
    second = next((s for s, codec in scores[1:] if {codec, best} != {"big5hkscs", "cp950"}), 0.0)
    if score <= 0.0:
        raise InputError(name, "is not a text file, or in an encoding that must be named with --encoding")
    if score - second < _MARGIN:
        raise InputError(name, _ASK)
    label = "big5" if best in ("big5hkscs", "cp950") else best
    return _decode_as(data, name, best, label)


@cache
def _common() -> frozenset[str]:
    return frozenset(_FREQUENT + _PUNCTUATION)


def _everyday(char: str) -> bool:
    """Whether a character is one of the thousands that the first plane of GB 2312 or Big5 gives to daily use."""
    for codec, last in (("gb2312", b"\xd7\xff"), ("big5", b"\xc6\x7e")):
        try:
            if char.encode(codec) <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _score(data: bytes, codec: str) -> float:
    """How much the data looks like text under a codec: 1 for nothing but common characters, at most 0 for noise."""
    if codec == "cp1252":
        return _western_score(data)
    text = data.decode(codec, "replace")
    if codec.startswith("utf-16"):
        weights = [_weight(c) for c in text]
    else:
        weights = [_weight(c) for c in text if c > "\x7f"]
        if text.endswith("\ufffd") and weights:
            weights.pop()  # the sample may end inside a character
    return sum(weights) / len(weights) if weights else 0.0


def _weight(char: str) -> float:
    if char in _common() or char in "\t\n\r\f" or " " <= char <= "~":
        return 1.0
    if "\u4e00" <= char <= "\u9fff":
        return 0.5 if _everyday(char) else -0.25
    if char.isprintable() and ("\u2000" <= char <= "\u33ff" or "\uff00" <= char <= "\uffef" or char.isalpha()):
        return -0.25
    return -2.0  # control characters, private use, unassigned, U+FFFD


def _western_score(data: bytes) -> float:
    """Share of bytes above 127 that stand alone in English text; Chinese in any double-byte encoding comes in pairs."""
    runs = _HIGH.findall(data)
    alone = b"".join(run for run in runs if len(run) == 1)
    total = sum(map(len, runs))
    known = sum(1 for c in alone.decode("cp1252", "replace") if c in _WESTERN)
    return known / total if total and total * 5 < len(data) else 0.0
