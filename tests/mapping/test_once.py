"""What counts once: records of one event, for whom which of them counts, and that each decision can be taken back."""

import datetime
from collections.abc import Iterator
from itertools import pairwise, product
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.markings import ORDER, up_to
from accounts.models import City, Marking, Membership
from core.errors import Refused
from core.lists.filters import Chosen
from mapping.actions.once import counting, decide_pair, rank, undo_pair
from mapping.lists import pairs as pairs_of_lists
from mapping.lists.sources import stretches
from mapping.models import District, Observation, Pair, Source
from records.actions import approve, change_marking, erase, reopen, withdraw
from records.models import ReviewState
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_districts
from tests.records.makers import make_observation

DAY = datetime.date(2026, 3, 1)
WORDS = "Slogans painted on the wall of the school"


@pytest.fixture
def admin(elverhavn: City) -> Membership:
    return make_member(elverhavn, "admin@elverhavn.example", "admin")


def source(city: City, key: str) -> Source:
    with inside(city):
        kept, _made = Source.objects.get_or_create(
            city=city, key=key, defaults={"name": key.title(), "source_type": "police", "marking": "clear"}
        )
    return kept


def told(city: City, key: str, **fields: Any) -> Observation:
    """An approved record of one source."""
    made = make_observation(city, **{"title": WORDS, "marking": "amber", **fields})
    with inside(city):
        Observation.objects.filter(pk=made.pk).update(
            source=source(city, key), state=fields.get("state", "approved"), approved_at="2026-03-02T10:00Z",
            approved_by=make_approver(city),
        )  # fmt: skip
        return Observation.objects.get(pk=made.pk)


def make_approver(city: City) -> int:
    there = Membership.objects.filter(user__email="approver@elverhavn.example").first()
    return (there or make_member(city, "approver@elverhavn.example", "admin")).user_id


def counted(city: City, clearance: str) -> list[int]:
    with inside(city):
        return list(Observation.objects.counted(clearance).order_by("pk").values_list("pk", flat=True))


def linked(city: City, by: Membership, *records: Observation) -> list[Pair]:
    with inside(city):
        return [decide_pair(one=one, other=other, same=True, by=by.user) for one, other in pairwise(records)]


# Who counts for whom.


def _of(number: int, marking: str, grade: str, state: str = "approved") -> Observation:
    return Observation(
        pk=number, marking=marking, reliability=grade[0], credibility=grade[1], state=state, first_day=DAY
    )


def groups() -> Iterator[list[Observation]]:
    """Every group of three by marking and state, and random ones of up to seven."""
    for markings in product(ORDER, repeat=3):
        yield [
            _of(number, marking, grade)
            for (number, grade), marking in zip(((1, "A1"), (2, "C2"), (3, "F6")), markings, strict=True)
        ]
    dice = Random(12)
    for _number in range(300):
        yield [
            _of(
                number,
                dice.choice(ORDER),
                dice.choice("ABCDEF") + dice.choice("123456"),
                dice.choice(ReviewState.values),
            )
            for number in range(1, dice.randint(2, 8))
        ]


def test_of_every_group_exactly_the_best_that_may_be_read_counts_for_every_clearance() -> None:
    for group in groups():
        for order in (group, list(reversed(group))):
            below = counting(order)
            for clearance in ORDER:
                readable = [each for each in group if each.state == "approved" and each.marking in up_to(clearance)]
                best = min(readable, key=rank, default=None)
                counts = [each for each in readable if below[each] not in up_to(clearance)]
                assert counts == ([best] if best else [])


def test_well_graded_comes_before_the_letter_then_the_figure_then_the_earliest_then_the_first() -> None:
    late, first, then = _of(1, "amber", "D2"), _of(2, "amber", "D2"), _of(3, "amber", "D2")
    late.first_day += datetime.timedelta(days=1)
    best = [_of(9, "amber", "C3"), _of(8, "amber", "A4"), _of(7, "amber", "D1"), first, then, late]
    assert sorted([late, then, *best[:4]], key=rank) == best


# Kept by whatever changes it.


def test_a_link_lets_the_better_one_count_and_taking_it_back_both(elverhavn: City, admin: Membership) -> None:
    better, worse = told(elverhavn, "police", reliability="A"), told(elverhavn, "press", reliability="D")
    (pair,) = linked(elverhavn, admin, worse, better)
    assert counted(elverhavn, "red") == [better.pk]
    assert (pair.decided_by_id, pair.same, pair.first_id) == (admin.user_id, True, better.pk)
    with inside(elverhavn):
        undo_pair(pair=pair, by=admin.user)
    assert counted(elverhavn, "red") == [better.pk, worse.pk]


