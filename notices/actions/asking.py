"""Asking an answer of named members, answering, and reminding those who have not."""

import datetime
from collections.abc import Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import City, User
from accounts.permissions import member_of, require_admin, require_staff
from core.errors import Refused
from core.names import require_own_name
from core.sort_keys import Alphabetical
from notices.actions.mailing import tell_waiting
from notices.actions.telling import acknowledge, members_of
from notices.models import Answer, Asked, ChangeNotice, Delivery, NetworkBody, Wait

# By rule somebody is reminded so many days before their answer is due.
DAYS_BEFORE = 3
# Of one person about one notice: they stand on one page.
MOST_ANSWERS = 50


@transaction.atomic
def ask(*, notice: ChangeNotice, users: Iterable[int], bodies: Iterable[int]) -> None:
    """Of exactly these an answer is asked; who was asked already keeps their row."""
    ChangeNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    wanted = {*((user, None) for user in users), *((None, body) for body in bodies)}
    there = {(each.user_id, each.body_id): each for each in Asked.objects.filter(notice=notice)}
    for key in there.keys() - wanted:
        there[key].delete()
    for user, body in sorted(wanted - there.keys(), key=str):
        Asked.objects.create(city_id=notice.city_id, notice=notice, user_id=user, body_id=body)


def asked_and_not_told(notice: ChangeNotice, users: Iterable[int], bodies: Collection[NetworkBody]) -> Iterator[str]:
    """Of whom an answer is asked about what they may not read, and why they may not."""
    if left := [*_not_here(notice.city, users), *(each.name for each in bodies if not each.is_current)]:
        said = _("No member of the city or the network now, so nothing can be asked of them: %(names)s.")
        yield said % {"names": ", ".join(left)}
    bodies = [each for each in bodies if each.is_current]
    if closed_to := _not_cleared(notice, users, bodies):
        said = _("Not cleared to read it, so nothing can be asked of them: %(names)s.")
        yield said % {"names": ", ".join(closed_to)}
    if unsigned := [each.name for each in bodies if not each.may_be_shown(notice.marking)]:
        said = _("Not signed a memorandum that holds, so nothing above clear is shared with them: %(names)s.")
        yield said % {"names": ", ".join(unsigned)}
    on_paper = [each for each in bodies if each.may_be_shown(notice.marking) and not each.people]
    if above := [each.name for each in on_paper if not each.may_be_written_to(notice.marking)]:
        yield _("Told on paper, and nothing above TLP:GREEN goes by letter: %(names)s.") % {"names": ", ".join(above)}


def _not_here(city: City, users: Iterable[int]) -> list[str]:
    """Names of those who left since they were asked, or are shut out."""
    gone = User.objects.filter(pk__in=set(users) - accounts_here(city))
    return [str(each) for each in gone.order_by(Alphabetical("name"), "pk")]


def _not_cleared(notice: ChangeNotice, users: Iterable[int], bodies: Iterable[NetworkBody]) -> list[str]:
    """Names of those who belong here and may not read it: members themselves, and bodies for which nobody may. What is
    not shared with a body at all, or goes to it on paper, is another matter."""
    here = members_of(notice.city).select_related("user")
    cleared = {each.user_id: each.is_cleared_for(notice.marking) for each in here}
    names = [str(each.user) for each in here if each.user_id in set(users) and not cleared[each.user_id]]
    for body in bodies:
        theirs = [cleared[person] for person in body.people if person in cleared]
        if body.may_be_shown(notice.marking) and theirs and not any(theirs):
            names.append(body.name)
    return names


@transaction.atomic
def answer(*, answer: Answer, by: User) -> Answer:
    """A member answers the city; for a body where they are asked for it. Raises Refused."""
    notice = answer.notice
    member = member_of(answer.city_id, by)
    if member is None or not member.is_cleared_for(notice.marking) or notice.is_pending:
        raise Refused(_("Only who was told of it answers."))
    answer.by = answer.thread = by
    answer.is_city = False
    if there := _said_already(answer):
        return there
    if Answer.objects.filter(notice=notice, by=by, is_on_paper=False).count() >= MOST_ANSWERS:
        raise Refused(_("You have answered %(most)s times here. Talk to the city instead.") % {"most": MOST_ANSWERS})
    asked = Asked.objects.filter(notice=notice, body__isnull=False).select_related("body")
    answer.body = next((each.body for each in asked if by.pk in each.people), None)
    answer.full_clean()
    answer.save()
    for delivery in Delivery.objects.visible_to(by).filter(notice=notice):
        acknowledge(delivery=delivery)
    return answer


def _said_already(answer: Answer) -> Answer | None:
    """The last word of a thread, where it is this one: sent twice, or once more after Back, it is said once. Of two at
    once the second sees the first."""
    ChangeNotice.objects.select_for_update(no_key=True, of=("self",)).get(pk=answer.notice_id)
    there = Answer.objects.filter(notice=answer.notice_id, thread=answer.thread_id, is_on_paper=False)
    last = there.order_by("pk").last()
    same = [last and (last.by_id, last.is_city, last.is_shared, last.text)]
    return last if (answer.by_id, answer.is_city, answer.is_shared, answer.text) in same else None


