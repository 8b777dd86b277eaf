"""The table of contents gets the room that it takes: reckoned before it is set, and never too little."""

import random

import pytest

from output.document import Block, Heading, Paragraph, Report, Section
from output.pdf.layout import report_as_json
from output.pdf.page import HEIGHT, MARGIN_TOP, MARGIN_X, TEXT_HEIGHT, WIDTH
from output.pdf.typeset import typeset
from tests.output.elverhavn import report
from tests.output.reading import TextBox, boxes, overlapping

WORDS = "Recorded activity against expectation in districts over the years, what stakeholders say about needs"
CONTENTS = 2  # the page behind the cover
HEAD = 11.9 + 9  # in points, with the gap below it
DESCENDER = 2.5


def _title(rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS.split()) for _ in range(rng.choice((1, 2, 3, 5, 8, 13, 20))))


def _report(rng: random.Random, sections: int, *, numbers: bool = True) -> Report:
    def blocks() -> list[Block]:
        return [*(Heading(_title(rng)) for _ in range(rng.randrange(5))), Paragraph("Words.")]

    return report(
        sections=[
            Section(number=str(at) if numbers else "", title=_title(rng), new_page=True, blocks=blocks())
            for at in range(1, sections + 1)
        ]
    )


def _listed(pdf: bytes, bottom: float) -> list[TextBox]:
    """What stands on the page of the contents above the end of their room, or so little below that it is theirs."""
    return [box for box in boxes(pdf) if box.page == CONTENTS and bottom - 8 < box.bottom < HEIGHT - MARGIN_TOP]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("sections", "columns"), [(2, 1), (7, 1), (20, 2)])
def test_the_room_that_is_reckoned_is_what_they_take(sections: int, columns: int, seed: int) -> None:
    made = _report(random.Random(f"{sections} {seed}"), sections, numbers=seed % 4 > 0)
    reckoned = report_as_json(made)["contents"]
    pdf = typeset(made)
    bottom = HEIGHT - MARGIN_TOP - reckoned["height"] - (HEAD if columns == 2 else 0)
    listed = _listed(pdf, bottom)
    assert reckoned["columns"] == columns
    if reckoned["height"] > TEXT_HEIGHT - HEAD:
        assert columns == 2  # more than a page of them
        return
    assert min(box.bottom for box in listed) > bottom - DESCENDER
    # of every title too long for its column a line more may be reckoned than it takes
    assert min(box.bottom for box in listed) < bottom + 50
    assert max(box.right for box in listed) < WIDTH - MARGIN_X + 3
    assert not overlapping([box for box in boxes(pdf) if box.page == CONTENTS])


def test_titles_of_one_level_begin_below_each_other() -> None:
    """However wide their numbers are."""
    made = report(
        sections=[
            Section(number=str(at), title=f"Part {at}", new_page=True, blocks=[Heading(f"Within {at}")])
            for at in range(1, 13)
        ]
    )
    found = [box for box in boxes(typeset(made)) if box.page == CONTENTS]
    for begin in ("Part", "Within"):
        lefts = {round(box.left + 0.2) for box in found if box.text.startswith(begin)}
        assert len(lefts) == 1, begin
