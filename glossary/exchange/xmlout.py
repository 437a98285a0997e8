"""XML written by hand, a piece at a time: a file of any size in constant memory, with nothing in it that XML forbids."""

from __future__ import annotations

import re
from collections.abc import Mapping

from glossary.exchange.clean import printable

# A parser turns a bare carriage return into a line feed, and any white space in an attribute into a blank
_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_ATTRIBUTE = {**_TEXT, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
_NAME = re.compile(r"[^\W\d][\w.\-]*", re.ASCII)
_NOT_NAME = re.compile(r"[^\w.\-]", re.ASCII)


def text(value: str) -> str:
    """Character data."""
    return printable(value).translate(_TEXT)


def attributes(values: Mapping[str, str]) -> str:
    """` name="value"` for each value that is not empty."""
    return "".join(f' {name}="{printable(value).translate(_ATTRIBUTE)}"' for name, value in values.items() if value)


def element(name: str, content: str, values: Mapping[str, str] | None = None) -> str:
    """An element with text in it, on one line: white space around the text would become part of it."""
    return f"<{name}{attributes(values or {})}>{text(content)}</{name}>"


class Names:
    """Ids as XML allows them (NCName), each handed out once."""

    def __init__(self) -> None:
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, key: str) -> str:
        """The XML id of a concept id: the same one every time, itself wherever it is a name already."""
        if key in self._given:
            return self._given[key]
        name = key if _NAME.fullmatch(key) else "c" + _NOT_NAME.sub("_", key)
        unique, count = name, 1
        while unique in self._taken:
            count += 1
            unique = f"{name}.{count}"
        self._taken.add(unique)
        self._given[key] = unique
        return unique
