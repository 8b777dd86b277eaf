"""Two who change one record at once: what both wrote is laid side by side, row by row."""

from typing import Any

from django.http import QueryDict
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from stakeholders.models import Consultation, Need, Organisation
from tests.factories import sign_in
from tests.stakeholders.makers import make_consultation, make_organisation

HERE = "/city/elverhavn/"


def test_two_who_change_different_sections_do_not_disturb_each_other(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    made = make_consultation(elverhavn, bob)
    client, address = sign_in(Client(), bob), f"{HERE}consultations/{made.pk}/session/"
    began = client.get(address).context["writing"].now
    with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
        Consultation.objects.update(people=12, done_parts=["session", "heard"])
        Need.objects.update(statement="A warm place in winter")
    sent = {"title": "Workshop at the quay", "first_day": "2026-03-01", "held": "city_wide"}
    assert client.post(address, {"base_version": began, **sent}).status_code == 302
    with city_context(elverhavn.pk, via="test"):
        kept = Consultation.objects.get()
        assert (kept.title, kept.people) == ("Workshop at the quay", 12)


def test_rows_are_merged_by_their_number(elverhavn: City, alice: Membership, bob: Membership) -> None:
    """Three needs: one both change, one she takes out and I change, one she takes out; she adds a fourth, and I."""
    made = make_consultation(elverhavn, bob)
    with city_context(elverhavn.pk, via="test"):
        first = Need.objects.get()
        second, third = (_need(made, statement) for statement in ("Lights", "Benches"))
    client, address = sign_in(Client(), bob), f"{HERE}consultations/{made.pk}/needs/"
    page = client.get(address).context["writing"]
    sent = _as_sent(page.section)
    places = {sent[f"needs-{place}-number"]: place for place in range(3)}
    with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
        Need.objects.filter(pk=first.pk).update(statement="Hers", priority=1)
        Need.objects.filter(pk__in=[second.pk, third.pk]).delete()
        fourth = _need(made, "Her own")
    sent[f"needs-{places[str(first.pk)]}-statement"] = "Mine"
    sent[f"needs-{places[str(second.pk)]}-statement"] = "Lights, mine"
    sent |= {"needs-TOTAL_FORMS": "4", "needs-3-statement": "My own", "needs-3-category": "information",
             "needs-3-priority": "2", "needs-3-raised_by": "block:public_bodies"}  # fmt: skip
    answer = client.post(address, {"base_version": page.now, **sent})
    writing = answer.context["writing"]
    rows = {row["statement"].value(): row for row in writing.section.rows[0].forms}
    assert set(rows) == {"Mine", "Lights, mine", "My own", "Her own"}
    assert rows["Mine"]["number"].value() == str(first.pk)
    assert rows["Mine"]["priority"].value() == "1"
    assert not rows["Lights, mine"]["number"].value()
    assert rows["Her own"]["number"].value() == str(fourth.pk)
    assert [(each.name, each.theirs) for each in writing.both] == [("statement", "Hers")]
    assert (len(writing.kept), len(writing.gone)) == (1, 1)
    words = answer.content.decode()
    assert "stands below as a new row" in words
    assert "Alice" in words
    again = client.post(address, {"base_version": writing.now, **_as_sent(writing.section)})
    assert again.status_code == 302
    with city_context(elverhavn.pk, via="test"):
        kept = set(Need.objects.values_list("statement", "priority"))
    assert kept == {("Mine", 1), ("Lights, mine", 3), ("My own", 2), ("Her own", 3)}


def test_what_one_takes_out_while_another_writes_in_it_is_said(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    made = make_consultation(elverhavn, bob)
    client, address = sign_in(Client(), bob), f"{HERE}consultations/{made.pk}/needs/"
    page = client.get(address).context["writing"]
    with city_context(elverhavn.pk, via="page", actor_id=alice.user_id):
        Need.objects.update(statement="Hers")
    answer = client.post(address, {"base_version": page.now, **_as_sent(page.section), "needs-0-DELETE": "on"})
    assert [each.theirs for each in answer.context["writing"].both] == ["Hers"]
    with city_context(elverhavn.pk, via="test"):
        assert Need.objects.get().statement == "Hers"


def _need(made: Consultation, statement: str) -> Need:
    return Need.objects.create(
        city=made.city, consultation=made, confidentiality=made.confidentiality, statement=statement,
        category="safe_spaces", priority=3, block="public_bodies",
    )  # fmt: skip


def _as_sent(section: Any) -> dict[str, Any]:
    """What a browser sends of a page nobody touched."""
    sent = QueryDict(mutable=True)
    for rows in section.rows:
        for each in rows.management_form:
            sent[each.html_name] = str(each.value())
    for form in section.forms():
        for each in form:
            value = each.value()
            if value not in (None, False, "", []):
                sent.setlist(each.html_name, [str(v) for v in value] if isinstance(value, list) else [str(value)])
    return {name: values if len(values) > 1 else values[0] for name, values in sent.lists()}


def test_who_changed_nothing_is_told_what_another_changed(
    elverhavn: City, alice: Membership, carol: Membership
) -> None:
    made = make_organisation(elverhavn)
    client, address = sign_in(Client(), alice), f"{HERE}organisations/{made.pk}/change/"
    page = client.get(address).context["writing"]
    with city_context(elverhavn.pk, via="page", actor_id=carol.user_id):
        Organisation.objects.update(name="As she has it")
    answer = client.post(address, {"base_version": page.now, **_as_sent(page.section)})
    assert "Carol Another" in answer.content.decode()
    assert answer.context["writing"].form["name"].value() == "As she has it"
