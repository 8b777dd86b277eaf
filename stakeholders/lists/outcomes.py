"""What was said, for the file of consultations: a cell for each kind of it, in it a line for each thing said.

All of it comes from the consultation's page, so that a file never says more than the page does to the same reader.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from core.lists import Columns
from core.lists.lines import in_lines, line, with_code
from stakeholders.consultation_page import ConsultationPage

Lines = Callable[[ConsultationPage], Iterable[str]]


def columns_of_outcomes() -> Columns:
    return (
        _column("needs", _("Needs"), _needs),
        _column("findings", _("Findings"), _findings),
        _column("outlooks", _("Outlook"), _outlooks),
        _column("trust", _("Trust"), _trust),
        _column("information", _("Where they learn what is going on"), _information),
        _column("disagreements", _("Disagreements"), _disagreements),
        _column("quotes", _("Quotes"), _quotes),
        _column("follow_ups", _("Follow-up"), _follow_ups),
        _column("attendance", _("Organisations"), _attendance),
        _column("head_counts", _("Who was heard"), _head_counts),
    )


def _column(name: str, label: str, lines: Lines) -> Any:
    return in_lines(name, label, lambda row: lines(row.page))


def _needs(page: ConsultationPage) -> Iterator[str]:
    for row, where, whom in page.needs:
        priority = _("priority %(priority)s of 5") % {"priority": row.priority}
        level = with_code(row.get_level_display(), row.level)
        what = f"{with_code(row.get_category_display(), row.category)}: {row.statement}"
        yield line(what, priority, where, whom, level, row.said_by)


def _findings(page: ConsultationPage) -> Iterator[str]:
    for row, where in page.findings:
        yield line(f"{with_code(row.get_kind_display(), row.kind)}: {row.statement}", where, row.said_by)


def _outlooks(page: ConsultationPage) -> Iterator[str]:
    for row, where in page.outlooks:
        yield line(
            where,
            _rated(_("Concern, 1 to 5"), row.concern),
            with_code(row.get_direction_display(), row.direction),
            _rated(_("Safety"), row.safety),
            _rated(_("Cohesion"), row.cohesion),
            row.said_by,
        )


def _trust(page: ConsultationPage) -> Iterator[str]:
    for row in page.trust:
        yield line(_rated(with_code(row.get_body_display(), row.body), row.level), row.said_by)


def _information(page: ConsultationPage) -> Iterator[str]:
    for row, sources in page.information:
        age = with_code(row.get_age_band_display(), row.age_band) or _("All ages")
        literacy = _("telling true from false %(level)s of 5") % {"level": row.media_literacy}
        codes = f"{sources} [{', '.join(row.sources)}]" if row.sources else ""
        yield line(age, codes, literacy if row.media_literacy else "")


def _disagreements(page: ConsultationPage) -> Iterator[str]:
    for row, blocks in page.disagreements:
        yield line(row.statement, f"{blocks} [{', '.join(row.blocks)}]" if row.blocks else "")


def _quotes(page: ConsultationPage) -> Iterator[str]:
    for row in page.quotes:
        printed = _("may be printed") if row.consented else _("not to be printed")
        yield line(row.text, row.said_by, with_code(row.get_attribution_display(), row.attribution), printed)


def _follow_ups(page: ConsultationPage) -> Iterator[str]:
    for row in page.follow_ups:
        told = _("they were told on %(day)s") % {"day": row.told_on.isoformat()} if row.told_on else ""
        status = with_code(row.get_status_display(), row.status)
        yield line(row.recommendation, status, row.owner, row.what_changed, told)


def _attendance(page: ConsultationPage) -> Iterator[str]:
    for row in page.attendance:
        yield f"{row.organisation}: {with_code(row.get_answer_display(), row.answer)}"


def _head_counts(page: ConsultationPage) -> Iterator[str]:
    for axis, heard in page.head_counts:
        for each in heard:
            through = f" ({_('through a representative')})" if each.represented else ""
            yield f"{axis}: {each.label}: {each.people}{through}"


def _rated(label: str, rating: int | None) -> str:
    return f"{label}: {rating}" if rating else ""
