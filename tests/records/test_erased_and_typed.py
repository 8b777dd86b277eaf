"""A page that was open when its record was erased brings nothing of it back, whatever way it is kept."""

import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.middleware.sessions import SEEN_AT, SIGNED_IN_AT
from accounts.models import City, Membership
from core.errors import Refused
from records.actions.drafts import set_aside
from records.models import Draft, Tombstone
from records.registries.record_types import _draft_forms
from records.tasks import retain
from tests.factories import sign_in
from tests.mapping.makers import inside

NUMBER = 4711
TYPED = {"title": "Said by somebody who asked to be forgotten"}
# With naughts before it, it is the same record.
SPELT = (str(NUMBER), f"00{NUMBER}")


def _erase(city: City, model: str) -> None:
    facts = {"reason": "Asked for", "erased_events": 0, "events_sha256": "0" * 64}
    Tombstone.objects.create(city=city, model=model, record_id=NUMBER, **facts)


def _by_script(client: Client, form: str, record: str) -> int:
    address = reverse("draft_keep", kwargs={"city": "elverhavn", "form": form})
    return client.post(address, {**TYPED, "draft_record": record, "draft_version": "0"}).status_code


def _after_the_session(client: Client, form: str, record: str) -> int:
    session = client.session
    session[SEEN_AT] = session[SIGNED_IN_AT] = int(time.time()) - 24 * 60 * 60
    session.save()
    sent = {**TYPED, "draft_form": form, "draft_record": record}
    return client.post("/city/elverhavn/drafts/", sent).status_code


@pytest.mark.parametrize("keep", [_by_script, _after_the_session])
@pytest.mark.parametrize("record", SPELT)
def test_what_an_open_page_keeps_of_an_erased_record_is_not_kept(
    elverhavn: City, alice: Membership, keep: Callable[[Client, str, str], int], record: str
) -> None:
    assert keep(sign_in(Client(), alice), "mapping.observation", record) in {200, 302}
    with inside(elverhavn):
        assert Draft.objects.get().record == str(NUMBER)
        Draft.objects.all().delete()
        _erase(elverhavn, "mapping.observation")
    assert keep(sign_in(Client(), alice), "mapping.observation", record) in {400, 302}
    with inside(elverhavn):
        assert not Draft.objects.exists()
        with pytest.raises(Refused):
            set_aside(city=elverhavn, owner=alice.user, form="mapping.observation", record=record, data={})


def test_no_form_is_left_out(elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        for model in {each.model._meta.label_lower for each in _draft_forms.values()}:
            _erase(elverhavn, model)
    client = sign_in(Client(), alice)
    mine = [name for name, form in _draft_forms.items() if alice.role in form.roles]
    assert {name: _by_script(client, name, str(NUMBER)) for name in mine} == dict.fromkeys(mine, 400)


def test_what_was_kept_in_the_instant_of_the_erasure_goes_by_night(elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        for model in ("mapping.observation", "stakeholders.consultation"):
            for part in ("", ":mark"):
                Draft.objects.create(city=elverhavn, owner=alice.user, form=f"{model}{part}", record=NUMBER, data=TYPED)
        Draft.objects.create(city=elverhavn, owner=alice.user, form="mapping.observation", record="", data=TYPED)
        _erase(elverhavn, "mapping.observation")
    retain()
    with inside(elverhavn):
        left = set(Draft.objects.values_list("form", "record"))
    assert left == {
        ("mapping.observation", ""),
        ("stakeholders.consultation", str(NUMBER)),
        ("stakeholders.consultation:mark", str(NUMBER)),
    }
