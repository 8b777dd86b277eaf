"""The table of contents: in one column or in two, how tall, and where its titles begin.

Typst knows the headings only once it has set the report. Asked how tall their list is, or how wide its numbers are, it
would set the report a third time; what is reckoned here moves nothing when the pages become known.
"""

from collections.abc import Iterator, Sequence

from output.fonts import text_width
from output.pdf.page import TEXT_HEIGHT, TEXT_WIDTH
from output.writer import Json

GUTTER = 24.0
# Of each level: its type, and in points the gap above an entry, a line, and from line to line.
SIZES, WEIGHTS = (9.0, 9.5), (600, 400)
ABOVE, LINES, LEADINGS = (11.0, 5.7), (6.282, 6.631), (5.4, 5.7)
# The head over it, without the gap to the first entry.
HEAD = 11.9
# What a line needs behind its title: leaders and a page of three figures.
BEHIND = 36.0
# Two columns break where an entry ends.
SLACK = 24.0

Entry = tuple[int, str, str]


def contents_of(sections: Sequence[Json]) -> Json:
    """How many columns, how tall in points (of two, without the head), and the room for the numbers of each level."""
    entries = list(_entries(sections))
    numbers = [
        max(
            (text_width(number, SIZES[level], WEIGHTS[level]) for at, number, _title in entries if at == level),
            default=0,
        )
        for level in (0, 1)
    ]
    inset = numbers[0] + SIZES[0] / 2 if numbers[0] else 1.2 * SIZES[1]
    rooms = [inset, inset + numbers[1] + SIZES[1] / 2]
    set_as = {"numbers": [round(each, 3) for each in numbers], "inset": round(inset, 3)}
    whole = HEAD + _height(entries, TEXT_WIDTH, rooms)
    if whole <= TEXT_HEIGHT:
        return {"columns": 1, "height": round(whole, 3), **set_as}
    half = _height(entries, (TEXT_WIDTH - GUTTER) / 2, rooms) / 2
    return {"columns": 2, "gutter": GUTTER, "height": round(half + SLACK, 3), **set_as}


def _entries(sections: Sequence[Json]) -> Iterator[Entry]:
    for section in sections:
        yield 0, section["number"], section["title"]
        yield from _headings(section["blocks"])


def _headings(blocks: Sequence[Json]) -> Iterator[Entry]:
    for block in blocks:
        if block["kind"] == "heading" and block["level"] == 2:
            yield 1, block["number"], block["text"]
        elif block["kind"] == "side_by_side":
            for column in block["columns"]:
                yield from _headings(column)


def _height(entries: Sequence[Entry], width: float, rooms: Sequence[float]) -> float:
    return sum(
        ABOVE[level] + LINES[level] * lines + LEADINGS[level] * (lines - 1)
        for level, _number, title in entries
        for lines in [_lines(title, level, width - rooms[level])]
    )


def _lines(title: str, level: int, room: float) -> int:
    """How many lines a title takes, word by word, with room behind the last for its page."""
    space = _width(" ", level)
    lines, used = 1, 0.0
    for word in title.split():
        wide = _width(word, level)
        if used and used + space + wide > room:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0)
    return lines + (used + BEHIND > room)


def _width(text: str, level: int) -> float:
    return text_width(text, SIZES[level], WEIGHTS[level])
