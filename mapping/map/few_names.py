"""The names that can be read on a phone: the map is a third as wide there, so that only some have room."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mapping.map.figures import DistrictFigure, Shading
from output.charts.drawing import Drawing

# Type of 14 px where the drawing is 0.4 times as large as on a desk, and how wide a letter of it is.
SIZE = 34.0
LETTER, LINE = 0.6 * SIZE, 1.15 * SIZE
MOST, STAND_OUT = 7, 2


@dataclass(frozen=True, slots=True)
class FewName:
    """A name about a middle point of the drawing."""

    text: str
    x: float
    y: float

    @property
    def half(self) -> float:
        return len(self.text) * LETTER / 2

    def meets(self, other: "FewName") -> bool:
        return abs(self.x - other.x) < self.half + other.half and abs(self.y - other.y) < LINE


def few_names(drawing: Drawing, rows: Iterable[DistrictFigure]) -> list[FewName]:
    """As they come, as far as each has room beside the ones before it."""
    found: list[FewName] = []
    for row in rows:
        name = _placed(row, drawing)
        if name is not None and not any(name.meets(each) for each in found):
            found.append(name)
        if len(found) == MOST:
            break
    return found


def _placed(row: DistrictFigure, drawing: Drawing) -> FewName | None:
    """In the middle of its district, moved into the drawing; none where it is longer than that."""
    name = FewName(row.district.name, *row.drawn.middle)
    if 2 * name.half > drawing.width:
        return None
    x = min(max(name.x, name.half), drawing.width - name.half)
    return FewName(name.text, round(x, 1), round(min(max(name.y, LINE / 2), drawing.height - LINE / 2), 1))


def by_need_of_a_name(shown: Sequence[DistrictFigure], shading: Shading) -> Iterator[DistrictFigure]:
    """Those that stand out first, then where nobody looked, then the others from the largest value on."""
    values = [(shading.value(row), row) for row in shown]
    known = [(value, row) for value, row in values if value is not None]
    in_order = [row for _value, row in sorted(known, key=lambda each: -each[0])]
    yield from in_order[:STAND_OUT]
    yield from (row for row in shown if not row.was_looked_at)
    yield from in_order[STAND_OUT:]
