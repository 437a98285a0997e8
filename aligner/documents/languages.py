"""Language tags as tools write them: zh-CN, zh_Hant, chi, eng, en-GB, Chinese."""

from __future__ import annotations

import re
from functools import lru_cache

from aligner.records import Lang

_TAG_ZH = {"zh", "zho", "chi", "cmn", "yue", "lzh", "chs", "cht", "chinese", "中文", "汉语", "漢語", "简体中文", "繁體中文"}
_TAG_EN = {"en", "eng", "english", "英文", "英语", "英語"}


@lru_cache(maxsize=1024)
def language(tag: str) -> Lang | None:
    """The language that a tag names, or None for any other."""
    base = re.split(r"[-_ (]", tag.strip().casefold(), maxsplit=1)[0]
    return "zh" if base in _TAG_ZH else "en" if base in _TAG_EN else None


MOST = 1_000  # a file that names more languages than there are does not mean it


# A language tag inside a file's name: base language, then script and region if there are any.
_NAME_TAG = re.compile(
    r"(?:(?P<zh>(?:zh|zho|chi|cmn|yue)(?:[-_](?:hans|hant|chs|cht))?(?:[-_](?:cn|tw|hk|sg|mo))?|chs|cht|chinese|中文|中|汉语|漢語)"
    r"|(?P<en>(?:en|eng)(?:[-_](?:us|gb|uk|au|ca|hk|sg|nz|ie|in))?|english|英文|英|英语|英語))",
    re.I,
)


def tag_in_name(part: str) -> Lang | None:
    """The language that a part of a file's name stands for, if it is nothing but a language tag."""
    match = _NAME_TAG.fullmatch(part)
    if not match:
        return None
    return "zh" if match["zh"] else "en"
