"""One row per record: what, where, when, and how it is known."""

import calendar
import datetime
import math
import random
from dataclasses import dataclass, fields

from demo.elverhavn import words
from demo.elverhavn.words import Weights
from demo.elverhavn.years import HIGH, RISEN, SEASONS, Batch, batches

EXTRACTED_ON = datetime.date(2026, 1, 31)
SEED = 27
# Days from event to report: usual mean by source; a few come in much later.
USUAL_LAG = {"police": 4.0, "city-services": 7.0, "partner-network": 11.0, "online-monitoring": 3.0}
MONTH_KNOWN, YEAR_KNOWN, LATE = 0.025, 0.008, 0.02
# Of how many records of a source the hour is known, and how events fall on the hours from midnight on.
HOURS_KNOWN = {"police": 0.85, "city-services": 0.3}
HOURS = (3, 2, 2, 1, 1, 1, 2, 4, 5, 4, 4, 5, 5, 5, 6, 8, 8, 7, 6, 6, 6, 7, 7, 5)
SEVERAL_CURRENTS, SEVERAL_TARGETS, BOTH_SPACES = 0.05, 0.08, 0.14
SEPARATOR = " + "
PREFIX = {"police": "PO", "city-services": "CS", "partner-network": "PN", "online-monitoring": "OM"}
SPOKEN = ("threat", "hate speech", "harassment", "harassment of officials")
BIASED = frozenset(words.TARGETS) - {"no group", "public officials", "political opponents", "journalists"}
UNTOLD = frozenset({"none known", "mixed or unclear"})
AT_SOMEBODY = frozenset({*SPOKEN, "assault"})
NOBODYS = frozenset({"seeking recruits", "raising money", "attack prepared", "interference with the vote"})
AGAINST_OFFICIALS: Weights = {"anti-institutional": 60, "right-wing": 20, "mixed or unclear": 14, "none known": 6}
# Records of which nobody knows on which side of New Year they belong.
ACROSS_NEW_YEAR = (("city-services", "E03"), ("partner-network", "E05"))
WITHDRAWN = (("E08", 2021), ("E15", 2024), ("E22", 2025))


@dataclass(frozen=True, slots=True)
class Row:
    """A record as its source wrote it down; the names are the columns. `summary` is for people."""

    key: str
    start: str
    end: str
    reported: str
    hour: str
    district: str
    reason: str
    kind: str
    targeted: str
    current: str
    setting: str
    space: str
    platform: str
    severity: str
    basis: str
    known: str
    reliability: str
    credibility: str
    status: str
    summary: str


