"""What these tests tell: factors, as if the network had been promised to hear of those approved, and what is asked."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import City, Membership
from mapping.models import Factor
from notices.actions import collect, edit_notice, release_notice, standing
from notices.models import ChangeNotice, NetworkBody
from records.actions import seal_city
from records.registries import record_types
from records.registries.change_notices import Announces, NoticeClass
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.notices.makers import QUESTION

MUST, DIGEST = NoticeClass.MUST, NoticeClass.DIGEST
TOLD = Announces(
    fields={"state": MUST, "statement": MUST, "confidence": DIGEST},
    is_out=lambda row: row.state == "approved",
    title=lambda before, after: f"{(after or before).title} is otherwise",
    why=lambda _before, after: after.evidence if after is not None else "",
)


@pytest.fixture
def factors_are_told(monkeypatch: pytest.MonkeyPatch) -> Announces:
    types: dict[Any, Any] = record_types._types
    monkeypatch.setitem(types, Factor, replace(types[Factor], announces=TOLD))
    return TOLD


def collected(city: City) -> None:
    """What beat does within the minute."""
    with inside(city):
        seal_city(city_id=city.pk)
        collect(city=city)


@pytest.fixture
def sara(elverhavn: City) -> Membership:
    """Another network member, who speaks for a school."""
    return make_member(elverhavn, "sara@elverhavn.example", "reader", clearance="green", name="Sara")


@pytest.fixture
def asked(elverhavn: City, alice: Membership, bob: Membership, rita: Membership, sara: Membership) -> ChangeNotice:
    """A notice that asks Rita and the school; the traders are on paper, the residents have nobody."""
    with inside(elverhavn):
        school = NetworkBody.objects.create(city=elverhavn, name="Højvang School", person=sara.user)
        NetworkBody.objects.create(city=elverhavn, name="Traders of Torvet", address="Torvet 1, 9000 Elverhavn")
        NetworkBody.objects.create(city=elverhavn, name="Residents of Kvarnby")
        notice = ChangeNotice.objects.create(
            city=elverhavn, what="change", state="pending", title="The hall moves", after="Højvang", marking="green",
            question=QUESTION, answer_by=timezone.localdate() + datetime.timedelta(days=10),
        )  # fmt: skip
        edit_notice(notice=notice, by=bob.user, asked=([rita.user_id], [school.pk]))
        notice = ChangeNotice.objects.get()
        assert release_notice(notice=notice, by=alice.user, as_read=standing(notice))
    return notice
