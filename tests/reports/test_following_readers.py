"""Who may read the judgements and the check of a diagnosis, by what it is marked and for what one is cleared."""

from collections.abc import Iterator
from itertools import product

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from accounts.models import City
from core.errors import Refused
from mapping.models import Observation
from reports.actions import decide
from reports.models import Diagnosis, Judgement
from tests.access.marked import inside
from tests.factories import make_member, sign_in
from tests.once import once
from tests.reports.test_following import HERE, ORDER, _made


@pytest.fixture(scope="module")
def judged(small: City, django_db_blocker: DjangoDbBlocker) -> Iterator[Diagnosis]:
    """Of green records, in review."""

    def made() -> Diagnosis:
        with inside(small):
            Observation.objects.update(marking="green")
            return _made(small)

    yield from once(django_db_blocker, made)


@pytest.mark.parametrize(("marking", "clearance"), list(product(["green", "amber", "red"], ["green", "amber", "red"])))
def test_judgements_and_the_check_are_for_whoever_is_cleared(
    elver: City, judged: Diagnosis, marking: str, clearance: str
) -> None:
    reads = make_member(elver, "reads@elverhavn.example", "admin", clearance=clearance)
    is_cleared = ORDER.index(marking) <= ORDER.index(clearance)
    with inside(elver):
        made = judged
        for rows in (Diagnosis.objects.filter(pk=made.pk), Judgement.objects.all()):
            rows.update(marking=marking)
        judgement = Judgement.objects.order_by("order")[0]
        client, here = sign_in(Client(), reads), f"{HERE}diagnoses/{made.number}/"
        said = client.get(f"{here}judgements/").content.decode()
        assert (judgement.statement in said) is is_cleared
        assert ("above your clearance" in said) is not is_cleared
        home = client.get(HERE).content.decode()
        assert ("Judgements to decide" in home) is (is_cleared and marking != "red")
        page = client.get(here).content.decode()
        assert ("marked above your clearance" in page) is not is_cleared
        assert ("Decide the judgements" in page) is is_cleared
        assert client.get(f"{here}judgements/{judgement.pk}/").status_code == (
            404 if not is_cleared else 302 if marking == "red" else 200
        )
        judgement.state = "confirmed"
        if not is_cleared or marking == "red":
            with pytest.raises(Refused):
                decide(judgement=judgement, by=reads.user)
        else:
            decide(judgement=judgement, by=reads.user)
