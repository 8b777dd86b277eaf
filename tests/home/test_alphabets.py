"""Names stand in the order of the reader's alphabet, wherever pages list them: in Danish æ, ø and å come last."""

import re

from django.test import Client

from accounts.models import City, Membership, User
from notices.models import NetworkBody
from planning.models import Project
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.packages import PACKAGES
from tests.planning.makers import make_project
from tests.services import PROJECT
from tests.stakeholders.makers import make_group, make_organisation
from tests.stakeholders.memoranda import make_version

HERE = "/city/elverhavn/"
NAMES = ("Zebra", "Ærø", "Østerbro", "Ågård")
# What is no list of names that people read: days first, or sorted once more by whoever prints it.
OTHERWISE = {"mapping/map/city_map.py", "reports/snapshot/freezing.py"}


def _reader(member: Membership) -> Client:
    User.objects.filter(pk=member.user_id).update(language="da")
    return sign_in(Client(), member)


def _in_order(page: str) -> list[str]:
    """As they stand there, each where it stands first."""
    return sorted((name for name in NAMES if name in page), key=page.index)


def test_members_projects_groups_and_people_stand_in_the_reader_s_alphabet(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    for name in reversed(NAMES):
        make_group(elverhavn, name=name)
        make_organisation(elverhavn, name=name)
        make_member(elverhavn, f"{len(name)}{ord(name[0])}@elverhavn.example", "officer", name=name)
        with inside(elverhavn):
            NetworkBody.objects.create(city=elverhavn, name=name)
    carla = make_member(elverhavn, "carla@elverhavn.example", "admin", name="Carla")
    make_version(elverhavn, bob, carla, since=1)
    reader = _reader(alice)
    for page in ("network-members/", "memorandum/1/", "observations/", "organisations/", "population-groups/"):
        assert _in_order(reader.get(f"{HERE}{page}").text.partition("<main")[2]) == list(NAMES), page
    for name in reversed(NAMES):
        make_project(elverhavn, bob, title=name, status="active")
    for page in ("plan/", "projects/"):
        assert _in_order(reader.get(f"{HERE}{page}").text.partition("<main")[2]) == list(NAMES), page
    with inside(elverhavn):
        assert Project.objects.count() == len(NAMES)


def test_no_list_of_names_is_in_the_order_of_code_points() -> None:
    """The database compares these, and so does Python: Ø stands before å there, and after it nowhere."""
    raw = re.compile(r"""order_by\([^)]*"-?\w*(name|title)"|key=str\.casefold""")
    found = [
        f"{path.relative_to(PROJECT)}: {line.strip()}"
        for package in PACKAGES
        for path in sorted((PROJECT / package).rglob("*.py"))
        if "migrations" not in path.parts and str(path.relative_to(PROJECT)) not in OTHERWISE
        for line in path.read_text().splitlines()
        if raw.search(re.sub(r'Alphabetical\("\w+"\)', "", line))
    ]
    assert not found, "Alphabetical(…) of core/sort_keys.py, or alphabetical(…) where Python sorts"
