"""Charts: lengths that are true, words that are printed, drawings that are safe."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from output.charts.grading import grading_matrix
from output.charts.levels import LevelRow, divergent_bars
from output.charts.rows import BarRow, ChangeRow, IntervalRow, bars, change_pairs, intervals
from output.charts.time import MonthBar, months
from output.colours import ACCENT, RAMP, luminance, ramp, readable_on
from output.document import Figure, Section
from output.pdf.typeset import typeset
from tests.output.elverhavn import report
from tests.output.reading import boxes, overlapping, text


def rectangles(svg: str, colours: set[str]) -> list[tuple[float, float]]:
    """Width and height of each rectangle of these colours, in order."""
    found = re.findall(r'<rect [^>]*width="([\d.]+)" height="([\d.]+)" fill="(#\w+)"', svg)
    return [(float(width), float(height)) for width, height, colour in found if colour in colours]


def test_bars_are_as_long_as_their_values() -> None:
    svg = bars([BarRow(label="a", value=100, text="100"), BarRow(label="b", value=25, text="25")])
    (long, _), (short, _) = rectangles(svg, {"#A9CBC1"})
    assert long / short == pytest.approx(4, rel=1e-3)


def test_one_long_name_makes_no_other_bar_stand_further_apart() -> None:
    long = "Violent left-wing and anarchist extremism, and what else is told of with it"
    rows = [BarRow(label=label, value=9, text="9") for label in ("a", "b", long, "c")]
    middles = [float(y) for y in re.findall(r'<rect x="[\d.]+" y="([\d.]+)"[^>]* fill="#', bars(rows, width=300))]
    first, second, third = (after - before for before, after in pairwise(middles[-4:]))
    assert first == pytest.approx(22, abs=0.1)
    assert second == pytest.approx(third)
    assert second > first + 10


def test_months_are_as_tall_as_their_counts_and_a_month_nobody_looked_at_is_a_dash() -> None:
    svg = months(
        [
            MonthBar(label="Jan", count=5, current=False),
            MonthBar(label="Feb", count=None, current=False),
            MonthBar(label="Mar", count=20, current=True),
        ]
    )
    (_, before), *_ = rectangles(svg, {"#C4CAC9"})
    ((_, now),) = rectangles(svg, {"#2C8296"})
    assert now / before == pytest.approx(4, rel=1e-3)
    assert re.findall(r">([^<]+)</text>", svg).count("–") == 1


def test_a_month_in_which_something_happened_has_a_triangle_below_it() -> None:
    bars_of = [
        MonthBar(label=name, count=5, current=True, marked=name == "Oct") for name in ("Sep", "Oct", "Nov", "Dec")
    ]
    drawn = months(bars_of)
    (triangle,) = re.findall(r'<path d="M([\d.]+) 121l', drawn)
    left, wide = re.findall(r'<rect x="([\d.]+)" [^>]*width="([\d.]+)" [^>]*fill="#2C8296"', drawn)[1]
    assert float(triangle) == pytest.approx(float(left) + float(wide) / 2, abs=0.1)
    assert "121l" not in months([replace(bar, marked=False) for bar in bars_of])


@pytest.mark.parametrize("each", [3, 7, 12, 18, 24])
def test_named_months_are_as_far_apart_as_each_other_in_each_period(each: int) -> None:
    bars_of = [MonthBar(label=f"M{at:03}", count=1, current=at >= each) for at in range(2 * each)]
    named = [int(found) for found in re.findall(r">M(\d+)</text>", months(bars_of))]
    for period in (range(each), range(each, 2 * each)):
        own = sorted(at for at in named if at in period)
        assert own[0] == period.start
        assert len({later - sooner for sooner, later in pairwise(own)}) <= 1


def test_words_that_claim_no_change_have_no_arrow() -> None:
    told = ChangeRow(label="a", before=1, now=9, word="rising", direction="up")
    untold = ChangeRow(label="b", before=1, now=9, word="no clear change")
    arrow = f'Z" fill="{ACCENT}"'
    assert arrow in change_pairs([told], before_label="x", now_label="y")
    assert arrow not in change_pairs([untold], before_label="x", now_label="y")


def test_grade_outside_the_admiralty_code_is_refused() -> None:
    with pytest.raises(ValueError, match="G1"):
        grading_matrix({"G1": 3})


def test_protected_grade_is_printed_as_given_and_not_shaded() -> None:
    svg = grading_matrix({"A1": "<5", "B2": 60})
    assert ">&lt;5<" in svg
    assert set(re.findall(r'fill="(#\w+)" stroke="#B9B5A8"', svg)) == {"#FFFFFF", RAMP[6]}


def test_divergent_bars_meet_at_the_middle_of_the_middle_answer() -> None:
    even = LevelRow(label="even", counts=(1, 1, 2, 1, 1), text="median 3")
    worse = LevelRow(label="worse", counts=(2, 2, 2, 0, 0), text="median 2")
    svg = divergent_bars(
        [even, worse, LevelRow(label="x", counts=None, text="nobody was asked")], levels=tuple("12345")
    )
    # of 6 answers each: both middle answers are 2 wide and begin 1 left of the line, so they stand under each other
    middles = re.findall(r'<rect x="([\d.]+)" [^>]*?width="([\d.]+)" [^>]*fill="#DAD9D4"', svg)
    first, second = [(float(left), float(width)) for left, width in middles if float(width) > 20]
    assert first == pytest.approx(second, abs=0.02)
    assert "nobody was asked" in svg


def test_the_count_of_the_middle_answer_is_not_struck_through() -> None:
    svg = divergent_bars([LevelRow(label="all alike", counts=(0, 0, 3, 0, 0))], levels=tuple("12345"))
    line = re.search(r'<line x1="([\d.]+)" y1="0" x2="\1"', svg)
    assert line is not None
    assert all(line.start() < found.start() for found in re.finditer('height="16" fill="#DAD9D4"', svg))
    assert 'height="16" fill="#DAD9D4"' in svg


def test_row_without_a_figure_says_why_instead_of_showing_zero() -> None:
    row = IntervalRow(label="Kvarnby", value=None, low=None, high=None, text="not looked at")
    other = IntervalRow(label="Torvet", value=2, low=1, high=3, text="2.0 (1.0–3.0)")
    svg = intervals([row, other])
    assert "not looked at" in svg
    # one dot only
    assert svg.count("<circle") == 1


HOSTILE = '<script>alert(1)</script> & "quotes" \\ {{x}} datum.text #eval'


def test_hostile_labels_are_plain_text_and_stay_inside() -> None:
    long = "Ø" * 300
    drawn = [
        bars([BarRow(label=HOSTILE, value=3, text=HOSTILE), BarRow(label=long, value=1, text="1")], title=HOSTILE),
        change_pairs(
            [ChangeRow(label=long, before=1, now=2, word=HOSTILE)], before_label="a", now_label="b", title=long
        ),
        months([MonthBar(label=HOSTILE, count=1, current=True)], current_label="now"),
    ]
    assert not [svg for svg in drawn if "<script" in svg]
    pdf = typeset(report(sections=[Section(title="x", blocks=[Figure(svg=svg, alt="x") for svg in drawn])]))
    assert "".join(HOSTILE.split()) in "".join(text(pdf).split())
    assert not overlapping(boxes(pdf))


def test_ramp_darkens_with_every_step_so_that_it_prints_in_grey() -> None:
    # CIE lightness from relative luminance: L* = 116 Y^(1/3) − 16
    lightness = [116 * luminance(colour) ** (1 / 3) - 16 for colour in RAMP]
    # about 2 is the least difference people see side by side
    assert all(lighter - darker > 5 for lighter, darker in pairwise(lightness))
    assert ramp(2) == [RAMP[0], RAMP[6]]


def test_names_on_every_shade_stand_out() -> None:
    for colour in RAMP:
        light, dark = sorted((luminance(colour), luminance(readable_on(colour))), reverse=True)
        # WCAG 2.2, 1.4.3 asks for 3 : 1 in large or bold display text; our names are bold
        assert (light + 0.05) / (dark + 0.05) > 3.5
