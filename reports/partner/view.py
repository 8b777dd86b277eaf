"""What the partner edition is made of: a snapshot without whatever partners may not read, and its protected figures."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NoReturn, cast

from accounts.markings import Marking, readable
from analysis.coverage import in_part, looked_share
from analysis.landscape import Landscape
from analysis.records import Area, Period
from reports.partner.figures import Figures, figures_of
from reports.sections.context import FEWEST_FOR_THE_LONG_ONE, SectionContext
from reports.sections.decisions import Decided, Release, Weighed
from reports.snapshot import SnapshotData
from reports.snapshot.consultations import disclosed, in_confidence, load_consultations


class _Withheld:
    """Stands where exact figures stand in the restricted edition."""

    def __getattr__(self, name: str) -> NoReturn:
        raise LookupError(f"The partner edition does not have {name!r}: it prints protected figures alone.")


@dataclass(frozen=True)
class PartnerView:
    """`context` is for sections that read words and places; its landscape cannot be read."""

    context: SectionContext
    figures: Figures
    not_looked_at: tuple[Area, ...]
    in_part: tuple[Area, ...]
    # Windows of which records lie in districts of older boundaries, and so in no band of today's.
    of_older_districts: tuple[Period, ...] = ()

    @cached_property
    def not_looked_at_codes(self) -> frozenset[str]:
        return frozenset(area.code for area in self.not_looked_at)


def partner_view(
    frozen: SnapshotData,
    judgements: tuple[Decided, ...] = (),
    release: Release | None = None,
    weighing: Weighed | None = None,
    figures: Figures | None = None,
) -> PartnerView:
    """`figures` are those of the same snapshot, for who has made them already: they cost seconds."""
    shares = looked_share(frozen.areas, frozen.coverage, frozen.period)
    partly = in_part(frozen.areas, frozen.coverage, frozen.period)
    figures = figures or figures_of(frozen)
    context = SectionContext(
        _cut(frozen),
        cast("Landscape", _Withheld()),
        judgements,
        release,
        few_records=_tells_of_few(figures),
        tells_records=False,
    )
    context = replace(context, weighed=_for_partners(weighing or Weighed(), context))
    return PartnerView(
        context=context,
        figures=figures,
        not_looked_at=tuple(area for area in frozen.areas if not shares[area.code]),
        in_part=tuple(area for area in frozen.areas if shares[area.code] and partly[area.code]),
        of_older_districts=tuple(
            window for window in (frozen.comparison, frozen.period) if frozen.lies_in_older_districts(window)
        ),
    )


def _tells_of_few(figures: Figures) -> bool:
    """Whether it prints that there are few: how long an edition is would tell of a count that it hides."""
    total = figures.now.total if figures.now else None
    return isinstance(total, int) and total < FEWEST_FOR_THE_LONG_ONE


def _cut(frozen: SnapshotData) -> SnapshotData:
    """Without records and sources, and with the consultations up to green alone, as their rules let these be told."""
    green = [row for row in frozen.consultations if readable(row["marking"], Marking.GREEN)]
    told: list[dict[str, Any]] = disclosed(green, frozen.period)
    return replace(
        frozen,
        sources=[],
        imports=[],
        events=(),
        coverage=(),
        extracted={},
        practice_changes=(),
        declared=(),
        trigger_days=(),
        totals=(),
        of_older_boundaries=0,
        left_out_as_same=(0, 0),
        history=(),
        marked_up_to=Marking.GREEN,
        marking=Marking.GREEN,
        printed=[],
        compared=None,
        tells_voices=False,
        # what the last one was asked for may rest on what these readers do not read
        last_number=0,
        last_needs=(),
        organisations=_shared(frozen.organisations),
        # how many records one rests on is a small count
        factors=_up_to_green(frozen.factors, rests_on=[]),
        services=_up_to_green(frozen.services, contact_role=""),
        consultations=told,
        sessions=load_consultations(told, frozen.diagnosis["dated"]),
        in_confidence=in_confidence(told),
    )


def _for_partners(weighing: Weighed, context: SectionContext) -> Weighed:
    """The recommendations that members may read, where they answer a need this edition prints, without the judgement.
    What a person moved stays with its reason, which may tell anything."""
    printed = {(each.category, area) for each in context.priorities for area in (each.area, "")}
    rows = (row for row in weighing.recommended if row.for_partners and (row.category, row.area) in printed)
    return Weighed(recommended=tuple(replace(row, judgement="") for row in rows))


def _shared(rows: list[dict[str, Any]] | None) -> list[dict[str, Any]] | None:
    """Those that said so; in snapshots of before nobody was asked."""
    return None if rows is None else [row for row in rows if row.get("may_share")]


def _up_to_green(rows: list[dict[str, Any]] | None, **instead: Any) -> list[dict[str, Any]] | None:
    """Those that partners read, with something else in the fields that are not for them; None stays unknown."""
    if rows is None:
        return None
    return [row | instead for row in rows if readable(row["marking"], Marking.GREEN)]
