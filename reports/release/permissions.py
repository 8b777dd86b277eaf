"""What stands between a diagnosis and its release: undecided judgements, open answers, what the screen finds; and whose
turn it is. Pages offer by it, actions refuse by it."""

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.composed import ANYBODY, Composed, Parameter, among
from accounts.four_eyes import Look, Matter, look
from accounts.markings import readable
from accounts.models import Membership, ProcessingRecord, User
from analysis import METHOD_VERSION
from core import formats
from core.sort_keys import alphabetical
from jobs import artefacts
from jobs.models import Job, JobState
from records.values import actor_of
from reports.judgements.attached import judgements_of
from reports.judgements.carried import to_carry
from reports.models import (
    OWN,
    PAGE,
    Diagnosis,
    Edition,
    Judgement,
    Priority,
    Recommendation,
    ReleaseCheck,
    Snapshot,
)
from reports.release.harm import QUESTIONS
from reports.release.hits import hits, pages_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ABOVE_CLEARANCE = _("It was made of records above your clearance. Somebody who is cleared for them decides.")
ABOVE_REPORTS = _(
    "A record it was made of is marked higher now than its reports may be, or it is from before reports left such "
    "records out. Ask for a new diagnosis, which leaves them out."
)
BEFORE_OPINION = _(
    "It is dated %(dated)s, before the opinion of the data-protection officer (%(opinion)s by the processing record), "
    "so it is not released. Ask for a new diagnosis with a later date; if the opinion is older, correct its day in the "
    "processing record."
)
OTHER_METHOD = _(
    "It was computed by version %(before)s of the method, and would now be set by version %(now)s: its judgements were "
    "written of other words than its reports would print. Ask for a new diagnosis of the same period."
)
TELLS_BY_DIFFERENCE = _(
    "Another diagnosis was released since this one was made, and its partner edition tells of the same days. The "
    "difference of the two could tell of single records. Ask for a new one, which prints these figures as they are."
)
BEING_SET = _("The reports are being set with what was decided. The check is made of those: come back in a minute.")
NOT_SET = _("The reports could not be set with what was decided. Open the job, see why, and try again.")
OTHER_TEXT = _("What the reports print is not what was checked. Read it again, and make the check anew.")
NOT_THERE = _("A report of it is no longer there as it was made, so it cannot be checked. Ask for a new diagnosis.")
IS_OVER = _("It is no longer in review: what is released never changes. Ask for a new one instead.")


def undecided(diagnosis: Diagnosis) -> int:
    """Judgements that no person has read, or whose evidence has left them since, and those of the last diagnosis that
    nobody was asked about yet."""
    return sum(each.is_undecided for each in judgements_of(diagnosis)) + to_carry(diagnosis).count()


def unanswered(diagnosis: Diagnosis) -> list[str]:
    """Codes of questions and hits without an answer that lets it go: what was found stays with a reason alone."""
    answers = dict(diagnosis.checks.values_list("question", "answer"))
    let_go = {ReleaseCheck.Answer.NO_RISK, ReleaseCheck.Answer.ADDRESSED}
    asked = [(question.code, let_go) for question in QUESTIONS]
    asked += [(hit.code, {ReleaseCheck.Answer.ADDRESSED}) for hit in hits(diagnosis)]
    return [code for code, enough in asked if answers.get(code) not in enough]


def why_not_checked(diagnosis: Diagnosis) -> str:
    """Why there is nothing to check yet: the reports do not show what was decided. Empty where they do."""
    job = Job.objects.filter(city=diagnosis.city_id, pk=diagnosis.job).first() if diagnosis.job else None
    if job is None or job.state == JobState.DONE:
        pages = pages_of(diagnosis).values()
        return "" if all(artefacts.is_there(diagnosis.city_id, page, PAGE) for page in pages) else str(NOT_THERE)
    return str(NOT_SET if job.is_over else BEING_SET)


def is_other_text(diagnosis: Diagnosis) -> bool:
    """Whether its editions print something else than what was checked."""
    return bool(diagnosis.checked_pages != pages_of(diagnosis))


def may_work_on(diagnosis: Diagnosis, member: Membership) -> bool:
    """Decide its judgements, answer its check, release it."""
    return member.is_admin and not why_not_worked_on(diagnosis, member)


def who_may_decide(diagnosis: Diagnosis) -> list[int]:
    """The numbers of the admins who may work on it."""
    admins = Membership.objects.in_force().lasting().admins().filter(city=diagnosis.city_id, user__is_active=True)
    return [each.user_id for each in admins.select_related("user") if may_work_on(diagnosis, each)]


