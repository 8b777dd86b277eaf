"""Asking for a diagnosis with chosen sections, by the form and by every other way in."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Membership
from reports.actions import create_diagnosis
from reports.models import Diagnosis
from reports.sections.standing import MOVABLE
from tests.factories import send, sign_in
from tests.mapping.makers import inside, with_record
from tests.reports.test_contents import YEAR

NEW = "/city/elverhavn/diagnoses/new/"
ASKED = {"start": "2025-01-01", "end": "2025-12-31", "years_earlier": "1", "language": "en"}


@pytest.fixture
def keeping(alice: Membership) -> Membership:
    """An admin of a city that may keep records."""
    with_record(alice.city)
    return alice


def places(*order: int) -> dict[str, str]:
    """As a browser sends them: an empty field is sent too."""
    return {f"place_{each}": str(order.index(each) + 1) if each in order else "" for each in MOVABLE}


def test_the_form_keeps_what_was_chosen_in_its_order(keeping: Membership) -> None:
    client = sign_in(Client(), keeping)
    page = client.get(NEW).content.decode()
    assert "Left out, it still says who was not yet reached by us and where people disagree." in page
    for sent, kept in (
        (ASKED | places(*MOVABLE), []),
        (ASKED, []),
        (ASKED | places(2, 9, 11), [2, 3, 9, 11, 14]),
        (ASKED | places(12, 5, 2), [3, 12, 5, 2, 14]),
        (ASKED | places(), [3, 14]),
    ):
        client.get(f"{NEW}?new")
        assert send(client, NEW, sent).status_code == 302
        with inside(keeping.city):
            made = Diagnosis.objects.latest("number")
            assert made.sections == kept


def test_a_place_that_is_no_number_and_a_reason_that_cannot_be_printed_are_told_at_their_fields(
    keeping: Membership,
) -> None:
    client = sign_in(Client(), keeping)
    for wrong, field in (
        ({"place_9": "first"}, "place_9"),
        ({"place_9": "0"}, "place_9"),
        ({"long_because": "\U00013000"}, "long_because"),
        ({"long_because": "x" * 1001}, "long_because"),
    ):
        refused = send(client, NEW, {**ASKED, **places(*MOVABLE), **wrong})
        assert list(refused.context["writing"].form.errors) == [field]


@pytest.mark.parametrize("sections", [[2, 5], [3, 5], [1, 3, 14], [3, 14, 15]])
def test_no_way_leads_past_what_cannot_be_left_out(keeping: Membership, sections: list[int]) -> None:
    with inside(keeping.city):
        with pytest.raises(ValidationError, match="Sections 3 and 14 cannot be left out"):
            create_diagnosis(city_id=keeping.city_id, period=YEAR, sections=sections)
        made = create_diagnosis(city_id=keeping.city_id, period=YEAR)
        with pytest.raises(IntegrityError, match="reports_diagnosis_sections"), transaction.atomic():
            Diagnosis.objects.filter(pk=made.pk).update(sections=sections)
