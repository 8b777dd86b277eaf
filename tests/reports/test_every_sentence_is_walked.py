"""Every sentence that an edition can print has a case in which it is printed, and one in which it is not."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.reports import (
    summary_conditions,
    test_factors_sentences,
    test_network_sentences,
    test_other_sentences,
    test_sentences,
    test_since,
    test_summary_page,
    test_voices_sentences,
)

SECTIONS = Path("reports/sections")
# The beginnings of sentences that each walker has both cases of, and the modules it walks.
WALKERS: list[tuple[Iterable[str], set[str]]] = [
    (test_sentences.WHEN, {"landscape", "where", "against_city", "readings"}),
    ((*summary_conditions.WHEN, *test_summary_page.ELSEWHERE), {"know", "decide", "say", "threat", "summary"}),
    (test_factors_sentences.SENTENCES, {"drivers"}),
    (test_network_sentences.SENTENCES, {"network", "services"}),
    (
        (*test_voices_sentences.SENTENCES, *test_voices_sentences.NO_SENTENCES),
        {"needs", "statements", "voices", "voiced"},
    ),
    ((*test_since.SENTENCES, *test_since.ELSEWHERE), {"since", "since_last"}),
    (
        (*test_other_sentences.WHEN, *test_other_sentences.ALWAYS),
        {
            "scope",
            "places",
            "online",
            "targets",
            "perceived",
            "judgements",
            "pictures",
            "data_tables",
            "summary_of_few",
            "over_years",
        },
    ),
]
# Walked by none yet. The list may only shrink: a new sentence comes with both its cases.
NOT_YET = 134
LEFT_OF = {
    "annex": {
        "Answered before the release. One person both relea",
        "Answered before the release; another person releas",
        "Matrix of reliability by credibility: %(share)s of",
        "Records of the period by Admiralty grade.",
        "Restricted edition: for officers and admins of the",
        "This document holds no cases and no individuals. I",
    },
    "chosen": {
        "Left out when this diagnosis was asked for: %(sect",
        "Not in the short diagnosis: %(sections)s.",
        "Of section 12 this stands all the same: what is no",
        "Of section 9 these stand all the same: who was not",
        "The others keep their numbers.",
        "The rest of this section was left out when the dia",
        "The sections stand in the order that was asked for",
        "This is the short diagnosis, since fewer than %(le",
    },
    "data_tables": {
        "A dash: nobody looked in that month, or totals rem",
        "A dash: not looked at, or not known.",
        "A dash: not looked at, or not known. Rates are of ",
        "The reading is against the city, over all earlier ",
    },
    "funnel": {
        "%(count)s lies inside.",
        "Between the 95 and 99.8 %% limits: %(names)s.",
        "Beyond the 99.8 %% limits: %(names)s.",
        "Funnel of %(count)s district: rate against residen",
        "Rate per 10,000 residents and year against residen",
    },
    "method": {
        "Concentration: more than 1.5 × the rate of the res",
        "Confidence. High: at least three independent types",
        "Consultations agree with more being recorded in a ",
        "Districts against the city: beta-binomial tests wi",
        "Likelihood words are those of ICD 203: almost no c",
        "Needs: priority ÷ 5, 0 where not raised, averaged ",
        "New in the records: none in at least two earlier p",
        "Over the years: a log-linear fit of all periods, f",
        "Rate: events per 10,000 residents and year with a ",
        "Smoothing: the posterior mean of a gamma–Poisson m",
    },
    "online": {
        "Platforms are named, never channels or profiles.",
        "These are counts; no difference between them was t",
    },
    "over_years": {
        "Currents and targeted groups that changed, then th",
        "Events recorded %(in_period)s and on the same date",
        "Marked: %(marked)s.",
    },
    "partner.sections": {
        "%(count)s judgement may be told here.",
        "%(looked)s of %(all)s districts was looked at; the",
        "A record says against whom something was directed,",
        "Every district was looked at, on some days of the ",
        "For every count below %(least)s it was then shown,",
        "From 0 (nobody raised it) to 1 (everybody heard ga",
        "How many records name each targeted group stands b",
        "In this edition what was recorded is unknown to th",
        "It has no rates, shares, words of change, concentr",
        "Its figures are made of the same records, and prot",
        "Its words are those of consultations marked up to ",
        "Judgements are told here where nothing they are ma",
        "Left out, whether or not the restricted edition ha",
        "No judgement may be told here.",
        "Of services, drivers and protective factors those ",
        "Partner edition: for the members of the city's net",
        "The figures for %(period)s are those that no. %(nu",
        "This does not hold against somebody who knows some",
        "What was printed of a period before is printed aga",
        "Which further counts are hidden is decided over al",
    },
    "partner.summary": {
        "%(count)s consultation is told of.",
        "%(count)s record is counted for %(period)s.",
        "%(rows)s.",
        "How many records there are %(in_period)s is not to",
        "Looked at in part, on some days only or only spora",
        "No consultation is told of in this edition.",
        "No count of one is large enough to be told.",
        "No count of the period is told here: records of so",
        "No order of needs is given.",
        "Not looked at: %(names)s.",
        "Of the others: few, none, or hidden.",
        "For %(period)s there are %(count)s.",
        "What changed is told in the tables, as far as it m",
    },
    "partner.tables": {
        "%(symbol)s: fewer than %(least)s, none among them,",
        "Counts of districts are not told of: they were pri",
        "Fewer than %(least)s records, none among them, or ",
        "How many records, as a band. In the order of the c",
        "Not told of by district, because small counts coul",
        "Of every other current and district: fewer than %(",
        "Of no current and district are there so many recor",
    },
    "perceived": {
        "A district that nobody spoke of is unknown, never ",
        "Above: the concern told lies above the middle of t",
        "Four fields. %(told)s.",
        "Map of the districts by field; which districts lie",
        "More was raised where less was recorded.",
        "More was raised where more was recorded.",
        "Nothing here ranks districts: those in one field a",
        "Nothing that may be told in words was said of thes",
        "Raised but little recorded may be what is not repo",
        "Recorded but not raised may be a blind spot of tho",
        "Records are those that rates are made of, the rate",
        "The same on the map.",
        "Whether the two go together cannot be told.",
    },
    "pictures": {
        "%(count)s of them says at which hour, too few to d",
        "%(known)s of %(all)s records names one day. It is ",
        "%(known)s of the %(all)s records that name one day",
        "Bars of the records by severity, 5 the most severe",
        "Columns of the records by day of the week: %(rows)",
        "Columns of the records by hour of the day: %(rows)",
        "Expected: as many as chance would put together, we",
        "None of them says at which hour.",
        "Severity as judged by whoever recorded; it was jud",
    },
    "places": {
        "Map of the districts by residents per square kilom",
    },
    "priorities": {
        "%(count)s need may belong there.",
        "Another need stands in table %(table)s, with all o",
        "By which rule: see section %(number)s.",
        "How high a need was put is not told where fewer th",
        "In the highest band: %(needs)s.",
        "No need is known that could come first: no session",
        "No need is surely in the highest band.",
        "No need that could come first is told of here.",
        "No priority follows: no need was raised in the con",
        "No recommendation is written.",
        "Nothing is written of what was done about these ne",
        "Priorities. Each part lies between 0 and 1. How hi",
        "Unsettled: weights that differ by up to %(points)s",
        "What is unknown is never counted as low: it gives ",
        "Which services answer a need is not recorded.",
    },
    "report": {
        "Outline of the districts of %(city)s.",
    },
    "reports.proposals": {
        "More events were recorded per resident in %(distri",
        "Those most often recorded as targeted %(in_period)",
    },
    "scope": {
        "%(count)s record, with a date too imprecise to tel",
        "Nothing has been recorded yet for these sections, ",
    },
    "standing": {
        "%(what)s: left out with section %(number)s.",
        "%(what)s: see section %(number)s.",
    },
    "summary_of_few": {
        " Some of them may have been heard in confidence.",
        "%(needs)s.",
        "Districts: %(rows)s.",
        "Furthest from the city, without a finding: %(name)",
        "How well it is known. ",
        "Not yet reached by us. ",
        "Of %(all)s districts: %(rows)s.",
        "Raised highest: %(needs)s.",
        "Rank 1 is the highest. Expected: what earlier year",
        "The order is that of those who were heard.",
    },
    "targets": {
        "No targeted group is named in the records of the p",
    },
}
LEFT = {(module, text) for module, texts in LEFT_OF.items() for text in texts}


def _sentences(path: Path) -> Iterator[str]:
    """What ends with a stop and has four words or is filled in; labels, heads and parts of cells do not."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in {"_", "ngettext", "gettext_lazy"} and node.args and isinstance(node.args[0], ast.Constant):
            text = str(node.args[0].value)
            if text.rstrip().endswith(".") and (len(text.split()) >= 4 or "%(" in text):
                yield text


def _unwalked() -> set[tuple[str, str]]:
    """Of each module the sentences that no walker of it names, by their first fifty letters."""
    paths = [*sorted(SECTIONS.glob("*.py")), *sorted(Path("reports/partner").glob("*.py"))]
    paths += [Path("reports/proposals.py"), Path("reports/voiced.py")]
    left = set()
    for path in paths:
        begins = tuple(
            each
            for walked, modules in WALKERS
            if path.stem in modules and path.parent != Path("reports/partner")
            for each in walked
        )
        name = path.stem if path.parent == SECTIONS else f"{path.parent.name}.{path.stem}"
        left |= {(name, text[:50]) for text in _sentences(path) if not text.startswith(begins or ("\0",))}
    return left


def test_every_sentence_is_walked_or_in_the_list_that_only_shrinks() -> None:
    unwalked = _unwalked()

    assert unwalked - LEFT == set(), "A new sentence: give a walker its condition."
    assert LEFT - unwalked == set(), "Walked now: take it off the list."
    assert len(LEFT) <= NOT_YET