@transaction.atomic
def note_answer(*, answer: Answer, asked: Asked, by: User) -> Answer:
    """What a member without an account said or wrote to the city, in its words, once; of who has one it is theirs to
    say. Raises Refused."""
    require_admin(answer.city_id, by, _("Only an admin notes what a member on paper answered."))
    body = asked.body
    if body is None or not is_heard_on_paper(asked):
        raise Refused(_("They have an account here, so they answer themselves."))
    if asked.notice.is_pending or not body.is_current:
        raise Refused(_("Only who was told of it answers."))
    # of two admins who note the same letter the second sees the first
    held = Asked.objects.select_for_update(no_key=True, of=("self",)).filter(pk=asked.pk)
    if (row := held.first()) is not None and row.closed_as:
        raise Refused(_("It is asked no more: %(why)s.") % {"why": row.get_closed_as_display()})
    if not unanswered(held):
        raise Refused(_("Its answer was noted already."))
    if not body.may_be_shown(asked.notice.marking):
        raise Refused(_("It has not signed a memorandum that holds, so nothing above clear is shared with it."))
    answer.by = answer.thread = by
    answer.body, answer.is_city, answer.is_on_paper = body, False, True
    answer.full_clean()
    answer.save()
    return answer


def is_heard_on_paper(asked: Asked) -> bool:
    """A member of the network for which nobody answers who belongs here now."""
    return asked.body is not None and not accounts_here(asked.city).intersection(asked.people)


def accounts_here(city: City) -> set[int]:
    """Who has an account that belongs to the city now, and so can be reminded and answer."""
    return set(members_of(city).values_list("user", flat=True))


@transaction.atomic
def answer_as_city(*, answer: Answer, by: User) -> Answer:
    """The city answers in a member's thread; they are mailed that there is something. Raises Refused."""
    require_staff(answer.city_id, by)
    answer.by, answer.is_city, answer.is_shared = by, True, False
    if there := _said_already(answer):
        return there
    answer.full_clean()
    answer.save()
    about = (ChangeNotice, answer.notice_id)
    link = link_of(answer.city, answer.notice)
    tell_waiting(city=answer.city, users=[answer.thread_id], kind=Wait.Kind.ANSWERED, link=link, about=about)
    return answer


def link_of(city: City, notice: ChangeNotice) -> str:
    return reverse("change", args=[city.slug, notice.pk])


def unanswered(asked: "QuerySet[Asked]") -> list[Asked]:
    """Nobody who may answer for them has said anything, nor taken note; of what is done elsewhere, it is not done."""
    rows = list(asked.select_related("notice", "user", "body"))
    notices = {each.notice_id for each in rows}
    answers = Answer.objects.filter(notice__in=notices, is_city=False)
    for_bodies = set(answers.exclude(body=None).values_list("notice", "body"))
    said = set(answers.filter(is_on_paper=False).values_list("notice", "by"))
    noted = Delivery.objects.filter(notice__in=notices, acknowledged_at__isnull=False)
    said |= set(noted.values_list("notice", "user"))
    return [
        each
        for each in rows
        if each.settled_at is None
        and (
            each.notice.what in ChangeNotice.DONE_ELSEWHERE
            or not (
                (each.notice_id, each.body_id) in for_bodies
                or any((each.notice_id, person) in said for person in each.people)
            )
        )
    ]


def settle(*, model: str, record: int, body: NetworkBody) -> None:
    """What was asked of a member about a record is done."""
    asked = Asked.objects.filter(notice__model=model, notice__record=record, body=body, settled_at=None)
    asked.update(settled_at=timezone.now())


def close(*, model: str, records: Iterable[int], how: Asked.Closed) -> int:
    """What was asked about these records, and is not done, is asked no more; how many rows. Inside the city."""
    asked = Asked.objects.filter(notice__model=model, notice__record__in=list(records), settled_at=None)
    return asked.update(settled_at=timezone.now(), closed_as=how)


@transaction.atomic
def remind(*, asked: Asked, by: User) -> bool:
    """By an admin's button, as often as it is pressed; False where they have answered meanwhile. Raises Refused."""
    require_admin(asked.city_id, by, _("Only an admin reminds."))
    if not accounts_here(asked.city).intersection(asked.people):
        raise Refused(_("It has no account that could be reminded. Ask it once more on paper or by telephone."))
    if not unanswered(Asked.objects.filter(pk=asked.pk).select_for_update(of=("self",))):
        return False
    _remind(asked)
    Asked.objects.filter(pk=asked.pk).update(reminded_at=timezone.now())
    return True


@transaction.atomic
def remind_by_rule(*, city: City, today: datetime.date | None = None) -> int:
    """Once, some days before the answer is due; how many. Inside the city's context."""
    today = today or timezone.localdate()
    soon = today + datetime.timedelta(days=DAYS_BEFORE)
    due = Asked.objects.filter(
        city=city, reminded_by_rule_at=None, notice__state=ChangeNotice.State.RELEASED,
        notice__answer_by__lte=soon, notice__answer_by__gte=today,
    )  # fmt: skip
    # who has no account is asked by the city itself
    here = accounts_here(city)
    late = [each for each in unanswered(due.select_for_update(of=("self",))) if here.intersection(each.people)]
    for each in late:
        _remind(each)
    now = timezone.now()
    Asked.objects.filter(pk__in=[each.pk for each in late]).update(reminded_by_rule_at=now, reminded_at=now)
    return len(late)


def _remind(asked: Asked) -> None:
    link, about = link_of(asked.city, asked.notice), (ChangeNotice, asked.notice_id)
    tell_waiting(city=asked.city, users=asked.people, kind=Wait.Kind.ANSWER, link=link, about=about)


@transaction.atomic
def keep_body(*, body: NetworkBody, by: User) -> NetworkBody:
    """A member of the network that is told through people, or by letter."""
    require_admin(body.city_id, by, _("Only an admin keeps the members of the network."))
    body.full_clean()
    others = NetworkBody.objects.filter(city=body.city_id)
    require_own_name(body, others, _("A member of this name is in the list already."))
    body.save()
    return body
