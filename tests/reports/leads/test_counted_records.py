"""From a judgement to just the records that it counted, as far as one may read them."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.city import city_context
from accounts.models import City
from analysis.confidence import Part, confidence, footing, met
from jobs import artefacts
from mapping.models import Observation, Series
from records.models import Access
from reports.actions import create_diagnosis, keep_snapshot, propose
from reports.editions import decided
from reports.models import Diagnosis, Judgement
from reports.proposals import propose as proposals
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.selection import NOW, WINDOWS, Selection, units_in
from reports.snapshot import freeze, load
from tests.analysis.makers import event
from tests.factories import make_member, sign_in
from tests.reports.hearings import city, outlook, session
from tests.reports.landscapes import cities
from tests.reports.test_snapshot import YEAR

HERE = "/city/elverhavn/diagnoses/1/"


def test_what_a_proposal_leads_to_is_what_its_confidence_counts() -> None:
    """Of every proposal of every city: the address says the same again, and counts as many as the rule was told of."""
    seen = 0
    for context in cities().values():
        for each in proposals(context):
            leads = [row for row in each.behind if "records" in row]
            parts = [row for row in each.behind if "needed" in row]
            if each.key.startswith("voices."):
                continue
            assert len(parts) == len(Part)
            (now,) = [row for row in leads if row["records"]["window"] == NOW]
            assert now["value"] == parts[-1]["value"]
            chosen = Selection.read(now["records"]["of"])
            assert chosen is not None
            period = context.frozen.period
            of_it = [e for e in chosen.of(context.frozen.events) if period.holds(e.first_day, e.last_day)]
            assert now["value"].replace(",", "") == str(len(of_it))
            seen += 1
    assert seen > 50


def test_a_finding_of_a_district_leads_to_the_sessions_that_told_of_it() -> None:
    told = [session("Police", "Church", outlook=[outlook(who, 5, district="00") for who in ("Police", "Church")])]
    other = [session("Police", outlook=[outlook("Police", 5, district="01")])]
    context = city(*told, *other, records=(60, 6, 6, 6, 6, 6, 6, 6))
    found = {each.key: each for each in proposals(context)}
    (of_it,) = [each for key, each in found.items() if key == "district.00.concentration"]
    assert of_it.consultations == (told[0]["id"],)
    assert found["city.change"].consultations == ()


NO_SELECTIONS = ["", "all=", "district=", "batch=1", "title=a", "__class__=a", "district"]
# What the database would be asked and could not answer.
UNASKABLE = ["severity=x", "severity=3~99999999999", "severity=٣", "district=a%00", "space=online&setting=\0"]


@pytest.mark.parametrize("text", [*NO_SELECTIONS, *UNASKABLE])
def test_an_address_that_says_no_selection_is_none(text: str) -> None:
    assert Selection.read(text) is None


@pytest.mark.parametrize(
    "chosen",
    [
        Selection(),
        Selection("district", ("07/a",)),
        Selection("space", ("online", "hybrid")),
        Selection("severity", ("5", "unsaid")),
    ],
)
def test_a_selection_is_read_back_from_its_address(chosen: Selection) -> None:
    assert Selection.read(str(chosen)) == chosen


class Numbers(list[int]):
    """Knows how often it was gone through."""

    times = 0

    def __iter__(self) -> Iterator[int]:
        self.times += 1
        return super().__iter__()


def test_what_a_series_counts_as_goes_through_the_numbers_once() -> None:
    """It did for every record there is: of a city with 100,000 a page of 20,000 took half a minute."""
    rows = [[number, "S" if number < 4 else None] for number in range(50)]
    raw = {"observations": {"columns": ["id", "series"], "rows": rows}}
    asked = Numbers(range(2, 12))
    assert (units_in(raw, asked), asked.times) == (9, 1)


def test_high_confidence_is_all_parts_met_and_one_short_is_no_more_high() -> None:
    day = datetime.date(2025, 3, 1)
    types = ("police", "school", "survey")
    rows = [event(day, "D00", source_type=types[n % 3], reliability="A", credibility=1) for n in range(21)]
    whole = footing(rows, consultation_agrees=True)
    assert set(met(whole).values()) == {True}
    assert confidence(whole)[0] == "high"
    fewer = {
        Part.RECORDS: footing(rows[:18], consultation_agrees=True),
        Part.CONSULTATION: footing(rows),
        Part.SOURCE_TYPES: footing([r for r in rows if r.source_type != "survey"] * 2, consultation_agrees=True),
    }
    for part, stands_on in fewer.items():
        assert [each for each, enough in met(stands_on).items() if not enough] == [part]
        assert confidence(stands_on)[0] == "moderate"


@pytest.fixture
def frozen(elver: City) -> Diagnosis:
    """The small city of 18 records a year in three districts, frozen."""
    with city_context(elver.pk, via="test"):
        made = create_diagnosis(city_id=elver.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        data = freeze(made)
        kept = artefacts.store(elver.pk, data, "json")
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
    return made


def test_the_list_holds_just_the_records_that_were_counted(elver: City, frozen: Diagnosis) -> None:
    client = sign_in(Client(), make_member(elver, "o@elverhavn.example", "officer", clearance="amber"))
    with city_context(elver.pk, via="test"):
        expected = {
            "now/all": Observation.objects.filter(first_day__year=2025),
            "before/all": Observation.objects.filter(first_day__year=2024),
            "now/district=01": Observation.objects.filter(first_day__year=2025, district__code="01"),
            "now/manifestations=threat": Observation.objects.filter(first_day__year=2025),
            "now/space=online~hybrid": Observation.objects.none(),
        }
        numbers = {address: set(rows.values_list("pk", flat=True)) for address, rows in expected.items()}
    assert [len(each) for each in numbers.values()] == [18, 18, 6, 18, 0]
    for address, of_it in numbers.items():
        answer = client.get(f"{HERE}records/{address}/")
        assert {row.pk for row in answer.context["rows"]} == of_it
        assert f"no. 1: {len(of_it)}. You may read: {len(of_it)}." in answer.content.decode()
    for address in ("now/batch=1", "then/all", "now/district", "y0/all", "y100/all"):
        assert client.get(f"{HERE}records/{address}/").status_code == 404
    assert set(WINDOWS) == {"now", "before"}
    with city_context(elver.pk, via="test"):
        assert Access.objects.filter(model="reports.judgements", object_id=str(frozen.pk)).count() == len(numbers)


def test_records_of_one_day_and_of_a_series_are_listed_as_just_these(elver: City) -> None:
    with city_context(elver.pk, via="test"):
        first, *rest = Observation.objects.filter(first_day__year=2025).order_by("first_day", "pk")
        until = first.first_day + datetime.timedelta(days=1)
        Observation.objects.filter(pk=first.pk).update(last_day=until, precision="period")
        told = Series.objects.create(city=elver, name="The same tag")
        Observation.objects.filter(pk__in=[each.pk for each in rest[:3]]).update(series=told)
        made = create_diagnosis(city_id=elver.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        data = freeze(made)
        kept = artefacts.store(elver.pk, data, "json")
        keep_snapshot(diagnosis=made, sha256=kept.sha256, size=kept.size, frozen=load(data))
    client = sign_in(Client(), make_member(elver, "o@elverhavn.example", "officer", clearance="amber"))
    for asked, rows in (("one_day=yes", rest), ("in_series=yes", rest[:3])):
        listed = client.get(f"{HERE}records/now/{asked}/").context["rows"]
        assert {row.pk for row in listed} == {each.pk for each in rows}


def test_what_is_withdrawn_raised_or_recorded_since_is_said(elver: City, frozen: Diagnosis) -> None:
    client = sign_in(Client(), make_member(elver, "o@elverhavn.example", "officer", clearance="amber"))
    with city_context(elver.pk, via="test"):
        one, two, *_rest = Observation.objects.filter(first_day__year=2025).order_by("pk")
        Observation.objects.filter(pk=one.pk).update(marking="red")
        Observation.objects.filter(pk=two.pk).update(state="withdrawn", withdrawn_reason="It was a rehearsal.")
        # another of the same district and year, approved later: no record of this diagnosis
        two.pk, two.external_key = None, "later"
        two._state.adding = True
        two.save()
    page = client.get(f"{HERE}records/now/all/").content.decode()
    assert "no. 1: 18. You may read: 17. Changed or withdrawn since: 1." in page
    with city_context(elver.pk, via="test"):
        frozen.snapshot.gone_at = "2026-02-02T00:00Z"
        frozen.snapshot.save()
    assert "cannot be told any more" in client.get(f"{HERE}records/now/all/").content.decode()


def test_whoever_is_not_cleared_for_the_diagnosis_does_not_learn_its_numbers(elver: City, frozen: Diagnosis) -> None:
    green = sign_in(Client(), make_member(elver, "g@elverhavn.example", "officer", clearance="green"))
    with city_context(elver.pk, via="test"):
        Diagnosis.objects.update(marking="amber")
    assert green.get(f"{HERE}records/now/all/").status_code == 404


def test_a_judgement_leads_to_its_records_and_shows_the_parts_but_prints_none(elver: City, frozen: Diagnosis) -> None:
    client = sign_in(Client(), make_member(elver, "a@elverhavn.example", "admin"))
    with city_context(elver.pk, via="test"):
        data = load(freeze(frozen))
        propose(diagnosis=frozen, proposals=proposals(SectionContext(data, analysed(data))))
        row = Judgement.objects.get(key="city.change")
        assert not any(what in {"Well founded", "Recorded in 2025"} for what, _value in decided(frozen)[0].evidence)
    page = client.get(f"{HERE}judgements/{row.pk}/").content.decode()
    assert f'href="{HERE}records/now/all/">18</a>' in page
    assert f'href="{HERE}records/before/all/">18</a>' in page
    assert "Independent types of source" in page
    assert "short" in page


def test_the_list_takes_as_many_queries_for_many_records_as_for_few(elver: City, frozen: Diagnosis) -> None:
    client = sign_in(Client(), make_member(elver, "a@elverhavn.example", "admin"))

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as taken:
            assert client.get(address).status_code == 200
        return len(taken)

    assert queries(f"{HERE}records/now/district=01/") == queries(f"{HERE}records/now/all/") == QUERIES


QUERIES = 17
