"""The notice of corrected figures: one that waits for a diagnosis, written anew as its base changes, told once.

What it says in words is what readers of the partner edition may know; exact figures stand beside it for those who may
read the restricted edition. A figure of the partner edition is never printed twice: of two that differ by a few
records, the difference would tell of these. Of what was erased the totals alone are told: all that it counted under,
put together, would be the record once more.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from accounts.actions.memberships import hold_city
from notices.models import ChangeNotice
from records.registries.change_notices import NoticeClass
from reports.actions.figures.happened import Happened, decided, happened, why
from reports.actions.figures.labels import named
from reports.actions.figures.words import Correction, InWords, KnownFigures, in_words
from reports.models import Diagnosis, Edition, Snapshot
from reports.recounted import Key, Recount, Value, moved, recount
from reports.selection import ALL, WINDOWS, raw_snapshot_of

MOST_REASONS = 50
ABOUT = Diagnosis._meta.label_lower


@transaction.atomic
def tell_corrected(*, diagnosis: Diagnosis, is_going: bool = False) -> ChangeNotice | None:
    """Of one that is in force, as its records are now; None where every figure is as it was printed or told. Inside the
    transaction that lets its snapshot go it `is_going`."""
    hold_city(diagnosis.city_id)
    raw = raw_snapshot_of(diagnosis, is_going=is_going) if diagnosis.state == Diagnosis.State.RELEASED else None
    told, held = _told(diagnosis), _waiting(diagnosis)
    found = recount(raw, told.events, told.sessions, is_going=is_going) if raw is not None else None
    if raw is None or found is None:
        return None
    otherwise = _otherwise(found, told.figures)
    if not otherwise:
        if held is not None and not (found.records.held or found.said.held):
            _forget(held)
            return None
        return held
    notice = held or ChangeNotice(
        city=diagnosis.city, what=ChangeNotice.What.FIGURES, notice_class=NoticeClass.MUST,
        state=ChangeNotice.State.PENDING, model=ABOUT, record=diagnosis.pk,
    )  # fmt: skip
    _write(notice, diagnosis, Correction(raw, found, told, otherwise))
    notice.save()
    return notice


def _forget(held: ChangeNotice) -> None:
    """It is as it was told. What a person wrote stays for a person to decide about, without figures that are none."""
    if held.edited_by_id is None:
        held.delete()
    elif held.figures.get("rows"):
        held.figures |= {name: type(held.figures[name])() for name in _OF_FIGURES if name in held.figures}
        held.save(update_fields=["figures"])


_OF_FIGURES = ("rows", "told", "open", "reasons", "worded", "events", "session_events")


def _waiting(diagnosis: Diagnosis) -> ChangeNotice | None:
    waiting = ChangeNotice.objects.select_for_update(of=("self",)).pending().about(ABOUT, diagnosis.pk)
    return waiting.filter(what=ChangeNotice.What.FIGURES).first()


def _told(diagnosis: Diagnosis) -> KnownFigures:
    told = KnownFigures()
    released = ChangeNotice.objects.released().about(ABOUT, diagnosis.pk).filter(what=ChangeNotice.What.FIGURES)
    for notice in released.order_by("made_at"):
        kept = notice.figures
        rows = kept.get("told") or [[*key, now] for key, _label, _was, now in kept["rows"]]
        told.figures.update({(window, of): now for window, of, now in rows})
        told.open.update({(window, of): now for window, of, now in kept.get("open", ())})
        told.totals.update(kept["totals"])
        told.events.update({int(number): event for number, event in kept["events"].items()})
        told.sessions.update({int(number): mark for number, mark in kept.get("session_events", {}).items()})
    return told


def _otherwise(found: Recount, told: Mapping[Key, Value]) -> dict[Key, tuple[Value, Value]]:
    pairs = moved(found.printed, found.now, told)
    kept = {key: pair for key, pair in pairs.items() if not found.is_held(key)}
    return {key: pair for key, pair in kept.items() if key[1] == ALL or not found.is_erased(key)}


def _write(notice: ChangeNotice, diagnosis: Diagnosis, correction: Correction) -> None:
    found = correction.found
    editions = {each.audience: each for each in Edition.objects.filter(diagnosis=diagnosis)}
    restricted, partner = (editions.get(each) for each in (Edition.Audience.RESTRICTED, Edition.Audience.PARTNER))
    exact = restricted.marking if restricted else diagnosis.marking
    since = Snapshot.objects.get(diagnosis=diagnosis).created_at
    all_happened = list(happened(found, correction.told.events, correction.told.sessions, since))
    said = {code: _said(correction, partner, all_happened, code) for code, _name in settings.LANGUAGES}
    words, labels, reasons = said[diagnosis.city.language]
    is_for_all = partner is not None and words.is_for_partners
    if notice.edited_by_id is None or not notice.figures:
        totals, is_open = words.totals, words.open
    else:  # the words stay, and with them what they tell
        totals, is_open = notice.figures["totals"], notice.figures.get("open", [])
    notice.marking, notice.figures_marking = partner.marking if partner and is_for_all else exact, exact
    notice.figures = {
        "rows": [
            [list(key), label, *_shown(pair)]
            for label, (key, pair) in zip(labels, correction.moved.items(), strict=True)
        ],
        "told": [[*key, now] for key, (_was, now) in correction.moved.items()],
        "open": is_open,
        "reasons": reasons,
        "worded": {code: {"labels": each.labels, "reasons": each.reasons} for code, each in said.items()},
        "records": sorted(found.records.records.union(each.record for each in all_happened if not each.is_said)),
        "sessions": sorted({*found.said.sessions, *(each.record for each in all_happened if each.is_said)}),
        "events": {str(each.record): each.event for each in all_happened if each.event and not each.is_said},
        "session_events": {str(each.record): each.mark for each in all_happened if each.mark},
        "totals": totals,
    }
    slug = diagnosis.city.slug
    # reports that something erased stood in are withdrawn with it
    is_going = found.records.gone or found.said.gone
    notice.link = reverse("diagnoses", args=[slug]) if is_going else reverse("diagnosis", args=[slug, diagnosis.number])
    if notice.edited_by_id is not None:
        return

    def texts() -> dict[str, str]:
        mine = said[get_language() or settings.LANGUAGE_CODE]
        known = _known_to(all_happened, correction, is_for_all=is_for_all)
        return {
            "title": _("Figures of diagnosis no. %(number)s are corrected") % {"number": diagnosis.number},
            "before": mine.words.before,
            "after": mine.words.after,
            "why": why(known),
            "decided": decided(known),
            "affects": _("Whoever used these figures of the diagnosis."),
        }

    notice.say(texts, diagnosis.city.language)


class _Said(NamedTuple):
    """In one language: the words for everybody, what the figures are called, and what happened, by whom and why."""

    words: InWords
    labels: list[str]
    reasons: list[list[str]]


def _said(correction: Correction, partner: Edition | None, rows: Sequence[Happened], language: str) -> _Said:
    with override(language):
        labels = [named(correction.raw, *key) for key in correction.moved]
        reasons = [[str(each.what), each.who.public_name if each.who else "", each.why] for each in rows[:MOST_REASONS]]
        return _Said(in_words(correction, partner), labels, reasons)


def _shown(pair: tuple[Value, Value]) -> list[int | None]:
    """No number where one of them is a mark: that it is another is told, and not how."""
    if any(isinstance(each, str) for each in pair):
        return [None, None]
    return [int(each) for each in pair]


def _known_to(rows: Sequence[Happened], correction: Correction, *, is_for_all: bool) -> list[Happened]:
    """What may stand in the words: where readers of the partner edition get them, that a session was changed which that
    edition does not have, or they may not read by now, would tell that there is one; so would a record of years that it
    does not print."""
    if not is_for_all:
        return list(rows)
    told = correction.found.open.numbers
    has_records = any(window in WINDOWS for window, _of in correction.moved)
    return [each for each in rows if (each.record in told if each.is_said else has_records)]
