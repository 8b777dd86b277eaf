"""What the partner edition prints, of small cities without a database."""

import datetime
import re
from dataclasses import fields, replace
from functools import cache
from typing import Any

import pytest

from accounts.models import ProcessingRecord
from analysis.priorities import UNKNOWN, PartName
from analysis.protection.of_window import TOTAL
from analysis.records import Event, Period
from output.document import Column, Paragraph, Table
from output.pdf.typeset import typeset
from output.web.page import page_of
from reports.partner.figures import figures_of, read, written
from reports.partner.report import build_partner_report
from reports.partner.sections import _without_each_sector
from reports.partner.view import PartnerView, partner_view
from reports.sections.decisions import Recommended, Weighed
from reports.snapshot import SnapshotData
from tests.analysis.makers import event
from tests.output.reading import page_texts, text
from tests.reports.hearings import body, factor, service
from tests.reports.landscapes import AREAS as ALL_AREAS
from tests.reports.landscapes import reading_of
from tests.reports.sentences.saying import texts

WORD = "zeisig-4711"
AREAS = ALL_AREAS[:3]
OWNER = {
    **dict.fromkeys(
        ["owner", "controller", "contact", "purpose", "legal_basis_law", "special_categories", "impact_assessment_note",
         "officer_opinion", "archive_rule", "secrecy_ground"],
        "as the city says",
    ),
    "legal_basis": ProcessingRecord.LegalBasis.values[0],
    "impact_assessment": ProcessingRecord.ImpactAssessment.values[0],
    "retention": {},
}  # fmt: skip


def _events(*, extra: int = 0) -> list[Event]:
    """60 records in one district, 3 in another, of 2025; 40 and 7 of 2024."""
    counts = {("D00", 2025): 60 + extra, ("D01", 2025): 3, ("D00", 2024): 40, ("D02", 2024): 7}
    return [
        event(
            datetime.date(year, 1, 1) + datetime.timedelta(days=number * 5), code,
            currents=("right_wing" if number % 3 else "none_known",),
            manifestations=("threat",), targets=("antisemitic" if number % 4 else "none",),
        )
        for (code, year), count in counts.items()
        for number in range(count)
    ]  # fmt: skip


def snapshot(**changes: Any) -> SnapshotData:
    rows = changes.pop("events", None) or _events()
    return replace(reading_of(rows, areas=AREAS).frozen, processing_record=OWNER, **changes)


@cache
def usual() -> PartnerView:
    return partner_view(snapshot())


def cells(view: PartnerView, number: str) -> list[list[str]]:
    blocks = [block for section in build_partner_report(view).sections for block in section.blocks]
    return [list(row) for block in blocks if isinstance(block, Table) and block.number == number for row in block.rows]


# What partners may read as it stands, and what they read the green part of; a snapshot has no other field for them.
AS_IT_STANDS = {"sha256", "city", "diagnosis", "boundaries", "processing_record", "areas", "period", "comparison",
                "extracted_on", "previous_method", "groups", "alone_because"}  # fmt: skip
GREEN_PART = {"consultations", "sessions", "in_confidence", "factors", "services", "organisations"}
NOTHING: tuple[Any, ...] = (None, [], (), {}, 0, (0, 0), "green")


def test_a_field_of_the_snapshot_is_cut_until_somebody_says_that_it_is_for_partners() -> None:
    frozen = snapshot(left_out_as_same=(1, 2), of_older_boundaries=3, declared=("a",), printed=[{}], imports=[{}])
    cut = partner_view(frozen).context.frozen
    names = {each.name for each in fields(SnapshotData)}
    assert names > AS_IT_STANDS | GREEN_PART
    assert {name for name in names - AS_IT_STANDS - GREEN_PART if getattr(cut, name) not in NOTHING} == set()


def test_districts_are_bands_in_the_order_of_their_codes() -> None:
    rows = cells(usual(), "A1")
    assert [row[0] for row in rows] == [area.code for area in AREAS]
    assert {row[0]: row[3:] for row in rows}["D00"] == ["20–49", "50–99"]
    assert {row[0]: row[3:] for row in rows}["D01"] == ["0–4", "0–4"]


