"""XML from strangers: expat with its doors closed, giving small trees while it reads.

Entity declarations are refused (entity bombs), nothing outside the file is ever opened, depth and the size of what is held
in memory are capped. A plain `<!DOCTYPE martif SYSTEM "…">` passes, as TBX and TMX files carry one. The bytes are
transcoded to UTF-8 before expat sees them, because it knows neither GB18030 nor Big5.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from collections.abc import Collection, Iterable, Iterator
from xml.parsers import expat

from aligner.errors import InputError

DEPTH = 256  # elements inside one another
NODES = 200_000  # elements and texts in one element that is held in memory
CHARACTERS = 16_000_000  # characters in one element that is held in memory
_XML = "http://www.w3.org/XML/1998/namespace"
_PIECE = 1 << 16
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ENCODINGS = re.compile(
    r"utf[-_](8|16|16[-_][bl]e)|ascii|gb18030|gbk|gb2312|hz|big5(hkscs)?|cp9(36|50)|iso8859[-_]\d+|cp125\d"
)


class Element:
    """An element with its text and elements in order. `tag` and the attributes' names are without prefix, except "xml:…".

    `line` is the line where it begins. `parent` leads to the enclosing elements; those outside the element asked for hold
    their attributes but no children.
    """

    __slots__ = ("attributes", "children", "line", "namespace", "parent", "tag")

    def __init__(
        self, tag: str, attributes: dict[str, str], line: int = 0, parent: Element | None = None, namespace: str = ""
    ) -> None:
        self.tag, self.namespace, self.attributes, self.line, self.parent = tag, namespace, attributes, line, parent
        self.children: list[Element | str] = []

    def get(self, attribute: str, default: str = "") -> str:
        """The value of an attribute."""
        return self.attributes.get(attribute, default)

    @property
    def elements(self) -> list[Element]:
        """The child elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def find(self, tag: str) -> Element | None:
        """The first child element of that name."""
        for child in self.children:
            if isinstance(child, Element) and child.tag == tag:
                return child
        return None

    def all(self, tag: str) -> list[Element]:
        """The child elements of that name."""
        return [child for child in self.children if isinstance(child, Element) and child.tag == tag]

    def iter(self, *tags: str) -> Iterator[Element]:
        """This element and those inside it, in document order; only those of the names given, if any are."""
        if not tags or self.tag in tags:
            yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.iter(*tags)

    def text(self, leave_out: Collection[str] = ()) -> str:
        """All the text inside, without that of the elements to leave out."""
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif child.tag not in leave_out:
                parts.append(child.text(leave_out))
        return "".join(parts)

    def ancestor(self, tag: str) -> Element | None:
        """The nearest enclosing element of that name."""
        above = self.parent
        while above is not None and above.tag != tag:
            above = above.parent
        return above

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes} line {self.line}>"


def elements(chunks: Iterable[bytes], name: object, wanted: Collection[str]) -> Iterator[Element]:
    """The outermost elements with one of the wanted names, each as soon as it ends; the rest of the file is not kept.

    `chunks` are the bytes of the file (a list with one item, or what a file gives piece by piece). Raises InputError where
    the file is not well-formed, breaks off, declares entities, or goes beyond the caps; elements before that place have been
    given by then, so a caller that must take all or nothing collects them first.
    """
    reader = _Reader(name, frozenset(wanted))
    try:
        for piece in _utf8(chunks, name):
            reader.parser.Parse(piece, False)
            yield from reader.take()
        reader.parser.Parse(b"", True)
        yield from reader.take()
    except expat.ExpatError as error:
        raise InputError(name, _explain(error), error.lineno) from None


def _explain(error: expat.ExpatError) -> str:
    words = expat.ErrorString(error.code)
    if words in ("no element found", "unclosed token", "unclosed CDATA section"):
        return "breaks off in the middle: the file is cut short or not XML"
    return f"is not well-formed XML ({words})"


