"""The numbers of a report's page that lead nowhere, each kind with its reason. A number that leads nowhere and is not
of this list fails `test_leads.py`; so does a kind that no page has any more."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NUMBER = r"\d(?:[\d,.]*\d)?"
# Of an interval.
END = rf"(?:(?:just )?(?:under|over) )?{NUMBER}"
RULES = (
    "Concentration|Confidence|Consultations agree|Likelihood words|Needs|New in the records|Over the years|Priorities|"
    "Rate|Smoothing|Districts against the city|Task in the public interest"
)

# In sentences, captions, notes and texts by themselves: reason → what is said.
SAID: Mapping[str, tuple[str, ...]] = {
    # before all others: it may begin with what one of them means
    "it is a fingerprint": (r"\b[0-9a-f]{8}(?: [0-9a-f]{8}){7}\b", r"\b[0-9a-f]{64}\b"),
    "it stands in the words of a judgement, and what stands beside them leads to where it is printed": (
        r"^.* \( (?:,  )?\)$",
        r"^ \. .*",
    ),
    "it is a day, a year, a month or a period": (
        rf"(?:(?:{MONTHS})–?)+ \d{{4}}",
        rf"\b\d{{1,2}} (?:{MONTHS})(?: \d{{4}})?",
        r"\b20\d\d(?:–20\d\d)?\b",
    ),
    "it is a place in this report or another: a section, a table, a diagnosis, a judgement": (
        r"\b[Nn]o\. \d+",
        r"[Ss]ection \d+",
        r"\btable A\d+|Table A\d+",
        r"^There is not enough yet for these sections.*",
        r"\d+ (?:more )?in section \d+",
        r"Another \d+ (?:in|stand in) table A\d+",
        r"\d+ more promises?",
        r"\d+ more figures? moved",
    ),
    "it is part of a name": (r"\bDistrict \d+", r"\bPromise \d+"),
    "it counts none, so there is nothing to open": (r"(?<![\d.,])0(?: %)?(?![\d.,]*\d)",),
    "it counts windows of time": (
        r"\b(?:of|in all) \d+ (?:years|such periods)|rank \d+ of \d+ such periods, 1 the highest",
        r"\bover \d+ (?:years|months)",
        r"\d+ earlier (?:years|periods)",
        r"^\d+ that the same sources covered alike",
        r"older than \d+ months",
    ),
    "it counts sources": (r"^\d+ sources? looked",),
    "it counts districts": (
        r"\d+ of \d+ districts?",
        r"\b\d+ districts?\b",
        r"the 1 district|^1 district",
    ),
    "it counts what is told of, and not records: kinds, needs, judgements, groups, sectors, dates, places": (
        r"In the \d+ kinds? with enough",
        r"In none of the \d+ \w+",
        r"\bhas \d+ more needs?",
        r"\band \d+ others",
        r"\d+ needs? may belong there",
        r"\d+ of \d+ needs",
        r"\d+ judgements? (?:is|are) made",
        r"\d+ (?:is|are|changed)(?: new| no longer made| carried over)?(?=[,.])",
        r"^(?:\d+ (?:moved|new|gone)(?:, |\.$))+",
        r"gaps in what is known that are listed: \d+",
        r"Groups heard: \d+ of \d+",
        r"Groups not yet reached by us: \d+ of \d+",
        r"Sectors known to be heard: \d+",
        r"on \d+ dates in \d+ places",
        r"Place among the needs: \d+ of \d+",
    ),
    "it counts invitations, of which nobody keeps more than how many": (
        r"of \d+ invitations? of",
        r"were taken up \(\d+ %\)",
    ),
    "it counts consultations in confidence, which nobody opens": (
        rf"Of {NUMBER} confidential consultations? something is not told",
        rf"whatever fewer than {NUMBER} of them say alike",
    ),
    "it is how many of those that lead beside it are of one day, which is named": (
        rf"{NUMBER} of these {NUMBER} are of one day, .*: counted as one, {NUMBER} would not surprise",
        rf"Of these, (?:fewer than )?{NUMBER} are of one day",
    ),
    "it comes of a model, of all records of several windows together": (
        rf"(?:Above|Below) what earlier years lead one to expect, {NUMBER};",
        rf"up to {NUMBER} would not surprise|{NUMBER} and more would not surprise",
        rf"Earlier years lead one to expect {NUMBER}; anything from {NUMBER}–{NUMBER}",
        rf"after {NUMBER},",
        rf"by {NUMBER} % a year \((?:under )?{NUMBER} to {NUMBER} %\)",
        rf"(?:{END} )?to {END} times as much",
        rf"{NUMBER} were recorded in the earlier periods and none now",
        rf"its interval at {NUMBER} %",
        rf"going with the city it would have {NUMBER}",
        rf"the ratio is (?:over )?{NUMBER} \({END}–{END}\)",
        rf"[,(] ?{END} times as many",
        (
            rf"(?:Times as many each year|Ratio to what going with the city would make): (?:over )?{NUMBER} "
            rf"\({END}–{END}\)"
        ),
        rf"Times the rest of the city: (?:over )?{NUMBER}",
        rf"what would not surprise: {NUMBER} \({NUMBER}–{NUMBER}\)",
        rf"φ = {NUMBER}|α = {NUMBER}|{NUMBER} for (?:currents|kinds of event|targeted groups)",
        rf"{NUMBER} times its earlier periods together, where {NUMBER} would be no change",
    ),
    "it is a convention of the method, or a scale": (
        r"from 1 to 5|\b[15] the (?:strongest|most severe)|A–C and 1–3",
        r"of 5\b",
        r"\b\d+ % of samples|\d+ of 100 samples",
        r"under \d+ % of the records|[Ff]ewer than \d+ (?:records|events|organisations)|after fewer than \d+",
        rf"per {NUMBER} residents",
        r"at most \d+ % of those (?:listed|named)",
        r"At least \d+ records on \d+ dates in \d+ places",
        r"at least \d+ sectors and \d+ organisations",
        r"by up to \d+ points each",
        r"From 0 \(nobody raised it\) to 1",
        r"from 0, and|Rank 1 is the highest",
        r"at least \d+ records in these years|Asked alone, at 5 %",
        rf"Few residents, under {NUMBER},",
        r"SHA-256",
        # the annex, where each begins with what it is the rule of
        rf"^(?:{RULES})\b.*",
        # the version of the method
        r"^\d$",
    ),
    "it says of the city what no record of ours does": (
        rf"{NUMBER} km²",
        rf"{NUMBER} residents",
        rf"^{NUMBER} in each",
        rf"^from {NUMBER} to {NUMBER}; half of them have {NUMBER} or more",
        rf"^from {NUMBER} to {NUMBER}, where it is known",
    ),
}

# Only where the recording changed, or totals remain of years whose records are gone: what is told of the city's counts
# is then no comparison of records that are there.
NOT_COMPARED = (
    rf"(?:: {NUMBER} in [^,]*, {NUMBER} in |: {NUMBER} → {NUMBER}|Threat {NUMBER} → {NUMBER})",
    rf"(?:Counted: {NUMBER}, )?after {NUMBER} in ",
    rf"from {NUMBER} in \d{{4}} to {NUMBER}",
    rf"^{NUMBER} → {NUMBER}$",
    rf"^{NUMBER}$",
)

# In tables by the head of the column: reason → heads.
COLUMNS: Mapping[str, frozenset[str]] = {
    "it comes of a model, of all records of several windows together": frozenset(
        {
            "Times the rest",
            "Rate, sources alike (95 %)",
            "Smoothed, sources alike",
            "Ratio",
            "Expected",
            "With the city",
            "Place",
            "Recorded",
        }
        | {"With this many a period before", "a fall is found down from", "a rise is found from"}
        | {"Interval", "Without one sector", "Together", "Civil society", "Public bodies"}
    ),
    "it counts what is told of, and not records": frozenset({"Dates", "Places", "Rank"}),
    "it says of the city what no record of ours does": frozenset({"Residents"}),
    "it is a code": frozenset({"Code", "Grade"}),
    "nobody is there to be opened": frozenset({"Service gap"}),
}

PATTERNS = [each for patterns in SAID.values() for each in patterns]
_EXPLAINED = re.compile("|".join(PATTERNS))
_NOT_COMPARED = re.compile("|".join(NOT_COMPARED))
_HEADS = frozenset().union(*COLUMNS.values())
# What stands where something leads.
LED = " "


def unexplained(page: Mapping[str, Any], *, compares: bool = True) -> Iterator[str]:
    """Texts of a page with a number that leads nowhere, for no reason that is stated; `compares` says whether the
    counts of its city are of records that are compared."""
    for head, said in numbers_of(page):
        text = said if compares else _NOT_COMPARED.sub(" ", said)
        if head not in _HEADS and re.search(r"\d", _EXPLAINED.sub(" ", text)):
            yield f"{head}: {said}" if head else said


def numbers_of(page: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Every text of the page that has a number, with the head of its column where it is a cell; what leads somewhere is
    left out of it."""
    return (
        (head, text) for each in page["sections"] for head, text in _texts(each["blocks"]) if re.search(r"\d", text)
    )


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield "", value
    elif _is_text(value):
        yield "", _without_leads(value)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        yield from _of_block(value)


def _of_block(block: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    match block.get("kind"):
        case "table":
            for row in block["rows"]:
                for column, cell in zip(block["columns"], row["cells"], strict=True):
                    yield column["label"], _cell(cell)
            yield from _texts([block["title"], block["note"]])
        case "figure":
            # what is drawn is a table too; its alternative text leads nowhere by itself
            yield from _texts(block["caption"])
        case None if "runs" in block:
            yield "", _cell(block)
        case _:
            yield from _texts(
                [each for name, each in block.items() if name not in {"kind", "number", "count", "level"}]
            )


def _cell(cell: Mapping[str, Any]) -> str:
    return _without_leads(cell["runs"]) if "runs" in cell else str(cell["text"])


def _is_text(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(e, dict) and "strong" in e for e in value)


def _without_leads(runs: list[dict[str, Any]]) -> str:
    return "".join(LED if each.get("to") else str(each["text"]) for each in runs)