def test_no_count_below_five_stands_anywhere() -> None:
    view = usual()
    for figures in view.figures.told:
        assert not [shown for shown in figures.shown.values() if isinstance(shown, int) and shown < 5]


def test_whoever_reads_the_view_cannot_reach_exact_figures() -> None:
    view = usual()
    with pytest.raises(LookupError, match="protected"):
        _ = view.context.landscape.total
    assert (view.context.frozen.events, view.context.frozen.sources) == ((), [])


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    first, second = build_partner_report(usual()), build_partner_report(partner_view(snapshot()))
    assert typeset(first) == typeset(second)
    assert page_of(first) == page_of(second)


def test_it_is_marked_green_and_says_what_it_is() -> None:
    report = build_partner_report(usual())
    assert report.marking == "green"
    assert "Partner edition" in report.cover.lines
    assert "Restricted edition" not in report.cover.lines


def test_every_table_it_speaks_of_is_in_it() -> None:
    """Five statements of one need: three in the section, all of them in the annex it names."""
    row = _session(1, "green", "")
    rows = [{**row, "needs": [{**row["needs"][0], "statement": f"{WORD} {number}"} for number in range(5)]}]
    view = partner_view(snapshot(consultations=rows, printed=[written(usual().figures)]))
    told = re.findall(r"[Tt]able (A\d+)", page_of(build_partner_report(view)).decode())
    assert "A12" in told
    assert {number for number in told if not cells(view, number)} == set()


def test_a_table_says_what_the_sign_of_hidden_counts_means_where_it_has_one() -> None:
    blocks = [block for section in build_partner_report(usual()).sections for block in section.blocks]
    tables = [block for block in blocks if isinstance(block, Table) and block.number]
    has_sign = {table.number: any("×" in row for row in table.rows) for table in tables}
    assert {table.number: "×" in str(table.note) for table in tables} == has_sign
    assert set(has_sign.values()) == {True, False}


def test_what_each_sector_left_out_would_change_is_not_told() -> None:
    columns = [Column(name) for name in ("Need", "Together", "Interval", "Without one sector")]
    cut = _without_each_sector(Table(columns=columns, rows=[["a", "0.5", "0.4–0.6", "0.1–0.5"]], note="Without one"))
    assert [column.label for column in cut.columns] == ["Need", "Together", "Interval"]
    assert cut.rows == [["a", "0.5", "0.4–0.6"]]
    assert "Without" not in str(cut.note)


def test_it_names_the_sections_that_it_leaves_out() -> None:
    """And no section that it has."""
    report = build_partner_report(usual())
    (told,) = [
        str(block.text)
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Paragraph) and "Left out" in str(block.text)
    ]
    assert "6 The online landscape" in told
    assert not [section.title for section in report.sections if section.title in told]


def test_a_period_that_was_told_of_is_told_of_as_it_was() -> None:
    """One record more since: the first edition's figures stand, for the difference would tell of that record."""
    first = usual().figures
    kept = [{"number": 1, **written(first)}]
    second = figures_of(snapshot(events=_events(extra=1), printed=kept))
    assert second == first


def test_nothing_is_told_of_a_period_that_shares_days_with_one_that_was() -> None:
    kept = written(usual().figures)
    for window in kept["windows"]:
        if window["end"] == "2025-12-31":
            window["end"] = "2025-12-30"
    view = partner_view(snapshot(printed=[{"number": 1, **kept}]))
    assert view.figures.now is None
    assert view.figures.before is not None
    report = build_partner_report(view)
    assert "shares days with it" in report.description


def test_what_was_printed_is_read_back_as_it_was() -> None:
    figures = usual().figures
    assert list(read([written(figures)])) == figures.told


def test_nothing_is_told_where_the_total_is_small() -> None:
    few = [event(datetime.date(2025, 3, day), "D00") for day in (1, 2, 3)]
    found = figures_of(snapshot(events=few))
    assert found.now is not None
    assert found.now.shown[TOTAL] is None
    none = figures_of(snapshot(events=[event(datetime.date(2020, 3, 1), "D00")]))
    assert none.now is not None
    assert none.now.shown == found.now.shown


