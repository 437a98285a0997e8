"""How findings are told: levels, baselines, formats, and the form of a proposal."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from glossary.checking import reports, settings
from glossary.checking.checker import check, levels_of
from glossary.checking.patch import changes, in_form, unified
from glossary.checking.sides import Chinese, English
from glossary.checking.termbase import Termbase
from glossary.checking.terms import Listed
from tests.glossary.checking import planted


def test_levels_can_be_set_and_rules_switched_off() -> None:
    """A rule that is off gives no findings; other levels are taken over."""
    pairs, base = planted.pairs(("湿地很美。", "The marsh is fair.")), Termbase(Listed(planted.rows()), Chinese(), English())
    assert check(pairs, base, levels=levels_of({"deprecated-rendering": "off"})) == []
    assert check(pairs, base, levels=levels_of({"deprecated-rendering": "note"}))[0].level == "note"


def test_a_baseline_hides_what_it_knows() -> None:
    """Known findings are hidden wherever they have moved to; the same fault in another sentence is new."""
    text = ("湿地很美。", "The marsh is fair.")
    content = json.loads(settings.baseline(planted.english(None, text)))
    again = planted.english(None, ("你好。", "Hello."), text, ("湿地很大。", "The marsh is large."))
    assert [f.place.line for f in settings.new(again, Counter(content["findings"]))] == [3]


@pytest.mark.parametrize("name", list(reports.WRITERS))
def test_every_format_has_every_finding(name: str) -> None:
    """Each format names rule, term, spot and expected rendering."""
    text = "".join(reports.WRITERS[name](planted.english(None, ("湿地很美。", "The marsh is <fair>."))))
    for part in ("deprecated-rendering", "湿地", "marsh", "wetland"):
        assert part in text


def test_sarif_regions_count_from_one() -> None:
    """A SARIF result has the file, the line and the columns of the spot, and a stable fingerprint."""
    (finding,) = findings = planted.english(None, ("湿地很美。", "The marsh is fair."))
    result = json.loads("".join(reports.sarif(findings)))["runs"][0]["results"][0]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (1, 5, 10)
    assert result["partialFingerprints"] == {"glossaryFinding/v1": finding.fingerprint}


def test_github_annotations_escape_what_ends_them() -> None:
    """Per cent signs and line ends of a document cannot start a command of their own."""
    (line,) = reports.github(planted.english(None, ("湿地占5%。", "The marsh is 5%\n::error::x.")))
    assert line.count("\n") == 1
    assert "5%25%0A::error" in line


def test_the_text_cannot_steer_a_terminal() -> None:
    """Control characters of a document do not reach the screen."""
    assert "\x1b" not in "".join(reports.text(planted.english(None, ("湿地。", "\x1b[31m marsh \x1b]0;x\x07"))))


@pytest.mark.parametrize(
    ("rendering", "found", "form"),
    [("wetland", "Marshes", "Wetlands"), ("wetland", "marsh", "wetland"), ("policy", "plans", "policies"),
     ("湿地", "沼泽", "湿地"), ("Belt and Road Initiative", "one belt", "Belt and Road Initiative")],
)  # fmt: skip
def test_a_proposal_takes_the_form_of_what_it_replaces(rendering: str, found: str, form: str) -> None:
    """Capital and plural are kept."""
    assert in_form(rendering, found) == form


def test_a_patch_changes_only_the_spot() -> None:
    """The patch replaces the stretch that was found, and nothing where the file has changed since."""
    wanted = changes(planted.english(None, ("湿地很美。", "The marsh is a marsh.")))
    assert "".join(unified("en", "The marsh is a marsh.\n", wanted)).endswith(
        "-The marsh is a marsh.\n+The wetland is a marsh.\n"
    )
    assert list(unified("en", "Another text.\n", wanted)) == []
