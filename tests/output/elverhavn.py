"""A made-up city of 24 districts with made-up figures, as large and as varied as a real report."""

import datetime as dt
from functools import cache
from typing import Any

from output.charts.grading import GradingLabels, grading_matrix
from output.charts.maps import MapLabels, district_map, outline_map
from output.charts.rows import BarRow, ChangeRow, IntervalRow, bars, change_pairs, intervals
from output.charts.time import MonthBar, months
from output.document import (
    Block,
    Bullets,
    Column,
    Cover,
    Facts,
    Figure,
    Heading,
    JudgementCard,
    KeySentence,
    Paragraph,
    Report,
    Run,
    Section,
    SmallPrint,
    Table,
)
from tests.output.districts import NAMES, areas


def report(**changes: Any) -> Report:
    """The whole restricted edition of a diagnosis; what `changes` bring of it is not made in vain."""
    facts: dict[str, Any] = {
        "title": "City of Elverhavn: Local diagnosis no. 4",
        "language": "en-GB",
        "author": "Prevention Secretariat",
        "issued": dt.date(2026, 11, 12),
        "running_title": "Elverhavn · Local diagnosis no. 4",
        "footer": "3f9a c21e 77b0 41d8",
        "marking": "amber",
        "keywords": ("prevention", "local diagnosis", "Elverhavn"),
        **changes,
    }
    if "sections" not in facts:
        return Report(**{"cover": cover(), **facts, "sections": sections()})
    return Report(**{"cover": _same_cover(), **facts})


@cache
def _same_cover() -> Cover:
    """For reports that are looked at for their sections."""
    return cover()


def cover(banner: str = "All proposed judgements were accepted without review.") -> Cover:
    return Cover(
        city="City of Elverhavn",
        lines=("No. 4 · 1 November 2025 – 31 October 2026", "Restricted edition"),
        banner=banner,
        outline=outline_map(areas()),
        outline_alt="Outline of the 24 districts of Elverhavn, without any figures.",
        facts=(
            ("Owner", "Prevention Secretariat"),
            ("Released", "12 November 2026"),
            ("Review by", "12 May 2027"),
            ("Fingerprint", "3f9a c21e 77b0 41d8"),
        ),
    )


def sections() -> list[Section]:
    parts: list[tuple[str, list[Block]]] = [
        ("Summary", summary()),
        ("Scope, method and limits", scope()),
        ("The city and its districts", city()),
        ("The landscape", landscape()),
        ("What stakeholders say", voices()),
        ("Recorded against perceived", perceived()),
        ("Judgements", judgements()),
        ("Priorities and recommendations", priorities()),
    ]
    numbered = [
        Section(number=str(at + 2), title=title, blocks=blocks, new_page=title != "Recorded against perceived")
        for at, (title, blocks) in enumerate(parts)
    ]
    return [*numbered, Section(number="A", title="Annex: data tables", blocks=annex())]


PROSE = (
    "Twenty-three of the 24 districts were looked at by at least one source in both periods. What is said here rests "
    "on 312 approved records, 41 of them online or city-wide, and on 26 consultations with 214 participants. "
)


def summary() -> list[Block]:
    return [
        KeySentence(
            "Recorded activity rose in one district, Højvang, and shows no clear change in 22 others; nobody looked "
            "at Kvarnby. Just under half of it is right-wing."
        ),
        Heading("What has changed since the last diagnosis"),
        Bullets(
            [
                [Run("Højvang: ", strong=True), Run("14 → 41 records, rising (ratio 2.9, 95 % interval 1.6 to 5.8).")],
                "Two judgements are new, three are carried over, one was dropped because its evidence is stale.",
                "Young people in Strandeng were heard for the first time, in two sessions at the youth centre.",
            ]
        ),
        Heading("What matters most"),
        Paragraph(PROSE + "Residents and public bodies agree on youth provision and differ on trust."),
        Paragraph(PROSE),
        JudgementCard(
            number="J1",
            statement="It is likely that recorded hate offences in Højvang will stay above the city's level.",
            likelihood="likely",
            confidence="moderate",
            reasons=("two independent source types", "71 % well graded", "consultations agree"),
            evidence=("Table 2, Højvang", "Sessions of 12 March and 4 June 2026"),
            status="confirmed",
        ),
    ]


