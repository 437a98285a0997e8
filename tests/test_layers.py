"""The imports point one way: aligner knows no database and no terminal, and only commands print."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# what the record may use of the aligner: its words and their order, and how bytes of strangers are read; never its machinery
ALLOWED = tuple(
    f"aligner.{name}" for name in ("records", "order", "errors", "text", "encoding", "xmlsafe", "zipsafe", "workbook")
)
SOURCES = sorted(p for package in ("aligner", "glossary") for p in (ROOT / package).rglob("*.py"))


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative imports hide the direction"
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def _reaches(imports: set[str], *targets: str) -> set[str]:
    return {name for name in imports if any(name == t or name.startswith(t + ".") for t in targets)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_layer_reaches_up(path: Path) -> None:
    """A module imports only from its own layer and the ones below it."""
    parts, imports = path.relative_to(ROOT).parts, _imports(path)
    if parts[0] == "aligner":
        assert not _reaches(imports, "glossary", "click", "sqlite3", "sqlite_utils")
    elif parts[1] != "commands":
        assert not _reaches(imports, "glossary.commands", "click")
        assert _reaches(imports, "aligner") <= {name for name in imports if name.startswith(ALLOWED)} | {"aligner"}


@pytest.mark.parametrize("path", [p for p in SOURCES if "commands" not in p.parts], ids=lambda p: str(p.relative_to(ROOT)))
def test_only_commands_print(path: Path) -> None:
    """Nothing below the command line prints or ends the process."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "exit", "quit"}, f"{path}:{node.lineno}"
