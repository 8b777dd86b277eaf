"""Cities that differ in nothing that members are told: other records in place of those behind what an edition hides."""

import datetime
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.disclosure import FEWEST_FOR_PARTNERS, Band
from analysis.protection.cells import Key, Printed
from analysis.protection.of_window import tables_of_window
from analysis.records import Event, Period
from mapping.vocabulary import Space
from mapping.vocabulary.together import NOTHING_ELSE, ONLINE_SETTINGS
from reports.partner.figures import WORDS, figures_of
from reports.snapshot import SnapshotData
from reports.snapshot.consultations import disclosed, load_consultations
from stakeholders.vocabulary import NeedCategory
from tests.analysis.makers import YEAR, coverage, event
from tests.reports.hearings import BODIES, GROUPS, body, factor, group, need, outlook, quote, service, session, trust
from tests.reports.landscapes import AREAS, reading_of

PLACES = AREAS[:5]
CODES = [area.code for area in PLACES]
WINDOWS = (YEAR, YEAR.years_earlier(1))
TRIED = 300
# What changes at once.
FIELDS = (
    ("currents",),
    ("manifestations",),
    ("targets",),
    ("first_day", "last_day"),
    ("setting", "space", "place", "district"),
)
# What a record has that no table counts.
SOURCES = (("police", "police"), ("school", "school"), ("media", "media"))


def frozen_of(chance: random.Random) -> SnapshotData:
    """A city of some records, of which each district's needs, concern and services are told."""
    rows = [_record(chance, window) for window in WINDOWS for _n in range(chance.randint(20, 150))]
    # those of the years before are in no table, and in the restricted edition alone
    rows += [_record(chance, YEAR.years_earlier(back)) for back in range(2, 6) for _n in range(chance.randint(0, 60))]
    frozen = reading_of([], [coverage(source) for source, _type in SOURCES], areas=PLACES).frozen
    return _with(frozen, rows, consultations=_said(chance), **_services(chance))


def _with(frozen: SnapshotData, rows: Sequence[Event], **fields: Any) -> SnapshotData:
    """As it is read back: sessions are made of what may be told of consultations."""
    made = replace(frozen, events=tuple(rows), groups=list(GROUPS), **fields)
    told = disclosed(made.consultations, made.period)
    return replace(made, consultations=told, sessions=load_consultations(told, made.diagnosis["dated"]))


def _said(chance: random.Random) -> list[dict[str, Any]]:
    names = list(BODIES)
    needs = [
        need(who, chance.choice(list(NeedCategory)[:5]).value, chance.randint(1, 5), districts=[chance.choice(CODES)])
        for who in names
    ]
    concern = [outlook(who, chance.randint(1, 5), district=code) for who in names for code in CODES]
    rows = [session(*names, needs=needs, outlook=concern, quotes=[quote("Church")], head_counts=[group("young")])]
    rows += [session(*names, outlook=concern, trust=[trust(who, chance.choice([1, 5])) for who in names])] * 3
    rows[1] = {**rows[1], "disagreements": [{"statement": "Who should ask", "blocks": ["residents", "public_bodies"]}]}
    return rows


def _services(chance: random.Random) -> dict[str, Any]:
    return {
        "services": [service("training", districts=chance.sample(CODES, 2)), service("funding", marking="amber")],
        "factors": [factor(districts=[CODES[0]], rests_on=[f"observation:{n}" for n in range(chance.randint(1, 9))])],
        "organisations": [body("Youth Club", "places", may_share=True)],
    }


def _record(chance: random.Random, window: Period) -> Event:
    place = chance.choices(WORDS.codes["places"], [80, *[7] * (len(WORDS.codes["places"]) - 1)])[0]
    first = window.start + datetime.timedelta(days=chance.randrange(365))
    found = event(
        first, _uneven(chance, CODES) if place == "district" else None, place=place,
        currents=_codes(chance, "currents"), manifestations=_codes(chance, "manifestations"),
        targets=_codes(chance, "targets"),
        setting=chance.choice([*WORDS.codes["settings"], ""]) or None,
    )  # fmt: skip
    is_online = place == "online" or found.setting in ONLINE_SETTINGS
    space = chance.choice([Space.ONLINE, Space.HYBRID] if is_online else [Space.OFFLINE] * 9 + [Space.HYBRID])
    return _uncounted(chance, found._replace(space=space.value))


