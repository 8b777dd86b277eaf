"""Which boundaries records are placed by, and which records happened when others held."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mapping.actions.staging import Incoming
from mapping.imports.doubts import Doubts
from mapping.models import BoundarySet


def check_boundaries(incoming: Incoming, used: BoundarySet, doubts: Doubts) -> None:
    """Say which boundaries were used; tell of records from before and after them."""
    sets = BoundarySet.objects.filter(city=used.city_id)
    earlier = sets.filter(valid_from__lt=used.valid_from).order_by("-valid_from").first()
    later = sets.filter(valid_from__gt=used.valid_from).order_by("valid_from").first()
    placed, before, after = _counted(incoming, used, later)
    day = used.valid_from.isoformat()
    doubts.note(
        ngettext(
            "%(count)d record is placed by the boundaries “%(name)s”, valid from %(day)s; %(before)d of them "
            "happened before that day.",
            "%(count)d records are placed by the boundaries “%(name)s”, valid from %(day)s; %(before)d of them "
            "happened before that day.",
            placed,
        )
        % {"count": placed, "name": used.name, "day": day, "before": before}
    )
    if before and earlier is not None:
        doubts.tell(
            _(
                "Records from before %(day)s, when the boundaries from %(other)s on held: %(count)d. To place a file "
                "by those, name %(other)s in the mapping under place.boundaries."
            )
            % {"count": before, "day": day, "other": earlier.valid_from.isoformat()}
        )
    elif before:
        doubts.tell(
            _(
                "Records from before %(day)s, the first day of the oldest boundaries the city has, that are placed "
                "by those all the same: %(count)d."
            )
            % {"count": before, "day": day}
        )
    if after and later is not None:
        doubts.tell(
            _(
                "Records from %(day)s on, when the boundaries “%(name)s” hold: %(count)d. To place a file by those, "
                "name %(day)s in the mapping under place.boundaries."
            )
            % {"count": after, "day": later.valid_from.isoformat(), "name": later.name}
        )
    if used.valid_from > timezone.localdate():
        doubts.tell(
            _(
                "The boundaries “%(name)s” hold from %(day)s on, which is still to come; name others under "
                "place.boundaries."
            )
            % {"name": used.name, "day": day}
        )


def _counted(incoming: Incoming, used: BoundarySet, later: BoundarySet | None) -> tuple[int, int, int]:
    """Records placed in a district, those from before the boundaries, those from after the next ones began."""
    found = incoming.select(
        """SELECT count(*), count(*) FILTER (WHERE i.first_day < %(start)s),
                  count(*) FILTER (WHERE i.first_day >= %(next)s::date)
           FROM incoming i JOIN incoming_kind k ON k.id = i.kind WHERE k.place = 'district'""",
        start=used.valid_from,
        next=later.valid_from if later else None,
    )
    placed, before, after = found[0]
    return placed, before, after
