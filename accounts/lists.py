"""The list of a city's people."""

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.list_rows import rows_of
from accounts.models import Marking, Membership, Role
from accounts.requests import CityRequest
from core import formats
from core.lists import Choice, Column, Columns, FileColumn, Listing, Rows, cells, coded, fact
from core.sort_keys import Alphabetical


def people(request: CityRequest) -> Listing:
    return Listing(
        columns=_columns(request),
        search=("user__name", "user__email"),
        filters=(
            Choice("role", _("Role"), Role.choices),
            Choice("clearance", _("Clearance"), Marking.choices),
        ),
        sort="name",
    )


def rows_of_people(request: CityRequest) -> "Rows[Membership]":
    return rows_of(people(request), request, Membership.objects.for_list().filter(city=request.city))


def _columns(request: CityRequest) -> Columns:
    """When somebody signed in, and with what, is for admins; the file is too (see `people_export`)."""
    is_admin = request.membership.is_admin
    name = (Alphabetical("user__name"), "user__email")
    return (
        Column("name", _("Name"), _name, name, files=_name_and_email()),
        Column("role", _("Role"), _role, ("role", name[0]), files=coded("role", _("Role"), Role)),
        Column(
            "clearance",
            _("Clearance"),
            _clearance,
            files=(
                *coded("clearance", _("Clearance"), Marking),
                fact("unsigned_from", _("Reads what is marked TLP:CLEAR alone, from")),
            ),
        ),
        Column("factor", _("Second factor"), _factor, files=_factor_in_file(), may_see=is_admin),
        Column(
            "last",
            _("Last signed in"),
            lambda row: cells.day(row.user.last_login) if row.user.last_login else _("Never"),
            ("user__last_login", name[0]),
            files=(fact("last", _("Last signed in"), _last_day),),
            may_see=is_admin,
        ),
        fact("expires_at", _("Host staff, until")),
        fact("suspended_at", _("Suspended since")),
        fact("created_at", _("Member since")),
        Column("actions", _("Actions"), lambda row: _actions(request, row), files=(), may_see=is_admin),
    )


def _name(row: Membership) -> object:
    return cells.together(row.user, cells.hint(row.user.email)) if row.user.name else row.user


def _name_and_email() -> "tuple[FileColumn[Membership], ...]":
    return (
        fact("name", _("Name"), lambda row: row.user.name),
        fact("email", _("E-mail address"), lambda row: row.user.email),
    )


def _role(row: Membership) -> object:
    if row.suspended_at:
        since = _("Suspended since %(since)s") % {"since": formats.moment(row.suspended_at)}
        return cells.together(row.get_role_display(), cells.hint(since))
    if not row.expires_at:
        return row.get_role_display()
    until = _("Host staff, until %(until)s") % {"until": formats.moment(row.expires_at)}
    return cells.together(row.get_role_display(), cells.hint(until))


def _clearance(row: Membership) -> object:
    """What they were given; and where they read less, that they do."""
    given = cells.marking(row.clearance, row.get_clearance_display())
    if not row.is_unsigned:
        return given
    return cells.together(given, cells.hint(_("Reads TLP:CLEAR alone: no memorandum that holds is signed")))


def _factor(row: Membership) -> object:
    said = _factor_in_words(row)
    is_missing = row.needs_second_factor and not row.has_second_factor
    return cells.chip(said, "attention") if is_missing else said


def _factor_in_words(row: Membership) -> str:
    if row.has_second_factor:
        return _("On")
    return _("Missing") if row.needs_second_factor else _("Off")


def _factor_in_file() -> "tuple[FileColumn[Membership], ...]":
    return (fact("factor", _("Second factor"), _factor_in_words),)


def _last_day(row: Membership) -> object:
    return localtime(row.user.last_login).date() if row.user.last_login else None


def _actions(request: CityRequest, row: Membership) -> object:
    here = [request.city.slug, row.pk]
    change = cells.action(reverse("people_change", args=here), pgettext("do it", "Change"), row.user)
    # Of an admin the page asks more than a question beside the list could.
    remove = cells.action(reverse("people_remove", args=here), _("Remove"), row.user, asks=not row.is_admin)
    return cells.actions("" if row.expires_at else change, remove)
