"""What differs between two diagnoses, in words: each sentence stands where it is true, and nowhere else."""

import ast
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from analysis.words import Word
from reports.sections import say, since, since_last
from reports.sections.contents import JUDGEMENTS, SCOPE, VOICES
from reports.sections.differences import Differences, judged
from reports.sections.since import groups, overview
from reports.snapshot.canonical import canonical
from reports.snapshot.compared import ComparedDiagnosis, compared, ground_of
from reports.snapshot.ranked import Ranked
from tests.analysis.makers import event
from tests.reports.hearings import BODIES, Row, need, session
from tests.reports.landscapes import reading_of, steady
from tests.reports.two_diagnoses import BEFORE, differences_between, pairs, statement, voices, yearly

_KNOWN: dict[str, Differences] = {}


def _pairs() -> dict[str, Differences]:
    _KNOWN.update(pairs() if not _KNOWN else {})
    return _KNOWN


YEARS = {
    "nothing", "planted", "a half year on", "a source began", "other boundaries", "four districts",
    "before consultations were kept", "another method", "two languages", "judgements", "undecided", "a gap closed",
    "a gap opened", "backwards", "next to nothing", "priorities moved", "before needs were weighed",
}  # fmt: skip
PLANTED = {"planted", "a half year on", "backwards"}
VOICED = {"voices gained", "voices lost"}
# By the beginning of a sentence, the pairs of which it is true.
SENTENCES: dict[str, set[str]] = {
    "It is the same diagnosis": {"itself"},
    "Of what can be compared, nothing differs.": {
        "nothing", "other boundaries", "four districts", "other markings", "before consultations were kept",
        "another method", "two languages", "half a year and a year", "next to nothing", "in confidence",
        "before needs were weighed",
    },
    "Among the priorities now and not then": {"priorities moved"},
    "Among the priorities then and not now": {"priorities moved"},
    "Priorities: one of the two was made": {"before needs were weighed"},
    "Judgements are compared when": {"undecided"},
    "They are in two languages": {"two languages"},
    "%(statement)s (confidence:": {"judgements"},
    "from no. %(first)s to no.": {"backwards"},
    "The two periods share days": {"a half year on"},
    "Recorded are %(recorded_before)s": {"a half year on", "a source began", "a gap closed"},
    "What can be compared is too little": {"next to nothing"},
    "Of what can be compared, no figure moved": YEARS - PLANTED - {"next to nothing", "a gap opened"},
    "Both are of the same period: what differs": {"planted in the same period"},
    "Both are of the same period, and what": {"itself", "in confidence", *VOICED},
    "Sectors heard now and not then": {"voices gained"},
    "Sectors heard then and not now": {"voices lost"},
    "A voice now and none then": {"voices gained"},
    "A voice then and none now": {"voices lost"},
    "Population groups heard now": VOICED,
    "Population groups heard then": VOICED,
    "Districts consulted now": {"voices gained"},
    "Districts consulted then": {"voices lost"},
    "Raised now and not then": VOICED,
    "Raised then and not now": VOICED,
    "Looked now and not then": {"a source began", "another source"},
    "Looked then and not now": {"another source"},
    "Not known now, and no gap then": {"a gap opened"},
    "A gap then, and none now": {"a gap closed", "a source began"},
    "%(name)s was not looked at": {"a gap closed"},
    "%(name)s was looked at in part": {"a gap opened"},
    "no source looks online": {"a gap opened"},
    "everything comes from one type": {"a source began"},
    "Organisations on the record of": VOICED,
    "What was said in confidence is in none": {"in confidence"},
    "Figures and sources: the two took in": {"other markings"},
    "Figures: what the periods do not share": {"half a year and a year"},
    "Records of sources that did not look alike": {"a source began", "another source", "a gap opened"},
    "Figures: no source looked at the same place": {"another source", "a gap opened"},
    "Districts: the two count by different": {"other boundaries"},
    "Districts against the city: that needs": {"four districts"},
    "Voices and needs: one of the two was made": {"before consultations were kept"},
    "Judgements word for word": {"another method"},
    "The words of judgements: the two": {"two languages"},
    "Diagnosis no. %(now)s": set(),
}  # fmt: skip
# Of section 2, of the annex and of the rest that needs a snapshot: tested with one in test_comparing.py.
ELSEWHERE = {
    "The annex has all of it", "The last released one", "No diagnosis that was released", "%(count)s ",
    "The snapshot it is compared with", "J%(place)s of no. %(number)s", "No. %(number)s",
    "Figures, voices, sources and gaps", "; and %(count)s more", "fewer than %(least)s",
    "the number of residents of %(name)s",
}  # fmt: skip


