"""What members and admins are told of signing: of the day it was, of what it does, and only where it can be done."""

import datetime
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership
from core.formats import day
from notices.models import ChangeNotice
from stakeholders.actions import take_version_step, withdraw_signature
from stakeholders.memorandum.page import signers_of
from stakeholders.models import Memorandum, Signature
from tests.factories import sign_in, today_in
from tests.mapping.makers import inside
from tests.stakeholders.memoranda import DAY, make_body, make_version, signed

HERE = "/city/elverhavn/memorandum/"


def _ended(version: Memorandum, by: Membership, days: int) -> None:
    with inside(version.city):
        said = {
            "ended_on": today_in(version.city) + days * DAY,
            "ending_decided_by": "The members",
            "ended_because": "-",
        }
        take_version_step(version=version, step="end", said=said | {"ended_because": "-"}, by=by.user)


def test_a_signature_is_withdrawn_on_the_day_it_is_in_the_city(
    first: Memorandum, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    """Half past midnight in Elverhavn is the day before in UTC."""
    row = signed(first, make_body(elverhavn, "School", rita), rita)
    night = datetime.datetime(2026, 3, 5, 0, 30, tzinfo=ZoneInfo(elverhavn.time_zone)).astimezone(datetime.UTC)
    assert night.day == 4  # as the database gives it back
    with inside(elverhavn):
        withdraw_signature(signature=row, because="It is over.", by=rita.user)
        found = signers_of(first)[0]
        assert found.signature is not None
        found.signature.withdrawn_at = night
        with timezone.override(elverhavn.time_zone):
            assert found.words == "withdrawn on 5 March 2026: It is over."


def test_a_signature_on_paper_is_noted_where_one_can_be_given(  # noqa: PLR0917
    first: Memorandum, elverhavn: City, alice: Membership, bob: Membership, carla: Membership, rita: Membership
) -> None:
    """The button stood on every version, and led to a form that refused whatever was written into it."""
    client = sign_in(Client(), alice)
    make_body(elverhavn, "School", rita)

    def offers(number: int) -> bool:
        page = client.get(f"{HERE}{number}/").content.decode()
        is_offered = f"{HERE}{number}/signed-on-paper/" in page
        assert client.get(f"{HERE}{number}/signed-on-paper/").status_code == (200 if is_offered else 302)
        return is_offered

    assert offers(1)
    second = make_version(elverhavn, bob, carla, since=10)
    assert (offers(1), offers(2)) == (False, True)
    _ended(second, carla, 5)
    assert (offers(1), offers(2)) == (False, False)


def test_where_all_have_signed_no_paper_is_asked_for(
    first: Memorandum, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    school = make_body(elverhavn, "School", rita)
    traders = make_body(elverhavn, "Traders")
    signed(first, school, rita)
    alices, ritas = sign_in(Client(), alice), sign_in(Client(), rita)
    assert "signed-on-paper" in alices.get(f"{HERE}1/").content.decode()
    # nobody but an admin notes one
    assert "signed-on-paper" not in ritas.get(f"{HERE}1/").content.decode()
    with inside(elverhavn):
        traders.is_current = False
        traders.save()
    assert "signed-on-paper" not in alices.get(f"{HERE}1/").content.decode()


def test_where_none_holds_before_the_next_one_no_paper_is_noted_ahead(  # noqa: PLR0917
    first: Memorandum, elverhavn: City, alice: Membership, bob: Membership, carla: Membership, rita: Membership
) -> None:
    make_body(elverhavn, "School", rita)
    _ended(first, carla, 1)
    make_version(elverhavn, bob, carla, since=-5)
    assert "signed-on-paper" not in sign_in(Client(), alice).get(f"{HERE}2/").content.decode()


def test_withdrawing_says_what_it_does(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    """Of an older signature it said that nothing is shared from now on, though a later one stands."""
    school, client = make_body(elverhavn, "School", rita), sign_in(Client(), rita)
    one, club = signed(first, school, rita), signed(first, make_body(elverhavn, "Club", rita), rita)

    def said(row: Signature) -> str:
        page: str = client.get(f"{HERE}{row.memorandum.number}/signatures/{row.pk}/withdraw/").content.decode()
        return page

    assert "From now on nothing marked above TLP:CLEAR is shared with School." in said(one)
    other = signed(make_version(elverhavn, bob, carla, since=10), school, rita)
    assert "School has signed a later version too" in said(one)
    assert "From now on nothing" in said(other)
    # of others that have signed it too nothing follows
    assert "From now on nothing marked above TLP:CLEAR is shared with Club." in said(club)


def test_withdrawn_on_the_day_on_which_the_first_comes_in_force_nothing_is_shared_from_now_on(
    elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    row = signed(make_version(elverhavn, bob, carla), make_body(elverhavn, "School", rita), rita)
    page = sign_in(Client(), rita).get(f"{HERE}1/signatures/{row.pk}/withdraw/").content.decode()
    assert "From now on nothing marked above TLP:CLEAR is shared with School." in page


def test_of_a_signature_that_holds_no_more_it_is_said_that_nothing_is_shared_even_now(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    row = signed(first, make_body(elverhavn, "School", rita), rita)
    make_version(elverhavn, bob, carla, since=40)
    page = sign_in(Client(), rita).get(f"{HERE}1/signatures/{row.pk}/withdraw/").content.decode()
    assert "Even now nothing marked above TLP:CLEAR is shared with School." in page


def test_withdrawn_before_any_memorandum_holds_it_says_from_when_nothing_is_shared(
    elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    """“From now on nothing”, it said, and until that day all of it was shared."""
    school, ahead = make_body(elverhavn, "School", rita), make_version(elverhavn, bob, carla, since=-5)
    row, client = signed(ahead, school, rita), sign_in(Client(), rita)
    page = client.get(f"{HERE}1/signatures/{row.pk}/withdraw/").content.decode()
    told = f"From {day(today_in(elverhavn) + 5 * DAY)} on nothing marked above TLP:CLEAR is shared with School."
    assert told in page
    with inside(elverhavn):
        withdraw_signature(signature=row, because="It is over.", by=rita.user)
        school.refresh_from_db()
        assert not school.is_unsigned
        assert school.unsigned_from is not None
        assert school.unsigned_from.astimezone(ZoneInfo(elverhavn.time_zone)).date() == today_in(elverhavn) + 5 * DAY


def test_what_held_before_is_said_as_it_held(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership
) -> None:
    """After an end with days between, the notice said “before: version 1” though none held."""
    _ended(first, carla, 1)
    make_version(elverhavn, bob, carla, since=-5)
    make_version(elverhavn, bob, carla, since=-40)
    with inside(elverhavn):
        told = ChangeNotice.objects.filter(what="memorandum").order_by("pk")
        assert [(each.before, each.after[:10]) for each in told] == [
            ("No memorandum", "Version 1,"), ("Version 1", "No memoran"), ("No memorandum", "Version 2,"),
            ("Version 2", "Version 3,"),
        ]  # fmt: skip
        grace = "A signature of the version before it holds for 30 days after this one came in force."
        assert [grace in each.affects for each in told] == [False, False, False, True]
        # who decided that it ends is asked for, and not on which day
        assert told[1].decided == "The members"
