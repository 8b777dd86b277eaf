"""Contents as the JSON the templates read: numbered, measured, and safe to print.

Typst lays out; what must be decided from the whole (numbers, column widths, which block may break) is decided here.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from operator import itemgetter

from output.document import (
    Banner,
    Bullets,
    Cover,
    Decisions,
    Facts,
    Figure,
    Heading,
    JudgementCard,
    KeySentence,
    Labels,
    PageBreak,
    Paragraph,
    Quotation,
    Report,
    Section,
    SideBySide,
    SmallPrint,
    Table,
    Text,
    runs_of,
)
from output.fonts import breakable, printable, shortened, text_width
from output.leads import plain
from output.numbering import numbered
from output.pdf.columns import broken_cells, column_widths, fit, paddings
from output.pdf.contents import contents_of
from output.pdf.ends import end_of, height_of
from output.pdf.page import COLUMN_GAP, TEXT_WIDTH
from output.writer import Json, Writer

# Of a row of what is to be decided: need, what was recorded, who said it, what is there, who takes it up.
DECISION_WEIGHTS = (25, 17, 20, 18, 24)
TALLEST_FIGURE = 560.0
TABLE_SIZE, BODY_SIZE = 8.5, 9.2
DISPLAY_SIZE, SMALL_DISPLAY_SIZE = 33.0, 20.0  # the cover's title; the smaller one where it needs many lines
KEPT_TABLE_HEIGHT = 285.0
KEPT_CARD_LETTERS = 1800
# These, where they are no taller than that, go to the next page with a note below them that has no room on theirs.
BEFORE_A_NOTE = {"figure": 240.0, "table": 240.0, "side_by_side": 240.0, "bullets": 100.0}
ROW_INSET = 3.2
# Hebrew and Arabic stand in typefaces of their own; a line break makes two lines.
OTHER_HEIGHT = re.compile("[\n\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def report_as_json(report: Report) -> Json:
    language, _, region = report.language.partition("-")
    sections = _sections(numbered(report).sections, report.labels)
    return {
        "title": printable(report.title),
        "author": printable(report.author),
        "description": printable(report.description),
        "keywords": [printable(word) for word in report.keywords],
        "language": language.lower(),
        "direction": report.direction,
        "region": region.upper() if re.fullmatch("[A-Za-z]{2}", region) else None,
        "running_title": shortened(printable(report.running_title), TEXT_WIDTH - 120, 8),
        "footer": shortened(printable(report.footer), TEXT_WIDTH - 60, 8),
        "marking": report.marking,
        "labels": {key: printable(value) for key, value in asdict(report.labels).items()},
        "contents": contents_of(sections) if report.with_contents else None,
        "cover": _cover(report.cover),
        "sections": sections,
        "end": end_of(sections),
    }


def line(text: str, width: float = TEXT_WIDTH, size: float = BODY_SIZE) -> str:
    """A string ready to print: no character without a glyph, no word wider than the space it gets."""
    return breakable(printable(text), width, size, 600)


def runs(text: Text, width: float = TEXT_WIDTH, size: float = BODY_SIZE) -> list[Json]:
    return [{"text": line(run.text, width, size), "strong": run.strong, "look": run.look} for run in runs_of(text)]


def _cover(cover: Cover) -> Json:
    longest = max(text_width(cover.title, DISPLAY_SIZE, 600), text_width(cover.subtitle, DISPLAY_SIZE, 300))
    size = DISPLAY_SIZE if longest <= 1.8 * TEXT_WIDTH else SMALL_DISPLAY_SIZE
    return {
        "display_size": size,
        "city": line(cover.city, TEXT_WIDTH - 130, 10.5),
        "title": line(cover.title, size=size),
        "subtitle": line(cover.subtitle, size=size),
        "lines": [line(text, size=11.5) for text in cover.lines],
        "facts": [(line(key, 95, 8.5), runs(value, 340, 8.5)) for key, value in cover.facts],
        "pairs": len(cover.facts),
        "banner": runs(cover.banner, TEXT_WIDTH - 30),
        "outline": {"svg": cover.outline} if cover.outline else None,
        "outline_alt": printable(cover.outline_alt),
    }


class PdfWriter(Writer[Json]):
    """Every block measured for the paper, with no character the fonts lack."""

    def __init__(self, labels: Labels, width: float = TEXT_WIDTH) -> None:
        self.labels, self.width = labels, width
        words = (labels.likelihood, labels.confidence, labels.evidence, labels.status)
        self.key_width = min(max(text_width(word, 9) for word in words) + 2, 120)

    def key_sentence(self, block: KeySentence) -> Json:
        return {
            "kind": "key_sentence",
            "text": runs(block.text, self.width - 24),
            "is_labelled": block.is_labelled,
            "sticky": True,
        }

    def heading(self, block: Heading) -> Json:
        return {
            "kind": "heading",
            "text": line(block.text, self.width - 40, 12),
            "level": block.level,
            "number": printable(block.number),
        }

    def paragraph(self, block: Paragraph) -> Json:
        return {"kind": "paragraph", "text": runs(block.text, self.width)}

    def bullets(self, block: Bullets) -> Json:
        items = [runs(item, self.width - 20) for item in block.items]
        return {"kind": "bullets", "items": items, "sticky": False}

    def small_print(self, block: SmallPrint) -> Json:
        return {"kind": "small_print", "text": runs(block.text, self.width)}

    def banner(self, block: Banner) -> Json:
        return {"kind": "banner", "text": runs(block.text, self.width - 30)}

    def figure(self, block: Figure) -> Json:
        return {
            "kind": "figure",
            **_scaled(block.svg, self.width * block.width, TALLEST_FIGURE),
            "alt": printable(block.alt),
            "caption": runs(block.caption, size=8.5),
            "title": line(block.title, size=10.5),
            "number": block.number,
            "sticky": False,
        }

    def table(self, block: Table) -> Json:
        clean = Table(
            columns=[replace(column, label=printable(column.label)) for column in block.columns],
            rows=[[printable(cell) for cell in row] for row in block.rows],
        )
        fitted = fit(clean, self.width)
        widths = column_widths(clean, self.width, fitted)
        spaces = paddings(clean, fitted)
        rooms = [width - before - after for width, (before, after) in zip(widths, spaces, strict=True)]
        labels = broken_cells([column.label for column in clean.columns], rooms, fitted.head)
        one_line = [_one_line(row, rooms, fitted.size) for row in clean.rows]
        emphasis = any(column.emphasis for column in block.columns)
        return {
            "kind": "table",
            "size": fitted.size,
            "head_size": fitted.head,
            "columns": [
                {
                    "label": label,
                    "align": column.align,
                    "emphasis": column.emphasis,
                    "width": round(width, 3),
                    "before": before,
                    "after": after,
                }
                for label, column, width, (before, after) in zip(labels, block.columns, widths, spaces, strict=True)
            ],
            "rows": [broken_cells(row, rooms, fitted.size) for row in clean.rows],
            "one_line": one_line,
            "strong_rows": list(block.strong_rows),
            # of which no cell is set otherwise than as it is written, nor could break
            "plain": [one and not emphasis and at not in block.strong_rows for at, one in enumerate(one_line)],
            "title": runs(block.title),
            "note": runs(block.note),
            "number": block.number,
            "row_inset": ROW_INSET,
            "sticky": False,
            "keep": _table_height(clean.rows, rooms) <= KEPT_TABLE_HEIGHT,
            "short_rows": all(_table_height([row], rooms) <= 330.0 for row in clean.rows),
        }

    def facts(self, block: Facts) -> Json:
        return {
            "kind": "facts",
            "items": [(line(key, 130, 9.5), runs(value, 310, 9.5)) for key, value in block.items],
            "pairs": len(block.items),
        }

    def judgement(self, block: JudgementCard) -> Json:
        inner = self.width - 110
        told = [block.likelihood, block.confidence or block.reasons, block.evidence, block.status]
        evidence = list(map(plain, block.evidence))
        texts = [*block.reasons, *evidence, block.status]
        statement = runs(block.statement, inner, 10.5)
        letters = sum(len(text) for text in texts) + sum(len(run["text"]) for run in statement)
        return {
            "kind": "judgement",
            "number": printable(block.number),
            "level": block.level,
            "pairs": sum(1 for each in told if each),
            "key_width": round(self.key_width, 3),
            "statement": statement,
            "likelihood": line(block.likelihood, inner / 3, 9),
            "confidence": line(block.confidence, inner / 3, 9),
            "reasons": [line(text, inner, 9) for text in block.reasons],
            "evidence": [line(text, inner, 9) for text in evidence],
            "status": line(block.status, inner, 8),
            "keep": letters + 60 * len(texts) <= KEPT_CARD_LETTERS,
        }

    def quotation(self, block: Quotation) -> Json:
        return {
            "kind": "quotation",
            "text": line(block.text, self.width - 10),
            "by": line(block.by, self.width - 10),
        }

    def decisions(self, block: Decisions) -> Json:
        total = sum(DECISION_WEIGHTS[: len(block.columns)])
        widths = [weight / total * self.width for weight in DECISION_WEIGHTS[: len(block.columns)]]
        return {
            "kind": "decisions",
            "title": line(block.title, self.width, 12),
            "columns": [line(label, width - 10, 8) for label, width in zip(block.columns, widths, strict=True)],
            "widths": [round(width, 3) for width in widths],
            "rows": [
                [
                    runs(cell, width - (26 if at == 0 else 10))
                    for at, (cell, width) in enumerate(zip(row, widths, strict=True))
                ]
                for row in block.rows
            ],
            "note": runs(block.note, self.width),
        }

    def side_by_side(self, block: SideBySide) -> Json:
        weights = block.weights or [1] * len(block.columns)
        room = self.width - COLUMN_GAP * (len(weights) - 1)
        widths = [weight / sum(weights) * room for weight in weights]
        writers = [PdfWriter(self.labels, width) for width in widths]
        columns = [
            [writer.write(each) for each in column] for writer, column in zip(writers, block.columns, strict=True)
        ]
        widths = [round(width, 3) for width in widths]
        return {"kind": "side_by_side", "columns": columns, "widths": widths, "sticky": False}

    def page_break(self, block: PageBreak) -> Json:
        return {"kind": "page_break"}


def _sections(sections: Sequence[Section], labels: Labels) -> list[Json]:
    found = [_section(each, labels) for each in sections]
    tables = (block for block in all_blocks(found) if block["kind"] == "table")
    for number, table in enumerate(tables, start=1):
        table["id"] = number
    return found


def all_blocks(sections: Sequence[Json]) -> Iterator[Json]:
    """Every block of the sections in reading order, also those beside each other."""
    for section in sections:
        yield from _within(section["blocks"])


def _within(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        if block["kind"] == "side_by_side":
            for column in block["columns"]:
                yield from _within(column)
        else:
            yield block


def _section(section: Section, labels: Labels) -> Json:
    writer = PdfWriter(labels)
    blocks = list(_small_print_together([writer.write(block) for block in section.blocks]))
    for block, following in itertools.pairwise(blocks):
        if following["kind"] == "small_print" and height_of(block) <= BEFORE_A_NOTE.get(block["kind"], 0.0):
            block["sticky"] = True
    if blocks and blocks[-1]["kind"] == "key_sentence":
        blocks[-1]["sticky"] = False
    return {
        "title": line(section.title, TEXT_WIDTH - 40, 19),
        "number": printable(section.number),
        "new_page": section.new_page,
        "one_page": section.one_page,
        "blocks": blocks,
    }


def _small_print_together(blocks: Sequence[Json]) -> Iterator[Json]:
    """Notes that follow one another as one paragraph: each alone takes a line for what is half of one."""
    for kind, found in itertools.groupby(blocks, itemgetter("kind")):
        if kind == "small_print":
            yield {"kind": kind, "text": _joined([each["text"] for each in found])}
        else:
            yield from found


def _joined(texts: Sequence[list[Json]]) -> list[Json]:
    space = {"text": " ", "strong": False, "look": ""}
    return list(itertools.chain(texts[0], *([space, *text] for text in texts[1:])))


def _one_line(row: Sequence[str], rooms: Sequence[float], size: float) -> bool:
    """Whether every cell stands on one line of our Latin, Greek or Cyrillic letters, whose height is known."""
    return all(
        text_width(cell, size, 600) <= room and not OTHER_HEIGHT.search(cell)
        for cell, room in zip(row, rooms, strict=True)
    )


def _table_height(rows: Sequence[Sequence[str]], rooms: Sequence[float]) -> float:
    """Roughly, in points: enough to decide whether rows are short enough to be kept on one page."""
    # Letters at this size are about half as wide as the type is high.
    letters = [max(room / (TABLE_SIZE * 0.52), 1) for room in rooms]
    lines = sum(max(-(-len(cell) // room) for cell, room in zip(row, letters, strict=True)) or 1 for row in rows)
    return (lines + 1) * TABLE_SIZE * 1.35 + (len(rows) + 1) * 2 * ROW_INSET


def _scaled(svg: str, widest: float, tallest: float) -> Json:
    """The figure at the given width, or narrower where it would otherwise be too tall for a page."""
    size = re.search(r'<svg[^>]*?\bviewBox="[-\d.]+ [-\d.]+ ([\d.]+) ([\d.]+)"', svg)
    if size is None:
        raise ValueError("A figure's SVG needs a viewBox.")
    width, height = float(size[1]), float(size[2])
    scale = min(widest / width, tallest / height)
    return {"svg": svg, "width": round(width * scale, 3), "height": round(height * scale, 3)}