def test_no_name_of_a_source_a_file_or_a_platform_is_printed() -> None:
    base = snapshot(events=[each._replace(platform=WORD, source=WORD) for each in _events()])
    named = replace(
        base,
        sources=[{"key": WORD, "name": WORD, "source_type": "police", "marking": "green"}],
        coverage=tuple(replace(row, source=WORD) for row in base.coverage),
        imports=[{"file_name": WORD, "extracted_on": "2026-01-31", "rows_read": 1, "added": 1, "not_counted": []}],
    )
    report = build_partner_report(partner_view(named))
    pdf, page = typeset(report), page_of(report)
    assert WORD not in text(pdf)
    assert WORD.encode() not in pdf
    assert WORD.encode() not in page


def test_words_are_those_of_consultations_up_to_green() -> None:
    said = {marking: f"{WORD}-{marking}" for marking in ("clear", "green", "amber")}
    rows = [_session(number, marking, word) for number, (marking, word) in enumerate(said.items(), start=1)]
    report = build_partner_report(partner_view(snapshot(consultations=rows, printed=[written(usual().figures)])))
    page = page_of(report).decode()
    assert set(re.findall(rf"{WORD}-\w+", page)) == {said["clear"], said["green"]}
    assert said["amber"] not in text(typeset(report))


def test_what_amber_sessions_tell_alike_does_not_let_a_green_one_in_confidence_be_told() -> None:
    """Three sessions in confidence tell of one need; of one that partners may read, alone, nothing is told."""
    rows = [_session(number, "amber", "", "confidential") for number in (1, 2)]
    rows.append(_session(3, "green", "", "confidential"))
    view = partner_view(snapshot(consultations=rows, printed=[written(usual().figures)]))
    assert [each["needs"] for each in view.context.frozen.consultations] == [[]]


def _session(number: int, marking: str, word: str, rule: str = "on_record") -> dict[str, Any]:
    said = {"organisation": None, "organisation__name": None, "sector": "community", "block": "residents"}
    return {
        "id": number, "instrument": "workshop", "confidentiality": rule, "marking": marking,
        "first_day": "2025-03-01", "districts": [], "people": 9, "review_by": None, "barriers": [], "invited": 3,
        "came": 3, "organisations": [], "sectors": {"community": 3}, "outlook": [], "trust": [],
        "head_counts": [{"axis": "sector", "code": "community", "people": 9, "represented": False}],
        "needs": [
            {"category": "victim_support", "priority": 5, "statement": word, "districts": [], "groups": [],
             "level": "", **said}
        ],
        "findings": [{"kind": "harm", "statement": word, "districts": [], **said}],
        "disagreements": [{"statement": word, "blocks": ["residents"]}],
        "quotes": [{"text": word, "attribution": "block", **said}] if rule == "on_record" else [],
    }  # fmt: skip


def _kept(*, marking: str) -> SnapshotData:
    """A service and a driver of this marking beside one of each that partners read."""
    of_all = factor(title="Lights are out", rests_on=["observation:1", "observation:2"], marking="green")
    services = [
        service("training", title="Open evenings", contact_role=f"{WORD} the deputy"),
        service("funding", title=f"{WORD} service", marking=marking),
    ]
    factors = [of_all, factor(title=f"{WORD} driver", marking=marking)]
    return snapshot(factors=factors, services=services, organisations=[body("Youth Club", "places")])


@pytest.mark.parametrize("marking", ["amber", "amber_strict", "red"])
def test_services_and_drivers_above_green_their_contacts_and_their_counts_of_records_are_left_out(marking: str) -> None:
    words = " ".join(texts(build_partner_report(partner_view(_kept(marking=marking)))))
    assert "Open evenings" in words
    assert "Lights are out" in words
    assert "“no service”, “nobody” and “none” mean none of these" in words
    assert WORD not in words
    assert "2 observations" not in words


def test_services_and_drivers_of_green_are_told() -> None:
    words = " ".join(texts(build_partner_report(partner_view(_kept(marking="green")))))
    assert f"{WORD} service" in words
    assert f"{WORD} driver" in words


def recommended(text: str, category: str = "victim_support", **fields: Any) -> Recommended:
    usual: dict[str, Any] = {
        "area": "", "judgement": f"{WORD} judgement", "owner": "Health Centre", "due": None, "status": "agreed",
        "outcome": "", "review_by": None, "for_partners": True,
    }  # fmt: skip
    return Recommended(text=text, category=category, **{**usual, **fields})


