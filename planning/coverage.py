"""Whether the plan fits the ground: priorities that nothing answers, projects whose reason is gone, places and needs
that none or many serve."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.priorities import Band
from planning.grounds import Justification, area_of
from planning.vocabulary import GroundKind
from reports.models import Priority

# From so many projects on it is asked whether they are too many for one place.
MANY = 3


@dataclass(frozen=True, slots=True)
class Placed:
    """Of a project what the plan is weighed by: needs and districts by their codes, grounds by kind and key."""

    pk: int
    title: str
    needs: Sequence[str]
    districts: Sequence[str]
    grounds: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Fit:
    """Of the projects that are not over, as far as one may read them and the diagnosis in force."""

    projects: Sequence[Placed]
    # Those that may belong to the highest band, and of these what no project answers.
    high: Sequence[Justification] = ()
    unanswered: Sequence[Justification] = ()
    # Those that stood on something of which nothing is said any more; those that stand on nothing at all.
    lost: Sequence[Placed] = ()
    bare: Sequence[Placed] = ()
    by_district: Mapping[str, int] = field(default_factory=dict)
    city_wide: int = 0
    # Districts and needs that were raised there, and that no project serves.
    without: Sequence[str] = ()
    crowded: Sequence[str] = ()
    needs_without: Sequence[str] = ()
    needs_crowded: Sequence[str] = ()


def fit(
    projects: Sequence[Placed],
    said: Mapping[tuple[int, str, str], Justification],
    high: Sequence[Justification],
    districts: Sequence[str],
    *,
    is_known: bool,
) -> Fit:
    """`said` is what the diagnosis in force says, of which `high` may come
    first. Where it `is_known` to nobody who looks, nothing is told of what is lost or unanswered."""
    keys = {(kind, key) for _number, kind, key in said}
    by_district = Counter(code for project in projects for code in project.districts)
    city_wide = sum(not project.districts for project in projects)
    raised = [each for each in said.values() if each.kind == GroundKind.PRIORITY and each.area in districts]
    wanted = dict.fromkeys(each.area for each in raised)
    # what a project stands on is told to those alone who may read it there
    met = Counter(
        need for project in projects for need in (needs_met(project) if is_known else dict.fromkeys(project.needs))
    )
    return Fit(
        projects=projects,
        high=high,
        unanswered=[each for each in high if not any(answers(project, each) for project in projects)],
        lost=[each for each in projects if is_known and is_lost(each, keys, districts)],
        bare=[each for each in projects if not each.grounds],
        by_district=by_district,
        city_wide=city_wide,
        without=[code for code in wanted if not by_district[code]],
        crowded=[code for code in districts if by_district[code] >= MANY],
        needs_without=[need for need in _raised(said) if not met[need]],
        needs_crowded=[need for need, count in sorted(met.items()) if count >= MANY],
    )


def answers(project: Placed, priority: Justification) -> bool:
    """Whether it stands on this priority, or meets this need there."""
    if priority.pair in project.grounds:
        return True
    is_there = not project.districts or (priority.area in project.districts)
    return priority.need in project.needs and is_there


def is_lost(project: Placed, keys: set[tuple[str, str]], districts: Sequence[str]) -> bool:
    """Of a district that is none of today's nobody can say whether it holds."""
    areas = {area_of(kind, key) for kind, key in project.grounds}
    return bool(project.grounds) and project.grounds.isdisjoint(keys) and areas <= {"", *districts}


def needs_met(project: Placed) -> set[str]:
    """Those it says it meets, and those it stands on, wherever that is."""
    stood_on = {key.partition(":")[0] for kind, key in project.grounds if kind != GroundKind.JUDGEMENT}
    return {*project.needs, *stood_on}


def _raised(said: Mapping[tuple[int, str, str], Justification]) -> list[str]:
    return list(dict.fromkeys(each.key for each in said.values() if each.kind == GroundKind.NEED))


def may_be_high(row: Priority) -> bool:
    return (row.band or row.highest) == Band.HIGH


def is_surely_high(row: Priority) -> bool:
    return (row.band or row.lowest) == Band.HIGH
