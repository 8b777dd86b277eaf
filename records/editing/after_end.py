"""A form that was sent after its session had ended: what was typed becomes a draft, as if a script had kept it."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Membership
from core.errors import Refused
from records.actions.drafts import Moved, keep_draft, set_aside
from records.editing.sent import identity_in, record_in, seen_of, typed_in_form, without_null
from records.registries.record_types import draft_form_named


def keep_after_end(request: HttpRequest, membership: Membership) -> str:
    """Where it goes on; empty where the form is none that has drafts, or none for this member. A draft that another tab
    kept meanwhile stays, and this is set aside."""
    sent, city, owner = request.POST, membership.city, membership.user
    form, record = draft_form_named(sent.get("draft_form", "")), record_in(sent.get("draft_record", ""))
    typed = typed_in_form(sent)
    if form is None or membership.role not in form.roles or record is None or not typed:
        return ""
    identity = identity_in(sent)
    base_version = without_null(sent.get("base_version", ""))
    try:
        try:
            keep_draft(
                city=city, owner=owner, form=form.name, record=record, data=typed, base_version=base_version,
                identity=identity, **seen_of(sent),
            )  # fmt: skip
        except Moved:
            set_aside(city=city, owner=owner, form=form.name, record=record, data=typed)
            return reverse("drafts", args=[city.slug])
    except Refused:
        return ""
    return form.goes_on_at(city, record, identity)