def test_who_may_not_read_the_better_one_counts_the_other(elverhavn: City, admin: Membership) -> None:
    secret = told(elverhavn, "police", reliability="A", marking="red")
    known = told(elverhavn, "press", reliability="D", marking="green")
    linked(elverhavn, admin, secret, known)
    assert {clearance: counted(elverhavn, clearance) for clearance in ORDER} == {
        Marking.CLEAR: [], Marking.GREEN: [known.pk], Marking.AMBER: [known.pk],
        Marking.AMBER_STRICT: [known.pk], Marking.RED: [secret.pk],
    }  # fmt: skip


@pytest.mark.parametrize("way", ["withdraw", "reopen", "erase"])
def test_the_next_best_counts_when_the_best_goes(elverhavn: City, admin: Membership, way: str) -> None:
    best = told(elverhavn, "police", reliability="A")
    second, third = told(elverhavn, "press", reliability="B"), told(elverhavn, "museum", reliability="C")
    # the best is the one by which the others are linked
    linked(elverhavn, admin, second, best, third)
    assert counted(elverhavn, "red") == [best.pk]
    with inside(elverhavn):
        if way == "withdraw":
            withdraw(record=best, by=admin.user, reason="Mistaken")
        elif way == "reopen":
            reopen(record=best, by=admin.user)
        else:
            erase(record=best, by=admin.user, reason="Asked for")
    assert counted(elverhavn, "red") == [second.pk]


def test_what_is_approved_or_marked_anew_counts_for_others_at_once(elverhavn: City, admin: Membership) -> None:
    best = told(elverhavn, "police", reliability="A", state="submitted")
    other = told(elverhavn, "press", reliability="B")
    linked(elverhavn, admin, best, other)
    assert counted(elverhavn, "amber") == [other.pk]
    with inside(elverhavn):
        Observation.objects.filter(pk=best.pk).update(approved_by=None, approved_at=None)
        approve(record=best, by=admin.user)
    assert counted(elverhavn, "amber") == [best.pk]
    with inside(elverhavn):
        change_marking(record=best, by=admin.user, marking="red", reason="A source to protect")
    assert (counted(elverhavn, "amber"), counted(elverhavn, "red")) == ([other.pk], [best.pk])


# What is refused.


def test_what_contradicts_is_refused_with_what_to_do(elverhavn: City, admin: Membership) -> None:
    one, other, third = (told(elverhavn, key) for key in ("police", "press", "museum"))
    linked(elverhavn, admin, one, other, third)
    again = told(elverhavn, "police")
    with inside(elverhavn):
        with pytest.raises(Refused, match="linked to a third record"):
            decide_pair(one=one, other=third, same=False, by=admin.user)
        with pytest.raises(Refused, match="of one source"):
            decide_pair(one=one, other=again, same=True, by=admin.user)
        decide_pair(one=again, other=third, same=False, by=admin.user)
        with pytest.raises(Refused, match="two events"):
            decide_pair(one=again, other=other, same=True, by=admin.user)
        # whoever answers otherwise has not seen the answer, or takes it back first
        with pytest.raises(Refused, match="said that they are two events. Take that back first"):
            decide_pair(one=again, other=third, same=True, by=admin.user)
        assert not Pair.objects.get(first=third, second=again).same
        undo_pair(pair=Pair.objects.get(first=third, second=again), by=admin.user)
        decide_pair(one=again, other=third, same=True, by=admin.user)
        with pytest.raises(Refused, match="said that they are the same event"):
            decide_pair(one=again, other=third, same=False, by=admin.user)
    assert counted(elverhavn, "red") == [one.pk]


def test_nobody_links_what_they_may_not_read(elverhavn: City, admin: Membership) -> None:
    secret, known = told(elverhavn, "police", marking="red"), told(elverhavn, "press")
    officer = make_member(elverhavn, "officer@elverhavn.example", "officer", clearance="amber")
    with inside(elverhavn), pytest.raises(Refused, match="not cleared"):
        decide_pair(one=secret, other=known, same=True, by=officer.user)
    (pair,) = linked(elverhavn, admin, secret, known)
    page = sign_in(Client(), officer).get(reverse("observation", args=["elverhavn", known.pk])).content.decode()
    assert "same-event" not in page
    assert "Counted elsewhere" not in page
    with inside(elverhavn):
        assert not Pair.objects.visible_to(officer.user).exists()
        with pytest.raises(Refused, match="not cleared"):
            undo_pair(pair=pair, by=officer.user)


