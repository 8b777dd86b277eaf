"""Both editions of a diagnosis, from freezing to the set files, and how they grow with records and consultations.

Records are frozen out of the database; consultations are put into the frozen rows as they would stand there, so that
two thousand of them need no two thousand reviews. Seconds are those of the processor.
"""

import json
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.city import city_context
from accounts.models import City
from mapping.models import District
from reports.editions import partner_files, restricted_files
from reports.partner.figures import _protected, figures_of
from reports.proposals import propose
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from reports.snapshot import freeze, load
from stakeholders.vocabulary import NeedCategory
from tests.bench.bench_diagnosis import Steps, city_of, diagnosis_of
from tests.bench.figures import Figure
from tests.reports.hearings import BODIES, GROUPS, finding, group, need, outlook, quote, session, trust

SIZES = ((10_000, 200), (100_000, 2_000))
NAMES = tuple(BODIES)


def editions_growth() -> Figure:
    """The whole job with both editions on ten times as many records and consultations."""
    made = {size: _made(*size) for size in SIZES}
    small, large = (sum(steps.values()) for steps, _share in made.values())
    details = {
        f"{name}, {records:,}": f"{seconds:.2f} s"
        for (records, _said), (steps, _share) in made.items()
        for name, seconds in steps.items()
    }
    shares = {f"of that protection, {records:,}": f"{share:.0%}" for (records, _said), (_steps, share) in made.items()}
    return Figure(
        name="editions_growth",
        value=large,
        unit="s",
        reference="10,000 records, 200 consultations (× 10)",
        ratio=large / small,
        target="≤ 5",
        details={**details, **shares},
    )


def _made(records: int, consultations: int) -> tuple[Steps, float]:
    """Seconds of each step at its second run, and which share of all of them protecting small counts takes."""
    city = city_of(records)
    _editions(city, consultations)
    steps = _editions(city, consultations)
    protection = steps.pop("protecting alone")
    return steps, protection / sum(steps.values())


def _editions(city: City, consultations: int) -> Steps:
    steps: Steps = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        begin = time.process_time()
        yield
        steps[name] = time.process_time() - begin

    with step("freeze"), city_context(city.pk, via="bench"):
        data = freeze(diagnosis_of(city, 2025))
        codes = list(District.objects.order_by("code").values_list("code", flat=True))
    data = _with_consultations(data, consultations, codes)
    with step("read back"):
        frozen = load(data)
    with step("analyse"):
        context = SectionContext(frozen, analysed(frozen))
    with step("propose"):
        judgements = tuple(
            Decided(p.statement, p.likelihood, p.confidence, p.reasons, (), "confirmed", accepted_unread=True)
            for p in propose(context)
        )
    with step("restricted"):
        restricted_files(SectionContext(frozen, context.landscape, judgements))
    with step("partner"):
        partner_files(frozen)
    _protected.cache_clear()
    with step("protecting alone"):
        figures_of(frozen)
    return steps


def _with_consultations(data: bytes, count: int, districts: list[str]) -> bytes:
    frozen: dict[str, Any] = json.loads(data)
    chance = random.Random(count)
    frozen["consultations"] = [_session(chance, districts) for _n in range(count)]
    frozen["groups"] = list(GROUPS)
    return json.dumps(frozen).encode()


def _session(chance: random.Random, districts: list[str]) -> dict[str, Any]:
    """Half of the organisations come, and each says something of everything."""
    came = chance.sample(NAMES, 4)
    place = chance.choice(districts)
    return session(
        *came,
        districts=[place],
        marking=chance.choice(["green", "amber"]),
        first_day=f"2025-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}",
        needs=[
            need(name, chance.choice(list(NeedCategory)).value, chance.randrange(1, 6), districts=[place], groups=[])
            for name in came
        ],
        outlook=[outlook(name, chance.randrange(1, 6), "worse", place) for name in came],
        trust=[trust(name, chance.randrange(1, 6)) for name in came],
        findings=[finding(name) for name in came],
        quotes=[quote(came[0])],
        head_counts=[group("young")],
    )
