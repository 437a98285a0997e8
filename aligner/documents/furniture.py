"""What of an HTML page is not its text: menus, sharing bars, related stories, advertisements, legal lines.

Told by what elements are called (class, id, role), in English and in the pinyin that Chinese sites use; by lists of links; and
by the set phrases of short lines. The thresholds were set on the pages in tests/cases/pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from aligner.documents.htmltext import HIDDEN, walk
from aligner.text import HAN_CHAR

_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alert"))
_TAGS = frozenset(("nav", "footer", "aside"))
_NEVER = frozenset(("body", "html", "main", "article"))  # whatever they are called
_NAMES = re.compile(
    # words of a class or an id, whole
    r"nav|menus?|crumbs?|side|foot|bottom|pages|pager|tools?|ads?|adv|promo|login|search|qr|ewm|position|weizhi|location|"
    r"wechat|weixin|weibo|qzone|widgets?|masthead|topbar|skip|popup|modal|colophon|respond|links|fujian|fenxiang|xiangguan|"
    r"tuijian|pinglun|dayin|fbxx|prenext|prevnext|editsection|"
    # or how they begin
    r"(?:nav(?:bar|list|igation)|menu(?:main|bar)|breadcrumb|sidebar|footer|bottom(?:bar|nav)|copyright|bd?share|social|relat|"
    r"rel(?:news|link|article|post)|recommend|comment|paginat|toolbar|cookie|banner|advert|adsby|sponsor|qrcode|erweima|"
    r"friendlink|subscri|newsletter).*"
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_PLACE = r"(?:您?的?(?:当前|現在|现在|目前)的?(?:所在)?的?位置|所在位置)\s*[:：]"
_DATE = r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}"
_ANYWHERE = re.compile(
    r"版权所有|版權所有|ICP备|ICP備|公网安备|网站标识码|未经.{0,10}授权|all rights reserved|©\s*\d{4}|email address will not be published",
    re.I,
)
_LINE = re.compile(
    rf"(?:{_PLACE}.*|首页\s*[>›»].*|home\s*[>›»].*|上一[篇页條条].*|下一[篇页條条].*|(?:分享|转发|轉發)(?:到|至)?\s*[:：]?.{{0,20}}|"
    r"[【\[]?(?:打印|列印)(?:本[页頁])?.{0,20}|[【\[]?(?:关闭|關閉)(?:窗口|視窗)?[】\]]?|扫一扫.{0,20}|友情链接.*|无障碍.{0,20}|"
    r"(?:主办|承办|主管)单位\s*[:：].*|建议使用.*浏览器.*|相关(?:新闻|阅读|链接|文章|报道|推荐|专题)\s*[:：]?|(?:网友|我要)?(?:留言|评论).{0,60}|"
    r"(?:热门|新闻|点击)排行榜?|附件\s*[:：].{0,60}|(?:发布|发表|更新)?(?:时间|日期)\s*[:：]?\s*\d{4}.*|"
    rf"(?:来源|來源)\s*[:：].{{0,60}}|{_DATE}日?\s*\d\d?:\d\d(?::\d\d)?|{_DATE}日?[^。！？]{{0,10}}\d?\d?[^。！？]{{0,12}}(?:来源|來源|阅读|閱讀|浏览|瀏覽|作者|收藏)[^。！？]*|"
    r"(?:share(?: this)?|related(?: (?:stories|posts|articles|news|links))?|most (?:viewed|read|popular)|recent posts|"
    r"recommended(?: for you)?|advertisement|you may also like|leave a (?:reply|comment)|print|next|previous)\s*:?|"
    r"(?:also read|read more|read also|see also|filed under|tags?|posted (?:on|in|by)|published|updated|skip to|follow us)\b.{0,120}|"
    r"(?:source|editor|author)\s*:[^.]{0,80}|about us\b.*\|.*)",
    re.I | re.S,
)
_SENTENCE_END = (".", "。", "！", "!", "？", "?", "”", "…", ":", "：", ";", "；")


@dataclass(slots=True)
class Mass:
    """What an element holds, in letters (an ideograph says as much as three): all of it, in links, and as running text."""

    text: float = 0.0
    linked: float = 0.0
    running: float = 0.0
    links: int = 0

    def add(self, other: Mass) -> None:
        self.text += other.text
        self.linked += other.linked
        self.running += other.running
        self.links += other.links


def weight(text: str) -> float:
    """Length of a text in letters."""
    return len(text) + 2.0 * len(HAN_CHAR.findall(text))


def is_called_so(node: Any) -> bool:
    """Whether an element's tag, role, class or id says that it is furniture."""
    attributes = node.attributes
    if node.tag in _TAGS or attributes.get("role") in _ROLES:
        return True
    if node.tag in _NEVER:
        return False
    named = f"{(attributes.get('class') or '')[:200]} {(attributes.get('id') or '')[:200]}"
    return any(_NAMES.fullmatch(word.group().casefold()) for word in _WORD.finditer(named))


