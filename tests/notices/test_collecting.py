"""Every change of what is announced, of a thing that is out, becomes a notice that waits; whatever way it was made."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst

from accounts.actions import save_settings
from accounts.city import city_context
from accounts.models import City, Membership, User
from mapping.models import Factor, Observation
from notices.actions import collect, notify_members
from notices.composing import differences
from notices.models import ChangeNotice, CollectorMark
from notices.tasks import collect_changes
from records.actions import seal_city
from records.registries.change_notices import Announces
from records.tasks import seal
from tests.factories import make_member, make_user, sign_in
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.records.makers import make_factor, make_observations

SAYS = capfirst(str(Factor._meta.get_field("statement").verbose_name))
NOON = "2026-03-02T12:00Z"
AIM = "Everybody who needs help finds it within a week."


def _pending(city: City) -> list[ChangeNotice]:
    with inside(city):
        return list(ChangeNotice.objects.pending().order_by("pk"))


def _approved(city: City, **fields: Any) -> Factor:
    author = make_member(city, "writes@elverhavn.example", "officer")
    admin = make_member(city, "reviews@elverhavn.example", "admin").user
    row = make_factor(city, author, state="approved", approved_by=admin, approved_at="2026-03-02T00:00Z", **fields)
    with inside(city):
        CollectorMark.objects.create(city=city)
    collected(city)
    with inside(city):
        ChangeNotice.objects.all().delete()
    return row


def _by_form(city: City, admin: Membership) -> None:
    sent = {
        "name": city.name, "country": "DK", "time_zone": city.time_zone, "languages": "en", "emergency_number": "112",
        "worry_channel": "", "mission": AIM, "common_goal": "",
    }  # fmt: skip
    client = sign_in(Client(), admin)
    page = client.get(reverse("city_settings", args=[city.slug]))
    sent["base_version"] = page.context["writing"].now
    answer = client.post(reverse("city_settings", args=[city.slug]), sent)
    assert answer.status_code == 302, answer.content.decode()[:500]


def _by_action(city: City, _admin: Membership) -> None:
    with inside(city):
        city.mission = AIM
        save_settings(city=city)


def _by_update(city: City, _admin: Membership) -> None:
    with inside(city):
        City.objects.filter(pk=city.pk).update(mission=AIM)


def _by_sql(city: City, _admin: Membership) -> None:
    with inside(city), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_city SET mission = %s WHERE id = %s", [AIM, city.pk])


def _by_command(city: City, _admin: Membership) -> None:
    with city_context(city.pk, via="command set_mission"):
        City.objects.filter(pk=city.pk).update(mission=AIM)


def _by_django_admin(city: City, _admin: Membership) -> None:
    host = make_user("host@host.example", second_factor=True, is_staff=True, is_superuser=True)
    answer = sign_in(Client(), host).post(
        f"/admin/accounts/city/{city.pk}/change/", {"mission": AIM, "common_goal": ""}
    )
    assert answer.status_code == 302, answer.content.decode()[:2000]


@pytest.mark.parametrize("way", [_by_form, _by_action, _by_update, _by_sql, _by_command, _by_django_admin])
def test_a_change_waits_to_be_told_whatever_way_it_was_made(
    way: Callable[[City, Membership], None], elverhavn: City, alice: Membership
) -> None:
    with inside(elverhavn):
        City.objects.filter(pk=elverhavn.pk).update(languages=["en"])
    elverhavn.refresh_from_db()
    collected(elverhavn)
    assert _pending(elverhavn) == []
    way(elverhavn, alice)
    collected(elverhavn)
    (notice,) = _pending(elverhavn)
    assert (notice.what, notice.notice_class, notice.marking) == ("change", "must", "clear")
    assert (notice.model, notice.record) == ("accounts.city", elverhavn.pk)
    assert (notice.before, notice.after) == ("", AIM)


def test_what_is_not_announced_is_changed_in_silence(elverhavn: City) -> None:
    collected(elverhavn)
    with inside(elverhavn):
        City.objects.filter(pk=elverhavn.pk).update(emergency_number="114", worry_channel="SSP")
    collected(elverhavn)
    assert _pending(elverhavn) == []


@pytest.mark.usefixtures("factors_are_told")
def test_several_changes_of_one_thing_are_one_notice_and_what_is_taken_back_is_none(elverhavn: City) -> None:
    row = _approved(elverhavn, statement="Nothing is open after six.")
    for fields in ({"confidence": "high"}, {"statement": "Nothing is open after eight."}):
        with inside(elverhavn):
            Factor.objects.filter(pk=row.pk).update(**fields)
        collected(elverhavn)
    (notice,) = _pending(elverhavn)
    assert notice.title == "Nothing open in the evening is otherwise"
    assert (notice.notice_class, notice.marking, notice.why) == ("must", row.marking, "Seen by the street team.")
    with inside(elverhavn):
        found = {change.label: (change.before, change.after) for change in differences(notice, "red")}
    assert found[SAYS] == ("Nothing is open after six.", "Nothing is open after eight.")
    assert set(found) == {SAYS, "Confidence"}
    assert f"{SAYS}: Nothing is open after eight." in notice.after
    with inside(elverhavn):
        Factor.objects.filter(pk=row.pk).update(confidence="moderate", statement="Nothing is open after six.")
    collected(elverhavn)
    assert _pending(elverhavn) == []


@pytest.mark.usefixtures("factors_are_told")
def test_of_two_things_changed_in_turns_each_is_compared_with_itself(elverhavn: City) -> None:
    row = _approved(elverhavn, statement="One.")
    with inside(elverhavn):
        facts = {name: getattr(row, name) for name in ("created_by", "approved_by", "approved_at", "kind", "evidence")}
        other = Factor.objects.create(
            city=elverhavn, state="approved", statement="First.", title="Else", confidence="low", **facts
        )
    collected(elverhavn)
    with inside(elverhavn):
        ChangeNotice.objects.all().delete()
        for changed, said in ((row, "Two."), (other, "Second."), (row, "Three."), (other, "Third.")):
            Factor.objects.filter(pk=changed.pk).update(statement=said)
    collected(elverhavn)
    with inside(elverhavn):
        found = {
            notice.record: {change.label: (change.before, change.after) for change in differences(notice, "red")}
            for notice in ChangeNotice.objects.pending()
        }
    assert found == {row.pk: {SAYS: ("One.", "Three.")}, other.pk: {SAYS: ("First.", "Third.")}}


@pytest.mark.usefixtures("factors_are_told")
def test_before_it_is_out_nothing_is_told_and_that_it_is_out_or_gone_is(elverhavn: City) -> None:
    author = make_member(elverhavn, "writes@elverhavn.example", "officer")
    row = make_factor(elverhavn, author)
    with inside(elverhavn):
        Factor.objects.filter(pk=row.pk).update(statement="Drafted once more.")
    collected(elverhavn)
    assert _pending(elverhavn) == []
    with inside(elverhavn):
        admin = make_member(elverhavn, "reviews@elverhavn.example", "admin").user
        Factor.objects.filter(pk=row.pk).update(state="approved", approved_by=admin, approved_at="2026-03-02T00:00Z")
    collected(elverhavn)
    (notice,) = _pending(elverhavn)
    assert (notice.before, notice.after) == ("Draft", "Approved")
    with inside(elverhavn):
        ChangeNotice.objects.all().delete()
        Factor.objects.filter(pk=row.pk).delete()
    collected(elverhavn)
    (notice,) = _pending(elverhavn)
    assert "Review: Approved" in notice.before
    assert "Review: –" in notice.after


@pytest.mark.usefixtures("factors_are_told")
def test_a_raised_marking_raises_what_waits_and_what_was_told(elverhavn: City) -> None:
    from records.registries.derived import follow_marking

    row = _approved(elverhavn, marking="green")
    with inside(elverhavn):
        Factor.objects.filter(pk=row.pk).update(statement="Otherwise.")
    collected(elverhavn)
    assert _pending(elverhavn)[0].marking == "green"
    with inside(elverhavn):
        follow_marking(elverhavn.pk, "mapping.factor", [row.pk], "red")
    assert _pending(elverhavn)[0].marking == "red"


def test_what_was_told_at_once_does_not_wait_to_be_told_again(elverhavn: City, alice: Membership) -> None:
    collected(elverhavn)
    with inside(elverhavn):
        City.objects.filter(pk=elverhavn.pk).update(mission=AIM)
        notify_members(city=elverhavn, what=ChangeNotice.What.CHANGE, say=lambda: {"after": AIM}, link="",
                       by=alice.user, about=[elverhavn])  # fmt: skip
    collected(elverhavn)
    assert _pending(elverhavn) == []
    with inside(elverhavn):
        City.objects.filter(pk=elverhavn.pk).update(mission="Another.")
    collected(elverhavn)
    (notice,) = _pending(elverhavn)
    assert (notice.before, notice.after) == (AIM, "Another.")


FIELDS = {"statement": ["One.", "Two.", "Three."], "confidence": ["low", "moderate", "high"], "title": ["A", "B"],
          "state": ["draft", "approved", "withdrawn"]}  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_at_any_time_what_waits_is_the_difference_to_what_was_last_known(
    seed: int, elverhavn: City, factors_are_told: Announces
) -> None:
    """Whatever is changed in whatever order and however it is sealed: compared with a record kept by hand."""
    dice = random.Random(seed)
    admin = make_member(elverhavn, "reviews@elverhavn.example", "admin").user
    author = make_member(elverhavn, "writes@elverhavn.example", "officer")
    row = make_factor(elverhavn, author)
    collected(elverhavn)
    now = {name: getattr(row, name) for name in FIELDS}
    first: dict[str, Any] | None = None
    last: dict[str, Any] = {}
    for _step in range(12):
        name = dice.choice(list(FIELDS))
        before, now = now, {**now, name: dice.choice(FIELDS[name])}
        is_in = now["state"] == "approved"
        facts: dict[str, Any] = {"approved_by": admin if is_in else None, "approved_at": NOON if is_in else None}
        facts["withdrawn_reason"] = "Wrong." if now["state"] == "withdrawn" else ""
        with inside(elverhavn):
            Factor.objects.filter(pk=row.pk).update(**{name: now[name]}, **(facts if name == "state" else {}))
        if before != now and name != "title" and "approved" in (before["state"], now["state"]):
            first, last = first or before, now
        if dice.random() < 0.5:
            collected(elverhavn)
            first = first if first and _differ(first, last) else None
    collected(elverhavn)
    waiting = _pending(elverhavn)
    if first is None or not _differ(first, last):
        assert waiting == []
        return
    with inside(elverhavn):
        assert len(differences(waiting[0], "red")) == len(_differ(first, last))


def _differ(first: dict[str, Any], last: dict[str, Any]) -> list[str]:
    return [name for name in ("statement", "confidence", "state") if first[name] != last[name]]


@pytest.fixture
def committed(committed_db: None) -> City:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", languages=["en"])
    make_member(city, "alice@elverhavn.example", "admin")
    return city


def test_what_is_committed_late_is_collected_late_and_once(committed: City) -> None:
    """A slow transaction has the older event; beat's own tasks go by while it is open and afterwards."""
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic(), city_context(committed.pk, via="test"):
                City.objects.filter(pk=committed.pk).update(mission="Slow.")
                written.set()
                go_on.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(10)
    other = City.objects.create(slug="sandvig", name="Sandvig", country="DK")
    for _visit in range(2):
        seal()
        collect_changes()
    assert _pending(committed) == []
    go_on.set()
    thread.join()
    for _visit in range(2):
        seal()
        collect_changes()
    assert [notice.after for notice in _pending(committed)] == ["Slow."]
    assert _pending(other) == []