class _Reader:
    """The parser's callbacks and the trees under construction."""

    def __init__(self, name: object, wanted: frozenset[str]) -> None:
        self.name, self.wanted = name, wanted
        self.ready: list[Element] = []
        self.current: Element | None = None
        self.kept: Element | None = None  # the outermost wanted element we are in
        self.depth = self.nodes = self.characters = 0
        self.names: dict[str, tuple[str, str]] = {}
        self.parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._refuse
        parser.UnparsedEntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.SkippedEntityHandler = self._skipped

    def take(self) -> list[Element]:
        ready, self.ready = self.ready, []
        return ready

    def _error(self, reason: str) -> InputError:
        return InputError(self.name, reason, self.parser.CurrentLineNumber)

    def _refuse(self, *_: object) -> int:
        raise self._error("declares XML entities, which are not read (they can hide a bomb)")

    def _skipped(self, entity: str, parameter: bool) -> None:
        character = html.entities.html5.get(entity + ";")
        if character is None and not parameter:
            raise self._error(f"uses the undeclared entity &{entity};")
        if character and self.kept is not None:
            self._text(character)

    def _split(self, name: str) -> tuple[str, str]:
        namespace, _, local = name.rpartition("}")
        found = self.names[name] = ("xml:" + local if namespace == _XML else local, namespace)
        if len(self.names) > 100_000:
            raise self._error("uses too many different names")
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        # a large memory has half a million elements, so this is written for speed
        self.depth += 1
        if self.depth > DEPTH:
            raise self._error(f"nests elements more than {DEPTH} deep")
        names = self.names
        tag, namespace = names.get(name) or self._split(name)
        if attributes:
            attributes = {(names.get(key) or self._split(key))[0]: value for key, value in attributes.items()}
        current = self.current
        element = Element(tag, attributes, self.parser.CurrentLineNumber, current, namespace)
        if self.kept is not None:
            self.nodes += 1
            if self.nodes > NODES:
                raise self._error(f"<{self.kept.tag}> holds more than {NODES} elements")
            current.children.append(element)  # type: ignore[union-attr]  # inside a kept element
        elif tag in self.wanted:
            self.kept, self.nodes, self.characters = element, 0, 0
            self.parser.CharacterDataHandler = self._text
        self.current = element

    def _end(self, _: str) -> None:
        self.depth -= 1
        element = self.current
        assert element is not None
        if element is self.kept:
            self.ready.append(element)
            self.kept = None
            self.parser.CharacterDataHandler = None
        self.current = element.parent

    def _text(self, data: str) -> None:
        self.characters += len(data)
        if self.characters > CHARACTERS:
            raise self._error("holds too much text in one element")
        assert self.current is not None
        self.current.children.append(data)


def _utf8(chunks: Iterable[bytes], name: object) -> Iterator[bytes]:
    """The bytes of an XML file in UTF-8, in pieces small enough that a hostile one is refused early."""
    source = iter(chunks)
    head = b""
    for chunk in source:
        head += chunk
        if len(head) >= 256:
            break
    encoding = _encoding(head, name)
    decoder = codecs.getincrementaldecoder(encoding)("strict") if encoding != "utf-8" else None
    head = head.removeprefix(codecs.BOM_UTF8)
    for chunk in _chain(head, source):
        for at in range(0, len(chunk), _PIECE):
            piece = chunk[at : at + _PIECE]
            yield _recode(decoder, piece, name, encoding) if decoder else piece
    if decoder:
        yield _recode(decoder, b"", name, encoding, final=True)


def _chain(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from rest


def _recode(decoder: codecs.IncrementalDecoder, piece: bytes, name: object, encoding: str, final: bool = False) -> bytes:
    try:
        return decoder.decode(piece, final).encode("utf-8")
    except UnicodeError:
        raise InputError(name, f"says that it is in {encoding}, and is not") from None


def _encoding(head: bytes, name: object) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(mark):
            return encoding
    if head[:4] in (b"<\0?\0", b"<\0!\0") or (head[:1] == b"<" and head[1:2] == b"\0"):
        return "utf-16-le"
    if head[:2] == b"\0<":
        return "utf-16-be"
    declared = _DECLARED.match(head)
    if not declared:
        return "utf-8"
    said = declared[1].decode("ascii")
    try:
        encoding = codecs.lookup(said).name
    except LookupError:
        encoding = ""
    # the names allowed are those of real encodings: Python also has codecs that take quadratic time (punycode)
    if not _ENCODINGS.fullmatch(encoding):
        raise InputError(name, f"is in the encoding {said}, which is not known", 1)
    # a declaration that can be read byte by byte is not UTF-16: a program converted the file and left it as it was
    return "utf-8" if encoding.startswith("utf-16") else {"gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding)
