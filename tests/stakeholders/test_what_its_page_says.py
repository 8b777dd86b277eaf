"""What the page of a consultation says where little is recorded of it, or little of it is told to who reads."""

import datetime
from typing import Any

import pytest
from django.test import Client

from accounts.models import City, Membership
from stakeholders.models import Attendance, HeadCount, Information, Need, Outlook, Quote, Service
from stakeholders.views import organisations
from tests.factories import make_member, sign_in, today_in
from tests.mapping.makers import inside
from tests.stakeholders.makers import make_consultation, make_organisation

LIST = "/city/elverhavn/consultations/"
NOTHING = "Nothing that was said is recorded yet."


def test_where_somebody_learns_the_news_alone_was_said_something_was(elverhavn: City, bob: Membership) -> None:
    """The page printed it, and that nothing is recorded below it."""
    made = make_consultation(elverhavn, bob)
    with inside(elverhavn):
        Need.objects.all().delete()
    client = sign_in(Client(), bob)
    assert NOTHING in client.get(f"{LIST}{made.pk}/").content.decode()
    club = make_organisation(elverhavn)
    rule: dict[str, Any] = {"city": elverhavn, "consultation": made, "confidentiality": made.confidentiality}
    for kind, facts in (
        (Information, {"sources": ["local_media"]}),
        (
            Quote,
            {
                "text": "We ask for light.",
                "attribution": "organisation",
                "consented": True,
                "organisation": club,
                "block": "residents",
                "sector": club.sector,
            },
        ),
    ):
        with inside(elverhavn):
            one = kind.objects.create(**rule, **facts)
        assert NOTHING not in client.get(f"{LIST}{made.pk}/").content.decode()
        with inside(elverhavn):
            one.delete()


@pytest.mark.parametrize("what", ["people", "attendance", "head counts"])
def test_where_anything_is_recorded_of_who_was_heard_it_is_not_said_that_nothing_is(
    what: str, elverhavn: City, bob: Membership
) -> None:
    club = [make_organisation(elverhavn)] if what == "attendance" else []
    made = make_consultation(elverhavn, bob, organisations=club, **({"people": 9} if what == "people" else {}))
    if what == "head counts":
        with inside(elverhavn):
            HeadCount.objects.create(city=elverhavn, consultation=made, axis="group", code="young-people", people=9)
    assert "Nothing is recorded about it." not in sign_in(Client(), bob).get(f"{LIST}{made.pk}/").content.decode()


def test_of_ratings_that_are_not_shown_it_is_not_said_that_there_are_none(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    made = make_consultation(
        elverhavn, bob, confidentiality="chatham_house", state="approved", approved_by=alice.user,
        approved_at="2026-03-09T10:00Z",
    )  # fmt: skip
    with inside(elverhavn):
        Need.objects.all().delete()
        Outlook.objects.create(
            city=elverhavn, consultation=made, confidentiality=made.confidentiality, concern=4, block="residents"
        )
    otto = sign_in(Client(), make_member(elverhavn, "otto@elverhavn.example", "officer"))
    page = otto.get(f"{LIST}{made.pk}/").content.decode()
    assert NOTHING not in page
    assert "Nothing of what was said is told of this consultation alone." in page


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ({"organisations_invited": 12, "organisations_came": 9}, "9 of 12 that were invited"),
        # “0 of 12” it said, though nobody had counted them
        ({"organisations_invited": 12}, "12 invited; how many took part is not recorded"),
        # and of these nothing
        ({"organisations_came": 9}, "9 took part; how many were invited is not recorded"),
        ({"organisations_invited": 12, "organisations_came": 0}, "0 of 12 that were invited"),
        ({}, "Nothing is recorded about it."),
    ],
)
def test_of_organisations_that_are_kept_by_no_name_it_says_what_is_known(
    counted: dict[str, Any], said: str, elverhavn: City, alice: Membership, bob: Membership
) -> None:
    made = make_consultation(elverhavn, bob, confidentiality="confidential", named_admin=alice.user, **counted)
    page = sign_in(Client(), bob).get(f"{LIST}{made.pk}/").content.decode()
    assert said in page
    assert ("Nothing is recorded about it." in page) is (not counted)


@pytest.mark.parametrize(("answer", "said"), [("declined", "Said no"), ("silent", "Did not answer")])
def test_an_organisation_was_not_heard_where_it_said_no_or_nothing(
    answer: str, said: str, elverhavn: City, bob: Membership
) -> None:
    """It stood there under “Where it was heard”."""
    club = make_organisation(elverhavn, name="Quay Club")
    make_consultation(elverhavn, bob, title="The quay", organisations=[club])
    client, address = sign_in(Client(), bob), f"/city/elverhavn/organisations/{club.pk}/"
    page = client.get(address).content.decode()
    assert "The quay" in page
    assert "did not take part" not in page
    with inside(elverhavn):
        Attendance.objects.update(answer=answer)
    heard, _there, invited = (
        client.get(address).content.decode().partition("Where it was invited and did not take part")
    )
    assert "The quay" not in heard
    assert "In no consultation on the record that you may read." in heard
    assert "The quay" in invited
    assert said in invited


def test_what_it_did_not_come_to_lately_does_not_hide_where_it_was_heard(
    monkeypatch: pytest.MonkeyPatch, elverhavn: City, bob: Membership
) -> None:
    """Of the newest invitations alone it was said that it was heard in none."""
    monkeypatch.setattr(organisations, "MOST_SHOWN", 2)
    club = make_organisation(elverhavn, name="Quay Club")
    for day in (1, 2, 3, 4):
        first = datetime.date(2026, 3, day)
        made = make_consultation(elverhavn, bob, title=f"Evening {day}", organisations=[club], first_day=first)
        if day > 1:
            with inside(elverhavn):
                Attendance.objects.filter(consultation=made).update(answer="silent")
    page = sign_in(Client(), bob).get(f"/city/elverhavn/organisations/{club.pk}/").content.decode()
    heard, _there, invited = page.partition("Where it was invited and did not take part")
    assert "Evening 1" in heard
    assert "In no consultation on the record" not in heard
    assert [day for day in (1, 2, 3, 4) if f"Evening {day}" in invited] == [3, 4]
    # of each list by itself
    more = "There are more: the newest 2 are listed."
    assert (more in heard, more in invited) == (False, True)


def test_what_is_still_to_be_offered_is_not_offered_since(elverhavn: City) -> None:
    service = Service(title="Advice", valid_from=today_in(elverhavn) + datetime.timedelta(days=1))
    with inside(elverhavn):
        assert service.when.startswith("from ")
        service.valid_from = today_in(elverhavn)
        assert service.when.startswith("since ")
