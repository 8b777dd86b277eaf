"""What a form asks for: the draft and the stub of this person in this city, the newest events of its record."""

from uuid import UUID, uuid4

from django.db.models import Max

from accounts.city import city_context
from accounts.models import City, Membership
from records.editing.asked import draft_of, left_last, stub_of
from records.history import events_of_part, newest_events
from records.models import Draft
from records.registries.record_types import history_by_model
from stakeholders.models import Consultation, Need
from tests.stakeholders.makers import make_consultation

FORM, OTHER = "mapping.observation", "mapping.factor"
ONE, ANOTHER, ASIDE = uuid4(), uuid4(), uuid4()


def _keep(who: Membership, form: str, record: str = "", identity: UUID | None = None, became: str = "") -> Draft:
    return Draft.objects.create(
        city=who.city, owner=who.user, form=form, record=record, identity=identity, became=became
    )


def test_a_form_finds_its_own(
    elverhavn: City, other_city: City, alice: Membership, bob: Membership, charlie: Membership
) -> None:
    there = Membership(user=alice.user, city=other_city)
    with city_context(other_city.pk, via="test"):
        for who in (charlie, there):
            _keep(who, FORM, "1")
            _keep(who, FORM, identity=ONE, became="9" if who is charlie else "")
    with city_context(elverhavn.pk, via="test"):
        kept = {(form, record): _keep(alice, form, record) for form in (FORM, OTHER) for record in ("1", "2")}
        begun = {(form, each): _keep(alice, form, identity=each) for form in (FORM, OTHER) for each in (ONE, ANOTHER)}
        # of a record, and set aside: no form goes on with it
        _keep(alice, FORM, "1", ASIDE)
        became = {(form, each): _keep(bob, form, identity=each, became="7") for form, each in begun}
        for (form, record), draft in kept.items():
            assert draft_of(alice.user, form, record) == draft
            assert draft_of(bob.user, form, record) is None
        for (form, identity), draft in begun.items():
            assert draft_of(alice.user, form, identity=identity) == draft
            assert draft_of(bob.user, form, identity=identity) is None
            assert stub_of(bob.user, form, identity) == became[form, identity]
            assert stub_of(alice.user, form, identity) is None
        assert left_last(alice.user, FORM) in {begun[FORM, ONE], begun[FORM, ANOTHER]}
        assert left_last(bob.user, FORM) is None
        assert draft_of(alice.user, FORM, "3") is draft_of(alice.user, FORM, identity=uuid4()) is None
        assert draft_of(alice.user, FORM, identity=ASIDE) is None
        assert draft_of(alice.user, FORM) is stub_of(bob.user, FORM, uuid4()) is None


def test_the_newest_events_are_those_of_this_record_and_of_each_of_its_parts(elverhavn: City, bob: Membership) -> None:
    with city_context(elverhavn.pk, via="test"):
        sessions = [make_consultation(elverhavn, bob) for _each in range(2)]
        seen = []
        for made in (*sessions, sessions[0]):
            said = {
                "city": elverhavn,
                "consultation": made,
                "confidentiality": made.confidentiality,
                "block": "public_bodies",
            }
            Need.objects.create(**said, statement="Light", category="other", priority=3)
            seen.append(newest_events(made))
        kind = history_by_model(Consultation)
        for made, newest in zip(sessions, (seen[2], seen[1]), strict=True):
            tables = [kind.events.filter(pgh_obj_id=made.pk), *(events_of_part(each, made.pk) for each in kind.parts)]
            assert newest_events(made) == newest
            assert newest == [events.aggregate(newest=Max("pgh_id"))["newest"] or 0 for events in tables]
        assert seen[0] != seen[2]
        assert seen[0][0] == seen[2][0] != seen[1][0]
