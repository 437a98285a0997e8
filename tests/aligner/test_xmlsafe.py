"""XML from strangers: what is read, and what is refused quickly with one clear line."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.xmlsafe import DEPTH, NODES, Element, elements


def _tus(data: bytes, piece: int = 1 << 16) -> list[Element]:
    return list(elements((data[at : at + piece] for at in range(0, len(data), piece)), "a.tmx", {"tu"}))


def test_wanted_elements_come_as_trees_with_their_places() -> None:
    """An element holds its text and elements in order, its line, and the way up to the elements around it."""
    (unit,) = _tus(b'<tmx v="1">\n<body a="b">\n<tu id="1"><seg xml:lang="zh">a<b>c</b>d</seg><tu/></tu>\n</body></tmx>')
    seg = unit.elements[0]
    assert (unit.line, unit.get("id"), seg.get("xml:lang"), seg.text(), seg.text(leave_out={"b"})) == (
        3,
        "1",
        "zh",
        "acd",
        "ad",
    )
    assert [child.tag for child in unit.iter("tu", "b")] == ["tu", "b", "tu"]
    tmx = seg.ancestor("tmx")
    assert tmx is not None and tmx.get("v") == "1" and not tmx.children


def test_prefixes_do_not_matter() -> None:
    """Names come without their prefix, with the namespace beside them."""
    (unit,) = _tus(b'<x:tmx xmlns:x="urn:x"><x:tu x:id="7"/></x:tmx>')
    assert (unit.tag, unit.namespace, unit.get("id")) == ("tu", "urn:x", "7")


ENCODED = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5"]


@pytest.mark.parametrize("encoding", ENCODED)
@pytest.mark.parametrize("piece", [1, 7, 1 << 16])
def test_any_encoding_is_read(encoding: str, piece: int) -> None:
    """Files in the encodings of Chinese systems are read, however the bytes come."""
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n<t><tu>網路強國中文</tu></t>'
    assert _tus(text.encode(encoding), piece)[0].text() == "網路強國中文"


def test_a_wrong_utf16_declaration_is_forgiven() -> None:
    """A file saved as UTF-8 by a program that left "UTF-16" in its first line is read."""
    assert _tus('<?xml version="1.0" encoding="utf-16"?><t><tu>中</tu></t>'.encode())[0].text() == "中"


def test_a_plain_doctype_passes() -> None:
    """A DOCTYPE that names a DTD is harmless, and HTML's characters may be used under it."""
    assert (
        _tus(b'<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">\n<t><tu>a&eacute;&amp;</tu></t>')[0].text() == "a\xe9&"
    )


HOSTILE = {
    "entity bomb": b'<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><t><tu>&b;</tu></t>',
    "external entity": b'<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><t><tu>&a;</tu></t>',
    "parameter entity": b'<!DOCTYPE t [<!ENTITY % a SYSTEM "http://127.0.0.1:9/"> %a;]><t><tu/></t>',
    "nesting": b"<tu>" * 300_000,
    "nesting outside": b"<x>" * 300_000,
    "many children": b"<t><tu>" + b"<x/>" * (NODES + 1) + b"</tu></t>",
    "much text": b"<t><tu>" + b"x" * 17_000_000 + b"</tu></t>",
    "many names": b"<t>" + b"".join(b"<n%d/>" % n for n in range(100_001)) + b"</t>",
    "undeclared entity": b'<!DOCTYPE t SYSTEM "x"><t><tu>&foo;</tu></t>',
    "odd encoding": b'<?xml version="1.0" encoding="punycode"?><t/>',
    "unknown encoding": b'<?xml version="1.0" encoding="x-klingon"?><t/>',
    "lying encoding": '<?xml version="1.0" encoding="big5"?><t><tu>中文</tu></t>'.encode() + b"\xff",
    "not XML": b"hello",
    "empty": b"",
    "truncated": b"<t><tu>a</tu><tu>b",
    "unbound prefix": b"<t><x:tu/></t>",
    "bad bytes": b"<t><tu>\xff\xfe</tu></t>",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_are_refused(data: bytes) -> None:
    """A hostile or broken file is refused with one clear line, in little memory."""
    tracemalloc.start()
    with pytest.raises(InputError) as caught:
        _tus(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert str(caught.value).startswith("a.tmx") and "\n" not in str(caught.value)
    assert peak < 100_000_000


def test_elements_before_a_break_have_been_given() -> None:
    """A file that breaks off gives what stands before the break, then says so."""
    found = []
    with pytest.raises(InputError, match=r"a.tmx:2: breaks off"):
        for unit in elements([b"<t><tu>a</tu>\n<tu>b"], "a.tmx", {"tu"}):
            found.append(unit.text())
    assert found == ["a"]


def test_the_depth_that_is_allowed_is_read() -> None:
    """Nesting up to the cap is read, and its text can be taken."""
    inside = DEPTH - 1
    assert _tus(b"<tu>" + b"<x>" * inside + b"deep" + b"</x>" * inside + b"</tu>")[0].text() == "deep"


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_bytes_escape(noise: bytes, at: int) -> None:
    """Noise anywhere in a file gives elements or one clear error, and nothing else."""
    good = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE t SYSTEM "x"><t><tu a="b">中文<x/>y</tu><tu/></t>'.encode()
    try:
        _tus(good[:at] + noise + good[at:])
    except InputError as error:
        assert "\n" not in str(error)