COLUMNS = tuple(field.name for field in fields(Row))


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day (the same where the day is known) and the day of the report."""

    start: datetime.date
    end: datetime.date
    reported: datetime.date


@dataclass(frozen=True, slots=True)
class Seen:
    """What is settled of a record before chance fills in the rest."""

    days: Days
    place: str
    status: str = "valid"


def rows_by_source() -> dict[str, list[Row]]:
    """All rows, per source in the order of their days."""
    chance = random.Random(SEED)
    found: dict[str, list[Seen]] = {source: [] for source in PREFIX}
    for batch in batches(chance):
        found[batch.source] += [Seen(_days(batch, chance), batch.place) for _ in range(batch.count)]
    for source, place in ACROSS_NEW_YEAR:
        new_year = datetime.date(2025, 1, 1)
        span = Days(new_year - datetime.timedelta(16), new_year + datetime.timedelta(11), datetime.date(2025, 1, 20))
        found[source].append(Seen(span, place))
    for place, year in WITHDRAWN:
        found["police"].append(Seen(_days(Batch("police", place, year, 1), chance), place, "withdrawn"))
    return {source: _numbered(source, records, chance) for source, records in found.items()}


def _numbered(source: str, records: list[Seen], chance: random.Random) -> list[Row]:
    rows: list[Row] = []
    numbers: dict[int, int] = {}
    for seen in sorted(records, key=lambda seen: (seen.days.start, seen.days.reported, seen.place, seen.status)):
        year = seen.days.start.year
        number = numbers[year] = numbers.get(year, 0) + 1
        rows.append(_row(source, f"{PREFIX[source]}-{year}-{number:04d}", seen, chance))
    return rows


def _days(batch: Batch, chance: random.Random) -> Days:
    month = int(_one({str(number): weight for number, weight in enumerate(SEASONS, 1)}, chance))
    last = calendar.monthrange(batch.year, month)[1]
    start = datetime.date(batch.year, month, 1 + int(chance.random() * last))
    end, imprecise = start, chance.random()
    if batch.source != "police" and batch.place not in {RISEN, HIGH}:
        if imprecise < YEAR_KNOWN:
            start, end = datetime.date(batch.year, 1, 1), datetime.date(batch.year, 12, 31)
        elif imprecise < YEAR_KNOWN + MONTH_KNOWN:
            start, end = start.replace(day=1), start.replace(day=last)
    return Days(start, end, _reported(batch, end, chance))


def _reported(batch: Batch, end: datetime.date, chance: random.Random) -> datetime.date:
    usual = min(28, int(-math.log(1 - chance.random()) * USUAL_LAG[batch.source]))
    late = 60 + int(chance.random() * 140)
    is_late = chance.random() < LATE and batch.place not in {RISEN, HIGH}
    reported = end + datetime.timedelta(days=late if is_late else usual)
    return reported if reported <= EXTRACTED_ON else end + datetime.timedelta(days=usual)


def _row(source: str, key: str, seen: Seen, chance: random.Random) -> Row:
    days, online = seen.days, seen.place == "online"
    kind = _one(words.KINDS_SEEN[source], chance)
    currents = _currents(kind, chance)
    targets = _targets(kind, currents[0], chance)
    setting = _setting(kind, chance, online=online)
    space = _space(kind, chance, online=online)
    platform = _platform(setting, chance, online=online) if space != "offline" else ""
    known = _one(words.KNOWN_SEEN[source], chance)
    grade = _one(words.GRADES[known], chance)
    severities = words.SEVERITIES.get(kind, words.MILD)
    return Row(
        key=key,
        start=days.start.isoformat(),
        end=days.end.isoformat() if days.end != days.start else "",
        reported=days.reported.isoformat(),
        hour=_hour(source, key, days),
        district=seen.place,
        reason=_reason(kind, targets),
        kind=kind,
        targeted=SEPARATOR.join(targets),
        current=SEPARATOR.join(currents),
        setting=setting,
        space=space,
        platform=platform,
        severity=_one({str(step): weight for step, weight in enumerate(severities, 1)}, chance),
        basis=_basis(known, chance),
        known=known,
        reliability=grade[0],
        credibility=grade[1],
        status=seen.status,
        summary=_summary(kind, setting, chance, online=online),
    )


def _hour(source: str, key: str, days: Days) -> str:
    """The hour of two sources, of days that are known and then of most; by a chance of its own for each record."""
    chance = random.Random(f"{SEED} {key}")
    if source not in HOURS_KNOWN or days.end != days.start or chance.random() > HOURS_KNOWN[source]:
        return ""
    return _one({str(hour): weight for hour, weight in enumerate(HOURS)}, chance)


def _one(weights: Weights, chance: random.Random) -> str:
    """One of some words, as likely as their weights say."""
    left = chance.random() * sum(weights.values())
    for word, weight in weights.items():
        left -= weight
        if left < 0:
            return word
    return next(reversed(weights))


def _currents(kind: str, chance: random.Random) -> list[str]:
    first = _one(AGAINST_OFFICIALS if kind == "harassment of officials" else words.CURRENTS_SEEN, chance)
    second = _one(words.CURRENTS_SEEN, chance)
    several = chance.random() < SEVERAL_CURRENTS and first != second and UNTOLD.isdisjoint({first, second})
    return [first, second] if several else [first]


def _targets(kind: str, current: str, chance: random.Random) -> list[str]:
    if kind in NOBODYS:
        return ["no group"]
    if kind == "harassment of officials":
        return ["public officials"]
    if kind == "damage to a place of worship or a grave":
        return [_one({"Muslims": 45, "Jews": 30, "Christians": 25}, chance)]
    first, second = (_one(words.TARGETS_SEEN[current], chance) for _ in range(2))
    if first == "no group" and kind in AT_SOMEBODY:
        first = words.AIMED_AT[current]
    several = chance.random() < SEVERAL_TARGETS and second not in {first, "no group"} and first != "no group"
    return [first, second] if several else [first]


def _setting(kind: str, chance: random.Random, *, online: bool) -> str:
    if online:
        return _one(words.SETTINGS_ONLINE, chance)
    if kind == "damage to a place of worship or a grave":
        return "place of worship"
    if kind == "harassment of officials":
        return _one({"public building": 60, "home": 20, "street or park": 20}, chance)
    return _one(words.SETTINGS_SEEN, chance)


def _space(kind: str, chance: random.Random, *, online: bool) -> str:
    if online:
        return "online"
    return "both" if kind in SPOKEN and chance.random() < BOTH_SPACES else "offline"


def _platform(setting: str, chance: random.Random, *, online: bool) -> str:
    return _one(words.PLATFORMS[setting if online else _one(words.SETTINGS_ONLINE, chance)], chance)


def _reason(kind: str, targets: list[str]) -> str:
    biased = not BIASED.isdisjoint(targets)
    if kind in {"assault", "fire set", "graffiti or damage", "damage to a place of worship or a grave"}:
        return "hate offence" if biased else "violence"
    if kind == "harassment":
        return "hate offence" if biased else "threat of violence"
    if kind == "threat":
        return "threat of violence"
    if kind in {"seeking recruits", "raising money", "attack prepared"}:
        return "recruitment to violence"
    if kind in {"harassment of officials", "disinformation", "interference with the vote"}:
        return "interference with democracy"
    return "incitement"


def _basis(known: str, chance: random.Random) -> str:
    if known in {"police or media", "seen by staff"}:
        return _one({"evidenced": 94, "experienced": 6}, chance)
    return _one({"experienced": 80, "evidenced": 14, "potential": 6}, chance)


def _summary(kind: str, setting: str, chance: random.Random, *, online: bool) -> str:
    if online:
        what = {"threat": "Threat of violence, posted", "hate speech": "Call to hatred, posted"}
        what |= {"stickers, leaflets, posts praising violence": "Post praising violence"}
        what |= {"harassment": "Repeated insults", "harassment of officials": "Repeated insults against officials"}
        if kind in what:
            return f"{what[kind]} {words.WHERE[setting]}"
    phrases = words.WHAT[kind]
    return f"{phrases[int(chance.random() * len(phrases))]} {words.WHERE[setting]}"
