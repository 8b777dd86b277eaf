"""The plan of the fictional city: made by the actions of the pages, once."""

from collections import Counter

import pytest
from django.test import Client

from accounts.city import city_context
from accounts.models import City, User
from demo.memorandum import Memoranda
from demo.plan import PROJECTS, Plan
from demo.telling import BODIES, Telling
from notices.models import Asked, ChangeNotice, CollectorMark, Letter, NetworkBody
from notices.who_has_it import WhoHasIt
from planning.models import Project, ReviewFlag
from stakeholders.models import Memorandum
from tests.factories import make_member, sign_in
from tests.mapping.makers import with_record
from tests.stakeholders.makers import make_organisation

ROLES = {"admin": "admin", "officer": "officer", "reader": "reader", "member": "reader"}


@pytest.fixture
def people(elverhavn: City) -> dict[str, User]:
    return {name: make_member(elverhavn, f"{name}@example.org", role).user for name, role in ROLES.items()}


def test_eight_projects_in_all_states_and_a_flag(elverhavn: City, people: dict[str, User]) -> None:
    """Without a diagnosis each that began says why it has no ground; a second start leaves all as it is."""
    with_record(elverhavn)
    for _again in range(2):
        Plan(elverhavn, people).make()
        with city_context(elverhavn.pk, via="test"):
            states = Counter(Project.objects.values_list("status", flat=True))
            assert states == {"active": 3, "planned": 2, "paused": 1, "finished": 1, "stopped": 1}
            assert sum(states.values()) == len(PROJECTS) == 8
            assert set(ReviewFlag.objects.to_decide().values_list("cause", flat=True)) == {"harm"}
            assert ReviewFlag.objects.count() == 1
            assert [each.title for each in Project.objects.asked()] == ["Light at the last car park"]
            begun = Project.objects.exclude(agreed_by=None)
            assert {each.agreed_by_id for each in begun} == {people["admin"].pk}
            assert not begun.filter(ungrounded_because="").exists()


def test_one_notice_is_answered_and_reminded_of_others_wait_and_a_letter_is_to_be_printed(
    elverhavn: City, people: dict[str, User]
) -> None:
    with_record(elverhavn)
    with city_context(elverhavn.pk, via="test"):
        CollectorMark.objects.create(city=elverhavn)
    make_organisation(elverhavn, name=BODIES[0][0])
    Plan(elverhavn, people).make()
    for _again in range(2):
        Telling(elverhavn, people).make()
        with city_context(elverhavn.pk, via="test"):
            told = ChangeNotice.objects.released().get()
            assert told.title == "“Open hall evenings” begins"
            assert {str(each.body or each.user): bool(each.reminded_at) for each in Asked.objects.all()} == {
                BODIES[0][0]: False,
                str(people["member"]): True,
            }
            found = WhoHasIt.of(told)
            assert (found.answered, len(found.asked)) == (1, 2)
            assert [each.name for each in found.not_reached] == ["Kvarnby Residents", "Traders of Torvet"]
            assert list(Letter.objects.values_list("told_on", flat=True)) == [None, None]
            # that others began, rest, ended
            assert ChangeNotice.objects.pending().count() == 5
            assert NetworkBody.objects.count() == len(BODIES)
    page = sign_in(Client(), people["reader"]).get("/city/elverhavn/").content.decode()
    assert "Open hall evenings" in page
    assert "you take part" in page


@pytest.mark.parametrize("is_told_first", [True, False])
def test_beside_a_memorandum_and_its_members_a_notice_is_told_and_answered(
    elverhavn: City, people: dict[str, User], *, is_told_first: bool
) -> None:
    with_record(elverhavn)
    with city_context(elverhavn.pk, via="test"):
        CollectorMark.objects.create(city=elverhavn)
    Plan(elverhavn, people).make()
    made: list[Telling | Memoranda] = [Telling(elverhavn, people), Memoranda(elverhavn, people)]
    for each in made if is_told_first else reversed(made):
        each.make()
    with city_context(elverhavn.pk, via="test"):
        told = ChangeNotice.objects.released().get(model="planning.project")
        found = WhoHasIt.of(told)
        assert (found.answered, len(found.asked)) == (1, 2)
        assert Memorandum.objects.in_force() is not None
        assert len({each.name for each in NetworkBody.objects.all()}) == NetworkBody.objects.count()
