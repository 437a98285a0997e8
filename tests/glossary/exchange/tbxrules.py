"""What a valid TBX file is: the core structure (order of elements, attributes) and the data categories of each dialect.

Written from the standard's core structure and the module descriptions published at tbxinfo.net, as rules of our own; the
official schemas carry no licence and are not here. A test runs those too where a folder with them is given.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date

CORE = "{urn:iso:std:iso:30042:ed-2}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_AUX = "(?:descrip |descripGrp |admin |adminGrp |transacGrp |note |ref |xref )*"
_LINK = "(?:admin |adminGrp |transacGrp |note |ref |xref )*"

# element -> (children in order, required attributes, optional attributes)
MODEL: dict[str, tuple[str, set[str], set[str]]] = {
    "tbx": ("tbxHeader text ", {"type", "style", LANG}, set()),
    "tbxHeader": ("fileDesc (?:encodingDesc )?(?:revisionDesc )?", set(), {"id"}),
    "fileDesc": ("(?:titleStmt )?(?:publicationStmt )?(?:sourceDesc )+", set(), {"id"}),
    "titleStmt": ("title (?:note )*", set(), {"id", LANG}),
    "title": ("", set(), {"id", LANG}),
    "sourceDesc": ("(?:p )+", set(), {"id", LANG}),
    "p": ("", set(), {"id", "type", LANG}),
    "text": ("body (?:back )?", set(), {"id"}),
    "body": ("(?:conceptEntry )+", set(), {"id"}),
    "conceptEntry": (_AUX + "(?:langSec )+", {"id"}, set()),
    "langSec": (_AUX + "(?:termSec )+", {LANG}, set()),
    "termSec": ("term (?:termNote |termNoteGrp )*" + _AUX, set(), {"id"}),
    "term": ("", set(), {"id"}),
    "termNote": ("", {"type"}, {"id", LANG, "target", "datatype", "module"}),
    "descrip": ("", {"type"}, {"id", LANG, "target", "datatype", "module"}),
    "descripGrp": (f"descrip (?:descripNote )*{_LINK}", set(), {"id"}),
    "admin": ("", {"type"}, {"id", LANG, "target", "datatype", "module"}),
    "ref": ("", {"type"}, {"id", LANG, "target", "datatype", "module"}),
    "transacGrp": ("transac (?:transacNote |date |note |ref |xref )*", set(), {"id"}),
    "transac": ("", {"type"}, {"id", LANG, "target", "datatype", "module"}),
    "transacNote": ("", {"type"}, {"id", LANG, "target", "datatype", "module"}),
    "date": ("", set(), {"id"}),
    "note": ("", set(), {"id", LANG}),
}
_ADMIN_STATUS = {f"{name}Term-admn-sts" for name in ("admitted", "deprecated", "superseded", "preferred")}
# category -> (element that carries it, module, levels it may stand at, allowed values)
CATEGORIES: dict[str, tuple[str, str, set[str], set[str]]] = {
    "subjectField": ("descrip", "min", {"conceptEntry"}, set()),
    "customerSubset": ("admin", "min", {"conceptEntry", "termSec"}, set()),
    "administrativeStatus": ("termNote", "min", {"termSec"}, _ADMIN_STATUS),
    "partOfSpeech": ("termNote", "min", {"termSec"}, {"adjective", "noun", "other", "verb", "adverb"}),
    "definition": ("descrip", "basic", {"conceptEntry", "langSec"}, set()),
    "context": ("descrip", "basic", {"termSec"}, set()),
    "source": ("admin", "basic", {"conceptEntry", "langSec", "termSec"}, set()),
    "crossReference": ("ref", "basic", {"conceptEntry", "termSec"}, set()),
    "transactionType": ("transac", "basic", {"conceptEntry", "langSec", "termSec"}, {"origination", "modification"}),
    "responsibility": ("transacNote", "basic", {"conceptEntry", "langSec", "termSec"}, set()),
    "reading": ("admin", "linguist", {"termSec"}, set()),
}
_DIALECTS = {"TBX-Min": ("min",), "TBX-Basic": ("min", "basic"), "TBX-Linguist": ("min", "basic", "linguist")}


def _plain(root: ET.Element) -> tuple[ET.Element, list[str]]:
    """The document with DCT elements as the DCA elements they stand for, so that one set of rules serves both styles."""
    faults = []
    for node in root.iter():
        space, _, name = node.tag.rpartition("}")
        if space + "}" == CORE:
            node.tag = name
            if root.get("style") == "dct" and name in ("termNote", "descrip", "admin", "ref", "transac", "transacNote"):
                faults.append(f"<{name}> is DCA in a DCT file")
            continue
        module = space.removeprefix("{http://www.tbxinfo.net/ns/")
        carrier = CATEGORIES.get(name)
        if root.get("style") != "dct" or carrier is None or carrier[1] != module:
            faults.append(f"{node.tag} is not an element of this file's style")
            continue
        node.tag = carrier[0]
        node.set("type", name)
    return root, faults


def _check_category(node: ET.Element, above: list[str], modules: tuple[str, ...], ids: set[str]) -> list[str]:
    name = node.get("type", "")
    if name not in CATEGORIES:
        return [f"{name!r} is no data category of TBX"]
    carrier, module, levels, values = CATEGORIES[name]
    level = next((tag for tag in reversed(above) if tag in ("conceptEntry", "langSec", "termSec")), "")
    faults = []
    if carrier != node.tag or module not in modules:
        faults.append(f"{name} does not belong in <{node.tag}> of this dialect")
    if level not in levels:
        faults.append(f"{name} may not stand in {level}")
    if values and (node.text or "") not in values:
        faults.append(f"{name} has no value {node.text!r}")
    if "target" in node.attrib and node.attrib["target"] not in ids:
        faults.append(f"{name} points at {node.attrib['target']!r}, which is not there")
    if name == "crossReference" and "target" not in node.attrib:
        faults.append("a crossReference needs a target")
    return faults


def faults(data: bytes) -> list[str]:
    """All that is wrong with a TBX version 3 file; an empty list means valid."""
    root, found = _plain(ET.fromstring(data))
    if root.tag != "tbx" or root.get("type") not in _DIALECTS or root.get("style") not in ("dca", "dct"):
        return [*found, "the root is no <tbx> of a known dialect and style"]
    modules = _DIALECTS[root.get("type", "")]
    listed = [node.get("id", "") for node in root.iter() if "id" in node.attrib]
    if len(listed) != len(set(listed)):
        found.append("an id is given twice")
    found += [f"{name!r} is no XML id" for name in listed if not re.fullmatch(r"[^\W\d][\w.\-]*", name)]
    stack: list[tuple[ET.Element, list[str]]] = [(root, [])]
    while stack:
        node, above = stack.pop()
        if node.tag not in MODEL:
            found.append(f"<{node.tag}> is unknown")
            continue
        children, required, optional = MODEL[node.tag]
        sequence = "".join(f"{child.tag} " for child in node)
        if not re.fullmatch(children, sequence):
            found.append(f"<{node.tag}> holds {sequence.split()}")
        if missing := required - node.attrib.keys():
            found.append(f"<{node.tag}> lacks {missing}")
        if extra := node.attrib.keys() - required - optional:
            found.append(f"<{node.tag}> has {extra}")
        if len(node) and (node.text or "").strip():
            found.append(f"<{node.tag}> has text between elements")
        if node.tag == "date":
            date.fromisoformat(node.text or "")
        if "type" in required and node.tag != "tbx":
            found += _check_category(node, above, modules, set(listed))
        stack += [(child, [*above, node.tag]) for child in node]
    return found
