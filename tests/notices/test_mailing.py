"""By mail as a link, at the pace each chose, in their language, naming nothing; and the page where it is chosen."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import City, Membership, User
from notices.actions import choose_pace, mailing, notify_members, tell_waiting
from notices.actions.mailing import due_mailings, gather, mark_sent, put_off, refuse, take
from notices.mails import mail_of
from notices.models import ChangeNotice, Delivery, Mailing, NoticePace, Wait
from notices.paces import pace_for, slot_of
from tests.factories import sign_in
from tests.mapping.makers import inside
from tests.reports.release.meddling import drain

NOON = datetime.datetime(2026, 12, 2, 11, 0, tzinfo=datetime.UTC)  # Wednesday noon in Copenhagen
HOUR = datetime.timedelta(hours=1)


def _told(city: City, *, at: datetime.datetime = NOON, **fields: object) -> ChangeNotice:
    """A notice that everybody has, made at a moment."""
    texts = {"title": "Secret title", "before": "Secret before", "after": "Secret after", "why": "Secret why"}
    made = notify_members(city=city, what=ChangeNotice.What.CHANGE, say=texts.copy, link="/", by=None)
    ChangeNotice.objects.filter(pk=made.pk).update(made_at=at, **fields)
    return made


def test_what_another_worker_put_into_a_mail_meanwhile_stays_in_that_one(
    elverhavn: City, rita: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two look up what is due at once; then one more notice is told to the second."""
    with inside(elverhavn):
        _told(elverhavn)
        now = NOON + datetime.timedelta(hours=1)
        looked_up = mailing._due(elverhavn, now, {})
        _told(elverhavn)
        gather(city=elverhavn, now=now)
        before = list(Delivery.objects.order_by("pk").values_list("mailing", flat=True))
        assert None not in before
        for due in looked_up.values():
            due.waits.append(Wait(pk=0, kind=Wait.Kind.ANSWER))  # so that its mail is another one
        monkeypatch.setattr(mailing, "_due", lambda *_args: looked_up)
        gather(city=elverhavn, now=now)
        assert list(Delivery.objects.order_by("pk").values_list("mailing", flat=True)) == before


def _text(mailing: Mailing) -> str:
    message = mail_of(mailing)
    assert message is not None
    return f"{message.subject}\n{message.body}"


@pytest.mark.parametrize(
    ("pace", "now", "zone", "begins"),
    [
        ("daily", "2026-12-02T06:30+01:00", "Europe/Copenhagen", "2026-12-01T07:00+01:00"),
        ("daily", "2026-12-02T07:00+01:00", "Europe/Copenhagen", "2026-12-02T07:00+01:00"),
        ("weekly", "2026-12-02T12:00+01:00", "Europe/Copenhagen", "2026-11-30T07:00+01:00"),
        ("weekly", "2026-11-30T06:59+01:00", "Europe/Copenhagen", "2026-11-23T07:00+01:00"),
        ("weekly", "2027-01-01T12:00+01:00", "Europe/Copenhagen", "2026-12-28T07:00+01:00"),
        ("daily", "2026-12-01T17:30+00:00", "Pacific/Kiritimati", "2026-12-02T07:00+14:00"),
        ("daily", "2026-12-02T17:30+00:00", "Pacific/Pago_Pago", "2026-12-01T07:00-11:00"),
        # the night the clocks go back
        ("daily", "2026-10-25T06:30+01:00", "Europe/Copenhagen", "2026-10-24T07:00+02:00"),
        ("daily", "2026-10-25T07:30+01:00", "Europe/Copenhagen", "2026-10-25T07:00+01:00"),
        ("daily", "2028-02-29T08:00+01:00", "Europe/Copenhagen", "2028-02-29T07:00+01:00"),
    ],
)
def test_a_turn_comes_in_the_city_s_morning(pace: str, now: str, zone: str, begins: str) -> None:
    found = slot_of(pace, datetime.datetime.fromisoformat(now), zone)
    assert found.begins == datetime.datetime.fromisoformat(begins)
    assert found.begins.utcoffset() == datetime.datetime.fromisoformat(begins).utcoffset()
    assert found.name == begins[:10]


@pytest.mark.parametrize(
    ("notice_class", "chosen", "expected"),
    [
        ("must", "at_once", "at_once"),
        ("must", "weekly", "weekly"),
        ("digest", "at_once", "daily"),
        ("digest", "weekly", "weekly"),
    ],
)
def test_what_need_not_be_told_at_once_is_daily_at_the_soonest(notice_class: str, chosen: str, expected: str) -> None:
    assert pace_for(notice_class, chosen) == expected
    assert pace_for(notice_class, chosen, is_for_admins=True) == "at_once"


