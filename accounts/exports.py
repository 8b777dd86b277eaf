"""Lists as files: all rows that an address finds, in the order it asks for, as CSV or (`?format=xlsx`) as a
workbook."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import limits, streams
from accounts.markings import Marking, highest
from accounts.requests import CityRequest
from core import formats
from core.lists import Cell, FileColumn, Rows
from output.tables import csv, xlsx

# A workbook is made before its first byte is sent: so many rows of fifty columns take six seconds.
LONGEST_WORKBOOK = 20_000
CHUNK = 500
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# The list of a city's people with their addresses, in the list of who saw what.
PEOPLE = "accounts.people"

Recorder = Callable[..., object]
_recorders: list[Recorder] = []
_viewers: list[Recorder] = []


def record_exports_with(recorder: Recorder) -> None:
    """Higher apps keep who took along what (`city`, `user`, `what`, `records`); they say so in `AppConfig.ready()`."""
    if recorder not in _recorders:
        _recorders.append(recorder)


def record_views_with(recorder: Recorder) -> None:
    """The same for pages of ours that show more than a name (`city`, `user`, `what`)."""
    if recorder not in _viewers:
        _viewers.append(recorder)


def note_view(request: CityRequest, what: str) -> None:
    """A line in the list of who saw what."""
    for record in _viewers:
        record(city=request.city, user=request.user, what=what)


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table to take along. `rows` is called when the file is sent, inside the city; `asked` says what was asked for.

    `what` names the thing in the list of who saw what (`mapping.observation`), `name` is that of the file. `count` says
    of how many records it tells.
    """

    what: str
    name: str
    title: str
    columns: Sequence[FileColumn[Any]]
    rows: Callable[[], Iterable[Any]]
    asked: Sequence[tuple[str, str]] = field(default_factory=list)
    count: Callable[[], int] = lambda: 1


def list_file(
    request: CityRequest,
    name: str,
    title: str,
    rows: "Rows[Any]",
    *,
    page: str,
    filled: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> HttpResponseBase:
    """All that a list found as a file. `page` is the list's own, to which too long a workbook leads back.

    `filled` gives the rows what the columns need beside the query, some hundred at a time.
    """
    found = rows.matching
    if back := too_long_a_workbook(request, lambda most: _is_longer(found, most), page=page):
        return back
    table = TableFile(
        what=found.model._meta.label_lower,
        name=name,
        title=title,
        columns=rows.file_columns,
        rows=lambda: filled(found.iterator(chunk_size=CHUNK)),
        asked=rows.asked,
        count=lambda: found.order_by().values("pk").count(),
    )
    return table_file(request, table)


def too_long_a_workbook(
    request: CityRequest, is_longer: Callable[[int], bool], *, page: str
) -> HttpResponseBase | None:
    """The way back to the list's page, which says why, where a workbook is asked for that would be too long."""
    if not _wants_workbook(request) or not is_longer(LONGEST_WORKBOOK):
        return None
    too_long = _("A workbook holds at most %(most)s rows of a list. Narrow the list, or take it along as CSV.")
    messages.error(request, too_long % {"most": LONGEST_WORKBOOK})
    return redirect(page, request.city.slug)


def table_file(request: CityRequest, table: TableFile) -> HttpResponseBase:
    """The download, and a line in the list of who saw what; or the answer that it has to wait."""
    if (wait := limits.refused_for_now(request, request.membership, limits.FILES)) is not None:
        return wait
    for record in _recorders:
        record(city=request.city, user=request.user, what=table.what, records=table.count())
    if _wants_workbook(request):
        return _attachment(request, table, "xlsx", WORKBOOK, _workbook(request, table))
    heads = [str(each.label) for each in table.columns]
    parts = lambda: csv.lines(heads, _cells(table.columns, table.rows()))  # noqa: E731 (called inside the stream)
    return _attachment(request, table, "csv", "text/csv; charset=utf-8", parts)


def _attachment(
    request: CityRequest, table: TableFile, ending: str, content_type: str, parts: Callable[[], Iterable[Any]]
) -> StreamingHttpResponse:
    name = f"{request.city.slug}-{table.name}.{ending}"
    return StreamingHttpResponse(
        streams.of_city(request, parts),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _wants_workbook(request: CityRequest) -> bool:
    return request.GET.get("format") == "xlsx"


def _is_longer(found: "QuerySet[Any]", most: int) -> bool:
    return found.order_by().values("pk")[: most + 1].count() > most


def _cells(columns: "Sequence[FileColumn[Any]]", rows: Iterable[Any]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [column.cell(row) for column in columns]


def _workbook(request: CityRequest, table: TableFile) -> Callable[[], Iterator[bytes]]:
    heads = [str(each.label) for each in table.columns]
    now = timezone.localtime()
    clearance = Marking(request.membership.reads_up_to)

    def parts() -> Iterator[bytes]:
        passed = _Passed()
        rows = _cells(table.columns, passed.of(table.rows()))

        def about() -> Iterator[tuple[str, str]]:
            yield _("List"), table.title
            yield _("City"), request.city.name
            yield _("Taken along on"), f"{formats.moment(now)} ({now:%Z})"
            yield _("By"), str(request.user)
            yield _("Read up to"), str(clearance.label)
            if passed.marking:
                yield _("Highest marking in it"), str(Marking(passed.marking).label)
            yield _("Rows"), str(passed.count)
            yield from table.asked
            for each in table.columns:
                yield str(each.label), each.name

        return xlsx.parts(table.title, heads, rows, about, _("About this file"))

    return parts


class _Passed:
    """What is only known once all rows have passed: how many they were, and the highest marking among them."""

    def __init__(self) -> None:
        self.count = 0
        self.marking = ""

    def of(self, rows: Iterable[Any]) -> Iterator[Any]:
        for row in rows:
            self.count += 1
            marking = getattr(row, "marking", "")
            if marking:
                self.marking = highest([self.marking or marking, marking])
            yield row