def scope() -> list[Block]:
    return [
        KeySentence("This describes what was recorded and said, not what happened unseen."),
        Heading("Sources and where they looked"),
        Table(
            title="Sources, their coverage and how complete they are",
            columns=[Column("Source"), Column("Districts", "end"), Column("From – to"), Column("Completeness")],
            rows=[
                ("Police reports, extract for the municipality", "23", "Nov 2024 – Oct 2026", "all reported offences"),
                ("Schools", "11", "Aug 2025 – Jun 2026", "as reported by head teachers"),
                ("Library", "4", "Nov 2024 – Oct 2026", "staff observations"),
                ("Street outreach", "9", "Nov 2024 – Oct 2026", "evenings only"),
            ],
            note="A district no source covered is not looked at: hatched on maps and left out of every comparison.",
        ),
        Heading("What a reader must not conclude"),
        Bullets(["That a district without records is quiet.", "That a group heard more often is affected more."]),
        Heading("How records are graded"),
        Figure(
            svg=grading_matrix(
                {"A1": 21, "A2": 34, "B1": 12, "B2": 96, "B3": 41, "C2": 38, "C3": 27, "D4": 22, "E5": 4, "F6": 17},
                labels=GradingLabels(
                    rows=("A  reliable", "B  usually", "C  fairly", "D  not usually", "E  unreliable", "F  unknown"),
                    well_graded="framed: well graded, 86 %",
                ),
            ),
            alt="Counts of records per grade. 269 of 312 lie in the well-graded corner A to C and 1 to 3.",
            caption="Approved records by Admiralty grade, 12 months.",
            title="Most records are well graded",
        ),
        SmallPrint("The Admiralty code tells apart how reliable a source is and how credible one piece of it is."),
    ]


def city() -> list[Block]:
    return [
        Paragraph(PROSE * 2),
        Facts([("Population", "212,300"), ("Districts", "24"), ("Boundary set", "valid from 1 January 2022")]),
        Table(
            title="Districts, population and sources",
            columns=[Column("District", emphasis=True), Column("Population", "end"), Column("Looked at by")],
            rows=[(name, f"{5000 + 311 * at:,}", "police, 2 schools, library") for at, name in enumerate(NAMES)],
        ),
    ]


def landscape() -> list[Block]:
    names = MapLabels(outlined="rising")
    labels = ("under 1", "1–1.9", "2–2.9", "3–3.9", "4–4.9", "5–5.9", "6+")
    return [
        KeySentence("Recorded activity rose in one district, Højvang, and shows no clear change in 22 others."),
        Heading("Where: recorded rate per 10,000 residents"),
        Figure(
            svg=district_map(areas(Højvang=True), breaks=(1, 2, 3, 4, 5, 6), class_labels=labels, labels=names),
            alt="Map of 24 districts by recorded rate. Kvarnby was not looked at.",
            caption="Approved records with a place, 12 months, small areas smoothed; hatched: not looked at. "
            "City-wide and online records (41) are not on the map. Table A2 has the numbers.",
        ),
        Heading("What changed beyond noise"),
        Table(
            title="Districts with at least ten records in both periods together",
            columns=[
                Column("District"),
                Column("Before", "end"),
                Column("Now", "end"),
                Column("Ratio (95 %)"),
                Column("Reading", emphasis=True),
            ],
            rows=[
                ("Højvang", "14", "41", "2.9 (1.6–5.8)", "rising"),
                ("Gammelgård", "31", "34", "1.1 (0.7–1.8)", "no clear change"),
                ("Torvet", "1", "3", "–", "too few to tell"),
            ],
            note="Exact conditional test; false discoveries held at 10 % over 23 districts; sources that cover both "
            "years only. 86 % of the records are graded A–C and 1–3; on these alone the readings are the same.",
            strong_rows=(0,),
        ),
        Figure(
            svg=change_pairs(
                [
                    ChangeRow(label="Højvang", before=14, now=41, word="rising", direction="up"),
                    ChangeRow(label="Gammelgård", before=31, now=34, word="no clear change"),
                    ChangeRow(label="Nordbro", before=28, now=11, word="falling", direction="down"),
                    ChangeRow(label="Torvet", before=1, now=3, word="too few to tell"),
                ],
                before_label="Nov 2024 – Oct 2025",
                now_label="Nov 2025 – Oct 2026",
            ),
            alt="Højvang rose from 14 to 41, Nordbro fell from 28 to 11, the others show no clear change.",
            title="One district rose, one fell",
            caption="Counts of distinct events; the word needs a change beyond noise.",
        ),
        Heading("Over time"),
        Figure(svg=monthly(), alt="Monthly counts over two years.", title="Spring was busier than a year before"),
        Heading("By current"),
        Figure(
            svg=bars(
                [
                    BarRow(label="Right-wing", value=141, text="141", emphasis=True),
                    BarRow(label="Anti-institutional", value=67, text="67"),
                    BarRow(label="Mixed or unclear", value=52, text="52"),
                    BarRow(label="Jihadist", value=38, text="38"),
                    BarRow(label="None known", value=14, text="14"),
                ]
            ),
            alt="Right-wing 141, anti-institutional 67, mixed or unclear 52, jihadist 38, none known 14.",
            title="Just under half of what was recorded is right-wing",
            caption="A record with several currents counts once under each.",
        ),
        Figure(
            svg=intervals(
                [
                    IntervalRow(
                        label=name, value=3 + at / 3, low=2 + at / 5, high=4.5 + at / 2, text=f"{3 + at / 3:.1f}"
                    )
                    for at, name in enumerate(NAMES[:8])
                ],
                reference=4.1,
                reference_label="city 4.1",
            ),
            alt="Rates of eight districts with their intervals.",
            title="Intervals overlap: most districts cannot be ranked",
            caption="Recorded rate per 10,000 residents and year with 95 % interval.",
        ),
    ]


