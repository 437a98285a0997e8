"""What a half-typed query may become."""

from __future__ import annotations

import re
import sqlite3

from aligner.text import has_han
from glossary import keys
from glossary.matching import between
from glossary.sounds import without_tones

_LAST = "\U0010ffff"
_COMMAND = re.compile(r"(/\w+\s+)?(.*)", re.DOTALL)


def completions(db: sqlite3.Connection, line: str, *, limit: int = 50) -> list[str]:
    """Lines that a line may become: terms that begin with it, Chinese ones by their pinyin too, best first.

    A command at its start (`/s `) stays.
    """
    match = _COMMAND.fullmatch(keys.storable(line))
    command, start = (match[1] or "", match[2].lstrip()) if match else ("", "")
    if not start:
        return []
    lang = "zh" if has_han(start) else "en"
    key = keys.expression(start, lang)[0]
    found = between(db, lang, key, key + _LAST, limit) if key else []
    terms = [db.execute("SELECT text FROM terms WHERE id = ?", (term,)).fetchone()[0] for term in found]
    letters = re.sub(r"[\s']", "", without_tones(start))
    if letters.isascii() and letters.isalnum():
        rows = db.execute(
            "SELECT text FROM terms WHERE sound <> '' AND sound >= ? AND sound <= ? ORDER BY standing, worth DESC LIMIT ?",
            (letters, letters + _LAST, limit),
        )
        terms += [row[0] for row in rows]
    return [command + term for term in dict.fromkeys(terms)][:limit]
