"""What a reader who hears a PDF needs, read from its structure tree by code of our own.

`problems` names every fault it finds. Written from ISO 32000-1 (14.8.4) and ISO 14289-1 (7.2–7.6), not from what the
typesetter or our own completion of its tags writes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pikepdf

from tests.output.reading import opened

STANDARD = frozenset(
    {
        "/Document",
        "/Part",
        "/Sect",
        "/Div",
        "/Title",
        "/P",
        "/H1",
        "/H2",
        "/H3",
        "/L",
        "/LI",
        "/Lbl",
        "/LBody",
        "/Table",
        "/TR",
        "/TH",
        "/TD",
        "/THead",
        "/TBody",
        "/Caption",
        "/Figure",
        "/Span",
        "/Strong",
        "/Em",
        "/TOC",
        "/TOCI",
        "/Reference",
        "/Link",
    }
)
# What may stand directly in what; nothing is said of other kinds.
INSIDE = {
    "/L": {"/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/Caption", "/THead", "/TBody", "/TR"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
    "/TOC": {"/TOCI", "/TOC", "/Caption"},
}
ONLY_IN = {"/LI": {"/L"}, "/Lbl": {"/LI", "/Link"}, "/LBody": {"/LI"}, "/TR": {"/Table", "/THead", "/TBody"}}

# Elements, each with the one it lies in, in reading order.
Found = list[tuple[Any, Any]]


def problems(data: bytes) -> list[str]:
    pdf = opened(data)
    tree = pdf.Root.StructTreeRoot
    found = list(walk(tree))
    return [
        *_nesting(found),
        *_headings(found),
        *_figures(found),
        *_lists(found),
        *_tables(found, tree),
        *_parents(found, tree),
    ]


def kind(node: Any) -> str:
    return str(node.S)


def children(node: Any) -> list[Any]:
    kids = node.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def walk(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every element with the one it lies in, in reading order."""
    for child in children(node):
        yield child, node
        yield from walk(child)


def of_kind(pdf: pikepdf.Pdf, wanted: str) -> list[Any]:
    return [element for element, _above in walk(pdf.Root.StructTreeRoot) if kind(element) == wanted]


def attribute(node: Any, owner: str, name: str) -> Any:
    given = node.get("/A", pikepdf.Array())
    for each in given if isinstance(given, pikepdf.Array) else [given]:
        if str(each.get("/O")) == owner and name in each:
            return each[name]
    return None


def _nesting(found: Found) -> Iterator[str]:
    for element, above in found:
        name, outer = kind(element), str(above.get("/S", "/Root"))
        if name not in STANDARD:
            yield f"{name} is no standard kind of element"
        if name not in INSIDE.get(outer, {name}):
            yield f"{name} stands in {outer}"
        if outer not in ONLY_IN.get(name, {outer}):
            yield f"{name} stands in {outer}"


def _headings(found: Found) -> Iterator[str]:
    levels = [int(kind(e)[2:]) for e, _above in found if re.fullmatch(r"/H\d", kind(e))]
    if levels and levels[0] != 1:
        yield f"the first heading is of level {levels[0]}"
    for earlier, later in pairwise(levels):
        if later > earlier + 1:
            yield f"a heading of level {later} follows one of level {earlier}"


def _figures(found: Found) -> Iterator[str]:
    for element, _above in found:
        if kind(element) == "/Figure":
            if not str(element.get("/Alt", "")).strip():
                yield "a figure without alternative text"
            if attribute(element, "/Layout", "/BBox") is None:
                yield "a figure without its place"


def _lists(found: Found) -> Iterator[str]:
    for element, _above in found:
        if kind(element) == "/L" and not children(element):
            yield "a list without items"
        if kind(element) == "/LI" and [kind(child) for child in children(element)] != ["/Lbl", "/LBody"]:
            yield "an item of a list without its label and its body"


def _tables(found: Found, tree: Any) -> Iterator[str]:
    named = _named(tree)
    for element, _above in found:
        if kind(element) == "/Table":
            yield from _table(element, named)


def _table(table: Any, named: dict[str, Any]) -> Iterator[str]:
    parts = {kind(part): part for part in children(table)}
    if "/THead" not in parts:
        yield "a table without a head"
        return
    heads = children(children(parts["/THead"])[0])
    if any(kind(cell) != "/TH" or str(attribute(cell, "/Table", "/Scope")) != "/Column" for cell in heads):
        yield "the head of a column is not one"
    for row in children(parts["/TBody"]) if "/TBody" in parts else []:
        cells = children(row)
        spanned = sum(int(attribute(cell, "/Table", "/ColSpan") or 1) for cell in cells)
        if spanned != len(heads):
            yield f"a row of {spanned} cells below {len(heads)} heads"
        if len(cells) > 1:
            yield from _row(cells, heads, named)


def _row(cells: list[Any], heads: list[Any], named: dict[str, Any]) -> Iterator[str]:
    first = cells[0]
    if kind(first) != "/TH" or str(attribute(first, "/Table", "/Scope")) != "/Row":
        yield "a row without its header"
        return
    for cell, head in zip(cells[1:], heads[1:], strict=False):
        told = [str(name) for name in attribute(cell, "/Table", "/Headers") or []]
        if told != [str(head.ID), str(first.ID)]:
            yield f"a cell names {told} as its headers"
        if any(name not in named for name in told):
            yield "a header that nothing is named"


def _named(tree: Any) -> dict[str, Any]:
    names = list(tree.IDTree.Names) if "/IDTree" in tree else []
    return {str(names[at]): names[at + 1] for at in range(0, len(names), 2)}


def _parents(found: Found, tree: Any) -> Iterator[str]:
    for element, above in found:
        if element.P.objgen != above.objgen:
            yield f"{kind(element)} does not know what it lies in"
    names = [str(name).encode() for name in _named(tree)]
    if names != sorted(set(names)):
        yield "the names of headers are not in order"
    for name, element in _named(tree).items():
        if str(element.get("/ID")) != name:
            yield f"{name} names another element"
