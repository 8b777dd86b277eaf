"""What is said of a change: its words, its plain facts, and the sentences made of them. Said here and nowhere else."""

import math
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from analysis.change import OF_ONE_DAY, Change, Expected
from analysis.words import DOUBLED, Word
from core import formats
from core.formats import amount, decimal, number, percent
from reports.sections.context import SectionContext
from reports.sections.counted import IN_A_SERIES, compared, first_window, of_events, of_first, of_series
from reports.sections.periods import in_period, is_of_whole_years, short_period
from reports.sections.wording import listed

WORDS = {
    Word.NEW: gettext_lazy("new in the records"),
    Word.NO_LONGER: gettext_lazy("no longer recorded"),
    Word.RISING: gettext_lazy("rising over the years"),
    Word.FALLING: gettext_lazy("falling over the years"),
    Word.ABOVE: gettext_lazy("above what earlier years lead one to expect"),
    Word.BELOW: gettext_lazy("below what earlier years lead one to expect"),
    Word.HIGHER: gettext_lazy("higher than before"),
    Word.LOWER: gettext_lazy("lower than before"),
    Word.ROSE: gettext_lazy("rose against the city"),
    Word.FELL: gettext_lazy("fell against the city"),
    Word.ABOUT_THE_SAME: gettext_lazy("about the same"),
    Word.NEITHER: gettext_lazy("neither doubled nor halved"),
    Word.CANNOT_TELL: gettext_lazy("cannot tell"),
    Word.TOO_FEW: gettext_lazy("too few to tell"),
    Word.RECORDING_CHANGED: gettext_lazy("recording changed"),
    Word.NOT_OVER: gettext_lazy("the period had not ended"),
}
# As parts of a sentence, which some languages tell otherwise.
WHY_UNLIKE = {
    Word.RECORDING_CHANGED: pgettext_lazy("a reason", "recording changed"),
    Word.NOT_OVER: pgettext_lazy("a reason", "the period had not ended"),
}
# Beyond this the upper end of a ratio says only that there was next to nothing before.
MOST_RATIO = 20
# Below the least it would be 0.00; what is close above 1 has two decimals, as what is below it: 1.04 is not 1.0.
LEAST_RATIO, CLOSE_TO_ONE = 0.01, 1.05
SHORTEST_YEAR = 365


def word_alone(word: Word, years: int = 0, *, of_one_day: bool = False) -> str:
    """A word as it is printed; what goes over the years says over how many, where that is known, and what one day alone
    makes that it does."""
    if of_one_day and word in OF_ONE_DAY:
        return _("%(word)s, because of one day") % {"word": WORDS[word]}
    if years and word == Word.RISING:
        return _("rising over %(years)s years") % {"years": number(years)}
    if years and word == Word.FALLING:
        return _("falling over %(years)s years") % {"years": number(years)}
    return str(WORDS[word])


def reading(change: Change) -> str:
    """All words of a change."""
    return _(", ").join(word_of(change, each) for each in change.words)


def word_of(change: Change, word: Word) -> str:
    return word_alone(word, change.years, of_one_day=change.day is not None)


def beside(context: SectionContext, change: Change, family: str) -> str:
    """All words of a change where its counts before and now stand beside them: what rests on other years, or on more
    than these two, says on what, so that 95 → 91 is not read as what rises."""
    return _(", ").join(_beside(context, change, word, family) for word in change.words)


def _beside(context: SectionContext, change: Change, word: Word, family: str) -> str:
    told = word_of(change, word)
    if word in {Word.RISING, Word.FALLING}:
        return f"{told}, {from_first(context, change, of_first(context, change, family))}"
    if not word.is_finding or word.direction * (change.now - change.before) > 0:
        return told
    return _against_its_counts(change, word) or told


def _against_its_counts(change: Change, word: Word) -> str:
    """A word that goes another way than its two counts do, with what it rests on."""
    if word == Word.ABOVE:
        return _("above the %(expected)s that earlier years lead one to expect") % _surprise(change)
    if word == Word.BELOW:
        return _("below the %(expected)s that earlier years lead one to expect") % _surprise(change)
    if word in {Word.ROSE, Word.FELL}:
        words = {"word": word_of(change, word), "expected": with_the_city(change)}
        return _("%(word)s, with which it would have %(expected)s") % words
    if word == Word.NO_LONGER:
        words = {"word": word_alone(word), "count": number(sum(change.earlier))}
        return _("%(word)s, after %(count)s in all earlier periods") % words
    return ""


