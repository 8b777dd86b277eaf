"""Cities that were never there: records of one year, uneven, with several codes each, some of them of nothing known."""

import datetime
import random

from analysis.protection.of_window import Vocabulary
from analysis.records import Area, Event, Period
from tests.analysis.makers import event

WINDOW = Period(datetime.date(2025, 1, 1), datetime.date(2025, 12, 31))
WORDS = Vocabulary(
    codes={
        "places": ("district", "city_wide", "online", "outside"),
        "spaces": ("offline", "online", "hybrid"),
        "currents": ("a", "b", "c", "d", "none_known"),
        "manifestations": ("threat", "arson", "propaganda", "assault", "plot"),
        "targets": ("one", "two", "three", "four", "none"),
        "settings": ("street", "school", "worship", "home", "forum", "gaming"),
    },
    none={"currents": "none_known", "targets": "none"},
    online_settings=frozenset({"forum", "gaming"}),
)
# So few that sums of them are taken off by hand.
FEW_WORDS = Vocabulary(
    codes={
        "places": ("district", "city_wide", "online", "outside"),
        "spaces": ("offline", "online", "hybrid"),
        "currents": ("one", "two", "none_known"),
        "manifestations": ("threat", "arson"),
        "targets": ("some", "none"),
        "settings": ("street", "forum"),
    },
    none={"currents": "none_known", "targets": "none"},
    online_settings=frozenset({"forum"}),
)


def areas_of(count: int) -> list[Area]:
    return [Area(f"{number:02}", f"District {number}", 1_000 * number) for number in range(1, count + 1)]


def events_of_city(seed: int, *, most: int = 150) -> tuple[list[Event], list[Area]]:
    """From a handful of records to `most`, in three to nine districts."""
    chance = random.Random(seed)
    areas = areas_of(chance.randint(3, 9))
    codes = [area.code for area in areas]
    return [_event(chance, codes) for _number in range(chance.randint(3, most))], areas


def _event(chance: random.Random, districts: list[str]) -> Event:
    day = WINDOW.start + datetime.timedelta(days=chance.randrange(365))
    is_known = chance.random() < 0.95
    place = chance.choices(WORDS.codes["places"], [80, 8, 10, 2])[0]
    is_online = place == "online"
    return event(
        day,
        _uneven(chance, districts) if place == "district" else None,
        last_day=day if is_known else min(WINDOW.end, day + datetime.timedelta(days=40)),
        place=place,
        currents=_codes(chance, "currents", "none_known"),
        manifestations=_codes(chance, "manifestations", ""),
        targets=_codes(chance, "targets", "none"),
        space="online" if is_online else chance.choices(["offline", "hybrid"], [9, 1])[0],
        setting=_uneven(chance, ["forum", "gaming"] if is_online else ["street", "school", "worship", "home", ""])
        or None,
    )


def _codes(chance: random.Random, family: str, none: str) -> tuple[str, ...]:
    codes = [code for code in WORDS.codes[family] if code != none]
    if none and chance.random() < 0.25:
        return () if chance.random() < 0.1 else (none,)
    return tuple(dict.fromkeys(_uneven(chance, codes) for _again in range(chance.choice([1, 1, 2]))))


def _uneven(chance: random.Random, codes: list[str]) -> str:
    """The first of them most often."""
    return chance.choices(codes, [1 / place for place in range(1, len(codes) + 1)])[0]
