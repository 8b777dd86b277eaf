"""A short report with a block of every kind, for pages that show one; made inside `leading()`, its numbers lead
somewhere."""

import datetime

from output.document import (
    Banner,
    Bullets,
    Column,
    Cover,
    Decisions,
    Facts,
    Figure,
    Heading,
    JudgementCard,
    KeySentence,
    PageBreak,
    Paragraph,
    Quotation,
    Report,
    Run,
    Section,
    SideBySide,
    SmallPrint,
    Table,
)
from output.leads import lead

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="120" viewBox="0 0 640 120">'
    '<path fill="#418c98" d="M20 20H320V60H20Z"/><text x="330" y="45" font-size="14">45</text></svg>'
)


def sample_report(**changes: object) -> Report:
    facts = {
        "title": "Local diagnosis no. 1 of Elverhavn",
        "language": "en",
        "author": "Prevention secretariat",
        "issued": datetime.date(2026, 2, 1),
        "cover": Cover(city="City of Elverhavn", facts=[("Owner", "Prevention secretariat")], banner="In review."),
        "running_title": "Elverhavn",
        "sections": [
            Section(
                number="5",
                title="The landscape",
                blocks=[
                    KeySentence(f"Højvang rose to {lead('45', 'now/all')}, everything else varied as usual."),
                    Heading("By area"),
                    Paragraph([Run(lead("45", "now/all"), strong=True), Run(" events were recorded in Højvang.")]),
                    Figure(svg=DRAWING, alt="A bar of 45 events.", title="Højvang, 2025", caption="Approved records."),
                    Heading("In detail", level=3),
                    Table(
                        columns=[Column("District"), Column("Records", align="end")],
                        rows=[["Højvang", lead("45", "now/all")], ["All", lead("212", "now/all")]],
                        title="Records by district",
                        note="Kvarnby was not looked at.",
                        strong_rows=[1],
                    ),
                    Bullets([f"Kvarnby: {lead('1 record', 'now/all')}.", "Older people: not heard."]),
                    SmallPrint("Counted are approved records."),
                    SideBySide(columns=[[Quotation("Nobody asked us.", "Civil society")], [Paragraph("Kvarnby.")]]),
                    Decisions(
                        title="Decide",
                        columns=["Need and place", "Who takes it up"],
                        rows=[["Adults in the evening", [Run("nobody yet", look="unknown")]]],
                    ),
                    PageBreak(),
                ],
            ),
            Section(
                number="12",
                title="Judgements",
                blocks=[
                    Banner("Nobody has read these judgements."),
                    Facts([("Confirmed", lead("1", "now/all"))]),
                    JudgementCard(
                        number="J1",
                        statement="Recorded events in Højvang rose from 14 to 45.",
                        likelihood="very likely",
                        confidence="high",
                        reasons=["three types of source"],
                        evidence=[f"Compared: 14 → {lead('45', 'now/all')}"],
                        status="Confirmed",
                    ),
                ],
            ),
        ],
    }
    return Report(**{**facts, **changes})  # type: ignore[arg-type]
