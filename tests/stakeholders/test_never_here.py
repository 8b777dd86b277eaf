"""Whoever writes down what was seen or said reads first what must never be written there, and whom to call instead."""

import pytest
from django.test import Client

from accounts.models import City, Membership
from stakeholders.vocabulary import Part
from tests.factories import sign_in
from tests.mapping.makers import with_districts, with_record
from tests.records.makers import make_observation
from tests.stakeholders.makers import make_consultation

HERE = "/city/elverhavn"


@pytest.mark.parametrize("channel", ["The advisers, 12 34 56 78", ""])
def test_every_form_for_what_was_seen_or_said_begins_with_it(elverhavn: City, bob: Membership, channel: str) -> None:
    with_districts(with_record(elverhavn), "1")
    elverhavn.emergency_number, elverhavn.worry_channel = "113", channel
    elverhavn.save(update_fields=["emergency_number", "worry_channel"])
    seen, said = make_observation(elverhavn, bob), make_consultation(elverhavn, bob)
    forms = [
        "observations/new/", f"observations/{seen.pk}/change/", "consultations/conversation/", "consultations/new/",
        *(f"consultations/{said.pk}/{part}/" for part in Part.values),
    ]  # fmt: skip
    client = sign_in(Client(), bob)
    told = f"A worry about a person goes to {channel}." if channel else "goes to those who help people"
    for form in forms:
        page = " ".join(client.get(f"{HERE}/{form}").content.decode().split())
        before = page.partition("<main")[2].partition("<form")[0]
        assert "If somebody is in danger, call 113." in before, form
        assert told in before, form
