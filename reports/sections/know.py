"""Of the summary: what was recorded, in four sentences that need no other page, with a map and a line of years."""

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analysis.change import Change
from analysis.concentration import FEW_RESIDENTS
from analysis.disclosure import FEWEST_IN_A_SUMMARY, FEWEST_RATERS
from analysis.landscape import Counted
from analysis.needs import Voiced
from analysis.words import Word
from core import formats
from core.formats import number, number_marks
from output.charts.years import small_years
from output.document import Figure, Run
from reports.sections.against_city import furthest
from reports.sections.context import SectionContext
from reports.sections.counted import compared, of_family, of_first, records
from reports.sections.needs import need
from reports.sections.over_years import FEWEST_YEARS, windows
from reports.sections.over_years import line as line_of
from reports.sections.periods import by_years, in_period, is_of_whole_years, is_of_years
from reports.sections.places import small_map
from reports.sections.readings import from_first, is_alike, of_the_city, word_of
from reports.sections.where import why_not_assessed
from reports.sections.wording import label, listed, shortened

MOST_NAMES = 4
MOST_COUNTED = 4
MOST_NEEDS = 2
MOST_CHANGED = 2
LONGEST_NAME = 32

OVER_YEARS: dict[Word, Callable[[], str]] = {
    Word.RISING: lambda: _("It has risen over %(years)s years, %(from_first)s."),
    Word.FALLING: lambda: _("It has fallen over %(years)s years, %(from_first)s."),
}
PLAINLY: dict[Word, Callable[[], str]] = {
    Word.ABOVE: lambda: _("That is more than earlier years lead one to expect."),
    Word.BELOW: lambda: _("That is less than earlier years lead one to expect."),
    Word.HIGHER: lambda: _("That is more than before, beyond what varies from year to year."),
    Word.LOWER: lambda: _("That is less than before, beyond what varies from year to year."),
    Word.NEW: lambda: _("Earlier years have none of it."),
    Word.NO_LONGER: lambda: _("Earlier years have some of it."),
    Word.ABOUT_THE_SAME: lambda: _("That is about as much as was to be expected."),
    Word.NEITHER: lambda: _("That is neither twice nor half of what was to be expected."),
    Word.TOO_FEW: lambda: _("That is too little to say whether it is a change."),
}
# The headline says that no change is certain, or that nothing is compared.
IN_THE_HEADLINE = (Word.CANNOT_TELL, Word.RECORDING_CHANGED)


def few(count: int, told: str) -> str:
    """A number as it is told, where it is not of so few that they could be pointed at: those are told so that no other
    page contradicts them, which has the number."""
    return told if count >= FEWEST_IN_A_SUMMARY else fewer_than_are_told()


def fewer_than_are_told() -> str:
    return _("fewer than %(least)s") % {"least": number(FEWEST_IN_A_SUMMARY)}


def headline(context: SectionContext) -> str:
    """The city, and the districts in which it went another way, in one sentence each."""
    if not context.landscape.total:
        return _("Nothing was recorded %(in_period)s.") % {"in_period": in_period(context.landscape.period)}
    told = [_whole_city(context)]
    if rose := _moved(context, Word.ROSE):
        told.append(_("More was recorded in %(names)s than the rest of the city explains.") % {"names": rose})
    return " ".join(told)


def _whole_city(context: SectionContext) -> str:
    city = context.landscape.city
    if city.findings:
        return of_the_city(context)
    if not is_alike(city) and context.landscape.period.end > context.frozen.diagnosis["dated"]:
        return _("The whole city is not compared with before, because the period had not ended.")
    if not is_alike(city):
        return _("The whole city is not compared with before, because recording changed.")
    return _("For the whole city no change is certain.")


def asked_for(context: SectionContext) -> list[Run]:
    """What those who were heard raise most."""
    if not (first := [need(each).lower() for each in asked_most(context)]):
        return []
    return [Run(" " + _("People ask above all for: %(needs)s.") % {"needs": listed(first)})]


def asked_most(context: SectionContext) -> Sequence[Voiced]:
    """The needs raised most, where enough were heard for an order, and enough of these raised one."""
    if not context.voices.is_ordered:
        return ()
    return [each for each in context.voices.needs if each.organisations + each.unnamed >= FEWEST_RATERS][:MOST_NEEDS]


def sentences(context: SectionContext) -> list[list[Run]]:
    """Level and trend, where, who is targeted, currents, and what of that which was done changed; of nothing recorded
    the first alone. What the headline says is not said twice."""
    told = [(_("Level."), _level(context))]
    if context.landscape.total:
        told += [
            (_("Where."), " ".join(_beside_the_headline(context))),
            (_("Who is targeted."), _named(context, "targets", context.named_targets)),
            (_("Currents."), _named(context, "currents", _known_currents(context))),
        ]
    if context.landscape.total >= FEWEST_IN_A_SUMMARY:  # of fewer the level says that no more can be said
        told.append((_("What was done."), _changed(context, "manifestations")))
    return [[Run(f"{head} ", strong=True), Run(text)] for head, text in told if text]


