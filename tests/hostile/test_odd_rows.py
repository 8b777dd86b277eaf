"""Consultations as no form makes them, but as time and other people do: no page about them ends in an error."""

import datetime
import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from accounts.city import city_context
from accounts.models import City, Membership, User
from mapping.models import BoundarySet, District
from records.models import Draft, ReviewState
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Organisation,
    Outlook,
    Quote,
    TrustRating,
)
from stakeholders.vocabulary import Confidentiality, Instrument, Part
from tests.factories import make_member
from tests.hostile.test_requests import FINE
from tests.mapping.makers import with_districts, with_record
from tests.once import again, once, signed_in, undone
from tests.sizes import in_full_by_soak
from tests.stakeholders.makers import make_group, make_organisation

HERE = {"city": "elverhavn"}
MOST = 2_147_483_647
# How many consultations of each oddity: rules, states, authors and instruments differ.
TIMES = 2
GONE = 999_999
DAY = datetime.date(2025, 3, 1)
# Of a consultation as a whole.
ODD: tuple[dict[str, Any], ...] = (
    {},
    {"first_day": datetime.date(1, 1, 1), "last_day": datetime.date(1, 1, 1)},
    {"first_day": datetime.date(9999, 12, 31), "last_day": None, "review_by": datetime.date(9999, 12, 31)},
    {"held": "districts", "districts": []},
    {"held": "districts", "districts": ["1", "no-such", ""]},
    {"held": "city_wide", "districts": ["no-such"]},
    {"people": 0, "done_parts": []},
    {"people": MOST, "done_parts": list(Part.values), "barriers": []},
    {"created_by": None, "approved_by": None},
    {"title": "\u202e{{ x }}<b>%s", "venue": "%(x)s", "promised": "\u0301" * 50, "languages": "{% now %}"},
    {"consent_by": "", "review_by": datetime.date(1, 1, 1)},
)
# What no page of today keeps in a draft, and one of yesterday may have.
DRAFTS: tuple[dict[str, list[str]], ...] = (
    {},
    {"title": []},
    {"needs-TOTAL_FORMS": ["x"], "needs-0-statement": ["Half typed"]},
    {"needs-TOTAL_FORMS": ["-1"], "needs-INITIAL_FORMS": ["9"], "organisations-TOTAL_FORMS": ["1001"]},
    {"first_day": ["99999-99-99"], "confidentiality": ["nothing"], "what": ["?"], "whom": ["organisation:"],
     "named_admin": ["x"], "districts": ["no-such"]},
    {"needs-TOTAL_FORMS": ["1"], "needs-INITIAL_FORMS": ["1"], "needs-0-id": [str(GONE)], "needs-0-raised_by": ["a:b"]},
)  # fmt: skip


@pytest.fixture(autouse=True)
def _files_of_this_test(settings: Any, tmp_path: Path) -> None:
    settings.ARTEFACTS = tmp_path


