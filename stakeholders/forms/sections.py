"""The sections of a consultation: which form each has, and which rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from analysis.attendance import Part as Counted
from analysis.attendance import Wrong, impossible
from records.editing import Section
from records.forms import RowSet
from stakeholders.actions import SectionChanges
from stakeholders.forms.session_rows import (
    AttendanceRow,
    DisagreementRow,
    FindingRow,
    FollowUpRow,
    HeadCountRow,
    InformationRow,
    NeedRow,
    Offered,
    OfferedForm,
    OutlookRow,
    QuoteRow,
    SaidForm,
    TrustRow,
)
from stakeholders.forms.sessions import ConsentForm, HeardForm, OnlyRowsForm, SessionForm
from stakeholders.models import (
    Attendance,
    AttributedRow,
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Outlook,
    Quote,
    TrustRating,
)
from stakeholders.vocabulary import (
    Axis,
    Part,
)


@dataclass(frozen=True, slots=True)
class RowsOf:
    """One list of rows in a section: its model, the form of a row, and what one and several of them are called."""

    prefix: str
    model: type[Model]
    row: Callable[..., OfferedForm]
    one: Any
    several: Any
    hint: Any = ""
    axis: str = ""
    is_further: bool = False


def counted(axis: Axis, several: Any, hint: Any = "") -> RowsOf:
    row = partial(HeadCountRow, axis=axis.value)
    return RowsOf(axis.value, HeadCount, row, _("Count"), several, hint, axis.value)


DIVIDES = frozenset({Axis.SECTOR.value, Axis.AGE.value})
IMPOSSIBLE = {
    Wrong.NOBODY: _("Nobody of these came? Then take the row out: a row says that they were heard."),
    Wrong.MORE_THAN_ALL: _("More than the %(all)s people who took part. Correct one of both."),
    Wrong.TOGETHER_MORE_THAN_ALL: _(
        "Together with the rows above more than the %(all)s people who took part. Correct one of them."
    ),
}
ROWS: dict[str, tuple[RowsOf, ...]] = {
    Part.HEARD: (
        RowsOf(
            "organisations", Attendance, AttendanceRow, _("Organisation"), _("Organisations that were invited"),
            _("Those that said no or did not answer as well: silence is information."),
        ),
        counted(Axis.GROUP, _("People by population group"),
                 _("Totals by themselves, never crossed with sector or age.")),
        counted(Axis.SECTOR, _("People by sector")),
        counted(Axis.AGE, _("People by age")),
    ),
    Part.NEEDS: (RowsOf("needs", Need, NeedRow, _("Need"), _("Needs"),
                        _("One row for each who raised it; in your words, not theirs.")),),
    Part.OUTLOOK: (RowsOf("outlook", Outlook, OutlookRow, _("Outlook"), _("Outlook")),),
    Part.TRUST: (
        RowsOf("trust", TrustRating, TrustRow, _("Trust"), _("Whom they trust")),
        RowsOf("information", Information, InformationRow, _("Information"), _("Where they learn what is going on")),
    ),
    Part.FINDINGS: (RowsOf("findings", Finding, FindingRow, _("Finding"), _("Findings"),
                           _("That there is no concern is a finding too.")),),
    Part.DISAGREEMENTS: (RowsOf("disagreements", Disagreement, DisagreementRow, _("Disagreement"),
                                _("Disagreements"), _("They are printed as they are, never averaged away.")),),
    Part.QUOTES: (RowsOf("quotes", Quote, QuoteRow, _("Quote"), _("Quotes"),
                         _("Verbatim words stand here and nowhere else.")),),
    Part.FOLLOW_UP: (RowsOf("follow_up", FollowUp, FollowUpRow, _("Recommendation"), _("What comes of it")),),
}  # fmt: skip
FORMS: dict[str, Callable[..., Any]] = {
    Part.SESSION: SessionForm,
    Part.HEARD: HeardForm,
    Part.CONSENT: ConsentForm,
}


def section_of(consultation: Consultation, part: Part, data: Any, *, by: User) -> Section:
    """The form of a section and its rows, bound to what was sent or not."""
    form = FORMS.get(part, OnlyRowsForm)(data, instance=consultation, by=by)
    section = HeardSection if part == Part.HEARD else Section
    return section(form, [row_set(rows, offered, data) for rows, offered in _rows(consultation, part)])


class HeardSection(Section):
    """Who was heard: no part of those who came is greater than all of them, where it is known how many came."""

    __slots__ = ()

    def is_valid(self) -> bool:
        # all lists are asked, so that everything that is wrong is said at once
        return super().is_valid() and not sum(self._say_impossible(rows) for rows in self.row_sets())

    def _say_impossible(self, rows: RowSet) -> bool:
        if rows.prefix not in Axis.values:
            return False
        heard = [Counted(row.instance.people, row.instance.represented) for row in rows.kept]
        total = self.form.cleaned_data.get("people")
        wrong = list(impossible(heard, total, is_divided=rows.prefix in DIVIDES))
        for place, why in wrong:
            rows.kept[place].add_error("people", IMPOSSIBLE[why] % {"all": total})
        return bool(wrong)


def _rows(consultation: Consultation, part: Part) -> Iterator[tuple[RowsOf, Offered]]:
    lists = ROWS.get(part, ())
    offered = Offered.to(consultation) if lists else None
    for rows in lists:
        if offered and (rows.model is not Attendance or consultation.keeps_organisations):
            yield rows, offered


def row_set(rows: RowsOf, offered: Offered, data: Any, *, but: Model | None = None) -> RowSet:
    """Those that are there, without one that stands elsewhere on the page (`but`); none of what is not kept yet."""
    found: QuerySet[Any] = rows.model._default_manager.filter(consultation=offered.consultation.pk)
    if rows.axis:
        found = found.filter(axis=rows.axis)
    if issubclass(rows.model, AttributedRow):
        found = found.select_related("organisation")
    if but is not None:
        found = found.exclude(pk=but.pk)
    return RowSet(
        data,
        rows=list(found) if offered.consultation.pk else [],
        make=partial(rows.row, offered=offered),
        new=lambda: rows.model(city=offered.consultation.city),
        prefix=rows.prefix,
        one=rows.one,
        several=rows.several,
        hint=rows.hint,
        is_further=rows.is_further,
    )


def told_in(section: Section) -> SectionChanges:
    """What a valid section says of its rows."""
    kept = [row for rows in section.rows for row in rows.kept]
    removed = [row.instance for rows in section.rows for row in rows.removed if row.instance.pk]
    raised_by = {id(row.instance): row.speaker for row in kept if isinstance(row, SaidForm)}
    return SectionChanges([row.instance for row in kept], removed, raised_by)