# The pages.


@pytest.fixture
def two(elverhavn: City) -> tuple[Observation, Observation]:
    """Of two sources, a day apart, in one district."""
    with_districts(elverhavn, "1")
    with inside(elverhavn):
        place = {"place": "district", "district": District.objects.get()}
    first = told(elverhavn, "police", **place)
    return first, told(
        elverhavn, "press", title="Painted slogans, wall of school", reliability="D", **place,
        first_day=DAY + datetime.timedelta(days=1), last_day=DAY + datetime.timedelta(days=1),
    )  # fmt: skip


def test_one_click_decides_and_one_takes_it_back(
    elverhavn: City, admin: Membership, two: tuple[Observation, Observation]
) -> None:
    client, address = sign_in(Client(), admin), "/city/elverhavn/observations/same-event/"
    page = client.get(address)
    (beside,) = page.context["shown"]
    assert {each.pk for each in beside.both} == {each.pk for each in two}
    answer = {"first": two[0].pk, "second": two[1].pk, "back": address}
    said = client.post(f"{address}decide/", {**answer, "answer": "same"}, follow=True)
    assert "are the same event" in said.content.decode()
    assert said.context["shown"] == []
    assert counted(elverhavn, "red") == [two[0].pk]
    listed = client.get("/city/elverhavn/observations/", {"counts": "elsewhere"})
    assert [row.pk for row in listed.context["rows"]] == [two[1].pk]
    assert "Counted elsewhere" in listed.content.decode()
    pair = said.context["just_said"]
    client.post(f"{address}{pair.pk}/undo/", {"back": address})
    assert counted(elverhavn, "red") == [two[0].pk, two[1].pk]
    client.post(f"{address}decide/", {**answer, "answer": "two"})
    assert client.get(address).context["shown"] == []
    assert len(client.get(address, {"shown": "two"}).context["shown"]) == 1
    assert counted(elverhavn, "red") == [two[0].pk, two[1].pk]


