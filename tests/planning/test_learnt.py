"""What others learnt stands on the page of a project: of the same need or setting, with its source, as far as one may
read it."""

from typing import Any

from django.test import Client

from accounts.models import City, Membership
from tests.factories import make_member, sign_in
from tests.planning.makers import make_project

HERE = "/city/elverhavn/projects/"


def shown(member: Membership, number: int) -> list[str]:
    return [each.title for each in sign_in(Client(), member).get(f"{HERE}{number}/").context["learnt"]]


def test_lessons_of_the_same_need_or_setting_are_offered_with_where_they_come_from(
    elverhavn: City, bob: Membership
) -> None:
    made = make_project(elverhavn, bob, title="Mine", needs=["training"], setting="school", lessons="My own.")
    make_project(elverhavn, bob, title="Same need", needs=["funding", "training"], lessons="Begin in autumn.")
    make_project(elverhavn, bob, title="Same setting", setting="school", status="stopped", lessons="Ask first.")
    make_project(elverhavn, bob, title="Another", needs=["funding"], lessons="Ask for less.")
    make_project(elverhavn, bob, title="Nothing learnt", needs=["training"])
    make_project(elverhavn, bob, title="Above", needs=["training"], lessons="Amber words.", marking="amber")
    assert set(shown(bob, made.pk)) == {"Same need", "Same setting", "Above"}
    page = sign_in(Client(), bob).get(f"{HERE}{made.pk}/").content.decode()
    assert "Begin in autumn." in page
    assert "Ask for less." not in page
    low = make_member(elverhavn, "low@elverhavn.example", "reader", clearance="green")
    assert set(shown(low, made.pk)) == {"Same need", "Same setting"}


def test_where_nothing_is_alike_nothing_is_said(elverhavn: City, bob: Membership) -> None:
    bare = make_project(elverhavn, bob, title="Bare")
    make_project(elverhavn, bob, title="Other", lessons="Ask first.")
    assert shown(bob, bare.pk) == []
    assert "What other projects learnt" not in sign_in(Client(), bob).get(f"{HERE}{bare.pk}/").content.decode()


def test_what_is_planned_alone_stands_after_what_was_learnt_in_doing_it(elverhavn: City, bob: Membership) -> None:
    """Of five that are shown it pushed out the newest: a status without a day counted as newer than all."""
    made = make_project(elverhavn, bob, title="Mine", needs=["training"])
    for title, status, since in (
        ("Thought of", "planned", None), ("Old", "finished", "2024-05-01"), ("New", "finished", "2025-05-01"),
    ):  # fmt: skip
        more: dict[str, Any] = {"status_since": since} if since else {}
        make_project(elverhavn, bob, title=title, needs=["training"], lessons="-", status=status, **more)
    assert shown(bob, made.pk) == ["New", "Old", "Thought of"]
