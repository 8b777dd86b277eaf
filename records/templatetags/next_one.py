"""After one record was looked at, the next that waits: whoever reviews does not go back to a list each time."""

from typing import Any

from django import template

from records.models import Record, ReviewState
from records.record_types import history_named

register = template.Library()


@register.inclusion_tag("records/next_to_review.html", takes_context=True)
def next_to_review(context: template.Context, record: Record, kind: str) -> dict[str, Any]:
    """Of the same kind, for whoever may approve it; beside one that waits itself, it is what can be done later."""
    request, found = context["request"], history_named(kind)
    if not request.membership.is_admin or found is None or found.url is None:
        return {}
    seen: Any = found.visible(request.user)
    rows = seen.to_approve_by(request.user).exclude(pk=record.pk)
    following = rows.filter(pk__gt=record.pk).order_by("pk").first() or rows.order_by("pk").first()
    if following is None:
        return {}
    is_waiting = record.state == ReviewState.SUBMITTED
    return {"record": following, "url": found.url(following), "count": rows.count(), "is_waiting": is_waiting}
