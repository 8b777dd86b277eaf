"""What puts projects in question: a diagnosis that is released, days that pass, partners and funders that leave, and
figures that began to rise since. Each raises a flag once."""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.markings import highest, up_to
from core.formats import day
from mapping.lists.of_figure import CITY, name_of
from mapping.models import named_today
from planning.actions.flags import raise_flag
from planning.grounds import Justification, all_said, differ, said_now
from planning.models import Funding, Grounding, Partnership, Project, ReviewFlag
from planning.vocabulary import FlagCause
from reports.models import OWN, Diagnosis, Judgement

Flags = list[ReviewFlag]
# Their keys end with the numbers of the diagnoses they tell of.
OF_DIAGNOSES = (*(FlagCause.GROUND_CHANGED, FlagCause.GROUND_GONE, FlagCause.FIGURE_MOVED, FlagCause.EVIDENCE_ERASED),)


def after_release(diagnosis: Diagnosis) -> Flags:
    """What of this diagnosis says otherwise, or no more, what a project stands on; inside its transaction.

    Compared is the last one that was released, so that what was decided then is not asked again.
    """
    rows = list(Grounding.objects.filter(project__in=Project.objects.not_over()).select_related("project"))
    last = _last(diagnosis)
    if not rows or last is None or last.number > diagnosis.number:
        return []
    with override(diagnosis.language):
        names = dict(named_today(diagnosis.city_id))
        known = all_said([last.number, diagnosis.number], names)
        marking = highest([last.marking, diagnosis.marking])
        return list(_moved(rows, known, Why(diagnosis, names), (last.number, diagnosis.number), marking))


def _last(diagnosis: Diagnosis) -> Diagnosis | None:
    """The one that members had before."""
    given_out = Diagnosis.objects.filter(state__in=Diagnosis.GIVEN_OUT).exclude(pk=diagnosis.pk)
    return given_out.order_by("-number").first()


class Why:
    """Why a diagnosis does not say any more what one before it said."""

    def __init__(self, diagnosis: Diagnosis, names: Mapping[str, str]) -> None:
        self.number, self.names = {"number": diagnosis.number}, names
        own = diagnosis.judgements.filter(key__startswith=OWN)
        self.dropped = {each.key: each for each in own.filter(state=Judgement.State.DISMISSED)}

    def is_of_other_districts(self, before: Justification) -> bool:
        return bool(before.area) and before.area not in self.names

    def told(self, before: Justification) -> str:
        if self.is_of_other_districts(before):
            other = _("The districts are others now, so diagnosis no. %(number)s says nothing of this one.")
            return other % self.number
        gone = _("Diagnosis no. %(number)s does not say this any more.") % self.number
        dropped = self.dropped.get(before.key)
        if dropped is not None and dropped.reason:
            return _("%(gone)s It was dropped because: %(reason)s") % {"gone": gone, "reason": dropped.reason}
        return gone

    def marking(self, before: Justification, after: Justification | None) -> str:
        """Of the words that are told: a judgement may be made of more than the rest of its diagnosis."""
        dropped = self.dropped.get(before.key) if after is None else None
        return highest(each.marking for each in (before, after, dropped) if each is not None)


def _moved(
    rows: Iterable[Grounding],
    known: dict[tuple[int, str, str], Justification],
    why: Why,
    numbers: tuple[int, int],
    marking: str,
) -> Iterator[ReviewFlag]:
    last, now = numbers
    for row in rows:
        before = known.get((last, row.kind, row.key))
        after = said_now(known, before, now) if before else None
        if before is None or (after is not None and not differ(before, after)):
            continue
        is_gone = after is None and not why.is_of_other_districts(before)
        cause = FlagCause.GROUND_GONE if is_gone else FlagCause.GROUND_CHANGED
        words = told(after) if after else why.told(before)
        flag = raise_flag(
            project=row.project,
            cause=cause,
            key=f"{row.kind}:{row.key}@{last}-{now}",
            before=told(before),
            after=words,
            marking=highest([marking, why.marking(before, after)]),
        )
        if flag is not None:
            yield flag


def follow(city_id: int, _model: str, _numbers: Sequence[int], marking: str) -> None:
    """After a record was marked higher, and the diagnoses made of it: what flags tell of these is marked no lower."""
    lower = [each for each in up_to(marking) if each != marking]
    for number in Diagnosis.objects.filter(city=city_id, marking=marking).values_list("number", flat=True):
        of_it = Q(key__endswith=f"@{number}") | Q(key__endswith=f"-{number}") | Q(key__contains=f"@{number}-")
        flags = ReviewFlag.objects.filter(of_it, city=city_id, cause__in=OF_DIAGNOSES, marking__in=lower)
        flags.update(marking=marking)


