"""What the typesetter leaves untagged: row headers, captions inside their table, lists of labels and values.

Typst tags paragraphs, headings, figures, bullets and the heads of tables. Its grids are divisions that say nothing,
and the first cell of a row is a cell like any other; a reader who hears "14" would not hear of which district. The
structure tree is completed here (ISO 32000-1, 14.8.4.3), the page content stays as it was set.

An element is read by how it begins (its kind, what it lies in) and how it ends (what lies in it): text that people
wrote can stand between the two and never looks like either.
"""

import re
from collections.abc import Iterator, Sequence

from output.pdf.objects import put_together, taken_apart

BEGIN = re.compile(rb"<</Type/StructElem/S/(\w+)/P (\d+) 0 R")
END = re.compile(rb"/K\[([^\[\]]*)\](?:/Pg \d+ 0 R)?>>\Z")
IN_ROOT = re.compile(rb"/K\[([^\[\]]*)\]")
REFERENCE = re.compile(rb"(\d+) 0 R")
NO_ELEMENT = re.compile(rb"<<.*?>>")  # in a list of children: a place of a page, or a link's
# The first attributes of a cell tie it to the head of its column; whoever heads a column has a name.
CELL = re.compile(rb"<</Type/StructElem/S/TD(/P \d+ 0 R)(/A\[<</O/Table[^<>\[\]]*)(/Headers\[[^\]]*)")
HEAD = re.compile(rb"<</Type/StructElem/S/TH/P \d+ 0 R/ID\((\w+)x\w+\)")
NAMES = re.compile(rb"/IDTree<</Names\[((?:\(\w+\)\d+ 0 R)*)\]")
BEGINNING = b"<</Type/StructElem/S/"
ROOT = b"/Type/StructTreeRoot"
# Divisions that carry no meaning of their own.
PLAIN = b"Div"
# Nothing that is looked for lies inside these.
INNERMOST = frozenset({b"Table", b"TOC", b"P", b"Span", b"H1", b"H2", b"H3", b"Figure", b"Caption"})


class UnexpectedTags(RuntimeError):
    """The typesetter tagged the report otherwise than this module knows."""


def tagged(pdf: bytes, pairs: Sequence[int]) -> bytes:
    """The file with its structure completed. `pairs`: of each list of labels and values, in order, how many it has.

    Equal files give equal bytes. Raises UnexpectedTags where the structure is not as told.
    """
    objects, trailer = taken_apart(pdf)
    tree = _Tree(objects)
    tables, grids = [], []
    for kind, element in tree.elements(tree.children(tree.root)):
        if kind == b"Table":
            tables.append(element)
        elif kind == PLAIN:
            grids.append(element)
    tree.name([entry for table in tables for entry in _table(tree, table)])
    _lists(tree, grids, [count for count in pairs if count])
    return put_together(objects, trailer)


