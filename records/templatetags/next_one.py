"""After one record was looked at, the next that waits: whoever reviews does not go back to a list each time, and where
they came from a list that was narrowed, the next one and the way back are of it.
"""

from typing import Any

from django import template
from django.urls import reverse

from accounts.limits import MustWait
from records.models import Record, ReviewState
from records.narrowed import as_list, narrowed, onward
from records.registries.queues import queue_of
from records.registries.record_types import history_named

register = template.Library()


@register.inclusion_tag("records/next_to_review.html", takes_context=True)
def next_to_review(context: template.Context, record: Record, kind: str) -> dict[str, Any]:
    """Of the same kind, for whoever may approve it; beside one that waits itself, it is what can be done later."""
    request, found = context["request"], history_named(kind)
    if not request.membership.is_admin or found is None or found.url is None:
        return {}
    query, queue = narrowed(request), queue_of(kind)
    seen: Any = found.visible(request.user)
    if query and queue is not None:
        try:
            listed = queue.rows(as_list(request, query))
        except MustWait:  # several opened at once from a list that was searched: each is shown all the same
            return {}
        seen = seen.filter(pk__in=listed.matching.order_by().values("pk"))
    rows = seen.to_approve_by(request.user).exclude(pk=record.pk)
    following = rows.filter(pk__gt=record.pk).order_by("pk").first() or rows.order_by("pk").first()
    if following is None:
        return {"is_last": bool(query)}
    is_waiting = record.state == ReviewState.SUBMITTED
    url = onward(found.url(following), query)
    return {"record": following, "url": url, "count": rows.count(), "is_waiting": is_waiting}


@register.simple_tag(takes_context=True)
def list_before(context: template.Context, page: str) -> str:
    """The list a record stands in, narrowed as it was when this person came from it."""
    request = context["request"]
    query = narrowed(request)
    address = reverse(page, args=[request.city.slug])
    return f"{address}?{query}" if query else address


@register.simple_tag(takes_context=True)
def keeping_list(context: template.Context, address: str) -> str:
    """An address of a record that keeps the list this person came from."""
    return onward(address, narrowed(context["request"]))


@register.simple_tag(takes_context=True)
def several_to_review(context: template.Context, kind: str) -> str:
    """Where an admin approves several of a list that shows what waits; empty where it shows other records."""
    request = context["request"]
    if not request.membership.is_admin or request.GET.get("state") != ReviewState.SUBMITTED:
        return ""
    return f"{reverse('review_several', args=[request.city.slug, kind])}?{request.GET.urlencode()}"