def _known_currents(context: SectionContext) -> list[Counted]:
    return [row for row in context.landscape.counts["currents"] if row.now and row.key != "none_known"]


def _level(context: SectionContext) -> str:
    land = context.landscape
    words = {"in_period": in_period(land.period), "least": number(FEWEST_IN_A_SUMMARY)}
    if not land.total:
        return " ".join([_nothing(context), *(_plainly(context, word) for word in land.city.findings)])
    if land.total < FEWEST_IN_A_SUMMARY:
        return _("Fewer than %(least)s events were recorded %(in_period)s, too few for more to be said.") % words
    told = [_plainly(context, word) for word in land.city.words if word not in IN_THE_HEADLINE]
    return " ".join([_counted(context), *told, *_one_day(land.city)])


def _nothing(context: SectionContext) -> str:
    """What there was before is said where nothing is left of it: that page tells no zero of a reading."""
    land = context.landscape
    words = {"in_period": in_period(land.period)}
    if is_alike(land.city) and land.city.before >= FEWEST_IN_A_SUMMARY:
        before, _now = compared(context, land.city, "city")
        words |= {"before": before, "in_then": in_period(land.comparison), "rank": _rank(context)}
        told = _(
            "Nothing was recorded %(in_period)s, after %(before)s %(in_then)s%(rank)s; that nothing happened is not "
            "said by that."
        )
        return told % words
    return _("Nothing was recorded %(in_period)s; that nothing happened is not said by that.") % words


def _one_day(city: Change) -> Iterator[str]:
    """That what is above rests on one day: who reads no further takes it for something that lasted."""
    if city.day:
        words = {"on_day": few(city.on_day, number(city.on_day)), "day": formats.day(city.day)}
        yield _("Of these, %(on_day)s are of one day, %(day)s: counted as one, they would not surprise.") % words


def _plainly(context: SectionContext, word: Word) -> str:
    """What goes over the years says from how many: beside it stand the counts of two alone."""
    if word not in OVER_YEARS:
        return PLAINLY[word]()
    city = context.landscape.city
    first = few(city.earlier[-1], of_first(context, city, "city"))
    return OVER_YEARS[word]() % {"years": number(city.years), "from_first": from_first(context, city, first)}


def _counted(context: SectionContext) -> str:
    """One pair of counts: all there is where all is compared, else what is compared beside what there is. Few are told
    as few, where the other one is not."""
    land, city = context.landscape, context.landscape.city
    before, now = compared(context, city, "city")
    words = {
        "total": records(land.total),
        "in_period": in_period(land.period),
        "now": few(city.now, now),
        "before": few(city.before, before),
        "in_then": in_period(land.comparison),
        "rank": _rank(context),
    }
    told = ngettext(
        "%(total)s event was recorded %(in_period)s.", "%(total)s events were recorded %(in_period)s.", land.total
    )
    if max(city.now, city.before) < FEWEST_IN_A_SUMMARY:
        return told % words
    if (land.total, land.total_before) == (city.now, city.before):
        told = _("%(total)s events were recorded %(in_period)s, after %(before)s %(in_then)s%(rank)s.")
        return told % words
    if is_alike(city):
        of_these = _("Comparable: %(now)s, after %(before)s %(in_then)s%(rank)s.")
    else:
        of_these = _("Counted: %(now)s, after %(before)s %(in_then)s%(rank)s.")
    return f"{told} {of_these}" % words


def _rank(context: SectionContext) -> str:
    """Among the years; of a part of them, or of several, among such periods; none among those that were recorded
    otherwise."""
    if not is_alike(context.landscape.city):
        return ""
    city, of_years = context.landscape.city, is_of_years(context.landscape.period)
    words = {"all": number(len(city.earlier) + 1)}
    told = ""
    if len(city.earlier) >= 2 and city.now > max(city.earlier):
        told = _(": the most of %(all)s years") if of_years else _(": the most of %(all)s such periods")
    elif len(city.earlier) >= 2 and city.now < min(city.earlier):
        told = _(": the least of %(all)s years") if of_years else _(": the least of %(all)s such periods")
    return told % words


def _moved(context: SectionContext, word: Word) -> str:
    found = [
        shortened(context.names[c.key], LONGEST_NAME)
        for c in context.landscape.families["districts"].findings
        if word in c.words
    ]
    return listed(found, MOST_NAMES)


def _where(context: SectionContext) -> str:
    told = list(_beside_the_headline(context))
    if rose := _moved(context, Word.ROSE):
        told.insert(0, _("It rose against the rest of the city in %(names)s.") % {"names": rose})
    return " ".join(told)


def _beside_the_headline(context: SectionContext) -> Iterator[str]:
    """Of districts what the headline has not: there stands where more was recorded."""
    told = []
    if fell := _moved(context, Word.FELL):
        told.append(_("It fell against the rest of the city in %(names)s.") % {"names": fell})
    if above := [_with_residents(context, found.district) for found in context.landscape.concentrations.found]:
        told.append(_("Far more per resident than elsewhere: %(names)s.") % {
            "names": listed(above, MOST_NAMES)
        })  # fmt: skip
    told += _not_assessed(context)
    if told or _moved(context, Word.ROSE):
        yield from told
    else:
        yield _nowhere(context)


