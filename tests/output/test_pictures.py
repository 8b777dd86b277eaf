"""The funnel, the years, the week, and the map on a grey printer: what is drawn is where the figures say."""

import dataclasses
import re
from itertools import combinations, pairwise

import pytest
import shapely

from output.charts.funnel import FunnelLimits, FunnelPoint, funnel
from output.charts.levels import CALM_END, STRONG_END, LevelRow, divergent_bars
from output.charts.maps import MapArea, MapLabels, district_map
from output.charts.time import DayBar, week
from output.charts.years import Expected, Happening, YearLine, years
from output.colours import ACCENT, ATTENTION, RAMP, SELECTION, WHITE, dotted_on, grey
from output.document import Figure, Section
from output.fonts import text_width
from output.pdf.typeset import typeset
from tests.output.districts import NAMES, areas
from tests.output.elverhavn import report
from tests.output.reading import boxes, overlapping
from tests.output.structure import problems


def circles(svg: str, fill: str) -> list[tuple[float, float]]:
    found = re.findall(r'<circle cx="([-\d.]+)" cy="([-\d.]+)" r="[\d.]+" fill="(#\w+)"', svg)
    return [(float(x), float(y)) for x, y, colour in found if colour == fill]


def said(svg: str) -> list[str]:
    return re.findall(r">([^<>]+)</text>", svg)


LIMITS = FunnelLimits(
    residents=[1000, 5000, 10_000], low_95=[0, 2, 4], high_95=[20, 12, 9], low_998=[0, 0, 2], high_998=[30, 18, 12]
)


def test_a_funnel_puts_each_district_at_its_residents_and_its_rate_and_names_those_outside() -> None:
    points = [
        FunnelPoint(name="Torvet", residents=2000, rate=5),
        FunnelPoint(name="Engholm", residents=4000, rate=10),
        FunnelPoint(name="Sandmosen", residents=8000, rate=11, place="beyond_95"),
        FunnelPoint(name="Højvang", residents=6000, rate=40, place="beyond_998"),
    ]
    svg = funnel(points, LIMITS, middle=7.5)
    inside = circles(svg, WHITE)
    (one, high), (other, higher) = inside[:2]
    (_, far), *rest = circles(svg, ACCENT)
    assert not rest
    # twice the residents lie twice as far from the axis, twice the rate twice as high
    assert other / one == pytest.approx(2, abs=0.01)
    ground = 2 * high - higher
    assert (ground - far) / (ground - high) == pytest.approx(8, rel=0.01)
    assert {"Højvang", "Sandmosen"} <= set(said(svg))
    assert not {"Torvet", "Engholm"} & set(said(svg))


def test_names_of_a_crowded_funnel_never_touch() -> None:
    points = [
        FunnelPoint(name=f"{name} Ø", residents=1000 + 40 * at, rate=20 + at % 5, place="beyond_998")
        for at, name in enumerate(NAMES)
    ]
    svg = funnel(points, LIMITS, middle=7.5)
    pdf = typeset(report(sections=[Section(title="x", blocks=[Figure(svg=svg, alt="x")])]))
    assert not overlapping(boxes(pdf))
    assert 2 <= sum(point.name in said(svg) for point in points) < len(points)


@pytest.mark.parametrize(("rate", "is_beside"), [(35, True), (40, False)])
def test_a_name_beside_a_limit_of_the_funnel_stands_where_neither_it_nor_the_grid_goes_through_it(
    rate: float, is_beside: bool
) -> None:
    """A line of the grid is at 40."""
    points = [
        FunnelPoint(name="Fjordgade", residents=5000, rate=12, place="beyond_95"),
        FunnelPoint(name="Højvang", residents=6000, rate=rate, place="beyond_998"),
        FunnelPoint(name="Torvet", residents=10_000, rate=5),
    ]
    svg = funnel(points, LIMITS, middle=7.5)
    level = {name: float(y) for y, name in re.findall(r'<text x="[^"]+" y="([-\d.]+)"[^>]*>([^<]+)</text>', svg)}
    (_, at_limit), _torvet = circles(svg, WHITE)
    (_, far), *_ = circles(svg, ACCENT)
    # the limit falls to the right of its circle, so the name stands above; one in the open stays beside its own
    assert at_limit - level["Fjordgade"] > 5
    assert (abs(far - level["Højvang"]) < 5) == is_beside


