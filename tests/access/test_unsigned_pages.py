"""Somebody who stands for no member that signed reads on every page what somebody cleared to clear reads: the same
bytes, whatever they are cleared for."""

import re
from collections.abc import Collection
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import City, Marking, Membership
from stakeholders.models import Memorandum
from tests.access import matrix
from tests.access.ground import Ground
from tests.access.matrix import MATRIX, PLACES
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.once import signed_in, undone

# What is otherwise in every answer: secrets of the page, who looks, and how long they are signed in by then.
OWN = re.compile(
    r'<body [^>]*>|nonce="[^"]*"|value="[A-Za-z0-9]{64}"|reads-\w+@elverhavn\.example'
    r'|data-(?:whose|device)[a-z-]*="[^"]*"|name="(?:draft|base_version)" value="[^"]*"|within [0-9]+ minutes'
)
PAGES = [
    name
    for name, line in MATRIX.items()
    if isinstance(line, matrix.City) and "r" in line.roles and line.get != matrix.NOT_ALLOWED
]
# Of these, while nothing has to be signed.
OTHERWISE = {"plan_edition", "plan_edition_pdf", "projects", "project", "plan", "edition"}


def _reader(city: City, clearance: str) -> Client:
    return signed_in(
        make_member(city, f"reads-{clearance}@elverhavn.example", "reader", clearance=clearance, name="Nina")
    )


def _answers(client: Client, ground: Ground, pages: Collection[str] = PAGES) -> dict[str, Any]:
    found = {}
    for name in pages:
        places = {**PLACES.get(name, {}), **ground.here.get(name, {})}
        with undone():
            answer = client.get(reverse(name, kwargs={"city": ground.city.slug, **places}))
            body = answer.getvalue()
        is_text = answer.headers.get("Content-Type", "").startswith("text/html")
        found[name] = answer.status_code, OWN.sub("", body.decode()) if is_text else len(body)
    return found


def test_every_page_is_the_same_for_who_has_not_signed_whatever_they_are_cleared_for(
    ground: Ground, furnished: City
) -> None:
    clients = {marking: _reader(furnished, marking) for marking in (Marking.CLEAR, Marking.AMBER)}
    before = {marking: _answers(client, ground, OTHERWISE) for marking, client in clients.items()}
    assert _otherwise(before) == OTHERWISE
    with inside(furnished):
        draft = Memorandum.objects.under_way()
        assert draft is not None
        draft.state, draft.decided_by = "put", "Steering group"
        draft.save()
        today = timezone.localdate()
        Memorandum.objects.filter(pk=draft.pk).update(
            state="decided", decided_on=today, in_force_on=today, review_on=f"{today.year + 1}-12-31"
        )
    assert all(each.is_unsigned for each in Membership.objects.filter(city=furnished, role="reader"))
    after = {marking: _answers(client, ground) for marking, client in clients.items()}
    assert set(PAGES) == after[Marking.CLEAR].keys()
    assert _otherwise(after) == set()
    # the memorandum itself they read
    assert after[Marking.AMBER]["memorandum"][0] == after[Marking.AMBER]["memorandum_pdf"][0] == 200


def _otherwise(answers: dict[Marking, dict[str, Any]]) -> set[str]:
    return {name for name, answer in answers[Marking.CLEAR].items() if answer != answers[Marking.AMBER][name]}
