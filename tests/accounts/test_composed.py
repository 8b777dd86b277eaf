"""A question that is kept: it is asked for whoever asks, and what nobody would put in their place is refused."""

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import ProgrammingError, connection, models
from django.db.models import Q, Value

from accounts.city import CurrentCity
from accounts.composed import ANYBODY, Composed, Counted, Parameter, among
from accounts.models import City, Membership, User
from tests.mapping.makers import inside

THEIRS = Membership.objects.filter(user=ANYBODY)


def test_it_is_asked_for_whoever_asks_in_the_city_that_is_open(
    elverhavn: City, other_city: City, alice: Membership, rita: Membership, charlie: Membership
) -> None:
    question = Composed(THEIRS.filter(city=CurrentCity()).values_list("role"))
    for _time in range(2):
        for city, found in ((elverhavn, ["admin", "reader", None]), (other_city, [None, None, "admin"])):
            with inside(city):
                rows = [question.rows(member.user_id) for member in (alice, rita, charlie)]
            assert rows == [[(role,)] if role else [] for role in found]
    with inside(elverhavn):
        assert question.rows(None) == question.rows(ANYBODY) == []


def test_rows_are_counted_beside_others(elverhavn: City, alice: Membership, rita: Membership) -> None:
    others = Membership.objects.filter(city=CurrentCity()).exclude(user=ANYBODY).values("pk")
    question = Composed(City.objects.filter(pk=CurrentCity()).values_list("slug", Counted(others), Counted(THEIRS)))
    with inside(elverhavn):
        assert question.rows(alice.user_id) == question.rows(rita.user_id) == [("elverhavn", 1, 1)]
        assert question.rows(ANYBODY) == [("elverhavn", 2, 0)]


@pytest.mark.parametrize("asked", [Q(role="admin"), Q(user=1)])
def test_what_would_be_answered_for_another_is_refused(asked: Q) -> None:
    with pytest.raises(ValueError, match="not asked for anybody"):
        Composed(Membership.objects.filter(asked))


def test_a_person_in_a_list_is_refused() -> None:
    people = models.Value([ANYBODY], output_field=ArrayField(models.IntegerField()))
    with pytest.raises(ValueError, match="in a list"):
        Composed(THEIRS.annotate(people=people))


def test_a_parameter_is_said_by_whoever_asks(elverhavn: City, alice: Membership, rita: Membership) -> None:
    rows = THEIRS.filter(role=Parameter("role"), user__email__has_every=Parameter("words"))
    question, whole = Composed(rows.values_list("role")), Composed(rows)
    with inside(elverhavn):
        for member, role in ((alice, "admin"), (rita, "reader")):
            words = [member.user.email[:3], "@"]
            assert question.rows(member.user_id, role=role, words=words) == [(role,)]
            assert list(whole.instances(member.user_id, role=role, words=words)) == [member]
            assert question.rows(member.user_id, role=role, words=[*words, "zz"]) == []
        assert question.rows(alice.user_id, role="reader", words=["@"]) == []
    with pytest.raises(KeyError):
        question.rows(alice.user_id, role="admin")


def test_it_is_planned_once_per_connection_knowing_all_that_is_the_same_for_everybody(
    elverhavn: City, alice: Membership, rita: Membership
) -> None:
    rows = THEIRS.filter(role=Parameter("role"), user__name__contains="%").values_list("user__name", Value(7), "role")
    question = Composed(rows)
    User.objects.filter(pk__in=[alice.user_id, rita.user_id]).update(name="100 % 'her'")
    with inside(elverhavn):
        for _time in range(7):
            assert question.rows(alice.user_id, role="admin") == [("100 % 'her'", 7, "admin")]
            assert question.rows(rita.user_id, role="admin") == question.rows(None, role="admin") == []
    statements = _planned()
    (is_kept,) = (kept for sql, kept in statements.items() if all(each in sql for each in ("$1", "$2", " 7 ", "\\%%")))
    assert is_kept
    anew = Composed(rows, planned_anew=True)
    with inside(elverhavn):
        assert anew.rows(alice.user_id, role="admin") == [("100 % 'her'", 7, "admin")]
    assert _planned().keys() == statements.keys()


def _planned() -> dict[str, bool]:
    """What this connection knows, and whether PostgreSQL keeps a plan of it by now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans > 0 FROM pg_prepared_statements WHERE name ~ '^composed_'")
        return dict(cursor.fetchall())


def test_any_many_numbers_are_said_by_whoever_asks(elverhavn: City, alice: Membership, rita: Membership) -> None:
    rows = Membership.objects.filter(user__in=among()).order_by("role")
    question = Composed(rows.values_list("role"))
    with inside(elverhavn):
        both = [alice.user_id, rita.user_id]
        found = [question.rows(None, numbers=numbers) for numbers in (both, both[1:], [0], [])]
    assert found == [[("admin",), ("reader",)], [("reader",)], [], []]


def test_what_nobody_says_is_asked_for_nowhere(elverhavn: City) -> None:
    with inside(elverhavn), pytest.raises(ProgrammingError, match="Parameter"):
        list(Membership.objects.filter(role=Parameter("role")))
