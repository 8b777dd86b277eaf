"""Two people who make the same in the same instant: one makes it, the other's form says so; no error page."""

import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.actions import ask_for_access, invitations
from accounts.models import City, HostAccess, Invitation
from core.errors import Refused
from mapping.models import Series, TriggerEvent
from stakeholders.models import Organisation, PopulationGroup
from tests.factories import make_member, make_user, sign_in
from tests.mapping.makers import inside, with_record

HERE = "/city/elverhavn/"
ALIKE: dict[str, tuple[str, dict[str, str], Any]] = {
    "organisation": (
        "organisations/new/",
        {"name": "Harbour club", "sector": "community", "levels": "primary", "is_current": "on"},
        Organisation,
    ),
    "group": ("population-groups/new/", {"name": "Sailors", "code": "sailors", "number": "10"}, PopulationGroup),
    "trigger event": ("trigger-events/new/", {"title": "Attack abroad", "day": "2025-10-07"}, TriggerEvent),
    "series": ("series/new/", {"name": "Stickers at the harbour"}, Series),
    "invitation": ("people/invite/", {"email": "x@home.example", "role": "reader", "clearance": "green"}, Invitation),
}


@pytest.fixture
def admins(committed_db: None) -> tuple[Client, Client]:
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK")
    with_record(city)
    people = [make_member(city, f"{name}@elverhavn.example", "admin") for name in ("alice", "carla")]
    one, two = (sign_in(Client(raise_request_exception=False), each) for each in people)
    return one, two


@pytest.mark.parametrize("kind", ALIKE)
def test_one_makes_it_and_the_others_form_says_so(
    admins: tuple[Client, Client], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, sent, model = ALIKE[kind]
    one, two = admins
    answers: list[int] = []

    def other() -> None:
        try:
            answers.append(two.post(HERE + address, sent).status_code)
        finally:
            connection.close()

    late = threading.Thread(target=other)
    save: Callable[..., None] = model.save

    def second(self: Any, *args: Any, **kwargs: Any) -> None:
        """The first to save waits until the other has saved, unless a lock makes the other wait for it."""
        if threading.current_thread() is not late and not late.ident:
            late.start()
            late.join(2)
        save(self, *args, **kwargs)

    monkeypatch.setattr(model, "save", second)
    answers.append(one.post(HERE + address, sent).status_code)
    late.join(20)
    assert late.ident, "it was never saved"
    assert sorted(answers) == [200, 302]
    with inside(City.objects.get()):
        assert model.objects.count() == 1


def test_who_makes_an_account_with_two_clicks_is_not_sent_away(
    admins: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It said that the invitation is no longer valid, to who had joined by it in that moment."""
    admins[0].post(f"{HERE}people/invite/", ALIKE["invitation"][1])
    link = re.search(r"http://localhost:8000(/invitation/\S+/)", str(mail.outbox[-1].body))
    assert link
    sent = {"name": "Olga", "password": "meadow-copper-violin"}
    answers: list[str] = []

    def click() -> None:
        try:
            answers.append(Client().post(link[1], sent)["Location"])
        finally:
            connection.close()

    late, make = threading.Thread(target=click), invitations._new_account

    def second(*args: Any, **kwargs: Any) -> Any:
        late.start()
        late.join(1)
        return make(*args, **kwargs)

    monkeypatch.setattr(invitations, "_new_account", second)
    click()
    late.join(20)
    assert sorted(answers) == ["/account/login/?next=%2Fcity%2Felverhavn%2F", "/city/elverhavn/"]


def test_a_city_is_asked_for_access_once_by_one_person(
    admins: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    city, helen = City.objects.get(), make_user("helen@host.example", is_staff=True, second_factor=True)
    refused: list[str] = []

    def ask() -> None:
        try:
            ask_for_access(city=city, staff=helen, reason="Ticket 12", hours=2)
        except Refused as why:
            refused.append(str(why))

    def other() -> None:
        try:
            ask()
        finally:
            connection.close()

    late, save = threading.Thread(target=other), HostAccess.save

    def second(self: Any, *args: Any, **kwargs: Any) -> None:
        if threading.current_thread() is not late and not late.ident:
            late.start()
            late.join(1)
        save(self, *args, **kwargs)

    monkeypatch.setattr(HostAccess, "save", second)
    ask()
    late.join(20)
    assert refused == ["You have asked already. The city has not answered yet."]
    assert HostAccess.objects.count() == 1


def test_a_deadlock_is_tried_once_more(admins: tuple[Client, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    one, _two = admins
    address, sent, model = ALIKE["trigger event"]
    save, tried = model.save, []

    def deadlocked(self: Any, *args: Any, **kwargs: Any) -> None:
        tried.append(1)
        if len(tried) == 1:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$")
        save(self, *args, **kwargs)

    monkeypatch.setattr(model, "save", deadlocked)
    assert one.post(HERE + address, sent).status_code == 302
    assert len(tried) == 2
    with inside(City.objects.get()):
        assert model.objects.count() == 1
