"""From the numbers of a judgement that a person wrote, and from a count of services, to what they are made of."""

import json
from typing import Any

from mapping.models import Observation
from output.web.page import page_of
from reports.editions import decided, partner_files, restricted_report
from reports.models import Diagnosis
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.snapshot import freeze, load
from stakeholders.models import Need, Service
from tests.mapping.makers import inside
from tests.once import signed_in
from tests.reports.judgements.written_ground import HERE, Ground, ground, made, passage, records, write
from tests.stakeholders.makers import make_service

__all__ = ["ground", "made"]


def _evidence(made: Diagnosis) -> list[Any]:
    """Of the only card: each line with where its number leads."""
    frozen = load(freeze(made))
    page = json.loads(page_of(restricted_report(SectionContext(frozen, analysed(frozen), decided(made)))))
    (card,) = [each for part in page["sections"] for each in part["blocks"] if each["kind"] == "judgement"]
    return [[(run["text"], run.get("to", "")) for run in each["runs"]] for each in card["evidence"]]


def test_a_card_leads_to_what_somebody_attached_as_far_as_one_may_read_it(ground: Ground, made: Diagnosis) -> None:
    one, two = records(district__code="01")[:2]
    row = write(made, ground.alice, one, passage(), "figure:now/district=01", two)
    cited = f"cited/{row.key}"
    assert _evidence(made) == [
        [("Records: ", ""), ("2", cited)],
        [("Passages of consultations: ", ""), ("1", cited)],
        [("Recorded in 2025, District 1: ", ""), ("6", "now/district=01")],
    ]
    client = signed_in(ground.carla)
    page = client.get(f"{HERE}records/{cited}/?at=12.1")
    assert [each.reference for each in page.context["pieces"]] == [one, passage(), "figure:now/district=01", two]
    text = page.content.decode()
    assert text.count("Stickers at Nørregade") == 2
    assert "A place at Nørregade" in text
    assert f"{HERE}read/restricted/#part-12.1" in text
    for each in page.context["pieces"]:
        assert client.get(each.url).status_code == 200
    # what is above her is told of by its number alone
    Observation.objects.filter(pk=int(one.partition(":")[2])).update(marking="red", title="Red stickers")
    text = client.get(f"{HERE}records/{cited}/").content.decode()
    assert "Red stickers" not in text
    assert f"Record no. {one.partition(':')[2]}" in text
    assert "You may read: 3." in text
    for wrong in ("cited/own.0", "cited/", "cited/city.change"):
        assert client.get(f"{HERE}records/{wrong}/").status_code == 404
    # nor does the partner edition lead anywhere
    assert b'"to":' not in partner_files(load(freeze(made))).page


def test_a_count_of_services_leads_to_them(ground: Ground, made: Diagnosis) -> None:
    with inside(ground.city):
        numbers = [make_service(ground.city, title=name).pk for name in ("Open evenings", "A hotline", "A red one")]
        Service.objects.update(state="approved", approved_at="2026-01-15T00:00Z")
        Service.objects.filter(pk=numbers[2]).update(marking="red")
    client = signed_in(ground.alice)
    asked = "~".join(map(str, numbers))
    page = client.get(f"{HERE}records/record/service/{asked}/?at=13.1")
    assert [each["words"] for each in page.context["pieces"]] == ["Open evenings", "A hotline"]
    assert "You may read: 2." in page.content.decode()
    # one is opened at once; where none may be read there is no page
    assert client.get(f"{HERE}records/record/service/{numbers[0]}/").status_code == 302
    for wrong in (numbers[2], f"{numbers[2]}~999999", "~", "x"):
        assert client.get(f"{HERE}records/record/service/{wrong}/").status_code == 404


def test_a_part_of_a_priority_leads_to_the_sessions_that_raised_the_need_for_the_district(
    ground: Ground, made: Diagnosis
) -> None:
    category = Need.objects.get(statement="A place at Nørregade").category
    client = signed_in(ground.alice)
    there = client.get(f"{HERE}records/said/raised={category}~01/").context["sessions"]
    # on the record and under the rule that names nobody; none of those in confidence
    assert {each.confidentiality for each in there} == {"on_record", "chatham_house"}
    assert len(client.get(f"{HERE}records/said/raised={category}~/").context["sessions"]) == 2
    for wrong in (f"raised={category}~02", "raised=nothing~01", "raised="):
        assert client.get(f"{HERE}records/said/{wrong}/").status_code == 404
