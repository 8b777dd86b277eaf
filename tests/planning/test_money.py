"""Who pays, and whether a project hangs on one of them or was raised by nobody else: said wherever it is looked at."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from planning.models import Funding, Project
from planning.money import shares
from tests.factories import send, sign_in, today_in
from tests.planning.makers import TODAY, make_project

DAY = datetime.timedelta(days=1)
PLAN, PROJECTS = "/city/elverhavn/plan/", "/city/elverhavn/projects/"

# What each gives (amount, share, days until it is lost; none where it is not), the whole percents of those who pay, and
# who pays more than half.
Given = tuple[int | None, int | None, int | None]
PAID: list[tuple[list[Given], list[int | None], str]] = [
    ([], [], ""),
    ([(None, None, None)], [100], "f0"),
    ([(None, 40, None)], [40], ""),
    ([(60, None, None), (40, None, None)], [60, 40], "f0"),
    ([(40, None, None), (60, None, None)], [60, 40], "f1"),
    ([(50, None, None), (50, None, None)], [50, 50], ""),
    # whole percents that are a hundred together, by the largest rests: 33⅓ each
    ([(1, None, None), (1, None, None), (1, None, None)], [34, 33, 33], ""),
    ([(None, 51, None), (None, 49, None)], [51, 49], "f0"),
    ([(None, 51, None), (None, None, None)], [51, None], "f0"),
    ([(None, 50, None), (None, None, None)], [50, None], ""),
    ([(100, None, None), (None, None, None)], [None, None], ""),
    # who pays no more leaves the others to pay all
    ([(90, None, 0), (6, None, None), (4, None, None)], [60, 40], "f1"),
    ([(90, None, 0)], [], ""),
    ([(90, None, 1), (10, None, None)], [90, 10], "f0"),
    # 50.4 is more than half, though as a whole number it is not
    ([(504, None, None), (496, None, None)], [50, 50], "f0"),
    ([(496, None, None), (504, None, None)], [50, 50], "f1"),
]


@pytest.mark.parametrize(("given", "percents", "most"), PAID)
def test_a_project_hangs_on_whoever_pays_more_than_half(
    given: list[Given], percents: list[int | None], most: str
) -> None:
    rows = [
        Funding(funder=f"f{place}", amount=amount, share=share, lost_on=None if days is None else TODAY + days * DAY)
        for place, (amount, share, days) in enumerate(given)
    ]
    found = shares(rows, on=TODAY)
    assert [each.percent for each in found.now] == percents
    assert (found.most.row.funder if found.most else "") == most


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((504, 496), ["over 50 %", "50 %"]),
        ((500, 500), ["50 %", "50 %"]),
        ((9990, 10), ["over 99 %", "under 1 %"]),
        ((1,), ["100 %"]),
        ((2, 1), ["67 %", "33 %"]),
    ],
)
def test_no_share_is_told_as_all_nothing_or_half_that_is_not(amounts: tuple[int, ...], words: list[str]) -> None:
    rows = [Funding(funder=f"f{place}", amount=amount) for place, amount in enumerate(amounts)]
    assert [each.in_words.replace("\xa0", " ") for each in shares(rows, on=TODAY).now] == words


def paid(city: City, by: Membership, *amounts: int, **fields: Any) -> Project:
    made = make_project(city, by, status="active", ungrounded_because="-", **fields)
    with city_context(city.pk, via="test", actor_id=by.user_id):
        Funding.objects.filter(project=made).delete()
        for place, amount in enumerate(amounts):
            Funding.objects.create(city=city, project=made, funder=f"Fund {place}", amount=amount)
    return made


@pytest.fixture
def pages(elverhavn: City, rita: Membership) -> Callable[[Project], tuple[str, str, str]]:
    """Of a project, the board and the action plan, as a member reads them."""
    reader = sign_in(Client(), rita)

    def read(project: Project) -> tuple[str, str, str]:
        one, board, plan = (
            reader.get(address).content.decode() for address in (f"{PROJECTS}{project.pk}/", PLAN, f"{PLAN}partner/")
        )
        return one, board, plan

    return read


@pytest.mark.parametrize(("amounts", "hangs"), [((60, 40), True), ((50, 50), False), ((), False)])
def test_that_it_hangs_on_one_funder_stands_on_page_board_and_plan(
    amounts: tuple[int, ...], hangs: bool, elverhavn: City, bob: Membership, pages: Callable[[Project], tuple[str, ...]]
) -> None:
    one, board, plan = pages(paid(elverhavn, bob, *amounts))
    assert ("It hangs on one funder: Fund 0 pays 60 %." in one) is hangs
    assert ('hangs on one funder</span>\n      <span class="rows-hint">Fund 0</span>' in board) is hangs
    assert ("Fund 0 (60 a year, 60 %), Fund 1 (40 a year, 40 %). It hangs on one funder." in plan) is hangs
    if not hangs:
        assert all("hangs on one funder" not in each for each in (one, board, plan))
    assert ("No funder pays more than half." in one) is (amounts == (50, 50))


@pytest.mark.parametrize("raised_by", ["funder", "heard", "city"])
def test_that_nobody_but_the_funder_raised_it_stands_on_page_board_and_plan(
    raised_by: str, elverhavn: City, bob: Membership, pages: Callable[[Project], tuple[str, ...]]
) -> None:
    one, board, plan = pages(paid(elverhavn, bob, 50, 50, raised_by=raised_by))
    is_so = raised_by == "funder"
    for page, words in ((one, "Raised by the funder only: nobody who was heard asked for it."),
                        (one, "raised by the funder only"), (board, "raised by the funder only"),
                        (plan, "Raised by the funder only.")):  # fmt: skip
        assert (words in page) is is_so


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([40], "Not all shares are known"),
        ([20, 29], "Not all shares are known"),
        ([20, 30], "No funder pays more than half."),
        ([50], "No funder pays more than half."),
        ([51], "It hangs on one funder"),
    ],
)
def test_of_what_nobody_is_named_for_somebody_may_pay_more_than_half(
    given: list[int], told: str, elverhavn: City, bob: Membership
) -> None:
    """“No funder pays more than half”, it said of one that pays 40 percent, and of nothing else that is known."""
    made = make_project(elverhavn, bob)
    with city_context(elverhavn.pk, via="test"):
        Funding.objects.all().delete()
        for share in given:
            Funding.objects.create(city=elverhavn, project=made, funder=f"Fund {share}", share=share)
    page = sign_in(Client(), bob).get(f"{PROJECTS}{made.pk}/").content.decode()
    assert told in page


@pytest.mark.parametrize(("days", "is_kept"), [(-1, True), (0, True), (1, False)])
def test_a_share_that_is_paid_no_more_takes_no_room_from_who_pays_now(
    days: int, is_kept: bool, elverhavn: City, bob: Membership
) -> None:
    """The fund that took over could not be written down beside the one that paid until then."""
    made, last = make_project(elverhavn, bob), today_in(elverhavn) + days * DAY
    with city_context(elverhavn.pk, via="test"):
        Funding.objects.all().delete()
        lost = Funding.objects.create(city=elverhavn, project=made, funder="Once", share=60, lost_on=last)
    sent = {
        "funding-TOTAL_FORMS": "2", "funding-INITIAL_FORMS": "1",
        "funding-0-number": str(lost.pk), "funding-0-funder": "Once", "funding-0-share": "60",
        "funding-0-lost_on": last.isoformat(),
        "funding-1-funder": "Now", "funding-1-share": "60",
    }  # fmt: skip
    answer = send(sign_in(Client(), bob), f"{PROJECTS}{made.pk}/funding/", sent)
    assert answer.status_code == (302 if is_kept else 200)
    assert ("more than a hundred percent" in answer.content.decode()) is not is_kept
