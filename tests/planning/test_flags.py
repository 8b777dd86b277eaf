"""What puts a project in question: raised once, told as it is marked, and closed by a reason alone."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import get_language

from accounts.city import city_context
from accounts.models import City, Membership, User
from config.celery import app
from core.errors import Refused
from planning import tasks
from planning.actions import decide_flag, raise_flag, take_step
from planning.actions.flags import MOST_TOLD, tell_of
from planning.flags.watching import after_release, follow, look
from planning.models import Funding, Project, ReviewFlag
from planning.tasks import watch_figures_of, watch_projects
from planning.vocabulary import FlagCause
from reports.models import Judgement
from reports.release.after import tell_released
from stakeholders.models import Organisation
from tests.factories import make_member, send, sign_in
from tests.mapping.makers import with_record
from tests.planning.makers import TODAY, act, judge, make_project, released, stands_on
from tests.stakeholders.makers import make_organisation

HERE = "/city/elverhavn/projects/"


def test_a_release_flags_what_it_changes_or_drops_once_and_nothing_else(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="active", ungrounded_because="-")
    over = make_project(elverhavn, bob, title="Over", status="finished")
    with act(bob):
        first = released(elverhavn, 1)
        for key in ("city.change", "online.share", "targets.most"):
            judge(first, key, f"{key} as it was.")
            stands_on(made, key)
        stands_on(over, "targets.most")
        second = released(elverhavn, 2)
        judge(second, "city.change", "city.change is another.")
        judge(second, "online.share", "online.share as it was.")
        raised = after_release(second)
        assert {(each.cause, each.before, each.after) for each in raised} == {
            (
                "ground_changed",
                "No. 1: city.change as it was. (Moderate)",
                "No. 2: city.change is another. (Moderate)",
            ),
            (
                "ground_gone",
                "No. 1: targets.most as it was. (Moderate)",
                "Diagnosis no. 2 does not say this any more.",
            ),
        }
        assert {each.project_id for each in raised} == {made.pk}
        assert {each.marking for each in raised} == {"amber"}
        assert after_release(second) == []
        # what the third says as the second is no news, though it is another than what was chosen
        third = released(elverhavn, 3)
        judge(third, "city.change", "city.change is another.")
        judge(third, "online.share", "online.share as it was.")
        assert after_release(third) == []


def test_a_dismissed_judgement_is_gone_and_a_surer_one_is_changed(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        first, second = released(elverhavn, 1), released(elverhavn, 2)
        for key in ("a.change", "b.change"):
            judge(first, key, "Alike.")
            stands_on(made, key)
        judge(second, "a.change", "Alike.", confidence="high")
        judge(second, "b.change", "Alike.")
        Judgement.objects.filter(diagnosis=second, key="b.change").update(state="dismissed", reason="Not so.")
        assert {each.cause for each in after_release(second)} == {"ground_changed", "ground_gone"}


def test_flags_are_marked_as_the_words_they_tell_not_as_the_diagnosis_these_stand_in(
    elverhavn: City, bob: Membership
) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        first, second = released(elverhavn, 1, "green"), released(elverhavn, 2, "green")
        for key in ("own.changed", "own.dropped", "own.green"):
            judge(first, key, "It was so.")
            judge(second, key, f"It is otherwise, of {key}.")
            stands_on(made, key)
        Judgement.objects.filter(diagnosis=first).update(marking="green")
        second.judgements.filter(key="own.dropped").update(state="dismissed", reason="What the amber record says.")
        second.judgements.filter(key="own.green").update(marking="green")
        found = {each.key.partition("@")[0]: each.marking for each in after_release(second)}
        assert found == {
            "judgement:own.changed": "amber", "judgement:own.dropped": "amber", "judgement:own.green": "green",
        }  # fmt: skip
        assert "What the amber record says." in ReviewFlag.objects.get(cause="ground_gone").after


def test_one_that_is_released_after_a_later_one_flags_nothing(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        older, newer = released(elverhavn, 1), released(elverhavn, 2)
        judge(newer, "city.change", "As it is.")
        stands_on(made, "city.change", 2)
        assert after_release(older) == []


def test_days_partners_and_funders_flag_it_once(elverhavn: City, bob: Membership) -> None:
    body = make_organisation(elverhavn)
    made = make_project(elverhavn, bob, organisations=[body], status="active", review_on=TODAY)
    with act(bob):
        assert look(elverhavn.pk, on=TODAY) == []
        Organisation.objects.filter(pk=body.pk).update(is_current=False)
        Funding.objects.filter(project=made).update(lost_on=TODAY)
        later = TODAY + datetime.timedelta(days=1)
        raised = look(elverhavn.pk, on=later)
        assert {(each.cause, each.key) for each in raised} == {
            ("review_due", "2026-01-15"),
            ("partner_left", f"organisation:{body.pk}"),
            ("funding_lost", f"funding:{Funding.objects.get().pk}"),
        }
        assert look(elverhavn.pk, on=later) == []
        # another day of review is another thing
        Project.objects.filter(pk=made.pk).update(review_on=later)
        assert [each.cause for each in look(elverhavn.pk, on=later + datetime.timedelta(days=1))] == ["review_due"]


@pytest.mark.parametrize("status", ["planned", "finished", "stopped"])
def test_what_is_not_under_way_has_no_day_of_review(status: str, elverhavn: City, bob: Membership) -> None:
    make_project(elverhavn, bob, status=status, review_on=TODAY)
    with act(bob):
        assert look(elverhavn.pk, on=TODAY + datetime.timedelta(days=30)) == []


def flagged(city: City, project: Project, cause: FlagCause = FlagCause.HARM) -> ReviewFlag:
    with city_context(city.pk, via="test"):
        flag = raise_flag(project=project, cause=cause, key="1", after="It might do harm.")
    assert flag is not None
    return flag


def test_no_flag_closes_without_a_reason_and_none_twice(elverhavn: City, alice: Membership, bob: Membership) -> None:
    flag = flagged(elverhavn, make_project(elverhavn, bob))
    with act(bob), pytest.raises(Refused, match="Only an admin"):
        decide_flag(flag=flag, decision="keep", reason="So.", by=bob.user)
    with act(alice):
        with pytest.raises(ValidationError, match="Say what changes, and why"):
            decide_flag(flag=flag, decision="keep", reason="  ", by=alice.user)
        decided = decide_flag(flag=flag, decision="keep", reason="It was looked at: nobody is named.", by=alice.user)
        assert (decided.decision, decided.decided_by) == ("keep", alice.user)
        with pytest.raises(Refused, match="decided already: Keep"):
            decide_flag(flag=flag, decision="stop", reason="So.", by=alice.user)
        # nor past the action
        with pytest.raises(IntegrityError, match="planning_reviewflag_why"), transaction.atomic():
            ReviewFlag.objects.update(reason="")
        # and the same thing raises no second one
        assert raise_flag(project=flag.project, cause=FlagCause.HARM, key="1", after="Again.") is None


def test_a_stop_is_asked_for_and_another_admin_agrees(elverhavn: City, alice: Membership, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="active", ungrounded_because="Before.")
    flag = flagged(elverhavn, made)
    with act(alice):
        decide_flag(flag=flag, decision="stop", reason="Nobody comes.", by=alice.user)
        made.refresh_from_db()
    assert (made.status, made.asked_for, made.asked_because) == ("active", "stopped", "Nobody comes.")


def test_a_stop_takes_the_place_of_a_start_that_was_asked_for(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    """“Stop” was decided, it was said that a stop is asked for, and the next admin could agree that it starts."""
    made = make_project(elverhavn, bob, ungrounded_because="Before.")
    with act(bob):
        take_step(project=made, step="start", because="It is ready.", by=bob.user)
    page = _decided_to_stop(made, flagged(elverhavn, made), alice)
    assert "That it stops is asked for; another admin agrees." in page
    with act(alice):
        made.refresh_from_db()
    assert (made.status, made.asked_for, made.asked_because) == ("planned", "stopped", "Nobody comes.")


def test_whoever_asked_reads_why_it_was_not_agreed_to(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    """The step says so, and no page did."""
    made = make_project(elverhavn, bob, ungrounded_because="Before.")
    page = f"{HERE}{made.pk}/"
    with act(bob):
        take_step(project=made, step="start", because="It is ready.", by=bob.user)
    with act(alice):
        take_step(project=made, step="refuse", because="The hall is closed.", by=alice.user)
    assert "The hall is closed." in sign_in(Client(), bob).get(page).content.decode()
    assert "The hall is closed." not in sign_in(Client(), rita).get(page).content.decode()
    with act(bob):
        take_step(project=made, step="start", because="It opens again.", by=bob.user)
    assert "The hall is closed." not in sign_in(Client(), bob).get(page).content.decode()


def test_of_what_has_ended_no_stop_is_said_to_be_asked_for(elverhavn: City, alice: Membership, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="finished")
    page = _decided_to_stop(made, flagged(elverhavn, made), alice)
    assert "The project has ended already." in page
    assert "is asked for" not in page


def _decided_to_stop(project: Project, flag: ReviewFlag, by: Membership) -> str:
    client, address = sign_in(Client(), by), f"{HERE}{project.pk}/flags/{flag.pk}/"
    begun = client.get(address).context["writing"].now
    sent = {"decision": "stop", "reason": "Nobody comes.", "base_version": begun}
    return client.post(address, sent, follow=True).content.decode()


def test_a_day_of_review_that_passed_asks_for_the_next(elverhavn: City, alice: Membership, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="active", review_on=TODAY)
    flag = flagged(elverhavn, made, FlagCause.REVIEW_DUE)
    client, address = sign_in(Client(), alice), f"{HERE}{made.pk}/flags/{flag.pk}/"
    begun = client.get(address).context["writing"].now
    sent = {"decision": "keep", "reason": "It does what it should.", "base_version": begun}
    assert list(client.post(address, sent).context["writing"].form.errors) == ["review_on"]
    assert client.post(address, {**sent, "review_on": "2100-01-01"}).status_code == 302
    with act(alice):
        made.refresh_from_db()
        assert made.review_on == datetime.date(2100, 1, 1)
        assert ReviewFlag.objects.get().decision == "keep"
    page = client.get(f"{HERE}{made.pk}/").content.decode()
    assert "It does what it should." in page
    # who has no name is told by no address either
    User.objects.filter(pk=alice.user_id).update(name="")
    assert alice.user.email not in client.get(f"{HERE}{made.pk}/").content.decode().partition("<main")[2]


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("harm", "A complaint of harm"),
        ("asked", "Asked to look again"),
        ("consulted", "Said by somebody who was consulted"),
    ],
)
def test_a_member_says_that_it_does_harm_once_and_admins_read_it(  # noqa: PLR0917
    cause: str, said: str, elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    made = make_project(elverhavn, bob)
    client, address = sign_in(Client(), rita), f"{HERE}{made.pk}/tell/"
    for _twice in range(2):
        begun = client.get(address).context["writing"].now
        client.post(address, {"cause": cause, "after": "Those who come are stared at.", "base_version": begun})
    with act(alice):
        flag = ReviewFlag.objects.get()
        assert (flag.cause, flag.marking, flag.raised_by) == (cause, "amber", rita.user)
    assert "Those who come are stared at." in sign_in(Client(), alice).get(f"{HERE}{made.pk}/").content.decode()
    # she is cleared for green
    assert "Those who come are stared at." not in client.get(f"{HERE}{made.pk}/").content.decode()
    home = sign_in(Client(), alice).get("/city/elverhavn/").content.decode()
    assert f"Open hall evenings: {said}" in home
    # nobody fills the page of all: so many things of one person wait at once
    with act(rita):
        for number in range(MOST_TOLD - 1):
            tell_of(project=made, cause=FlagCause(cause), key=f"{number}", what="So.", marking="amber", by=rita.user)
    answer = send(client, address, {"cause": cause, "after": "And once more."})
    assert "You have said 20 things of it that nobody has decided on yet." in answer.content.decode()


def test_what_a_flag_told_before_it_was_marked_higher_is_closed_in_the_history_too(
    elverhavn: City, bob: Membership
) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        for key in ("1", "2"):
            cause = FlagCause.GROUND_CHANGED
            raise_flag(project=made, cause=cause, key=key, before=f"Was {key}.", after=f"Is {key}.", marking="amber")
        ReviewFlag.objects.filter(key="2").update(marking="red")
        gone = raise_flag(project=made, cause=FlagCause.HARM, key="3", after="Is 3.", marking="amber")
        assert gone is not None
        ReviewFlag.objects.filter(pk=gone.pk).update(marking="red")
        gone.delete()
    amber = make_member(elverhavn, "amber@elverhavn.example", "officer", clearance="amber")
    for member, seen in ((amber, [True, False, False]), (bob, [True] * 3)):
        page = sign_in(Client(), member).get(f"/city/elverhavn/history/project/{made.pk}/").content.decode()
        assert [f"Is {key}." in page for key in "123"] == seen


def test_what_a_flag_tells_follows_the_marking_of_its_diagnoses(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        first, second = released(elverhavn, 1), released(elverhavn, 2)
        judge(first, "city.change", "So.")
        judge(second, "city.change", "Otherwise.")
        stands_on(made, "city.change")
        (flag,) = after_release(second)
        other = raise_flag(project=made, cause=FlagCause.GROUND_GONE, key="judgement:x@11-12", after="Gone.")
        assert other is not None
        type(first).objects.filter(pk=first.pk).update(marking="red")
        follow(elverhavn.pk, "mapping.observation", [1], "red")
        flag.refresh_from_db()
        other.refresh_from_db()
        assert (flag.marking, other.marking) == ("red", "amber")


def test_a_release_tells_the_plan(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        judge(released(elverhavn, 1), "city.change", "So.")
        stands_on(made, "city.change")
        tell_released(released(elverhavn, 2))
        assert ReviewFlag.objects.get().cause == "ground_gone"


def test_flags_that_beat_raises_are_in_the_city_s_own_language(elverhavn: City, bob: Membership) -> None:
    """In English they were kept, and stood so on every page and in the plan of a city that works in Danish."""
    City.objects.filter(pk=elverhavn.pk).update(languages=["de", "da", "en"])
    make_project(elverhavn, bob, status="active", review_on=TODAY)
    watch_projects()
    with pytest.MonkeyPatch.context() as patched:
        spoken: list[str] = []
        patched.setattr(tasks, "look_weekly", lambda: spoken.append(str(get_language())))
        watch_figures_of(elverhavn.pk)
    assert spoken == ["da"]
    with act(bob):
        assert ReviewFlag.objects.get().after == "Der skulle ses på det igen den 15. januar 2026."


def test_beat_asks_for_every_city(elverhavn: City, other_city: City, bob: Membership) -> None:
    make_project(elverhavn, bob, status="active", review_on=TODAY)
    with_record(other_city)
    watch_projects()
    watch_figures_of(other_city.pk)
    with act(bob):
        assert ReviewFlag.objects.get().cause == "review_due"
    tasks = {each["task"] for each in app.conf.beat_schedule.values()}
    assert {"planning.tasks.watch_projects", "planning.tasks.watch_figures"} <= tasks