class _Tree:
    """The elements of the structure, each by the number of its object."""

    def __init__(self, objects: dict[int, bytes]) -> None:
        self.objects = objects
        self.root = next(number for number, body in objects.items() if ROOT in body[:40])

    def elements(self, numbers: Sequence[int]) -> Iterator[tuple[bytes, int]]:
        """Elements in reading order, each with its kind; what is inside a table is left out."""
        for number in numbers:
            kind = self.kind(number)
            yield kind, number
            if kind not in INNERMOST:
                yield from self.elements(self.children(number))

    def children(self, number: int) -> list[int]:
        inside = self._inside(number)[1]
        found = NO_ELEMENT.sub(b"", inside) if b"<<" in inside else inside
        return [int(each) for each in REFERENCE.findall(found)]

    def kind(self, number: int) -> bytes:
        return self._begin(number)[1]

    def above(self, number: int) -> int:
        return int(self._begin(number)[2])

    def _begin(self, number: int) -> re.Match[bytes]:
        found = BEGIN.match(self.objects[number])
        if found is None:
            raise UnexpectedTags(f"Object {number} is no element of the structure.")
        return found

    def _inside(self, number: int) -> re.Match[bytes]:
        found = (IN_ROOT if number == self.root else END).search(self.objects[number])
        if found is None:
            raise UnexpectedTags(f"Element {number} does not tell what lies in it.")
        return found

    def change(self, number: int, kind: bytes, above: int, attributes: bytes = b"") -> None:
        body = self.objects[number]
        begin = self._begin(number)
        self.objects[number] = _beginning(kind, above) + attributes + body[begin.end() :]

    def change_cell(self, number: int, kind: bytes, name: bytes, scope: bytes, head: bytes) -> None:
        body = self.objects[number]
        begin = CELL.match(body)
        if begin is None:
            raise UnexpectedTags("A cell of a table does not tell the head of its column.")
        above, table, heads = begin.groups()
        told = (BEGINNING, kind, above, name, table, scope, heads, head, body[begin.end() :])
        self.objects[number] = b"".join(told)

    def put(self, number: int, children: Sequence[int]) -> None:
        """These lie in the element now."""
        body, kids = self.objects[number], self._inside(number)
        self.objects[number] = body[: kids.start(1)] + _references(children) + body[kids.end(1) :]

    def add(self, kind: bytes, above: int, children: Sequence[int]) -> int:
        number = max(self.objects) + 1
        self.objects[number] = _beginning(kind, above) + b"/K[" + _references(children) + b"]>>"
        return number

    def name(self, named: Sequence[tuple[bytes, int]]) -> None:
        """Enter new headers where readers look names up: all names in order."""
        if not named:
            return
        body = self.objects[self.root]
        listed = NAMES.search(body)
        if listed is None:
            raise UnexpectedTags("The names of the structure tree are not in one list.")
        entries = [(name, int(number)) for name, number in re.findall(rb"\((\w+)\)(\d+) 0 R", listed[1])]
        names = b"".join(b"(%s)%d 0 R" % entry for entry in sorted([*entries, *named]))
        self.objects[self.root] = body[: listed.start(1)] + names + body[listed.end(1) :]


def _beginning(kind: bytes, above: int) -> bytes:
    return b"%s%s/P %d 0 R" % (BEGINNING, kind, above)


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)


def _table(tree: _Tree, table: int) -> Iterator[tuple[bytes, int]]:
    """Make the first cell of each row its header, and name it in every other cell of the row."""
    _take_caption(tree, table)
    parts = {tree.kind(part): part for part in tree.children(table)}
    heads = tree.children(tree.children(parts[b"THead"])[0])
    if len(heads) < 2 or b"TBody" not in parts:
        return
    head = HEAD.match(tree.objects[heads[0]])
    if head is None:
        raise UnexpectedTags("The head of a column has no name.")
    for number, row in enumerate(tree.children(parts[b"TBody"]), start=1):
        first, *others = tree.children(row)
        # a row of one cell says that there are no rows
        if not others:
            continue
        name = b"%sr%d" % (head[1], number)
        tree.change_cell(first, b"TH", b"/ID(%s)" % name, b"/Scope/Row", b"")
        for cell in others:
            tree.change_cell(cell, b"TD", b"", b"", b"(%s)" % name)
        yield name, first


def _take_caption(tree: _Tree, table: int) -> None:
    """A caption beside its table becomes the first thing in it."""
    frame = tree.above(table)
    while tree.kind(frame) == PLAIN and len(tree.children(frame)) == 1:
        frame = tree.above(frame)
    if tree.kind(frame) != PLAIN or tree.kind(tree.children(frame)[0]) != b"Caption":
        return
    caption, *rest = tree.children(frame)
    tree.put(frame, rest)
    tree.change(caption, b"Caption", table)
    tree.put(table, [caption, *tree.children(table)])


def _lists(tree: _Tree, grids: Sequence[int], pairs: Sequence[int]) -> None:
    """Grids of labels and values, found in order by how many they hold, become lists whose items have a label."""
    waiting = list(pairs)
    for grid in grids:
        cells = tree.children(grid)
        if waiting and len(cells) == 2 * waiting[0] and all(tree.kind(cell) == PLAIN for cell in cells):
            _make_list(tree, grid, cells)
            waiting.pop(0)
    if waiting:
        raise UnexpectedTags(f"{len(waiting)} of {len(pairs)} lists of labels and values were not found.")


def _make_list(tree: _Tree, grid: int, cells: Sequence[int]) -> None:
    items = []
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        item = tree.add(b"LI", grid, [label, value])
        tree.change(label, b"Lbl", item)
        tree.change(value, b"LBody", item)
        items.append(item)
    tree.put(grid, items)
    tree.change(grid, b"L", tree.above(grid), b"/A[<</O/List/ListNumbering/None>>]")