@pytest.mark.parametrize(
    ("most", "compared"), [(3, 99), (4, 99), (5, 99), (100, 99), (100, 1), (4, 1), (3, 2), (100, 3)]
)
def test_page_by_page_each_pair_is_told_once(
    most: int, compared: int, elverhavn: City, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a page is read in pieces, and a pair lies on the two sides of one: on one day, or on two; and where
    no more is compared for one page."""
    with_districts(elverhavn, "1")
    with inside(elverhavn):
        facts: dict[str, Any] = {"place": "district", "district": District.objects.get(), "precision": "day"}
    pairs = set()
    for number in range(7):
        first = DAY + datetime.timedelta(days=3 * number)
        both = []
        for key, day in (("police", first), ("school", first + datetime.timedelta(days=number % 2))):
            made = told(elverhavn, key)
            with inside(elverhavn):
                Observation.objects.filter(pk=made.pk).update(first_day=day, last_day=day, **facts)
            both.append(made.pk)
        pairs.add(frozenset(both))
    later = DAY + datetime.timedelta(days=40)
    for made in [told(elverhavn, "police") for _number in range(4)]:  # a day that takes more than one piece
        with inside(elverhavn):
            Observation.objects.filter(pk=made.pk).update(first_day=later, last_day=later, **facts)
    monkeypatch.setattr(pairs_of_lists, "MOST_READ", most)
    monkeypatch.setattr(pairs_of_lists, "MOST_COMPARED", compared)
    monkeypatch.setattr(pairs_of_lists, "SHOWN", 2)
    nothing = Chosen("", "", (), "")
    seen: list[frozenset[int]] = []
    until: datetime.date | None = None
    for _page in range(30):
        with inside(elverhavn):
            page = pairs_of_lists.proposals(
                admin.user, pairs_of_lists.PairFilters(pairs_of_lists.PROPOSED, None, until, nothing, nothing)
            )
        assert len(page.pairs) <= 2
        seen += [frozenset(each.pk for each in one.both) for one in page.pairs]
        until = page.older
        if until is None:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == pairs
    shown = sign_in(Client(), admin).get(reverse("pairs", args=["elverhavn"])).content.decode()
    assert ("are not compared yet" in shown) == (compared < 3)


def test_a_record_is_among_what_lies_beside_it_however_much_that_is(
    elverhavn: City, admin: Membership, two: tuple[Observation, Observation], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many the first were looked at, and it was not one of them."""
    others = [told(elverhavn, "press") for _number in range(2)]
    with inside(elverhavn):
        facts = {name: getattr(two[0], name) for name in ("district", "place", "first_day", "last_day", "precision")}
        Observation.objects.filter(pk__in=[each.pk for each in others]).update(**facts)
        latest = told(elverhavn, "school")
        Observation.objects.filter(pk=latest.pk).update(**facts)
        latest.refresh_from_db()
        monkeypatch.setattr(pairs_of_lists, "MOST_BESIDE", 3)
        assert len(pairs_of_lists.proposals_for(admin.user, latest)) == 2


def test_map_districts_sources_and_home_count_the_event_once(
    elverhavn: City, admin: Membership, two: tuple[Observation, Observation]
) -> None:
    client = sign_in(Client(), admin)

    def counts() -> list[object]:
        months = {"from": "2026-01", "to": "2026-06"}
        district = client.get("/city/elverhavn/districts/").context["rows"].page.object_list[0]
        with inside(elverhavn):
            shown = client.get("/city/elverhavn/sources/").context["city_map"]
            of_sources = sum(row.records for row in stretches(shown))
        years = client.get(f"/city/elverhavn/districts/{district.pk}/").context["years"]
        return [
            client.get("/city/elverhavn/map/", months).context["city_map"].total, district.records,
            next(each.count for each, *_more in years if each.year == DAY.year), of_sources,
            client.get("/city/elverhavn/map/", {**months, "marking": "amber"}).context["city_map"].total,
        ]  # fmt: skip

    assert counts() == [2, 2, 2, 2, 2]
    linked(elverhavn, admin, *two)
    assert counts() == [1, 1, 1, 1, 1]


@pytest.mark.parametrize("year", [1, 9999])
def test_a_day_at_either_end_of_the_calendar_opens_and_is_corrected(
    elverhavn: City, admin: Membership, year: int
) -> None:
    """Forms refuse such years by now, and some are stored: their pages answered 500, and so did their forms."""
    with_districts(elverhavn, "1")
    with inside(elverhavn):
        facts: dict[str, Any] = {"place": "district", "district": District.objects.get(), "precision": "day"}
        both = [told(elverhavn, key, state="submitted") for key in ("police", "school")]
        day = datetime.date.min if year == 1 else datetime.date.max
        here = Observation.objects.filter(pk__in=[each.pk for each in both])
        here.update(first_day=day, last_day=day, approved_at=None, approved_by=None, **facts)
    client = sign_in(Client(), admin)
    page = reverse("observation", args=["elverhavn", both[0].pk])
    assert reverse("observation", args=["elverhavn", both[1].pk]) in client.get(page).content.decode(), "the other one"
    assert WORDS in client.get(reverse("pairs", args=["elverhavn"]), {"until": day.isoformat()}).content.decode()
    shown = client.get(reverse("observation_change", args=["elverhavn", both[0].pk]))
    sent = {each.html_name: each.value() for each in shown.context["form"] if each.value() not in (None, "", False)}
    sent |= {"first_day": DAY, "last_day": DAY, "what_happened": WORDS, "how_known": "seen_by_staff"}
    sent |= {"base_version": shown.context["writing"].now}
    answer = client.post(reverse("observation_change", args=["elverhavn", both[0].pk]), sent)
    assert answer.status_code == 302, answer.context["form"].errors
    with inside(elverhavn):
        assert Observation.objects.get(pk=both[0].pk).first_day == DAY


def test_its_page_says_so_and_leads_on(
    elverhavn: City, admin: Membership, two: tuple[Observation, Observation]
) -> None:
    client, address = sign_in(Client(), admin), reverse("observation", args=["elverhavn", two[1].pk])
    assert len(client.get(address).context["likely"]) == 1
    linked(elverhavn, admin, *two)
    page = client.get(address)
    assert (page.context["likely"], len(page.context["said"])) == ([], 1)
    assert "Counted elsewhere" in page.content.decode()
