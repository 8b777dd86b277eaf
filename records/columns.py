"""Columns that every list of records has."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Marking
from core.lists import Column, Columns, cells, coded, fact
from records.models import Record, ReviewState

if TYPE_CHECKING:
    from accounts.requests import CityRequest


def stale_chip(record: Record) -> SafeString | str:
    """That it must be looked at again; nothing where it need not."""
    return cells.chip(_("Stale"), "attention") if record.is_stale else ""


def state(*, tells_stale: Callable[[Any], bool] = lambda row: False) -> "Column[Any]":
    """The review; and of rows of which it is told that they must be looked at again."""
    chips = {each.value: cells.chip(each.label, each.value) for each in ReviewState}

    def shown(row: Record) -> SafeString:
        return cells.together(chips[row.state], stale_chip(row)) if tells_stale(row) else chips[row.state]

    return Column("state", _("Review"), shown, files=coded("state", _("Review"), ReviewState))


def review_by() -> "Column[Any]":
    return Column(
        "review_by",
        _("Review by"),
        lambda row: cells.together(cells.day(row.review_by), stale_chip(row)),
        ("review_by",),
    )


def marking() -> "Column[Any]":
    chips = {each.value: cells.marking(each.value, each.label) for each in Marking}
    return Column(
        "marking",
        _("Marking"),
        lambda row: chips[row.marking],
        files=coded("marking", _("Marking"), Marking),
    )


def of_review(*, may_read: Callable[[Any], bool] = lambda row: True) -> Columns:
    """Who made it, who approved it and what was said of it: in the files, where the record is open to the reader."""

    def known(name: str) -> Callable[[Any], object]:
        return lambda row: getattr(row, name) if may_read(row) else None

    return (
        fact("created_by", _("Recorded by"), known("created_by")),
        fact("created_at", _("Recorded"), known("created_at")),
        fact("approved_by", _("Approved by"), known("approved_by")),
        fact("approved_at", _("Approved"), known("approved_at")),
        fact("alone_because", _("Approved by one person, because"), known("alone_because")),
        fact("review_comment", _("Comment of the reviewer"), known("review_comment")),
        fact("withdrawn_reason", _("Reason for withdrawing"), known("withdrawn_reason")),
    )


def address(request: "CityRequest", url: Callable[[Any], str]) -> Columns:
    """The number of a row and where it can be read."""
    return at_address(lambda row: absolute(request, url(row)))


def at_address(whole: Callable[[Any], str]) -> Columns:
    return (
        fact("id", _("Record no.")),
        fact("address", _("Address"), whole),
    )


def absolute(request: "CityRequest", url: str) -> str:
    return request.build_absolute_uri(url) if url else ""
