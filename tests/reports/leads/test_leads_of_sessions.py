"""Numbers of what was said in sessions lead to just those sessions, and to none that was held in confidence."""

from collections.abc import Iterator
from typing import Any

import pytest

from output.leads import leading
from reports.sections.counted import of_sessions
from reports.selection import RECORD, SAID
from tests.reports.hearings import BODIES, group, need, outlook, quote, service, session, trust
from tests.reports.hearings import city as heard_city
from tests.reports.leads.led import page_led, runs_in, unexplained_in, whole


def test_what_was_said_leads_to_its_session_and_never_to_one_in_confidence() -> None:
    told = [
        session("Police", "Church", needs=[need("Police", statement="More light")]),
        session("Police", rule="confidential", needs=[need("Police", statement="In confidence")]),
    ]
    told.append(session("Church", rule="chatham_house", quotes=[quote("Church")]))
    told.append(session("Church", quotes=[quote("Church", "On the record")]))
    context = heard_city(*told)
    said = {run["to"] for run in runs_in(page_led(context)) if run["to"].startswith(SAID)}
    # whose quote it is may be read by those alone who may read the session as a whole
    assert f"{SAID}/{told[2]['id']}" not in said
    assert f"{SAID}/{told[3]['id']}" in said
    assert f"{SAID}/{told[0]['id']}" in said
    assert f"{SAID}/{told[1]['id']}" not in said


def test_who_raised_a_need_leads_to_where_they_did() -> None:
    named = session("Police", "Church", needs=[need("Police"), need("Church", "funding")])
    unnamed = session("Police", rule="chatham_house", needs=[need("block:residents")])
    page = page_led(heard_city(named, unnamed, session("Church", needs=[need("Church", "funding")])))
    runs = [(run["text"], run["to"]) for run in runs_in(page) if run["to"].startswith(SAID)]
    assert ("1", f"{SAID}/{named['id']}") in runs
    assert ("1", f"{SAID}/{unnamed['id']}") in runs


def test_counts_of_sessions_lead_to_them_and_to_none_where_one_was_held_in_confidence() -> None:
    here: dict[str, Any] = {"districts": ["01"], "barriers": ["time"], "head_counts": [group("young")]}
    first = session("Police", "Church", **here)
    second = session("Church", rule="chatham_house", **{**here, "head_counts": [group("young", represented=True)]})
    silent = [session("Police", rule="confidential", head_counts=[group("older")]) for _n in range(3)]
    page = page_led(heard_city(first, second, *silent))
    both, alone = f"{SAID}/{first['id']}~{second['id']}", f"{SAID}/{first['id']}"
    led = [(run["text"], run["to"]) for run in runs_in(page) if run["to"].startswith(SAID)]
    # the district, the barrier, the young; and of the young those who spoke themselves
    assert led.count(("2", both)) == 3
    assert ("1", alone) in led
    held = {str(each["id"]) for each in silent}
    assert not [to for _text, to in led if held & set(to.partition("/")[2].split("~"))]
    # the older were told of in confidence alone, three times: the number stands there and leads nowhere
    assert "3" not in [text for text, to in led if to != f"{SAID}/all"]


def test_a_count_that_one_session_in_confidence_is_part_of_leads_to_none_of_the_others() -> None:
    told = [session("Police", head_counts=[group("young")]) for _n in range(2)]
    told += [session("Police", rule="confidential", head_counts=[group("young")]) for _n in range(3)]
    led = [run["to"] for run in runs_in(page_led(heard_city(*told))) if run["text"] in {"2", "3", "5"}]
    assert {to for to in led if to.startswith(SAID)} <= {f"{SAID}/all", f"{SAID}/{told[0]['id']}~{told[1]['id']}"}
    with leading():
        context = heard_city(*told)
        assert of_sessions(context, 5, lambda each: bool(each.groups)) == "5"
        assert of_sessions(context, 2, lambda each: not each.in_confidence) != "2"


