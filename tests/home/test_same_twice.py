"""The same sent twice in the same instant, by one person or by two: one effect, nothing lost, and no error page.

Every address that takes what is sent stands in one of the lists below; one that does not fails the suite.
"""

import datetime
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.city import city_context
from accounts.middleware.city import CityMiddleware
from accounts.models import City, Invitation
from mapping.models import Observation
from planning.models import Project
from records.models import Draft
from reports.actions import answer_check
from reports.models import Diagnosis
from tests.access.ground import furnish
from tests.access.matrix import MATRIX, NOT_ALLOWED, Person
from tests.factories import make_member, sign_in, today_in
from tests.home.as_sent import Sent, form_of
from tests.mapping.makers import inside
from tests.records.makers import make_observation
from tests.records.test_draft_identity import FORMS as NEW
from tests.reports.release.releasing import answers_of, no_risk

HERE = "/city/elverhavn/"
DAY = (timezone.now() + datetime.timedelta(days=300)).date()

# Why an address is in none of the lists.
ELSEWHERE: dict[str, str] = {
    "draft_keep": "has versions of its own (tests/records/test_drafts.py)",
    "screening": "keeps nothing",
    "city_settings": "below, with two people",
    "comparison": "keeps nothing",
    "review_several": "what is approved already is refused (tests/records/test_several.py)",
    "judgement_new": "made by the editing that MADE tries",
    **dict.fromkeys(["change_answer", "change_answer_as_city"], "two people say two things"),
    **dict.fromkeys(["memorandum_dissent", "memorandum_revise"], "two people say two things"),
    "project_tell": "two people tell two things; the same words are one (tests/planning/test_flags.py)",
}


def _said(answers: list[Any]) -> list[Any]:
    """What the forms that came back say is wrong."""
    return [each.context["writing"].section.form.errors for each in answers if each.status_code == 200]


def _came_late(answer: Any) -> bool:
    """Whether somebody is led on because another has answered: on a busy machine one may come after the other."""
    return any(str(each).startswith("It was answered already") for each in get_messages(answer.wsgi_request))


@dataclass
class Office:
    """A city with one of everything, two admins in it, and what was written while the two were at it."""

    city: City
    places: dict[str, dict[str, Any]]
    clients: tuple[Client, Client]
    wrong: list[str] = field(default_factory=list)

    def address(self, name: str, **more: Any) -> str:
        return reverse(name, kwargs={"city": "elverhavn", **self.places.get(name, {}), **more})

    def known(self) -> dict[str, Any]:
        """What is sent in place of these words."""
        invitation = Invitation.objects.get(pk=self.places["invitation_again"]["pk"])
        return {
            "OBSERVATION": self.places["observation"]["pk"],
            "SERIES": self.places["series"]["pk"],
            "WORKS UNTIL": invitation.expires_at.isoformat(),
        }

    def rows(self, *of: str) -> dict[str, int]:
        """How many events there are of each of these, which have a history."""
        with inside(self.city):
            models: dict[str, Any] = {each: apps.get_model(each) for each in of if each}
            return {label: model.pgh_event_model.objects.count() for label, model in models.items()}

    def at_once(self, name: str, address: str, sent: tuple[Sent, Sent], clients: tuple[Client, Client]) -> list[Any]:
        """Both begin their transaction before either goes on. The answers, those that are errors noted."""
        answers: list[Any] = [None, None]

        def post(place: int) -> None:
            try:
                answers[place] = clients[place].post(address, sent[place])
            finally:
                connection.close()

        threads = [threading.Thread(target=post, args=[place]) for place in (0, 1)]
        _meet.anew()
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
        for answer in answers:
            if answer is None or answer.status_code >= 500:
                self.wrong.append(f"{name}: {answer and answer.status_code}")
        return answers


class _Meeting:
    """Two requests meet at the door, each once: one that is made again does not wait for anybody."""

    def __init__(self) -> None:
        self.anew()

    def anew(self) -> None:
        self._barrier, self._were_there = threading.Barrier(2), set[int]()

    def wait(self) -> None:
        if (me := threading.get_ident()) not in self._were_there:
            self._were_there.add(me)
            try:
                self._barrier.wait(10)
            except threading.BrokenBarrierError:
                return


_meet = _Meeting()


