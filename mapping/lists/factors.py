"""The list of drivers and protective factors."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.list_rows import rows_of
from accounts.models import Marking, User
from accounts.requests import CityRequest
from core.lists import Among, Choice, Column, Columns, Listing, Rows, Words, cells, coded, fact
from core.sort_keys import Alphabetical
from mapping.found import searched_factors
from mapping.models import Factor, named_today
from mapping.vocabulary import FactorAbout, FactorConfidence, FactorKind, Setting
from records.columns import address, marking, of_review, review_by, state
from records.evidence import readable_of
from records.filters import recorded_by, stale
from records.models import ReviewState
from records.narrowed import from_list
from records.registries.queues import Queue

SOME = 200


def factors(request: CityRequest) -> Listing:
    districts = named_today(request.city.pk)
    return Listing(
        columns=_columns(request, districts),
        search=("searched",),
        filters=(
            Choice("kind", _("Kind"), FactorKind.choices),
            Choice("state", _("Review"), ReviewState.choices),
            Among("districts", _("District"), districts),
            Choice("setting", _("Setting"), Setting.choices),
            Choice("confidence", _("Confidence"), FactorConfidence.choices),
            stale(),
            recorded_by(request.city),
            Choice("marking", _("Marking"), Marking.choices),
        ),
        sort="kind",
    )


def rows_of_factors(request: CityRequest) -> "Rows[Factor]":
    seen = Factor.objects.visible_to(request.user).select_related("created_by", "approved_by")
    return rows_of(factors(request), request, seen, partial(searched_factors, member=request.membership))


def with_evidence(user: User) -> "Callable[[Iterable[Factor]], Iterator[Factor]]":
    """Gives each what its page tells this person of what it rests on (`cited`), some hundred at a time."""

    def filled(rows: Iterable[Factor]) -> Iterator[Factor]:
        left = iter(rows)
        while some := list(islice(left, SOME)):
            told = readable_of((row.rests_on for row in some), user)
            for row in some:
                row.cited = [each for each in row.rests_on if each in told]  # type: ignore[attr-defined]
                yield row

    return filled


QUEUE = Queue("factor", "factors", rows_of_factors, with_evidence)


def _columns(request: CityRequest, districts: "list[tuple[str, str]]") -> Columns:
    def url(row: Factor) -> str:
        return reverse("factor", args=[request.city.slug, row.pk])

    kinds, names, settings = Words(FactorKind), Words(districts), Words(Setting)

    def where(row: Factor) -> str:
        place = names.several(row.districts) or _("City-wide")
        return f"{settings[row.setting]}, {place}" if row.setting else place

    return (
        Column(
            "title",
            _("Title"),
            lambda row: cells.link(from_list(request, "factors", url(row)), row.title),
            (Alphabetical("title"),),
        ),
        Column(
            "kind",
            _("Kind"),
            lambda row: kinds[row.kind],
            ("kind", Alphabetical("title")),
            files=coded("kind", _("Kind"), kinds),
        ),
        fact("statement", _("What it is and what it does")),
        Column(
            "where",
            _("Where"),
            where,
            files=(
                *coded("about", _("It is told of"), FactorAbout),
                *coded("setting", _("Setting"), settings),
                *coded("districts", _("Districts"), names),
            ),
        ),
        fact("evidence", _("How it is known")),
        fact("rests_on", _("Records it rests on"), lambda row: row.cited),
        fact("source_link", _("Link to the source")),
        Column(
            "confidence",
            _("Confidence"),
            lambda row: row.get_confidence_display(),
            files=coded("confidence", _("Confidence"), FactorConfidence),
        ),
        state(),
        review_by(),
        marking(),
        *of_review(),
        *address(request, url),
    )
