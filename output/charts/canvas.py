"""What every chart shares: the frame, an axis of numbers, wrapped labels.

Sizes are pixels of the drawing. A chart is 640 wide; on A4 that is the width of the text, so 12 px become 8.8 pt.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from output.charts.marks import LABEL_SIZE, Anchor, Mark, Rule, Words, to_svg
from output.colours import INK, LINE, MUTED
from output.fonts import OPPORTUNITY, breakable, printable, text_width

WIDTH = 640.0
SMALL_SIZE = 10.5
TITLE_SIZE = 14.0
LINE_HEIGHT = 1.25

# What stands before decimals, and between thousands.
NumberMarks = tuple[str, str]
ENGLISH_MARKS: NumberMarks = (".", ",")


@dataclass(frozen=True)
class Frame:
    """The plot area (`width` × `height`) and the room around it."""

    width: float
    height: float
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    bottom: float = 0.0


def figure(frame: Frame, marks: Sequence[Mark], *, title: str = "") -> str:
    """A drawing of exactly the frame's size, the title above it. Marks count from the corner of the plot area."""
    lines = wrapped(title, frame.left + frame.width + frame.right, TITLE_SIZE, 600) if title else []
    room = len(lines) * TITLE_SIZE * LINE_HEIGHT + 12 if lines else 0.0
    top = frame.top + room
    heads = [
        Words(line, -frame.left, TITLE_SIZE * (0.7 + LINE_HEIGHT * at) - top, TITLE_SIZE, strong=True)
        for at, line in enumerate(lines)
    ]
    width, height = frame.left + frame.width + frame.right, top + frame.height + frame.bottom
    return to_svg([*marks, *heads], width, height, frame.left, top)


@dataclass(frozen=True)
class Scale:
    """Values from 0 on a length of pixels, its ticks at round numbers."""

    most: float
    step: float
    length: float

    def at(self, value: float) -> float:
        return value / self.most * self.length

    @property
    def ticks(self) -> list[float]:
        return [round(self.step * k, 10) for k in range(math.floor(self.most / self.step + 1e-9) + 1)]

    def written(self, value: float, marks: NumberMarks = ENGLISH_MARKS) -> str:
        """A tick with as many decimals as the step needs."""
        digits = max(0, -math.floor(math.log10(self.step)))
        places: dict[str, str | int | None] = {".": marks[0], ",": marks[1]}
        return f"{value:,.{digits}f}".translate(str.maketrans(places))


def scale(most: float, length: float, about: int = 5) -> Scale:
    """Round steps, about so many, that reach at least the greatest value."""
    rough = max(most, 1e-9) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough - 1e-12)
    return Scale(step * max(1, math.ceil(most / step - 1e-9)), step, length)


def whole(most: float, length: float, about: int = 5) -> Scale:
    """The same for counts: no step is a part of one."""
    found = scale(most, length, about)
    return found if found.step >= 1 else Scale(max(1.0, math.ceil(most)), 1.0, length)


def grid_below(axis: Scale, height: float, marks: NumberMarks) -> Iterator[Mark]:
    """Upright grid lines with their numbers below."""
    for tick in axis.ticks:
        x = axis.at(tick)
        anchor: Anchor = "start" if not tick else "end" if tick == axis.ticks[-1] else "middle"
        yield Rule(x, 0, x, height, LINE)
        yield Words(axis.written(tick, marks), x, height + 11, SMALL_SIZE, anchor, MUTED)


def wrapped(text: str, width: float, size: float, weight: int = 400) -> list[str]:
    """The text in lines no wider than `width`; a word that is too long is cut."""
    words = breakable(printable(text), width, size, weight).replace("\u200b", " \u200b").split()
    words = [part for word in words for part in _parts(word, width, size, weight)]
    lines: list[str] = []
    for word in words:
        glued = word.startswith("\u200b")
        piece = word.removeprefix("\u200b")
        joined = f"{lines[-1]}{'' if glued else ' '}{piece}" if lines else piece
        if lines and text_width(joined, size, weight) <= width:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines


def _parts(word: str, width: float, size: float, weight: int) -> list[str]:
    """A word that is too long, cut after its hyphens; what follows one is glued to it where both fit."""
    first, *rest = [word] if text_width(word, size, weight) <= width else OPPORTUNITY.split(word)
    return [first, *(f"\u200b{part}" for part in rest)]


def label_column(labels: Sequence[str], widest: float = 210.0) -> tuple[list[list[str]], float]:
    """Every label in lines, and the width the column of them needs."""
    # Measured in semibold, so that a row may be emphasised.
    lines = [wrapped(label, widest, LABEL_SIZE, 600) for label in labels]
    width = max((text_width(line, LABEL_SIZE, 600) for label in lines for line in label), default=0.0)
    return lines, width


def row_height(lines: Sequence[Sequence[str]], least: float = 22.0) -> float:
    """One height for all rows: that of the label with most lines."""
    most = max((len(label) for label in lines), default=1)
    return max(least, most * LABEL_SIZE * LINE_HEIGHT + 7)


def row_middle(index: int, height: float) -> float:
    return (index + 0.5) * height


def rows_alike(count: int, height: float) -> list[float]:
    """The middles of rows of one height."""
    return [row_middle(at, height) for at in range(count)]


def rows_apart(lines: Sequence[Sequence[str]]) -> tuple[list[float], float]:
    """The middles of rows each as tall as its own label, and how tall all of them are: one name of three lines makes no
    chart twice as tall."""
    ends = list(accumulate(row_height([label]) for label in lines))
    middles = [(start + end) / 2 for start, end in pairwise([0.0, *ends])]
    return middles, ends[-1] if ends else 0.0


def line_middles(count: int, middle: float, size: float) -> list[float]:
    """The middles of so many lines that are together centred: SVG text has no line breaks of its own."""
    step = size * LINE_HEIGHT
    return [middle + step * (at - (count - 1) / 2) for at in range(count)]


def centred(
    lines: Sequence[str],
    x: float,
    middle: float,
    size: float = LABEL_SIZE,
    anchor: Anchor = "start",
    *,
    colour: str = INK,
    strong: bool = False,
) -> list[Mark]:
    """Lines of text, together centred on `middle`."""
    places = line_middles(len(lines), middle, size)
    return [Words(line, x, y, size, anchor, colour, strong) for line, y in zip(lines, places, strict=True)]
