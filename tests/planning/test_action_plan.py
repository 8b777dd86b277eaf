"""The action plan as page and PDF: each edition holds what its marking reads, and nothing above it."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.city import city_context
from accounts.models import City, Membership
from output.document import KeySentence
from planning.action_plan import PlanData, build_report, plan_data
from planning.models import Funding, Grounding, Project, ReviewFlag
from reports.models import Diagnosis, Judgement
from tests.factories import make_member, sign_in
from tests.output.reading import page_texts
from tests.planning.makers import TODAY, judge, make_project, released
from tests.planning.test_board import weigh

PLAN = "/city/elverhavn/plan/"


@pytest.fixture
def planned(elverhavn: City, bob: Membership) -> City:
    """A green project on an amber judgement with an amber flag, a green one without a ground, and an amber one."""
    made = make_project(elverhavn, bob, status="active", raised_by="funder")
    make_project(elverhavn, bob, title="Light at the stop", ungrounded_because="The lamps were broken.")
    make_project(elverhavn, bob, title="Exit by telephone", marking="amber")
    with city_context(elverhavn.pk, via="test"):
        judge(released(elverhavn, 1), "city.change", "More was recorded than before.")
        Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key="city.change", chosen_in=1)
        ReviewFlag.objects.create(
            city=elverhavn, project=made, cause="harm", key="1", after="Those who come are stared at.", marking="amber"
        )
    return elverhavn


AMBER = ("Exit by telephone", "More was recorded than before.", "Those who come are stared at.")
GREEN = (
    "Open hall evenings",
    "Light at the stop",
    "The lamps were broken.",
    "Evenings held",
    "Raised by the funder only",
)


def test_the_partner_edition_holds_nothing_amber(planned: City, rita: Membership) -> None:
    page = sign_in(Client(), rita).get(f"{PLAN}partner/").content.decode()
    assert [each for each in GREEN if each not in page] == []
    assert [each for each in AMBER if each in page] == []
    # that there is something, and not what
    assert "that are not in this edition" in page
    assert "2 projects: 1 active, 1 planned." in page


def test_the_restricted_edition_is_for_who_is_cleared_for_it(planned: City, rita: Membership) -> None:
    assert sign_in(Client(), rita).get(f"{PLAN}restricted/").status_code == 404
    assert sign_in(Client(), rita).get(f"{PLAN}restricted/pdf/").status_code == 404
    reader = make_member(planned, "nina@elverhavn.example", "reader", clearance="amber")
    page = sign_in(Client(), reader).get(f"{PLAN}restricted/").content.decode()
    assert [each for each in (*GREEN, *AMBER) if each not in page] == []
    assert "that are not in this edition" not in page


def test_it_says_how_sure_a_judgement_was_when_it_was_chosen(planned: City, rita: Membership) -> None:
    """And nothing of how sure one is that the edition does not have, nor of a need, which is neither."""
    how_sure = "More was recorded than before. (confidence: Moderate)"
    with city_context(planned.pk, via="test"):
        project = Project.objects.get(title="Open hall evenings")
        Grounding.objects.create(city=planned, project=project, kind="need", key="training", chosen_in=1)
        weigh(Diagnosis.objects.get(), "training", "")
        Grounding.objects.create(city=planned, project=project, kind="priority", key="training:", chosen_in=1)
    reader = make_member(planned, "nina@elverhavn.example", "reader", clearance="amber")
    page = " ".join(sign_in(Client(), reader).get(f"{PLAN}restricted/").text.split())
    assert how_sure in page
    assert "(priority: " in page
    assert page.count("(confidence: ") == 1
    assert "(confidence: " not in sign_in(Client(), rita).get(f"{PLAN}partner/").text


def test_there_is_no_third_edition(planned: City, alice: Membership) -> None:
    assert sign_in(Client(), alice).get(f"{PLAN}public/").status_code == 404


def _pdf(member: Membership, audience: str) -> str:
    answer: Any = sign_in(Client(), member).get(f"{PLAN}{audience}/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith(f'-{audience}.pdf"')
    return " ".join(page_texts(answer.content))


def test_the_pdf_to_take_along_holds_what_its_page_does(planned: City, rita: Membership) -> None:
    reader = make_member(planned, "nina@elverhavn.example", "reader", clearance="amber")
    partner, restricted = _pdf(rita, "partner"), _pdf(reader, "restricted")
    assert [each for each in GREEN if each not in partner or each not in restricted] == []
    assert [each for each in AMBER if each in partner] == []
    assert [each for each in AMBER if each not in restricted] == []


def test_what_the_pdf_cannot_print_is_said_beside_it(planned: City, bob: Membership, rita: Membership) -> None:
    """Characters that no typeface has became signs in the PDF without a word."""
    page = sign_in(Client(), rita).get(f"{PLAN}partner/").content.decode()
    assert "cannot print" not in page
    make_project(planned, bob, title="Tea house 茶", status="active")
    page = sign_in(Client(), rita).get(f"{PLAN}partner/").content.decode()
    assert "The PDF cannot print 茶: no typeface has it; � stands in its place." in page
    assert "茶" not in _pdf(rita, "partner")


def test_an_edition_below_the_newest_diagnosis_says_nothing_of_it(elverhavn: City, bob: Membership) -> None:
    """And of a ground above it that there is one, also beside one that it may print."""
    made = make_project(elverhavn, bob)
    with city_context(elverhavn.pk, via="test"):
        one = released(elverhavn, 1, "green")
        for key, marking in (("own.1", "green"), ("own.2", "amber")):
            judge(one, key, f"It is so of {key}.")
            Judgement.objects.filter(key=key).update(marking=marking)
            Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key=key, chosen_in=1)
        released(elverhavn, 2, "amber")
    client = sign_in(Client(), bob)
    page = client.get(f"{PLAN}partner/").content.decode()
    assert "It is so of own.1." in page
    assert "It is so of own.2." not in page
    assert "no. 2" not in page
    assert "that are not in this edition" in page
    assert "Not said any more in no. 2." in client.get(f"{PLAN}restricted/").content.decode()


def test_what_became_of_grounds_is_asked_once_for_all_projects(elverhavn: City, bob: Membership) -> None:
    """Each project whose ground is gone asked anew what the newest diagnosis says at all."""
    with city_context(elverhavn.pk, via="test"):
        judge(released(elverhavn, 1), "city.change", "More was recorded than before.")
        released(elverhavn, 2)
    asked = []
    for number in range(3):
        made = make_project(elverhavn, bob, title=f"No. {number}")
        with city_context(elverhavn.pk, via="test"):
            Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key="city.change", chosen_in=1)
            data = plan_data(elverhavn, "restricted", {}, owner="", issued=TODAY)
            with CaptureQueriesContext(connection) as queries:
                build_report(data)
        asked.append(len(queries))
    assert asked[0] == asked[2] > 0


def test_a_city_without_projects_says_so(elverhavn: City, alice: Membership) -> None:
    assert "No project is planned." in sign_in(Client(), alice).get(f"{PLAN}partner/").content.decode()
    assert "There is no project yet" in sign_in(Client(), alice).get(PLAN).content.decode()


def test_how_many_of_each_status_there_are_is_said_in_the_words_of_its_language(
    elverhavn: City, bob: Membership
) -> None:
    """“2 planlagt, 2 stoppet” was glued from the word for one."""
    for status in ("planned", "active", "finished", "stopped"):
        for number in range(2 if status != "active" else 1):
            make_project(elverhavn, bob, title=f"{status} {number}", status=status, ungrounded_because="-")
    with city_context(elverhavn.pk, via="test"), translation.override("da"):
        data = plan_data(elverhavn, "partner", {}, owner="", issued=TODAY)
        assert _in_words(data) == "7 projekter: 1 i gang, 2 planlagte, 2 afsluttede, 2 stoppede."


def _in_words(data: PlanData) -> str:
    first = next(block for block in build_report(data).sections[0].blocks if isinstance(block, KeySentence))
    return str(first.text)


def test_the_document_says_of_money_what_the_page_says(elverhavn: City, bob: Membership, rita: Membership) -> None:
    """It left out the budget, the amounts, and funders that pay no more; and where none was left, that nobody but the
    funder asked for it."""
    made = make_project(elverhavn, bob, budget=420_000, raised_by="funder")
    with city_context(elverhavn.pk, via="test"):
        Funding.objects.create(city=elverhavn, project=made, funder="The fund", share=20, lost_on=TODAY)
    gone = "The fund pays no more since 15 January 2026."
    client = sign_in(Client(), rita)
    page = client.get(f"/city/elverhavn/projects/{made.pk}/").content.decode()
    document = client.get(f"{PLAN}partner/").content.decode()
    assert gone in page
    assert f"The city (100,000 a year, 100 %). It hangs on one funder. {gone} Raised by the funder only." in document
    assert "420,000 a year" in page
    assert "420,000" in document
    with city_context(elverhavn.pk, via="test"):
        Funding.objects.filter(funder="The city").update(lost_on=datetime.date(2090, 5, 3))
    assert "pays no more from 3 May 2090" in client.get(f"/city/elverhavn/projects/{made.pk}/").content.decode()
    document = client.get(f"{PLAN}partner/").content.decode()
    assert "The city (100,000 a year, 100 %, pays no more from 3 May 2090). It hangs on one funder." in document
    with city_context(elverhavn.pk, via="test"):
        Funding.objects.update(lost_on=TODAY)
    document = client.get(f"{PLAN}partner/").content.decode()
    assert f"The city pays no more since 15 January 2026. {gone} Raised by the funder only." in document
