"""A version of the memorandum as people meet it: who has signed it, what two versions say differently."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Membership
from core.formats import day
from core.sort_keys import Alphabetical, alphabetical
from notices.difference import MOST_PAIRS, BeforeAndAfter, text_difference
from notices.models import NetworkBody
from stakeholders.memorandum.steps import dissents_for
from stakeholders.models import Memorandum, MemorandumRole, Signature
from stakeholders.models.memorandum import TEXTS
from stakeholders.models.organisations import Organisation
from stakeholders.vocabulary import Sector

# So many are named where a list would be longer than anybody reads.
MOST_NAMED = 6
# Of all texts of two versions together: a version may have two hundred roles.
MOST_OF_A_PAGE = 10 * MOST_PAIRS


@dataclass(frozen=True, slots=True)
class Signer:
    """A member of the network, and how it stands to a version."""

    body: NetworkBody
    # The one that stands, or the last that was withdrawn.
    signature: Signature | None
    # Until when the signature of an earlier version holds.
    until: datetime.date | None

    @property
    def has_signed(self) -> bool:
        return self.signature is not None and self.signature.withdrawn_at is None

    @property
    def words(self) -> str:
        if self.signature is None:
            return self._unsigned
        if self.signature.withdrawn_at is None:
            facts = {"day": day(self.signature.signed_on), "how": self.signature.get_how_display()}
            return _("signed on %(day)s, %(how)s") % facts
        facts = {"day": day(self.signature.withdrawn_at), "why": self.signature.withdrawn_because}
        return _("withdrawn on %(day)s: %(why)s") % facts

    @property
    def _unsigned(self) -> str:
        if not self.body.is_current:
            return _("belongs to the network no more")
        if self.until is not None:
            return _("not signed; its signature of the version before holds until %(day)s") % {"day": day(self.until)}
        return _("not signed")


def signers_of(version: Memorandum) -> list[Signer]:
    """Every member of today, and whoever signed it; those who have not first. Of a version that was replaced only who
    signed it: whoever joined since was never asked."""
    rows = version.signatures.select_related("body").order_by("withdrawn_at", "pk")
    signed: dict[int, Signature] = {}
    for each in rows:  # the one that stands has no end, which PostgreSQL puts last
        signed[each.body_id] = each
    bodies = {each.body_id: each.body for each in signed.values()}
    newest = Memorandum.objects.to_sign()
    if version in {newest, Memorandum.objects.in_force()}:
        bodies |= {each.pk: each for each in NetworkBody.objects.filter(city=version.city_id, is_current=True)}
    known: set[int] = set()
    if version == newest:
        known = set(Signature.objects.standing().filter(city=version.city_id).values_list("body", flat=True))
    found = [Signer(each, signed.get(each.pk), _until(each) if each.pk in known else None) for each in bodies.values()]
    return sorted(found, key=lambda each: (each.has_signed, alphabetical(each.body.name)))


def _until(body: NetworkBody) -> datetime.date | None:
    """The last day on which the signature of an earlier version holds."""
    if body.unsigned_from is None or body.is_unsigned:
        return None
    return timezone.localtime(body.unsigned_from).date() - datetime.timedelta(days=1)


def to_sign_by(member: Membership, version: Memorandum) -> list[NetworkBody]:
    """The members this person speaks for that have not signed a version; none while nobody signs it yet."""
    theirs = list(
        NetworkBody.objects.spoken_for_by(member.user_id).filter(city=member.city_id).order_by(Alphabetical("name"))
    )
    if not theirs or version.is_ahead(timezone.localdate()):
        return []
    signed = set(version.signatures.standing().values_list("body", flat=True))
    return [each for each in theirs if each.pk not in signed]


def dissenters(member: Membership) -> list[NetworkBody]:
    """The members of which this person may say where they do not agree: those they speak for; who works for the city
    notes it in the words of any."""
    bodies = NetworkBody.objects.filter(city=member.city_id, is_current=True).order_by(Alphabetical("name"))
    return [each for each in bodies if dissents_for(member, each)]


def unnamed(city_id: int) -> list[Organisation]:
    """Members of the network in the directory for whom nobody is named who signs: none of the network's members is
    called so. What is a part of the city itself signs nothing."""
    there = {name.casefold() for name in NetworkBody.objects.filter(city=city_id).values_list("name", flat=True)}
    rows = Organisation.objects.filter(city=city_id, in_network=True, is_current=True)
    rows = rows.exclude(sector=Sector.MUNICIPAL_SERVICE).order_by(Alphabetical("name"))
    return [each for each in rows if each.name.casefold() not in there]


def belong_to_none(city_id: int) -> list[Membership]:
    """Network members with an account that stand for no member of the network."""
    bodies = NetworkBody.objects.filter(city=city_id, is_current=True)
    there = {person for each in bodies for person in (*each.people, *each.others)}
    readers = Membership.objects.in_force().lasting().filter(city=city_id, role=Membership.Role.READER)
    return list(readers.exclude(user__in=there).select_related("user").order_by(Alphabetical("user__name")))


def some_of(names: Sequence[str]) -> str:
    """The first of many, and how many more."""
    shown, more = ", ".join(names[:MOST_NAMED]), len(names) - MOST_NAMED
    return _("%(names)s and %(count)s more") % {"names": shown, "count": more} if more > 0 else shown


class Difference(NamedTuple):
    """A part of the text in two versions, beside each other."""

    title: str
    text: BeforeAndAfter


def differences(one: Memorandum, other: Memorandum) -> list[Difference]:
    """What two versions say differently, part by part; nothing of what stayed."""
    found, left = list[Difference](), MOST_OF_A_PAGE
    for title, before, after in _pairs(one, other):
        if before != after:
            found.append(Difference(title, text_difference(before, after, most=left)))
            left -= found[-1].text.pairs
    return found


def _pairs(one: Memorandum, other: Memorandum) -> Iterator[tuple[str, str, str]]:
    for name in TEXTS:
        title = str(Memorandum._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        yield title[:1].upper() + title[1:], getattr(one, name), getattr(other, name)
    before, after = (_roles(each.roles.select_related("body")) for each in (one, other))
    for body in sorted(before.keys() | after.keys(), key=lambda each: (each != "", alphabetical(each))):
        name = body or pgettext("a member", "The city")
        was, now = before.get(body), after.get(body)
        facts = {"member": name}
        yield _("%(member)s: role and responsibilities") % facts, _of(was, "takes_on"), _of(now, "takes_on")
        yield _("%(member)s: areas of concern") % facts, _of(was, "concerns"), _of(now, "concerns")


def _roles(rows: Iterable[MemorandumRole]) -> dict[str, MemorandumRole]:
    return {each.body.name if each.body else "": each for each in rows}


def _of(row: MemorandumRole | None, name: str) -> str:
    return str(getattr(row, name)) if row is not None else ""
