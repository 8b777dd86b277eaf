"""What was said, in words and as judgements: nothing is cut, nobody is told of, and each says who said it."""

import pytest

from output.document import Bullets, Run, SmallPrint, Table
from reports.proposals import ProposedJudgement, consultations
from reports.sections import needs, statements, voices
from reports.sections.context import SectionContext
from stakeholders.vocabulary import FindingKind
from tests.reports.hearings import (
    GROUPS,
    city,
    finding,
    group,
    need,
    session,
)
from tests.reports.sentences.saying import texts
from tests.reports.sentences.voiced_worlds import ALL, all_worlds, confidential


@pytest.mark.parametrize("count", [0, 1, 3, 5, 40])
def test_nothing_is_cut_by_the_order_of_entry(count: int) -> None:
    """Whatever does not fit the section stands in the annex, every statement of it, and the highest come first."""
    rows = [need("Police", priority=1 + n % 5, statement=f"Statement {n:02}.") for n in range(count)]
    context = city(session("Police", needs=rows))
    tables = [each for each in statements.tables(context) if isinstance(each, Table)]
    told = [row[1] for table in tables for row in table.rows]
    assert sorted(told) == [f"Statement {n:02}." for n in range(count)]
    levels = {row["statement"]: row["priority"] for row in rows}
    assert [levels[each] for each in told] == sorted(levels.values(), reverse=True)
    turned = city(session("Police", needs=rows[::-1]))
    assert list(texts(list(voices.blocks(turned)))) == list(texts(list(voices.blocks(context))))


def test_no_block_fills_the_room_of_another() -> None:
    rows = [need("Police", priority=5, statement=f"Police {n}") for n in range(9)]
    rows += [need("Church", priority=1, statement="Church"), need("Quay Street", priority=1, statement="Quay")]
    context = city(session(*ALL, needs=rows))
    found = statements.chosen(statements.said(context, "needs"))
    assert [row.text for row in found] == ["Police 0", "Church", "Quay"]


@pytest.mark.parametrize(("count", "told"), [(3, ""), (4, "Another statement"), (5, "Another 2 statements")])
def test_what_a_section_has_no_room_for_is_counted(count: int, told: str) -> None:
    rows = [finding("Church", "asset", f"The festival of {n}") for n in range(count)]
    found = statements.told_of(city(session("Church", findings=rows)), FindingKind.ASSET)
    rest = [block.text for block in statements.few_of(found, "findings") if isinstance(block, SmallPrint)]
    assert rest == ([f"{told} stand{'s' if count == 4 else ''} in table A13."] if told else [])


def test_in_one_line_stands_who_put_it_highest_whichever_block_they_are_of() -> None:
    rows = [need("Police", priority=1, statement="Police"), need("Quay Street", priority=5, statement="Quay")]
    (told,) = [
        block for block in statements.needs_in_words(city(session(*ALL, needs=rows))) if isinstance(block, Bullets)
    ]
    (line,) = ["".join(run.text for run in item if isinstance(run, Run)) for item in told.items]
    assert "Quay (" in line
    assert "Police" not in line
    assert "Another one in table A12." in line


def test_a_statement_says_where_at_which_level_for_whom_and_who_said_it() -> None:
    row = need("Church", statement="Somebody to call", districts=["01", "00"], level="primary", groups=["young"])
    (told,) = statements.said(city(session("Church", needs=[row])), "needs")
    assert str(told) == "Somebody to call (District 1 and District 0; Primary; for Young people; Faith)"


def test_a_snapshot_from_before_level_and_group_were_kept_is_read() -> None:
    row = need("Church", statement="Somebody to call")
    assert "level" not in row
    assert [str(each) for each in statements.said(city(session("Church", needs=[row])), "needs")] == [
        "Somebody to call (Faith)"
    ]


def test_who_raised_a_need_is_told_as_n_of_m() -> None:
    chatham = session("Church", "Mosque", rule="chatham_house", needs=[need("block:civil_society")])
    context = city(
        session(*ALL, needs=[need(name) for name in ALL[:7]]), chatham, session("Church", rule="chatham_house"),
        *confidential(3, needs=[need("block:residents")]),
    )  # fmt: skip
    (training,) = context.voices.needs
    assert needs.raised_by(context, training) == (
        "7 of 9 organisations; 1 of 2 sessions that do not name who spoke; 3 sessions in confidence"
    )


@pytest.fixture(scope="module")
def worlds() -> dict[str, SectionContext]:
    return all_worlds()


def _found(context: SectionContext) -> dict[str, ProposedJudgement]:
    return {each.key: each for each in consultations.propose(context)}


def test_a_judgement_leads_to_the_sessions_it_stands_on_and_never_to_one_in_confidence(
    worlds: dict[str, SectionContext],
) -> None:
    context = worlds["full and in confidence"]
    found = _found(context)["voices.need.training"]
    told = [
        row["id"] for row in context.frozen.consultations if row["confidentiality"] != "confidential" and row["needs"]
    ]
    assert list(found.consultations) == told
    secret = {row["id"] for row in context.frozen.consultations if row["confidentiality"] == "confidential"}
    assert not any(secret & set(each.consultations) for each in consultations.propose(context))


def test_keys_of_judgements_differ_and_stay(worlds: dict[str, SectionContext]) -> None:
    for context in worlds.values():
        keys = [each.key for each in consultations.propose(context)]
        assert len(set(keys)) == len(keys)
        assert keys == [each.key for each in consultations.propose(context)]


def test_groups_are_those_of_the_city() -> None:
    silent = _found(city(session("Police", head_counts=[group("young")])))["voices.groups.silent"]
    assert silent.statement.endswith(f": {GROUPS[1]['name']}.")


def test_what_is_too_long_for_a_judgement_is_cut_there_and_stands_whole_in_its_evidence() -> None:
    long = {"statement": "Whether to ask. " * 125, "blocks": ["public_bodies", "residents"]}
    found = [
        each
        for each in consultations.propose(city(session("Police", disagreements=[long])))
        if "disagreement" in each.key
    ]
    assert [len(each.statement) for each in found] == [2_000]
    assert found[0].evidence[-1] == ("Said", long["statement"])


def test_a_disagreement_that_two_sessions_record_in_the_same_words_is_one_judgement() -> None:
    row = {"statement": "How early to call the police", "blocks": ["residents", "public_bodies"]}
    sessions = [session("Police", disagreements=[row]) for _n in range(2)]
    found = [each for each in consultations.propose(city(*sessions)) if "disagreement" in each.key]
    assert [each.consultations for each in found] == [(sessions[0]["id"], sessions[1]["id"])]


def _score_of(context: SectionContext) -> float:
    (training,) = context.voices.needs
    return training.score


@pytest.mark.parametrize("rule", ["chatham_house", "confidential"])
@pytest.mark.parametrize("times", [3, 10, 30])
def test_however_many_sessions_name_nobody_they_outvote_no_organisation(rule: str, times: int) -> None:
    """Civil society: the church 0; whoever is not named, as one more of their block, 1. So (0 + 1) / 2."""
    told = {"needs": [need("block:civil_society", priority=5)]}
    unnamed = (
        confidential(times, **told)
        if rule == "confidential"
        else [session("Youth Club", rule=rule, **told) for _n in range(times)]
    )
    assert _score_of(city(session("Church"), *unnamed)) == pytest.approx(0.5)