def why_not_worked_on(diagnosis: Diagnosis, member: Membership) -> str:
    """Why this admin may not work on it; empty where they may."""
    if not diagnosis.is_open:
        return str(IS_OVER)
    if not member.is_cleared_for(diagnosis.marking):
        return str(ABOVE_CLEARANCE)
    return why_not_released_by_anybody(diagnosis)


def why_not_released_by_anybody(diagnosis: Diagnosis) -> str:
    """Why a diagnosis in review can be released by nobody as it is; empty where nothing of it stands in the way."""
    if diagnosis.is_above_its_reports:
        return str(ABOVE_REPORTS)
    return why_not_set(diagnosis) or _before_opinion(diagnosis)


def why_not_set(diagnosis: Diagnosis) -> str:
    """Why its reports are not set anew: words of one version of the method are no words of another."""
    made_by = next(iter(_made_by().column(diagnosis.pk)), None)
    if made_by in {None, METHOD_VERSION}:
        return ""
    return str(OTHER_METHOD) % {"before": made_by, "now": METHOD_VERSION}


# What pages of a diagnosis in review and everybody's actions on it ask each time: composed once, of some diagnosis.
@cache
def _made_by() -> Composed:
    return Composed(Snapshot.objects.filter(diagnosis=ANYBODY).values_list("method_version"))


@cache
def _opinion() -> Composed:
    days = ProcessingRecord.objects.filter(city=Parameter("city")).order_by("pk").values_list("officer_opinion_on")
    return Composed(days[:1])


@cache
def _moved() -> Composed:
    return Composed(Priority.objects.filter(diagnosis=ANYBODY).exclude(band="").order_by().values_list("decided_by"))


@cache
def _events() -> Composed:
    events: Any = Judgement.pgh_event_model.objects  # type: ignore[attr-defined]
    return Composed(events.filter(diagnosis_id=ANYBODY).order_by("pgh_obj_id", "pgh_id"))


@cache
def _notes() -> Composed:
    return Composed(ReleaseCheck.objects.filter(diagnosis=ANYBODY).exclude(note="").order_by().values_list("pk"))


@cache
def _events_of_notes() -> Composed:
    events: Any = ReleaseCheck.pgh_event_model.objects  # type: ignore[attr-defined]
    return Composed(events.filter(pgh_obj_id__in=among()).order_by("pgh_obj_id", "pgh_id"))


@cache
def _recommendations() -> Composed:
    return Composed(Recommendation.objects.filter(diagnosis=ANYBODY).order_by().values_list("pk"))


@cache
def _wrote_recommendations() -> Composed:
    events: Any = Recommendation.pgh_event_model.objects  # type: ignore[attr-defined]
    theirs = events.filter(pgh_obj_id__in=among(), diagnosis_id=ANYBODY).exclude(written_by=None)
    return Composed(theirs.order_by().values_list("written_by").distinct())


def _before_opinion(diagnosis: Diagnosis) -> str:
    opinion = next(iter(_opinion().column(None, city=diagnosis.city_id)), None)
    if opinion is None or diagnosis.dated >= opinion:
        return ""
    return str(BEFORE_OPINION) % {"dated": formats.day(diagnosis.dated), "opinion": formats.day(opinion)}


def look_before_release(diagnosis: Diagnosis, user_id: int) -> Look:
    """Whether others made the check and wrote what will be printed, or one person decides alone, so that this person
    may release."""
    if diagnosis.checked_by_id is None:
        return Look(may=False)
    return _looks(diagnosis, user_id, had_it_in_hand(diagnosis))


def is_second(diagnosis: Diagnosis, user_id: int) -> bool:
    return look_before_release(diagnosis, user_id).may


def _looks(diagnosis: Diagnosis, user_id: int, people: Collection[int]) -> Look:
    return look(Matter.RELEASE, city_id=diagnosis.city_id, user_id=user_id, had_it_in_hand=people)


def had_it_in_hand(diagnosis: Diagnosis) -> set[int]:
    """Who made the check, wrote a note of it that stands, moved a priority that stands moved, wrote or looked again at
    a recommendation, or wrote, dismissed or weighed otherwise a judgement that stands as they left it.

    Confirming what was proposed changes nothing of it. What was put back as it was proposed is nobody's any more.
    """
    people = {diagnosis.checked_by_id or 0, *_wrote_notes(diagnosis), *_recommended(diagnosis)}
    people |= set(_moved().column(diagnosis.pk))
    for _judgement, of_one in groupby(_events().instances(diagnosis.pk), key=lambda event: event.pgh_obj_id):
        people |= _wrote(list(of_one))
    return people - {0}