def told(each: Justification) -> str:
    """A sentence as a diagnosis says it, with how sure it is."""
    facts = {"number": each.number, "sentence": each.sentence, "confidence": each.confidence}
    if not each.confidence:
        return _("No. %(number)s: %(sentence)s") % facts
    return _("No. %(number)s: %(sentence)s (%(confidence)s)") % facts


def look(city_id: int, *, on: datetime.date | None = None) -> Flags:
    """What passed or was lost by a day: days of review, partners, funders. Inside the city, every morning."""
    today = on or timezone.localdate()
    return [*_past_review(today), *_left(), *_lost(today)]


def _past_review(today: datetime.date) -> Iterator[ReviewFlag]:
    for project in Project.objects.to_review(on=today):
        passed = project.review_on
        assert passed is not None  # noqa: S101 (for mypy: the query asks for it)
        flag = raise_flag(
            project=project,
            cause=FlagCause.REVIEW_DUE,
            key=passed.isoformat(),
            after=_("It was to be looked at again on %(day)s.") % {"day": day(passed)},
            marking=project.marking,
        )
        if flag is not None:
            yield flag


def _left() -> Iterator[ReviewFlag]:
    gone = Partnership.objects.filter(project__in=Project.objects.not_over(), organisation__is_current=False)
    for row in gone.select_related("project", "organisation"):
        flag = raise_flag(
            project=row.project,
            cause=FlagCause.PARTNER_LEFT,
            key=f"organisation:{row.organisation_id}",
            before=_("Done with %(name)s.") % {"name": row.organisation},
            after=_("%(name)s is not active any more.") % {"name": row.organisation},
            marking=row.project.marking,
        )
        if flag is not None:
            yield flag


def _lost(today: datetime.date) -> Iterator[ReviewFlag]:
    lost = Funding.objects.filter(project__in=Project.objects.not_over(), lost_on__lte=today)
    for row in lost.select_related("project"):
        assert row.lost_on is not None  # noqa: S101 (for mypy: the query asks for it)
        flag = raise_flag(
            project=row.project,
            cause=FlagCause.FUNDING_LOST,
            key=f"funding:{row.pk}",
            before=_("Paid by %(name)s.") % {"name": row.funder},
            after=_("%(name)s pays no more since %(day)s.") % {"name": row.funder, "day": day(row.lost_on)},
            marking=row.project.marking,
        )
        if flag is not None:
            yield flag


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that began to rise: so many records in so many weeks, where so many were to be expected; marked as the
    highest of what was counted for either."""

    key: str
    records: int
    weeks: int
    expected: float
    marking: str


def of_figures(moved: Sequence[Moved], diagnosis: Diagnosis, standing: Mapping[str, Collection[str]]) -> Flags:
    """Flag the projects under way that stand on judgements of figures that moved since this diagnosis' last day;
    `standing` says by figure which judgements, by their keys, stand on it."""
    pairs = [(key, each) for each in moved for key in sorted(standing[each.key])]
    rows = Grounding.objects.filter(
        project__in=Project.objects.under_way(), kind="judgement", key__in=[key for key, _moved in pairs]
    )
    names = dict(named_today(diagnosis.city_id))
    known = all_said([diagnosis.number], names)
    found = []
    for row in rows.select_related("project"):
        before = known.get((diagnosis.number, row.kind, row.key))
        for now in (each for key, each in pairs if key == row.key):
            is_itself = now.key == row.key
            words = _words(now, diagnosis)
            flag = raise_flag(
                project=row.project,
                cause=FlagCause.FIGURE_MOVED,
                key=f"{row.kind}:{row.key if is_itself else f'{row.key}/{now.key}'}@{diagnosis.number}",
                before=told(before) if before else "",
                # a judgement of one's own names no figure
                after=words if is_itself else f"{name_of(now.key, names)}. {words}",
                marking=highest([diagnosis.marking, now.marking, *([before.marking] if before else [])]),
            )
            if flag is not None:
                found.append(flag)
    return found


def _words(now: Moved, diagnosis: Diagnosis) -> str:
    recorded = ngettext(
        "Recorded since %(day)s: %(records)s in %(weeks)s week.",
        "Recorded since %(day)s: %(records)s in %(weeks)s weeks.",
        now.weeks,
    )
    # of the whole city nothing is left to compare it with
    expected = (
        _("About %(expected)s were to be expected from the two years before.")
        if now.key == CITY
        else _("About %(expected)s were to be expected from the two years before and from the rest of the city.")
    )
    words = " ".join([recorded, expected, _("That is recorded, and may be more reporting.")])
    return words % {
        "day": day(diagnosis.end),
        "records": now.records,
        "weeks": now.weeks,
        "expected": round(now.expected),
    }  # fmt: skip
