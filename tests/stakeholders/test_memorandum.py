"""A version of the memorandum from its draft to its end: who may do what, what stays, who is told and asked."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from core.errors import Refused
from notices.models import ChangeNotice
from records.actions.erasure import erase
from records.models import Tombstone
from stakeholders.actions import (
    answer_revision,
    ask_revision,
    begin_version,
    drop_version,
    keep_version,
    record_dissent,
    take_version_step,
    withdraw_signature,
)
from stakeholders.erasure import MEMORANDA
from stakeholders.memorandum.page import differences
from stakeholders.models import Dissent, Memorandum, MemorandumRole, Signature
from stakeholders.models.memorandum import aims_of
from tests.factories import send, sign_in, today_in
from tests.mapping.makers import inside
from tests.stakeholders.memoranda import DAY, TEXTS, make_body, make_version, signed

HERE = "/city/elverhavn/memorandum/"


def step(version: Memorandum, name: str, by: Membership, **said: Any) -> Memorandum:
    with city_context(version.city_id, via="test", actor_id=by.user_id):
        return take_version_step(version=version, step=name, said=said, by=by.user)


def decision(city: City, **said: Any) -> dict[str, Any]:
    today = today_in(city)
    whole = {"decided_by": "Steering group", "decided_on": today, "in_force_on": today, "review_on": today + 90 * DAY}
    return whole | said


def test_the_next_version_begins_with_what_the_last_says_and_there_is_one_at_a_time(
    first: Memorandum, elverhavn: City, bob: Membership
) -> None:
    school, left = make_body(elverhavn, "School"), make_body(elverhavn, "Choir", is_current=False)
    with inside(elverhavn):
        second = begin_version(city=elverhavn, by=bob.user)
        assert second.number == 2
        assert {name: getattr(second, name) for name in TEXTS} == TEXTS
        rows = [MemorandumRole(body=each, takes_on="Comes to the meetings.") for each in (school, left)]
        keep_version(version=second, written=rows, by=bob.user)
        with pytest.raises(Refused, match="being written already"):
            begin_version(city=elverhavn, by=bob.user)
    step(second, "put", bob, comment_by=None)
    carla = Membership.objects.get(user__name="Carla")
    step(second, "decide", carla, **decision(elverhavn))
    with inside(elverhavn):
        third = begin_version(city=elverhavn, by=bob.user)
        assert [str(each) for each in third.roles.all()] == ["The city", "School"]


def test_the_first_begins_with_what_the_city_wrote_and_then_speaks_for_it(
    elverhavn: City, bob: Membership, carla: Membership
) -> None:
    elverhavn.mission, elverhavn.common_goal = "To listen.", "Nobody is left alone."
    elverhavn.save()
    assert aims_of_now(elverhavn)["mission"] == "To listen."
    version = make_version(elverhavn, bob, carla, decided=False)
    with inside(elverhavn):
        begun = version.events.order_by("pgh_id").first()  # type: ignore[attr-defined]
        assert (begun.mission, begun.common_goal) == ("To listen.", "Nobody is left alone.")
        drop_version(version=version, by=bob.user)
    make_version(elverhavn, bob, carla, texts={"mission": "To act."})
    assert aims_of_now(elverhavn) == {"mission": "To act.", "vision": "", "common_goal": TEXTS["common_goal"]}


def aims_of_now(city: City) -> dict[str, str]:
    with inside(city):
        return aims_of(city)


def test_nobody_puts_in_force_what_they_wrote_or_put_to_the_members(
    elverhavn: City, alice: Membership, bob: Membership, carla: Membership
) -> None:
    version = make_version(elverhavn, alice, carla, decided=False)
    with pytest.raises(Refused, match="present state"):
        step(version, "decide", carla, **decision(elverhavn))
    step(version, "put", bob, comment_by=None)
    for author, why in ((alice, "Nobody puts in force"), (bob, "Only an admin")):
        with pytest.raises(Refused, match=why):
            step(version, "decide", author, **decision(elverhavn))
    assert step(version, "decide", carla, **decision(elverhavn)).is_decided


def test_an_admin_who_changed_a_row_of_a_member_wrote_it_too(
    elverhavn: City, alice: Membership, bob: Membership, carla: Membership
) -> None:
    version = make_version(elverhavn, bob, carla, decided=False)
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        row = version.roles.get()
        row.concerns = "That somebody answers."
        keep_version(version=version, written=[row], by=alice.user)
    step(version, "put", bob, comment_by=None)
    with pytest.raises(Refused, match="Nobody puts in force"):
        step(version, "decide", alice, **decision(elverhavn))


def test_one_person_in_a_very_small_city_says_why(elverhavn: City, alice: Membership) -> None:
    elverhavn.alone_because = "There is nobody else."
    elverhavn.save()
    version = make_version(elverhavn, alice, alice)
    assert version.alone_because == "There is nobody else."


def test_it_waits_while_members_may_say_what_they_think_and_does_not_change(
    elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    version = make_version(elverhavn, bob, carla, decided=False)
    today = today_in(elverhavn)
    with pytest.raises(ValidationError, match="still to come"):
        step(version, "put", bob, comment_by=today)
    step(version, "put", bob, comment_by=today + 5 * DAY)
    with pytest.raises(Refused, match="may still say"):
        step(version, "decide", carla, **decision(elverhavn))
    with inside(elverhavn), pytest.raises(Refused, match="does not change"):
        keep_version(version=version, written=[], by=bob.user)
    assert "To read" in sign_in(Client(), rita).get("/city/elverhavn/").content.decode()
    with pytest.raises(ValidationError, match="Say why"):
        step(version, "take-back", bob, taken_back_because=" ")
    assert step(version, "take-back", bob, taken_back_because="Two members asked for it.").state == "draft"


def test_on_the_last_day_on_which_members_may_speak_it_waits_for_them(
    elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    """They read “until today” on their first page, while it could be put in force."""
    version, today = make_version(elverhavn, bob, carla, decided=False), today_in(elverhavn)
    step(version, "put", bob, comment_by=today + DAY)
    for days, waits in ((0, True), (1, False)):
        with inside(elverhavn):
            Memorandum.objects.filter(pk=version.pk).update(comment_by=today - days * DAY)
        assert (
            "Say what you think of it until" in sign_in(Client(), rita).get("/city/elverhavn/").content.decode()
        ) is (waits)
        if waits:
            with pytest.raises(Refused, match="may still say"):
                step(version, "decide", carla, **decision(elverhavn))
    assert step(version, "decide", carla, **decision(elverhavn)).state == "decided"


def test_it_waits_for_members_also_where_no_day_is_set_until_which_they_may_speak(
    elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    version = make_version(elverhavn, bob, carla, decided=False)
    waits = "Say what you think of it before it is decided."
    assert waits not in sign_in(Client(), rita).get("/city/elverhavn/").content.decode()
    step(version, "put", bob, comment_by=None)
    assert waits in sign_in(Client(), rita).get("/city/elverhavn/").content.decode()
    step(version, "decide", carla, **decision(elverhavn))
    assert waits not in sign_in(Client(), rita).get("/city/elverhavn/").content.decode()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"decided_on": 1}, "still to come"),
        ({"decided_on": -5, "in_force_on": -6}, "before it was decided"),
        ({"decided_on": -200, "in_force_on": -100}, "holds from that day"),
        ({"decided_on": -200, "in_force_on": -101}, "holds from that day"),
        ({"review_on": 0}, "looked at again after"),
        ({"decided_by": ""}, "Before it is decided"),
    ],
)
def test_days_that_cannot_be(
    said: dict[str, Any], why: str, elverhavn: City, bob: Membership, carla: Membership
) -> None:
    make_version(elverhavn, bob, carla, since=100)
    version = make_version(elverhavn, bob, carla, decided=False)
    step(version, "put", bob, comment_by=None)
    days = {
        name: today_in(elverhavn) + value * DAY if isinstance(value, int) else value for name, value in said.items()
    }
    with pytest.raises(ValidationError, match=why):
        step(version, "decide", carla, **decision(elverhavn, **days))


def test_what_is_not_written_is_not_put_to_anybody(elverhavn: City, bob: Membership, carla: Membership) -> None:
    for name in ("common_goal", "mission", "principles"):
        version = make_version(elverhavn, bob, carla, decided=False, texts={name: ""})
        with pytest.raises(Refused, match="Write first"):
            step(version, "put", bob, comment_by=None)
        with inside(elverhavn):
            drop_version(version=version, by=bob.user)


# --- what was decided or signed stays


def refuses(sql: str, *given: Any, match: str = "never changes") -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, given)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_no_row_of_a_decided_version_changes_whoever_writes_it(
    first: Memorandum, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    school = make_body(elverhavn, "School", rita)
    signature = signed(first, school, rita)
    with inside(elverhavn):
        dissent = record_dissent(version=first, body=school, words="Not the second part.", by=rita.user)
        asked = ask_revision(version=first, text="Name the libraries.", by=rita.user)
        for column in ("common_goal", "mission", "vision", "principles", "decisions", "because", "decided_by"):
            refuses(f"UPDATE stakeholders_memorandum SET {column} = 'x'")
        for column in ("in_force_on", "decided_on"):
            refuses(f"UPDATE stakeholders_memorandum SET {column} = {column} + 1")
        refuses("UPDATE stakeholders_memorandum SET state = 'draft'")
        refuses("DELETE FROM stakeholders_memorandum", match="never changes|foreign key")
        refuses("UPDATE stakeholders_memorandumrole SET takes_on = 'x'")
        refuses("DELETE FROM stakeholders_memorandumrole")
        refuses(
            "INSERT INTO stakeholders_memorandumrole (city_id, memorandum_id, takes_on, concerns)"
            " VALUES (%s, %s, '', '')",
            elverhavn.pk,
            first.pk,
        )
        refuses(
            "INSERT INTO stakeholders_memorandum (city_id, number, state, common_goal, mission, vision, principles,"
            " decisions, because, taken_back_because, decided_by, kept_because, alone_because, created_at, decided_on,"
            " in_force_on, review_on) VALUES (%s, 9, 'decided', 'x', 'x', '', 'x', '', '', '', 'x', '', '', now(),"
            " '2026-01-01', '2026-01-01', '2027-01-01')",
            elverhavn.pk,
        )
        refuses("UPDATE stakeholders_signature SET signed_on = '2020-01-01'")
        refuses("DELETE FROM stakeholders_signature")
        refuses("UPDATE stakeholders_dissent SET words = 'x'")
        refuses("DELETE FROM stakeholders_dissent")
        refuses("UPDATE stakeholders_revisionrequest SET text = 'x'")
        # what becomes of them is said once
        withdraw_signature(signature=signature, because="No more.", by=rita.user)
        refuses("UPDATE stakeholders_signature SET withdrawn_at = NULL, withdrawn_because = ''")
        answer_revision(revision=asked, answer="not_taken", because="They are no member.", by=alice.user)
        refuses("UPDATE stakeholders_revisionrequest SET because = 'x'")
        assert Dissent.objects.get() == dissent


def test_the_day_of_review_is_put_off_with_a_reason(first: Memorandum, elverhavn: City, carla: Membership) -> None:
    later = today_in(elverhavn) + 400 * DAY
    with pytest.raises(ValidationError, match="Say why"):
        step(first, "keep", carla, review_on=later, kept_because=" ")
    assert step(first, "keep", carla, review_on=later, kept_because="It serves.").review_on == later


@pytest.mark.parametrize("day", ["9999-12-31", "1950-01-01"])
def test_a_day_that_nobody_means_is_refused_where_it_is_typed(
    day: str, elverhavn: City, bob: Membership, carla: Membership
) -> None:
    """It ended in an error."""
    version = make_version(elverhavn, bob, carla, decided=False)
    answer = send(sign_in(Client(), bob), f"{HERE}{version.number}/step/put/", {"comment_by": day})
    assert answer.status_code == 200
    assert "Name a day within twenty years." in answer.text


def test_why_it_stays_as_it_is_every_member_reads_where_it_was_asked_to_be_otherwise(
    first: Memorandum, elverhavn: City, carla: Membership, rita: Membership
) -> None:
    """It stood in its history alone, which members do not read."""
    reader, address = sign_in(Client(), rita), f"/city/elverhavn/memorandum/{first.number}/"
    told = "It was looked at again, and stays as it is."
    assert told not in reader.get(address).text
    step(first, "keep", carla, review_on=today_in(elverhavn) + 400 * DAY, kept_because="It serves.")
    printed, _heading, asked_for = reader.get(address).text.partition('id="revisions"')
    assert told in asked_for
    assert "Because: It serves." in asked_for
    # and in the document, for whoever has it on paper
    assert "Why it stayed as it is when it was looked at" in printed


def test_what_holds_is_not_erased_and_what_was_replaced_goes_as_a_whole(
    elverhavn: City, alice: Membership, bob: Membership, carla: Membership, rita: Membership
) -> None:
    first = make_version(elverhavn, bob, carla, since=100)
    signed(first, make_body(elverhavn, "School", rita), rita)
    with inside(elverhavn), pytest.raises(Refused, match="It holds"):
        erase(record=first, reason="Asked for.", by=alice.user)
    make_version(elverhavn, bob, carla, since=1)
    with inside(elverhavn):
        today = today_in(elverhavn)
        assert [list(MEMORANDA.due(day)) for day in (today - DAY, today)] == [[], [first]]
        erase(record=first, reason="Asked for.", by=alice.user)
        assert [each.number for each in Memorandum.objects.all()] == [2]
        assert not Signature.objects.exists()
        assert Tombstone.objects.filter(model="stakeholders.memorandum", record_id=first.pk).exists()


# --- pages


def test_drafts_are_for_those_who_write_them(
    elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    make_version(elverhavn, bob, carla, decided=False)
    reader = sign_in(Client(), rita)
    assert "There is none yet" in reader.get(HERE).content.decode()
    for address in ("1/", "1/pdf/", "1/revise/"):
        assert reader.get(HERE + address).status_code == 404
    assert TEXTS["mission"] in sign_in(Client(), bob).get(HERE).content.decode()


def test_two_versions_beside_each_other_tell_what_is_otherwise_and_nothing_else(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    school = make_body(elverhavn, "School")
    second = make_version(elverhavn, bob, carla, decided=False, texts={"mission": TEXTS["mission"] + " And we say so."})
    with inside(elverhavn):
        row = MemorandumRole(body=school, takes_on="Brings what pupils ask.", concerns="That nobody is named.")
        keep_version(version=second, written=[row], by=bob.user)
        told = differences(first, second)
    assert [each.title for each in told] == ["Mission", "School: role and responsibilities", "School: areas of concern"]
    assert [piece.text for piece in told[0].text.after if piece.is_changed] == [" And we say so."]
    reader = sign_in(Client(), rita)
    assert reader.get(f"{HERE}1/compared-with/2/").status_code == 404  # a draft
    step(second, "put", bob, comment_by=None)
    page = reader.get(f"{HERE}2/compared-with/1/").content.decode()
    assert "And we say so." in page
    assert TEXTS["common_goal"] not in page
    assert reader.get(f"{HERE}1/compared-with/1/").status_code == 404


def test_each_state_says_how_it_stands(elverhavn: City, bob: Membership, carla: Membership, rita: Membership) -> None:
    says: Callable[[int], str] = lambda number: sign_in(Client(), bob).get(f"{HERE}{number}/").content.decode()  # noqa: E731
    version = make_version(elverhavn, bob, carla, decided=False)
    bound = "This version is not decided. Nobody is bound by it."
    assert bound in says(1)
    step(version, "put", bob, comment_by=None)
    assert "Put to the members" in says(1)
    assert bound in says(1)
    step(version, "decide", carla, **decision(elverhavn, in_force_on=today_in(elverhavn) + 3 * DAY))
    assert "Holds from" in says(1)
    assert bound not in says(1)
    assert "In force since" not in says(1)
    make_version(elverhavn, bob, carla, since=-4)
    assert "took its place" not in says(1)  # not yet


@pytest.mark.parametrize("body", [True, False])
def test_the_page_says_to_whom_it_is_closed_why(
    body: bool, first: Memorandum, elverhavn: City, rita: Membership
) -> None:
    said = {
        True: "Until you sign, you read what is marked TLP:CLEAR",
        False: "No member that you stand for has signed the memorandum in force.",
    }
    if body:
        make_body(elverhavn, "School", rita)
    page = sign_in(Client(), rita).get(HERE).content.decode()
    assert said[body] in page
    assert said[not body] not in page


def test_a_review_day_comes_up_by_itself(
    first: Memorandum, elverhavn: City, alice: Membership, carla: Membership
) -> None:
    admin = sign_in(Client(), alice)
    assert "To be looked at again on" not in admin.get("/city/elverhavn/").content.decode()
    step(first, "keep", carla, review_on=today_in(elverhavn) + datetime.timedelta(days=14), kept_because="It serves.")
    assert "To be looked at again on" in admin.get("/city/elverhavn/").content.decode()


def test_what_is_asked_of_members_is_true_to_whoever_reads_it(
    first: Memorandum, elverhavn: City, alice: Membership
) -> None:
    """Also on paper, and to those who sign for nobody."""
    with inside(elverhavn):
        notice = ChangeNotice.objects.get(record=first.pk)
    assert notice.question == (
        "Every member is asked to read the memorandum and to sign it: on screen, or on a printed copy from the city."
    )
    page = sign_in(Client(), alice).get(f"/city/elverhavn/what-changed/{notice.pk}/").content.decode()
    assert notice.question in page
    assert "Answer the city" not in page


def test_a_wish_and_a_dissent_sent_twice_are_said_once(first: Memorandum, elverhavn: City, rita: Membership) -> None:
    school = make_body(elverhavn, "School", rita)
    with inside(elverhavn):
        for words in ("Name the libraries.", "  Name the libraries. ", "Name the museum."):
            ask_revision(version=first, text=words, by=rita.user)
        for words in ("Not the second part.", "Not the second part. "):
            record_dissent(version=first, body=school, words=words, by=rita.user)
        assert list(first.revisions.order_by("pk").values_list("text", flat=True)) == [
            "Name the libraries.",
            "Name the museum.",
        ]
        assert Dissent.objects.filter(memorandum=first).count() == 1