def _not_assessed(context: SectionContext) -> Iterator[str]:
    """Districts of which far more was recorded than elsewhere, all of which may have been one."""
    found = context.landscape.concentrations
    if found.unplaced:
        told = _(
            "Far more than elsewhere was recorded in %(names)s, but not in two kinds of place: whether that is a "
            "concentration is not assessed."
        )
        yield told % {"names": _names_of(context, found.unplaced)}
    if found.undated:
        told = _(
            "Far more than elsewhere was recorded in %(names)s, but not on three dates: whether that is a "
            "concentration is not assessed."
        )
        yield told % {"names": _names_of(context, found.undated)}


def _names_of(context: SectionContext, codes: Sequence[str]) -> str:
    return listed([shortened(context.names[code], LONGEST_NAME) for code in codes], MOST_NAMES)


def _nowhere(context: SectionContext) -> str:
    is_assessed = why_not_assessed(context) == ""
    if not is_assessed and context.landscape.families["districts"].growth is None:
        return _("Whether districts differ cannot be said from what is known.")
    told = (
        _("No district stands out beyond doubt.")
        if is_assessed
        else _("No district moved against the rest of the city beyond doubt; concentrations are not assessed.")
    )
    if found := furthest(context):
        before, now = compared(context, found, "districts")
        words = {
            "name": shortened(context.names[found.key], LONGEST_NAME),
            "before": few(found.before, before),
            "now": few(found.now, now),
        }
        told += " " + _("Furthest from the rest, without being certain: %(name)s, %(before)s → %(now)s.") % words
    return told


def _with_residents(context: SectionContext, code: str) -> str:
    """A rate on few residents is high by few records."""
    people = {area.code: area.population for area in context.frozen.areas}[code]
    return shortened(context.names[code], LONGEST_NAME) + (
        _(" (few residents)") if people is not None and people < FEW_RESIDENTS else ""
    )


def _named(context: SectionContext, family: str, rows: Sequence[Counted]) -> str:
    """Those named often enough for a number, the others without one; and what changed of them."""
    often = [row for row in rows if row.now >= FEWEST_IN_A_SUMMARY]
    if not rows:
        return _("The records name none.")
    if not often:
        return _("Each is named in fewer than %(least)s records.") % {"least": number(FEWEST_IN_A_SUMMARY)}
    counted = [f"{label(family, row.key)} {of_family(row.now, family, row.key)}" for row in often]
    told = _("%(rows)s.") % {"rows": listed(counted, MOST_COUNTED)}
    return " ".join(filter(None, [told, _changed(context, family)]))


def _changed(context: SectionContext, family: str) -> str:
    """Which of a family changed, and how."""
    rows = [
        f"{label(family, change.key)} ({listed([word_of(change, word) for word in change.findings])})"
        for change in context.landscape.families[family].findings
        if change.key not in {"none", "none_known"}
    ]
    return _("Changed: %(rows)s.") % {"rows": listed(rows, MOST_CHANGED)} if rows else ""


def pictures(context: SectionContext) -> list[Figure]:
    """A map without numbers where rates tell districts apart, and the years where none is of few."""
    found = []
    if context.landscape.rated.exposure and context.landscape.smoothing.distinct:
        found.append(_map(context))
    shown = windows(context)
    city = context.landscape.city
    if len(shown) >= FEWEST_YEARS and min([city.now, *city.earlier[: len(shown) - 1]]) >= FEWEST_IN_A_SUMMARY:
        found.append(_years(context))
    return found


def _map(context: SectionContext) -> Figure:
    told_of = {c.key for c in context.landscape.families["districts"].findings}
    told_of |= {found.district for found in context.landscape.concentrations.found}
    named = told_of | {district.area.code for district in context.not_looked_at[:MOST_NAMES]}
    told = _("Map of the districts by what was recorded per resident, from few to many.")
    if context.not_looked_at:
        gaps = listed([district.area.name for district in context.not_looked_at], MOST_NAMES)
        told += " " + _("Not looked at: %(names)s.") % {"names": gaps}
    return Figure(
        svg=small_map(context, told_of, named),
        title=_("Recorded per resident"),
        alt=f"{told} {_where(context)}",
        number="",
    )


def _years(context: SectionContext) -> Figure:
    shown, city = windows(context), context.landscape.city
    counts = [city.now, *city.earlier[: len(shown) - 1]][::-1]
    rows = [f"{by_years(window)} {number(count)}" for window, count in zip(shown, counts, strict=True)]
    if is_of_whole_years(context.landscape.period):
        told = _("Line of the years: %(rows)s.")
    else:
        told = _("Line of such periods, by the year each begins in: %(rows)s.")
    return Figure(
        svg=small_years(
            line_of(_("The whole city"), city, len(shown)),
            names=[by_years(window) for window in shown],
            expected=_("to be expected"),
            marks=number_marks(),
        ),
        title=_("Events that can be compared") if is_alike(city) else _("Recorded events; recording changed"),
        alt=told % {"rows": listed(rows, len(rows))},
        number="",
    )
