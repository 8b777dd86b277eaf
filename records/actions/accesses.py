"""Who opened or downloaded what: one row for each reading, however many records it showed."""

from django.db import models

from accounts.models import City, User
from records.models import Access, Verb


def record_access(*, city: City, user: User, verb: Verb, of: models.Model) -> Access:
    """Note that somebody saw this; commits together with the response that shows it."""
    return Access.objects.create(city=city, user=user, verb=verb, model=of._meta.label_lower, object_id=str(of.pk))


def record_view(*, city: City, user: User, what: str, number: object = "", records: int = 1) -> Access:
    """Note that somebody opened a page that is no record's own: `what` is named by `register_view`."""
    return Access.objects.create(
        city=city, user=user, verb=Verb.OPENED, model=what, object_id=str(number), records=records
    )


def record_export(*, city: City, user: User, what: str, records: int) -> Access:
    """Note that somebody took along a list of so many of these; `what` is the label of their model, or HISTORY."""
    return Access.objects.create(city=city, user=user, verb=Verb.EXPORTED, model=what, records=records)
