"""Contents → JSON → Typst → its tags completed → PDF/UA bytes. The one door to the typesetter.

Typst sees two things only: the templates of this folder and one JSON string. No user file lies under its root, no
system font is read, no package is fetched.
"""

import datetime as dt
import json
from functools import cache
from pathlib import Path

import typst

from output.document import Report
from output.fonts import font_directories
from output.pdf.layout import all_blocks, report_as_json
from output.pdf.page import AS_JSON as PAGE
from output.pdf.tags import tagged
from output.writer import Json

TEMPLATES = Path(__file__).resolve().parent
# Room above and below each row, in points, of a long table that would leave its last row or note alone on a page.
TIGHTER_ROWS = 2.8
# Which table, and on which page: asked of what is laid out, so that no page waits for it.
END_MARKS = "query(<end-mark>).map(mark => (mark.value, mark.location().page()))"
# That sets the whole report again. Of one with more rows than this, a hundred pages of annex, seconds are worth
# more than where its tables end.
MOST_ROWS_SET_AGAIN = 2_000


def typeset(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1). Equal reports give equal bytes, in every process and folder."""
    contents = report_as_json(report)
    blocks = list(all_blocks(contents["sections"]))
    tables = [block for block in blocks if block["kind"] == "table"]
    long_tables = {table["id"]: table for table in tables if not table["keep"]}
    is_huge = sum(len(table["rows"]) for table in long_tables.values()) > MOST_ROWS_SET_AGAIN
    compiler = _compiler()
    pdf = _compiled(compiler, contents, report.issued)
    if long_tables and not is_huge and (orphaned := _orphaned_tables(compiler)):
        for table in orphaned:
            long_tables[table]["row_inset"] = TIGHTER_ROWS
        pdf = _compiled(compiler, contents, report.issued)
    return tagged(pdf, [contents["cover"]["pairs"], *(block["pairs"] for block in blocks if "pairs" in block)])


def _orphaned_tables(compiler: typst.Compiler) -> set[int]:
    """Long tables of which only the last row, or only the note, came to stand on the last page."""
    pages: dict[int, set[int]] = {}
    for table, page in json.loads(compiler.eval(END_MARKS)):
        pages.setdefault(table, set()).add(page)
    return {table for table, found in pages.items() if len(found) > 1}


def _compiled(compiler: typst.Compiler, contents: Json, issued: dt.date | dt.datetime) -> bytes:
    pdf = compiler.compile(
        sys_inputs={
            "report": json.dumps(contents, ensure_ascii=False, sort_keys=True),
            "direction": contents["direction"],
            "page": PAGE,
        },
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=_seconds(issued),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst did not return one PDF.")
    return pdf


def _compiler() -> typst.Compiler:
    return typst.Compiler(
        TEMPLATES / "report.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        # A path that does not exist: nothing is found there and nothing is fetched.
        package_path=TEMPLATES / "no-packages",
        package_cache_path=TEMPLATES / "no-packages",
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_directories()],
    )


def _seconds(issued: dt.date | dt.datetime) -> int:
    if not isinstance(issued, dt.datetime):
        issued = dt.datetime(issued.year, issued.month, issued.day, tzinfo=dt.UTC)
    elif issued.tzinfo is None:
        issued = issued.replace(tzinfo=dt.UTC)
    return int(issued.timestamp())
