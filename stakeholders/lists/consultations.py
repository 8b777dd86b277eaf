"""The list of consultations. Files say of each what its page says to the same reader, and no more."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.models import Marking, User
from accounts.requests import CityRequest
from analysis.disclosure import RULES
from core import formats
from core.lists import Among, Choice, Column, Columns, Day, FileColumn, Listing, Rows, Words, cells, coded, fact
from core.sort_keys import Alphabetical
from records.columns import address, marking, of_review, state
from records.filters import Stale, recorded_by, stale
from records.models import ReviewState
from records.narrowed import from_list
from records.registries.queues import Queue
from stakeholders.consultation_page import pages_of
from stakeholders.forms.fields import districts_of_today
from stakeholders.found import searched_consultations
from stakeholders.lists.outcomes import columns_of_outcomes
from stakeholders.models import Consultation
from stakeholders.vocabulary import Barrier, Confidentiality, ConsentBy, Held, Instrument, Part

SOME = 200


class AmongOpen(Among):
    """Finds none by what its page does not say to this reader."""

    def query(self, value: str) -> Q:
        return super().query(value) & Q(is_open=True)


class OpenBy(Choice):
    """Who recorded it; finds none whose page does not say so to this reader."""

    @classmethod
    def of(cls, choice: Choice) -> "OpenBy":
        return cls(choice.name, choice.label, choice.choices, choice.look_up)

    def query(self, value: str) -> Q:
        return super().query(value) & Q(is_open=True)


class OpenStale(Stale):
    """Finds none, either way, whose page tells this reader no day of review: from one day to the next it would."""

    def query(self, value: str) -> Q:
        return super().query(value) & Q(is_open=True)


class AsTold(Day):
    """A day from or until which; a session whose page tells no more than its month is found by its month alone."""

    def query(self, value: str) -> Q:
        if self.name == "from":
            month = f"{value[:-2]}01"
            in_full = Q(first_day__gte=value) | Q(last_day__gte=value)
            return Q(is_open=True) & in_full | Q(is_open=False, shown_day__gte=month)
        return Q(is_open=True, first_day__lte=value) | Q(is_open=False, shown_day__lte=value)


def consultations(request: CityRequest) -> Listing:
    districts = districts_of_today(request.city)
    return Listing(
        columns=_columns(request, districts),
        search=("searched",),
        filters=(
            Choice("state", _("Review"), ReviewState.choices),
            Choice("instrument", _("Instrument"), Instrument.choices),
            Choice("confidentiality", _("Confidentiality"), Confidentiality.choices),
            AmongOpen("districts", _("District"), districts),
            stale(OpenStale),
            AsTold("from", _("From")),
            AsTold("until", _("Until")),
            OpenBy.of(recorded_by(request.city)),
            Choice("marking", _("Marking"), Marking.choices),
        ),
        sort="-when",
    )


def rows_of_consultations(request: CityRequest, *, in_full: bool = False) -> "Rows[Consultation]":
    """`in_full` with all that a file says of them."""
    found = Consultation.objects.for_list(request.user)
    if in_full:
        found = found.select_related("created_by", "approved_by", "named_admin", "boundary_set")
    return rows_of(consultations(request), request, found, partial(searched_consultations, member=request.membership))


def with_what_was_said(user: User) -> "Callable[[Iterable[Consultation]], Iterator[Consultation]]":
    """Gives each consultation its page as this person reads it (`page`), some hundred at a time."""

    def filled(rows: Iterable[Consultation]) -> Iterator[Consultation]:
        left = iter(rows)
        while some := list(islice(left, SOME)):
            for row, page in zip(some, pages_of(some, user), strict=True):
                row.page = page  # type: ignore[attr-defined]
                yield row

    return filled


QUEUE = Queue(
    "consultation",
    "consultations",
    lambda request: rows_of_consultations(request, in_full=True),
    with_what_was_said,
)


def _columns(request: CityRequest, districts: "list[tuple[str, str]]") -> Columns:
    def url(row: Consultation) -> str:
        return reverse("consultation", args=[request.city.slug, row.pk])

    instruments, rules = Words(Instrument), Words(Confidentiality)
    return (
        Column(
            "title",
            _("Title"),
            lambda row: _title(from_list(request, "consultations", url(row)), row),
            (Alphabetical("shown_title"),),
            files=(fact("title", _("Title"), lambda row: row.shown_title),),
        ),
        Column("when", _("When"), _when, ("shown_day",), files=_days()),
        Column(
            "instrument",
            _("Instrument"),
            lambda row: instruments[row.instrument],
            ("instrument",),
            files=coded("instrument", _("Instrument"), instruments),
        ),
        Column(
            "confidentiality",
            _("Confidentiality"),
            lambda row: rules[row.confidentiality],
            files=coded("confidentiality", _("Confidentiality"), rules),
        ),
        state(tells_stale=lambda row: row.is_open),
        marking(),
        *_session(districts),
        *columns_of_outcomes(),
        fact("review_by", _("Review by"), _if_open("review_by")),
        *of_review(may_read=lambda row: row.is_open),
        *address(request, url),
    )


def _title(url: str, row: Consultation) -> object:
    if row.is_open:
        return cells.link(url, row.title)
    alone = RULES[row.confidentiality].fewest_sessions == 1
    limited = _("Only what was said is open to you") if alone else _("Nothing of it is told by itself")
    return cells.together(cells.link(url, row.anonymous_title), cells.hint(limited))


def _when(row: Consultation) -> object:
    return cells.days(row.first_day, row.last_day) if row.is_open else cells.in_one(formats.month(row.first_day))


def _days() -> "tuple[FileColumn[Consultation], ...]":
    return (
        fact("month", _("Month"), lambda row: f"{row.first_day:%Y-%m}"),
        fact("first_day", _("When"), _if_open("first_day")),
        fact("last_day", _("Until"), _if_open("last_day")),
    )


def _session(districts: "list[tuple[str, str]]") -> Columns:
    """Where and how it was held: for those who may read it as a whole."""
    return (
        *coded("held", _("Where"), Held, _if_open("held")),
        *coded("districts", _("Districts"), districts, _if_open("districts")),
        fact("people", _("People"), _if_open("people")),
        fact("organisations_invited", _("Organisations invited"), _if_open("organisations_invited")),
        fact("organisations_came", _("Organisations that took part"), _if_open("organisations_came")),
        fact("venue", _("Kind of place"), _if_open("venue")),
        fact("organiser", _("Organised by"), _if_open("organiser")),
        fact("languages", _("Languages spoken"), _if_open("languages")),
        fact("interpreter", _("Interpreter"), _if_open("interpreter")),
        *coded("barriers", _("What kept people away"), Barrier, _if_open("barriers")),
        fact("barriers_note", _("More about what kept them away"), _if_open("barriers_note")),
        *coded("consent_by", _("How they agreed"), ConsentBy, _if_open("consent_by")),
        fact("promised", _("What was promised back"), _if_open("promised")),
        fact("named_admin", _("The admin who reads it"), _if_open("named_admin")),
        *coded("done_parts", _("Sections that are done"), Part, _if_open("done_parts")),
        fact("boundary_set", _("Boundaries"), lambda row: row.boundary_set and row.boundary_set.name),
    )


def _if_open(name: str) -> Callable[[Consultation], Any]:
    return lambda row: getattr(row, name) if row.is_open else None
