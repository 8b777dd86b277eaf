"""What a member of the network finds on coming in: what they are asked, what they may read, what changed, with whom."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Membership
from home.member_map import edition_map
from jobs import artefacts
from mapping.models import BoundarySet
from notices.models import Asked, ChangeNotice, Delivery, NetworkBody
from planning.models import Project
from reports.models import PAGE, Edition, Recommendation
from tests.factories import make_member, sign_in, today_in
from tests.mapping.makers import inside, with_districts
from tests.planning.makers import make_project, released
from tests.stakeholders.makers import make_organisation

HOME = "/city/elverhavn/"
SENTENCE = "About as much was recorded as could be expected."


def words(member: Membership) -> str:
    page = sign_in(Client(), member).get(HOME).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def told(city: City, *members: Membership, **fields: Any) -> ChangeNotice:
    facts = {"what": "change", "title": "The hall moves", "before": "Gammelgård", "after": "Højvang"} | fields
    with inside(city):
        notice = ChangeNotice.objects.create(city=city, **facts)
        for member in members:
            Delivery.objects.create(city=city, notice=notice, user=member.user)
    return notice


def test_what_is_asked_of_them_stands_first_until_they_have_answered(elverhavn: City, rita: Membership) -> None:
    sara = make_member(elverhavn, "sara@elverhavn.example", "reader", clearance="green")
    soon = today_in(elverhavn) + datetime.timedelta(days=3)
    notice = told(elverhavn, rita, sara, question="Which two evenings suit you?", answer_by=soon, marking="green")
    with inside(elverhavn):
        Asked.objects.create(city=elverhavn, notice=notice, user=rita.user)
    page = sign_in(Client(), rita).get(HOME)
    assert [each.notice_id for each in page.context["asked"]] == [notice.pk]
    assert f"/what-changed/{notice.pk}/answer/" in page.content.decode()
    assert "Which two evenings suit you?" in words(rita)
    # nothing is asked of who was not named
    assert "Which two evenings" not in words(sara)
    with inside(elverhavn):
        Delivery.objects.filter(user=rita.user).update(read_at=timezone.now(), acknowledged_at=timezone.now())
    assert "Which two evenings" not in words(rita)


def test_what_is_done_elsewhere_is_not_asked_for_an_answer(elverhavn: City, rita: Membership) -> None:
    """A memorandum is signed; once that is done nothing is asked any more."""
    notice = told(elverhavn, rita, what="memorandum", question="Read it, and sign it.", marking="clear")
    with inside(elverhavn):
        asked = Asked.objects.create(city=elverhavn, notice=notice, user=rita.user)
        mine = Delivery.objects.visible_to(rita.user)
        assert mine.to_acknowledge(rita.user.pk).exists()
    assert sign_in(Client(), rita).get(HOME).context["asked"] == []
    with inside(elverhavn):
        Asked.objects.filter(pk=asked.pk).update(settled_at=timezone.now())
        assert not mine.to_acknowledge(rita.user.pk).exists()


@pytest.mark.parametrize(("marking", "is_open"), [("clear", True), ("green", True), ("amber", False), ("red", False)])
def test_what_changed_is_told_up_to_their_clearance(
    marking: str, is_open: bool, elverhavn: City, rita: Membership
) -> None:
    told(elverhavn, rita, marking=marking, question="Where to?")
    with inside(elverhavn):
        Asked.objects.create(city=elverhavn, notice=ChangeNotice.objects.get(), user=rita.user)
    said = words(rita)
    assert [text in said for text in ("The hall moves", "Gammelgård", "Højvang", "Where to?")] == [is_open] * 4
    assert "New" in said


def test_of_the_diagnosis_in_force_they_read_their_edition_and_what_may_be_told_of_what_was_done(
    elverhavn: City, rita: Membership
) -> None:
    with inside(elverhavn):
        made = released(elverhavn, 1)
        page = {
            "sections": [
                {"number": "1", "blocks": [{"kind": "key_sentence", "text": [{"text": "Of another section."}]}]},
                {"number": "2", "blocks": [{"kind": "key_sentence", "text": [{"text": SENTENCE}]}]},
            ]
        }
        kept = artefacts.store(elverhavn.pk, str(page).replace("'", '"').encode(), PAGE)
        for audience, marking in (("restricted", "amber"), ("partner", "green")):
            Edition.objects.create(
                city=elverhavn, diagnosis=made, audience=audience, language="en", marking=marking, sha256="0" * 64,
                size=1, page_sha256=kept.sha256,
            )  # fmt: skip
        here: dict[str, Any] = {"city": elverhavn, "diagnosis": made, "category": "training", "status": "done"}
        Recommendation.objects.create(text="Train the clubs.", outcome="Done in May.", for_partners=True, **here)
        Recommendation.objects.create(text="Not for members.", outcome="Secret.", **here)
    said = words(rita)
    assert "no. 1" in said
    assert SENTENCE in said
    assert "Of another section." not in said
    assert "Read: Partner edition" in said
    assert "Restricted" not in said
    assert "Done in May." in said
    assert "Secret." not in said
    cleared = make_member(elverhavn, "amber@elverhavn.example", "reader", clearance="amber")
    assert "Read: Restricted edition" in words(cleared)
    # a partner edition that is marked higher since, or withdrawn, says nothing any more
    with inside(elverhavn):
        Edition.objects.filter(audience="partner").update(marking="amber")
    said = words(rita)
    assert "No edition of it is open to you." in said
    assert SENTENCE not in said
    assert "Done in May." not in said


def test_projects_they_take_part_in_stand_first(elverhavn: City, bob: Membership, rita: Membership) -> None:
    club = make_organisation(elverhavn, name="Quay Club")
    make_project(elverhavn, bob, title="Another", status="active", status_since="2026-03-01")
    make_project(elverhavn, bob, title="With the club", status="active", organisations=[club])
    make_project(elverhavn, bob, title="Only planned")
    make_project(elverhavn, bob, title="Above green", status="active", marking="amber", organisations=[club])
    with city_context(elverhavn.pk, via="test"):
        NetworkBody.objects.create(city=elverhavn, name="QUAY CLUB", deputy=rita.user)
        assert Project.objects.count() == 4
    page = sign_in(Client(), rita).get(HOME)
    assert [(each.title, each.is_theirs) for each in page.context["projects"]] == [
        ("With the club", True),
        ("Another", False),
    ]
    assert words(rita).count("you take part") == 1
    # what rests is not told as what is under way, without a word
    assert "Paused" not in words(rita)
    with city_context(elverhavn.pk, via="test"):
        Project.objects.filter(title="Another").update(status="paused")
    assert words(rita).count("Paused") == 1


def _table(*printed: str, period: str = "2025", key: str = "districts") -> dict[str, Any]:
    heads = [("Code", "code"), ("District", "name"), ("Residents", ""), ("2024", ""), (period, "latest")]
    rows = [[f"{code}", f"District {code}", "9,000", "70–99", band] for code, band in enumerate(printed, start=1)]
    return {
        "kind": "table", "number": "A1", "key": key,
        "columns": [{"label": head, "end": False, **({"key": name} if name else {})} for head, name in heads],
        "rows": [{"cells": [{"text": text, "end": False} for text in row], "strong": False} for row in rows],
    }  # fmt: skip


def test_the_map_is_the_table_of_the_partner_edition_and_no_more(elverhavn: City) -> None:
    with_districts(elverhavn, "1", "2", "3", "4", "5")
    with inside(elverhavn):
        made = released(elverhavn, 1)
        BoundarySet.objects.update(valid_from=made.start)
        printed = ("10–19", "×", "not looked at", "0–4", "1.000–1.999")
        page = {"sections": [{"number": "5", "blocks": [_table("5–9", key=""), _table(*printed)]}]}
        found = edition_map(page, made)
        assert found is not None
        assert found.period == "2025"
        assert [words for _area, _fill, _name, words in found.areas] == list(printed)
        # from the lowest band on, the bands alone on the ramp; nobody knows what is hidden
        assert [words for _fill, words in found.legend] == ["0–4", "10–19", "1.000–1.999", "×", "not looked at"]
        fills = [fill for fill, _words in found.legend]
        assert fills[:3] == sorted(fills[:3])
        assert fills[3:] == ["none", "hatched"]
        # of other districts than those of then, or of none, there is no map
        assert edition_map({"sections": [{"number": "5", "blocks": [_table("0–4")]}]}, made) is None
        assert edition_map({"sections": []}, made) is None
        assert edition_map({}, made) is None


def test_a_member_sees_the_bands_of_their_edition_and_no_count_of_records(elverhavn: City, rita: Membership) -> None:
    with_districts(elverhavn, "1", "2")
    with inside(elverhavn):
        made = released(elverhavn, 1)
        BoundarySet.objects.update(valid_from=made.start)
        for audience, marking, bands in (("restricted", "amber", ("7", "8")), ("partner", "green", ("5–9", "×"))):
            page = {"sections": [{"number": "5", "blocks": [_table(*bands)]}]}
            kept = artefacts.store(elverhavn.pk, json.dumps(page).encode(), PAGE)
            Edition.objects.create(
                city=elverhavn, diagnosis=made, audience=audience, language="en", marking=marking, sha256="0" * 64,
                size=1, page_sha256=kept.sha256,
            )  # fmt: skip
    cleared = make_member(elverhavn, "amber@elverhavn.example", "reader", clearance="amber")
    for who in (rita, cleared):
        said = words(who)
        assert "District 1: 5–9" in said
        assert "District 2: ×" in said
        assert "District 1: 7" not in said
    with inside(elverhavn):
        Edition.objects.filter(audience="partner").update(marking="amber")
    assert "District 1" not in words(rita)