def from_first(context: SectionContext, change: Change, count: str) -> str:
    """Where a rise or a fall over the years begins; `count` is that of the first of them, as it is written."""
    window = first_window(context, change)
    if is_of_whole_years(window):
        return _("from %(count)s %(in_period)s") % {"count": count, "in_period": in_period(window)}
    years = sorted({window.start.year, window.end.year})
    return _("from %(count)s on the same days of %(year)s") % {"count": count, "year": "–".join(map(str, years))}


def of_the_city(context: SectionContext) -> str:
    """What the city's finding is, in one sentence; of a period that is no year it says which days were compared."""
    city, period = context.landscape.city, context.landscape.period
    words = {
        "city": context.city,
        "words": listed([word_of(city, word) for word in city.findings]),
        "period": short_period(period),
    }
    if (period.end - period.start).days >= SHORTEST_YEAR - 1:
        return _("What is recorded in %(city)s is %(words)s.") % words
    return _("Counted on the same days of each year (%(period)s), what is recorded in %(city)s is %(words)s.") % words


def ratio(value: float) -> str:
    """Never 0 of what is there, and never 1 of what is a little more or less: then with more digits, or in a word."""
    if value > MOST_RATIO:
        return _("over %(most)s") % {"most": number(MOST_RATIO)}
    if value in {0, 1}:
        return decimal(value, 0 if value == 0 else 1)
    if value < LEAST_RATIO:
        return _("under %(least)s") % {"least": decimal(LEAST_RATIO, 2)}
    if abs(value - 1) < LEAST_RATIO / 2:
        return _("just under 1") if value < 1 else _("just over 1")
    return decimal(value, 2 if value < CLOSE_TO_ONE else 1)


def is_alike(change: Change) -> bool:
    """Whether its counts may be set against each other."""
    return not change.word.is_unlike


def why_unlike(change: Change) -> str:
    """Why its counts may not be set against each other, as a part of a sentence; nothing where they may."""
    return str(WHY_UNLIKE[change.word]) if change.word.is_unlike else ""


def times(change: Change) -> str:
    """Now ÷ before, a plain fact; a dash where there was nothing before, or recording changed."""
    return "–" if change.ratio is None or not is_alike(change) else ratio(change.ratio)


def rank(change: Change) -> str:
    """Where it stands among all windows, 1 for the highest: "1 of 6"; no place where all are equal."""
    if len(change.earlier) < 2 or not is_alike(change) or set(change.earlier) == {change.now}:
        return "–"
    words = {"rank": number(change.rank), "all": number(len(change.earlier) + 1)}
    return (_("%(rank)s of %(all)s, shared") if change.now in change.earlier else _("%(rank)s of %(all)s")) % words


def expected(change: Change) -> str:
    """What was to be expected, and what would not have surprised."""
    if change.expected is None:
        return "–"
    return f"{number(round(change.expected.count))} ({_range(change)})"


def against(change: Change) -> str:
    """The ratio to what the city's growth would have made, with its interval."""
    if change.against is None:
        return "–"
    middle = ratio(change.against.ratio)
    low, high = (_beside_twice(each) for each in (change.against.low, change.against.high))
    return middle if middle == low == high else f"{middle} ({low}–{high})"


def named(context: SectionContext, name: str, change: Change, family: str) -> str:
    """A name in front of counts and their ratio, with the events where some count as a series."""
    if change.in_series == change.series:
        return name
    series = ngettext("%(count)s series", "%(count)s series", change.series) % {
        "count": of_series(context, change, family)
    }
    words = {
        "name": name,
        "events": of_events(context, change, family, change.events),
        "in_series": of_events(context, change, family, change.in_series, **IN_A_SERIES),
        "series": series,
    }
    if change.in_series == change.events:
        return _("%(name)s (now %(events)s events, %(series)s)") % words
    return _("%(name)s (now %(events)s events, %(in_series)s of them in %(series)s)") % words


