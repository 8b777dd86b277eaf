"""One search over everything that one may read in a city."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import limits
from accounts.access import role_required
from accounts.models import EVERYBODY
from accounts.requests import CityRequest
from core.lists.listing import LONGEST_SEARCH
from core.search import MOST_WORDS, words_of
from records.actions import record_view
from records.finding import find
from records.models.accesses import SEARCH


@require_safe
@role_required(*EVERYBODY)
def search(request: CityRequest, city: str) -> HttpResponse:
    """Names, days and the words around what was found; each record has a page of its own. What was asked for is kept
    nowhere."""
    query = request.GET.get("words", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    words = words_of(query)
    if words and (wait := limits.refused_for_now(request, request.membership, limits.SEARCHES)) is not None:
        return wait
    kinds = find(request.membership, words)
    if shown := sum(len(each.rows) for each in kinds):
        # the words around what was found are words of records: whoever asks again and again reads them
        record_view(city=request.city, user=request.user, what=SEARCH, records=shown)
    facts = {
        "query": query,
        "kinds": [each for each in kinds if each.rows],
        "cut_short": [each.kind for each in kinds if each.is_cut_short],
        "is_asked": bool(words),
        "unsearched": _unsearched(words),
    }
    return render(request, "home/search.html", facts)


def _unsearched(words: list[str]) -> str:
    told = _("Only the first %(most)s words were searched for, not “%(words)s”.")
    left = " ".join(words[MOST_WORDS:])
    return told % {"most": MOST_WORDS, "words": left} if left else ""
