"""From a thing to what the network was told of it, and of nothing else."""

import csv
import html
import io

import pytest
from django.test import Client

from accounts.models import City, Membership, User
from notices.actions import notify_members
from notices.models import ChangeNotice, Delivery
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


def test_the_file_names_what_the_page_names(elverhavn: City, rita: Membership) -> None:
    """The line of a released diagnosis began with nothing, and that of the memorandum was about
    “stakeholders.memorandum”."""
    told = (("release", "reports.diagnosis", "Diagnosis"), ("memorandum", "stakeholders.memorandum", "Memorandum"))
    with inside(elverhavn):
        for what, model, _label in told:
            ChangeNotice.objects.create(city=elverhavn, what=what, title="", after="No. 1", model=model, record=1)
        named = {str(notice) for notice in ChangeNotice.objects.all()}
    client = sign_in(Client(), rita)
    answer = client.get(f"{HERE}export/?format=csv")
    sent = b"".join(answer) if answer.streaming else answer.content
    rows = list(csv.DictReader(io.StringIO(sent.decode("utf-8-sig"))))
    assert named == {row["What changed"] for row in rows}
    page = html.unescape(client.get(HERE).content.decode())
    assert all(each in page for each in named)
    assert {row["About"] for row in rows} == {label for _what, _model, label in told}
    assert '<option value="stakeholders.memorandum">Memorandum</option>' in page


def test_a_file_says_who_read_much_to_admins_and_who_released_to_who_may_read_it(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    User.objects.filter(pk=bob.user_id).update(name="")
    with inside(elverhavn):
        read = ChangeNotice.objects.create(city=elverhavn, what="reading", before="1", after="9", made_by=bob.user)
        Delivery.objects.create(city=elverhavn, notice=read, user=alice.user)
        above = ChangeNotice.objects.create(
            city=elverhavn, what="change", after="It moves.", marking="amber", made_by=alice.user
        )
        Delivery.objects.create(city=elverhavn, notice=above, user=rita.user)
    mine = "/city/elverhavn/notices/export/?format=csv"
    assert bob.user.email in sign_in(Client(), alice).get(mine).getvalue().decode()
    said = sign_in(Client(), rita).get(mine).getvalue().decode()
    assert "A change above your clearance" in said
    assert "Alice" not in said


def test_no_file_tells_members_the_address_of_who_has_no_name(
    elverhavn: City, alice: Membership, rita: Membership
) -> None:
    """The page says that somebody without a name released it; its file gave away the address."""
    User.objects.filter(pk=alice.user_id).update(name="")
    with inside(elverhavn):
        notify_members(
            city=elverhavn, what=ChangeNotice.What.CHANGE, say=lambda: {"after": "It moves."}, link="/", by=alice.user
        )
    client = sign_in(Client(), rita)
    for address in (f"{HERE}export/", "/city/elverhavn/notices/export/"):
        said = client.get(f"{address}?format=csv").getvalue().decode()
        assert "somebody without a name" in said
        assert alice.user.email not in said


def test_every_member_that_was_asked_can_be_chosen_and_what_is_not_listed_is_said(
    asked: ChangeNotice, elverhavn: City, alice: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the first 200 questions alone the members were offered; of more that waits than is shown nothing was said."""
    client, address = sign_in(Client(), alice), "/city/elverhavn/what-changed/"
    with inside(elverhavn):
        for number, title in enumerate(("The hall opens", "The hall closes"), start=1):
            ChangeNotice.objects.create(
                city=elverhavn, what="change", state="pending", title=title, marking="green", model="planning.project",
                record=number,
            )  # fmt: skip
    assert "There are more" not in client.get(address).content.decode()
    for name, most in (("lists.MOST_THINGS", 1), ("views.changes.MOST_WAITING", 1)):
        monkeypatch.setattr(f"notices.{name}", most)
    page = client.get(address).content.decode()
    assert ">Rita</option>" in page
    assert ">Højvang School</option>" in page
    assert "There are more: the newest 1 are listed." in page
    assert ("The hall opens" in page, "The hall closes" in page) == (False, True)
