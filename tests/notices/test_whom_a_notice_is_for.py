"""Who may read a notice at all: by what they do in the city, and up to its marking."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import City, Membership
from notices.models import ChangeNotice
from tests.mapping.makers import inside


def test_each_reads_what_is_for_them_up_to_their_clearance(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership, charlie: Membership
) -> None:
    for_admins = {str(each) for each in ChangeNotice.FOR_ADMINS}
    with inside(elverhavn):
        for what in (*for_admins, "release"):
            ChangeNotice.objects.create(city=elverhavn, what=what, after="x", marking="clear")
        ChangeNotice.objects.create(city=elverhavn, what="figures", after="x", marking="red")
        ChangeNotice.objects.create(city=elverhavn, what="change", after="x", marking="clear", state="pending")
        users: dict[str, Any] = {
            "alice": alice.user,
            "bob": bob.user,
            "rita": rita.user,
            "charlie": charlie.user,
            "": AnonymousUser(),
        }
        seen = {
            name: set(ChangeNotice.objects.visible_to(user).values_list("what", flat=True))
            for name, user in users.items()
        }
    everybody = {"release"}
    works_here = everybody | {"figures", "change"}
    assert seen == {
        "alice": works_here | for_admins,
        "bob": works_here,
        "rita": everybody,
        "charlie": set(),
        "": set(),
    }
