"""Series: linked by a person, one by one and many at once, and taken apart again; who may read which."""

from uuid import UUID

import pytest
from django.test import Client

from accounts.models import City, Membership
from mapping.actions.once import decide_pair
from mapping.actions.series import link_to_series
from mapping.models import Observation, Series
from records.actions import change_marking
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside
from tests.mapping.test_once import told
from tests.once import again, signed_in, undone
from tests.records.makers import make_observation, make_series


@pytest.fixture
def admin(elverhavn: City) -> Membership:
    return make_member(elverhavn, "admin@elverhavn.example", "admin")


def numbers(city: City, series: Series) -> list[int]:
    with inside(city):
        return list(Observation.objects.filter(series=series).order_by("pk").values_list("pk", flat=True))


def test_many_are_put_in_at_once_and_one_is_taken_out(elverhavn: City, admin: Membership) -> None:
    one, other = told(elverhavn, "police"), told(elverhavn, "press")
    series, client = make_series(elverhavn), sign_in(Client(), admin)
    page = client.get(f"/city/elverhavn/series/{series.pk}/", {"q": "slogans"})
    assert {row.pk for row in page.context["more"]} == {one.pk, other.pk}
    client.post(f"/city/elverhavn/series/{series.pk}/link/", {"record": [one.pk, other.pk]})
    assert numbers(elverhavn, series) == [one.pk, other.pk]
    (row,) = client.get("/city/elverhavn/series/").context["rows"]
    assert (row.pk, row.count) == (series.pk, 2)
    client.post(f"/city/elverhavn/observations/{one.pk}/series/", {"series": "", "was": series.pk})
    assert numbers(elverhavn, series) == [other.pk]
    client.post(f"/city/elverhavn/observations/{one.pk}/series/", {"series": series.pk})
    assert "The same tag" in client.get(f"/city/elverhavn/observations/{one.pk}/").content.decode()
    listed = client.get("/city/elverhavn/observations/", {"series": series.pk}).context["rows"]
    assert {row.pk for row in listed} == {one.pk, other.pk}