def _wrote(events: Sequence[Any]) -> set[int]:
    """Of one judgement. One that was neither proposed nor carried over was written by whoever it begins with."""
    is_new = events[0].key.startswith(OWN) and events[0].state != Judgement.State.PROPOSED
    writers = {actor_of(events[0])} if is_new else set[int]()
    for before, event in pairwise(events):
        if _as_proposed(event):
            writers.clear()
        elif _says(before) != _says(event):
            writers.add(actor_of(event))
    return writers


def _wrote_notes(diagnosis: Diagnosis) -> Iterator[int]:
    """Of the notes that will be printed, whoever made the check and sent them along with their own answers."""
    there = _notes().column(diagnosis.pk)
    if not there:
        return
    events = _events_of_notes().instances(None, numbers=there)
    for _check, of_one in groupby(events, key=lambda event: event.pgh_obj_id):
        note, writer = "", 0
        for event in of_one:
            if event.note != note:
                note, writer = event.note, actor_of(event)
        yield writer


def _recommended(diagnosis: Diagnosis) -> Iterator[int]:
    """Of the recommendations that will be printed, everybody who wrote one or looked at it again."""
    there = _recommendations().column(diagnosis.pk)
    if there:
        yield from _wrote_recommendations().column(diagnosis.pk, numbers=there)


def _says(event: Any) -> tuple[Any, ...]:
    is_printed = event.state != Judgement.State.DISMISSED
    return is_printed, event.statement, event.likelihood, event.confidence, event.reason, event.evidence


def _as_proposed(event: Any) -> bool:
    if event.key.startswith(OWN):
        return False
    by_rule = event.confidence == (event.proposed_confidence or event.confidence)
    return bool(event.state != Judgement.State.DISMISSED and event.statement == event.proposed and by_rule)


def why_not_released(diagnosis: Diagnosis, user: User) -> "StrOrPromise":
    """Why this admin does not release what is checked; empty where they may."""
    people = had_it_in_hand(diagnosis)
    if _looks(diagnosis, user.pk, people).may:
        return ""
    if diagnosis.checked_by_id == user.pk:
        return _("You made the do-no-harm check, so another admin releases. Nobody releases alone.")
    return _("You wrote some of what will be printed, so another admin releases. Nobody releases alone.")


def prints_too_low_a_marking(diagnosis: Diagnosis) -> bool:
    """Whether some edition says less on its pages than what it was made of is marked by now: what is out is passed on
    by what its pages say."""
    editions = Edition.objects.filter(diagnosis=diagnosis).values_list("audience", "marking")
    return any(not readable(marking, Edition.MARKINGS[Edition.Audience(audience)]) for audience, marking in editions)


def tells_by_difference(diagnosis: Diagnosis) -> bool:
    """Whether a partner edition that is out, or on its way, tells of days that this one tells of and does not know of:
    each stretch of time is told of by what the first has printed."""
    own = Edition.objects.filter(diagnosis=diagnosis, audience=Edition.Audience.PARTNER).exclude(figures={}).first()
    if own is None:
        return False
    mine = [(window["start"], window["end"], window["number"]) for window in own.figures["windows"]]
    others = Edition.objects.exclude(figures={}).exclude(diagnosis=diagnosis)
    for figures in others.filter(diagnosis__released_on__isnull=False).values_list("figures", flat=True):
        for window in figures["windows"]:
            if any(
                start <= window["end"]
                and window["start"] <= end
                and (start, end, number) != (window["start"], window["end"], window["number"])
                for start, end, number in mine
            ):
                return True
    return False


def releasers(diagnosis: Diagnosis) -> list[str]:
    """The names of the admins who may release it."""
    return sorted(map(str, second_people(diagnosis)), key=alphabetical)


def second_people(diagnosis: Diagnosis) -> list[User]:
    """The admins who may release it."""
    admins = Membership.objects.in_force().lasting().admins().filter(city=diagnosis.city_id, user__is_active=True)
    people = had_it_in_hand(diagnosis)
    return [each.user for each in admins.select_related("user") if _looks(diagnosis, each.user_id, people).may]
