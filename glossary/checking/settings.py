"""What a team has agreed on: `[check]` in glossary.toml or `[tool.glossary.check]` in pyproject.toml, and the baseline."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aligner.errors import InputError, UsageError
from glossary.checking.checker import levels_of
from glossary.checking.findings import LEVELS, RULES, Finding, Level

BASELINE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Settings:
    """`file` is where they come from, empty where no file has any; `baseline` is a path beside that file."""

    fail_level: str = "warning"
    target: str = "en"
    candidates: bool = False
    without: tuple[str, ...] = ()
    baseline: Path | None = None
    levels: dict[str, Level] = field(default_factory=levels_of)
    file: str = ""


_KINDS: dict[str, type] = {
    "fail-level": str, "target": str, "candidates": bool, "ignore-terms": list, "baseline": str, "rules": dict,
}  # fmt: skip


def load(start: Path) -> Settings:
    """The settings for a folder: those of the nearest folder upwards that has any, glossary.toml before pyproject.toml."""
    for folder in (start.absolute(), *start.absolute().parents):
        for name, keys in (("glossary.toml", ("check",)), ("pyproject.toml", ("tool", "glossary", "check"))):
            path = folder / name
            if path.is_file() and (table := _table(path, keys)) is not None:
                return parse(table, path)
    return Settings()


def _table(path: Path, keys: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        found: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(path, f"is not valid TOML: {error}") from error
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def parse(table: dict[str, Any], path: Path) -> Settings:
    """Settings out of a table. Raises UsageError that names the file for what it does not know."""
    for key, value in table.items():
        if key not in _KINDS:
            raise UsageError(f"{path}: unknown setting {key!r}; known are {', '.join(_KINDS)}")
        if not isinstance(value, _KINDS[key]):
            raise UsageError(f"{path}: {key} must be a {_KINDS[key].__name__}")
    fail, target = table.get("fail-level", "warning"), table.get("target", "en")
    if fail not in (*LEVELS[1:], "never"):
        raise UsageError(f"{path}: fail-level must be note, warning, error or never")
    if target not in ("en", "zh"):
        raise UsageError(f"{path}: target must be en or zh")
    return Settings(
        fail, target, table.get("candidates", False), tuple(map(str, table.get("ignore-terms", ()))),
        path.parent / table["baseline"] if "baseline" in table else None, levels(table.get("rules", {}), str(path)), str(path),
    )  # fmt: skip


def levels(rules: dict[str, Any], where: str) -> dict[str, Level]:
    """The level of each rule, with changes. Raises UsageError that begins with `where`."""
    try:
        return levels_of(rules)
    except KeyError as error:
        raise UsageError(f"{where}: no rule {error.args[0]!r}; rules are {', '.join(RULES)}") from error
    except ValueError as error:
        raise UsageError(f"{where}: {error.args[0]!r} is no level; levels are {', '.join(LEVELS)}") from error


def read_baseline(path: Path) -> Counter[str]:
    """How often each fingerprint is known. Raises InputError for a file that is no baseline."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Counter({str(key): int(number) for key, number in content["findings"].items()})
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(path, "is no baseline; `glossary check --write-baseline` makes one") from error


def baseline(findings: Iterable[Finding]) -> str:
    """The content of a baseline file that hides these findings; sorted, so that versions can be compared."""
    counted = Counter(finding.fingerprint for finding in findings)
    return json.dumps({"version": BASELINE_VERSION, "findings": dict(sorted(counted.items()))}, indent=1) + "\n"


def new(findings: Iterable[Finding], known: Counter[str]) -> list[Finding]:
    """The findings that the baseline does not have: a sentence that has the same fault once more is new."""
    left, fresh = Counter(known), []
    for finding in findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
        else:
            fresh.append(finding)
    return fresh