def test_that_more_are_in_it_is_said_where_not_all_are_listed(
    elverhavn: City, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = told(elverhavn, "police"), told(elverhavn, "press")
    series, client = make_series(elverhavn, one, other), signed_in(admin)
    for most, listed, is_said in ((1, 1, True), (2, 2, False), (3, 2, False)):
        monkeypatch.setattr("mapping.views.series.MOST_SHOWN", most)
        answer = client.get(f"/city/elverhavn/series/{series.pk}/")
        assert len(answer.context["inside"]) == listed
        assert (f"There are more: the newest {most} are listed." in answer.content.decode()) == is_said


def test_a_record_stays_in_its_series_though_not_all_can_be_offered(
    elverhavn: City, admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own was not among the first: the form said that it was in none, and sent as it stood took it out."""
    one = told(elverhavn, "police")
    make_series(elverhavn, name="A"), make_series(elverhavn, name="B")
    series, client = make_series(elverhavn, one, name="C"), signed_in(admin)
    for most, offered in ((3, ["A", "B", "C"]), (1, ["A", "C"])):
        monkeypatch.setattr("mapping.views.observations.MOST_SERIES", most)
        answer = client.get(f"/city/elverhavn/observations/{one.pk}/")
        assert [each.name for each in answer.context["all_series"]] == offered
        assert f'value="{series.pk}" selected' in answer.content.decode()
        assert (f"There are more: the first {most} by name are offered." in answer.content.decode()) == (most < 3)


def test_a_page_that_is_no_longer_true_takes_no_record_out_of_where_another_put_it(
    elverhavn: City, admin: Membership
) -> None:
    one = told(elverhavn, "police")
    mine, theirs = make_series(elverhavn, name="Mine"), make_series(elverhavn, name="Theirs")
    client, address = signed_in(admin), f"/city/elverhavn/observations/{one.pk}/series/"
    assert 'name="was" value=""' in client.get(f"/city/elverhavn/observations/{one.pk}/").content.decode()
    with inside(elverhavn):
        Observation.objects.filter(pk=one.pk).update(series=theirs)
    for wish in ("", mine.pk):
        said = client.post(address, {"series": wish, "was": ""}, follow=True).content.decode()
        assert "Somebody put it into “Theirs” meanwhile." in said
        assert numbers(elverhavn, theirs) == [one.pk]
    assert f'name="was" value="{theirs.pk}"' in said
    client.post(address, {"series": mine.pk, "was": theirs.pk})
    assert numbers(elverhavn, mine) == [one.pk]
    with inside(elverhavn):
        Observation.objects.filter(pk=one.pk).update(series=None)
    said = client.post(address, {"series": theirs.pk, "was": mine.pk}, follow=True).content.decode()
    assert "Somebody took it out of its series meanwhile." in said


def test_records_of_one_event_go_together(elverhavn: City, admin: Membership) -> None:
    one, other = told(elverhavn, "police"), told(elverhavn, "press")
    series = make_series(elverhavn)
    with inside(elverhavn):
        decide_pair(one=one, other=other, same=True, by=admin.user)
        assert link_to_series(city=elverhavn, series=series, numbers=[other.pk], by=admin.user) == 2
    assert numbers(elverhavn, series) == [one.pk, other.pk]


def test_a_series_is_marked_as_its_highest_record_and_read_so(elverhavn: City, admin: Membership) -> None:
    one, secret = told(elverhavn, "police"), told(elverhavn, "press")
    series = make_series(elverhavn, name="Tag of the harbour")
    officer = make_member(elverhavn, "officer@elverhavn.example", "officer", clearance="amber")
    client = sign_in(Client(), officer)
    with inside(elverhavn):
        link_to_series(city=elverhavn, series=series, numbers=[one.pk, secret.pk], by=admin.user)
    assert "Tag of the harbour" in client.get(f"/city/elverhavn/observations/{one.pk}/").content.decode()
    with inside(elverhavn):
        change_marking(record=secret, by=admin.user, marking="red", reason="A source to protect")
    assert "Tag of the harbour" not in client.get(f"/city/elverhavn/observations/{one.pk}/").content.decode()
    assert client.get(f"/city/elverhavn/series/{series.pk}/").status_code == 404
    exported = b"".join(client.get("/city/elverhavn/observations/export/")).decode()
    assert "Tag of the harbour" not in exported
    # for them it is in none: there is nothing to take out, and no refusal that would tell of one
    with inside(elverhavn):
        assert link_to_series(city=elverhavn, series=None, numbers=[one.pk], by=officer.user) == 0
    assert numbers(elverhavn, series) == [one.pk, secret.pk]


def _asked(client: Client, one: Observation, other: Observation) -> list[object]:
    """Everything that somebody may try with names and numbers of series, and what they are told."""
    here = "/city/elverhavn/"
    said: list[object] = []
    for address, sent in (
        (f"series/new/?draft={UUID(int=1)}", {"name": "The night of the harbour", "draft": str(UUID(int=1))}),
        (f"series/new/?draft={UUID(int=2)}", {"name": "The night of the harbour", "draft": str(UUID(int=2))}),
        (f"observations/{one.pk}/series/", {"series": ""}),
    ):
        answer = client.post(f"{here}{address}", sent, follow=True)
        said.append((answer.status_code, [str(each) for each in answer.context["messages"]],
                     "There is a series of this name already" in answer.content.decode()))  # fmt: skip
    mine = Series.objects.filter(name="The night of the harbour").order_by("-pk").values_list("pk", flat=True)[0]
    put = client.post(f"{here}series/{mine}/link/", {"record": [one.pk, other.pk]}, follow=True)
    said.append([str(each) for each in put.context["messages"]])
    said.append([row.pk for row in put.context["inside"]])
    listed = client.get(f"{here}observations/", {"series": mine}).context["rows"]
    said.append([row.pk for row in listed])
    said.append([row.name for row in client.get(f"{here}series/").context["rows"]])
    return said


def test_names_and_numbers_of_series_tell_nothing_of_one_that_is_hidden(elverhavn: City, admin: Membership) -> None:
    """Two cities that differ by one red record, and the series that it is in, look the same to an amber reader."""
    one, other = told(elverhavn, "police"), told(elverhavn, "press")
    officer = make_member(elverhavn, "officer@elverhavn.example", "officer", clearance="amber")
    client = signed_in(officer)
    found = []
    for is_there in (False, True):
        with inside(elverhavn), undone():
            if is_there:
                secret = make_series(elverhavn, name="The night of the harbour")
                red = make_observation(elverhavn, admin, marking="red")
                link_to_series(city=elverhavn, series=secret, numbers=[one.pk, red.pk], by=admin.user)
                assert Series.objects.get(pk=secret.pk).marking == "red"
            found.append(_asked(again(client), one, other))
            assert Series.objects.filter(name="The night of the harbour").count() == 1 + is_there
    assert found[0] == found[1]
    # the second of the same name that they do read is refused
    assert found[0][1] == (200, [], True)
