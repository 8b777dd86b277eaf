"""Projects: who they may be said to be for, on what they stand, and how they start and end."""

import html
import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import City, Membership
from core.errors import Refused
from planning.actions import keep_grounds, keep_project, take_step
from planning.forms.rows import as_typed
from planning.grounds import grounds_of
from planning.models import Grounding, Project
from planning.permissions import may, why_not
from reports.models import Diagnosis, Judgement, Priority
from stakeholders.models import PopulationGroup
from tests.factories import make_member, sign_in
from tests.mapping.makers import with_districts, with_record
from tests.planning.makers import act, judge, make_project, released

HERE = "/city/elverhavn/projects/"


@pytest.fixture
def carol(elverhavn: City) -> Membership:
    return make_member(elverhavn, "carol@elverhavn.example", "admin", name="Carol Another")


@pytest.fixture
def dora(elverhavn: City) -> Membership:
    return make_member(elverhavn, "dora@elverhavn.example", "admin", name="Dora Third")


def test_nothing_starts_that_stands_on_nothing_unless_somebody_writes_why(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    made = make_project(elverhavn, bob)
    with act(bob), pytest.raises(Refused, match="stands on nothing"):
        take_step(project=made, step="start", because="The hall is ready.", by=bob.user)
    with act(bob):
        because = "Asked for by the council before there was a diagnosis."
        keep_grounds(project=made, chosen=[], offered=[], number=0, because=because, by=bob.user)
        take_step(project=made, step="start", because="The hall is ready.", by=bob.user)
    with act(alice):
        assert take_step(project=made, step="agree", by=alice.user).status == "active"
    page = sign_in(Client(), alice).get(f"{HERE}{made.pk}/").content.decode()
    assert "no ground yet" in page
    assert because in page
    assert "no ground yet" in sign_in(Client(), alice).get(HERE).content.decode()


def test_what_is_under_way_does_not_lose_its_last_ground_without_a_reason(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob, status="active")
    pair = ("judgement", "city.change")
    with act(bob):
        keep_grounds(project=made, chosen=[pair], offered=[pair], number=1, because="", by=bob.user)
        with pytest.raises(ValidationError, match="says why it goes on without"):
            keep_grounds(project=made, chosen=[], offered=[pair], number=1, because=" ", by=bob.user)
    with act(bob):
        assert Grounding.objects.filter(project=made).count() == 1


def test_a_ground_that_is_not_offered_any_more_stays(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    old, new = ("judgement", "district.01.change"), ("need", "training")
    with act(bob):
        keep_grounds(project=made, chosen=[old], offered=[old], number=1, because="", by=bob.user)
        keep_grounds(project=made, chosen=[new], offered=[new], number=2, because="", by=bob.user)
        assert list(Grounding.objects.values_list("key", "chosen_in")) == [("district.01.change", 1), ("training", 2)]
        with pytest.raises(Refused, match="does not stand in this diagnosis"):
            keep_grounds(project=made, chosen=[old], offered=[new], number=2, because="", by=bob.user)


def test_nobody_agrees_to_what_they_wrote_asked_for_or_changed_since(
    elverhavn: City, alice: Membership, bob: Membership, carol: Membership, dora: Membership
) -> None:
    """Bob, an officer, writes it; Alice asks; Carol changes it; Dora, who did nothing of it, agrees."""
    made = make_project(elverhavn, bob, ungrounded_because="Begun before.")
    with act(alice):
        take_step(project=made, step="start", because="It is time.", by=alice.user)
    with act(carol):
        found = Project.objects.select_related("city").get(pk=made.pk)
        found.title = "Open hall, four evenings"
        keep_project(project=found, partners=[], by=carol.user)
    for who, told in ((bob, "Only an admin"), (alice, "Nobody agrees to what they wrote"), (carol, "changed it since")):
        with act(who), pytest.raises(Refused, match=told):
            take_step(project=made, step="agree", by=who.user)
    with act(dora):
        agreed = take_step(project=made, step="agree", by=dora.user)
    assert (agreed.status, agreed.status_because, agreed.asked_for) == ("active", "It is time.", "")
    assert agreed.agreed_by == dora.user


def test_what_was_changed_before_it_was_asked_for_keeps_nobody_from_agreeing(
    elverhavn: City, alice: Membership, bob: Membership, carol: Membership
) -> None:
    made = make_project(elverhavn, bob, ungrounded_because="Begun before.")
    with act(carol):
        found = Project.objects.select_related("city").get(pk=made.pk)
        found.title = "Open hall, four evenings"
        keep_project(project=found, partners=[], by=carol.user)
    with act(alice):
        take_step(project=made, step="start", because="It is time.", by=alice.user)
    with act(carol):
        assert take_step(project=made, step="agree", by=carol.user).status == "active"


def test_a_stop_that_is_not_agreed_to_leaves_all_as_it_was_and_says_why(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    made = make_project(elverhavn, bob, status="active", ungrounded_because="Begun before.")
    with act(bob):
        take_step(project=made, step="stop", because="Nobody comes.", by=bob.user)
        with pytest.raises(Refused, match="asked for already"):
            take_step(project=made, step="stop", because="Nobody comes.", by=bob.user)
    with act(alice):
        left = take_step(project=made, step="refuse", because="Spring will tell.", by=alice.user)
    assert (left.status, left.asked_for, left.refused_because) == ("active", "", "Spring will tell.")


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        ("planned", {"change", "start", "stop"}),
        ("active", {"change", "stop", "pause", "finish"}),
        ("paused", {"change", "stop", "resume", "finish"}),
        ("finished", {"change"}),
        ("stopped", {"change"}),
    ],
)
def test_what_may_be_done_follows_from_its_status(
    status: str, offered: set[str], elverhavn: City, bob: Membership, rita: Membership
) -> None:
    made = make_project(elverhavn, bob, status=status)
    steps = ("change", "start", "stop", "agree", "refuse", "pause", "resume", "finish")
    with act(bob):
        assert {step for step in steps if may(step, made, bob)} == offered
        assert all("Only officers and admins" in str(why_not(step, made, rita)) for step in steps)


def test_the_database_keeps_a_status_without_a_reason_out(elverhavn: City, bob: Membership) -> None:
    with pytest.raises(IntegrityError, match="planning_project_status_why"), transaction.atomic():
        make_project(elverhavn, bob, status="active", status_because="")


FOR_SOME = {
    "en": "Young Muslims who were reported.",
    "en, language": "Arabic-speaking parents.",
    "da": "Unge somaliere på gaden.",
    "da, language": "Arabisktalende mødre.",
    "sv": "Ungdomar med invandrarbakgrund.",
    "de": "Jugendliche mit Migrationshintergrund.",
    "fr": "Jeunes maghrébins du quartier.",
    "of the city": "People of the Harbour quarter.",
}


@pytest.mark.parametrize("level", ["secondary", "tertiary"])
@pytest.mark.parametrize("text", FOR_SOME.values(), ids=FOR_SOME)
def test_whom_it_is_for_is_never_said_by_who_they_are_where_some_may_be_drawn_in(
    text: str, level: str, elverhavn: City, bob: Membership
) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        PopulationGroup.objects.create(city=elverhavn, code="harbour", name="People of the Harbour quarter")
        found = Project.objects.select_related("city").get(pk=made.pk)
        found.level, found.needs, found.for_whom = level, ["safe_spaces"], text
        with pytest.raises(ValidationError, match="Say in which setting or for which need") as told:
            keep_project(project=found, partners=[], by=bob.user)
        assert set(told.value.message_dict) == {"for_whom"}
        found.level = "primary"
        keep_project(project=found, partners=[], by=bob.user)


@pytest.mark.parametrize(
    "text",
    [
        "Anyone of 13 to 19 who comes to the hall.",
        "Pupils who are absent often, in their own school.",
        "Whoever was hit by anti-Muslim or antisemitic violence.",
        "Betalende gæster og alle andre.",
        "Parents who learn public speaking.",
    ],
)
def test_a_setting_or_a_need_may_be_named(text: str, elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        found = Project.objects.select_related("city").get(pk=made.pk)
        found.level, found.needs, found.for_whom = "secondary", ["safe_spaces"], text
        assert keep_project(project=found, partners=[], by=bob.user).level == "secondary"
        found.setting = "worship"
        with pytest.raises(ValidationError, match="of which religion people are"):
            keep_project(project=found, partners=[], by=bob.user)


def test_the_form_refuses_it_beside_its_field_and_keeps_nothing(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    sent = {
        "title": "Evenings", "objective": "A place.", "for_whom": "Young Muslims.", "level": "secondary",
        "needs": "safe_spaces", "owner": "Street team", "marking": "green", "raised_by": "heard",
    }  # fmt: skip
    client, address = sign_in(Client(), bob), f"{HERE}{made.pk}/change/"
    begun = client.get(address).context["writing"].now
    answer = client.post(address, {"base_version": begun, **sent})
    form = answer.context["writing"].form
    assert list(form.errors) == ["for_whom"]
    assert "“Muslims”" in form.errors["for_whom"][0]
    # one may not be sure of it either
    assert not form.seen
    with act(bob):
        assert Project.objects.get().title == "Open hall evenings"


def test_at_secondary_level_a_setting_or_a_need_is_named(elverhavn: City, bob: Membership) -> None:
    with pytest.raises(IntegrityError, match="planning_project_for_whom"), transaction.atomic():
        make_project(elverhavn, bob, level="secondary")
    assert make_project(elverhavn, bob, level="tertiary", setting="prison").pk


def test_members_read_the_plan_up_to_their_clearance_and_change_nothing(elverhavn: City, bob: Membership) -> None:
    reader = make_member(elverhavn, "nina@elverhavn.example", "reader", clearance="green")
    open_one = make_project(elverhavn, bob)
    closed = make_project(elverhavn, bob, title="Exit by telephone", marking="amber")
    client = sign_in(Client(), reader)
    page = client.get(HERE).content.decode()
    assert "Open hall evenings" in page
    assert "Exit by telephone" not in page
    assert client.get(f"{HERE}{closed.pk}/").status_code == 404
    shown = client.get(f"{HERE}{open_one.pk}/").content.decode()
    assert "Ask that it starts" not in shown
    assert f"{HERE}{open_one.pk}/change/" not in shown


def test_a_project_begins_with_a_priority_and_stands_on_it(elverhavn: City, bob: Membership) -> None:
    """From the diagnosis' page: its need and its district are filled in, and the ground is chosen."""
    with_record(elverhavn)
    with_districts(elverhavn, "01")
    with act(bob):
        found = released(elverhavn, 1)
        Priority.objects.create(
            city=elverhavn, diagnosis=found, marking="amber", category="safe_spaces", area="01", order=1, lowest="high",
            highest="high",
        )  # fmt: skip
    client = sign_in(Client(), bob)
    page = client.get("/city/elverhavn/diagnoses/1/priorities/").content.decode()
    address = f"{HERE}new/?from=priority%7Csafe_spaces%3A01"
    assert address in page
    form = client.get(address).context["writing"].form
    begun = {name: form[name].value() for name in ("needs", "districts", "marking", "stands_on")}
    assert begun == {
        "needs": ["safe_spaces"], "districts": ["01"], "marking": "amber", "stands_on": "priority|safe_spaces:01"
    }  # fmt: skip
    sent = {**begun, "title": "Evenings", "objective": "A place.", "for_whom": "Anyone.", "level": "primary",
            "owner": "Street team", "raised_by": "heard"}  # fmt: skip
    made = client.post(address, sent)
    assert made.status_code == 302
    with act(bob):
        ground = Grounding.objects.get()
        assert (ground.kind, ground.key, ground.chosen_in) == ("priority", "safe_spaces:01", 1)
    shown = client.get(made["Location"]).content.decode()
    assert "priority: high" in shown
    assert "no ground yet" not in shown
    # what is not in force starts nothing
    with act(bob):
        Diagnosis.objects.update(state="superseded")
    assert "projects/new" not in client.get("/city/elverhavn/diagnoses/1/priorities/").content.decode()


def test_a_ground_says_what_became_of_it_in_the_next_diagnosis(elverhavn: City, bob: Membership) -> None:
    made = make_project(elverhavn, bob)
    with act(bob):
        first, second = released(elverhavn, 1), released(elverhavn, 2)
        judge(first, "city.change", "Events rose.")
        judge(first, "online.share", "Much was online.")
        judge(first, "targets.most", "Most were against women.")
        judge(second, "city.change", "Events fell.")
        judge(second, "online.share", "Much was online.")
        for key in ("city.change", "online.share", "targets.most"):
            Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key=key, chosen_in=1)
        found = grounds_of(made.groundings.all(), bob, {})
        told = {each.row.key: (each.is_changed, each.is_gone) for each in found}
        assert told == {"city.change": (True, False), "online.share": (False, False), "targets.most": (False, True)}
        # whoever may not read the new one is told nothing of it, nor what the old one said
        low = make_member(elverhavn, "low@elverhavn.example", "officer", clearance="green")
        assert [(each.before, each.is_gone) for each in grounds_of(made.groundings.all(), low, {})] == [
            (None, False)
        ] * 3


def test_what_is_said_still_and_closed_to_somebody_is_not_said_to_be_gone(elverhavn: City, bob: Membership) -> None:
    """A judgement may be marked above the diagnosis it stands in."""
    made = make_project(elverhavn, bob, status="active", ungrounded_because="-")
    with act(bob):
        for number in (1, 2):
            judge(released(elverhavn, number, "green"), "own.1", "It is so.")
        Judgement.objects.filter(diagnosis__number=1).update(marking="green")
        Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key="own.1", chosen_in=1)
    low = sign_in(Client(), make_member(elverhavn, "low@elverhavn.example", "officer", clearance="green"))
    assert "stands on is not open to you" not in low.get(f"{HERE}{made.pk}/").content.decode()
    pages = (f"{HERE}{made.pk}/", f"{HERE}{made.pk}/ground/", "/city/elverhavn/plan/partner/")
    for address in pages:
        page = low.get(address).content.decode()
        assert "It is so." in page, address
        assert "said any more" not in page, address
        assert "none of today's" not in html.unescape(page), address
    assert "No project has lost its ground" in low.get("/city/elverhavn/plan/").content.decode()
    # and where it is gone indeed, all of them say so
    with act(bob):
        Judgement.objects.filter(diagnosis__number=2).delete()
    for address in pages:
        assert re.search("[Nn]ot said any more", low.get(address).content.decode()), address
    assert "1 of 1 projects has lost its ground" in low.get("/city/elverhavn/plan/").content.decode()
    # of one that is closed to them nothing else is said to be
    with act(bob):
        Judgement.objects.update(marking="red")
    assert "What it stands on is not open to you" in low.get(f"{HERE}{made.pk}/").content.decode()


def test_the_plan_says_of_a_ground_what_its_page_says(elverhavn: City, alice: Membership, bob: Membership) -> None:
    """The document said of a district that is none of today's that it is not said any more, as did the page on which
    grounds are chosen; and of what changed nothing."""
    made = make_project(elverhavn, bob)
    with act(bob):
        first, second = released(elverhavn, 1), released(elverhavn, 2)
        judge(first, "district.gone.change", "Records rose there.")
        judge(first, "city.change", "Records rose.")
        judge(second, "city.change", "Records rose.", confidence="high")
        for key in ("district.gone.change", "city.change"):
            Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key=key, chosen_in=1)
        for diagnosis in (first, second):
            judge(diagnosis, "own.1", "It is so.")
        Grounding.objects.create(city=elverhavn, project=made, kind="judgement", key="own.1", chosen_in=1)
    client = sign_in(Client(), alice)
    pages = (f"{HERE}{made.pk}/", f"{HERE}{made.pk}/ground/", "/city/elverhavn/plan/restricted/")
    said = {address: html.unescape(client.get(address).content.decode()) for address in pages}
    for address, page in said.items():
        assert "of a district that is none of today's" in page, address
        assert "said any more" not in page, address
        assert ("Now, in no. 2: Records rose. (High)" in page) is not address.endswith("ground/"), address
        # of what is said as it was nothing else is said
        assert "It is so." in page, address
        assert "Now, in no. 2: It is so." not in page, address