class Odd:
    """A city of such consultations, and who opens them."""

    def __init__(self) -> None:
        self.city = City.objects.create(
            slug="elverhavn", name="Elverhavn", country="DK", languages=["xx", ""], time_zone="Pacific/Kiritimati"
        )
        with_districts(with_record(self.city), "1", "2")
        roles: tuple[tuple[str, str, dict[str, Any]], ...] = (
            ("admin", "admin", {"language": "xx"}),
            ("officer", "officer", {"language": ""}),
            ("gone", "admin", {}),
            ("suspended", "admin", {}),
        )
        people = {name: make_member(self.city, f"{name}@elverhavn.example", role, **more) for name, role, more in roles}
        self.people = people
        self.club = make_organisation(self.city)
        make_group(self.city, name="Sailors", is_current=False)
        self.made = list(self._made())
        with city_context(self.city.pk, via="test"):
            Membership.objects.filter(pk=people["gone"].pk).delete()
            Membership.objects.filter(pk=people["suspended"].pk).update(suspended_at=timezone.now())
            # boundaries that took the place of those they were held in
            BoundarySet.objects.create(city=self.city, name="2026", valid_from="2026-01-01")
            District.objects.filter(code="2").delete()
            Organisation.objects.filter(pk=self.club.pk).update(is_current=False, sector="other", name="")
        User.objects.filter(pk=people["gone"].user_id).update(is_active=False, name="", email="erased@invalid")
        self.clients = {name: signed_in(people[name]) for name in ("admin", "officer")}

    def _made(self) -> Iterator[Consultation]:
        rules = itertools.cycle(Confidentiality.values)
        states = itertools.cycle(ReviewState.values)
        authors = itertools.cycle(["officer", "gone", "suspended"])
        instruments = itertools.cycle(Instrument.values)
        for odd, _time in itertools.product(ODD, range(TIMES)):
            with city_context(self.city.pk, via="test"):
                facts = {"instrument": next(instruments), **odd}
                made = self._one(facts, next(rules), next(states), next(authors))
                self._filled(made)
                yield made

    def _one(self, odd: dict[str, Any], rule: str, state: str, author: str) -> Consultation:
        facts: dict[str, Any] = {
            "title": "", "first_day": DAY, "confidentiality": rule, "state": state, "approved_at": timezone.now(),
            "created_by": self.people[author].user, "review_comment": "x", "withdrawn_reason": "x",
        } | odd  # fmt: skip
        if rule == Confidentiality.CONFIDENTIAL:
            names = [each for each in ("admin", "gone", "suspended") if each != author]
            facts["named_admin"] = self.people[names[0]].user
            facts |= {"organisations_invited": MOST, "organisations_came": None}
        return Consultation.objects.create(city=self.city, **facts)

    def _filled(self, made: Consultation) -> None:
        rule = {"city": self.city, "consultation": made, "confidentiality": made.confidentiality}
        where: dict[str, Any] = {**rule, "block": "residents"}
        if made.confidentiality == Confidentiality.ON_RECORD:
            where |= {"organisation": self.club, "sector": "youth"}
        if made.confidentiality != Confidentiality.CONFIDENTIAL:
            Attendance.objects.create(organisation=self.club, **rule)
        codes = {"districts": ["no-such", "2"], "groups": ["nobody", "sailors"]}
        Need.objects.create(statement="", category="training", priority=5, **codes, **where)
        Outlook.objects.create(district="no-such", concern=1, **where)
        TrustRating.objects.create(body="police", level=1, **where)
        Information.objects.create(age_band="", sources=[], **rule)
        Finding.objects.create(kind="no_concern", statement="%(x)s", districts=["2"], **where)
        Disagreement.objects.create(statement="", blocks=[], **rule)
        FollowUp.objects.create(recommendation="", owner="", **rule)
        if made.confidentiality != Confidentiality.CONFIDENTIAL:
            Quote.objects.create(text="", attribution="block", **where)
        HeadCount.objects.create(city=self.city, consultation=made, axis="group", code="nobody", people=MOST)


@pytest.fixture(scope="module")
def odd(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Odd]:
    yield from once(django_db_blocker, Odd)


def _forgiving(kept: Client) -> Client:
    client = again(kept)
    client.raise_request_exception = False
    return client


def _status(client: Client, address: str) -> int:
    with undone():
        answer: Any = client.get(address)
        if getattr(answer, "streaming", False):
            b"".join(answer)
    return int(answer.status_code)


def _pages_of(made: Consultation) -> Iterator[str]:
    here = {**HERE, "pk": made.pk}
    yield reverse("consultation", kwargs=here)
    yield reverse("consultation_change", kwargs=here)
    yield from (reverse("consultation_part", kwargs={**here, "part": part}) for part in Part.values)
    of_kind = {**here, "kind": "consultation"}
    yield reverse("history", kwargs=of_kind)
    yield reverse("record_erase", kwargs=of_kind)
    verbs = ("submit", "approve", "return", "look-again", "reopen", "mark", "withdraw")
    yield from (reverse("record_step", kwargs={**of_kind, "verb": verb}) for verb in verbs)