def monthly() -> str:
    counts = (3, 6, 5, 9, 6, 9, 13, 7, 6, 10, 15, 11, 9, 7, 6, 9, 14, 19, 13, 11, 9, 12, 9, 7)
    words = ("Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct") * 2
    return months(
        [MonthBar(label=words[at], count=count, current=at >= 12) for at, count in enumerate(counts)],
        current_label="This period: 125",
        comparison_label="A year before: 100",
    )


def voices() -> list[Block]:
    needs = ("Youth provision", "Information", "Trust building", "Safe spaces", "Coordination", "Training")
    return [
        KeySentence("Authorities ask for information first, communities for places to go; both want youth provision."),
        Heading("Needs"),
        Table(
            title="Priority of needs, 0 to 5",
            columns=[
                Column("Need"),
                Column("Authorities say", "end"),
                Column("Communities say", "end"),
                Column("City", "end"),
            ],
            rows=[
                (need, f"{4.1 - at / 3:.1f}", f"{3.2 + at / 7:.1f}", f"{3.6 - at / 9:.1f}")
                for at, need in enumerate(needs)
            ],
        ),
        Heading("Who was not heard"),
        Paragraph(PROSE),
        Heading("Barriers people named", level=3),
        Bullets(["Evening sessions without child care.", "No interpreter for Dari.", PROSE]),
    ]


def perceived() -> list[Block]:
    return [
        Paragraph(PROSE),
        Figure(
            svg=district_map(areas(), breaks=(), one_colour=True),
            alt="Map in one colour: the districts cannot be told apart.",
            caption="Expressed concern, 1 to 5, median of sessions.",
        ),
    ]


def judgements() -> list[Block]:
    cards: list[Block] = [
        JudgementCard(
            number=f"J{at}",
            statement=f"It is {word} that recorded activity in {NAMES[at]} will stay at its present level next year.",
            likelihood=word,
            confidence=("low", "moderate", "high")[at % 3],
            reasons=("three independent source types", "82 % well graded", "4 % stale"),
            evidence=("Table 4", "Figure 2", "Session of 4 June 2026, block: residents"),
            status="proposed, accepted without review",
        )
        for at, word in enumerate(("likely", "unlikely", "roughly even chance", "very likely", "likely"), start=1)
    ]
    return [Paragraph(PROSE), *cards, Heading("Information gaps"), Bullets([PROSE, "Kvarnby was not looked at."])]


def priorities() -> list[Block]:
    rows = [
        ("Open the youth club in Højvang on Sundays", "Culture and Leisure Department", "1 March 2027", "agreed"),
        ("Train front-line staff in recording what they see", "Prevention Secretariat", "1 June 2027", "proposed"),
        ("Find a source for Kvarnby", "Police and Library together", "1 February 2027", "agreed"),
    ]
    columns = [Column("Recommendation"), Column("Owner"), Column("Date"), Column("Status", emphasis=True)]
    return [Paragraph(PROSE), Table(title="Recommendations", columns=columns, rows=rows)]


def annex() -> list[Block]:
    rows = [
        (
            f"{NAMES[at % 24]} {at // 24 + 1}",
            str(at * 7 % 41),
            str(at * 5 % 37),
            f"{at * 7 % 41 / 7:.1f}",
            "no clear change",
        )
        for at in range(158)
    ]
    columns = [
        Column("Area"),
        Column("Before", "end"),
        Column("Now", "end"),
        Column("Rate", "end"),
        Column("Reading"),
    ]
    return [
        Heading("Counts and rates"),
        Table(number="A2", title="Counts and rates by small area", columns=columns, rows=rows),
        SmallPrint(
            "Distribution: members of the network cleared to amber. Prepared under the processing record of 2026."
        ),
    ]
