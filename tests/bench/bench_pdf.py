"""Typst against WeasyPrint on the same contents."""

import base64
import dataclasses
import html
import time
from collections.abc import Callable, Iterable

import weasyprint

from output.document import (
    Banner,
    Bullets,
    Decisions,
    Facts,
    Heading,
    JudgementCard,
    KeySentence,
    PageBreak,
    Paragraph,
    Quotation,
    Report,
    SideBySide,
    SmallPrint,
    Table,
    Text,
)
from output.document import (
    Figure as Drawing,
)
from output.pdf.layout import report_as_json
from output.pdf.typeset import typeset
from output.writer import Writer
from tests.bench.figures import Figure
from tests.output.elverhavn import report as sample_report

REPEATS = 5


def pdf_vs_weasyprint() -> Figure:
    """The step from contents to PDF, drawings made before; tagged PDF/UA in both. Seconds of the processor, the best
    of five runs that take turns: by the clock, whoever else uses the machine is counted in.

    Typst keeps what it laid out of equal contents, so every run sets another title.
    """
    report = sample_report()
    markup = _as_html(report)

    def ours(n: int) -> bytes:
        return typeset(dataclasses.replace(report, title=f"{report.title} ({n})"))

    def other(n: int) -> object:
        return weasyprint.HTML(string=f"{markup}<p>{n}</p>").write_pdf(pdf_variant="pdf/ua-1")

    for way in (ours, other):
        way(-1)
    rounds = [[_seconds(way, n) for way in (ours, other)] for n in range(REPEATS)]
    typst, theirs = (min(each) for each in zip(*rounds, strict=True))
    return Figure(
        name="pdf_vs_weasyprint",
        value=typst * 1000,
        unit="ms",
        reference="WeasyPrint, same contents (theirs / ours)",
        ratio=theirs / typst,
        target="≥ 10",
        details={"Typst": f"{typst * 1000:.0f} ms", "WeasyPrint": f"{theirs * 1000:.0f} ms"},
    )


def _seconds(run: Callable[[int], object], number: int) -> float:
    begin = time.process_time()
    run(number)
    return time.process_time() - begin


def _as_html(report: Report) -> str:
    """The report as plain, well-formed HTML with the same text, tables and drawings."""
    assert report_as_json(report)
    plain = PlainHtml()
    sections = "".join(
        f"<section><h1>{_text(s.number)} {_text(s.title)}</h1>{''.join(map(plain.write, s.blocks))}</section>"
        for s in report.sections
    )
    style = "body{font:10pt sans-serif} section{break-before:page} td,th{border-bottom:1px solid #ddd} img{width:100%}"
    return (
        f"<!doctype html><html lang='{report.language}'><head><title>{_text(report.title)}</title>"
        f"<style>{style}</style></head><body><h1>{_text(report.cover.city)}</h1>{sections}</body></html>"
    )


def _text(value: Text) -> str:
    return html.escape(value if isinstance(value, str) else "".join(run.text for run in value))


def _items(tag: str, items: Iterable[Text]) -> str:
    return f"<{tag}>{''.join(f'<li>{_text(item)}</li>' for item in items)}</{tag}>"


class PlainHtml(Writer[str]):
    """Every block as the plainest HTML there is for it."""

    def key_sentence(self, block: KeySentence) -> str:
        return f"<p>{_text(block.text)}</p>"

    def heading(self, block: Heading) -> str:
        return f"<h2>{_text(block.text)}</h2>"

    def paragraph(self, block: Paragraph) -> str:
        return f"<p>{_text(block.text)}</p>"

    def bullets(self, block: Bullets) -> str:
        return _items("ul", block.items)

    def small_print(self, block: SmallPrint) -> str:
        return f"<p>{_text(block.text)}</p>"

    def banner(self, block: Banner) -> str:
        return f"<p>{_text(block.text)}</p>"

    def figure(self, block: Drawing) -> str:
        data = base64.b64encode(block.svg.encode()).decode()
        return f"<img alt='{_text(block.alt)}' src='data:image/svg+xml;base64,{data}'><p>{_text(block.caption)}</p>"

    def table(self, block: Table) -> str:
        head = "".join(f"<th>{_text(column.label)}</th>" for column in block.columns)
        body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def facts(self, block: Facts) -> str:
        return _items("ul", [f"{key}: {_text(value)}" for key, value in block.items])

    def judgement(self, block: JudgementCard) -> str:
        return f"<p>{_text(block.statement)}</p>{_items('ul', [*block.reasons, *block.evidence])}"

    def quotation(self, block: Quotation) -> str:
        return f"<blockquote>{_text(block.text)} {_text(block.by)}</blockquote>"

    def decisions(self, block: Decisions) -> str:
        head = "".join(f"<th>{_text(column)}</th>" for column in block.columns)
        body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
        return f"<p>{_text(block.title)}</p><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def side_by_side(self, block: SideBySide) -> str:
        return "".join("".join(map(self.write, column)) for column in block.columns)

    def page_break(self, block: PageBreak) -> str:
        return ""
