"""Where each need of a diagnosis stood among its priorities, as it was printed: kept by the next, and compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from reports.models import Diagnosis


@dataclass(frozen=True, slots=True)
class Ranked:
    """A kind of need in a district, or in the whole city: the lowest and the highest band it may be in, which are one
    where a person put it there (`moved`)."""

    category: str
    area: str
    lowest: str
    highest: str
    unsettled: bool = False
    moved: bool = False

    @property
    def need(self) -> tuple[str, str]:
        return self.category, self.area

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def ranked_in(diagnosis: Diagnosis) -> list[Ranked]:
    """As its rows say, in their order."""
    return [
        Ranked(
            each.category,
            each.area,
            each.band or each.lowest,
            each.band or each.highest,
            each.unsettled and not each.band,
            bool(each.band),
        )
        for each in diagnosis.priorities.order_by("order", "pk")
    ]


@dataclass(frozen=True, slots=True)
class Reranked:
    """Priorities of two diagnoses: those that only one has, and pairs of which the band is another."""

    new: tuple[Ranked, ...] = ()
    gone: tuple[Ranked, ...] = ()
    moved: tuple[tuple[Ranked, Ranked], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.moved)

    def mirrored(self) -> Self:
        return replace(self, new=self.gone, gone=self.new, moved=tuple((b, a) for a, b in self.moved))


def reranked(before: Iterable[Ranked], now: Sequence[Ranked], *, by_district: bool = True) -> Reranked:
    """Matched by need and place; of two that count by different boundaries those of the whole city alone."""
    then, here = ({each.need: each for each in side if by_district or not each.area} for side in (before, now))
    return Reranked(
        new=tuple(_only(here, then)),
        gone=tuple(_only(then, here)),
        moved=tuple(
            (then[need], each)
            for need, each in sorted(here.items())
            if need in then and _band(then[need]) != _band(each)
        ),
    )


def _only(these: dict[tuple[str, str], Ranked], those: dict[tuple[str, str], Ranked]) -> Iterator[Ranked]:
    return (each for need, each in sorted(these.items()) if need not in those)


def _band(each: Ranked) -> tuple[str, str]:
    return each.lowest, each.highest