def test_each_level_of_a_rating_leads_to_where_it_was_given() -> None:
    """An organisation on the record counts once: by the lower one of 2 and 5, in both of its sessions."""
    first = session("School", "Church", "Mosque", outlook=[outlook("Church", 4), outlook("Mosque", 2)])
    first["outlook"] += [outlook("Police", 5), outlook("Health Centre", 5), outlook("School", 3)]
    again = session("Church", outlook=[outlook("Mosque", 5), outlook("Youth Club", 4)])
    led = {
        (run["text"], run["to"]) for run in runs_in(page_led(heard_city(first, again))) if run["to"].startswith(SAID)
    }
    both, alone = f"{SAID}/{first['id']}~{again['id']}", f"{SAID}/{first['id']}"
    # civil society: 2 of the mosque, 4 and 4 of church and club; public bodies: 3, 5, 5
    assert {("1", both), ("2", both), ("4", both)} <= led
    assert {("1", alone), ("2", alone), ("5", alone)} <= led


@pytest.mark.parametrize("rule", ["on_record", "chatham_house", "confidential"])
@pytest.mark.parametrize("kind", ["outlook", "trust"])
def test_levels_and_people_lead_nowhere_where_one_session_in_confidence_is_among_them(rule: str, kind: str) -> None:
    """Three in confidence tell alike what three on the record told of: the table prints all, and leads to none."""
    rate = outlook if kind == "outlook" else trust
    names, heads = ("Church", "Mosque", "Youth Club"), [group("young", 3)]
    told: dict[str, Any] = {kind: [rate(name, 4) for name in names], "head_counts": heads}
    open_ones = [session(*names, **told) for _n in range(3)]
    unnamed: dict[str, Any] = {
        kind: [rate("block:civil_society", 4)],
        "head_counts": [group("young", 4)],
        "first_day": "2025-03-01",
    }
    others = [session("Church", rule=rule, **unnamed) for _n in range(3)]
    led = [(run["text"], run["to"]) for run in runs_in(page_led(heard_city(*open_ones, *others)))]
    to_them = {to for text, to in led if to.startswith(SAID) and to != f"{SAID}/all" and text in {"4", "6", "21"}}
    everywhere = f"{SAID}/{'~'.join(str(each['id']) for each in [*open_ones, *others])}"
    assert to_them == (set() if rule == "confidential" else {everywhere})
    if rule != "confidential":
        # 3 × 3 and 3 × 4 people; the middle one
        assert {("21", everywhere), ("4", everywhere)} <= set(led)


def test_parts_of_a_priority_lead_to_what_they_are_made_of() -> None:
    told = [session(*BODIES, needs=[need(name, "training", districts=["01"], priority=5) for name in BODIES])]
    page = page_led(
        whole(heard_city(*told, services=[{**service("training"), "id": 7}, {**service("training"), "id": 9}]))
    )
    first = next(each for each in page["sections"] if each["number"] == "13")
    rows = [row["cells"] for each in first["blocks"] if each["kind"] == "table" for row in each["rows"]]
    (row,) = [row for row in rows if row[0]["text"].startswith("Training (District 1")]
    led = [{run["to"] for run in runs_in(cell)} for cell in row]
    assert led[2:4] == [{f"{SAID}/raised=training~01"}] * 2
    assert led[4] == {"now/district=01&source=police"}
    assert led[5] == {f"{RECORD}/service/7~9"}
    # of what one session in confidence is part of, nothing says in which the others said it
    hidden = [session("Police", rule="confidential", needs=[need("Police", "training")]) for _n in range(3)]
    page = page_led(whole(heard_city(*told, *hidden)))
    rows = [row["cells"] for each in page["sections"] if each["number"] == "13" for row in _rows(each)]
    (row,) = [row for row in rows if row[0]["text"].startswith("Training (whole")]
    assert [list(runs_in(cell)) for cell in row[2:4]] == [[], []]


def _rows(section: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (row for each in section["blocks"] if each["kind"] == "table" for row in each["rows"])


def test_every_number_of_what_was_said_leads_somewhere_too() -> None:
    said = [*(need(name, priority=5) for name in BODIES), need("Police", "funding", districts=["01"])]
    sessions = [session(*BODIES, needs=said, head_counts=[group("young")]), *(session(*BODIES) for _n in range(2))]
    context = whole(heard_city(*sessions))
    page = page_led(context)
    assert unexplained_in(context, page) == []
    # 9 of 9 organisations; 24 records, 6 of them in the district
    summary = next(each for each in page["sections"] if each["number"] == "2")
    assert {"9", "24", "6"} <= {run["text"] for run in runs_in(summary)}
