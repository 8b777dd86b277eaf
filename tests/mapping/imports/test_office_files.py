"""200 files as offices hand them in (two of each kind of damage in `make test`): of each the truth is stored, or
something is said of what is at fault.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import City
from mapping.actions.boundaries import NewDistrict, add_boundary_set, boundary_set_of
from mapping.imports.mapping_file import read_mapping
from mapping.imports.observations import import_observations
from mapping.imports.residents.indicators import import_indicators
from mapping.models import District, Observation
from tests.mapping.imports.offices import (
    DAMAGES,
    DISTRICTS,
    KINDS,
    RESIDENTS,
    Residents,
    Sheet,
    residents_of,
    save,
    sheet_of,
)
from tests.mapping.makers import SQUARE, inside, with_record

EVENT_FILES, RESIDENT_FILES = 150, 50
GEOMETRY = {"type": "Polygon", "coordinates": [SQUARE]}


@pytest.fixture
def city(elverhavn: City) -> City:
    with inside(elverhavn):
        districts = [NewDistrict(code, name, GEOMETRY, 67.6) for code, name in DISTRICTS.items()]
        add_boundary_set(city=elverhavn, name="Districts", districts=districts)
    return with_record(elverhavn)


def _stored() -> Counter[tuple[str, ...]]:
    rows = Observation.objects.values_list("external_key", "first_day", "district__code", "manifestations")
    return Counter((key, str(day), code, *kinds) for key, day, code, kinds in rows)


def _outcome(city: City, sheet: Sheet, path: Path) -> str:
    """`truth`, or what was said; an empty text is a file taken in wrongly without a word."""
    truth: Counter[tuple[str, ...]] = Counter(
        (event.key, str(event.day), event.district, KINDS[event.kind]) for event in sheet.events
    )
    try:
        with transaction.atomic():
            told = import_observations(city=city, path=path, mapping=read_mapping(sheet.mapping)).told
            stored = _stored()
            transaction.set_rollback(True)
    except ValidationError as refusal:
        return "\n".join(refusal.messages)
    return "truth" if stored == truth and not told else "\n".join(told)


def _name(damage: Callable[[Sheet], None] | None) -> str:
    return damage.__name__ if damage else "in order"


@pytest.mark.parametrize("files", [2 * len(DAMAGES), pytest.param(EVENT_FILES, marks=pytest.mark.soak)])
def test_no_table_of_events_is_taken_in_wrongly_without_a_word(city: City, tmp_path: Path, files: int) -> None:
    outcomes: dict[str, set[str]] = {}
    with inside(city):
        for number in range(files):
            sheet, damage = sheet_of(number), DAMAGES[number % len(DAMAGES)]
            if damage:
                damage(sheet)
            said = _outcome(city, sheet, save(sheet, tmp_path / f"{number}.csv"))
            outcomes.setdefault(_name(damage), set()).add(said)
    silent = [name for name, said in outcomes.items() if "" in said]
    assert silent == []
    harmless = {name for name, said in outcomes.items() if said == {"truth"}}
    assert harmless == {
        *("in order", "a_row_twice", "codes_without_noughts", "codes_with_decimals", "capitals_and_spaces")
    }
    for name, texts in outcomes.items():
        for text in texts - {"truth"}:
            assert any(part in text for part in ("olumn date", "olumn id", "olumn place", "olumn what", "Row 6, there", "is UTF-8", "Rows 7, 8 have the same key")), (name, text)  # fmt: skip  # noqa: E501


def _residents(city: City, table: Residents, path: Path) -> str:
    path.write_text(table.text, encoding="utf-8")
    try:
        with transaction.atomic():
            told = import_indicators(
                boundary_set=boundary_set_of(city=city), path=path, code="code", population="residents"
            ).told
            stored = dict(District.objects.values_list("code", "population"))
            transaction.set_rollback(True)
    except ValidationError as refusal:
        return "\n".join(refusal.messages)
    return "truth" if stored == table.truth and not told else "\n".join(told)


def test_no_table_of_residents_is_taken_in_wrongly_without_a_word(city: City, tmp_path: Path) -> None:
    outcomes: dict[str, set[str]] = {}
    with inside(city):
        for number in range(RESIDENT_FILES):
            table = residents_of(number)
            said = _residents(city, table, tmp_path / f"{number}.csv")
            outcomes.setdefault(table.damage, set()).add(said)
    assert set(outcomes) == set(RESIDENTS)
    assert [name for name, said in outcomes.items() if "" in said] == []
    harmless = {name for name, said in outcomes.items() if said == {"truth"}}
    assert harmless == {"plain", "spaces", "apostrophes", "with .0", "total below"}
    # in a table of commas a comma inside quotation marks parts thousands; elsewhere it could be a decimal one
    assert "truth" in outcomes["commas"]
    for name, texts in outcomes.items():
        assert all("column residents" in text.lower() or "column code" in text for text in texts - {"truth"}), name