@cache
def _templates() -> frozenset[str]:
    trees = [ast.parse(Path(module.__file__ or "").read_text()) for module in (since, since_last)]
    calls = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    texts = [
        call.args[0].value
        for call in calls
        if call.func.id in {"_", "ngettext", "gettext_lazy"} and isinstance(call.args[0], ast.Constant)  # type: ignore[attr-defined]
    ]
    return frozenset(
        text for text in texts if isinstance(text, str) and (text.endswith((".", ":")) or "%(" in text or " " in text)
    )


def _words(found: Differences) -> Iterator[str]:
    yield overview(found)
    for group in groups(found):
        yield group.title
        yield from group.notes
        for line in group.lines:
            yield f"{line.text} {line.was}"


@cache
def _told() -> Mapping[str, str]:
    """All that is said of each pair."""
    return {name: "\n".join(_words(found)) for name, found in _pairs().items()}


def test_every_line_leads_to_the_section_where_it_stands() -> None:
    """Districts that were spoken of stand in section 9, and the line led to the landscape."""
    begins = {
        **dict.fromkeys(("Districts consulted", "Sectors heard", "Population groups heard", "Raised "), VOICES.number),
        **dict.fromkeys(("Looked now", "Looked then"), SCOPE.number),
        **dict.fromkeys(("Not known now", "A gap then"), JUDGEMENTS.number),
    }
    lines = [line for found in _pairs().values() for group in groups(found) for line in group.lines]
    for begin, section in begins.items():
        assert {line.section for line in lines if line.text.startswith(begin)} == {section}, begin


def test_every_sentence_has_a_line() -> None:
    heads = {"Judgements", "Since the last diagnosis", "What has changed since the last diagnosis", "The whole city",
             "What is not known", "What cannot be compared", "Judgements that are new", "Judgements that changed",
             "Judgements no longer made", "Judgements carried over", "Judgements in both", ", ", "; "}  # fmt: skip
    told = _templates() - heads
    assert {text for text in told if not any(text.startswith(each) for each in (*SENTENCES, *ELSEWHERE))} == set()
    assert {each for each in SENTENCES if not any(text.startswith(each) for text in told)} == set()


@pytest.mark.parametrize("start", SENTENCES)
def test_a_sentence_stands_where_it_is_true_and_nowhere_else(start: str) -> None:
    whole = next(text for text in _templates() if text.startswith(start))
    pattern = re.compile(re.sub(r"%\\?\(\w+\\?\)s", ".+?", re.escape(whole)), re.DOTALL)
    says = {name for name, told in _told().items() if pattern.search(told)}
    assert says == (SENTENCES[start] or set(_pairs()))


def test_what_one_day_makes_says_so_in_either_order_and_in_the_summary() -> None:
    """Section 5 said that a march made it, and the lines of what has changed that there was more."""
    still = steady(20)
    march = [event(datetime.date(2025, 5, 3), "D03", targets=("lgbti",)) for _n in range(300)]
    then = reading_of(still, period=BEFORE, windows=5)
    now = reading_of(still + march)
    for found, way in ((differences_between(then, now), ""), (differences_between(now, then), "from no. 2 to no. 1: ")):
        lines = [line.text for group in groups(found) for line in group.lines]
        word = f"{way}higher than before, because of one day"
        assert sum(f"({word})" in line for line in lines) == 2  # the city and what was done
        city = next(each for each in found.moved if each.family == "city")
        assert say._of(found, city) == "The whole city: higher than before, because of one day."
    assert not any("one day" in text for text in _words(_pairs()["planted"]))


def test_what_is_kept_of_the_last_one_is_read_back_as_it_was() -> None:
    march = [event(datetime.date(2025, 5, 3), "D03", targets=("lgbti",)) for _n in range(300)]
    then, now = reading_of(steady(20), period=BEFORE, windows=5).frozen, reading_of(steady(20) + march).frozen
    kept = compared(now, ground_of(then, now), 1)
    assert kept.figures.fullest["city"]["city"][1] == 300
    assert ComparedDiagnosis.of_plain(json.loads(canonical(kept.plain()))) == kept
    # what was kept before it was asked which day is the fullest
    older = json.loads(canonical(kept.plain()))
    del older["figures"]["fullest"]
    assert ComparedDiagnosis.of_plain(older).figures == replace(kept.figures, fullest={})


