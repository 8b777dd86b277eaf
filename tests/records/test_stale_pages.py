"""Every form that changes something stored, sent from a page that is older than what it changes: nothing is
overwritten, what was typed is shown, and what happened meanwhile is said, with who did it where there is a history.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from notices.models import NetworkBody
from planning.models import Funding, Indicator, Measurement, ReviewFlag
from reports.models import Recommendation, ReleaseCheck
from stakeholders.models import Need
from tests.access.matrix import MATRIX, NOT_ALLOWED
from tests.factories import sign_in
from tests.mapping.makers import make_trigger_event
from tests.planning.makers import make_project
from tests.records.makers import make_factor, make_series
from tests.records.stale_rows import (
    _approved,
    _checked,
    _diagnosis,
    _letter,
    _member,
    _notice,
    _observation,
    _processing,
    _source,
    _waiting,
    _weighed,
    _written,
)
from tests.records.test_processing_record import answers
from tests.stakeholders.makers import make_consultation, make_group, make_organisation, make_service
from tests.stakeholders.memoranda import make_agreed

HERE = "/city/elverhavn/"

# What is sent to these changes nothing that somebody else may have changed since the page was opened.
MAKES = "makes something new; sent twice it is made once (`test_draft_identity`)"
NO_TEXT = "a question answered with yes; it names what is there and takes over no value of an older page"
NOTHING = "changes no record"
ONCE = "nothing of what it decides changes but by being decided, once"
OWN = "one's own account, which nobody else changes; only what was touched on the page is written"
LATER = f"{timezone.now() + datetime.timedelta(days=300):%Y-%m-%d}"
SECRET = "one's own key or password, which nobody else changes and no page shows"
EXEMPT: dict[str, str] = {
    "review_several": "what changed since it was read is refused, one by one (`test_several`)",
    "observation_new": MAKES,
    "source_new": MAKES,
    "trigger_event_new": MAKES,
    "trigger_event_remove": NO_TEXT,
    "factor_new": MAKES,
    "service_new": MAKES,
    "project_new": MAKES,
    "series_new": MAKES,
    "series_link": NO_TEXT,
    "observation_series": "says in which series the record was as it was read (`test_series`)",
    "pair_decide": "what somebody decided otherwise is refused (`test_once`)",
    "pair_undo": NO_TEXT,
    "organisation_new": MAKES,
    "group_new": MAKES,
    "conversation_new": MAKES,
    "consultation_new": MAKES,
    "diagnosis_new": MAKES,
    "judgement_new": MAKES,
    "people_invite": MAKES,
    "alone": MAKES,  # a wish, in a city without a second admin
    "alone_end": NO_TEXT,
    "memorandum_begin": NO_TEXT,
    "memorandum_drop": NO_TEXT,
    "memorandum_sign": NO_TEXT,
    "memorandum_withdraw": ONCE,
    "memorandum_answer": ONCE,
    "people_remove": NO_TEXT,
    "city_leave": NO_TEXT,
    "invitation_again": NO_TEXT,
    "invitation_withdraw": NO_TEXT,
    "host_access_decide": NO_TEXT,
    "pending_change": NO_TEXT,
    "job_cancel": NO_TEXT,
    "job_retry": NO_TEXT,
    "notice_acknowledge": NO_TEXT,
    "change_answer": MAKES,
    "change_answer_as_city": MAKES,
    "change_answer_on_paper": MAKES,
    "network_body_new": MAKES,
    "change_asked_remind": NO_TEXT,
    "notice_pace": OWN,
    "notice_follow": OWN,
    "change_release": "says just what it was read as (tests/notices/test_changes.py)",
    "draft_keep": "has the version of the draft itself",
    "draft_discard": NO_TEXT,
    "draft_throw_away": NO_TEXT,
    "screening": NOTHING,
    "session_state": NOTHING,
    "look": OWN,
    "account": OWN,
    "account_sign_out_everywhere": OWN,
    "account_close": OWN,
    "invitation": MAKES,
}
OF_SIGN_IN = ("account_", "mfa_")


@dataclass(frozen=True, slots=True)
class Stale:
    """One form: what it is about, where it stands, what is typed, what another admin does meanwhile, and what then
    must still stand."""

    make: Callable[[City, Membership], Any]
    address: Callable[[Any], str]
    typed: dict[str, Any]
    meanwhile: dict[str, Any]
    field: str
    of: Callable[[Any], Model] = lambda made: made
    # what of the page shows what was typed
    shown: str = ""
    has_history: bool = True


def _step(verb: str) -> Callable[[Any], str]:
    return lambda made: f"{HERE}review/observation/{made.pk}/{verb}/"


def _flag(city: City, author: Membership) -> ReviewFlag:
    made = make_project(city, author)
    with city_context(city.pk, via="test"):
        return ReviewFlag.objects.create(city=city, project=made, cause="harm", key="1", after="It might do harm.")


PROJECT = {
    "objective": "A place to be.", "for_whom": "Anyone who comes.", "level": "primary", "raised_by": "heard",
    "owner": "Street team", "marking": "green",
}  # fmt: skip
SENT_ROW = {"needs-TOTAL_FORMS": "1", "needs-INITIAL_FORMS": "1"}


def _said_of_a_version(page: str, field: str) -> Stale:
    return Stale(
        lambda city, _author: make_agreed(city, 1), lambda _made: f"{HERE}memorandum/1/{page}/",
        {field: "As I have it"}, {"kept_because": "As she has it"}, "kept_because",
    )  # fmt: skip


FORMS: dict[str, list[Stale]] = {
    "observation_change": [
        Stale(_observation, lambda made: f"{HERE}observations/{made.pk}/change/", {"title": "As I have it"},
              {"title": "As she has it"}, "title"),
    ],
    "source_change": [
        Stale(_source, lambda made: f"{HERE}sources/{made.pk}/", {"name": "As I have it", "source_type": "police"},
              {"name": "As she has it"}, "name"),
    ],
    "trigger_event_change": [
        Stale(lambda city, _author: make_trigger_event(city), lambda made: f"{HERE}trigger-events/{made.pk}/",
              {"title": "As I have it", "day": "2025-10-07"}, {"title": "As she has it"}, "title"),
    ],
    "factor_change": [
        Stale(make_factor, lambda made: f"{HERE}factors/{made.pk}/change/",
              {"title": "As I have it", "kind": "driver", "statement": "After six there is no place.", "about": "area",
               "evidence": "Seen by the street team.", "confidence": "low"}, {"title": "As she has it"}, "title"),
    ],
    "service_change": [
        Stale(make_service, lambda made: f"{HERE}services/{made.pk}/change/",
              {"title": "As I have it", "about": "The hall is open.", "needs": "youth_provision", "levels": "primary",
               "valid_from": "2025-01-01"}, {"title": "As she has it"}, "title"),
    ],
    "project_change": [
        Stale(make_project, lambda made: f"{HERE}projects/{made.pk}/change/",
              {**PROJECT, "title": "As I have it"}, {"title": "As she has it"}, "title"),
    ],
    "project_ground": [
        Stale(make_project, lambda made: f"{HERE}projects/{made.pk}/ground/",
              {"ungrounded_because": "As I have it"}, {"ungrounded_because": "As she has it"}, "ungrounded_because"),
    ],
    "project_indicators": [
        Stale(make_project, lambda made: f"{HERE}projects/{made.pk}/indicators/",
              {"indicator-TOTAL_FORMS": "1", "indicator-INITIAL_FORMS": "1", "indicator-0-number": "{row}",
               "indicator-0-kind": "output", "indicator-0-title": "As I have it", "indicator-0-aim": "at_least"},
              {"title": "As she has it"}, "title", of=lambda made: Indicator.objects.get(project=made)),
    ],
    "project_measured": [
        Stale(make_project, lambda made: f"{HERE}projects/{made.pk}/measured/",
              {"measured-TOTAL_FORMS": "1", "measured-INITIAL_FORMS": "1", "measured-0-number": "{row}",
               "measured-0-value": "3", "measured-0-measured_on": "2026-02-02",
               "measured-0-source": "As I have it"},
              {"source": "As she has it"}, "source", of=lambda made: Measurement.objects.get(project=made)),
    ],
    "project_funding": [
        Stale(make_project, lambda made: f"{HERE}projects/{made.pk}/funding/",
              {"funding-TOTAL_FORMS": "1", "funding-INITIAL_FORMS": "1", "funding-0-number": "{row}",
               "funding-0-funder": "As I have it", "funding-0-amount": "100"},
              {"funder": "As she has it"}, "funder", of=lambda made: Funding.objects.get(project=made)),
    ],
    "project_tell": [
        Stale(make_project, lambda made: f"{HERE}projects/{made.pk}/tell/", {"cause": "harm", "after": "As I have it"},
              {"title": "As she has it"}, "title"),
    ],
    "flag": [
        Stale(_flag, lambda made: f"{HERE}projects/{made.project_id}/flags/{made.pk}/",
              {"decision": "keep", "reason": "As I have it"}, {"after": "As she has it"}, "decision",
              shown="As I have it"),
    ],
    "project_step": [
        Stale(make_project, lambda made: f"{HERE}projects/{made.pk}/step/start/",
              {"asked_because": "As I have it"}, {"title": "As she has it"}, "asked_because"),
    ],
    "series_change": [
        Stale(lambda city, _author: make_series(city), lambda made: f"{HERE}series/{made.pk}/change/",
              {"name": "As I have it"}, {"name": "As she has it"}, "name"),
    ],
    "organisation_change": [
        Stale(lambda city, _author: make_organisation(city), lambda made: f"{HERE}organisations/{made.pk}/change/",
              {"name": "As I have it"}, {"name": "As she has it"}, "name"),
    ],
    "group_change": [
        Stale(lambda city, _author: make_group(city), lambda made: f"{HERE}population-groups/{made.pk}/",
              {"name": "As I have it"}, {"name": "As she has it"}, "name"),
    ],
    "consultation_change": [
        Stale(lambda city, author: make_consultation(city, author, instrument="conversation"),
              lambda made: f"{HERE}consultations/{made.pk}/change/", {"title": "As I have it"},
              {"title": "As she has it"}, "title"),
    ],
    "consultation_part": [
        Stale(make_consultation, lambda made: f"{HERE}consultations/{made.pk}/session/", {"title": "As I have it"},
              {"title": "As she has it"}, "title"),
        Stale(make_consultation, lambda made: f"{HERE}consultations/{made.pk}/needs/",
              {**SENT_ROW, "needs-0-number": "{row}", "needs-0-statement": "As I have it"},
              {"statement": "As she has it"}, "statement", of=lambda made: Need.objects.get(consultation=made)),
    ],
    "processing_record": [
        Stale(_processing, lambda _made: f"{HERE}processing-record/", answers(purpose="As I have it"),
              {"purpose": "As she has it"}, "purpose"),
    ],
    "judgement": [
        Stale(_diagnosis, lambda made: f"{HERE}diagnoses/1/judgements/{made.pk}/",
              {"state": "rewritten", "statement": "As I have it", "confidence": "moderate"},
              {"state": "rewritten", "statement": "As she has it"}, "statement"),
        Stale(_written, lambda made: f"{HERE}diagnoses/1/judgements/{made.pk}/",
              {"state": "confirmed", "statement": "As I have it", "section": "5"},
              {"statement": "As she has it"}, "statement"),
    ],
    "priority": [
        Stale(_weighed, lambda made: f"{HERE}diagnoses/1/priorities/{made.pk}/",
              {"band": "high", "reason": "As I have it"},
              {"band": "low", "reason": "As she has it", "decided_at": "2026-02-02T00:00Z"}, "reason"),
    ],
    "network_body_change": [
        Stale(lambda city, _author: NetworkBody.objects.create(city=city, name="Traders", address="Torvet 1"),
              lambda made: f"{HERE}network-members/{made.pk}/",
              {"name": "As I have it", "address": "Torvet 1", "is_current": "on"},
              {"name": "As she has it"}, "name"),
    ],
    "change_letter": [
        Stale(_letter, lambda made: f"{HERE}what-changed/{made.notice_id}/letters/{made.pk}/",
              {"told_on": "2026-02-03"}, {"told_on": "2026-02-02"}, "told_on", shown="2026-02-03"),
    ],
    "memorandum_change": [
        Stale(lambda city, _author: make_agreed(city, 1, state="draft"), lambda _made: f"{HERE}memorandum/1/change/",
              {"common_goal": "As I have it", "role-TOTAL_FORMS": "0", "role-INITIAL_FORMS": "0"},
              {"common_goal": "As she has it"}, "common_goal"),
    ],
    "memorandum_step": [
        Stale(lambda city, _author: make_agreed(city, 1, state="put"),
              lambda _made: f"{HERE}memorandum/1/step/take-back/", {"taken_back_because": "As I have it"},
              {"comment_by": "2026-02-02"}, "taken_back_because"),
    ],
    "memorandum_on_paper": [_said_of_a_version("signed-on-paper", "office")],
    "memorandum_dissent": [_said_of_a_version("dissent", "words")],
    "memorandum_revise": [_said_of_a_version("revise", "text")],
    "change_edit": [
        Stale(_notice, lambda made: f"{HERE}what-changed/{made.pk}/edit/",
              {"title": "As I have it", "after": "Højvang", "notice_class": "must"},
              {"title": "As she has it"}, "title"),
    ],
    "recommendations": [
        Stale(_weighed, lambda _made: f"{HERE}diagnoses/1/recommendations/",
              {"recommended-TOTAL_FORMS": "1", "recommended-INITIAL_FORMS": "1", "recommended-0-number": "{row}",
               "recommended-0-text": "As I have it", "recommended-0-need": "training|",
               "recommended-0-status": "proposed"},
              {"text": "As she has it"}, "text", of=lambda _made: Recommendation.objects.get()),
    ],
    "release_check": [
        Stale(_checked, lambda _made: f"{HERE}diagnoses/1/check/",
              {"place-answer": "addressed", "place-note": "As I have it"},
              {"answer": "open", "note": "As she has it"}, "note", of=lambda _made: ReleaseCheck.objects.get()),
    ],
    "release_now": [
        Stale(_checked, lambda _made: f"{HERE}diagnoses/1/release/", {"release_note": "As I have it"},
              {"statement": "As she has it", "state": "rewritten"}, "statement"),
    ],
    "people_change": [
        # whom another admin made a reader does not become an officer cleared to red again
        Stale(_member, lambda made: f"{HERE}people/{made.pk}/", {"role": "officer", "clearance": "amber"},
              {"role": "reader", "clearance": "green"}, "role", shown='value="amber" selected'),
    ],
    "city_settings": [
        # the emergency number is not taken back
        Stale(lambda city, _author: city, lambda _made: f"{HERE}settings/",
              {"name": "Elverhavn", "country": "DK", "time_zone": "UTC", "languages": "en", "emergency_number": "112",
               "worry_channel": "As I have it"},
              {"emergency_number": "113"}, "emergency_number", has_history=False),
    ],
    "record_step": [
        Stale(
            _waiting, _step("approve"), {"all_the_same": "on"}, {"title": "As she has it"}, "state",
            shown="As she has it",
        ),
        Stale(_waiting, _step("return"), {"review_comment": "As I have it"}, {"title": "As she has it"}, "state"),
        Stale(_waiting, _step("withdraw"), {"withdrawn_reason": "As I have it"}, {"title": "As she has it"}, "state"),
        Stale(_approved, _step("look-again"), {"day": LATER}, {"title": "As she has it"}, "review_by", shown=LATER),
        Stale(_approved, _step("mark"), {"marking": "red", "reason": "As I have it"}, {"title": "As she has it"},
              "marking", shown="As she has it"),
        Stale(_approved, _step("reopen"), {}, {"title": "As she has it"}, "state", shown="As she has it"),
        Stale(_observation, _step("submit"), {}, {"title": "As she has it"}, "state", shown="As she has it"),
    ],
    "record_erase": [
        Stale(_observation, lambda made: f"{HERE}history/observation/{made.pk}/erase/", {"reason": "As I have it"},
              {"title": "As she has it"}, "title"),
    ],
}  # fmt: skip
EACH = [each for forms in FORMS.values() for each in forms]
NAMES = [f"{name}-{place}" for name, forms in FORMS.items() for place, _each in enumerate(forms)]


def test_every_page_that_takes_something_in_is_tried_or_says_why_not() -> None:
    takes = {name for name, line in MATRIX.items() if line.post != NOT_ALLOWED}
    own = {name for name in takes if name.startswith(OF_SIGN_IN)}  # django-allauth's, and one's own
    assert takes - own - set(EXEMPT) == set(FORMS)
    assert not set(EXEMPT) & set(FORMS)
    assert own & {"account_change_password", "mfa_activate_totp"}, SECRET


@pytest.mark.parametrize("form", EACH, ids=NAMES)
def test_a_page_that_is_no_longer_true_overwrites_nothing(
    form: Stale, elverhavn: City, alice: Membership, bob: Membership, carol: Membership
) -> None:
    with city_context(elverhavn.pk, via="test"):
        made = form.make(elverhavn, bob)
        address, row = form.address(made), form.of(made)
    client = sign_in(Client(), alice)
    began = client.get(address).context["writing"].now
    with city_context(elverhavn.pk, via="page", actor_id=carol.user_id):
        for field, value in form.meanwhile.items():
            setattr(row, field, value)
        row.save()
    row.refresh_from_db()
    stands = getattr(row, form.field)
    typed = {key: str(value).format(row=row.pk) for key, value in form.typed.items()}

    answer = client.post(address, {"base_version": began, **typed})

    assert answer.status_code == 200
    page = answer.content.decode()
    with city_context(elverhavn.pk, via="test"):
        row.refresh_from_db()
    assert getattr(row, form.field) == stands
    assert (form.shown or "As I have it") in page
    assert "changed this while you were writing" in page or "was changed while you were writing" in page
    assert not form.has_history or "Carol Another" in page

    # what was looked through may be saved
    assert answer.context["writing"].now != began
