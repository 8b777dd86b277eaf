"""The fictional city's memorandum: its second version holds, one member has not signed it, one does not agree."""

from accounts.models import City, Membership, User
from demo.memorandum import SENIORS, VERSIONS, Memoranda
from stakeholders.memorandum.page import signers_of
from stakeholders.models import Dissent, Memorandum, RevisionRequest
from tests.factories import make_member
from tests.mapping.makers import inside, with_record

CAST = {"admin": "admin", "officer": "officer", "reader": "reader", "member": "reader"}


def make_memoranda(city: City) -> dict[str, User]:
    cast = {
        name: make_member(city, f"{name}@example.org", role, clearance="green", name=f"{name.title()} Vestergaard").user
        for name, role in CAST.items()
    }
    Memoranda(with_record(city), cast).make()
    return cast


def test_it_is_in_its_second_version_and_made_once(elverhavn: City) -> None:
    cast = make_memoranda(elverhavn)
    Memoranda(elverhavn, cast).make()
    with inside(elverhavn):
        holds = Memorandum.objects.in_force()
        assert holds is not None
        assert (holds.number, Memorandum.objects.count(), len(VERSIONS)) == (2, 2, 2)
        assert [str(each.body) for each in signers_of(holds) if not each.has_signed] == [SENIORS]
        assert Dissent.objects.count() == 1
        assert [each.answer for each in RevisionRequest.objects.order_by("pk")] == ["not_taken", ""]
    # nobody of the cast is shut out of what they are to show
    readers = Membership.objects.filter(city=elverhavn, role="reader")
    assert [str(each.reads_up_to) for each in readers] == ["green", "green"]
