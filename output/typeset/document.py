"""Contents → JSON → Typst → PDF/UA bytes. The one door to the typesetter.

Typst sees two things only: the templates of this folder and one JSON string. No user file lies under its root, no
system font is read, no package is fetched.
"""

import datetime as dt
import json
from functools import cache
from pathlib import Path

import typst

from output.fonts import font_directories
from output.typeset.contents import Report
from output.typeset.wire import Json, report_as_json

TEMPLATES = Path(__file__).resolve().parent


def typeset(report: Report) -> bytes:
    """The report as a tagged PDF (PDF/UA-1). Equal reports give equal bytes, in every process and folder."""
    return _compiled(report_as_json(report), report.issued)


def _compiled(contents: Json, issued: dt.date | dt.datetime) -> bytes:
    pdf = typst.compile(
        TEMPLATES / "report.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        # A path that does not exist: nothing is found there and nothing is fetched.
        package_path=TEMPLATES / "no-packages",
        package_cache_path=TEMPLATES / "no-packages",
        sys_inputs={"report": json.dumps(contents, ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1"],
        timestamp=_seconds(issued),
        format="pdf",
    )
    return pdf


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