def test_a_funnel_without_districts_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        funnel([], LIMITS, middle=1)


YEARS = ["2020", "2021", "2022", "2023"]


def test_a_line_of_years_is_as_high_as_its_counts_and_hollow_where_nobody_looked_all_the_time() -> None:
    city = YearLine(label="The city", counts=[100, 50, None, 200], word="cannot tell")
    svg = years(city, [], names=YEARS, partial=[1])
    (_, first), (_, last) = circles(svg, ACCENT)
    ((_, hollow),) = circles(svg, WHITE)
    ground = 2 * hollow - first
    assert (ground - last) / (ground - first) == pytest.approx(2, rel=0.01)
    # nobody looked in 2022: no point, and no line to it
    assert svg.count("<circle") == 3
    assert len(re.findall(r'<path d="M[^"]*" fill="none" stroke="#0F5C6E"', svg)) == 1
    assert "looked at in part of the year" in said(svg)


def test_what_is_expected_is_a_range_at_the_last_year_alone() -> None:
    line = YearLine(label="x", counts=[10, 10, 10, 30], expected=Expected(low=5, middle=10, high=20))
    svg = years(line, [], names=YEARS)
    drawn = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="18" height="([\d.]+)"', svg)
    ((x, _, tall),) = drawn
    dots = circles(svg, ACCENT)
    assert float(x) + 9 == pytest.approx(dots[-1][0], abs=0.02)
    # from 5 to 20 is three quarters of the way from 10 to 30
    assert float(tall) == pytest.approx(0.75 * (dots[0][1] - dots[-1][1]), abs=0.1)
    assert "<rect" not in years(YearLine(label="x", counts=[1, 1, 1, 1]), [], names=YEARS)


def test_what_happened_is_named_once_and_marked_in_every_chart() -> None:
    line = YearLine(label="Muslims", counts=[1, 2, 3, 4])
    happened = [Happening(at=0.5, label="2021: partners begin"), Happening(at=2.2, label="2022: trial", kind="trigger")]
    svg = years(dataclasses.replace(line, label="The city"), [line] * 4, names=YEARS, happenings=happened)
    assert said(svg).count("2021: partners begin") == said(svg).count("2022: trial") == 1
    # five charts, and in the first one what leads down to it and the legend
    assert len(re.findall(rf'<line [^>]*stroke="{ATTENTION}"', svg)) == 5 + 2


@pytest.mark.parametrize(("direction", "triangles"), [("up", 1), ("down", 1), (None, 0)])
def test_only_a_word_with_a_direction_has_a_triangle(direction: str | None, triangles: int) -> None:
    line = YearLine(label="x", counts=[1, 2, 3, 4], word="word", direction=direction)  # type: ignore[arg-type]
    assert len(re.findall(r'Z" fill="#1C2A33"', years(line, [], names=YEARS))) == triangles


def test_years_with_long_names_and_many_groups_stay_inside() -> None:
    line = YearLine(
        label="Violent extremism of mixed or unclear kind and everything else " * 2,
        counts=[1000, 2000, 3000, 4000],
        word="above what earlier years lead one to expect, rising over six years, +29 % a year",
        direction="up",
        expected=Expected(low=1, middle=2, high=9000),
    )
    happened = [Happening(at=at / 2 - 0.5, label=f"1 January 202{at}: {'a source ' * 12}") for at in range(9)]
    svg = years(line, [line] * 5, names=YEARS, happenings=happened)
    pdf = typeset(report(sections=[Section(title="x", blocks=[Figure(svg=svg, alt="x")])]))
    assert not overlapping(boxes(pdf))
    assert problems(pdf) == []


def test_lines_of_unlike_length_are_refused() -> None:
    with pytest.raises(ValueError, match="each year"):
        years(None, [YearLine(label="x", counts=[1])], names=YEARS)


def test_days_of_the_week_are_as_tall_as_their_counts() -> None:
    days = [DayBar(label=str(at), value=10 * (at + 1), text=str(at)) for at in range(7)]
    svg = week(days, even=40, even_label="even")
    tall = [float(high) for high in re.findall(r'<rect [^>]*height="([\d.]+)" fill="#2C8296"', svg)]
    assert [high / tall[0] for high in tall] == pytest.approx([1, 2, 3, 4, 5, 6, 7], rel=0.01)
    ((level,),) = [re.findall(r'<line [^>]*y1="([\d.]+)"[^>]*stroke-dasharray', svg)]
    assert 90 - float(level) == pytest.approx(tall[3], abs=0.05)


