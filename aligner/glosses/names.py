"""Names: where pinyin tells which words stand for the characters.

A Chinese name is spelled, not translated, so its letters can be checked: Zhang Hongjiang = 张宏江, Lianhe Zaobao = 联合早报,
Chou Yi-man = 周宜蔓 (Wade-Giles). A foreign name in characters imitates its sound: 阿马蒂亚·森 = Amartya Sen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from aligner.text import HAN_CHAR, simplify

# The 260 most frequent surnames of the PRC, Taiwan and Hong Kong, in simplified characters.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦"
    "付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦"
    "俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连"
    "芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆"
    "乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁"
    "芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉"
    "将"  # OCR and copies hold 将 where 蒋 stood
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "司徒",
    "令狐",
    "夏侯",
    "端木",
    "百里",
    "呼延",
    "长孙",
    "宇文",
    "南宫",
    "西门",
    "独孤",
)


@lru_cache(maxsize=8192)
def syllables(char: str) -> tuple[str, ...]:
    """The spellings of a character without tones: every reading in pinyin, and in Wade-Giles where that differs."""
    from pypinyin import Style, pinyin

    if not HAN_CHAR.match(char):
        return (char.casefold(),)
    found: dict[str, None] = {}
    for style in (Style.NORMAL, Style.WADEGILES):
        for reading in pinyin(char, style=style, heteronym=True)[0]:
            plain = letters(reading)
            if plain:
                found[plain] = None
                if "v" in plain:
                    found[plain.replace("v", "u")] = None
                    found[plain.replace("v", "yu")] = None
    return tuple(found)


def letters(text: str) -> str:
    """Only the letters, without tone marks and case: `wǎngluò Qiáng'guó` is `wangluoqiangguo`."""
    plain = unicodedata.normalize("NFD", text.replace("ü", "v").replace("Ü", "v"))
    return "".join(c for c in plain.casefold() if "a" <= c <= "z")


@lru_cache(maxsize=65536)
def spells(text: str, zh: str) -> bool:
    """Whether the letters of `text` are exactly the sounds of `zh`, one reading for each character."""
    wanted = letters(text)
    ends = {0}
    for char in zh:
        if not HAN_CHAR.match(char):
            if not char.isalnum():
                continue
            ends = {end + 1 for end in ends if wanted[end : end + 1] == char.casefold()}
        else:
            ends = {end + len(s) for end in ends for s in syllables(char) if wanted.startswith(s, end)}
        if not ends:
            return False
    return len(wanted) in ends and bool(wanted)


def is_person(zh: str) -> bool:
    """Whether the characters look like a Chinese person's name: a surname and one or two more characters."""
    plain = simplify(zh)
    if not all(HAN_CHAR.match(c) for c in plain):
        return False
    if plain.startswith(_COMPOUND):
        return 3 <= len(plain) <= 4
    return 2 <= len(plain) <= 3 and plain[0] in _SURNAMES


def surname_length(zh: str) -> int:
    """2 for the compound surnames, else 1."""
    return 2 if simplify(zh).startswith(_COMPOUND) else 1


def is_pinyin(text: str) -> bool:
    """Whether every word of the text is made of pinyin syllables; tone marks alone prove it."""
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return False
    if re.search("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", text.casefold()):
        return True
    return all(_breaks_into_syllables(letters(word)) for word in words)


_SYLLABLE = re.compile(
    "(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?(?:iang|iong|uang|ueng|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ao|ou|an|en|er"
    "|ia|ie|iu|in|ua|uo|ui|un|ue|ve|vn|a|o|e|i|u|v)"
)


@lru_cache(maxsize=65536)
def _breaks_into_syllables(word: str) -> bool:
    return re.fullmatch(f"(?:{_SYLLABLE.pattern})+", word) is not None


def sound_likeness(zh: str, en: str) -> float:
    """How well the sounds of the characters imitate a foreign name, 0-1: the shared part of both consonant skeletons."""
    from difflib import SequenceMatcher

    left = _skeleton("".join(syllables(c)[0] for c in zh if HAN_CHAR.match(c) and syllables(c)))
    right = _skeleton(letters(en))
    return SequenceMatcher(None, left, right, autojunk=False).ratio() if left and right else 0.0


# Sounds that Chinese writes with the same characters: r and l, x and s, b and p, and so on.
_SOUNDS = str.maketrans(
    {"r": "l", "x": "s", "z": "s", "c": "k", "q": "k", "g": "k", "b": "p", "d": "t", "v": "f", "w": "f", "j": "k"}
)


def _skeleton(word: str) -> str:
    """Consonants with their likes made one, and the first vowel of each group: enough to compare, little to differ in."""
    word = (
        word.replace("sh", "s")
        .replace("zh", "s")
        .replace("ch", "k")
        .replace("ph", "f")
        .replace("th", "t")
        .replace("ng", "n")
    )
    word = word.translate(_SOUNDS)
    kept = word[:1] + "".join(b for a, b in pairwise(word) if b != a)
    return re.sub(r"[aeiouyh]+", lambda group: group[0][0] if group[0][0] in "aeiou" else "", kept)