def test_with_itself_nothing_differs_and_it_says_so() -> None:
    found = _pairs()["itself"]
    assert found.is_empty
    assert found.mirrored() == found
    assert "nothing differs" in overview(found)


def test_the_other_order_is_the_mirror_image() -> None:
    for name, found in _pairs().items():
        if name != "itself":
            other = found.mirrored()
            assert other.mirrored() == found, name
            assert (other.before, other.now, other.periods) == (found.now, found.before, found.periods[::-1])
            assert [(m.key, m.second, m.first, m.word) for m in other.moved] == [
                (m.key, m.first, m.second, m.word) for m in found.moved
            ]
            assert {kind: (each.lost, each.gained) for kind, each in other.shifts.items()} == {
                kind: (each.gained, each.lost) for kind, each in found.shifts.items()
            }


def test_planted_records_are_named_and_nothing_else() -> None:
    """300 under one current and group in District 3, beside 20 a year in each of ten: 200 and 500."""
    assert [line.text for group in groups(_pairs()["planted"]) for line in group.lines if group.code == "figures"] == [
        "The whole city: 200 → 500 (higher than before)",
        "District 3: 20 → 320 (rose against the city)",
        "Violent jihadist extremism: 0 → 300 (higher than before)",
        "Threat: 200 → 500 (higher than before)",
        "LGBTI people: 0 → 300 (higher than before)",
    ]
    same = _pairs()["planted in the same period"]
    assert {(each.key, each.second - each.first, each.word) for each in same.moved} == {
        (key, 300, None) for key in ("city", "D03", "jihadist", "threat", "lgbti")
    }


def test_a_word_goes_from_the_earlier_period_to_the_later_whichever_was_made_first() -> None:
    found = _pairs()["backwards"]
    (city,) = [each for each in found.moved if each.family == "city"]
    assert (city.first, city.second, city.word) == (500, 200, Word.HIGHER)
    text = next(line.text for group in groups(found) for line in group.lines if group.code == "figures")
    assert text == "The whole city: 500 → 200 (from no. 2 to no. 1: higher than before)"


def test_judgements_are_matched_by_their_key_then_by_their_words() -> None:
    before = (statement("a", "One.", 1), statement("b", "Two.", 2), statement("c", "Three.", 3))
    now = (statement("x", "Three.", 1), statement("a", "One.", 2, "low"), statement("b", "Two.", 3))
    found = judged(before, now)
    assert [(a.place, b.place) for a, b in found.carried] == [(3, 1), (2, 3)]
    assert [(a.place, b.place) for a, b in found.changed] == [(1, 2)]
    assert (found.new, found.dropped) == ((), ())
    assert judged(now, before) == found.mirrored()


@pytest.mark.parametrize(
    ("before", "now", "told"), [(3, 4, False), (3, 5, False), (3, 6, True), (1, 4, True), (0, 2, False)]
)
def test_organisations_are_told_of_where_three_or_more_came_or_went(before: int, now: int, told: bool) -> None:
    """Of one or two each would be known by the difference; fewer than three are told as that."""
    churches = [f"House {n}" for n in range(6)]
    BODIES.update(dict.fromkeys(churches, "faith"))
    try:
        rows = [[_of(churches[:count])] if count else [session("Police")] for count in (before, now)]
        found = voices(rows[0], rows[1])
    finally:
        for name in churches:
            del BODIES[name]
    of_block = [each for each in found.organisations if each.block == "civil_society"]
    assert bool(of_block) == told
    if told:
        assert (of_block[0].before, of_block[0].now) == (before, now)
        text = " ".join(_words(found))
        assert f"Civil society: {'fewer than 3' if before == 1 else before} → {now}." in text


def _of(names: list[str]) -> dict[str, object]:
    row = session("Police")
    row["organisations"] = [{"id": 900 + n, "sector": "faith"} for n, _name in enumerate(names)]
    row["sectors"] = {"faith": len(names)}
    return row


def test_nothing_that_was_said_in_confidence_makes_a_difference() -> None:
    """Three sessions then and four now, of which the fourth alone raises a need: none of it is told."""
    heard = session("Police", needs=[need("Police", "training")])
    secret: Row = {"rule": "confidential", "organisations": [], "sectors": {}, "first_day": "2025-03-01"}
    three = [session(**{**secret, "needs": [need("block:residents", "funding")]}) for _n in range(3)]
    for before, now in (([heard], [heard, *three]), ([heard, *three[:2]], [heard, *three])):
        found = voices(before, now)
        assert found.is_empty
        assert found.in_confidence