def with_the_city(change: Change) -> str:
    """How many there would be, had the district gone with the city: what its ratio is to."""
    return "–" if change.against is None else amount(change.against.with_the_city)


def _range(change: Change) -> str:
    return "–".join(map(number, _bounds(change)))


def _bounds(change: Change) -> tuple[int, int]:
    """The counts that would not surprise, in whole numbers: never so that one that was found lies among them."""
    found = _expected(change)
    low, high = round(found.low), round(found.high)
    if found.found and low <= change.now <= high:
        return math.ceil(found.low), math.floor(found.high)
    return low, high


def _expected(change: Change) -> Expected:
    if change.expected is None:
        raise ValueError(f"Nothing was to be expected of {change.key}.")
    return change.expected


def counts(change: Change, *, subject: str, then: str, now: str, both: tuple[str, str] | None = None) -> str:
    """The plain facts as one sentence: the counts, how many times as many, and where the period ranks among all.
    `then` and `now` say when, as within a sentence.
    `both` are the counts as they are written where they lead to their records."""
    both = both or (number(change.before), number(change.now))
    facts = ", ".join(_plain_facts(change))
    words = {"subject": subject, "before": both[0], "in_then": then, "now": both[1], "in_now": now, "facts": facts}
    if not facts:
        return _("%(subject)s: %(before)s %(in_then)s, %(now)s %(in_now)s.") % words
    return _("%(subject)s: %(before)s %(in_then)s, %(now)s %(in_now)s (%(facts)s).") % words


def _plain_facts(change: Change) -> Iterator[str]:
    """Ratio and rank, whatever can be said of the change; none of counts that cannot be compared."""
    if not is_alike(change):
        return
    # of none the count says so
    if change.ratio:
        yield _("%(times)s times as many") % {"times": times(change)}
    if len(change.earlier) < 2:
        return
    words = {"rank": number(change.rank), "all": number(len(change.earlier) + 1)}
    if change.now > max(change.earlier):
        yield _("the highest of %(all)s such periods") % words
    elif change.now < min(change.earlier):
        yield _("the lowest of %(all)s such periods") % words
    elif set(change.earlier) == {change.now}:
        yield _("the same in all %(all)s such periods") % words
    elif change.now in change.earlier:
        yield _("rank %(rank)s of %(all)s such periods, 1 the highest, shared") % words
    else:
        yield _("rank %(rank)s of %(all)s such periods, 1 the highest") % words


def told(change: Change) -> str:
    """Every word of a change as a sentence with its figures."""
    more = [*_one_day(change), *_last_turn(change), *_expectation(change)]
    return " ".join([*(SENTENCES[word](change) for word in change.words), *more])


def _last_turn(change: Change) -> Iterator[str]:
    """Where the last period went the other way than the years: a trend does not say that it goes on."""
    if Word.RISING in change.words and change.now < change.before:
        yield _("The last of them has less than the one before.")
    if Word.FALLING in change.words and change.now > change.before:
        yield _("The last of them has more than the one before.")


def _one_day(change: Change) -> Iterator[str]:
    """Where one day carries what is above: a reader takes the word for something that lasted."""
    if change.day is None:
        return
    yield _("%(on_day)s of these %(now)s are of one day, %(day)s: counted as one, %(rest)s would not surprise.") % {
        "on_day": number(change.on_day),
        "now": number(change.now),
        "day": formats.day(change.day),
        "rest": number(change.with_day_as_one),
    }


def _expectation(change: Change) -> Iterator[str]:
    """What was to be expected, where a trend is the only finding: a trend may go on as expected."""
    found = change.expected
    if found is None or found.found or not change.findings:
        return
    yield _("Earlier years lead one to expect %(expected)s; anything from %(range)s would not surprise.") % {
        "expected": number(round(found.count)),
        "range": _range(change),
    }


def _yearly(change: Change) -> dict[str, str]:
    trend = change.trend
    if trend is None:
        raise ValueError(f"{change.key} has no trend.")
    low, high = sorted(abs(end - 1) for end in (trend.low, trend.high))
    return {
        "years": number(change.years),
        "yearly": percent(abs(trend.yearly - 1), 1),
        "low": _("under 1") if 0 < low < LEAST_RATIO else number(100 * low),
        "high": percent(high, 1),
    }