def test_in_a_very_small_city_one_person_agrees_for_a_reason_that_stands_with_it(
    elverhavn: City, alice: Membership
) -> None:
    made = make_project(elverhavn, alice, ungrounded_because="Before.")
    with act(alice):
        take_step(project=made, step="start", because="It is time.", by=alice.user)
        with pytest.raises(Refused, match="Nobody agrees to what they wrote"):
            take_step(project=made, step="agree", by=alice.user)
        City.objects.filter(pk=elverhavn.pk).update(alone_because="One officer works here.")
        agreed = take_step(project=made, step="agree", by=alice.user)
    assert (agreed.status, agreed.alone_because) == ("active", "One officer works here.")
    page = sign_in(Client(), alice).get(f"{HERE}{made.pk}/").content.decode()
    assert "as this city does: One officer works here." in page


def test_grounds_are_chosen_with_their_evidence_in_view(elverhavn: City, bob: Membership) -> None:
    with_record(elverhavn)
    with_districts(elverhavn, "01")
    made = make_project(elverhavn, bob)
    with act(bob):
        found = released(elverhavn, 1)
        judged = judge(found, "city.change", "More was recorded than before.")
        Judgement.objects.filter(pk=judged.pk).update(evidence=[{"what": "Records now", "value": "117 of them"}])
        Priority.objects.create(
            city=elverhavn, diagnosis=found, marking="amber", category="safe_spaces", area="01", order=1, lowest="high",
            highest="high", parts=[["voiced", 0.6, 0.8], ["recorded", 0, 1]],
        )  # fmt: skip
    page = sign_in(Client(), bob).get(f"{HERE}{made.pk}/ground/").content.decode()
    assert "Records now: 117 of them" in page
    assert "0.60–0.80" in page
    assert "unknown" in page
    # of what they may not read they see neither
    reader = make_member(elverhavn, "green@elverhavn.example", "officer", clearance="green")
    closed = sign_in(Client(), reader).get(f"{HERE}{made.pk}/ground/").content.decode()
    assert "117 of them" not in closed


