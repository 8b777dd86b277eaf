"""A diagnosis step by step on Toronto's open data, and how it grows with the number of records."""

import datetime
import random
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections

from accounts.city import city_context
from accounts.models import City
from analysis.records import Period
from mapping.models import District, Observation, ObservationImport, Source
from output.pdf.typeset import typeset
from reports.actions import create_diagnosis
from reports.models import Diagnosis
from reports.proposals import propose
from reports.sections.analysed import analysed
from reports.sections.context import SectionContext
from reports.sections.decisions import Decided
from reports.sections.report import build_report
from reports.snapshot import freeze, load
from reports.snapshot.canonical import collector_paused
from tests import open_data
from tests.bench.figures import Figure, LeftOut
from tests.reports.conftest import small_city
from tests.services import PROJECT

Steps = dict[str, float]


def diagnosis_toronto() -> Figure:
    """Freeze, analyse, propose, say and draw, set: 1,798 records, 158 districts; the second run of a process."""
    city = _toronto()
    _diagnosed(city, 2023)
    steps = _diagnosed(city, 2023)
    total = sum(steps.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figure(
        name="diagnosis_toronto",
        value=total * 1000,
        unit="ms",
        reference="its slowest step (total / step)",
        ratio=total / max(steps.values()),
        details={
            **{name: f"{seconds * 1000:.0f} ms" for name, seconds in steps.items()},
            "peak memory": f"{peak:.0f} MB",
        },
    )


def diagnosis_growth() -> Figure:
    """The same city with ten times as many records."""
    times = {}
    for records in (10_000, 100_000):
        city = city_of(records)
        _diagnosed(city, 2025)
        times[records] = _diagnosed(city, 2025)
    small, large = (sum(steps.values()) for steps in times.values())
    details = {
        f"{name}, {records:,}": f"{seconds * 1000:.0f} ms"
        for records, steps in times.items()
        for name, seconds in steps.items()
    }
    return Figure(
        name="diagnosis_growth",
        value=large,
        unit="s",
        reference="10,000 records (100,000 / 10,000)",
        ratio=large / small,
        target="≤ 4.5",
        details=details,
    )


def _toronto() -> City:
    if not open_data.is_there():
        raise LeftOut(open_data.MISSING)
    folder, examples = open_data.SHARED / "toronto", PROJECT / "examples"
    call_command(
        "create_city", "toronto", name="Toronto", country="CA", processing_record=examples / "processing-record.json"
    )
    call_command(
        "import_boundaries",
        "toronto",
        folder / "neighbourhoods.geojson",
        code="AREA_SHORT_CODE",
        name="AREA_NAME",
        valid_from="2014-01-01",
    )
    profiles = folder / "neighbourhood-profiles-2021.csv"
    call_command("import_indicators", "toronto", profiles, code="area_code", population="population")
    mapping = examples / "toronto-observations.json"
    call_command("import_observations", "toronto", folder / "hate-crimes-2018-2024.csv", mapping=mapping)
    return City.objects.get(slug="toronto")


def city_of(records: int) -> City:
    """24 districts and that many records over six years, drawn with a fixed seed."""
    if there := City.objects.filter(slug=f"diagnosis-{records}").first():
        return there
    city = small_city(f"diagnosis-{records}", districts=24, per_year=0)
    chance = random.Random(records)
    with city_context(city.pk, via="bench"):
        districts, source = list(District.objects.all()), Source.objects.get()
        batch = ObservationImport.objects.get()
        for start in range(0, records, 10_000):
            Observation.objects.bulk_create(
                _observation(city, chance.choice(districts), source=source, batch=batch, chance=chance, key=key)
                for key in range(start, min(start + 10_000, records))
            )
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE mapping_observation")
    connections["owner"].close()
    return city


def _observation(
    city: City, district: District, *, source: Source, batch: ObservationImport, chance: random.Random, key: int
) -> Observation:
    day = datetime.date(2020, 1, 1) + datetime.timedelta(days=chance.randrange(2190))
    return Observation(
        city=city,
        district=district,
        source=source,
        batch=batch,
        first_day=day,
        last_day=day,
        title="Threat",
        scope="threat",
        place="district",
        manifestations=[chance.choice(["threat", "assault", "hate_speech", "property_damage"])],
        targets=[chance.choice(["antisemitic", "anti_muslim", "lgbti", "race_colour"])],
        currents=[chance.choice(["right_wing", "none_known"])],
        setting=chance.choice(["street", "school", "transit"]),
        reliability="B",
        credibility="2",
        state="approved",
        approved_at="2026-01-15T00:00Z",
        external_key=str(key),
    )


def diagnosis_of(city: City, year: int) -> Diagnosis:
    """Inside the city."""
    period = Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    return create_diagnosis(city_id=city.pk, period=period, dated=datetime.date(2026, 2, 1))


@collector_paused()
def _diagnosed(city: City, year: int) -> Steps:
    """Seconds of each step, as the worker takes them."""
    steps: Steps = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        begin = time.perf_counter()
        yield
        steps[name] = time.perf_counter() - begin

    with step("freeze"), city_context(city.pk, via="bench"):
        data = freeze(diagnosis_of(city, year))
    with step("read back"):
        frozen = load(data)
    with step("analyse"):
        landscape = analysed(frozen)
    with step("propose"):
        proposals = propose(SectionContext(frozen, landscape))
    with step("say and draw"):
        judgements = tuple(
            Decided(p.statement, p.likelihood, p.confidence, p.reasons, p.evidence, "confirmed", True)
            for p in proposals
        )
        report = build_report(SectionContext(frozen, landscape, judgements))
    with step("set"):
        typeset(report)
    return steps
