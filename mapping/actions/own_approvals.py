"""Who approved a record that comes from a file: what the city's own history holds, and nothing else."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import City
from mapping.actions.own_facts import PLAIN, Facts, digest
from mapping.models import Observation, Series, Source
from records.models import ReviewState

# The author may belong here no more, and is then named by nobody.
BUT_THE_AUTHOR = ("created_by",)


class Approvals:
    """Of records that are here no more, the approvals that the city's history holds of just what some rows say.

    A file says who approved a record, and whoever could change it on its way could say so as well.
    """

    def __init__(self, city: City, rows: Collection[Facts]) -> None:
        self._zone = ZoneInfo(city.time_zone)
        # by what they say, one of each record: its last
        self._found: dict[bytes, dict[int, Any]] = defaultdict(dict)
        wanted = {self._digest(facts) for facts in rows}
        people = {facts["approved_by"] for facts in rows}
        if people:
            self._look_for(city, wanted, people)

    def _look_for(self, city: City, wanted: Collection[bytes], people: Collection[int]) -> None:
        events = Observation.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
            city=city, state=ReviewState.APPROVED, approved_by__in=people
        ).exclude(pgh_obj_id__in=Observation.objects.filter(city=city).values("pk"))
        keys, names = _ever(city, Source, "key"), _ever(city, Series, "name")
        for event in events.order_by("pgh_id").iterator(chunk_size=2000):
            said = self._digest(
                {
                    **{name: getattr(event, name) for name in PLAIN},
                    "approved_by": event.approved_by_id,
                    "source": keys.get(event.source_id, ""),
                    "district": event.district_id,
                    "series": names.get(event.series_id, ""),
                }
            )
            if said in wanted:
                self._found[said][event.pgh_obj_id] = event

    def take(self, facts: Facts) -> Any:
        """The event by which a row was approved, which is of no other row from then on; None where there is none."""
        held = self._found.get(self._digest(facts), {})
        author = facts["created_by"]
        number = next((pk for pk, event in held.items() if author in {None, event.created_by_id}), None)
        return None if number is None else held.pop(number)

    def _digest(self, facts: Facts) -> bytes:
        return digest(facts, self._zone, without=BUT_THE_AUTHOR)


def _ever(city: City, model: Any, name: str) -> dict[int, str]:
    """The last of each, also of what is here no more."""
    events = model.pgh_event_model.objects.filter(city=city).order_by("pgh_id")
    return dict(events.values_list("pgh_obj_id", name))
