"""How the end of a report stays together, so that no last page holds a line or two.

How tall its blocks will be is reckoned here, roughly: asked of Typst, each question would set the whole report again.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from output.fonts import text_width
from output.pdf.page import TEXT_HEIGHT, TEXT_WIDTH
from output.writer import Json

# Of a page, in points; the end is a third of one at least, and never so much that the page before it is left empty.
# Reckoned is up to a tenth more than comes out.
LEAST, MOST = TEXT_HEIGHT * 0.37, TEXT_HEIGHT * 0.7
# A line of the text, of a note, of a fact or a cell.
LINE, NOTE_LINE, FACT_LINE = 11.7, 10.0, 10.2
HEADINGS = {1: 38.0, 2: 25.0, 3: 20.0}
# Beside the label of a fact, which has three tenths and a gap.
FACT_WIDTH = TEXT_WIDTH * 0.7 - 10


def end_of(sections: Sequence[Json]) -> Json | None:
    """From which heading on the end stays together: the last from which it is a third of a page. None where that is
    more than most of one, or it has a long table or a page of its own before that."""
    tall = 0.0
    for section, first, last in _pieces(sections):
        blocks = sections[section]["blocks"][first:last]
        if sections[section]["one_page"] or any(_is_long(block) for block in blocks):
            return None
        tall += sum(map(height_of, blocks)) + (HEADINGS[1] if first == 0 else 0)
        if tall > MOST:
            return None
        if tall >= LEAST:
            return {"section": section, "from": first}
        if first == 0 and sections[section]["new_page"]:
            return None
    return None


def _pieces(sections: Sequence[Json]) -> Iterator[tuple[int, int, int]]:
    """From heading to heading, the last first: the section and which of its blocks. The head of a section is with
    what stands first in it."""
    for at in reversed(range(len(sections))):
        blocks = sections[at]["blocks"]
        starts = [0, *(n for n, each in enumerate(blocks) if n and each["kind"] == "heading" and each["level"] == 2)]
        for first, last in reversed(list(itertools.pairwise([*starts, len(blocks)]))):
            yield at, first, last


def _is_long(block: Json) -> bool:
    """Whether it may break between two pages."""
    return block["kind"] == "table" and not block["keep"]


def height_of(block: Json) -> float:
    """About how tall it is, with the room round it."""
    return HEIGHTS[block["kind"]](block)


def _lines(text: str | Sequence[Json], size: float, width: float) -> int:
    words = text if isinstance(text, str) else "".join(run["text"] for run in text)
    return sum(max(1, math.ceil(text_width(line, size, 400) / width)) for line in words.split("\n"))


def _told(text: str | Sequence[Json], width: float = TEXT_WIDTH) -> float:
    return _lines(text, 9, width) * LINE


def _facts(block: Json) -> float:
    return 8 + sum(_lines(value, 8.55, FACT_WIDTH) * FACT_LINE + 1.3 for _key, value in block["items"])


def _table(block: Json) -> float:
    rooms: list[float] = [column["width"] - column["before"] - column["after"] for column in block["columns"]]
    rows = [
        max(_lines(cell, block["size"], room) for cell, room in zip(row, rooms, strict=True)) for row in block["rows"]
    ]
    inset: float = 2 * block["row_inset"]
    note = _lines(block["note"], 7.8, TEXT_WIDTH) * NOTE_LINE + 5 if block["note"] else 0
    return sum(lines * FACT_LINE - 4 + inset for lines in [1, *rows]) + 32 + note


def _card(block: Json) -> float:
    texts = [" · ".join(block["evidence"]), " · ".join(block["reasons"]), block["likelihood"], block["status"]]
    facts = sum(_lines(text, 8.6, TEXT_WIDTH - block["key_width"] - 32) * FACT_LINE + 1 for text in texts if text)
    return _told(block["statement"], TEXT_WIDTH - 40) + facts + 26


def _beside(block: Json) -> float:
    return 18 + max(
        sum(height_of(each) * (TEXT_WIDTH / width if each["kind"] != "figure" else 1) for each in column)
        for column, width in zip(block["columns"], block["widths"], strict=True)
    )


HEIGHTS: Mapping[str, Callable[[Json], float]] = {
    "heading": lambda block: HEADINGS[block["level"]],
    "paragraph": lambda block: _told(block["text"]) + 3,
    "key_sentence": lambda block: _told(block["text"], TEXT_WIDTH - 24) + 20,
    "bullets": lambda block: sum(_told(item, TEXT_WIDTH - 12) for item in block["items"]) + 4,
    "small_print": lambda block: _lines(block["text"], 7.8, TEXT_WIDTH) * NOTE_LINE + 7,
    "banner": lambda block: _told(block["text"], TEXT_WIDTH - 24) + 22,
    "quotation": lambda block: _told(block["text"], TEXT_WIDTH - 8) + 24,
    "figure": lambda block: block["height"] + _lines(block["caption"], 8.5, TEXT_WIDTH) * FACT_LINE + 36,
    "facts": _facts,
    "table": _table,
    "judgement": _card,
    "decisions": lambda block: 44.0 * (1 + len(block["rows"])),
    "side_by_side": _beside,
    "page_break": lambda _block: TEXT_HEIGHT,
}