def _weighed(*rows: Recommended, **changes: Any) -> str:
    """All words of an edition in which one need was raised in a green consultation, and another above it."""
    said = [_session(1, "green", "Somebody asks"), _session(2, "amber", f"{WORD} asks")]
    said[1]["needs"][0]["category"] = "funding"
    weighing = Weighed(moved={("victim_support", ""): ("low", f"{WORD} reason")}, recommended=rows)
    view = partner_view(snapshot(consultations=said, **changes), (), None, weighing)
    return " ".join(texts(build_partner_report(view)))


def test_a_recommendation_is_told_where_somebody_said_so_and_its_need_is_printed_here() -> None:
    words = _weighed(recommended("A course for all"))
    assert "A course for all" in words
    assert "Health Centre" in words
    for row in (
        recommended(f"{WORD} course", for_partners=False),
        recommended(f"{WORD} money", "funding"),
        recommended(f"{WORD} elsewhere", area="00"),
        recommended(f"{WORD} of a judgement", ""),
    ):
        assert WORD not in _weighed(row)


def test_neither_what_a_person_moved_nor_the_judgement_it_answers_nor_the_needs_of_the_last_one_are_told() -> None:
    words = _weighed(recommended("A course"), last_number=1, last_needs=(("funding", "00"), ("victim_support", "")))
    assert WORD not in words
    assert "Needs of diagnosis no." not in words


def test_what_was_recorded_is_unknown_to_its_priorities() -> None:
    view = partner_view(snapshot(consultations=[_session(1, "green", "Somebody asks")]))
    assert {each.parts[PartName.RECORDED] for each in view.context.priorities} == {UNKNOWN}


def test_organisations_are_named_where_they_said_so_and_how_many_others_there_are_is_not_told() -> None:
    bodies = [body("Open House", "places", may_share=True), body(f"{WORD} club", "places"), body("Old", "trust")]
    words = " ".join(texts(build_partner_report(partner_view(snapshot(organisations=bodies)))))
    assert "Open House" in words
    assert WORD not in words
    assert "organisations of the directory" not in words
    # before organisations were asked, none had said so
    del bodies[0]["may_share"]
    assert "Open House" not in " ".join(texts(build_partner_report(partner_view(snapshot(organisations=bodies)))))


def test_its_summary_has_one_page_in_the_shape_of_the_other() -> None:
    report = build_partner_report(partner_view(snapshot(consultations=[_session(1, "green", "Somebody asks")])))
    assert [each.number for each in report.sections if each.one_page] == ["2"]
    pdf = typeset(report)
    pages = page_texts(pdf)
    first = max(at for at, text in enumerate(pages) if "2 Summary" in text)
    assert max(at for at, text in enumerate(pages) if "3 Scope, method" in text) == first + 1
    assert all(head in pages[first] for head in ("Know", "Decide", "People say", "Not known", "Since the last one"))


def test_its_summary_sends_nobody_to_counts_of_districts_that_are_not_told_of() -> None:
    bands = "How many there are in each district, as a band"
    assert bands in " ".join(texts(build_partner_report(usual())))
    since_summer = {**snapshot().boundaries, "valid_from": "2025-07-01"}
    redrawn = partner_view(snapshot(boundaries=since_summer, of_older_boundaries=3))
    words = " ".join(texts(build_partner_report(redrawn)))
    assert words.count("Counts of districts are not told of: records lie in districts of older boundaries.") == 2
    assert bands not in words


def test_its_months_are_told_by_the_years_of_the_columns_or_with_each_year() -> None:
    def named(first: datetime.date, last: datetime.date, years: int = 1) -> list[str]:
        period = Period(first, last)
        view = partner_view(snapshot(period=period, comparison=period.years_earlier(years)))
        return [row[0] for row in cells(view, "A2")]

    winter = named(datetime.date(2024, 11, 15), datetime.date(2025, 2, 20))
    assert winter == ["November", "December", "January", "February", "month not known"]
    longer = named(datetime.date(2024, 7, 1), datetime.date(2025, 12, 31), 2)
    assert longer[:2] == ["July 2022 / July 2024", "August 2022 / August 2024"]
    assert len(longer) == 19
