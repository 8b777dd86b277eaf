"""The list of what one member was told."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import CityRequest
from core.lists import Choice, Column, Columns, FileColumn, Listing, Rows, cells, coded, fact
from notices.models import ChangeNotice, Delivery


class Noted(Choice):
    """Whether this member has taken note."""

    def query(self, value: str) -> Q:
        return Q(acknowledged_at__isnull=value == "no")


def notices(request: CityRequest) -> Listing:
    return Listing(
        columns=_columns(request),
        search=("notice__after", "notice__why"),
        filters=(
            Noted("noted", _("Acknowledged"), [("no", _("Not yet")), ("yes", _("Acknowledged"))]),
            Choice("what", _("What"), ChangeNotice.What.choices, "notice__what"),
        ),
        sort="-told",
    )


def rows_of_notices(request: CityRequest, *, in_full: bool = False) -> "Rows[Delivery]":
    """`in_full` with all that a file says of them."""
    found = Delivery.objects.visible_to(request.user).for_list()
    return notices(request).read(request.GET, found.select_related("notice__made_by") if in_full else found)


def _columns(request: CityRequest) -> Columns:
    def url(row: Delivery) -> str:
        return reverse("notice", args=[request.city.slug, row.pk])

    def what(row: Delivery) -> object:
        new = "" if row.read_at else cells.chip(_("New"), "attention")
        return cells.together(cells.link(url(row), row.notice), new)

    return (
        Column("what", _("What"), what, files=_of_notice(request)),
        Column(
            "told",
            _("Told"),
            lambda row: cells.day(row.notice.made_at),
            ("notice__made_at",),
            files=(fact("made_at", _("Told"), lambda row: row.notice.made_at),),
        ),
        fact("sent_at", _("Mail sent")),
        fact("read_at", _("Read")),
        Column("acknowledged_at", _("Acknowledged"), lambda row: cells.day(row.acknowledged_at)),
        fact("id", _("Record no.")),
        fact("address", _("Address"), lambda row: request.build_absolute_uri(url(row))),
    )


def _of_notice(request: CityRequest) -> "tuple[FileColumn[Delivery], ...]":
    return (
        *coded("what", _("What"), ChangeNotice.What, lambda row: row.notice.what),
        fact("before", _("Before"), lambda row: row.notice.before),
        fact("after", _("After"), lambda row: row.notice.after),
        fact("why", _("Why"), lambda row: row.notice.why),
        fact("made_by", _("By"), lambda row: row.notice.made_by),
        fact("link", _("Where to read it"), lambda row: request.build_absolute_uri(row.notice.link)),
    )
