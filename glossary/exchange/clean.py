"""Characters that must not reach a file: what XML and spreadsheets cannot hold, and formulas nobody wrote.

The spreadsheet guard: a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end (or one of their full-width forms,
which some spreadsheets take for the same) would be run as a formula, so an apostrophe is put before it. A cell that begins
with an apostrophe gets one more. Reading takes one off exactly where writing puts one on, so every text comes back.
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import re

_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠'")
# XML 1.0, production 2, allows none of these; spreadsheets and text tools fare no better with them
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def guard(text: str) -> str:
    """The text as a spreadsheet cell that stays text."""
    return "'" + text if text[:1] in _TRIGGERS and text else text


def unguard(cell: str) -> str:
    """The text behind a guarded cell; any other cell comes back unchanged."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _TRIGGERS and len(cell) > 1 else cell


def encodable(text: str) -> str:
    """The text with half surrogate pairs (broken UTF-16) as U+FFFD, so that it can be UTF-8."""
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text


def printable(text: str) -> str:
    """`encodable`, and without the control characters that XML forbids. Tab and line ends stay."""
    return _CONTROL.sub("", encodable(text))
