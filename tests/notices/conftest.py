"""A thing that every member is told of: factors, as if the network had been promised to hear of those approved."""

from dataclasses import replace
from typing import Any

import pytest

from accounts.models import City
from mapping.models import Factor
from notices.actions import collect
from records import record_types
from records.actions import seal_city
from records.announced import Announces, NoticeClass
from tests.mapping.makers import inside

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