def _surprise(change: Change) -> dict[str, str]:
    low, high = _bounds(change)
    return {"expected": number(round(_expected(change).count)), "low": number(low), "high": number(high)}


def _against(change: Change) -> dict[str, str]:
    return {"expected": with_the_city(change), "ratio": against(change)}


def _beside_twice(value: float) -> str:
    """A ratio that the word says is under twice, or over half, never reads as that; nor one beyond as it."""
    told = ratio(value)
    for end in (DOUBLED, 1 / DOUBLED):
        if value != end and told == ratio(end):
            words = {"end": decimal(end, 0 if end > 1 else 1)}
            return _("just under %(end)s") % words if value < end else _("just over %(end)s") % words
    return told


def _no_change(change: Change) -> str:
    """What no finding lets one say, and of what."""
    found = change.expected
    if found is None:
        return _("Whether that is a change cannot be told: nothing was recorded in the earlier periods.")
    bounds = {"low": _beside_twice(found.ratio_low), "high": _beside_twice(found.ratio_high)}
    if change.word == Word.ABOUT_THE_SAME:
        return _("That is about the same as was to be expected: %(low)s to %(high)s times as much.") % bounds
    if change.word == Word.NEITHER:
        return (
            _("Against what was to be expected it neither doubled nor halved: %(low)s to %(high)s times as much.")
            % bounds
        )
    return (
        _(
            "Whether that is more or less than was to be expected cannot be told: anything from %(low)s to %(high)s "
            "times as much is possible."
        )
        % bounds
    )


SENTENCES: dict[Word, Callable[[Change], str]] = {
    Word.NEW: lambda change: (
        ngettext(
            "None was recorded in the %(count)s earlier period: this is new in the records.",
            "None was recorded in the %(count)s earlier periods: this is new in the records.",
            len(change.earlier),
        )
        % {"count": number(len(change.earlier))}
    ),
    Word.NO_LONGER: lambda change: (
        _("%(count)s were recorded in the earlier periods and none now: no longer recorded.")
        % {"count": number(sum(change.earlier))}
    ),
    Word.RISING: lambda change: (
        _("Rising over %(years)s years, by %(yearly)s a year (%(low)s to %(high)s).") % _yearly(change)
    ),
    Word.FALLING: lambda change: (
        _("Falling over %(years)s years, by %(yearly)s a year (%(low)s to %(high)s).") % _yearly(change)
    ),
    Word.ABOVE: lambda change: (
        _("Above what earlier years lead one to expect, %(expected)s; up to %(high)s would not surprise.")
        % _surprise(change)
    ),
    Word.BELOW: lambda change: (
        _("Below what earlier years lead one to expect, %(expected)s; %(low)s and more would not surprise.")
        % _surprise(change)
    ),
    Word.HIGHER: lambda change: (
        _("Higher than before: after %(expected)s, up to %(high)s would not surprise.") % _surprise(change)
    ),
    Word.LOWER: lambda change: (
        _("Lower than before: after %(expected)s, %(low)s and more would not surprise.") % _surprise(change)
    ),
    Word.ROSE: lambda change: (
        _("It rose against the city: going with the city it would have %(expected)s; the ratio is %(ratio)s.")
        % _against(change)
    ),
    Word.FELL: lambda change: (
        _("It fell against the city: going with the city it would have %(expected)s; the ratio is %(ratio)s.")
        % _against(change)
    ),
    Word.ABOUT_THE_SAME: _no_change,
    Word.NEITHER: _no_change,
    Word.CANNOT_TELL: _no_change,
    Word.TOO_FEW: lambda _change: _("These are too few to tell a change."),
    Word.RECORDING_CHANGED: lambda _change: _(
        "Recording changed, by who records, how, how completely or how long, so the two cannot be compared."
    ),
    Word.NOT_OVER: lambda _change: _("The period had not ended, so the two cannot be compared."),
}


def counts_sentence(context: SectionContext, change: Change, subject: str, family: str = "city") -> str:
    """`counts` of the period of a diagnosis and of what it is compared with."""
    land = context.landscape
    both = compared(context, change, family)
    return counts(change, subject=subject, then=in_period(land.comparison), now=in_period(land.period), both=both)
