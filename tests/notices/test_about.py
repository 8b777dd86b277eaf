"""From a thing to what the network was told of it, and of nothing else."""

from django.test import Client

from accounts.models import City, Membership
from notices.models import ChangeNotice
from tests.factories import sign_in
from tests.mapping.makers import inside

HERE = "/city/elverhavn/what-changed/"


def test_the_page_of_a_thing_leads_to_what_was_told_of_it(elverhavn: City, rita: Membership) -> None:
    with inside(elverhavn):
        for number, model in ((7, "planning.project"), (8, "planning.project"), (7, "reports.diagnosis")):
            ChangeNotice.objects.create(
                city=elverhavn, what="change", title=f"{model} {number}", after="So", model=model, record=number
            )
    client = sign_in(Client(), rita)
    page = client.get(f"{HERE}?model=planning.project&record=7").content.decode()
    assert "planning.project 7" in page
    assert "planning.project 8" not in page
    assert "reports.diagnosis 7" not in page
    for hostile in ("x", "-1", "9" * 30, "٣"):
        assert client.get(f"{HERE}?record={hostile}").status_code == 200
