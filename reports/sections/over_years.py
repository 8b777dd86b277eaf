"""Over the years, in section 5: one line for the city and each group, and what in the records makes years unlike."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from django.utils.translation import gettext as _

from analysis.change import Change
from analysis.coverage import covers
from analysis.questions.family import FEWEST
from analysis.records import Coverage, Period
from analysis.words import Word
from core.formats import day, number, number_marks
from output.charts.years import Expected, Happening, YearLabels, YearLine, years
from output.document import Block, Column, Figure, Table
from reports.sections.analysed import compared_city
from reports.sections.context import SectionContext
from reports.sections.counted import of_year
from reports.sections.periods import by_years, in_period, is_of_years
from reports.sections.readings import is_alike, reading
from reports.sections.wording import label, listed
from reports.snapshot import SnapshotData

MOST_YEARS, FEWEST_YEARS = 8, 3
MOST_DRAWN, A_ROW = 6, 3
SAYS_NOTHING = frozenset({"none", "none_known"})
TABLE = "A9"
DIRECTIONS: dict[int, Literal["up", "down"] | None] = {1: "up", -1: "down", 0: None}


def city_years(context: SectionContext) -> Iterator[Block]:
    """Nothing where there are fewer than three windows of sources that looked alike: the tables say all of two. Nor of
    years without a record."""
    shown = windows(context)
    if len(shown) >= FEWEST_YEARS and any(_counts(context.landscape.city, len(shown))):
        yield _city_figure(context, shown)


def group_years(context: SectionContext) -> Iterator[Block]:
    """The same of currents and targeted groups, where any has enough records."""
    shown, groups = windows(context), _groups(context)
    if len(shown) >= FEWEST_YEARS and groups:
        yield _groups_figure(context, shown, groups)


def further_groups(context: SectionContext) -> Iterator[Block]:
    """Of the annex: those that section 5 has no room for, drawn alike, and not all in one figure: that would leave most
    of a page empty before it."""
    shown, groups = windows(context), _groups(context)[MOST_DRAWN:]
    for drawn in _pages_of(groups) if len(shown) >= FEWEST_YEARS else ():
        yield Figure(
            svg=_drawn(context, shown, None, [line(name, change, len(shown)) for name, change in drawn]),
            alt=_alt(context, shown, drawn),
            caption=_(
                "Further currents and targeted groups with enough records, each on a scale of its own, from 0. Table "
                "%(table)s has the numbers."
            )
            % {"table": TABLE},
        )


def _pages_of(groups: Sequence[tuple[str, Change]]) -> Iterator[Sequence[tuple[str, Change]]]:
    """As many in a figure as in section 5; a last row alone stands with those before it."""
    at = 0
    while at < len(groups):
        left = len(groups) - at
        count = left if left <= MOST_DRAWN + A_ROW else MOST_DRAWN
        yield groups[at : at + count]
        at += count


def _city_figure(context: SectionContext, shown: Sequence[Period]) -> Figure:
    land = context.landscape
    return Figure(
        svg=_drawn(context, shown, line(_("The whole city"), land.city, len(shown)), []),
        title=_("%(subject)s: %(words)s") % {"subject": _("The whole city"), "words": reading(land.city)},
        alt=_alt(context, shown, [(_("The whole city"), land.city)]),
        caption=_caption(context, shown)
        % {"in_period": in_period(land.period), "count": number(len(shown) - 1), "table": TABLE},
    )


def _caption(context: SectionContext, shown: Sequence[Period]) -> str:
    if not is_alike(context.landscape.city):
        return _caption_of_all(shown)
    if _apart(shown) > 1:
        return _(
            "Events recorded %(in_period)s and in %(count)s earlier periods of that length, from sources that looked "
            "alike in all of them. Table %(table)s has the numbers."
        )
    return _(
        "Events recorded %(in_period)s and on the same dates of %(count)s earlier years, from sources that looked "
        "alike in all of them. Table %(table)s has the numbers."
    )


def _caption_of_all(shown: Sequence[Period]) -> str:
    """Where recording changed the counts are of all sources."""
    if _apart(shown) > 1:
        return _(
            "Events recorded %(in_period)s and in %(count)s earlier periods of that length. Recording changed in "
            "between, so these counts cannot be compared. Table %(table)s has the numbers."
        )
    return _(
        "Events recorded %(in_period)s and on the same dates of %(count)s earlier years. Recording changed in between, "
        "so these counts cannot be compared. Table %(table)s has the numbers."
    )


def _apart(shown: Sequence[Period]) -> int:
    """Years from one window to the next, of which there are at least two."""
    return shown[1].start.year - shown[0].start.year


def _groups_figure(context: SectionContext, shown: Sequence[Period], groups: Sequence[tuple[str, Change]]) -> Figure:
    """Of all groups; drawn are the first of them."""
    drawn = groups[:MOST_DRAWN]
    return Figure(
        svg=_drawn(context, shown, None, [line(name, change, len(shown)) for name, change in drawn]),
        title=_title(groups),
        alt=_alt(context, shown, drawn),
        caption=_shown_of(groups) % {"least": number(FEWEST), "table": TABLE},
    )


def _shown_of(groups: Sequence[tuple[str, Change]]) -> str:
    """Which are drawn, and how."""
    if any(change.findings for _name, change in groups):
        return _(
            "Currents and targeted groups that changed, then those with most records, counted as above; each has a "
            "scale of its own, from 0, and a record may count for several. Table %(table)s has the numbers of all with "
            "at least %(least)s records in these years."
        )
    return _(
        "The currents and targeted groups with most records, counted as above; each has a scale of its own, from 0, "
        "and a record may count for several. Table %(table)s has the numbers of all with at least %(least)s records in "
        "these years."
    )


def _drawn(context: SectionContext, shown: Sequence[Period], city: YearLine | None, groups: Sequence[YearLine]) -> str:
    return years(
        city,
        groups,
        names=[by_years(window) for window in shown],
        partial=[at for at, window in enumerate(shown) if covers(context.frozen.coverage, window) < 1],
        happenings=list(happenings(context, shown)),
        labels=YearLabels(
            expected=_("what earlier years lead one to expect"),
            partial=_("looked at in part of the year")
            if is_of_years(shown[-1])
            else _("looked at in part of the period"),
            source=_("recording changed"),
            trigger=_("trigger event"),
        ),
        marks=number_marks(),
    )


def years_table(context: SectionContext) -> list[Block]:
    """The numbers of the figure, for the annex."""
    shown = windows(context)
    if len(shown) < FEWEST_YEARS:
        return []
    rows = [(_("The whole city"), "city", context.landscape.city), *_groups_by_family(context)]
    return [
        Table(
            columns=[
                Column(_("Group"), weight=4),
                *(Column(by_years(window), align="end", weight=1.2) for window in shown),
                Column(_("Reading"), weight=4),
            ],
            rows=[[name, *_counted(context, change, family, shown), reading(change)] for name, family, change in rows],
            strong_rows=[0],
            number=TABLE,
            title=_("Records that can be compared, by year")
            if _apart(shown) == 1
            else _("Records that can be compared, by period"),
            note="" if is_alike(context.landscape.city) else _counts_of_the_city(),
        )
    ]


def _counts_of_the_city() -> str:
    return _(
        "The whole city has all that was recorded: recording changed in between, so its counts cannot be compared."
    )


def windows(context: SectionContext) -> list[Period]:
    """Those compared, the oldest first."""
    return _shown(context.landscape.period, context.landscape.windows_used)


def _shown(period: Period, used: Sequence[Period]) -> list[Period]:
    return [period, *used][:MOST_YEARS][::-1]


def _counted(context: SectionContext, change: Change, family: str, shown: Sequence[Period]) -> Iterator[str]:
    for count, window in zip(_counts(change, len(shown)), shown, strict=True):
        yield of_year(context, change, family, count, shown[-1].start.year - window.start.year)


def counted_before(context: SectionContext) -> dict[tuple[str, str, Period], int]:
    """What is compared in every window before the comparison, by family, key and window."""
    land = context.landscape
    return _before(_all_changes(context), land.windows_used, land.comparison)


def printed_before(context: SectionContext) -> set[tuple[str, str, Period]]:
    """Those of them that are printed: in the table of the years, and where a rise or a fall begins."""
    rows = [
        ("city", context.landscape.city),
        *((family, change) for _name, family, change in _groups_by_family(context)),
    ]
    return _printed(rows, _all_changes(context), windows(context), context.landscape.windows_used)


def whole_before(frozen: SnapshotData) -> tuple[dict[tuple[str, str, Period], int], set[tuple[str, str, Period]]]:
    """Both of the whole city alone, for which no landscape is needed."""
    city, used = compared_city(frozen)
    rows = [("city", city)]
    shown = _shown(frozen.period, used)
    return _before(rows, used, frozen.comparison), _printed(rows, rows, shown, used)


def _before(
    rows: Iterable[tuple[str, Change]], used: Sequence[Period], comparison: Period
) -> dict[tuple[str, str, Period], int]:
    return {
        (family, change.key, window): count
        for family, change in rows
        for count, window in zip(change.earlier, used, strict=False)
        if window != comparison
    }


def _printed(
    in_rows: Iterable[tuple[str, Change]],
    told: Iterable[tuple[str, Change]],
    shown: Sequence[Period],
    used: Sequence[Period],
) -> set[tuple[str, str, Period]]:
    in_table = {(family, each.key, window) for family, each in in_rows for window in shown}
    begins = {
        (family, each.key, used[len(each.earlier) - 1])
        for family, each in told
        if each.earlier and {Word.RISING, Word.FALLING} & set(each.words)
    }
    return {*(in_table if len(shown) >= FEWEST_YEARS else ()), *begins}


def _all_changes(context: SectionContext) -> Iterator[tuple[str, Change]]:
    yield "city", context.landscape.city
    for family, found in context.landscape.families.items():
        yield from ((family, change) for change in found.changes)


def _groups(context: SectionContext) -> list[tuple[str, Change]]:
    """Those that changed first."""
    found = [(name, change) for name, _family, change in _groups_by_family(context)]
    return sorted(found, key=lambda pair: not pair[1].findings)


def _groups_by_family(context: SectionContext) -> list[tuple[str, str, Change]]:
    """Currents and targeted groups with enough comparable records in the windows shown, those with most now first.

    What is new in the records, or is no longer, has enough of them by the test that found it.
    """
    shown = len(windows(context))
    found = [
        (label(family, change.key), family, change)
        for family in ("currents", "targets")
        for change in context.landscape.families[family].changes
        if change.key not in SAYS_NOTHING
        and is_alike(change)
        and len(change.earlier) >= shown - 1
        and (sum(_counts(change, shown)) >= FEWEST or change.findings)
    ]
    return sorted(found, key=lambda each: (-each[2].now, each[0]))


def _counts(change: Change, shown: int) -> list[int]:
    return [change.now, *change.earlier[: shown - 1]][::-1]


def line(name: str, change: Change, shown: int) -> YearLine:
    found = change.expected
    return YearLine(
        label=name,
        counts=_counts(change, shown),
        word=_word(change),
        expected=Expected(low=found.low, middle=found.count, high=found.high) if found else None,
        direction=DIRECTIONS[change.word.direction],
    )


def _word(change: Change) -> str:
    """What rises or falls over the years says by how much a year."""
    said = reading(change)
    if change.trend is None or not {Word.RISING, Word.FALLING} & set(change.words):
        return said
    yearly = 100 * (change.trend.yearly - 1)
    sign = "+" if yearly > 0 else "−"
    return _("%(word)s, %(yearly)s %% a year") % {"word": said, "yearly": f"{sign}{number(abs(yearly))}"}


def _title(groups: Sequence[tuple[str, Change]]) -> str:
    moved = [f"{name} ({reading(change)})" for name, change in groups if change.findings]
    if not moved:
        return _("No change can be told of any current or targeted group")
    return _("Of currents and targeted groups: %(moved)s") % {"moved": listed(moved, most=4)}


def _alt(context: SectionContext, shown: Sequence[Period], groups: Sequence[tuple[str, Change]]) -> str:
    """Every line with its counts and its word, and what happened in between."""
    first, last = by_years(shown[0]), by_years(shown[-1])
    lines = [
        _("%(name)s: %(counts)s (%(word)s)")
        % {
            "name": name,
            "counts": ", ".join(number(count) for count in _counts(change, len(shown))),
            "word": reading(change),
        }
        for name, change in groups
    ]
    if is_of_years(context.landscape.period):
        told = _("Lines of the records of each year from %(first)s to %(last)s. %(lines)s.")
    elif _apart(shown) == 1:
        told = _("Lines of the records of such periods, beginning in each year from %(first)s to %(last)s. %(lines)s.")
    else:
        told = _("Lines of the records of such periods, from that of %(first)s to that of %(last)s. %(lines)s.")
    told %= {"first": first, "last": last, "lines": "; ".join(lines)}
    marked = [each.label for each in happenings(context, shown)]
    return f"{told} " + _("Marked: %(marked)s.") % {"marked": "; ".join(marked)} if marked else told


def happenings(context: SectionContext, shown: Sequence[Period]) -> Iterator[Happening]:
    """Sources that begin, end or look otherwise, recording that changed, and trigger events, between the windows."""
    first, last = shown[0].start, shown[-1].end
    for when, words in sorted(_of_sources(context)):
        if first < when <= last:
            yield Happening(at=_at(when, shown), label=f"{day(when)}: {words}")
    for when, name in sorted(context.frozen.trigger_days):
        if first <= when <= last:
            yield Happening(at=_at(when, shown), label=f"{day(when)}: {name}", kind="trigger")


def _at(when: datetime.date, shown: Sequence[Period]) -> float:
    """On the axis: 0 is the middle of the first window, 1 that of the second."""
    middle = shown[0].start + (shown[0].end - shown[0].start) / 2
    return min(max((when - middle).days / (365.25 * _apart(shown)), -0.5), len(shown) - 0.5)


def _of_sources(context: SectionContext) -> Iterator[tuple[datetime.date, str]]:
    names = {source["key"]: str(source["name"]) for source in context.frozen.sources}
    for key, name in names.items():
        yield from _of_coverage([row for row in context.frozen.coverage if row.source == key], name)
    for change in context.frozen.practice_changes:
        because = f" ({change.because})" if change.because else ""
        yield (
            change.on,
            _("%(source)s records otherwise%(because)s")
            % {
                "source": names.get(change.source, change.source),
                "because": because,
            },
        )


def _of_coverage(rows: Sequence[Coverage], name: str) -> Iterator[tuple[datetime.date, str]]:
    if not rows:
        return
    begin, end = min(row.start for row in rows), max(row.end for row in rows)
    yield begin, _("%(source)s begins") % {"source": name}
    yield end + datetime.timedelta(days=1), _("%(source)s has ended") % {"source": name}
    for row in rows:
        before = {other.completeness for other in rows if other.end == row.start - datetime.timedelta(days=1)}
        if before and row.completeness not in before:
            yield row.start, _("%(source)s looks more or less completely") % {"source": name}
