"""What counts once in the fictional city: said by the officer, with the actions that the pages use."""

from accounts.city import city_context
from accounts.models import City, User
from mapping.actions.once import decide_pair
from mapping.actions.series import keep_series, link_to_series
from mapping.models import Observation, Pair, Series
from reports.models import Diagnosis

VIA = "command demo"
# By key in the source. Of the pairs that are proposed, these are decided; two more wait for somebody.
SAME_EVENT = (("PO-2025-0101", "CS-2025-0069"), ("PO-2023-0092", "CS-2023-0056"))
TWO_EVENTS = (("PO-2024-0054", "PN-2024-0018"),)
SERIES, WHERE, WHAT, OF_YEAR = "The same tag at the tram stops", "E16", "property_damage", 2025


class Once:
    """What is there already is left as it is, so an interrupted start is taken up again."""

    def __init__(self, city: City, people: dict[str, User]) -> None:
        self.city, self.by = city, people["officer"]

    def say(self) -> None:
        with city_context(self.city.pk, via=VIA, actor_id=self.by.pk):
            if Diagnosis.objects.exists():
                return  # said before the first was asked for; what people changed since stays
            for keys in (*SAME_EVENT, *TWO_EVENTS):
                self._pair(keys, same=keys in SAME_EVENT)
            self._series()

    def _pair(self, keys: tuple[str, str], *, same: bool) -> None:
        one, other = Observation.objects.filter(external_key__in=keys).select_related("source").order_by("pk")
        if not Pair.objects.filter(first=one, second=other).exists():
            decide_pair(one=one, other=other, same=same, by=self.by)

    def _series(self) -> None:
        if Series.objects.filter(name=SERIES).exists():
            return
        found = Observation.objects.filter(
            district__code=WHERE, manifestations__contains=[WHAT], first_day__year=OF_YEAR, batch__isnull=False
        )
        kept = keep_series(series=Series(city=self.city, name=SERIES), by=self.by)
        numbers = list(found.order_by("first_day", "pk").values_list("pk", flat=True))
        link_to_series(city=self.city, series=kept, numbers=numbers, by=self.by)