def is_set_phrase(text: str) -> bool:
    """Whether a short text is one of those that stand around the text of a page."""
    text = text.strip(" \t\r\n\u3000\u00a0|>»")
    return len(text) <= 200 and (_LINE.fullmatch(text) is not None or _ANYWHERE.search(text) is not None)


def is_link_line(text: str, links: int) -> bool:
    """Whether a block of text, with so many characters in links, is a headline to go on to and no sentence."""
    text = text.strip()
    share = 0.9 if len(text) > 60 else 0.6
    return bool(links) and links >= share * len(text) and len(text) <= 200 and not text.endswith(_SENTENCE_END)


def masses(root: Any) -> dict[int, Mass]:
    """The mass of every element below and with the root, by node id. What holds half of all is never furniture."""
    found: dict[int, Mass] = {}
    stack: list[Mass] = []
    links = 0
    for node, entering in walk(root):
        if node.is_text_node:
            if entering and stack and (text := (node.text_content or "").strip()):
                size = weight(text)
                # a few words alone are a button or a caption; what counts is running text
                runs = not links and (len(text) > 20 or HAN_CHAR.search(text)) and not is_set_phrase(text)
                stack[-1].add(Mass(size, size if links else 0.0, size if runs else 0.0))
            continue
        links += (1 if entering else -1) if node.tag == "a" else 0
        if entering:
            stack.append(Mass(links=node.tag == "a"))
        else:
            inside = found[node.mem_id] = stack.pop()
            if stack:
                stack[-1].add(inside)
    _discount(root, found)
    return found


def _discount(root: Any, found: dict[int, Mass]) -> None:
    """Take the running text of what is called furniture out of what it stands in."""
    half = 0.5 * found[root.mem_id].text
    lost: list[float] = []
    for node, entering in walk(root):
        if node.is_text_node:
            continue
        if entering:
            lost.append(0.0)
            continue
        mass, gone = found[node.mem_id], lost.pop()
        if node.mem_id != root.mem_id and mass.text < half and is_called_so(node):
            gone = mass.running
        mass.running -= gone
        if lost:
            lost[-1] += gone


_LISTS = frozenset(("div", "section", "ul", "ol", "dl"))


def pieces(root: Any) -> Iterator[Any]:
    """The elements below the root that are furniture, the outermost ones; none that holds a good part of all."""
    found = masses(root)
    total = found[root.mem_id].text
    inside = 0
    for node, entering in walk(root):
        if node.is_text_node or node.mem_id == root.mem_id or node.tag in HIDDEN:
            continue
        if inside:
            inside = 0 if node.mem_id == inside and not entering else inside
            continue
        if not entering:
            continue
        mass = found[node.mem_id]
        is_list = node.tag in _LISTS and mass.links > 1 and mass.linked >= 0.5 * mass.text and mass.running < 60
        is_button = node.tag == "table" and mass.links == 1 and mass.linked >= 0.9 * mass.text
        if mass.text < 0.3 * total and (is_list or is_button or is_called_so(node)):
            inside = node.mem_id
            yield node