def test_strong_concern_has_the_strong_colour_and_little_trust_too() -> None:
    """Shares of the last answer and of the first: whichever is the worry is never calm."""
    row = LevelRow(label="x", counts=(1, 0, 0, 0, 5))
    concern = divergent_bars([row], levels=tuple("12345"), last_is_strong=True)
    trust = divergent_bars([row], levels=tuple("12345"))

    def widest(svg: str) -> str:
        found = re.findall(r'width="([\d.]+)" height="16" fill="(#\w+)"', svg)
        return str(max(found, key=lambda each: float(each[0]))[1])

    assert widest(concern) == STRONG_END[0]
    assert widest(trust) == CALM_END[1]


def district(number: int, **changes: object) -> MapArea:
    return dataclasses.replace(areas()[number], **changes)  # type: ignore[arg-type]


def test_classes_dots_and_lines_stay_apart_on_a_grey_printer() -> None:
    # about 2 is the least difference people see side by side (CIE L*); dots are small, so they need more
    assert all(grey(lighter) - grey(darker) > 5 for lighter, darker in pairwise(RAMP))
    assert all(abs(grey(dotted_on(colour)) - grey(colour)) > 20 for colour in RAMP)
    # the outline lies on white, from which it stands out
    assert grey(WHITE) - grey(SELECTION) > 40


@pytest.mark.parametrize("value", [0.5, 3.5, 9])
def test_in_part_is_dotted_upon_its_class_and_never_hatched(value: float) -> None:
    seen = district(0, value=value, in_part=True, name="")
    svg = district_map([seen], breaks=(1, 2, 3, 4, 5, 6))
    assert max(path.count("h.01") for path in re.findall(r' d="([^"]*)"', svg)) > 20
    assert "looked at in part" in said(svg)
    assert "not looked at" not in said(svg)
    whole = district_map([dataclasses.replace(seen, in_part=False)], breaks=(1, 2, 3, 4, 5, 6))
    assert "h.01" not in whole
    assert "looked at in part" not in said(whole)


def test_in_part_without_a_figure_is_dotted_on_white_and_needs_no_other_word() -> None:
    """A district looked at in part has no rate; that its residents were not known would be untrue."""
    svg = district_map([district(0, value=None, in_part=True), district(1, value=2.0)], breaks=(1,))
    assert "h.01" in svg
    assert "looked at in part" in said(svg)
    assert "no figure" not in said(svg)
    both = district_map([district(0, value=None, in_part=True), district(1, value=None)], breaks=(1,))
    assert {"looked at in part", "no figure"} <= set(said(both))


def test_what_was_not_looked_at_is_not_in_part() -> None:
    svg = district_map([district(0, looked_at=False, in_part=True)], breaks=(1,))
    assert "h.01" not in svg
    assert said(svg).count("not looked at") == 1


def test_every_outlined_district_is_named_on_the_map_and_in_the_legend() -> None:
    """Toronto's do not fit inside theirs: the name lies over the district, and nothing lies under it."""
    names = [f"{name}-Nordre Villakvarter og Omegn" for name in NAMES]
    chosen = {3, 12, 20}
    marked = [
        dataclasses.replace(area, name=name, outlined=at in chosen)
        for at, (area, name) in enumerate(zip(areas(), names, strict=True))
    ]
    svg = district_map(marked, breaks=(1, 3), labels=MapLabels(outlined="far above"))
    printed = " ".join(said(svg))
    assert all(printed.count(names[at].split("-")[0]) == 2 for at in chosen)
    assert not _touching(svg)


def _touching(svg: str) -> list[tuple[str, str]]:
    found = re.findall(
        r'<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="middle" font-size="([\d.]+)"[^>]*>([^<]+)<', svg
    )
    placed = [
        (word, shapely.box(float(x) - wide / 2, float(y) - float(size) * 0.7, float(x) + wide / 2, float(y)))
        for x, y, size, word in found
        for wide in [text_width(word, float(size), 600)]
    ]
    return [(one, other) for (one, a), (other, b) in combinations(placed, 2) if a.intersects(b)]
