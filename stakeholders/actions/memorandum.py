"""The memorandum: writing a version, putting it to the members, putting it in force."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.memberships import hold_city
from accounts.models import City, User
from accounts.permissions import require_processing_record, require_staff
from core.errors import Refused
from core.formats import day
from notices.actions import notify_members
from notices.actions.asking import ask, close, settle
from notices.models import Asked, ChangeNotice, NetworkBody
from stakeholders.memorandum.steps import DECIDE, END, KEEP, PUT, TAKE_BACK, agrees_alone, require
from stakeholders.models import Memorandum, MemorandumRole
from stakeholders.models.memorandum import TEXTS
from stakeholders.vocabulary import VersionState
from stakeholders.vocabulary.memorandum import GRACE_DAYS

# Members are asked to sign until the day it comes in force, and have a fortnight at least.
DAYS_TO_SIGN = 14
# From when an end is noted nobody signs any more, so it is not noted for a day that nobody lives to see.
LONGEST_AHEAD = datetime.timedelta(days=366)


@transaction.atomic
def begin_version(*, city: City, by: User) -> Memorandum:
    """A draft of the next version, with what the newest says and without members that left. Raises Refused."""
    require_staff(city.pk, by)
    require_processing_record(city)
    hold_city(city.pk)
    if Memorandum.objects.under_way() is not None:
        raise Refused(_("Another version is being written already."))
    last = Memorandum.objects.order_by("-number").first()
    made = Memorandum(city=city, number=last.number + 1 if last else 1, created_by=by)
    if last is None:
        made.mission, made.common_goal = city.mission, city.common_goal
    else:
        for name in TEXTS:
            setattr(made, name, getattr(last, name))
    made.full_clean()
    made.save()
    roles = last.roles.select_related("body") if last else []
    MemorandumRole.objects.bulk_create(
        MemorandumRole(city=city, memorandum=made, body=each.body, takes_on=each.takes_on, concerns=each.concerns)
        for each in roles
        if each.body is None or each.body.is_current
    )
    return made


@transaction.atomic
def keep_version(
    *, version: Memorandum, written: Sequence[MemorandumRole], removed: Sequence[MemorandumRole] = (), by: User
) -> Memorandum:
    """Keep what a draft says. Raises Refused, ValidationError."""
    require_staff(version.city_id, by)
    if _held(version).state != VersionState.DRAFT:
        raise Refused(_("It is before the members, or decided: what they read does not change."))
    version.full_clean()
    version.save(update_fields=[*TEXTS, "because"])
    for row in removed:
        row.delete()
    for row in written:
        row.city, row.memorandum = version.city, version
        row.full_clean()
        row.save()
    return version


@transaction.atomic
def take_version_step(*, version: Memorandum, step: str, said: dict[str, Any], by: User) -> Memorandum:
    """Put it to the members, take it back, put it in force, keep it longer, or end it. Raises Refused,
    ValidationError."""
    member = require_staff(version.city_id, by)
    hold_city(version.city_id)
    version = _held(version)
    require(step, version, member)
    now = {PUT: _put, TAKE_BACK: _taken_back, DECIDE: _decided, KEEP: _kept, END: _ended}[step](version, said, by)
    for name, value in now.items():
        setattr(version, name, value)
    version.full_clean()
    version.save(update_fields=list(now))
    if step == DECIDE:
        _tell(version, by)
    if step == END:
        _tell_end(version, by)
    if step in {DECIDE, END}:
        close_questions(city_id=version.city_id)
    return version


def _put(version: Memorandum, said: dict[str, Any], by: User) -> dict[str, Any]:
    _require_whole(version)
    today = timezone.localdate()
    if said["comment_by"] and said["comment_by"] <= today:
        raise ValidationError({"comment_by": _("Name a day that is still to come.")})
    return {"state": VersionState.PUT, "put_by": by, "put_on": today, "comment_by": said["comment_by"]}


def _require_whole(version: Memorandum) -> None:
    if not (version.common_goal and version.mission and version.principles and version.roles.exists()):
        raise Refused(
            _("Write first the common goal, the mission, what is shared with whom, and what the members take on.")
        )


def _taken_back(_version: Memorandum, said: dict[str, Any], _by: User) -> dict[str, Any]:
    because = said["taken_back_because"].strip()
    if not because:
        raise ValidationError({"taken_back_because": _("Say why.")})
    return {"state": VersionState.DRAFT, "put_by": None, "put_on": None, "taken_back_because": because}


def _decided(version: Memorandum, said: dict[str, Any], by: User) -> dict[str, Any]:
    _require_whole(version)
    before, today = Memorandum.objects.newest(), timezone.localdate()
    if said["decided_on"] > today:
        raise ValidationError({"decided_on": _("That day is still to come.")})
    if said["in_force_on"] < said["decided_on"]:
        raise ValidationError({"in_force_on": _("It cannot hold before it was decided.")})
    if before is not None and said["in_force_on"] <= before.in_force_on:
        raise ValidationError(
            {"in_force_on": _("Version %(number)s holds from that day: name a later one.") % {"number": before.number}}
        )
    named = {name: said[name] for name in ("decided_by", "decided_on", "in_force_on", "review_on")}
    alone = agrees_alone(version, by.pk)
    return {**named, "state": VersionState.DECIDED, "agreed_by": by, "alone_because": alone}


def _kept(version: Memorandum, said: dict[str, Any], _by: User) -> dict[str, Any]:
    if said["review_on"] <= timezone.localdate():
        raise ValidationError({"review_on": _("Name a day that is still to come.")})
    if not said["kept_because"].strip():
        raise ValidationError({"kept_because": _("Say why.")})
    return {"review_on": said["review_on"], "kept_because": said["kept_because"].strip()}


def _ended(version: Memorandum, said: dict[str, Any], by: User) -> dict[str, Any]:
    today = timezone.localdate()
    assert version.in_force_on is not None  # noqa: S101 (asked for by the database)
    if said["ended_on"] < today:
        raise ValidationError({"ended_on": _("Name today or a day that is still to come: until now it held.")})
    if said["ended_on"] > today + LONGEST_AHEAD:
        raise ValidationError({"ended_on": _("Name a day within a year: signing closes at once.")})
    if said["ended_on"] <= version.in_force_on:
        raise ValidationError({"ended_on": _("Name a day after it came in force.")})
    for name in ("ending_decided_by", "ended_because"):
        if not said[name].strip():
            raise ValidationError({name: _("Say who decided it, and why.")})
    named = {name: said[name].strip() for name in ("ending_decided_by", "ended_because")}
    return {**named, "ended_on": said["ended_on"], "ended_by": by}


def close_questions(*, city_id: int) -> int:
    """Nobody is asked to sign a version whose place another takes, or that ends: what was asked closes, and says so.
    How many did. Inside the city."""
    decided = list(Memorandum.objects.decided().filter(city=city_id).order_by("-number").only("ended_on", "number"))
    numbers = [each.pk for each in decided[1:] if each.ended_on is None]
    ended = [each.pk for each in decided if each.ended_on is not None]
    model = Memorandum._meta.label_lower
    return close(model=model, records=numbers, how=Asked.Closed.REPLACED) + close(
        model=model, records=ended, how=Asked.Closed.ENDED
    )


def _tell_end(version: Memorandum, by: User) -> None:
    """Every member is told at once, before it ends."""
    city = version.city
    assert version.ended_on is not None  # noqa: S101 (it was said just now)
    ended_on = version.ended_on

    def say() -> dict[str, str]:
        words = {"number": version.number, "day": day(ended_on)}
        return {
            "title": _("The memorandum ends: it holds no more from %(day)s") % words,
            "before": _("Version %(number)s") % words,
            "after": _("No memorandum from %(day)s") % words,
            "why": version.ended_because,
            "affects": _(
                "Every member of the network. From that day on nothing marked above TLP:CLEAR is shared with any of "
                "them, whoever has signed, until another memorandum holds and is signed."
            ),
            "decided": version.ending_decided_by,  # on which day nobody was asked
        }

    notify_members(
        city=city,
        what=ChangeNotice.What.MEMORANDUM,
        say=say,
        link=reverse("memorandum_version", args=[city.slug, version.number]),
        by=by,
        about=[version],
    )


def _tell(version: Memorandum, by: User) -> None:
    """Every member is told at once: two people decided it. Each is asked to sign it."""
    city = version.city
    assert version.in_force_on is not None  # noqa: S101 (asked for by the database)
    assert version.decided_on is not None  # noqa: S101
    before = version.before
    # of one that ended, and that none took the place of, nothing holds any more
    held = before if before is not None and not version.follows_none(before) else None
    is_ahead = version.is_ahead(timezone.localdate())
    first = version.in_force_on if is_ahead else timezone.localdate()
    until = max(version.in_force_on, first + datetime.timedelta(days=DAYS_TO_SIGN))
    in_force_on, decided_on = version.in_force_on, version.decided_on

    def say() -> dict[str, str]:
        words = {"number": version.number, "day": day(in_force_on)}
        return {
            "title": _("Version %(number)s of the memorandum holds from %(day)s") % words,
            "before": _("Version %(number)s") % {"number": held.number} if held else _("No memorandum"),
            "after": _("Version %(number)s, from %(day)s") % words,
            "why": version.because,
            "affects": _whom_it_affects(is_second=held is not None),
            "decided": f"{version.decided_by}, {day(decided_on)}",
            "question": _(
                "Every member is asked to read the memorandum and, from %(day)s on, to sign it: on screen, or on a "
                "printed copy from the city."
            )
            % words
            if is_ahead
            else _(
                "Every member is asked to read the memorandum and to sign it: on screen, or on a printed copy from the "
                "city."
            ),
        }

    notice = notify_members(
        city=city,
        what=ChangeNotice.What.MEMORANDUM,
        say=say,
        answer_by=until,
        link=reverse("memorandum_version", args=[city.slug, version.number]),
        by=by,
        about=[version],
    )
    if not is_ahead:
        _ask_all(notice)


def _whom_it_affects(*, is_second: bool) -> str:
    told = _("Every member of the network. Whoever has not signed reads what is marked TLP:CLEAR alone.")
    if not is_second:
        return told
    grace = _("A signature of the version before it holds for %(count)s days after this one came in force.")
    return f"{told} {grace % {'count': GRACE_DAYS}}"


def _ask_all(notice: ChangeNotice) -> None:
    ask(notice=notice, users=[], bodies=NetworkBody.objects.filter(is_current=True).values_list("pk", flat=True))


def ask_to_sign(*, city: City) -> bool:
    """Whether members are asked from today on: of a version that nobody signed ahead, because none held before it.
    Inside the city's context."""
    version = Memorandum.objects.in_force()
    if version is None or version != Memorandum.objects.to_sign() or not version.follows_none(version.before):
        return False
    told = ChangeNotice.objects.released().about(Memorandum._meta.label_lower, version.pk).filter(city=city)
    notice = told.exclude(question="").order_by("-pk").first()
    if notice is None or Asked.objects.filter(notice=notice).exists():
        return False
    _ask_all(notice)
    for signature in version.signatures.standing().select_related("body"):
        settle(model=Memorandum._meta.label_lower, record=version.pk, body=signature.body)
    return True


@transaction.atomic
def drop_version(*, version: Memorandum, by: User) -> None:
    """Throw a draft away, with all that was written in it. Raises Refused."""
    require_staff(version.city_id, by)
    if _held(version).state != VersionState.DRAFT:
        raise Refused(_("It is before the members, or decided: it stays."))
    # Its own row first: what was said of a version goes with it alone.
    Memorandum.objects.filter(pk=version.pk)._raw_delete("default")
    for rows in (version.roles, version.signatures, version.dissents, version.revisions):
        rows.all().delete()


def _held(version: Memorandum) -> Memorandum:
    found = Memorandum.objects.select_for_update(no_key=True, of=("self",)).select_related("city")
    return found.get(pk=version.pk)
