"""Section 13: each sentence stands where it is true, and not where it is not."""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from analysis.priorities import Part, PartName, Priority
from output.document import Bullets, Heading, KeySentence, Paragraph, SmallPrint, Table
from reports.sections import context as contexts
from reports.sections.contents import PRIORITIES
from reports.sections.context import SectionContext
from reports.sections.decisions import Recommended, Weighed
from reports.sections.priorities import MOST_SHOWN, blocks, tables
from tests.reports.hearings import BODIES, city, need, session

UNKNOWN_IS_A_SPAN = "What is unknown is never counted as low: it gives a span."
FEW = "How high a need was put is not told where fewer than three raised it."
NO_SERVICES = "Which services answer a need is not recorded."
UNSETTLED = "Unsettled: weights that differ by up to 10 points each would give another band."
NO_ANSWER = "Nothing is written of what was done about these needs:"
MOVED = "Moved by a person, who says why:"


def text(context: SectionContext) -> str:
    found = []
    for block in blocks(context):
        match block:
            case KeySentence() | SmallPrint() | Paragraph():
                found.append(str(block.text))
            case Bullets():
                found += map(str, block.items)
            case Heading():
                found.append(block.text)
            case Table():
                found += [" | ".join(row) for row in block.rows]
    return "\n".join(found)


def everybody(*categories: str, districts: tuple[str, ...] = (), priority: int = 5) -> Any:
    rows = [need(who, each, priority, districts=list(districts)) for who in BODIES for each in categories]
    return session(*BODIES, districts=list(districts), needs=rows)


def with_services(
    context: SectionContext, monkeypatch: pytest.MonkeyPatch, served: Mapping[Any, int]
) -> SectionContext:
    monkeypatch.setattr(contexts.SectionContext, "served", property(lambda _self: served))
    return replace(context)


def recommended(**fields: Any) -> Recommended:
    return Recommended(
        **{
            "text": "Open the club on Sundays", "category": "training", "area": "", "judgement": "", "owner": "",
            "due": None, "status": "proposed", "outcome": "", "review_by": None, **fields,
        }
    )  # fmt: skip


def last(context: SectionContext, *needs: tuple[str, str]) -> SectionContext:
    return replace(context, frozen=replace(context.frozen, last_number=4, last_needs=needs))


def weighed(context: SectionContext, *rows: Recommended, **moved: tuple[str, str]) -> SectionContext:
    return replace(context, weighed=Weighed({(name, ""): said for name, said in moved.items()}, rows))


def test_a_need_that_everybody_puts_highest_stands_in_the_table_with_its_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Raised by all nine with 5, no service in three of four districts: 0.3 + 0.3 + 0.1 + 0.2 × 0.75 = 0.85."""
    context = with_services(city(everybody("training")), monkeypatch, {("training", "00"): 2})
    first, _heading, table, *_rest = blocks(context)
    assert isinstance(first, KeySentence)
    assert first.text == "In the highest band: Training (whole city)."
    assert isinstance(table, Table)
    assert [list(row) for row in table.rows] == [
        ["Training (whole city)", "high", "1.00", "1.00", "0.50", "0.75 (some in 1 of 4 districts)",
         "Public bodies, Civil society and Residents"],
    ]  # fmt: skip
    told = text(context)
    assert not any(each in told for each in (UNKNOWN_IS_A_SPAN, FEW, NO_SERVICES, UNSETTLED, MOVED, NO_ANSWER))


def test_without_services_the_band_is_a_span_and_that_is_said() -> None:
    """0.3 + 0.3 + 0.1 = 0.7 to 0.9: high, whatever is there; weights ten points off give 0.6 at the lower end."""
    context = city(everybody("training"))
    told = text(context)
    assert "No need is surely in the highest band. 1 need may belong there." in told
    assert "Training (whole city) | high, unsettled | 1.00 | 1.00 | 0.50 | unknown" in told
    assert told.count("unknown |") == 1
    for each in (UNKNOWN_IS_A_SPAN, NO_SERVICES, UNSETTLED):
        assert each in told
    assert FEW not in told


def test_what_few_raised_is_not_told_how_high_and_is_no_low_need(monkeypatch: pytest.MonkeyPatch) -> None:
    context = with_services(city(session(*BODIES, needs=[need("Church"), need("School")])), monkeypatch, {})
    told = text(context)
    assert "| unknown | 0.33 | 0.50 | 1.00 (no service) | Public bodies and Civil society" in told
    assert FEW in told
    assert NO_SERVICES not in told


def test_a_district_has_the_services_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    served = {("training", "00"): 3, ("training", "02"): 1}
    context = with_services(city(everybody("training", districts=("00", "01", "02"))), monkeypatch, served)
    rows = {row[0]: row for block in blocks(context) if isinstance(block, Table) for row in block.rows}
    gaps = {place: rows[f"Training (District {place})"][5] for place in (0, 1, 2)}
    assert gaps == {0: "0.00 (3 services)", 1: "1.00 (no service)", 2: "0.50 (1 service)"}


def test_one_that_a_person_moved_says_so_and_stands_where_it_was_put() -> None:
    plain = city(everybody("training", "funding"))
    context = weighed(plain, training=("low", "The school has begun it."), funding=("high", "The fund ends in June."))
    told = text(context)
    assert told.startswith("In the highest band: Funding (whole city).")
    assert MOVED in told
    assert "Training (whole city): low, by the rule high, unsettled. The school has begun it." in told
    assert "Training (whole city) | low (moved) |" in told
    assert told.index("Funding (whole city) |") < told.index("Training (whole city) |")
    assert MOVED not in text(plain)


def test_none_is_surely_high_and_none_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sectors put it at 1 of 5, everything is served: 0.3 × 0.2 × 2/3 + … is low whatever the weights."""
    few = session(*BODIES, needs=[need(who, priority=1) for who in ("Church", "Mosque", "School")])
    context = with_services(city(few), monkeypatch, {("training", f"0{n}"): 2 for n in range(4)})
    assert text(context).startswith("No need is surely in the highest band.\n")


