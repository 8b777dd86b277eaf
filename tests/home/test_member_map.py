"""The map of the first page finds what it draws in the edition by name."""

import datetime
import json

from home.member_map import edition_map
from reports.actions import create_diagnosis
from reports.editions import partner_files
from reports.snapshot import freeze, load
from tests.mapping.makers import inside
from tests.reports.conftest import small_city
from tests.reports.test_snapshot import YEAR


def test_it_is_found_whichever_tables_and_columns_come_and_go_beside_it(db: None) -> None:
    city = small_city()
    with inside(city):
        made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        frozen = load(freeze(made))
        page = json.loads(partner_files(frozen).page)
        found = edition_map(page, made)
        assert found is not None
        assert [name for _area, _fill, name, _words in found.areas] == [area.name for area in frozen.areas]
        assert "5–9" in {words for _area, _fill, _name, words in found.areas}
        tables = [each for part in page["sections"] for each in part["blocks"] if each["kind"] == "table"]
        (own,) = [each for each in tables if "key" in each]
        own["number"] = "A99"
        own["columns"].reverse()
        for row in own["rows"]:
            row["cells"].reverse()
        assert edition_map(page, made) == found
        own["key"] = "another"
        assert edition_map(page, made) is None


def test_an_edition_released_before_tables_had_names_keeps_its_map(db: None) -> None:
    """The page is kept as it was made: nothing on it says which table is which but its number and its columns."""
    city = small_city()
    with inside(city):
        made = create_diagnosis(city_id=city.pk, period=YEAR, dated=datetime.date(2026, 2, 1))
        page = json.loads(partner_files(load(freeze(made))).page)
        named = edition_map(page, made)
        tables = [each for part in page["sections"] for each in part["blocks"] if each["kind"] == "table"]
        for table in tables:
            table.pop("key", None)
            for column in table["columns"]:
                column.pop("key", None)
        assert named is not None
        assert edition_map(page, made) == named
        # another table under its number tells of no districts, and is not drawn
        (own,) = [each for each in tables if each["number"] == "A1"]
        for row in own["rows"]:
            row["cells"][0]["text"] += "x"
        assert edition_map(page, made) is None
        own["number"] = "A99"
        assert edition_map(page, made) is None
