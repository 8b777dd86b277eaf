"""How things are called and counted in words: labels, shares, periods, lists."""

import bisect
import itertools
from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analysis.confidence import Confidence, Reason
from analysis.grading import WELL_GRADED
from analysis.landscape import Landscape
from core.formats import number, percent
from mapping.vocabulary import (
    Completeness,
    Current,
    Manifestation,
    Place,
    Setting,
    SourceType,
    Space,
    Target,
    Term,
)
from reports.sections.periods import short_period
from stakeholders.vocabulary import NeedCategory

# Nothing is proposed from fewer records than the first, and no share is told of fewer than the second.
FEWEST_FOR_A_JUDGEMENT, FEWEST_FOR_A_SHARE = 10, 20


VERY_LIKELY, ALMOST_CERTAIN = "very likely", "almost certain"


VOCABULARIES: dict[str, type[Term]] = {
    "currents": Current,
    "manifestations": Manifestation,
    "targets": Target,
    "settings": Setting,
    "spaces": Space,
    "source_types": SourceType,
    "places": Place,
    "completeness": Completeness,
}


CONFIDENCE = {
    Confidence.HIGH: gettext_lazy("high"),
    Confidence.MODERATE: gettext_lazy("moderate"),
    Confidence.LOW: gettext_lazy("low"),
}


# ICD 203, the upper row of its expressions of likelihood. A judgement keeps the English expression.
LIKELIHOOD = {
    "almost no chance": gettext_lazy("almost no chance"),
    "very unlikely": gettext_lazy("very unlikely"),
    "unlikely": gettext_lazy("unlikely"),
    "roughly even chance": gettext_lazy("roughly even chance"),
    "likely": gettext_lazy("likely"),
    VERY_LIKELY: gettext_lazy("very likely"),
    ALMOST_CERTAIN: gettext_lazy("almost certain"),
}


REASONS = {
    Reason.NO_RECORDS: gettext_lazy("no record of the period"),
    Reason.ONE_SOURCE_TYPE: gettext_lazy("all records come from one type of source"),
    Reason.FEW_SOURCE_TYPES: gettext_lazy("fewer than three independent types of source"),
    Reason.POORLY_GRADED: gettext_lazy("under 40 % of the records are well founded"),
    Reason.PARTLY_GRADED: gettext_lazy("under 70 % of the records are well founded"),
    Reason.MOSTLY_STALE: gettext_lazy("over 40 % of the records are stale"),
    Reason.PARTLY_STALE: gettext_lazy("over 10 % of the records are stale"),
    Reason.TOO_FEW: gettext_lazy("too few records to tell"),
    Reason.FEW_RECORDS: gettext_lazy("fewer than 20 records"),
    Reason.NO_CONSULTATION: gettext_lazy("no consultations, or too few of them, that could agree or disagree"),
    Reason.CONSULTATION_DISAGREES: gettext_lazy("what was told in consultations disagrees"),
}


# What is left of a text ends so.
CUT = "…"
WIDEST = frozenset(f"MW@—{CUT}")


def label(family: str, code: str) -> str:
    """The label of a code of a vocabulary."""
    return str(VOCABULARIES[family](code).label)


def share(part: int, whole: int) -> str:
    """A share in whole percent; a dash where it is of so few that one record more would be another share."""
    return percent(part, whole) if whole >= FEWEST_FOR_A_SHARE else "–"


def likelihood_words(kept: str) -> str:
    """An expression of likelihood in the language of the edition; nothing where a judgement has none."""
    return str(LIKELIHOOD.get(kept, kept))


def need_in_place(need: tuple[str, str], names: Mapping[str, str]) -> str:
    """A need where it was raised: "Training (Højvang)"."""
    category, area = need
    return need_in_places(category, [place_name(area, names)])


def need_in_places(category: str, places: Sequence[str]) -> str:
    return _("%(need)s (%(place)s)") % {"need": NeedCategory(category).label, "place": ", ".join(places)}


def place_name(area: str, names: Mapping[str, str]) -> str:
    """`names` are those of districts by their codes; one that is no more goes by its code."""
    return names.get(area, area) if area else _("whole city")


def heads(landscape: Landscape) -> tuple[str, str]:
    """What stands over the columns of counts before and now: the years where they are whole, else that they are so."""
    both = [short_period(each) for each in (landscape.comparison, landscape.period)]
    return (both[0], both[1]) if all(text.isdecimal() for text in both) else (_("Before"), _("Now"))


def listed(items: Sequence[str], most: int = 6) -> str:
    """ "A, B and C"; "A, B and 7 others" where there are many."""
    if len(items) > most:
        return _("%(some)s and %(rest)s others") % {
            "some": ", ".join(items[: most - 1]),
            "rest": number(len(items) - most + 1),
        }
    if len(items) < 2:
        return "".join(items)
    return _("%(some)s and %(last)s") % {"some": ", ".join(items[:-1]), "last": items[-1]}


def shortened(text: str, most: int) -> str:
    """Whole words up to so many characters of usual width, where another page has all of it."""
    text = text.strip()
    ends = list(itertools.accumulate(map(_room, text)))
    if not ends or ends[-1] <= most:
        return text
    return text[: bisect.bisect_right(ends, most - 1)].rsplit(" ", 1)[0].rstrip(" ,;:.–") + CUT


def _room(letter: str) -> float:
    """Of a letter, in usual ones: words in capitals take half as much room again, and some twice."""
    return 2 if letter in WIDEST else 1.5 if letter.isupper() else 1


def read_again_on(read: Collection[str]) -> str:
    """On whose records headlines were read again, of all such readings together."""
    if WELL_GRADED not in read:
        return _("Without each type of source in turn")
    if len(read) > 1:
        return _("On well founded records alone, and without each type of source in turn")
    return sensitivity_name(WELL_GRADED)


def sensitivity_name(reading: str) -> str:
    """On whose records a headline was read again."""
    if reading == WELL_GRADED:
        return _("On well founded records alone")
    return _("Without records of the type “%(type)s”") % {
        "type": label("source_types", reading.removeprefix("without:"))
    }