def test_an_end_before_the_beginning_is_told_beside_the_end(elverhavn: City, bob: Membership) -> None:
    """It was told of the form, and led to no field."""
    made = make_project(elverhavn, bob)
    client, address = sign_in(Client(), bob), f"{HERE}{made.pk}/change/"
    writing = client.get(address).context["writing"]
    sent = {name: value for name, value in writing.form.initial.items() if value is not None}
    days = {"starts_on": "2026-05-01", "ends_on": "2026-04-30"}
    answer = client.post(address, {"base_version": writing.now, **sent, **days})
    assert answer.context["writing"].form.errors == {"ends_on": ["It ends before it begins."]}


def test_whoever_asks_for_a_start_is_led_to_where_it_is_said_why_it_goes_on_without_a_ground(
    elverhavn: City, bob: Membership
) -> None:
    """The page asked for a reason, refused the one it got, and led nowhere."""
    made = make_project(elverhavn, bob)
    client = sign_in(Client(), bob)
    assert f'href="{HERE}{made.pk}/ground/"' in client.get(f"{HERE}{made.pk}/step/start/").text
    assert f'href="{HERE}{made.pk}/ground/"' not in client.get(f"{HERE}{made.pk}/step/stop/").text


def test_what_an_admin_is_asked_for_is_the_button_that_stands_out(
    elverhavn: City, alice: Membership, bob: Membership
) -> None:
    made = make_project(elverhavn, bob, ungrounded_because="Asked for by the council.")

    def first(who: Membership) -> list[str]:
        page = sign_in(Client(), who).get(f"{HERE}{made.pk}/").text
        return re.findall(r'<a class="btn btn-primary"\s+href="[^"]*/(\w+)/"', page)

    assert (first(alice), first(bob)) == (["change"], ["change"])
    with act(bob):
        take_step(project=made, step="start", because="The hall is ready.", by=bob.user)
    assert (first(alice), first(bob)) == (["agree"], ["change"])
    assert "It is asked that it starts:" in sign_in(Client(), alice).get(f"{HERE}{made.pk}/").text


@pytest.mark.parametrize(("kept", "shown"), [("40.00", "40"), ("0.00", "0"), ("12.50", "12.5"), ("1200.00", "1200")])
def test_a_number_stands_in_its_form_as_it_was_typed(kept: str, shown: str) -> None:
    assert str(as_typed(Decimal(kept))) == shown
