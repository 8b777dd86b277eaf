"""What the reader typed for a record and did not save."""

from typing import Any

from django import template
from django.db.models import Model

from records.editing import left_in

register = template.Library()


@register.inclusion_tag("records/left_here.html", takes_context=True)
def left_here(context: template.Context, record: Model) -> dict[str, Any]:
    request = context["request"]
    return {"request": request, "left": left_in(record, request)}
