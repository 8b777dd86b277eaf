"""Pages of reports whose numbers lead somewhere, as the tests of leads look at them."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from output.web.page import page_of
from reports.editions import restricted_report
from reports.proposals import propose
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from tests.reports.conftest import PROCESSING
from tests.reports.leads.leads_nowhere import unexplained


def page_led(context: SectionContext) -> dict[str, Any]:
    page: dict[str, Any] = json.loads(page_of(restricted_report(context)))
    return page


def runs_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "to" in value:
            yield value
        for each in value.values():
            yield from runs_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from runs_in(each)


def whole(context: SectionContext) -> SectionContext:
    full = replace(context, frozen=replace(context.frozen, processing_record={**PROCESSING, "retention": {}}))
    return _judged(full)


def _judged(context: SectionContext) -> SectionContext:
    """With every proposal confirmed as it was proposed."""
    confirmed = (
        Decided(p.statement, p.likelihood, p.confidence, p.reasons, p.evidence, "confirmed", False, key=p.key)
        for p in propose(context)
    )
    return replace(context, judgements=tuple(confirmed))


def unexplained_in(context: SectionContext, page: dict[str, Any] | None = None) -> list[str]:
    land = context.landscape
    compares = not land.city.word.is_unlike and not land.by_totals
    return list(unexplained(page or page_led(context), compares=compares))