def test_no_word_of_districts_where_their_boundaries_differ() -> None:
    found = _pairs()["other boundaries"]
    assert "districts" not in found.shifts
    assert not any(each.family == "districts" for each in found.moved)


def test_what_is_undecided_is_not_compared() -> None:
    found = differences_between(reading_of(steady(5)), reading_of(steady(5)))
    assert found.judged is not None
    assert _pairs()["undecided"].judged is None
    assert not any(group.code in {"new", "dropped"} for group in groups(_pairs()["undecided"]))


def test_the_summary_names_few_and_the_annex_all() -> None:
    """Nine organisations of seven sectors where there was nobody: all of them, or three and how many others."""
    found = voices([], [session(*BODIES)])
    whole, short = (
        next(line.text for group in groups(found, most) for line in group.lines if line.text.startswith("Sectors"))
        for most in (0, 4)
    )
    assert whole.count(",") == 5
    assert short.count(",") == 2
    assert short.endswith("and 4 others.")


def test_priorities_that_moved_are_named_and_no_others() -> None:
    found = _pairs()["priorities moved"]
    told = [line.text for group in groups(found) if group.code == "priorities" for line in group.lines]
    assert told == [
        "Training (whole city): medium to high → high (moved)",
        "Among the priorities now and not then: Training (District 3), low, unsettled.",
        "Among the priorities then and not now: Funding (District 2), low to medium.",
    ]
    other = found.mirrored()
    assert [line.text for group in groups(other) if group.code == "priorities" for line in group.lines] == [
        "Training (whole city): high (moved) → medium to high",
        "Among the priorities now and not then: Funding (District 2), low to medium.",
        "Among the priorities then and not now: Training (District 3), low, unsettled.",
    ]
    assert not found.is_empty


def test_across_methods_and_boundaries_priorities_are_compared_as_far_as_they_are_alike() -> None:
    still = steady(20)
    ranked = [Ranked("training", "", "low", "low"), Ranked("training", "D01", "low", "low")]
    higher = [replace(each, lowest="high", highest="high") for each in ranked]
    first = yearly(still, still, priorities=(ranked, higher), methods=("3", "4"))
    assert first.priorities is None
    assert "bands of priorities" in " ".join(_words(first))
    boundaries = {**reading_of(still).frozen.boundaries, "name": "2010"}
    second = yearly(still, still, priorities=(ranked, higher), then={"boundaries": boundaries})
    assert second.priorities is not None
    assert [pair[0].area for pair in second.priorities.moved] == [""]


def test_a_priority_raised_in_confidence_alone_is_no_difference() -> None:
    """Two sessions then and three now, which are told: what makes it a priority is one session."""
    heard = session("Police", needs=[need("Police", "training")])
    secret: Row = {"rule": "confidential", "organisations": [], "sectors": {}, "first_day": "2025-03-01"}
    three = [session(**{**secret, "needs": [need("block:residents", "funding")]}) for _n in range(3)]
    now = [Ranked("training", "", "low", "low"), Ranked("funding", "", "high", "high")]
    for before in (now[:1], [now[0], Ranked("funding", "", "low", "low")]):
        found = voices([heard, *three[:2]], [heard, *three], priorities=(before, now))
        assert found.is_empty
        back = voices([heard, *three], [heard, *three[:2]], priorities=(now, before))
        assert back.is_empty


def test_few_priorities_stand_in_the_summary() -> None:
    names = ["training", "funding", "safe_spaces", "youth_provision", "victim_support", "referral"]
    then = [Ranked(each, "", "low", "low") for each in names]
    now = [Ranked(each, "", "high", "high") for each in names]
    found = differences_between(reading_of(steady(5)), reading_of(steady(5)), priorities=(then, now))
    whole, short = (
        [line.text for g in groups(found, most) if g.code == "priorities" for line in g.lines] for most in (0, 4)
    )
    assert len(whole) == 6
    assert len(short) == 1
    assert short[0].endswith("and 3 others.")
    gone = differences_between(reading_of(steady(5)), reading_of(steady(5)), priorities=(then, []))
    (line,) = [line.text for g in groups(gone, 4) if g.code == "priorities" for line in g.lines]
    assert line.count("(whole city)") == 4
    assert line.endswith("; and 2 more.")
