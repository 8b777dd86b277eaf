"""One diagnosis as another is compared with it: its figures on the ground both share, who was heard, who looked where.

Plain values, so that the newer one keeps the older one's in its own snapshot and can be made again from that alone.
What was said in confidence is in none of it: of two numbers that may be told, one less the other would be one session.
"""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from analysis.coverage import in_part, looked_share
from analysis.pair import Figures, Ground, Looking, Unlike, common_ground, figures
from analysis.records import Period
from reports.snapshot.loading import SnapshotData, looked_in, looked_online

# Kinds of what is there or not: a code, and the name it is told by ("" where a vocabulary has one).
SECTORS, BLOCKS, GROUPS, DISTRICTS, NEEDS = "sectors", "blocks", "groups", "districts", "needs"
SOURCES, GAPS = "sources", "gaps"
VOICES = (SECTORS, BLOCKS, GROUPS, DISTRICTS, NEEDS)
# Gaps by rule; those of who was not heard stand with the voices.
NOT_LOOKED, IN_PART, NOT_ONLINE, ONE_TYPE, NO_RESIDENTS = "not_looked", "in_part", "online", "one_type", "residents"
OF_DISTRICTS = (NOT_LOOKED, IN_PART, NO_RESIDENTS)


@dataclass(frozen=True, slots=True)
class ComparedDiagnosis:
    """One side. `there` holds, for each kind, codes with their names; `organisations` those on the record, by block."""

    number: int
    period: Period
    language: str
    figures: Figures = field(default_factory=Figures)
    there: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    organisations: Mapping[str, int] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    # which boundaries its districts are of
    division: str = ""
    in_confidence: bool = False
    tells_voices: bool = True
    marked_up_to: str = ""

    def plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_plain(cls, raw: Mapping[str, Any]) -> Self:
        period = Period(*(datetime.date.fromisoformat(str(raw["period"][end])) for end in ("start", "end")))
        return cls(**{**raw, "period": period, "figures": _figures_of_plain(raw["figures"])})


def _figures_of_plain(raw: Mapping[str, Any]) -> Figures:
    fullest = {
        family: {key: (datetime.date.fromisoformat(str(day)), *counts) for key, (day, *counts) in own.items()}
        for family, own in raw.get("fullest", {}).items()
    }
    return Figures(**{**raw, "fullest": fullest})


def ground_of(first: SnapshotData, second: SnapshotData) -> Ground:
    """What of two diagnoses may be compared, the one whose period ends first before the other."""
    if first.marked_up_to != second.marked_up_to:
        return Ground(None, unlike=(Unlike.MARKINGS,))
    return common_ground(_looking(first), _looking(second))


def _looking(frozen: SnapshotData) -> Looking:
    return Looking(
        period=frozen.period,
        areas=frozen.areas,
        boundaries=_division(frozen),
        coverage=frozen.coverage,
        changes=frozen.practice_changes,
        extracted=frozen.extracted,
        extracted_on=frozen.diagnosis["dated"],
    )


def _division(frozen: SnapshotData) -> str:
    """The same file of boundaries, or where none is named the same districts under the same name."""
    codes = " ".join(sorted(area.code for area in frozen.areas))
    return f"{frozen.boundaries.get('file_sha256') or frozen.boundaries['name']} {codes}"


def plain_ground(ground: Ground) -> dict[str, Any]:
    return {**asdict(ground), "cells": sorted(ground.cells, key=lambda cell: (cell[0], cell[1] or ""))}


def ground_of_plain(raw: Mapping[str, Any]) -> Ground:
    windows = raw["windows"] and tuple(
        Period(*(datetime.date.fromisoformat(str(each[end])) for end in ("start", "end"))) for each in raw["windows"]
    )
    return Ground(
        windows,
        frozenset((source, place) for source, place in raw["cells"]),
        raw["lags"],
        tuple(raw["left_out"]),
        raw["by_district"],
        tuple(Unlike(each) for each in raw["unlike"]),
    )


def compared(frozen: SnapshotData, ground: Ground, which: int) -> ComparedDiagnosis:
    """One of two diagnoses; `which` is 0 for the one whose period ends first."""
    names = {area.code: area.name for area in frozen.areas}
    return ComparedDiagnosis(
        number=int(frozen.diagnosis["number"]),
        period=frozen.period,
        language=str(frozen.diagnosis["language"]),
        figures=figures(frozen.events, frozen.period, ground, which),
        there={**_voices(frozen, names), SOURCES: _sources(frozen), GAPS: dict(_gaps(frozen, names))},
        organisations=_organisations(frozen),
        districts=names,
        division=_division(frozen),
        in_confidence=frozen.in_confidence > 0,
        tells_voices=frozen.tells_voices,
        marked_up_to=frozen.marked_up_to,
    )


def _voices(frozen: SnapshotData, names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    open_ones = [session for session in frozen.sessions if not session.in_confidence]
    units = [unit for session in open_ones for unit in session.units]
    groups = {group["code"]: group["name"] for group in frozen.groups}
    heard = {row.group for session in open_ones for row in session.groups}
    about = {code for session in open_ones for code in session.districts}
    return {
        SECTORS: dict.fromkeys(sorted({unit.sector for unit in units if unit.sector}), ""),
        BLOCKS: dict.fromkeys(sorted({unit.block for unit in units}), ""),
        GROUPS: {code: groups.get(code, code) for code in sorted(heard)},
        DISTRICTS: {code: names.get(code, code) for code in sorted(about)},
        NEEDS: dict.fromkeys(sorted({row.category for session in open_ones for row in session.needs}), ""),
    }


def _organisations(frozen: SnapshotData) -> dict[str, int]:
    named = {
        (unit.key, unit.block)
        for session in frozen.sessions
        if not session.in_confidence
        for unit in session.units
        if unit.is_named
    }
    return dict(sorted(Counter(block for _key, block in named).items()))


def _sources(frozen: SnapshotData) -> dict[str, str]:
    names = {source["key"]: source["name"] for source in frozen.sources}
    return {key: str(names[key]) for key in sorted(looked_in(frozen.coverage, frozen.period))}


def _gaps(frozen: SnapshotData, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """As "rule:district", or the rule alone."""
    shares = looked_share(frozen.areas, frozen.coverage, frozen.period)
    partly = in_part(frozen.areas, frozen.coverage, frozen.period)
    for area in frozen.areas:
        of_area = {
            NOT_LOOKED: not shares[area.code],
            IN_PART: partly[area.code],
            NO_RESIDENTS: area.population is None,
        }
        for rule, is_one in of_area.items():
            if is_one:
                yield f"{rule}:{area.code}", names[area.code]
    if not looked_online(frozen.coverage, frozen.period):
        yield NOT_ONLINE, ""
    types = {event.source_type for event in frozen.events if frozen.period.holds(event.first_day, event.last_day)}
    if len(types) == 1:
        yield ONE_TYPE, ""
