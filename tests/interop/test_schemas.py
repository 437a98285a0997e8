"""TBX by its schemas: RELAX NG and Schematron of version 3, the DTD of version 2.

The official ones of LTAC-Global carry no licence and are not in the repository: TBX_SCHEMAS names a folder that has them, as
in their repositories (TBX-Basic_dialect/DCA/…). Rules of our own, modelled on them, always run.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from glossary.exchange import write
from glossary.exchange.base import ExportOptions
from tests.glossary.exchange.samples import CONCEPTS

pytestmark = pytest.mark.interop

RULES = Path(__file__).parent / "rules"
DIALECTS = [(dialect, style) for dialect in ("min", "basic", "linguist") for style in ("dca", "dct")]
etree = pytest.importorskip("lxml.etree")


def exported(**options: object) -> bytes:
    """The bytes of an export of concepts with every field."""
    out = io.BytesIO()
    write(CONCEPTS[:3], out, ExportOptions(**options))  # type: ignore[arg-type]
    return out.getvalue()


def official(pattern: str) -> Path:
    """A schema in the folder that TBX_SCHEMAS names, the newest version by its path."""
    folder = os.environ.get("TBX_SCHEMAS")
    if not folder:
        pytest.skip("needs the schemas of LTAC-Global in the folder that TBX_SCHEMAS names")
    found = sorted(Path(folder).rglob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in {folder}")
    return found[-1]


@pytest.mark.parametrize("dialect", ["min", "basic", "linguist"])
def test_the_official_grammar_accepts_tbx(dialect: str) -> None:
    """TBX in DCA style is valid by the RELAX NG schema of its dialect."""
    schema = etree.RelaxNG(etree.parse(str(official(f"TBXcoreStructV03_TBX-{dialect.capitalize()}_integrated.rng"))))
    schema.assertValid(etree.fromstring(exported(format="tbx", dialect=dialect)))


@pytest.mark.parametrize(("dialect", "style"), DIALECTS)
def test_the_official_schematron_accepts_tbx(dialect: str, style: str) -> None:
    """TBX of every dialect and style keeps the rules of the dialect's Schematron."""
    pytest.importorskip("elementpath")
    from tests.interop.schematron import Schematron

    schema = Schematron(official(f"TBX-{dialect.capitalize()}_{style.upper()}.sch"))
    assert schema.faults(exported(format="tbx", dialect=dialect, style=style)) == []


def test_our_schematron_accepts_tbx() -> None:
    """TBX-Basic keeps our own rules for levels and values of its data categories."""
    pytest.importorskip("elementpath")
    from tests.interop.schematron import Schematron

    assert Schematron(RULES / "tbx-basic-dca.sch").faults(exported(format="tbx")) == []


BROKEN = [
    ('type="TBX-Basic"', 'type="TBX-Own"', "The root names dialect and style."),
    ('type="definition"', 'type=""', "A data category has a name."),
    ('target="c2"', 'target="c9"', "A target is an id of the file or an address."),
    ("preferredTerm-admn-sts", "bestTerm-admn-sts", "Status is one of four."),
    (">noun<", ">substantive<", "Part of speech is one of five."),
    (">origination<", ">birth<", "A transaction is one of two."),
    ('<descrip type="context"', '<descrip type="definition"', "No term has a definition."),
    ('<descrip type="context"', '<descrip type="subjectField"', "Subject is the concept's."),
    ('<descrip type="definition"', '<descrip type="context"', "A context is a term's."),
    ('<descrip type="definition"', '<descrip type="own"', "No other category is used."),
]


@pytest.mark.parametrize(("old", "new", "rule"), BROKEN, ids=[rule for _, _, rule in BROKEN])
def test_our_schematron_finds_what_breaks_a_rule(old: str, new: str, rule: str) -> None:
    """Each rule speaks up where a file breaks it, so that silence means something."""
    pytest.importorskip("elementpath")
    from tests.interop.schematron import Schematron

    data = exported(format="tbx")
    assert old.encode() in data
    found = Schematron(RULES / "tbx-basic-dca.sch").faults(data.replace(old.encode(), new.encode()))
    assert any(fault.endswith(rule) for fault in found)


def test_the_official_dtd_accepts_tbx2() -> None:
    """The version 2 file is valid by the DTD that it names."""
    schema = etree.DTD(str(official("TBX*coreStructV02.dtd")))
    assert schema.validate(etree.fromstring(exported(format="tbx2"))), schema.error_log


def test_our_dtd_accepts_tbx2() -> None:
    """The version 2 file keeps the content models that the standard prints, and a wrong order is found."""
    schema = etree.DTD(str(RULES / "tbx2.dtd"))
    data = exported(format="tbx2")
    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert not schema.validate(etree.fromstring(data.replace(b"<tig>", b"<tig><note>before the term</note>")))
    assert not schema.validate(etree.fromstring(data.replace(b'target="c2"', b'target="c99"')))
