"""Drivers and protective factors: of an area or a setting, never of people, and marked as what they rest on."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import City, Membership
from mapping.models import Factor
from records.actions import approve, change_marking
from reports.snapshot.factors import freeze_factors
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import inside, with_districts, with_record
from tests.records.makers import make_factor, make_observation
from tests.stakeholders.makers import make_consultation, make_group

HERE = "/city/elverhavn/factors/"
TYPED = {
    "kind": "driver",
    "title": "Nothing open in the evening",
    "statement": "After six there is no place to be but the square.",
    "about": "area",
    "districts": ["1"],
    "evidence": "Seen by the street team over a year.",
    "confidence": "moderate",
    "hand_in": "on",
}


@pytest.fixture
def city(elverhavn: City) -> City:
    with_record(elverhavn)
    return with_districts(elverhavn, "1", "2")


@pytest.fixture
def bob(city: City) -> Membership:
    return make_member(city, "bob@elverhavn.example", "officer")


@pytest.fixture
def client(bob: Membership) -> Client:
    return sign_in(Client(), bob)


def _errors(answer: Any) -> dict[str, str]:
    assert answer.status_code == 200
    return {name: " ".join(map(str, errors)) for name, errors in answer.context["writing"].form.errors.items()}


def test_it_is_recorded_handed_in_and_counts_once_somebody_else_approves(city: City, client: Client) -> None:
    answer = client.post(f"{HERE}new/", TYPED)
    with inside(city):
        made = Factor.objects.get()
        assert answer["Location"] == f"{HERE}{made.pk}/"
        assert (made.state, made.marking, made.districts, made.setting) == ("submitted", "amber", ["1"], "")
        approve(record=made, by=make_member(city, "ann@elverhavn.example", "admin").user)
        assert Factor.objects.approved().get().review_by is not None
    words = client.get(f"{HERE}{made.pk}/").content.decode()
    assert "After six there is no place to be but the square." in words
    assert "District 1" in words


def test_a_group_of_people_is_refused_with_the_reason(city: City, client: Client) -> None:
    errors = _errors(client.post(f"{HERE}new/", {**TYPED, "about": "group"}))
    assert "A group of people is never a driver" in errors["about"]
    with inside(city):
        assert not Factor.objects.exists()


@pytest.mark.parametrize("name", ["title", "statement"])
def test_a_text_that_names_a_group_of_the_city_is_refused_and_no_button_saves_it(
    name: str, city: City, client: Client
) -> None:
    make_group(city, name="Muslim communities", is_current=False)
    sent = {**TYPED, name: "The muslim community lives there."}
    answer = client.post(f"{HERE}new/", sent)
    assert "“Muslim communities”" in _errors(answer)[name]
    assert "never of a group" in _errors(answer)[name]
    assert answer.context["writing"].form.seen == ""
    again = client.post(f"{HERE}new/", {**sent, "screen_seen": answer.context["writing"].form._seen})
    assert list(_errors(again)) == [name]
    with inside(city):
        assert not Factor.objects.exists()


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("statement", "Leaflets tell lies about refugees at the station.", "“refugees”"),
        ("evidence", "Told at an evening of young people.", "“Young people”"),
    ],
)
def test_a_word_for_people_is_asked_about_and_who_said_it_may_stay(
    name: str, text: str, found: str, city: City, client: Client
) -> None:
    make_group(city, name="Young people")
    sent = {**TYPED, name: text}
    answer = client.post(f"{HERE}new/", sent)
    assert found in _errors(answer)[name]
    seen = answer.context["writing"].form.seen
    assert seen
    assert client.post(f"{HERE}new/", {**sent, "screen_seen": seen}).status_code == 302


def test_a_setting_is_named_where_it_is_told_of_one_and_dropped_where_not(city: City, client: Client) -> None:
    assert "Name the setting" in _errors(client.post(f"{HERE}new/", {**TYPED, "about": "setting"}))["setting"]
    client.post(f"{HERE}new/", {**TYPED, "about": "setting", "setting": "gaming", "title": "Of a setting"})
    client.post(f"{HERE}new/", {**TYPED, "setting": "gaming", "title": "Of an area"})
    with inside(city):
        found = dict(Factor.objects.values_list("title", "setting"))
        assert found == {"Of a setting": "gaming", "Of an area": ""}
        with pytest.raises(IntegrityError), transaction.atomic():
            Factor.objects.update(about="setting", setting="")


def _address(kind: str, number: int) -> str:
    return f"http://testserver/city/elverhavn/{kind}/{number}/"


def test_it_rests_on_records_one_may_read_and_is_marked_as_the_highest_of_them(
    city: City, client: Client, bob: Membership
) -> None:
    green = make_observation(city, bob, title="A fire in the yard", marking="green")
    strict = make_consultation(city, bob, title="Evening at the school", marking="amber_strict")
    lines = "\n".join([_address("observations", green.pk), _address("consultations", strict.pk)])
    answer = client.post(f"{HERE}new/", {**TYPED, "rests_on": lines})
    with inside(city):
        made = Factor.objects.get()
        assert made.rests_on == [f"observation:{green.pk}", f"consultation:{strict.pk}"]
        assert made.marking == "amber_strict"
    words = client.get(answer["Location"]).content.decode()
    assert "A fire in the yard" in words
    assert "Evening at the school" in words


@pytest.mark.parametrize("wrong", ["nothing", "/city/elverhavn/organisations/1/", "/city/stenhavn/observations/1/"])
def test_what_is_no_record_of_the_city_is_no_evidence(wrong: str, city: City, client: Client) -> None:
    assert "is not the address" in _errors(client.post(f"{HERE}new/", {**TYPED, "rests_on": wrong}))["rests_on"]


def test_what_one_may_not_read_is_no_evidence_and_what_it_rested_on_before_stays(
    city: City, client: Client, bob: Membership
) -> None:
    ann = make_member(city, "ann@elverhavn.example", "admin")
    told = make_consultation(city, ann, confidentiality="confidential", named_admin=make_member(
        city, "eve@elverhavn.example", "admin").user)  # fmt: skip
    sent = {**TYPED, "rests_on": _address("consultations", told.pk)}
    assert "you may not read it" in _errors(client.post(f"{HERE}new/", sent))["rests_on"]
    made = make_factor(city, bob, rests_on=[f"consultation:{told.pk}"])
    changed = send(client, f"{HERE}{made.pk}/change/", {**sent, "title": "Nothing open at night"})
    assert changed.status_code == 302
    with inside(city):
        assert Factor.objects.get().title == "Nothing open at night"


@pytest.mark.parametrize("rule", ["on_record", "chatham_house", "confidential"])
def test_nothing_rests_by_name_on_what_was_said_in_confidence(
    rule: str, city: City, client: Client, bob: Membership
) -> None:
    """Not even for whoever led it; and what rested on one before says so in no report."""
    named = make_member(city, "eve@elverhavn.example", "admin").user if rule == "confidential" else None
    told = make_consultation(city, bob, confidentiality=rule, named_admin=named)
    answer = client.post(f"{HERE}new/", {**TYPED, "rests_on": _address("consultations", told.pk)})
    if rule == "confidential":
        assert "in confidence" in _errors(answer)["rests_on"]
        make_factor(city, bob, rests_on=[f"consultation:{told.pk}"])
    with inside(city):
        made = Factor.objects.get()
        assert made.rests_on == [f"consultation:{told.pk}"]
        Factor.objects.update(state="approved", approved_by=make_member(city, "ann@elverhavn.example", "admin").user,
                              approved_at="2026-03-01T00:00Z")  # fmt: skip
        (frozen,) = freeze_factors("red")
        assert frozen["rests_on"] == ([] if rule == "confidential" else made.rests_on)


@pytest.mark.parametrize("what", ["on_record", "chatham_house", "confidential", "gone"])
def test_no_page_or_file_names_a_record_that_it_rests_on_and_its_reader_may_not_open(
    what: str, city: City, client: Client, bob: Membership
) -> None:
    """Neither by its number nor by how many there are; and whoever changes it takes none of them out."""
    ann = make_member(city, "ann@elverhavn.example", "admin")
    eve = make_member(city, "eve@elverhavn.example", "admin")
    seen = make_observation(city, bob, title="A fire in the yard")
    rule = "on_record" if what == "gone" else what
    told = make_consultation(city, ann, confidentiality=rule, named_admin=eve.user if rule == "confidential" else None)
    # a number that stands nowhere else on the pages
    hidden = f"consultation:{told.pk}" if what != "gone" else "consultation:987654321"
    number = hidden.partition(":")[2]
    made = make_factor(city, bob, rests_on=[f"observation:{seen.pk}", hidden])
    exported = client.get(f"{HERE}export/").getvalue().decode()
    form = client.get(f"{HERE}{made.pk}/change/").context["writing"].form["rests_on"].value()
    history = client.get(f"/city/elverhavn/history/factor/{made.pk}/").content.decode()
    is_open = what == "on_record"
    assert (hidden in exported, f"/consultations/{number}/" in str(form), hidden in history) == (is_open,) * 3
    for page in (exported, history):
        assert f"observation:{seen.pk}" in page
    # saved as the form has it
    sent = {**TYPED, "rests_on": form, "evidence": "Again."}
    assert send(client, f"{HERE}{made.pk}/change/", sent).status_code == 302
    with inside(city):
        kept = Factor.objects.get(pk=made.pk)
        assert (set(kept.rests_on), kept.evidence) == (set(made.rests_on), "Again.")


def test_it_follows_a_record_that_is_marked_higher_and_says_what_it_does_not_show(
    city: City, client: Client, bob: Membership
) -> None:
    ann = make_member(city, "ann@elverhavn.example", "admin")
    seen = make_observation(city, bob, title="A fire in the yard")
    other, made = make_factor(city, bob), make_factor(city, bob, rests_on=[f"observation:{seen.pk}", "observation:99"])
    with inside(city):
        change_marking(record=seen, by=ann.user, marking="red")
        assert dict(Factor.objects.values_list("pk", "marking")) == {other.pk: "amber", made.pk: "red"}
    words = sign_in(Client(), ann).get(f"{HERE}{made.pk}/").content.decode()
    assert "A fire in the yard" in words
    assert "Another record is not open to you" in words