@pytest.mark.usefixtures("factors_are_told")
def test_nothing_is_collected_row_by_row(elverhavn: City, alice: Membership) -> None:
    """Of rows that nobody has counted yet, as after a first import beside larger cities, one is expected: for each of
    a seal's events all of the city's were gone through, and 20,000 took minutes."""
    row = _approved(elverhavn)
    with inside(elverhavn):
        Factor.objects.update(statement="Nothing is open after six.")
        make_observations(elverhavn, alice, [{}] * 3)
        Observation.objects.update(severity=2)
        seal_city(city_id=elverhavn.pk)
    asked: list[tuple[str, Any]] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and "event" in sql.split("FROM", 1)[1]:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with inside(elverhavn):
        with connection.execute_wrapper(noted):
            collect(city=elverhavn)
        plans = [(sql, _plan(sql, params)) for sql, params in asked]
        assert ChangeNotice.objects.pending().get().record == row.pk
    for name in ("mapping_factorevent", "mapping_observationevent"):
        of_it = [(sql, plan) for sql, plan in plans if f'FROM "{name}"' in sql]
        assert of_it
        assert [plan for _sql, plan in of_it if "Nested Loop" in plan] == []
        # by its number alone no index leads to an event of the city
        alone = [sql for sql, _plan in of_it if '"pgh_id" IN' in sql and '"pgh_obj_id"' not in sql.split("WHERE", 1)[1]]
        assert alone == []


def _plan(sql: str, params: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())


def test_where_the_city_has_a_history_the_collector_begins_with_its_mark(elverhavn: City) -> None:
    with inside(elverhavn):
        City.objects.filter(pk=elverhavn.pk).update(mission=AIM)
        assert not CollectorMark.objects.exists()
    collected(elverhavn)
    with inside(elverhavn):
        mark = CollectorMark.objects.get()
    assert mark.sequence >= 1
    assert len(_pending(elverhavn)) == 1
    assert User.objects.count() == 0