@pytest.fixture
def office(committed_db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Iterator[Office]:
    settings.ARTEFACTS = tmp_path
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", languages=["en"])
    places = furnish(city)
    people = [make_member(city, f"{name}@elverhavn.example", "admin", name=name.title()) for name in ("alice", "carla")]
    one, two = (sign_in(Client(raise_request_exception=False), each) for each in people)
    process_view: Callable[..., Any] = CityMiddleware.process_view

    def met(self: CityMiddleware, request: Any, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and threading.current_thread() is not threading.main_thread():
            _meet.wait()
        return process_view(self, request, *args, **kwargs)

    monkeypatch.setattr(CityMiddleware, "process_view", met)
    yield Office(city, places, (one, two))
    connection.close()


# Forms of what is there, each with the model that is changed once.
FORMS = {
    "source_change": "mapping.Source",
    "trigger_event_change": "mapping.TriggerEvent",
    "factor_change": "mapping.Factor",
    "series_change": "mapping.Series",
    "observation_change": "mapping.Observation",
    "organisation_change": "stakeholders.Organisation",
    "service_change": "stakeholders.Service",
    "group_change": "stakeholders.PopulationGroup",
    "consultation_part": "stakeholders.Need",
    "processing_record": "accounts.ProcessingRecord",
    "priority": "reports.Priority",
    "recommendations": "reports.Recommendation",
    "project_change": "planning.Project",
    "project_ground": "planning.Project",
    "project_indicators": "planning.Indicator",
    "project_measured": "planning.Measurement",
    "project_funding": "planning.Funding",
    "change_edit": "notices.ChangeNotice",
    "change_answer_on_paper": "notices.Answer",
    "network_body_change": "notices.NetworkBody",
    "memorandum_change": "stakeholders.Memorandum",
}
# What a form asks for beside what stands there already.
MORE: dict[str, Sent] = {
    "consultation_part": {"needs-0-raised_by": "block:residents"},
    "observation_change": {"how_known": "seen_by_staff"},
    "priority": {"band": "high"},
}
# What is decided, with what is sent; the model that has one event more after both.
DECIDED: dict[str, tuple[Sent, str]] = {
    "pending_change": ({"decision": "confirm"}, "records.PendingChange"),
    "people_remove": ({}, "accounts.Membership"),
    "invitation_again": ({"seen": "WORKS UNTIL"}, ""),
    "invitation_withdraw": ({}, ""),
    "host_access_decide": ({"decision": "yes"}, "accounts.Membership"),
    "job_cancel": ({}, ""),
    "job_retry": ({}, ""),
    "series_link": ({"record": "OBSERVATION"}, "mapping.Observation"),
    "observation_series": ({"series": "SERIES"}, "mapping.Observation"),
    "pair_undo": ({}, "mapping.Pair"),
    "trigger_event_remove": ({}, "mapping.TriggerEvent"),
    "draft_throw_away": ({}, ""),
    "draft_discard": ({}, ""),
    "notice_acknowledge": ({}, ""),
    "alone_end": ({}, ""),
    "change_release": ({}, ""),
    "change_asked_remind": ({}, ""),
    "change_letter": ({}, ""),
    "memorandum_begin": ({}, ""),
    "memorandum_sign": ({}, ""),
    "memorandum_drop": ({}, "stakeholders.Memorandum"),
    "notice_follow": ({}, ""),
    "notice_pace": ({"pace": "weekly"}, ""),
    "city_leave": ({}, "accounts.Membership"),
}
# Those that two people can do; the others are one person's own.
OWN = {"draft_throw_away", "draft_discard", "notice_acknowledge", "city_leave", "notice_follow", "notice_pace"}
# Forms that decide, tried by the tests below and in test_two_admins_at_once.py.
STEPS = {"record_step", "record_erase", "judgement", "release_check", "release_now", "people_change", "alone"}
STEPS |= {"pair_decide", "consultation_change", "flag", "project_step"}
STEPS |= {"memorandum_step", "memorandum_on_paper", "memorandum_withdraw", "memorandum_answer"}
MADE = {
    "observation_new", "source_new", "trigger_event_new", "factor_new", "service_new", "series_new", "organisation_new",
    "group_new", "conversation_new", "consultation_new", "diagnosis_new", "people_invite",
    "project_new",
    "network_body_new",
}  # fmt: skip


def test_every_address_that_takes_what_is_sent_is_tried() -> None:
    takes = {name for name, line in MATRIX.items() if not isinstance(line, Person) and line.post != NOT_ALLOWED}
    tried = {*FORMS, *DECIDED, *STEPS, *MADE, *ELSEWHERE} - {"comparison"}
    assert takes == tried, (
        f"in FORMS, MADE (forms of what is new), DECIDED, STEPS or ELSEWHERE: {sorted(takes ^ tried)}"
    )
    assert len(NEW) == len(MADE)


def test_the_same_form_of_something_new_sent_twice_at_once_makes_one(office: Office) -> None:
    one, _two = office.clients
    for form in NEW:
        identity = str(one.get(f"{HERE}{form.address}?new").context["writing"].identity)
        sent = {**form.sent, "draft": identity}
        for name in {"name", "title"} & sent.keys():  # none that stands there already
            sent[name] = f"{sent[name]} at once"
        if form.of_organisation:
            sent["organisation"] = office.places["organisation"]["pk"]
        with inside(office.city):
            before = form.model._default_manager.count()
        answers = office.at_once(form.address, HERE + form.address, (sent, sent), (one, one))
        with inside(office.city):
            made = form.model._default_manager.count() - before
        if made != 1 or {each.status_code for each in answers} != {302}:
            office.wrong.append(f"{form.address}: {made} made, {[each.status_code for each in answers]}")
    assert not office.wrong, "\n".join(office.wrong)


def test_of_two_who_change_the_same_at_once_one_is_shown_what_the_other_did(office: Office) -> None:
    """Both began on what stands there. The other's text stands in their form, and is kept as a draft."""
    for name in [*FORMS, "city_settings"]:
        address = office.address(name)
        # the same form for both, two admins: it is asked for once
        sent, texts = form_of(office.clients[0], address)
        sent |= MORE.get(name, {})
        both = [({**sent, texts[0]: [f"As the {which} of us has it"]}, texts[0]) for which in ("first", "second")]
        changed = FORMS.get(name, "accounts.City")
        before = office.rows(changed)
        answers = office.at_once(name, address, (both[0][0], both[1][0]), office.clients)
        after = office.rows(changed)
        statuses = sorted(each.status_code for each in answers)
        if statuses != [200, 302] or after[changed] - before[changed] != 1:
            office.wrong.append(f"{name}: {statuses}, {after[changed] - before[changed]} changes {_said(answers)}")
            continue
        late = next(place for place in (0, 1) if answers[place].status_code == 200)
        typed = both[late][0][both[late][1]][0]
        with inside(office.city):
            drafts = str(list(Draft.objects.values_list("data", flat=True)))
        if typed not in answers[late].content.decode() or typed not in drafts:
            office.wrong.append(f"{name}: what was typed is not in the answer, or not kept")
    assert not office.wrong, "\n".join(office.wrong)


def test_what_is_decided_twice_at_once_is_decided_once(office: Office) -> None:
    known = office.known()
    with inside(office.city):
        Observation.objects.filter(series=known["SERIES"]).update(series=None)
    for name, (asked, model) in DECIDED.items():
        sent = {key: known.get(value, value) for key, value in asked.items()}
        kwargs = {"form": "accounts.processingrecord"} if name == "draft_discard" else {}
        if name == "city_leave":
            visitor = make_member(office.city, "leaves@elverhavn.example", "reader")
            clients = (sign_in(Client(raise_request_exception=False), visitor),) * 2
        elif name in OWN:
            member = make_member_client(office)
            clients = (member, member)
        else:
            clients = office.clients
        before = office.rows(model)
        office.at_once(name, office.address(name, **kwargs), (sent, sent), clients)
        after = office.rows(model)
        if name == "series_link":
            with inside(office.city):
                Observation.objects.filter(pk=known["OBSERVATION"]).update(series=None)
        if model and after[model] - before[model] != 1:
            office.wrong.append(f"{name}: {after[model] - before[model]} changes of {model}")
    assert not office.wrong, "\n".join(office.wrong)


def make_member_client(office: Office) -> Client:
    """Whose notice and draft stand in the city."""
    with inside(office.city):
        owner = Draft.objects.select_related("owner").exclude(data={}).earliest("pk").owner
    return sign_in(Client(raise_request_exception=False), owner)


VERBS: dict[str, tuple[str, Sent]] = {
    "submit": ("draft", {}),
    "approve": ("submitted", {"all_the_same": "on"}),
    "return": ("submitted", {"review_comment": "Which day?"}),
    "look-again": ("approved", {"day": f"{DAY}"}),
    "reopen": ("withdrawn", {}),
    "mark": ("draft", {"marking": "red", "reason": "A source to protect"}),
    "withdraw": ("draft", {"withdrawn_reason": "Twice in the register"}),
}


def test_a_step_of_a_review_taken_by_two_at_once_is_taken_once(office: Office) -> None:
    author = make_member(office.city, "ada@elverhavn.example", "officer")
    for verb, (state, asked) in {**VERBS, "erase": ("draft", {"reason": "Asked for"})}.items():
        more: dict[str, Any] = {"withdrawn_reason": "x"} if state == "withdrawn" else {}
        if state == "approved":
            more = {"approved_by": author.user, "approved_at": timezone.now(), "created_by": None}
        made = make_observation(office.city, None, **{"created_by": author.user, "state": state} | more)
        of_kind = {"kind": "observation", "pk": made.pk}
        address = (
            office.address("record_erase", **of_kind)
            if verb == "erase"
            else office.address("record_step", **of_kind, verb=verb)
        )
        sent = []
        for client in office.clients:
            began = client.get(address)
            sent.append({**asked, "base_version": began.context["writing"].now})
        before = office.rows("mapping.Observation", "records.Tombstone")
        answers = office.at_once(verb, address, (sent[0], sent[1]), office.clients)
        after = office.rows("mapping.Observation", "records.Tombstone")
        changed = after["mapping.Observation"] - before["mapping.Observation"]
        done = [each.status_code for each in answers].count(302)
        # what is erased leaves a tombstone in place of its events
        if verb != "erase" and (changed != 1 or done != 1):
            office.wrong.append(f"{verb}: {changed} changes, {[each.status_code for each in answers]}")
        if verb == "erase" and after["records.Tombstone"] - before["records.Tombstone"] != 1:
            office.wrong.append("erase: not one tombstone")
    assert not office.wrong, "\n".join(office.wrong)


def test_a_diagnosis_decided_checked_and_released_by_two_at_once_is_so_once(office: Office) -> None:
    with inside(office.city):
        made = Diagnosis.objects.get(state="in_review")
        row = made.judgements.get()
        made.judgements.update(state="proposed", decided_at=None)
        made.priorities.all().delete()
        made.recommendations.all().delete()
        Project.objects.update(ungrounded_because="Asked for by the council.")
    on_paper = {
        "signed_on": f"{today_in(office.city)}",
        "office": "The chair",
        "body": office.places["network_body_change"]["pk"],
    }
    tried: dict[str, tuple[Sent, str]] = {
        "judgement": ({"state": "confirmed", "confidence": "low"}, "reports.Judgement"),
        "release_check": (no_risk(), "reports.Diagnosis"),
        "flag": ({"decision": "keep", "reason": "It goes on."}, "planning.ReviewFlag"),
        "project_step": ({"asked_because": "All is ready."}, "planning.Project"),
        "memorandum_on_paper": (on_paper, "stakeholders.Signature"),
        "memorandum_withdraw": ({"withdrawn_because": "No more."}, "stakeholders.Signature"),
        "memorandum_answer": ({"answer": "taken_up", "because": "It helps."}, "stakeholders.RevisionRequest"),
        "memorandum_step": ({}, "stakeholders.Memorandum"),
        "release_now": ({"release_note": "Yearly.", "still_holds": "on"}, "reports.Diagnosis"),
    }
    for name, (asked, model) in tried.items():
        address = office.address(name)
        if name == "release_check":
            with inside(office.city):  # the job that sets it anew is no part of this
                Diagnosis.objects.filter(pk=made.pk).update(job=None)
                row.refresh_from_db()
                assert row.state == "confirmed"
        if name == "release_now":
            dora = make_member(office.city, "dora@elverhavn.example", "admin")
            with inside(office.city):
                Diagnosis.objects.filter(pk=made.pk).update(job=None)
            with city_context(office.city.pk, via="page", actor_id=dora.user_id):
                made.refresh_from_db()
                answer_check(diagnosis=made, answers=answers_of(made), by=dora.user)
        sent = [{**asked, "base_version": each.get(address).context["writing"].now} for each in office.clients]
        before = office.rows(model)
        answers = office.at_once(name, address, (sent[0], sent[1]), office.clients)
        after = office.rows(model)
        done = sum(each.status_code == 302 and not _came_late(each) for each in answers)
        # of a check that is kept the row of the diagnosis names its job as well
        most = 2 if model == "reports.Diagnosis" else 1
        if not 1 <= after[model] - before[model] <= most or done != 1:
            office.wrong.append(f"{name}: {after[model] - before[model]} changes, {done} done, {_said(answers)}")
    assert not office.wrong, "\n".join(office.wrong)
    with inside(office.city):
        assert Diagnosis.objects.filter(pk=made.pk).exclude(released_by=None).exists()