def _uncounted(chance: random.Random, record: Event) -> Event:
    """With other words in all that no table counts, and another day of its month."""
    source, kind = chance.choice(SOURCES)
    day = record.first_day.replace(day=chance.randint(1, 28))
    return record._replace(
        first_day=day, last_day=day, reported=day, source=source, source_type=kind,
        reliability=chance.choice("ABCDE"), credibility=chance.randint(1, 5), stale=chance.random() < 0.3,
        severity=chance.choice([None, 1, 2, 3]), hour=chance.choice([None, 2, 12, 22]),
        series=chance.choice([None, "tag"]), spot=chance.choice([None, (3.0, 56.0)]),
        platform=chance.choice(["", "a platform"]),
    )  # fmt: skip


def _codes(chance: random.Random, family: str) -> tuple[str, ...]:
    none = NOTHING_ELSE.get(family)
    named = [code for code in WORDS.codes[family] if code != none]
    if none and chance.random() < 0.3:
        return (none,)
    return tuple(dict.fromkeys(_uneven(chance, named) for _again in range(chance.choice([1, 1, 2]))))


def _uneven(chance: random.Random, codes: Sequence[str]) -> str:
    """The first of them most often."""
    return chance.choices(codes, [1 / place**2 for place in range(1, len(codes) + 1)])[0]


def other_records(frozen: SnapshotData, chance: random.Random) -> tuple[SnapshotData, int]:
    """Changed one by one as long as each window prints the same; and how many counts are others now."""
    rows = list(frozen.events)
    before = [_counts(rows, window) for window in WINDOWS]
    for each, window in zip(figures_of(frozen).told, reversed(WINDOWS), strict=True):
        _change(rows, window, each.shown, chance)
    after = [_counts(rows, window) for window in WINDOWS]
    changed = sum(one[key] != other[key] for one, other in zip(before, after, strict=True) for key in one)
    told_alike = [_uncounted(chance, row) for row in rows if any(_is_in(row, window) for window in WINDOWS)]
    earlier = [_record(chance, YEAR.years_earlier(chance.randint(2, 5))) for _n in range(chance.randint(0, 300))]
    return replace(frozen, events=(*told_alike, *earlier)), changed


def _change(rows: list[Event], window: Period, shown: Mapping[Key, Printed], chance: random.Random) -> None:
    inside = [place for place, row in enumerate(rows) if _is_in(row, window)]

    def counts() -> dict[Key, int]:
        return _counts([rows[place] for place in inside], window)  # whatever changes lies in the window still

    small = {key for key, count in counts().items() if count < FEWEST_FOR_PARTNERS}
    for _again in range(TRIED if inside else 0):
        places = chance.sample(inside, min(len(inside), chance.choice([1, 2])))
        kept = [rows[place] for place in places]
        other = _record(chance, window)
        fields = chance.choice(FIELDS)
        for place in places:
            rows[place] = rows[place]._replace(**{name: getattr(other, name) for name in fields})
        if len(places) == 2 and chance.random() < 0.5:
            # what the one had the other gets
            rows[places[0]] = kept[0]._replace(**{name: getattr(kept[1], name) for name in fields})
            rows[places[1]] = kept[1]._replace(**{name: getattr(kept[0], name) for name in fields})
        if not _prints(counts(), shown, small):
            for place, row in zip(places, kept, strict=True):
                rows[place] = row


def _is_in(row: Event, window: Period) -> bool:
    return window.holds(row.first_day, row.last_day)


def _counts(rows: Sequence[Event], window: Period) -> dict[Key, int]:
    tables = tables_of_window(rows, PLACES, window, WORDS)
    return {cell.key: cell.count for cell in tables.cells if cell.is_printed}


def _prints(counts: Mapping[Key, int], shown: Mapping[Key, Printed], small: set[Key]) -> bool:
    """What is printed is what it was, and what is hidden for being small is small."""
    for key, printed in shown.items():
        count = counts[key]
        if isinstance(printed, Band):
            if not printed.low <= count <= printed.high:
                return False
        elif printed is None:
            if (count < FEWEST_FOR_PARTNERS) != (key in small):
                return False
        elif count != printed:
            return False
    return True