def test_ten_changes_are_one_mail_newest_first_and_nothing_of_them_is_in_it(elverhavn: City, rita: Membership) -> None:
    with inside(elverhavn):
        made = [_told(elverhavn, at=NOON - datetime.timedelta(days=day)) for day in range(10)]
        for pace, moment, count in (
            ("daily", "2026-12-02T12:00Z", 9),  # of the day itself, after seven, the next morning
            ("daily", "2026-12-03T06:00Z", 1),
        ):
            choose_pace(city=elverhavn, user=rita.user, pace=pace)
            now = datetime.datetime.fromisoformat(moment.replace("Z", "+00:00"))
            assert gather(city=elverhavn, now=now) == 1
            assert gather(city=elverhavn, now=now) == 0
            mailing = Mailing.objects.open().get()
            said = _text(mailing)
            links = [line.rpartition("/notices/")[2] for line in said.splitlines() if "/notices/" in line]
            assert len(links) == count
            mark_sent(mailing=mailing)
            if count == 9:
                newest_first = [Delivery.objects.get(notice=each).pk for each in made[1:]]
                assert [int(link.strip("/")) for link in links] == newest_first
            assert "Secret" not in said
            assert "News from Elverhavn" in said
        assert not Delivery.objects.filter(sent_at=None).exists()


def test_it_is_written_in_its_reader_s_language(elverhavn: City, rita: Membership) -> None:
    with inside(elverhavn):
        User.objects.filter(pk=rita.user_id).update(language="da")
        _told(elverhavn)
        gather(city=elverhavn, now=NOON + HOUR)
        said = _text(Mailing.objects.get())
    assert "Nyt fra Elverhavn" in said
    assert "Sign in" not in said


@pytest.mark.parametrize("marking", ["amber", "amber_strict", "red"])
def test_who_may_not_read_it_is_not_mailed(marking: str, elverhavn: City, rita: Membership, bob: Membership) -> None:
    """Also where it was raised after the mail was made, and where whoever waits for it left meanwhile."""
    with inside(elverhavn):
        _told(elverhavn, marking=marking)
        assert gather(city=elverhavn, now=NOON + HOUR) == 1
        assert Mailing.objects.get().user == bob.user
        Mailing.objects.all().delete()
        raised = _told(elverhavn)
        gather(city=elverhavn, now=NOON + HOUR)
        mailing = Mailing.objects.get(user=rita.user)
        assert mail_of(mailing) is not None
        ChangeNotice.objects.filter(pk=raised.pk).update(marking=marking)
        assert mail_of(mailing) is None
        left = Mailing.objects.exclude(user=rita.user).get()
        Membership.objects.filter(user=bob.user).delete()
        assert mail_of(left) is None


def test_a_mail_is_taken_once_put_off_and_given_up(elverhavn: City, rita: Membership) -> None:
    with inside(elverhavn):
        _told(elverhavn)
        gather(city=elverhavn, now=NOON + HOUR)
        (number,) = due_mailings()
        mailing = take(number=number)
        assert mailing is not None
        assert take(number=number) is None
        assert due_mailings() == []
        first = mail_of(mailing)
        put_off(mailing=mailing)
        Mailing.objects.update(taken_until=timezone.now() - datetime.timedelta(seconds=1))
        again = take(number=number)
        assert again is not None
        second = mail_of(again)
        assert first is not None
        assert second is not None
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
        refuse(mailing=again)
        assert due_mailings() == []
        assert Delivery.objects.get().sent_at is None
        Mailing.objects.update(refused_at=None, tries=10)
        put_off(mailing=Mailing.objects.get())
        assert Mailing.objects.get().refused_at is not None


def test_a_burst_of_what_waits_is_one_mail(elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        for number in (1, 1, 2, 3):
            link = f"/city/elverhavn/observations/{number}/"
            tell_waiting(city=elverhavn, users=[alice.user_id], kind=Wait.Kind.REVIEW, link=link)
        assert Wait.objects.count() == 3
        now = timezone.now()
        assert gather(city=elverhavn, now=now) == 0
        assert gather(city=elverhavn, now=now + datetime.timedelta(minutes=3)) == 1
        said = _text(Mailing.objects.get())
    assert said.count("/observations/") == 3
    assert "This waits for you in Elverhavn" in said


def test_the_pace_is_chosen_on_a_page_and_is_one_s_own(elverhavn: City, rita: Membership, bob: Membership) -> None:
    client = sign_in(Client(), rita)
    page = client.get("/city/elverhavn/notices/how-often/").content.decode()
    assert 'value="at_once"' in page
    assert client.post("/city/elverhavn/notices/how-often/", {"pace": "weekly"}).status_code == 302
    assert client.post("/city/elverhavn/notices/how-often/", {"pace": "never"}).status_code == 200
    with inside(elverhavn):
        assert [(each.user, each.pace) for each in NoticePace.objects.all()] == [(rita.user, "weekly")]


def test_an_address_of_which_no_mail_can_be_made_holds_up_nobody_else(
    elverhavn: City, alice: Membership, rita: Membership
) -> None:
    User.objects.filter(pk=alice.user_id).update(email=f"alice@{'ü' * 64}.example")
    with inside(elverhavn):
        _told(elverhavn, at=timezone.now())
    drain()
    with inside(elverhavn):
        sent, refused = Mailing.objects.exclude(sent_at=None), Mailing.objects.exclude(refused_at=None)
        assert [each.user for each in sent] == [rita.user]
        assert [each.user for each in refused] == [alice.user]
