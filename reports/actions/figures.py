"""A figure that a released diagnosis prints would be another, because a record behind it was corrected, withdrawn or
erased: a notice waits, which everybody who has the diagnosis gets once somebody released it.

What it says in words is what readers of the partner edition may know; exact figures stand beside it for those who may
read the restricted edition. A figure of the partner edition is never printed twice: of two that differ by a few
records, the difference would tell of these. Of erased records the totals alone are told: all that they counted under,
put together, would be the record once more.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.actions.memberships import hold_city
from accounts.models import User
from analysis.disclosure import FEWEST_FOR_PARTNERS, Band
from analysis.records import Period
from core.formats import day, number
from core.lengths import REASON, SENTENCES
from mapping.models import Observation
from notices.composing import events_of, language_of
from notices.models import ChangeNotice
from notices.models.notices import LONGEST_TITLE
from records.announced import NoticeClass
from records.models import Tombstone
from records.models.review import ReviewState
from reports.models import Diagnosis, Edition
from reports.partner.figures import read
from reports.partner.tables import written
from reports.recounted import FAMILIES, Recount, recount
from reports.sections.context import label, listed, short_period
from reports.selection import ALL, WINDOWS, Frozen, Selection, frozen_of, window_in

MOST_REASONS = 50
ABOUT = Diagnosis._meta.label_lower


@dataclass(frozen=True, slots=True)
class Told:
    """What readers know by now of what is otherwise than printed: figures with their newest value, by window and
    selection; the totals that members were told; and since when."""

    figures: Mapping[tuple[str, str], int]
    totals: Mapping[str, int]
    since: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Correction:
    """`moved` are the figures that are otherwise than they were told last, or printed: that, and what they are now."""

    raw: Frozen
    found: Recount
    told: Told
    moved: Mapping[tuple[str, str], tuple[int, int]]


@transaction.atomic
def tell_corrected(*, diagnosis: Diagnosis) -> ChangeNotice | None:
    """Of one that is in force, as its records are now; None where every figure is as it was printed or told."""
    hold_city(diagnosis.city_id)
    raw = frozen_of(diagnosis, is_going=True) if diagnosis.state == Diagnosis.State.RELEASED else None
    found = recount(raw) if raw is not None else None
    if raw is None or found is None:
        return None
    told, held = _told(diagnosis), _waiting(diagnosis)
    moved = dict(_since_told(found, told))
    if not moved:
        if held is not None and held.edited_by_id is None:
            held.delete()
        return None
    notice = held or ChangeNotice(
        city=diagnosis.city, what=ChangeNotice.What.FIGURES, notice_class=NoticeClass.MUST,
        state=ChangeNotice.State.PENDING, model=ABOUT, record=diagnosis.pk,
    )  # fmt: skip
    with override(language_of(diagnosis.city)):
        _write(notice, diagnosis, Correction(raw, found, told, moved))
    notice.save()
    return notice


def _waiting(diagnosis: Diagnosis) -> ChangeNotice | None:
    waiting = ChangeNotice.objects.select_for_update(of=("self",)).pending().about(ABOUT, diagnosis.pk)
    return waiting.filter(what=ChangeNotice.What.FIGURES).first()


def _told(diagnosis: Diagnosis) -> Told:
    figures: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    released = ChangeNotice.objects.released().about(ABOUT, diagnosis.pk).filter(what=ChangeNotice.What.FIGURES)
    notices = list(released.order_by("made_at"))
    for notice in notices:
        figures |= {(window, of): now for (window, of), _label, _was, now in notice.figures["rows"]}
        totals |= notice.figures["totals"]
    return Told(figures, totals, notices[-1].made_at if notices else None)


def _since_told(found: Recount, told: Told) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """Those that are otherwise than they were told last, or printed; the last of it and what they are now."""
    for key in {**found.moved, **dict.fromkeys(told.figures)}:
        if found.gone and key[1] != ALL:
            continue
        known, now = told.figures.get(key, found.printed.get(key, 0)), found.now.get(key, 0)
        if known != now:
            yield key, (known, now)


def _write(notice: ChangeNotice, diagnosis: Diagnosis, correction: Correction) -> None:
    raw, found, told, moved = correction.raw, correction.found, correction.told, correction.moved
    editions = {each.audience: each for each in Edition.objects.filter(diagnosis=diagnosis)}
    restricted, partner = (editions.get(each) for each in (Edition.Audience.RESTRICTED, Edition.Audience.PARTNER))
    exact = restricted.marking if restricted else diagnosis.marking
    happened = list(_happened(found, told.since))
    words = list(_in_words(correction, partner))
    notice.marking, notice.figures_marking = partner.marking if partner else exact, exact
    notice.figures = {
        "rows": [[list(key), _label(raw, *key), *pair] for key, pair in moved.items()],
        "reasons": [[each.what, each.who, each.why] for each in happened[:MOST_REASONS]],
        "records": sorted(found.records),
        "totals": {each.window: each.total for each in words if each.total is not None},
    }
    slug = diagnosis.city.slug
    # reports that an erased record stood in are withdrawn with it
    notice.link = (
        reverse("diagnoses", args=[slug]) if found.gone else reverse("diagnosis", args=[slug, diagnosis.number])
    )
    if notice.edited_by_id is not None:
        return
    title = _("Figures of diagnosis no. %(number)s are corrected") % {"number": diagnosis.number}
    notice.title = title[:LONGEST_TITLE]
    notice.before = "\n".join(each.before for each in words)[:SENTENCES]
    notice.after = "\n".join(each.after for each in words)[:SENTENCES]
    notice.why = _why(happened)[:REASON]
    notice.affects = _("Whoever used these figures of the diagnosis.")
    notice.decided = _decided(happened)[:REASON]


@dataclass(frozen=True, slots=True)
class InWords:
    """What members have of a stretch of time, what they are told, and the total if they are told one."""

    window: str
    before: str
    after: str
    total: int | None


def _in_words(correction: Correction, partner: Edition | None) -> Iterator[InWords]:
    for window in WINDOWS:
        keys = [of for of_window, of in correction.moved if of_window == window]
        if not keys:
            continue
        period = window_in(correction.raw, window)
        was, now = correction.moved.get((window, ALL), (None, None))
        known = correction.told.totals.get(window, _total_of(partner, period) if partner else was)
        may = now is not None and (partner is None or _may_be_told(known, now))
        named = {"period": short_period(period), "least": number(FEWEST_FOR_PARTNERS)}
        named |= {"count": number(now)} if now is not None and may else {}
        after = _told_after(known, is_told=may) % named
        moved = {of.partition("=")[0] for of in keys}
        tables = [_table(family) for family in FAMILIES if family in moved]
        if tables:
            otherwise = _("Counted otherwise: %(tables)s.") % {"tables": listed(tables, len(FAMILIES))}
            after = f"{after} {otherwise}"
        before = _of_total() if known is not None else _("Records, %(period)s: not printed.")
        before %= {**named, "count": written(known)}
        yield InWords(window, before, after, now if may else None)


def _of_total() -> str:
    return _("Records, %(period)s: %(count)s.")


def _told_after(known: int | Band | None, *, is_told: bool) -> str:
    if is_told:
        return _of_total()
    if known is None:
        return _("Records, %(period)s: not printed, and not told here.")
    return _(
        "Records, %(period)s: as printed, or fewer than %(least)s more or less. How many is not told here: the "
        "difference of two figures would tell of single records."
    )


def _may_be_told(known: int | Band | None, now: int) -> bool:
    """Whether a total tells of no few records beside the one that members know."""
    is_known = isinstance(known, int)
    return is_known and abs(now - known) >= FEWEST_FOR_PARTNERS and now >= FEWEST_FOR_PARTNERS  # type: ignore[operator]


def _total_of(partner: Edition, period: Period) -> int | Band | None:
    for each in read([partner.figures]):
        if each.window == period:
            return each.total
    return None


@dataclass(frozen=True, slots=True)
class Happened:
    """To one record: what, by whom, why and when."""

    what: str
    who: str
    why: str
    on: datetime.date | None


def _happened(found: Recount, since: datetime.datetime | None) -> Iterator[Happened]:
    """To the records that count otherwise, after what was told last."""
    rows = Observation.objects.in_bulk(found.records)
    stones = {
        each.record_id: each
        for each in Tombstone.objects.filter(
            model=Observation._meta.label_lower, record_id__in=found.gone
        ).select_related("erased_by")
    }
    for pk in sorted(found.gone):
        stone = stones.get(pk)
        who = stone.erased_by.public_name if stone and stone.erased_by else ""
        yield Happened(
            _("A record was erased."), who, stone.reason if stone else "", _day_of(stone.erased_at) if stone else None
        )
    events = events_of(Observation).filter(pgh_obj_id__in=list(rows)).order_by("pgh_obj_id", "-pgh_id")
    newest = {each.pgh_obj_id: each for each in events.distinct("pgh_obj_id")}
    people = User.objects.in_bulk({(each.pgh_context or {}).get("actor") or 0 for each in newest.values()})
    for pk, row in sorted(rows.items()):
        event = newest.get(pk)
        if event is None or (since is not None and event.pgh_created_at <= since):
            continue
        said = event.pgh_context or {}
        actor = people.get(said.get("actor") or 0)
        why = row.withdrawn_reason or str(said.get("reason") or "")
        yield Happened(_what(row), actor.public_name if actor else "", why, _day_of(event.pgh_created_at))


def _day_of(moment: datetime.datetime) -> datetime.date:
    """In the city."""
    return timezone.localtime(moment).date()


def _what(row: Observation) -> str:
    if row.state == ReviewState.WITHDRAWN:
        return _("A record was withdrawn.")
    if row.state != ReviewState.APPROVED:
        return _("A record is looked at again.")
    if row.counts_below:
        return _("A record tells of an event that another one counts.")
    return _("A record was corrected.")


def _why(happened: list[Happened]) -> str:
    """What happened, without how often: that would be how many records."""
    return " ".join(dict.fromkeys(each.what for each in happened))


def _decided(happened: list[Happened]) -> str:
    """Each person once, with the last day."""
    last: dict[str, datetime.date | None] = {each.who: each.on for each in happened if each.who}
    return "\n".join(f"{who}, {day(on)}" if on else who for who, on in last.items())


def _label(raw: Frozen, window: str, of: str) -> str:
    """What a figure counts, and when."""
    period, chosen = short_period(window_in(raw, window)), Selection.read(of)
    if chosen is None or not chosen.by:
        return _("Records, %(period)s") % {"period": period}
    code = chosen.codes[0]
    if chosen.by == "district":
        names = {each["code"]: each["name"] for each in raw["boundaries"]["districts"]}
        return f"{names.get(code, code)}, {period}"
    family = f"{chosen.by}s" if chosen.by in {"setting", "space", "place"} else chosen.by
    return f"{label(family, code)}, {period}"


def _table(family: str) -> str:
    """What a table is called that counts by it."""
    return {
        "district": _("by district"),
        "currents": _("by current"),
        "manifestations": _("by what was done"),
        "targets": _("by targeted group"),
        "setting": _("by kind of place"),
        "space": _("offline and online"),
        "place": _("by where it could be placed"),
    }[family]
