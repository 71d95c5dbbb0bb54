"""Single elements out of XML of any size, which is never kept whole in memory."""

from dataclasses import dataclass, field
from xml.parsers.expat import ParserCreate

from surveys.tabular.problems import FileProblem
from surveys.tabular.problems import mark as _

CELL_CHARACTERS = 131_072  # what goes beyond is not kept, only seen to be too long
DEEPEST = 40
MOST_INSIDE = 20_000  # elements of one cell or string: runs of differently set text


def refused() -> FileProblem:
    return FileProblem(
        _("The workbook cannot be read."), _("Open it in Excel and save it anew, or save it as “CSV UTF-8”.")
    )


@dataclass(slots=True)
class Node:
    """A kept element. Its name is without the namespace: strict workbooks have another one than the usual."""

    name: str
    given: dict[str, str]
    text: str = ""
    children: "list[Node]" = field(default_factory=list)

    def child(self, name: str) -> "Node | None":
        return next((child for child in self.children if child.name == name), None)


class Builder:
    """Hears a parser and keeps what is asked for. A document type, and with it any entity, is refused."""

    def __init__(self, keep: frozenset[str]) -> None:
        self.ready: list[Node] = []
        self._open: list[Node] = []
        self._keep, self._depth, self._inside = keep, 0, 0
        self.parser = ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        name = name.rpartition(" ")[2]
        if self._open:
            self._inside += 1
            node = Node(name, given)
            self._open[-1].children.append(node)
            self._open.append(node)
        elif name in self._keep:
            self._inside = 0
            self._open.append(Node(name, given))
        if self._depth > DEEPEST or self._inside > MOST_INSIDE:
            raise refused()

    def _end(self, _name: str) -> None:
        self._depth -= 1
        if self._open:
            node = self._open.pop()
            if not self._open:
                self.ready.append(node)

    def _text(self, text: str) -> None:
        if self._open and len(self._open[-1].text) <= CELL_CHARACTERS:
            self._open[-1].text += text

    def _doctype(self, *_declared: object) -> None:
        raise refused()