@pytest.mark.parametrize(
    ("consulted", "sentence"),
    [
        ((), "No need is known that could come first: no session of this period told any."),
        ((session(*BODIES),), "No priority follows: no need was raised in the consultations of this period."),
        (
            (session(*BODIES), session(rule="confidential", needs=[need("block:residents")])),
            "No priority follows: no need was raised in the consultations of this period that may be told.",
        ),
    ],
)
def test_where_nothing_was_raised_only_that_is_said(consulted: tuple[Any, ...], sentence: str) -> None:
    context = city(*consulted)
    assert not PRIORITIES.has_content(context)
    assert text(context) == sentence


def test_a_recommendation_says_what_it_answers_who_when_and_how_far() -> None:
    rows = [
        recommended(owner="Youth service", due=datetime.date(2026, 6, 1), status="agreed",
                    review_by=datetime.date(2026, 4, 1)),
        recommended(text="Ask again", category="", judgement="More was recorded."),
        recommended(text="Close it", area="01", status="not_taken_up", outcome="There is no money.",
                    review_by=datetime.date(2026, 4, 1)),
        recommended(text="Teach", status="done", outcome="Twelve teachers were trained."),
        recommended(text="Print it", carried_from=3, is_looked_at=False),
        recommended(text="Say it", carried_from=3),
        recommended(text="Ask", status="done", outcome="All were asked.", carried_from=3, is_looked_at=False),
    ]  # fmt: skip
    told = text(weighed(city(), *rows))
    assert (
        "Open the club on Sundays | Training (whole city) | Youth service | 1 June 2026 | "
        "agreed; to be looked at again by 1 April 2026" in told
    )
    assert "Ask again | the judgement “More was recorded.” | not said | no day set | proposed" in told
    assert "Close it | Training (District 1) | – | – | heard, not taken up, because: There is no money." in told
    assert "done: Twelve teachers were trained." in told
    assert "no day set | proposed; brought over from no. 3, nobody has looked at it since" in told
    assert told.count("nobody has looked at it") == 2
    assert "done: All were asked; brought over from no. 3, nobody" in told
    assert told.count("looked at again") == 1


def test_that_nothing_is_recommended_is_said_where_there_is_something_to_answer() -> None:
    assert "No recommendation is written." in text(city(everybody("training")))
    assert "No recommendation is written." not in text(weighed(city(everybody("training")), recommended()))


def test_every_need_of_the_last_diagnosis_has_an_answer_or_is_named() -> None:
    needs = [("training", ""), ("training", "01"), ("training", "02"), ("funding", "02"), ("referral", "gone")]
    context = last(city(), *needs)
    done = recommended(area="01", status="done", outcome="Two courses were held.")
    told = text(weighed(context, done, recommended(category="referral", text="Nothing yet")))
    assert "Needs of diagnosis no. 4, and what was done" in told
    assert "Training (District 1): Open the club on Sundays – done" in told
    assert "A way to refer people to help (gone): Nothing yet – proposed" in told
    assert told.split(NO_ANSWER)[1].strip() == "Training (whole city, District 2); Funding (District 2)."
    # what came of it stands once, beside the recommendation
    assert told.count("done: Two courses were held.") == 1


def test_where_all_were_answered_none_is_named() -> None:
    told = text(
        weighed(last(city(), ("training", "01"), ("training", "")), recommended(status="done", outcome="Held."))
    )
    assert NO_ANSWER not in told
    assert told.count("done: Held.") == 1
    assert "Training (District 1) and Training (whole city): Open the club on Sundays – done" in told
    assert "Needs of diagnosis no." not in text(city(everybody("training")))


def test_what_does_not_fit_stands_in_the_annex_and_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def some(count: int) -> SectionContext:
        parts = dict.fromkeys(PartName, Part(0.5, 0.5))
        found = tuple(Priority("training", f"{n:02}", parts, ("residents",)) for n in range(count))
        monkeypatch.setattr(contexts, "priorities", lambda *_args, **_facts: found)
        return replace(city())

    context = some(MOST_SHOWN)
    assert "table A18" not in text(context)
    assert list(tables(context)) == []
    context = some(MOST_SHOWN + 2)
    assert "Another 2 needs stand in table A18, with all of them." in text(context)
    (table,) = tables(context)
    assert len(table.rows) == MOST_SHOWN + 2
    assert {row[1] for row in table.rows} == {"medium"}


def test_services_of_the_snapshot_are_counted_where_they_are_offered() -> None:
    plain = city(everybody("training"))
    everywhere = {"needs": ["training"], "districts": []}
    there = {"needs": ["training", "funding"], "districts": ["01", "99"]}

    def served(*services: dict[str, list[str]]) -> Any:
        return replace(plain, frozen=replace(plain.frozen, services=list(services))).served

    found = served(everywhere, there)
    assert [found[("training", code)] for code in ("00", "01", "02", "03")] == [1, 2, 1, 1]
    assert [found[("funding", code)] for code in ("00", "01")] == [0, 1]
    # that none is recorded is not that there is none
    assert served() is None
    assert plain.served is None
