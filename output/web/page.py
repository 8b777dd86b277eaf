"""Contents → JSON of a web page: the same words, figures and tables as the PDF, for a template to show.

A figure in which anything but a drawing is found is refused.
"""

import json
import re
from dataclasses import asdict
from typing import Any

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
    Text,
    runs_of,
)
from output.fonts import MISSING, unprintable
from output.leads import plain
from output.numbering import numbered
from output.writer import Json, Writer

# What a drawing of ours never holds, and a page must never run or fetch.
UNWANTED = re.compile(
    r"<(?:script|style|foreignObject|image|use|a)\b|\s(?:on\w+|style|href|xlink:href)=", re.IGNORECASE
)


def signs_in(page: Any) -> str:
    """Characters of a page that its PDF cannot print; a drawing has the sign that stands for them already."""
    return " ".join(each for each in unprintable(json.dumps(page, ensure_ascii=False)) if each != MISSING)


def page_of(report: Report) -> bytes:
    """The page as canonical JSON: equal reports give equal bytes. Raises ValueError for a figure that is no drawing."""
    page = _plain(
        {
            "title": report.title,
            "language": report.language,
            "direction": report.direction,
            "labels": asdict(report.labels),
            "cover": _cover(report.cover),
            "sections": [_section(each) for each in numbered(report).sections],
        }
    )
    return json.dumps(page, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _cover(cover: Cover) -> Json:
    return {
        "city": cover.city,
        "lines": list(cover.lines),
        "facts": [list(item) for item in cover.facts],
        "banner": _runs(cover.banner),
    }


def _section(section: Section) -> Json:
    blocks = [PAGE.write(block) for block in section.blocks if not isinstance(block, PageBreak)]
    return {"number": section.number, "title": section.title, "blocks": blocks}


def _runs(text: Text) -> list[Json]:
    """Only what is set in another way says how, and only what leads somewhere says where."""
    return [_run(run) for run in runs_of(text)]


def _run(run: Run) -> Json:
    more = {"look": run.look, "to": run.to}
    return {"text": run.text, "strong": run.strong, **{name: value for name, value in more.items() if value}}


def _led(text: str) -> Json:
    """`runs` only where some of it leads somewhere."""
    runs = _runs(text)
    leads = {"runs": runs} if any("to" in run for run in runs) else {}
    return {"text": plain(text), **leads}


def _led_alone(text: str) -> Json | str:
    """A text by itself, in pieces only where some of it leads somewhere."""
    led = _led(text)
    return led if "runs" in led else plain(text)


def _key(named: Table | Column) -> Json:
    return {"key": named.key} if named.key else {}


def _plain(value: Any) -> Any:
    """What leads nowhere on a page: headings, alternative texts, what is written in figures."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


class PageWriter(Writer[Json]):
    """Every block as a template shows it."""

    def key_sentence(self, block: KeySentence) -> Json:
        return {"kind": "key_sentence", "text": _runs(block.text), **({} if block.is_labelled else {"is_alone": True})}

    def heading(self, block: Heading) -> Json:
        return {"kind": "heading", "text": block.text, "level": block.level, "number": block.number}

    def paragraph(self, block: Paragraph) -> Json:
        return {"kind": "paragraph", "text": _runs(block.text)}

    def bullets(self, block: Bullets) -> Json:
        return {"kind": "bullets", "items": [_runs(item) for item in block.items]}

    def small_print(self, block: SmallPrint) -> Json:
        return {"kind": "small_print", "text": _runs(block.text)}

    def banner(self, block: Banner) -> Json:
        return {"kind": "banner", "text": _runs(block.text)}

    def figure(self, block: Figure) -> Json:
        if found := UNWANTED.search(block.svg):
            raise ValueError(f"A figure holds {found[0]!r}, which is no drawing.")
        return {
            "kind": "figure",
            "svg": block.svg,
            "alt": block.alt,
            "caption": _runs(block.caption),
            "title": block.title,
            "number": block.number,
        }

    def table(self, block: Table) -> Json:
        ends = [column.align == "end" for column in block.columns]
        return {
            "kind": "table",
            "columns": [
                {"label": column.label, "end": end, **_key(column)}
                for column, end in zip(block.columns, ends, strict=True)
            ],
            "rows": [
                {
                    "cells": [{**_led(cell), "end": end} for cell, end in zip(row, ends, strict=True)],
                    "strong": number in block.strong_rows,
                }
                for number, row in enumerate(block.rows)
            ],
            "title": _runs(block.title),
            "note": _runs(block.note),
            "number": block.number,
            **_key(block),
        }

    def facts(self, block: Facts) -> Json:
        return {"kind": "facts", "items": [[key, _runs(value)] for key, value in block.items]}

    def judgement(self, block: JudgementCard) -> Json:
        return {
            "kind": "judgement",
            "statement": _runs(block.statement),
            "likelihood": block.likelihood,
            "confidence": block.confidence,
            "reasons": list(block.reasons),
            "evidence": [_led_alone(each) for each in block.evidence],
            "status": block.status,
            "number": block.number,
            "level": block.level,
        }

    def quotation(self, block: Quotation) -> Json:
        return {"kind": "quotation", **_led(block.text), "by": block.by}

    def decisions(self, block: Decisions) -> Json:
        return {
            "kind": "decisions",
            "title": block.title,
            "columns": list(block.columns),
            "rows": [
                {"number": str(number), "cells": [_runs(cell) for cell in row]}
                for number, row in enumerate(block.rows, start=1)
            ],
            "note": _runs(block.note),
        }

    def side_by_side(self, block: SideBySide) -> Json:
        columns = [[self.write(each) for each in column] for column in block.columns]
        return {"kind": "side_by_side", "columns": columns, "count": str(len(columns))}

    def page_break(self, block: PageBreak) -> Json:
        return {"kind": "page_break"}


PAGE = PageWriter()
