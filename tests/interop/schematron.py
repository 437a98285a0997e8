"""A small ISO Schematron validator over elementpath: schemas in XPath 2, as TBX has them, run nowhere else without Java.

ISO/IEC 19757-3: in each pattern, the first rule whose context matches a node is the one that counts; each of its asserts must
hold for the node, and none of its reports. Variables, phases and abstract patterns are not needed and not there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

ISO = "{http://purl.oclc.org/dsdl/schematron}"
_KNOWN = {f"{ISO}{name}" for name in ("schema", "title", "ns", "pattern", "rule", "assert", "report", "p")}


class Schematron:
    """A schema, ready to be run. Raises ValueError where it uses what this validator does not know."""

    def __init__(self, path: Path) -> None:
        from lxml import etree

        root = etree.parse(str(path)).getroot()
        strange = {node.tag for node in root.iter(etree.Element) if node.tag not in _KNOWN}
        if strange:
            raise ValueError(f"{path}: uses {', '.join(sorted(strange))}")
        self.names = {node.get("prefix"): node.get("uri") for node in root.iter(f"{ISO}ns")}
        self.patterns = [list(pattern.iter(f"{ISO}rule")) for pattern in root.iter(f"{ISO}pattern")]

    def faults(self, data: bytes) -> list[str]:
        """What is wrong with a document, each with the line."""
        from lxml import etree

        tree = etree.ElementTree(etree.fromstring(data))
        return [fault for rules in self.patterns for fault in self._pattern(tree, rules)]

    def _pattern(self, tree: Any, rules: list[Any]) -> list[str]:
        found, taken = [], set()
        for rule in rules:
            for node in self._select(tree, f"//({rule.get('context')})"):
                if node in taken:
                    continue
                taken.add(node)
                for test in rule:
                    holds = self._holds(tree, node, test.get("test"))
                    if holds != (test.tag == f"{ISO}assert"):
                        words = " ".join("".join(test.itertext()).split()) or test.get("test")
                        found.append(f"line {node.sourceline}: <{etree_name(node)}>: {words}")
        return found

    def _select(self, tree: Any, path: str) -> list[Any]:
        import elementpath

        found = elementpath.select(tree, path, namespaces=self.names, parser=elementpath.XPath2Parser)
        assert isinstance(found, list)
        return found

    def _holds(self, tree: Any, node: Any, path: str) -> bool:
        import elementpath

        parser = elementpath.XPath2Parser(namespaces=self.names)
        context = elementpath.XPathContext(tree, item=node)
        return bool(parser.parse(f"boolean({path})").evaluate(context))


def etree_name(node: Any) -> str:
    """The name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]
