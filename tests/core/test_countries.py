"""What a city chooses from where it says where it lies."""

from zoneinfo import available_timezones

import pytest
from django.utils import translation

from core.countries import languages, time_zones


def _zones(kept: str = "") -> list[str]:
    return [name for _region, zones in time_zones(kept) for name, _place in zones]


def test_a_zone_is_offered_by_one_name() -> None:
    """The names of backward in the zone database (IANA): links, kept for old files."""
    offered = _zones()
    assert {"UTC", "Europe/Copenhagen", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Pacific/Kiritimati"} <= {
        *offered
    }
    old = {"Asia/Calcutta", "Europe/Kiev", "America/Buenos_Aires", "Australia/ACT", "Etc/GMT+5", "Europe/Belfast", "GB"}
    assert old <= available_timezones()
    assert not old & {*offered}
    assert len(offered) == len({*offered})


@pytest.mark.parametrize("kept", ["Asia/Calcutta", "GB", "Etc/GMT+5"])
def test_a_zone_that_is_kept_is_offered_whatever_it_is_called(kept: str) -> None:
    assert kept in _zones(kept)
    assert "Europe/Copenhagen" in _zones(kept)


def test_languages_are_offered_by_name_those_that_are_kept_first() -> None:
    with translation.override("da"):
        offered = languages(["en", "pt-BR", "da"])
    assert offered[:3] == [("en", "engelsk"), ("pt-BR", "portugisisk"), ("da", "dansk")]
    assert ("ar", "arabisk") in offered
    codes = [code for code, _name in offered]
    assert len(codes) == len({*codes})
    names = [name for _code, name in offered[3:]]
    assert names.index("arabisk") < names.index("tysk") < names.index("zulu")
