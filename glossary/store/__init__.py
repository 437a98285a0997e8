"""Everything that changes a glossary: the only place that speaks SQL for writing.

All functions take a connection from `glossary.database.writing`, so that what a command does is one transaction.
"""

from __future__ import annotations

from glossary.store.decisions import add_rendering, correct, decide, describe, prefer, restore, snapshot
from glossary.store.runs import Added, Forgotten, add, forget, identity

__all__ = [
    "Added", "Forgotten", "add", "add_rendering", "correct", "decide", "describe", "forget", "identity",
    "prefer", "restore", "snapshot",
]  # fmt: skip
