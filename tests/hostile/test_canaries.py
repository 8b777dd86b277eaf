"""A word is put into a field; then it is looked for wherever it must not turn up.

A field is a line in `CANARIES`: how its word is put there, and which roles' pages may show it. Each has a word of its
own, so that every page is asked for once.
"""

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, HostAccess, Invitation, Membership
from jobs.models import Job
from stakeholders.models import Attendance, Consultation, FollowUp, Need
from tests.access import matrix
from tests.access.ground import Addresses, furnish
from tests.access.matrix import MATRIX
from tests.factories import make_member, sign_in

TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)


def _why_a_job_failed(city: City, word: str) -> None:
    Job.objects.filter(city=city).update(error=word)


def _why_host_staff_asks_to_come_in(city: City, word: str) -> None:
    HostAccess.objects.filter(city=city).update(reason=word)


def _who_is_invited(city: City, word: str) -> None:
    Invitation.objects.filter(city=city).update(email=f"{word}@elverhavn.example")


def _address_of_a_colleague(city: City, word: str) -> None:
    user = Membership.objects.get(user__email="member@elverhavn.example").user
    user.email = f"{word}@elverhavn.example"
    user.save(update_fields=["email"])


def _words_and_names_of_a_confidential_session(city: City, word: str) -> None:
    """Approved, so that what was said is open to all who work here; its words, names and bodies are not."""
    with city_context(city.pk, via="test"):
        Attendance.objects.all().delete()
        Need.objects.update(confidentiality="confidential")
        named = Membership.objects.get(user__email="second-admin@elverhavn.example").user
        words = dict.fromkeys(["title", "venue", "organiser", "languages", "barriers_note", "promised"], word)
        rule = {"confidentiality": "confidential", "named_admin": named}
        done = {"state": "approved", "approved_by": named, "approved_at": timezone.now()}
        Consultation.objects.update(**words, **rule, **done)
        everything = {"city": city, "consultation": Consultation.objects.get(), "confidentiality": "confidential"}
        FollowUp.objects.create(recommendation=word, owner=word, what_changed=word, **everything)


Put = Callable[[City, str], None]
CANARIES: list[tuple[Put, set[str]]] = [
    (_why_a_job_failed, {"admin", "officer"}),
    (_why_host_staff_asks_to_come_in, {"admin"}),
    (_who_is_invited, {"admin"}),
    (_address_of_a_colleague, {"admin", "officer"}),
    (_words_and_names_of_a_confidential_session, set()),
]


@pytest.fixture
def places(elverhavn: City, settings: Any, tmp_path: Path) -> Addresses:
    settings.ARTEFACTS = tmp_path
    return furnish(elverhavn)


def _pages(city: City, role: str, places: Addresses) -> Iterator[tuple[str, str]]:
    client = sign_in(Client(), make_member(city, f"{role}@elverhavn.example", role))
    for name, line in MATRIX.items():
        if not isinstance(line, matrix.City) or line.get == matrix.NOT_ALLOWED:
            continue
        answer = client.get(
            reverse(name, kwargs={"city": city.slug, **matrix.PLACES.get(name, {}), **places.get(name, {})})
        )
        body = b"".join(answer) if getattr(answer, "streaming", False) else answer.content
        yield name, body.decode("utf-8", errors="replace") + str(answer.headers)


def test_words_stay_where_they_belong(elverhavn: City, places: Addresses, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="accounts")
    words = {f"zeisig-{4711 + number}": line for number, line in enumerate(CANARIES)}
    with city_context(elverhavn.pk, via="test"):
        for word, (put, _roles) in words.items():
            put(elverhavn, word)
    pages = {role: dict(_pages(elverhavn, role, places)) for role in ("admin", "officer", "reader")}
    for word, (put, roles) in words.items():
        for role, seen in pages.items():
            shown = {name: page for name, page in seen.items() if word in page}
            assert bool(shown) == (role in roles), f"{put.__name__}: {role} sees it on {sorted(shown)}"
            assert not [name for name, page in shown.items() if word in "".join(TITLE.findall(page))], put.__name__
        assert word not in caplog.text
        assert not [message for message in mail.outbox if word in message.subject + str(message.body)]
