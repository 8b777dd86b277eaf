"""How far a notice has come, for admins: who was not reached first, then who was asked and has not answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from core.formats import number
from core.sort_keys import Alphabetical, alphabetical
from notices.actions.asking import accounts_here, unanswered
from notices.models import Asked, ChangeNotice, Delivery, Letter, NetworkBody
from notices.models.asking import NetworkBodyQuerySet
from records.registries.change_notices import NoticeClass

# Names of those who have not opened it, of however many.
SHOWN = 100


class NotReached(NamedTuple):
    name: str
    why: str
    # a letter that was not told yet
    letter: int = 0


@dataclass(frozen=True, slots=True)
class WhoHasIt:
    told: int
    read: int
    by_letter: int
    not_reached: list[NotReached]
    # with whether they have answered, and whether anybody with an account here can
    asked: list[tuple[Asked, bool, bool]]
    not_opened: list[str]
    unopened: int
    # a reminder goes to somebody by itself
    is_to_remind: bool

    @property
    def answered(self) -> int:
        return sum(has_answered and not asked.closed_as for asked, has_answered, _has_account in self.asked)

    @classmethod
    def of(cls, notice: ChangeNotice) -> "WhoHasIt":
        here = accounts_here(notice.city)
        deliveries = Delivery.objects.filter(notice=notice)
        counts = deliveries.counts()
        letters = list(Letter.objects.filter(notice=notice).select_related("body"))
        asked = Asked.objects.filter(notice=notice)
        open_ones = {each.pk for each in unanswered(asked)}
        in_turn = sorted(
            asked.select_related("user", "body"), key=lambda each: (each.pk not in open_ones, alphabetical(each))
        )
        answered = {each.body_id for each in in_turn if each.pk not in open_ones and not each.closed_as}
        unread = deliveries.filter(read_at=None, mailing__refused_at=None).select_related("user")
        return cls(
            told=counts["told"],
            read=counts["read"],
            by_letter=sum(letter.told_on is not None for letter in letters),
            not_reached=list(_not_reached(notice, here, letters, answered)),
            asked=[(each, each.pk not in open_ones, not here.isdisjoint(each.people)) for each in in_turn],
            not_opened=[str(each.user) for each in unread.order_by(Alphabetical("user__name"))[:SHOWN]],
            unopened=unread.count(),
            is_to_remind=_is_to_remind(notice, (each for each in in_turn if each.pk in open_ones), here),
        )

    @property
    def unopened_names(self) -> str:
        """The first of them, and how many more."""
        names, more = ", ".join(self.not_opened), self.unopened - len(self.not_opened)
        return _("%(names)s and %(count)s more") % {"names": names, "count": number(more)} if more > 0 else names


def _is_to_remind(notice: ChangeNotice, open_ones: Iterable[Asked], here: set[int]) -> bool:
    """As `remind_by_rule` has it."""
    if notice.answer_by is None or notice.answer_by < timezone.localdate():
        return False
    return any(each.reminded_by_rule_at is None and here.intersection(each.people) for each in open_ones)


def _not_reached(
    notice: ChangeNotice, here: set[int], letters: list[Letter], answered: "set[int | None]"
) -> Iterator[NotReached]:
    """All of them, since each letter is printed from here; of what nobody was to be told none is missing, and who has
    answered was reached, however."""
    if notice.notice_class == NoticeClass.SILENT:
        return
    yield from _refused(notice)
    bodies = NetworkBody.objects.filter(city=notice.city_id, is_current=True).order_by(Alphabetical("name"), "pk")
    bodies = bodies.exclude(pk__in=[pk for pk in answered if pk is not None])
    yield from _bodies(bodies, here)
    yield from _on_paper(notice, bodies, letters)


def _refused(notice: ChangeNotice) -> Iterator[NotReached]:
    refused = Delivery.objects.filter(notice=notice, mailing__refused_at__isnull=False, read_at=None)
    for each in refused.select_related("user"):
        yield NotReached(str(each.user), _("Mail refused, and not opened in the app"))


def _bodies(bodies: NetworkBodyQuerySet, here: set[int]) -> Iterator[NotReached]:
    """Through nobody who belongs here now, and by no letter."""
    for body in bodies:
        if not here.intersection(body.people) and (body.people or not body.address):
            yield NotReached(body.name, _("Nobody is named who has an account here, and no deputy"))


def _on_paper(notice: ChangeNotice, bodies: NetworkBodyQuerySet, letters: list[Letter]) -> Iterator[NotReached]:
    """To whom a letter is not told yet, and to whom none goes, of those that were there when it was told."""
    of_body = {letter.body_id: letter for letter in letters}
    for body in bodies.filter(Q(pk__in=of_body) | Q(created_at__lte=notice.made_at, pk__in=bodies.on_paper())):
        letter = of_body.get(body.pk)
        if letter is not None and letter.told_on is not None:
            continue
        if why := why_not_written(body, notice.marking):
            yield NotReached(body.name, why)
        elif letter is not None:
            yield NotReached(body.name, _("On paper: not yet told"), letter.pk)


def why_not_written(body: NetworkBody, marking: str) -> str:
    """Why no letter goes to a member; empty where one may."""
    if not body.may_be_shown(marking):
        return _("It has not signed a memorandum that holds, so nothing above clear is shared with it.")
    if not body.may_be_written_to(marking):
        return _("Nothing above TLP:GREEN goes by letter. Tell it in another way.")
    return ""
