"""The plan of the fictional city: made by the actions of the pages, once."""

from collections import Counter

from accounts.city import city_context
from accounts.models import City
from demo.plan import PROJECTS, Plan
from planning.models import Project, ReviewFlag
from tests.factories import make_member
from tests.mapping.makers import with_record

ROLES = {"admin": "admin", "officer": "officer", "reader": "reader"}


def test_eight_projects_in_all_states_and_two_flags(elverhavn: City) -> None:
    """Without a diagnosis each that began says why it has no ground; a second start leaves all as it is."""
    with_record(elverhavn)
    people = {name: make_member(elverhavn, f"{name}@example.org", role).user for name, role in ROLES.items()}
    for _again in range(2):
        Plan(elverhavn, people).make()
        with city_context(elverhavn.pk, via="test"):
            states = Counter(Project.objects.values_list("status", flat=True))
            assert states == {"active": 3, "planned": 2, "paused": 1, "finished": 1, "stopped": 1}
            assert sum(states.values()) == len(PROJECTS) == 8
            assert set(ReviewFlag.objects.to_decide().values_list("cause", flat=True)) == {"harm", "review_due"}
            assert ReviewFlag.objects.count() == 2
            assert [each.title for each in Project.objects.asked()] == ["Light at the last car park"]
            begun = Project.objects.exclude(agreed_by=None)
            assert {each.agreed_by_id for each in begun} == {people["admin"].pk}
            assert not begun.filter(ungrounded_because="").exists()