LISTS = [
    "/city/elverhavn/", *(f"/city/elverhavn/{name}/" for name in ("map", "population-groups", "organisations",
    "consultations", "histories", "drafts", "districts", "jobs", "people", "accesses", "services", "diagnoses")),
    *(f"/city/elverhavn/consultations/export/?format={form}" for form in ("csv", "xlsx")),
    *(f"/city/elverhavn/consultations/?sort={sort}" for sort in ("title", "-title", "when", "-when", "instrument")),
    "/city/elverhavn/consultations/?q=%00&page=abc", "/city/elverhavn/consultations/?district=no-such&page=" + "9" * 30,
    "/city/elverhavn/consultations/?marking=green&marking=red&state=x&state=y&page=0&page=-1",
    "/city/elverhavn/map/?from=0001-01&to=9999-12",
]  # fmt: skip


@in_full_by_soak("every", 10)
def test_no_page_of_an_odd_consultation_ends_in_an_error(odd: Odd, every: int, db: None) -> None:
    draw = random.Random(11)
    found: dict[str, int] = {}
    for who, kept in odd.clients.items():
        client = _forgiving(kept)
        of_one = [list(_pages_of(made)) for made in odd.made]
        if every == 1:
            # each consultation itself, and one of its other pages
            of_one = [[pages[0], draw.choice(pages[1:])] for pages in of_one]
        lists = draw.sample(LISTS, 14) if every == 1 else LISTS
        addresses = [*lists, *itertools.chain.from_iterable(of_one)]
        found |= {f"{address} by {who}": _status(client, address) for address in addresses}
    assert {address: status for address, status in found.items() if status not in FINE} == {}


@pytest.mark.parametrize("all_of_them", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_no_odd_draft_of_a_consultation_ends_in_an_error(odd: Odd, all_of_them: bool, db: None) -> None:
    officer, client = odd.people["officer"], _forgiving(odd.clients["officer"])
    found: dict[str, int] = {}
    mine = [made for made in odd.made if made.created_by_id == officer.user_id and made.state in {"draft", "returned"}]
    talk = next(made for made in mine if made.is_conversation)
    longer = next(made for made in mine if not made.is_conversation and Part.NEEDS in made.parts)
    here = {**HERE, "pk": longer.pk}
    forms: list[tuple[str, object, str]] = [
        (
            f"stakeholders.consultation:{part.value}",
            longer.pk,
            reverse("consultation_part", kwargs={**here, "part": part}),
        )
        for part in longer.parts
    ]
    forms += [
        (
            "stakeholders.consultation:conversation",
            talk.pk,
            reverse("consultation_change", kwargs={**HERE, "pk": talk.pk}),
        ),
        ("stakeholders.consultation:conversation", "", reverse("conversation_new", kwargs=HERE)),
        ("stakeholders.consultation", "", reverse("consultation_new", kwargs=HERE)),
    ]
    # every form and every draft at least once
    tried = itertools.product(DRAFTS, forms) if all_of_them else zip(itertools.cycle(DRAFTS), forms, strict=False)
    assert len(forms) >= len(DRAFTS)
    for data, (form, record, address) in tried:
        with undone(), city_context(odd.city.pk, via="test"):
            identity = None if record else uuid4()
            left = Draft.objects.create(
                city=odd.city, owner=officer.user, form=form, record=str(record), identity=identity, data=data,
                base_version="not sealed by us",
            )  # fmt: skip
            asked = (address, f"/city/elverhavn/drafts/kept/{left.pk}/")
            found |= {f"{each} with {data}": int(client.get(each).status_code) for each in asked}
            sent = {name: values[0] for name, values in data.items() if values}
            found[f"post {address} of {data}"] = int(client.post(address, sent).status_code)
    assert {address: status for address, status in found.items() if status not in FINE} == {}
