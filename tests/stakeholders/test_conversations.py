"""Conversations as officers record them on one screen: kept whole or not at all, with all that was said."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import City
from stakeholders.models import (
    Attendance,
    Consultation,
    Finding,
    HeadCount,
    Need,
    Outlook,
)
from tests.factories import make_member
from tests.mapping.makers import inside
from tests.stakeholders.makers import make_group, make_organisation
from tests.stakeholders.test_recording import LIST, TALK, _rows, _send, _talk, client

__all__ = ["client"]


def test_a_conversation_with_an_organisation_is_kept_with_it_and_handed_in(client: Client, elverhavn: City) -> None:
    club = make_organisation(elverhavn)
    assert _send(client, TALK, _talk(whom=f"organisation:{club.pk}")).status_code == 302
    with inside(elverhavn):
        made = Consultation.objects.get()
        need = Need.objects.get()
        assert (made.state, made.instrument, made.districts) == ("submitted", "conversation", ["1"])
        assert (need.organisation, need.sector, need.block, need.priority) == (club, "youth", "civil_society", 4)
        assert Attendance.objects.get().organisation == club


def test_a_concern_is_a_finding_and_an_outlook_for_each_district(client: Client, elverhavn: City) -> None:
    said = _talk(what="concern", kind="grievance", concern="5", direction="worse", districts=["1", "2"])
    assert _send(client, TALK, said).status_code == 302
    with inside(elverhavn):
        assert Finding.objects.get().kind == "grievance"
        outlooks = Outlook.objects.order_by("district").values_list("district", "concern", "direction")
        assert list(outlooks) == [("1", 5, "worse"), ("2", 5, "worse")]
        assert not Need.objects.exists()


def test_no_concern_is_a_finding_and_needs_no_words(client: Client, elverhavn: City) -> None:
    assert _send(client, TALK, _talk(what="no_concern", statement="", category="", priority="")).status_code == 302
    with inside(elverhavn):
        assert Finding.objects.get().kind == "no_concern"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"priority": ""}, "priority"),
        ({"statement": ""}, "statement"),
        ({"what": "concern", "kind": ""}, "kind"),
        ({"districts": []}, "districts"),
        ({"whom": ""}, "whom"),
        ({"confidentiality": "chatham_house"}, "whom"),
        ({"first_day": "2999-01-01"}, "first_day"),
        ({"confidentiality": "confidential", "whom": "block:residents"}, "named_admin"),
        ({"statement": "Ask Jens Petersen on 22 33 44 55"}, "statement"),
    ],
)
def test_what_is_wrong_in_a_conversation_is_said_at_its_field_and_nothing_is_kept(
    client: Client, elverhavn: City, more: dict[str, Any], said: str
) -> None:
    answer = _send(client, TALK, _talk(**more))
    assert said in answer.context["writing"].section.form.errors
    with inside(elverhavn):
        assert not Consultation.objects.exists()


def test_a_conversation_that_was_returned_is_corrected(client: Client, elverhavn: City) -> None:
    club = make_organisation(elverhavn)
    _send(client, TALK, _talk(whom=f"organisation:{club.pk}"))
    with inside(elverhavn):
        Consultation.objects.update(state="returned", review_comment="Which square?")
        pk = Consultation.objects.get().pk
    address = f"{LIST}{pk}/change/"
    page = client.get(address)
    assert "Which square?" in page.content.decode()
    initial = page.context["writing"].section.form.initial
    assert (initial["whom"], initial["statement"]) == (f"organisation:{club.pk}", "More light at the square")
    sent = _talk(whom=f"organisation:{club.pk}", statement="More light at Quay Square")
    assert _send(client, address, sent).status_code == 302
    with inside(elverhavn):
        assert Need.objects.get().statement == "More light at Quay Square"
        assert Attendance.objects.count() == 1


LESS = {"statement": "A lamp", "category": "safe_spaces", "priority": "2"}
MORE = {"kind": "harm", "statement": "Shouted at in the bus"}


def _also(*, needs: Any = (), findings: Any = (), groups: Any = ()) -> dict[str, Any]:
    return {**_rows("also_needs", *needs), **_rows("also_findings", *findings), **_rows("group", *groups)}


@pytest.mark.parametrize("rule", ["on_record", "chatham_house", "confidential"])
def test_a_conversation_holds_several_statements_and_a_population_group(
    client: Client, elverhavn: City, rule: str
) -> None:
    """A7. All by whom one talked to, about the same places, and under the rule as far as it lets be kept who."""
    club, group = make_organisation(elverhavn), make_group(elverhavn)
    named = make_member(elverhavn, "named@elverhavn.example", "admin")
    whom = f"organisation:{club.pk}" if rule == "on_record" else "block:civil_society"
    heard = {"code": group.code, "people": "3", "represented": "on"}
    said = _talk(
        whom=whom, confidentiality=rule, named_admin=named.user_id if rule == "confidential" else "",
        **_also(needs=[LESS, {**LESS, "statement": "A bench"}], findings=[MORE], groups=[heard]),
    )  # fmt: skip
    assert _send(client, TALK, said).status_code == 302
    with inside(elverhavn):
        made = Consultation.objects.get()
        assert set(Need.objects.values_list("statement", flat=True)) == {
            "More light at the square",
            "A lamp",
            "A bench",
        }
        rows = [*Need.objects.all(), *Finding.objects.all()]
        assert len(rows) == 4
        assert {(row.districts[0], row.block, row.confidentiality) for row in rows} == {("1", "civil_society", rule)}
        by_club: set[int | None] = {row.organisation_id for row in rows}
        expected: set[int | None] = {club.pk} if rule == "on_record" else {None}
        assert by_club == expected
        assert made.state == "submitted"
        assert set(HeadCount.objects.values_list("axis", "code", "people", "represented")) == {
            ("group", group.code, 3, True)
        }


@pytest.mark.parametrize("wrong", [
    {"needs": [{**LESS, "statement": ""}]}, {"needs": [{**LESS, "category": ""}]}, {"findings": [{**MORE, "kind": ""}]},
    {"findings": [{**MORE, "statement": "Ask Jens Petersen on 22 33 44 55"}]},
    {"needs": [{**LESS, "statement": "x" * 2001}]}, {"groups": [{"code": "young-people", "people": "0"}]},
    {"groups": [{"code": "young-people", "people": "1"}, {"code": "young-people", "people": "2"}]},
    {"groups": [{"code": "nobody", "people": "1"}]},
])  # fmt: skip
def test_what_is_wrong_below_a_conversation_is_said_there_and_nothing_is_kept(
    client: Client, elverhavn: City, wrong: dict[str, Any]
) -> None:
    make_group(elverhavn)
    answer = _send(client, TALK, _talk(**_also(**wrong)))
    assert any(rows.total_error_count() for rows in answer.context["writing"].section.rows)
    with inside(elverhavn):
        assert not Consultation.objects.exists()


def test_no_concern_and_a_concern_contradict_each_other(client: Client, elverhavn: City) -> None:
    nothing = {"what": "no_concern", "statement": "", "category": "", "priority": ""}
    answer = _send(client, TALK, _talk(**nothing, **_also(findings=[MORE])))
    assert "They had no concern, it says above, and this is one." in answer.content.decode()
    none = {"kind": "no_concern", "statement": "Nothing worries them"}
    concern = {"what": "concern", "kind": "grievance", "concern": "4", "direction": "worse"}
    for said, findings in ((concern, [none]), ({}, [MORE, none])):
        answer = _send(client, TALK, _talk(**said, **_also(findings=findings)))
        assert "They had a concern, it says here as well." in answer.content.decode()
    asset = {"kind": "asset", "statement": "The choir is open to all"}
    assert _send(client, TALK, _talk(**nothing, **_also(needs=[LESS], findings=[asset, none]))).status_code == 302


def test_one_row_is_not_changed_twice(client: Client, elverhavn: City) -> None:
    """Of two rows that carry its number the first would be lost."""
    _send(client, TALK, _talk(**_also(needs=[LESS])))
    with inside(elverhavn):
        Consultation.objects.update(state="returned", review_comment="Which lamp?")
        pk = Consultation.objects.get().pk
    address = f"{LIST}{pk}/change/"
    number = client.get(address).context["writing"].section.rows[0].forms[0].instance.pk
    both = [{**LESS, "number": number}, {**LESS, "statement": "Another", "number": number}]
    answer = _send(client, address, _talk(**_also(needs=both)))
    assert "This row is not of this record." in answer.content.decode()


@pytest.mark.parametrize("first", ["need", "concern", "no_concern"])
def test_what_stays_of_a_conversation_keeps_its_row_and_what_is_taken_out_goes(
    client: Client, elverhavn: City, first: str
) -> None:
    """Whoever corrected a conversation that held more than one statement lost all but the first."""
    group = make_group(elverhavn)
    said = {"what": first, "kind": "grievance", "concern": "4", "direction": "worse"}
    findings = [] if first == "no_concern" else [MORE]
    heard = [{"code": group.code, "people": "3"}]
    _send(client, TALK, _talk(**said, **_also(needs=[LESS], findings=findings, groups=heard)))
    with inside(elverhavn):
        Consultation.objects.update(state="returned", review_comment="Which lamp?")
        pk = Consultation.objects.get().pk
        before = _kept_rows()
    address = f"{LIST}{pk}/change/"
    section = client.get(address).context["writing"].section
    stays = [{**row.initial, "number": row.instance.pk} for row in section.rows[0].forms]
    first_words = section.form.initial
    again = {name: value for name, value in first_words.items() if name in {"what", "statement", "category", "kind"}}
    sent = _talk(**{**said, "priority": "4", **again})
    also = _also(needs=[{**row, "statement": f"{row['statement']}!"} for row in stays])
    assert _send(client, address, {**sent, **also}).status_code == 302
    with inside(elverhavn):
        after = _kept_rows()
        assert {key for key, _words in before} == {key for key, _words in after}
        assert HeadCount.objects.count() == 1
        assert Outlook.objects.count() == (1 if first == "concern" else 0)
        need = Need.objects.filter(statement__endswith="!")
        assert need.count() == len(stays) >= 1
        gone = need.first()
    assert gone is not None
    out = _also(needs=[{**LESS, "number": gone.pk, "DELETE": "on"}])
    assert _send(client, address, {**sent, **out}).status_code == 302
    with inside(elverhavn):
        assert not Need.objects.filter(pk=gone.pk).exists()
        assert len(_kept_rows()) == len(after) - 1


def _kept_rows() -> set[tuple[tuple[str, int], str]]:
    return {((model.__name__, row.pk), row.statement) for model in (Need, Finding) for row in model.objects.all()}
