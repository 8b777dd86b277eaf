"""What the screen says of a name tells nobody that a source above their clearance is called so."""

import pytest
from django.test import Client

from accounts.city import city_context
from accounts.markings import ORDER
from accounts.models import City
from mapping.models import Source
from tests.factories import make_member, sign_in


@pytest.mark.parametrize("marking", ORDER)
def test_only_sources_that_all_who_work_here_may_read_are_known_to_the_screen(elverhavn: City, marking: str) -> None:
    officer = sign_in(Client(), make_member(elverhavn, "o@elverhavn.example", "officer", clearance="green"))

    def found() -> int:
        said = officer.post("/city/elverhavn/screening/", {"text": "Sagt af Jens Petersen i går."})
        return int(said.json()["found"])

    assert found() == 1
    with city_context(elverhavn.pk, via="test"):
        Source.objects.create(city=elverhavn, key="j", name="Jens Petersen", source_type="police", marking=marking)
    assert found() == (0 if marking in {"clear", "green"} else 1)
