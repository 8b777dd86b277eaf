"""What the typesetter leaves untagged: row headers, captions inside their table, lists of labels and values.

Typst tags paragraphs, headings, figures, bullets and the heads of tables. Its grids are divisions that say nothing,
and the first cell of a row is a cell like any other; a reader who hears "14" would not hear of which district. The
structure tree is completed here (ISO 32000-1, 14.8.4.3), the page content stays as it was set.
"""

import io
import tempfile
from collections.abc import Iterator, Sequence

from pikepdf import AccessMode, Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String

# Divisions that carry no meaning of their own.
PLAIN = "/Div"
# Nothing that is looked for lies inside these.
INNERMOST = frozenset({"/Table", "/TOC", "/P", "/Span", "/H1", "/H2", "/H3", "/Figure", "/Caption"})


class UnexpectedTags(RuntimeError):
    """The typesetter tagged the report otherwise than this module knows."""


def tagged(pdf: bytes, pairs: Sequence[int]) -> bytes:
    """The file with its structure completed. `pairs`: of each list of labels and values, in order, how many it has.

    Equal files give equal bytes. Raises UnexpectedTags where the structure is not as told.
    """
    # From a file that pikepdf maps into memory: it asks a stream of Python's 150,000 times for a byte or its place.
    with tempfile.TemporaryFile() as raw:
        raw.write(pdf)
        raw.flush()
        with Pdf.open(raw, access_mode=AccessMode.mmap) as file:
            return _completed(file, pairs)


def _completed(file: Pdf, pairs: Sequence[int]) -> bytes:
    tree = file.Root.StructTreeRoot
    tables, grids = [], []
    for kind, element in _elements(tree.K):
        if kind == "/Table":
            tables.append(element)
        elif kind == PLAIN:
            grids.append(element)
    _name(tree, [entry for table in tables for entry in _table(table)])
    _lists(file, grids, [count for count in pairs if count])
    out = io.BytesIO()
    file.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate, compress_streams=True)
    return out.getvalue()


def _elements(node: Object) -> Iterator[tuple[str, Object]]:
    """Structure elements in reading order, each with its kind; what is inside a table is left out."""
    for child in node if isinstance(node, Array) else [node]:
        if isinstance(child, Dictionary) and (kind := child.get("/S")) is not None:
            name = str(kind)
            yield name, child
            if name not in INNERMOST and (inside := child.get("/K")) is not None:
                yield from _elements(inside)


def _children(node: Object) -> list[Object]:
    kids = node.get("/K", Array())
    return [kid for kid in (kids if isinstance(kids, Array) else [kids]) if isinstance(kid, Dictionary) and "/S" in kid]


def _kind(node: Object) -> str:
    return str(node.S)


def _table(table: Object) -> Iterator[tuple[str, Object]]:
    """Make the first cell of each row its header, and name it in every other cell of the row."""
    _take_caption(table)
    parts = {_kind(part): part for part in _children(table)}
    heads = _children(_children(parts["/THead"])[0])
    if len(heads) < 2 or "/TBody" not in parts:
        return
    stem = str(heads[0].ID).partition("x")[0]
    for number, row in enumerate(parts["/TBody"].K, start=1):
        first, *others = row.K
        # a row of one cell says that there are no rows
        if not others:
            continue
        name = String(f"{stem}r{number}")
        # the first attributes of a cell tie it to the head of its column
        first["/A"][0]["/Scope"] = Name.Row
        first["/S"], first["/ID"] = Name.TH, name
        for cell in others:
            cell["/A"][0]["/Headers"].append(name)
        yield str(name), first


def _take_caption(table: Object) -> None:
    """A caption beside its table becomes the first thing in it."""
    frame = table.P
    while _kind(frame) == PLAIN and len(_children(frame)) == 1:
        frame = frame.P
    if _kind(frame) != PLAIN or _kind(_children(frame)[0]) != "/Caption":
        return
    caption, *rest = _children(frame)
    frame.K = Array(rest)
    caption.P = table
    table.K = Array([caption, *_children(table)])


def _name(tree: Object, named: Sequence[tuple[str, Object]]) -> None:
    """Enter the new headers where readers look names up: all names in order."""
    if not named:
        return
    if "/Names" not in tree.IDTree:
        raise UnexpectedTags("The names of the structure tree are not in one list.")
    names = list(tree.IDTree.Names)
    entries = [(str(names[at]), names[at + 1]) for at in range(0, len(names), 2)]
    entries = sorted([*entries, *named], key=lambda entry: entry[0].encode())
    tree.IDTree.Names = Array([part for name, cell in entries for part in (String(name), cell)])


def _lists(file: Pdf, grids: Sequence[Object], pairs: Sequence[int]) -> None:
    """Grids of labels and values, found in order by how many they hold, become lists whose items have a label."""
    waiting = list(pairs)
    for grid in grids:
        cells = _children(grid)
        if waiting and len(cells) == 2 * waiting[0] and all(_kind(cell) == PLAIN for cell in cells):
            _make_list(file, grid, cells)
            waiting.pop(0)
    if waiting:
        raise UnexpectedTags(f"{len(waiting)} of {len(pairs)} lists of labels and values were not found.")


def _make_list(file: Pdf, grid: Object, cells: Sequence[Object]) -> None:
    grid.S = Name.L
    grid.A = Array([Dictionary(O=Name.List, ListNumbering=Name("/None"))])
    items = []
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        item = file.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LI, P=grid, K=Array([label, value])))
        label.S, value.S = Name.Lbl, Name.LBody
        label.P = value.P = item
        items.append(item)
    grid.K = Array(items)
