"""Lists: which rows an address asks for, how far they are counted, what their table escapes."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import Func, TextField, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from core.lists import (
    CappedPaginator,
    Choice,
    Column,
    Columns,
    Listing,
    Rows,
    Table,
    cells,
    coded,
    cut,
    fact,
    moments,
    of_files,
)
from stakeholders.models import Organisation
from tests.factories import sign_in
from tests.records.makers import make_observation
from tests.stakeholders.makers import make_organisation

OBSERVATIONS = "/city/elverhavn/observations/"
WRONG_ORDER = "The first day asked for lies after the last."
BY_NAME = Listing(columns=(Column("name", "Name", sort=("name",)), fact("about", "About")), sort="name", per_page=2)


@pytest.fixture
def eleven(elverhavn: City, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for number in range(11):
        make_organisation(elverhavn, name=f"{number:02}")
    monkeypatch.setattr("core.lists.pages.COUNTED", 4)
    with city_context(elverhavn.pk, via="test"):
        yield


def _rows(address: str) -> "Rows[Organisation]":
    return BY_NAME.read(QueryDict(address), Organisation.objects.all())


def test_rows_are_counted_up_to_a_limit_and_read_beyond_it(eleven: None) -> None:
    assert (_rows("").found, _rows("").found_in_words) == (4, "4+")
    names = []
    for number in range(1, 7):
        rows = _rows(f"page={number}")
        assert (rows.page.has_previous(), rows.page.has_next()) == (number > 1, number < 6)
        assert (rows.page.start_index(), rows.page.end_index()) == (number * 2 - 1, min(number * 2, 11))
        names += [row.name for row in rows]
    assert names == [f"{number:02}" for number in range(11)]


def test_pages_end_in_an_ellipsis_where_more_are_not_counted(eleven: None) -> None:
    assert _rows("").page_numbers == [1, 2, "…"]
    assert _rows("page=5").page_numbers == [1, "…", 4, 5, 6, "…"]
    assert _rows("page=6").page_numbers == [1, "…", 5, 6]


@pytest.mark.parametrize(("asked", "shown"), [("99", "02"), ("0", "00"), ("-1", "00"), ("x", "00"), ("9" * 40, "00")])
def test_a_page_that_is_not_there_leads_to_one_that_is(eleven: None, asked: str, shown: str) -> None:
    assert next(iter(_rows(f"page={asked}"))).name == shown


def test_as_many_rows_as_the_limit_are_counted_in_full(eleven: None) -> None:
    Organisation.objects.filter(name__gte="04").delete()
    assert (_rows("").found_in_words, _rows("page=2").page.has_next()) == ("4", False)
    assert [row.name for row in _rows("page=9")] == ["02", "03"]


def test_what_is_in_no_row_is_looked_for_once(eleven: None, django_assert_num_queries: Any) -> None:
    """Counting has looked through all of them."""
    nothing = Organisation.objects.filter(name="nowhere")
    for asked in ("", "page=7"):
        with django_assert_num_queries(1):
            assert list(BY_NAME.read(QueryDict(asked), nothing)) == []


def test_rows_that_are_no_query_have_pages_too() -> None:
    page = CappedPaginator(list(range(5)), 2).get_page("3")
    assert (list(page), page.has_next(), page.paginator.num_pages) == ([4], False, 3)


def test_what_is_no_html_is_escaped_in_the_table() -> None:
    columns: Columns = (
        Column("name", "<Name>"),
        Column("where", 'Wh"ere', lambda row: cells.link("/?a=1&b=<2>", row.where)),
        Column("state", "State", lambda row: cells.chip(row.state, 'x"y')),
    )

    class Row:
        name, where, state = "<script>", "<b>", "<i>"

    table = Table.of(columns, [Row()])
    assert table.body == (
        '<tr><th scope="row">&lt;script&gt;</th>'
        '<td data-label="Wh&quot;ere"><a href="/?a=1&amp;b=&lt;2&gt;">&lt;b&gt;</a></td>'
        '<td data-label="State"><span class="chip chip-x&quot;y">&lt;i&gt;</span></td></tr>'
    )


def test_a_column_that_one_may_not_see_is_on_no_page_and_in_no_file() -> None:
    columns: Columns = (Column("name", "Name"), Column("contacts", "Contacts", may_see=False))
    assert [head.label for head in Table.of(columns, []).heads] == ["Name"]
    assert [each.name for each in of_files(columns)] == ["name"]


def test_a_field_of_codes_is_two_columns_in_one_order() -> None:
    class Row:
        kinds = ["b", "a", "unheard_of"]

    label, code = coded("kinds", "Kind", {"a": "Alpha", "b": "Beta"})
    assert (label.name, code.name) == ("kinds_label", "kinds")
    assert (label.cell(Row()), code.cell(Row())) == ("Beta; Alpha; unheard_of", "b; a; unheard_of")


@pytest.mark.parametrize(
    ("address", "names", "note"),
    [
        ("about=a", ["00"], ""),
        ("", ["00", "01"], ""),
        ("about=", ["00", "01"], ""),
        ("about=nonsense", ["00", "01"], "“About” has no “nonsense”: the list is not narrowed by it."),
        ("about=" + "9" * 4300, ["00", "01"], f"“About” has no “{'9' * 40}”: the list is not narrowed by it."),
        ("about=%00a", ["00", "01"], "“About” has no “a”: the list is not narrowed by it."),
    ],
)
def test_what_a_filter_does_not_know_narrows_nothing_and_is_said(
    elverhavn: City, address: str, names: list[str], note: str
) -> None:
    for number, about in enumerate("ab"):
        make_organisation(elverhavn, name=f"{number:02}", about=about)
    listing = replace(BY_NAME, filters=(Choice("about", "About", [("a", "A"), ("b", "B")]),))
    with city_context(elverhavn.pk, via="test"):
        rows = listing.read(QueryDict(address), Organisation.objects.all())
        assert [row.name for row in rows] == names
        assert rows.notes == ([note] if note else [])
        assert [said for label, said in rows.asked if label == "Note"] == rows.notes


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("from=2026-03-02&until=2026-03-01", True),
        ("from=2026-03-01&until=2026-03-01", False),
        ("from=2026-03-02", False),
        ("until=2026-03-01", False),
        ("from=soon&until=2026-03-01", False),
        ("", False),
    ],
)
def test_days_in_the_wrong_order_are_told(elverhavn: City, address: str, is_told: bool) -> None:
    listing = replace(BY_NAME, filters=moments("created_at"))
    with city_context(elverhavn.pk, via="test"):
        rows = listing.read(QueryDict(address), Organisation.objects.all())
    assert (WRONG_ORDER in rows.notes) is is_told


def test_nothing_is_said_not_to_be_there_that_is_shown(client: Client, elverhavn: City, alice: Membership) -> None:
    """What goes on for days lies at both of two days in the wrong order."""
    year = [datetime.date(2024, month, day) for month, day in ((1, 1), (12, 31))]
    make_observation(elverhavn, first_day=year[0], last_day=year[1], precision="year")
    rows = sign_in(client, alice).get(OBSERVATIONS, {"from": "2024-06-01", "until": "2024-03-01"}).context["rows"]
    assert (rows.found, rows.notes) == (1, [WRONG_ORDER])


SYLLABLES = [first + second for first in "bdfghjklm" for second in "aeiouy"]


@pytest.mark.parametrize(("words", "left"), [(15, 0), (16, 0), (17, 1), (54, 38)])
def test_a_search_of_many_words_asks_for_a_few_and_says_so(elverhavn: City, words: int, left: int) -> None:
    """A process of PostgreSQL keeps 32 patterns: with more of them in one question every row makes all of them anew."""
    make_organisation(elverhavn, name=" ".join(SYLLABLES))
    listing = replace(BY_NAME, search=("name", "about"))
    asked = QueryDict(mutable=True)
    asked["q"] = " ".join([*SYLLABLES[:words], *map(str.upper, SYLLABLES[:words])])
    with city_context(elverhavn.pk, via="test"):
        rows = listing.read(asked, Organisation.objects.all())
        assert len(rows) == 1
        sql, values = rows.matching.query.sql_with_params()
        assert (sql.count("~*"), [len(each) for each in values if isinstance(each, list)]) == (1, [min(words, 16)])
        unsearched = " ".join(SYLLABLES[16:words])
        assert rows.notes == ([f"Only the first 16 words were searched for, not “{unsearched}”."] if left else []), (
            "what is left out is said, and what was not is not"
        )
        assert BY_NAME.read(asked, Organisation.objects.all()).notes == []


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut, "MILLISECONDS", 100)


def _sleeping(seconds: float) -> Any:
    """A text that takes its time for each row."""
    return Cast(Func(Value(seconds), function="pg_sleep", output_field=TextField()), TextField())


SLOW = replace(BY_NAME, search=("slowly",), filters=(Choice("name", "Name", [("00", "Nought")]),))


@pytest.mark.parametrize(("seconds", "is_cut"), [(1.0, True), (0.0, False)])
def test_a_word_that_takes_too_long_is_cut_and_the_connection_goes_on(
    eleven: None, impatient: None, seconds: float, is_cut: bool
) -> None:
    everything = Organisation.objects.annotate(slowly=_sleeping(seconds))
    rows = SLOW.read(QueryDict("q=nowhere"), everything)
    assert (rows.is_cut_short, rows.is_narrowed, list(rows), rows.query) == (is_cut, True, [], "nowhere")
    assert rows.narrowed_by == "Name"
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
    assert [row.name for row in _rows("")] == ["00", "01"]


@pytest.mark.parametrize(("seconds", "is_cut"), [(1.0, True), (0.0, False)])
def test_an_order_that_takes_too_long_is_cut_too(eleven: None, impatient: None, seconds: float, is_cut: bool) -> None:
    """No index gives a million rows by their titles; the list's own order is left to its index."""
    columns = (*BY_NAME.columns, Column("slow", "Slow", sort=(_sleeping(seconds),)))
    for asked in ("sort=slow", "sort=-slow"):
        rows = replace(SLOW, columns=columns).read(QueryDict(asked), Organisation.objects.all())
        assert (rows.is_cut_short, rows.is_narrowed, bool(len(rows))) == (is_cut, False, not is_cut)


def test_a_list_that_nobody_narrows_has_no_time_of_its_own(
    eleven: None, impatient: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        assert not _rows("").is_cut_short


def test_a_word_is_found_in_any_of_several_fields_and_across_none(elverhavn: City) -> None:
    make_organisation(elverhavn, name="Havnens", about="unge")
    make_organisation(elverhavn, name="Andre", about="")
    both = replace(BY_NAME, search=("name", "about"))
    with city_context(elverhavn.pk, via="test"):
        found = {
            words: [row.name for row in both.read(QueryDict(f"q={words}"), Organisation.objects.all())]
            for words in ("havnens", "unge", "unge havnens", "havnens unge andre", "nensung", "andre")
        }
    assert found == {
        "havnens": ["Havnens"],
        "unge": ["Havnens"],
        "unge havnens": ["Havnens"],
        "havnens unge andre": [],
        "nensung": [],
        "andre": ["Andre"],
    }
